import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Health of a place, and what it does to coverage")
struct PlaceHealthTests {
    /// 2026-11-02, a Monday, 09:00 in Oslo.
    static let nine: Int64 = PlaceMachineTests.noon - 3 * 3600
    static let bin = nine / 900

    static let configuration: PlaceConfiguration = {
        var configuration = SamplePlace.configuration
        configuration.openings = [Opening(weekdays: [1, 2, 3, 4, 5], startMinute: 540, endMinute: 900)]
        return configuration
    }()

    private func healths(_ run: inout PlaceRun, of source: String? = nil) -> [String] {
        run.machine.takeActions().compactMap { action in
            guard case .healthChanged(let kind, let of, let began) = action, source == nil || of == source else {
                return nil
            }
            return "\(began ? "+" : "-")\(kind.rawValue)"
        }
    }

    private func hum(_ line: Int, _ run: inout PlaceRun, from start: Double, seconds: Double) {
        for number in 0..<Int(seconds * 100) {
            let time = start + Double(number) / 100
            run.advance(to: PlaceRun.at(time))
            run.change(line, number.isMultiple(of: 2), at: time)
        }
    }

    // MARK: - Lost edges

    @Test("Edges lost at a door that was clear before and after: the rest of the bin is not observed, and it says so")
    func lostWhileClear() {
        var run = PlaceRun(utc: Self.nine)
        run.walk("10 11 01 00", at: 100)
        run.advance(to: PlaceRun.at(200))
        _ = run.machine.takeActions()
        run.machine.synchronise(levels: SamplePlace.restingLevels, at: PlaceRun.at(200), because: .lostEdges)
        #expect(healths(&run).sorted() == ["+lost_edges", "+lost_edges", "+lost_edges"])
        #expect(!run.machine.isObserving(door: 0) && !run.machine.isObserving(panel: 0))
        // Who comes now is counted all the same.
        run.walk("10 11 01 00", at: 300)
        run.advance(to: PlaceRun.at(899))
        #expect(!run.machine.isObserving(door: 0))
        run.advance(to: PlaceRun.at(900))
        #expect(healths(&run).sorted() == ["-lost_edges", "-lost_edges", "-lost_edges"])
        #expect(run.machine.isObserving(door: 0) && run.machine.isObserving(panel: 0))
        run.advance(to: PlaceRun.at(1800))
        run.commit(at: PlaceRun.at(1800))
        for source in ["front", "garden", "panel"] {
            #expect(run.disk["\(Self.bin) \(source) observed"] == nil)
            #expect(run.disk["\(Self.bin + 1) \(source) observed"] == 900_000)
        }
        #expect(run.total("front", "count:in") == 2)
    }

    @Test("Edges lost and a beam still broken: until both are clear, and the bin is over")
    func lostWhileBroken() {
        var run = PlaceRun(utc: Self.nine)
        _ = run.machine.takeActions()
        run.machine.synchronise(levels: [0: true, 1: false], at: PlaceRun.at(890), because: .lostEdges)
        run.advance(to: PlaceRun.at(901))
        #expect(healths(&run) == ["+lost_edges"], "still away from clear")
        run.change(0, false, at: 910)
        run.advance(to: PlaceRun.at(911))
        #expect(healths(&run) == ["-lost_edges"])
        run.machine.synchronise(levels: [0: true, 1: false], at: PlaceRun.at(1000), because: .lostEdges)
        run.change(0, false, at: 1001)
        run.advance(to: PlaceRun.at(1700))
        #expect(healths(&run) == ["+lost_edges"], "the bin is not over")
        run.advance(to: PlaceRun.at(1800))
        #expect(healths(&run) == ["-lost_edges"])
    }

    @Test("A shell that was stopped for hours has observed none of them")
    func stopped() {
        var run = PlaceRun(utc: Self.nine)
        run.advance(to: PlaceRun.at(950))
        run.machine.synchronise(levels: SamplePlace.restingLevels, at: PlaceRun.at(4000), because: .lostEdges)
        run.advance(to: PlaceRun.at(5400))
        run.commit(at: PlaceRun.at(5400))
        #expect(
            (0..<6).map { run.disk["\(Self.bin + Int64($0)) front observed"] } == [
                900_000, nil, nil, nil, nil, 900_000,
            ])
    }

    @Test("Unplugged in the same bin: what is gone has lost no edges")
    func lostAndUnplugged() {
        var run = PlaceRun(utc: Self.nine)
        _ = run.machine.takeActions()
        run.machine.synchronise(levels: SamplePlace.restingLevels, at: PlaceRun.at(10), because: .lostEdges)
        run.machine.unplug(lines: [0, 1, 2, 3, 4], at: PlaceRun.at(20))
        #expect(run.machine.health.entries.allSatisfy { $0.kind == .unplugged })
        run.machine.synchronise(levels: [0: false], at: PlaceRun.at(30), because: .lostEdges)
        #expect(run.machine.health.entries.allSatisfy { $0.kind == .unplugged }, "its other beam is still gone")
    }

    @Test("An edge from before the latest one of its line is not believed, and said to be lost")
    func outOfOrder() {
        var run = PlaceRun(utc: Self.nine)
        _ = run.machine.takeActions()
        run.change(0, true, at: 10)
        run.change(0, false, at: 10.3)
        run.change(0, true, at: 10.1)
        #expect(!run.machine.lines[0].level, "the line is low")
        run.change(2, true, at: 20)
        run.change(1, true, at: 19)
        run.change(1, false, at: 19.3)
        run.advance(to: PlaceRun.at(300))
        #expect(healths(&run, of: "front") == ["+lost_edges"])
        #expect(!run.machine.isObserving(door: 0) && run.machine.isObserving(panel: 0))
        run.advance(to: PlaceRun.at(900))
        #expect(healths(&run, of: "front") == ["-lost_edges"])
        #expect(run.machine.isObserving(door: 0))
    }

    @Test("A start with a beam broken says so, until it is clear or becomes blocked")
    func startBroken() {
        for isClearing in [true, false] {
            var run = PlaceRun(utc: Self.nine, synchronised: false)
            run.machine.synchronise(levels: [0: true, 1: false], at: .zero, because: .unsynchronised)
            #expect(healths(&run) == ["+unsynchronised"])
            #expect(!run.machine.isObserving(door: 0))
            if isClearing { run.change(0, false, at: 5) }
            run.advance(to: PlaceRun.at(100))
            #expect(healths(&run) == (isClearing ? ["-unsynchronised"] : ["+blocked", "-unsynchronised"]))
            #expect(run.machine.isObserving(door: 0) == isClearing)
        }
    }

    // MARK: - Chattering and dead beams

    @Test("A line that floats: said, not observed, nobody invented; and it ends")
    func floating() {
        var run = PlaceRun(utc: Self.nine)
        _ = run.machine.takeActions()
        hum(1, &run, from: 800, seconds: 120)
        #expect(healths(&run, of: "front") == ["+chattering"])
        #expect(run.machine.health.entries.map { run.machine.beam(of: $0) } == [.inner])
        run.advance(to: PlaceRun.at(1000))
        #expect(healths(&run, of: "front") == ["-chattering"])
        run.advance(to: PlaceRun.at(1800))
        run.commit(at: PlaceRun.at(1800))
        #expect(run.disk["\(Self.bin) front observed"] == nil)
        #expect(run.disk["\(Self.bin + 1) front observed"] == 900_000)
        #expect(run.total("front", "count:in") + run.total("front", "count:out") == 0)
        #expect(run.machine.health.past.map(\.kind) == [.chattering])
    }

    @Test("A button that floats answers nothing")
    func floatingButton() {
        var run = PlaceRun(utc: Self.nine)
        _ = run.machine.takeActions()
        // Each level holds longer than the debounce of 20 ms.
        for number in 0..<2000 {
            run.advance(to: PlaceRun.at(100 + Double(number) * 0.025))
            run.change(3, number.isMultiple(of: 2), at: 100 + Double(number) * 0.025)
        }
        let actions = run.machine.takeActions()
        #expect(actions.contains(.healthChanged(.chattering, source: "panel", began: true)))
        #expect(!run.machine.isObserving(panel: 0))
        let presses = actions.count { if case .takePress = $0 { true } else { false } }
        #expect(presses <= 3, "before it was certain")
        func pressOther(at time: Double) -> Bool {
            run.change(4, true, at: time)
            run.change(4, false, at: time + 0.2)
            run.advance(to: PlaceRun.at(time + 1))
            return run.machine.takeActions().contains {
                if case .takePress(let press) = $0 { press.button == 1 } else { false }
            }
        }
        #expect(!pressOther(at: 160), "one of the two answers can't be given")
        run.advance(to: PlaceRun.at(200))
        #expect(run.machine.isObserving(panel: 0))
        #expect(pressOther(at: 201))
    }

    @Test("A dead beam is named, cuts coverage, and ends with its first break")
    func deadBeam() throws {
        var run = PlaceRun(utc: Self.nine)
        _ = run.machine.takeActions()
        for number in 0..<8 { run.walk("10 00+300", at: 10 + Double(number)) }
        for number in 0..<10 { run.walk("10 00+300", at: 310 + 121 * Double(number)) }
        run.advance(to: PlaceRun.at(1500))
        #expect(healths(&run) == ["+beam_dead"])
        let entry = try #require(run.machine.health.entries.first)
        #expect(run.machine.beam(of: entry) == .inner)
        run.walk("10 11 01 00", at: 2000)
        run.advance(to: PlaceRun.at(2700))
        run.commit(at: PlaceRun.at(2700))
        #expect(healths(&run) == ["-beam_dead"])
        #expect((0..<3).map { run.disk["\(Self.bin + Int64($0)) front observed"] } == [900_000, nil, 900_000])
        #expect(run.total("front", "count:in") == 1)
    }

    @Test("The beam that is in the way is named; both are none")
    func blockedBeam() throws {
        var run = PlaceRun(utc: Self.nine)
        run.change(0, true, at: 10)
        run.advance(to: PlaceRun.at(100))
        let entry = try #require(run.machine.health.entries.first)
        #expect(entry.kind == .blocked && run.machine.beam(of: entry) == .outer)
        run.change(1, true, at: 110)
        #expect(run.machine.beam(of: entry) == nil)
    }

    // MARK: - Silence

    /// Hours after 09:00 on Monday.
    private func hours(_ hours: Double) -> MonotonicInstant { PlaceRun.at(hours * 3600) }

    @Test("A door that falls silent says so until somebody comes, and its coverage tells nothing of it")
    func silence() {
        var run = PlaceRun(utc: Self.nine, configuration: Self.configuration)
        _ = run.machine.takeActions()
        // A whole open day of six hours without anybody, at both doors.
        run.advance(to: hours(5.99))
        #expect(healths(&run).isEmpty && run.machine.isObserving(door: 0))
        run.advance(to: hours(6))
        #expect(healths(&run) == ["+silent", "+silent"])
        #expect(run.machine.isObserving(door: 0) && run.machine.isObserving(panel: 0))
        run.walk("10 11 01 00", at: 25 * 3600)
        run.advance(to: hours(25.1))
        #expect(healths(&run) == ["-silent"])
        run.advance(to: hours(26))
        run.commit(at: hours(26))
        #expect(run.total("front", "observed") == 26 * 3_600_000)
        #expect(run.total("garden", "observed") == 26 * 3_600_000)
        #expect(run.total("front", "count:in") == 1, "who ends a silence is counted")
        #expect(run.machine.health.past.map(\.kind) == [.silent])
    }

    @Test("An undated boot judges no silence")
    func undatedSilence() {
        var run = PlaceRun(utc: nil, configuration: Self.configuration)
        run.advance(to: hours(200))
        #expect(healths(&run) == ["+undated"])
        #expect(run.machine.isObserving(door: 0))
    }

    @Test("What is remembered is handed over at the end of the day, and of the bin in which a silence begins or ends")
    func memories() throws {
        var run = PlaceRun(utc: Self.nine, configuration: Self.configuration)
        let sunday = SilenceWatchTests.monday.adding(days: -1)
        let none = SilenceHistory(memory: SilenceWatch.Memory(learned: sunday))
        run.machine.loadSilences([none, none], at: .zero)
        var handed: [Increments.SilenceRow] = []
        func reach(_ time: MonotonicInstant) {
            while run.machine.deadline < time {
                run.machine.advance(to: run.machine.deadline)
                if let due = run.machine.commitDue, due <= run.machine.deadline {
                    handed += run.machine.takeIncrements(at: due).silences
                }
            }
            run.machine.advance(to: time)
        }
        for edge in EdgeScript("10 11 01 00", start: .seconds(3600)).edges { run.machine.receive(edge) }
        reach(hours(6.5))
        #expect(handed.map(\.door) == ["garden"], "it was silent for the whole day")
        #expect(handed.first?.memory.isSilent == true)
        reach(hours(15.5))
        let monday = SilenceWatchTests.monday
        #expect(handed.dropFirst().map(\.door) == ["front", "garden"])
        #expect(handed.dropFirst().first?.memory == SilenceWatch.Memory(days: 1, longest: 4, learned: monday))
        reach(hours(24.1))
        run.machine.receive(Edge(time: hours(24.2), line: 2, level: true))
        run.machine.receive(Edge(time: hours(24.21), line: 2, level: false))
        reach(hours(24.245))
        #expect(handed.count == 3, "in the midst of the bin it would tell when somebody came")
        reach(hours(24.3))
        #expect(handed.count == 4 && handed.last?.memory == SilenceWatch.Memory(learned: monday))
    }

    @Test("Who does not know yet what the store knows hands nothing over")
    func notLoaded() {
        var run = PlaceRun(utc: Self.nine, configuration: Self.configuration)
        run.machine.advance(to: hours(40))
        #expect(run.machine.takeIncrements(at: hours(40)).silences.isEmpty)
    }

    @Test("What could not be written waits, and only the last of it")
    func memoriesGivenBack() {
        var run = PlaceRun(utc: Self.nine, configuration: Self.configuration)
        run.machine.loadSilences([], at: .zero)
        run.machine.advance(to: hours(7))
        let first = run.machine.takeIncrements(at: hours(7))
        #expect(first.silences.count == 2 && first.silences.allSatisfy(\.memory.isSilent))
        for edge in EdgeScript("10 11 01 00", start: .seconds(8 * 3600)).edges { run.machine.receive(edge) }
        run.machine.advance(to: hours(9))
        run.machine.giveBack(first, retryAt: hours(9))
        let second = run.machine.takeIncrements(at: hours(9))
        #expect(second.silences.map(\.door) == ["garden", "front"])
        #expect(second.silences.map(\.memory.isSilent) == [true, false])
        #expect(!second.isEmpty && !Increments(silences: second.silences).isEmpty)
    }

    @Test("The history of the store is taken once")
    func history() {
        var run = PlaceRun(utc: Self.nine, configuration: Self.configuration)
        let silent = SilenceHistory(memory: SilenceWatch.Memory(days: 7, longest: 4, silentAfter: 9))
        let quarter = SilenceHistory.Quarter(
            day: SilenceWatchTests.monday.adding(days: -3), isOpen: true, wasObserved: true, hasPassed: false)
        let quiet = SilenceHistory(quarters: Array(repeating: quarter, count: 23))
        run.machine.loadSilences([silent, quiet], at: .zero)
        #expect(run.machine.hasLoadedSilences)
        #expect(healths(&run) == ["+silent"])
        #expect(run.machine.health.entries.map(\.isOlder) == [true], "when it began is not known")
        run.walk("10 11 01 00", at: 100)
        run.advance(to: PlaceRun.at(900))
        #expect(healths(&run) == ["-silent", "+silent"], "the garden's day of silence is full")
        #expect(run.machine.health.entries.map(\.isOlder) == [false])
        run.machine.loadSilences([silent, silent], at: PlaceRun.at(901))
        #expect(healths(&run).isEmpty)
    }

    @Test("A bin that the service began in the midst of is not seen as a whole")
    func startedWithin() {
        var run = PlaceRun(utc: Self.nine + 60, configuration: Self.configuration)
        run.advance(to: hours(24.2))
        #expect(healths(&run, of: "front").isEmpty)
        run.advance(to: hours(24.25))
        #expect(healths(&run, of: "front") == ["+silent"], "23 quarters on Monday, and one on Tuesday")
    }

    @Test("A silent door that is not clear says both")
    func silentAndWaiting() {
        var run = PlaceRun(utc: Self.nine, synchronised: false, configuration: Self.configuration)
        let silent = SilenceHistory(memory: SilenceWatch.Memory(days: 7, longest: 4, silentAfter: 9))
        run.machine.loadSilences([silent, SilenceHistory()], at: .zero)
        run.machine.synchronise(levels: [0: true, 1: false], at: .zero, because: .unsynchronised)
        #expect(healths(&run, of: "front") == ["+silent", "+unsynchronised"])
        run.change(0, false, at: 5)
        run.advance(to: PlaceRun.at(6))
        #expect(healths(&run, of: "front") == ["-unsynchronised"])
    }

    @Test("An imbalance from before the start is older than it; one that begins later is not")
    func imbalance() {
        var run = PlaceRun(utc: Self.nine)
        run.machine.setImbalance(true, at: .zero)
        #expect(run.machine.health.entries.map(\.isOlder) == [true])
        run.machine.setImbalance(false, at: PlaceRun.at(10))
        #expect(run.machine.health.past.map(\.isOlder) == [true])
        run.machine.setImbalance(true, at: PlaceRun.at(20))
        #expect(run.machine.health.entries.map(\.isOlder) == [false])
    }

    // MARK: - Anchors

    /// Handed over at the anchor, the observed time of a bin would tell on which side of it somebody stood in the door.
    @Test("Trouble in the bin of a new anchor is dated by no more than that bin", arguments: [true, false])
    func anchorWithinBin(isFirst: Bool) {
        for (from, until) in [(0.0, 2000.0), (300, 2000), (500, 2000), (0, 300), (0, 500), (300, 500)] {
            var run = PlaceRun(utc: isFirst ? nil : Self.nine + 77)
            run.change(2, true, at: from)
            if until < 420 { run.change(2, false, at: until) }
            run.advance(to: PlaceRun.at(420))
            run.takeDue(at: PlaceRun.at(420))
            run.machine.take(
                Anchor(monotonic: PlaceRun.at(420), utc: UTCInstant(seconds: Self.nine + 500), quality: .synchronised),
                at: PlaceRun.at(420))
            if until >= 420 { run.change(2, false, at: until) }
            run.advance(to: PlaceRun.at(2500))
            run.takeDue(at: PlaceRun.at(2500))
            // From 80 s before boot time 0 to 820 s after it.
            let observed = run.disk["\(Self.bin) garden observed"]
            #expect(observed == (until < 820 ? 820_000 : nil), "\(from) \(until)")
        }
    }

    // MARK: - Book

    @Test("What is over is remembered until midnight, and not without bounds")
    func past() {
        var book = HealthBook()
        for second in 0..<100 {
            _ = book.set(.blocked, of: "front", began: true, at: PlaceRun.at(Double(second)))
            _ = book.set(.blocked, of: "front", began: false, at: PlaceRun.at(Double(second) + 0.5))
        }
        #expect(book.entries.isEmpty && book.past.count == HealthBook.pastLimit)
        #expect(book.past.last?.since == PlaceRun.at(99) && book.past.last?.until == PlaceRun.at(99.5))
        _ = book.set(.silent, of: "front", began: true, at: PlaceRun.at(200))
        _ = book.set(.silent, of: "front", began: false, at: PlaceRun.at(199))
        #expect(book.past.last?.until == PlaceRun.at(200), "a passage is stamped before it is decided")

        var run = PlaceRun(utc: Self.nine)
        run.change(2, true, at: 100)
        run.change(2, false, at: 200)
        run.advance(to: hours(14.9))
        #expect(run.machine.health.past.map(\.kind) == [.blocked])
        run.advance(to: hours(15))
        #expect(run.machine.health.past.isEmpty)
    }
}

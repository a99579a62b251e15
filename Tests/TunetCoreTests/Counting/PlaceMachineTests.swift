import Testing
import TunetTestSupport

@testable import TunetCore

/// A place and the counters that its shell would have on the disk.
struct PlaceRun {
    var machine: PlaceMachine
    /// Amounts by `bin source counter`, as a store adds them up; dated bins by their index, others as `boot/index`.
    private(set) var disk: [String: Int64] = [:]
    private(set) var presses: [String: Int64] = [:]

    /// - Parameter utc: what boot time 0 is; nil for a boot that is not dated.
    init(
        utc: Int64?, synchronised: Bool = true, configuration: PlaceConfiguration = SamplePlace.configuration
    ) {
        let anchor = utc.map {
            Anchor(monotonic: .zero, utc: UTCInstant(seconds: $0), quality: .synchronised)
        }
        machine = PlaceMachine(
            configuration: configuration,
            timeline: Timeline(zone: TimeZoneRulesTests.oslo, boot: 7, anchor: anchor), at: .zero)
        if synchronised {
            let resting = Dictionary(uniqueKeysWithValues: machine.wiring.inputs.indices.map { ($0, false) })
            machine.synchronise(levels: resting, at: .zero, because: .unsynchronised)
        }
    }

    static func at(_ seconds: Double) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: Int64(seconds * 1000) * 1_000_000)
    }

    /// - Returns: whether it was taken.
    mutating func offer(_ anchor: Anchor, at seconds: Double) -> Bool {
        guard machine.judge(anchor) == .taken else { return false }
        machine.take(anchor, at: Self.at(seconds))
        return true
    }

    mutating func walk(_ script: String, at seconds: Double, prompt: Bool = true) {
        for edge in EdgeScript(script, start: .milliseconds(Int64(seconds * 1000))).edges {
            if prompt { advance(to: edge.time) }
            machine.receive(edge)
        }
    }

    mutating func change(_ line: Int, _ level: Bool, at seconds: Double) {
        machine.receive(Edge(time: Self.at(seconds), line: line, level: level))
    }

    /// Reaches every deadline up to `time`, as the shell does.
    mutating func advance(to time: MonotonicInstant) {
        while machine.deadline < time {
            machine.advance(to: machine.deadline)
            if let due = machine.commitDue, due <= machine.deadline { add(machine.takeIncrements(at: due)) }
        }
        machine.advance(to: time)
    }

    /// What is due at that time.
    mutating func takeDue(at time: MonotonicInstant) {
        add(machine.takeIncrements(at: time))
    }

    /// As at the end of the service: with the observed time of the bin that is not over.
    mutating func commit(at time: MonotonicInstant) {
        add(machine.takeIncrements(at: time, observedInStepsOf: .milliseconds(1)))
    }

    mutating func add(_ increments: Increments) {
        for row in increments.rows {
            let bin = row.bin.boot == 0 ? "\(row.bin.index)" : "\(row.bin.boot)/\(row.bin.index)"
            let key = "\(bin) \(row.source) \(row.counter.rawValue)"
            let amount = disk[key, default: 0] + row.amount
            // What was told before it was decided, and then decided otherwise, leaves nothing.
            disk[key] = amount == 0 ? nil : amount
        }
        for press in increments.presses {
            presses["\(press.day.boot)/\(press.day.index) \(press.panel) \(press.option ?? "misuse")", default: 0] +=
                press.amount
        }
    }

    /// The sum over all bins.
    func total(_ source: String, _ counter: String) -> Int64 {
        disk.reduce(0) { $1.key.hasSuffix(" \(source) \(counter)") ? $0 + $1.value : $0 }
    }
}

@Suite("Place")
struct PlaceMachineTests {
    /// A second of UTC at which a bin begins: 2026-11-02 12:00 in Oslo.
    static let noon: Int64 = 1_793_617_200
    static let bin = noon / 900

    @Test("Passages go into the bin in which they were decided, and bins roll at 15 minutes of UTC")
    func bins() {
        var run = PlaceRun(utc: Self.noon - 3)
        run.walk("10 11 01 00", at: 1)
        run.walk("10 11 01 00", at: 3)
        run.walk("01 11 10 00", at: 902)
        run.walk("01 11 10 00", at: 903)
        run.advance(to: PlaceRun.at(1000))
        run.commit(at: PlaceRun.at(1000))
        #expect(run.disk["\(Self.bin - 1) front count:in"] == 1)
        #expect(run.disk["\(Self.bin) front count:in"] == 1)
        #expect(run.disk["\(Self.bin) front count:out"] == 1)
        #expect(run.disk["\(Self.bin + 1) front count:out"] == 1)
        #expect(run.disk["\(Self.bin) front over:in"] == 3 && run.disk["\(Self.bin) front under:in"] == 2)
    }

    @Test("A shell that comes late finds everything in the same bins", arguments: 0..<12 as Range<UInt64>)
    func late(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let edges = [Edge].noise(count: 600, using: &random).map {
            Edge(time: $0.time, line: Int.random(in: 0...4, using: &random), level: $0.level)
        }
        var prompt = PlaceRun(utc: Self.noon)
        var late = PlaceRun(utc: Self.noon)
        for edge in edges {
            prompt.advance(to: edge.time)
            prompt.machine.receive(edge)
            late.machine.receive(edge)
        }
        let end = (edges.last?.time ?? .zero).advanced(by: .seconds(5000))
        prompt.advance(to: end)
        late.machine.advance(to: end)
        prompt.commit(at: end)
        late.commit(at: end)
        #expect(prompt.disk == late.disk, "seed \(seed)")
        #expect(prompt.presses == late.presses, "seed \(seed)")
        #expect(prompt.machine.health.entries == late.machine.health.entries, "seed \(seed)")
    }

    @Test("Increments of a random day add up exactly to the passages", arguments: 0..<12 as Range<UInt64>)
    func sums(seed: UInt64) {
        var random = SeededGenerator(seed: 100 + seed)
        var run = PlaceRun(utc: Self.noon)
        var expected = (in: 0, out: 0, mat: 0, turnBacks: 0)
        var now = 10.0
        for _ in 0..<150 {
            now += Double(Int.random(in: 1000...600_000, using: &random)) / 1000
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                run.walk("10 11 01 00", at: now)
                expected.in += 1
            case 1:
                run.walk("01 11 10 00", at: now)
                expected.out += 1
            case 2:
                run.walk("10 11+150 10+300 00+150", at: now)
                expected.turnBacks += 1
            default:
                run.advance(to: PlaceRun.at(now))
                run.change(2, true, at: now)
                run.change(2, false, at: now + 0.2)
                expected.mat += 1
            }
            now += 1
            // Commits come at any time, and some fail.
            guard Bool.random(using: &random) else { continue }
            run.advance(to: PlaceRun.at(now))
            let increments = run.machine.takeIncrements(at: PlaceRun.at(now), observedInStepsOf: .milliseconds(1))
            if Bool.random(using: &random) {
                run.machine.giveBack(increments, retryAt: PlaceRun.at(now + 10))
            } else {
                run.add(increments)
            }
        }
        run.advance(to: PlaceRun.at(now + 10))
        run.commit(at: PlaceRun.at(now + 10))
        #expect(run.total("front", "count:in") == Int64(expected.in), "seed \(seed)")
        #expect(run.total("front", "count:out") == Int64(expected.out), "seed \(seed)")
        #expect(run.total("front", "over:in") == 3 * Int64(expected.in), "seed \(seed)")
        #expect(run.total("front", "noted:turn_back") == Int64(expected.turnBacks), "seed \(seed)")
        #expect(run.total("garden", "count:unknown") == Int64(expected.mat), "seed \(seed)")
        #expect(run.total("garden", "under:unknown") == 100 * Int64(expected.mat), "seed \(seed)")
        let milliseconds = Int64(PlaceRun.at(now + 10).nanoseconds / 1_000_000)
        for source in ["front", "garden", "panel"] {
            #expect(run.total(source, "observed") == milliseconds, "seed \(seed), \(source)")
        }
    }

    @Test("Every bin of a healthy place is observed for its whole length")
    func observed() {
        var run = PlaceRun(utc: Self.noon)
        run.advance(to: PlaceRun.at(2700))
        run.commit(at: PlaceRun.at(2700))
        for source in ["front", "garden", "panel"] {
            for bin in 0..<3 { #expect(run.disk["\(Self.bin + Int64(bin)) \(source) observed"] == 900_000) }
        }
        #expect(run.disk.count == 9)
    }

    @Test("A bin is observed as a whole or not at all, as its end is, so that no time within it is told")
    func unpluggedTime() {
        var run = PlaceRun(utc: Self.noon)
        run.machine.unplug(lines: [2], at: PlaceRun.at(200.001))
        run.machine.synchronise(levels: [2: false], at: PlaceRun.at(260.002), because: .unsynchronised)
        run.machine.unplug(lines: [2], at: PlaceRun.at(890))
        run.machine.synchronise(levels: [2: false], at: PlaceRun.at(910), because: .unsynchronised)
        run.advance(to: PlaceRun.at(1800))
        run.commit(at: PlaceRun.at(1800))
        #expect(run.disk["\(Self.bin) garden observed"] == nil)
        #expect(run.disk["\(Self.bin + 1) garden observed"] == 900_000)
        #expect(run.disk["\(Self.bin) panel observed"] == 900_000)
        #expect(run.disk["\(Self.bin + 1) front observed"] == 900_000)
    }

    @Test("Blocked time is not observed, in whole bins")
    func blockedBins() {
        for prompt in [true, false] {
            var run = PlaceRun(utc: Self.noon)
            run.change(0, true, at: 100)
            if prompt { run.advance(to: PlaceRun.at(2000)) }
            run.change(0, false, at: 2000)
            run.advance(to: PlaceRun.at(2700))
            run.commit(at: PlaceRun.at(2700))
            #expect(run.disk["\(Self.bin) front observed"] == nil)
            #expect(run.disk["\(Self.bin + 1) front observed"] == nil)
            #expect(run.disk["\(Self.bin + 2) front observed"] == 900_000)
            #expect(run.disk["\(Self.bin) front noted:blocked"] == 1)
            #expect(run.disk["\(Self.bin + 1) garden observed"] == 900_000)
        }
    }

    @Test("Whole bins are right on average over a hundred hours")
    func unbiased() {
        var random = SeededGenerator(seed: 5)
        var run = PlaceRun(utc: Self.noon)
        var now = 0.0
        var blocked = 0.0
        while now < 400 * 900 {
            let (free, held) = (Double.random(in: 0...400, using: &random), Double.random(in: 40...160, using: &random))
            run.advance(to: PlaceRun.at(now + free))
            run.change(2, true, at: now + free)
            run.advance(to: PlaceRun.at(now + free + held))
            run.change(2, false, at: now + free + held)
            blocked += held - 30
            now += free + held
        }
        run.advance(to: PlaceRun.at(now + 1))
        run.commit(at: PlaceRun.at(now + 1))
        let missing = now - Double(run.total("garden", "observed")) / 1000
        #expect(abs(missing - blocked) < 0.2 * blocked, "\(missing) s of \(blocked) s")
    }

    @Test("Something counted is due for its commit within half a second of its decision")
    func commitDue() throws {
        var run = PlaceRun(utc: Self.noon)
        #expect(run.machine.commitDue == nil)
        run.walk("10 11 01 00", at: 1)
        run.machine.advance(to: PlaceRun.at(1.505))
        let due = try #require(run.machine.commitDue)
        #expect(due > PlaceRun.at(1.505) && due <= PlaceRun.at(2.005))
        #expect(run.machine.deadline == due)
        // The next one does not put it off.
        run.walk("10 11 01 00", at: 1.51, prompt: false)
        run.machine.advance(to: PlaceRun.at(1.9))
        #expect(run.machine.commitDue == due)
        run.commit(at: due)
        #expect(run.machine.commitDue == PlaceRun.at(2.31), "half a second after the last one was clear")
        #expect(run.total("front", "count:in") == 2, "the second one is through, and not decided")
        #expect(run.machine.today.doors[0].in.count == 1)
        // Once it is decided there is nothing more to tell.
        run.machine.advance(to: PlaceRun.at(2.2))
        #expect(run.machine.today.doors[0].in.count == 2)
        let increments = run.machine.takeIncrements(at: PlaceRun.at(2.6))
        #expect(increments.isEmpty)
        #expect(run.machine.commitDue == nil)
    }

    @Test("While a button is going down, what was counted waits until it is known whether somebody presses")
    func commitWaitsForAPress() throws {
        var run = PlaceRun(utc: Self.noon)
        run.walk("10 11 01 00", at: 1)
        run.machine.advance(to: PlaceRun.at(1.505))
        let due = try #require(run.machine.commitDue)
        func time(_ milliseconds: Int64) -> MonotonicInstant { due.advanced(by: .milliseconds(milliseconds)) }
        run.machine.receive(Edge(time: time(-10), line: 3, level: true))
        #expect(run.machine.commitDue == time(10) && run.machine.deadline == time(10))
        run.machine.receive(Edge(time: time(-5), line: 3, level: false))
        #expect(run.machine.commitDue == due, "it was none")
        run.machine.receive(Edge(time: time(-2), line: 3, level: true))
        #expect(run.machine.commitDue == time(18) && run.machine.deadline == time(18))
        _ = run.machine.takeActions()
        run.machine.advance(to: time(18))
        let isPressed = run.machine.takeActions().contains { if case .takePress = $0 { true } else { false } }
        #expect(isPressed && run.machine.commitDue == due)
        run.takeDue(at: time(18))
        #expect(run.total("front", "count:in") == 1)
        #expect(run.machine.commitDue == nil)
    }

    @Test("What is given back waits for its retry, is not lost and does not grow")
    func giveBack() {
        var run = PlaceRun(utc: Self.noon)
        run.walk("10 11 01 00", at: 1)
        for second in 2..<600 {
            let now = PlaceRun.at(Double(second))
            run.machine.advance(to: now)
            let increments = run.machine.takeIncrements(at: now, observedInStepsOf: .milliseconds(1))
            // In, low, high and the observed time of two doors and a panel.
            #expect(increments.rows.count <= 9)
            run.machine.giveBack(increments, retryAt: PlaceRun.at(Double(second) + 1))
            #expect(run.machine.commitDue == PlaceRun.at(Double(second) + 1))
        }
        run.walk("10 11 01 00", at: 600)
        run.advance(to: PlaceRun.at(650))
        run.commit(at: PlaceRun.at(650))
        #expect(run.total("front", "count:in") == 2)
        #expect(run.total("front", "observed") == 650_000)
    }

    @Test("No commit tells the time within its bin: observed time comes when the bin is over, or in minutes at the end")
    func observedTimeKeepsTheBin() {
        var run = PlaceRun(utc: Self.noon)
        run.walk("10 11 01 00", at: 61.234, prompt: false)
        run.machine.advance(to: PlaceRun.at(70))
        let middle = run.machine.takeIncrements(at: PlaceRun.at(70.567))
        #expect(middle.rows.contains { $0.counter == .count(.in) })
        #expect(!middle.rows.contains { $0.counter == .observed })
        let end = run.machine.takeIncrements(at: PlaceRun.at(200.891), observedInStepsOf: .seconds(60))
        #expect(end.rows.allSatisfy { $0.counter == .observed && $0.amount == 180_000 })
        #expect(!end.rows.isEmpty)
        run.machine.advance(to: PlaceRun.at(1000))
        let over = run.machine.takeIncrements(at: PlaceRun.at(1000))
        #expect(over.rows.contains { $0.counter == .observed })
    }
}

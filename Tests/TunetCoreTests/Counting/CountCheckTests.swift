import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Count check")
struct CountCheckTests {
    private static let noon = PlaceMachineTests.noon

    private func pair(_ byHand: Int, _ bySensor: Int) -> CheckedCount.Pair {
        CheckedCount.Pair(byHand: byHand, bySensor: bySensor)
    }

    private func run(_ utc: Int64? = noon) -> PlaceRun { PlaceRun(utc: utc) }

    @Test("Passages between start and end are compared, others are not")
    func compares() throws {
        var run = run()
        run.walk("10 11 01 00", at: 1)
        #expect(try run.machine.startCheck(door: "front", at: PlaceRun.at(10)) == 0)
        #expect(run.machine.check(door: 0)?.isCounting == true)
        for second in [11.0, 13, 15] { run.walk("10 11 01 00", at: second) }
        run.walk("01 11 10 00", at: 17)
        run.change(2, true, at: 18)
        run.change(2, false, at: 18.2)
        #expect(try run.machine.stopCheck(door: nil, with: HandCount(in: 4, out: 1), at: PlaceRun.at(20)) == 0)
        run.walk("10 11 01 00", at: 21)
        run.advance(to: PlaceRun.at(30))
        #expect(
            run.checkEnds == [.compared(CheckedCount(in: pair(4, 3), out: pair(1, 1)), isStraddled: false)])
        #expect(run.machine.check(door: 0) == nil)
    }

    @Test("A passage that is not decided at the end is waited for, and no longer than needed")
    func settles() throws {
        var run = run()
        _ = try run.machine.startCheck(door: "front", at: PlaceRun.at(10))
        run.walk("10 11 01 00", at: 11)
        // The last edge came at 11.3 s; a passage is decided at most 3 s after it.
        _ = try run.machine.stopCheck(door: nil, with: HandCount(in: 1, out: 0), at: PlaceRun.at(11.301))
        run.machine.advance(to: PlaceRun.at(11.302))
        #expect(run.checkEnds.isEmpty)
        let due = run.machine.deadline
        #expect(due > PlaceRun.at(11.302) && due <= PlaceRun.at(14.3))
        run.advance(to: PlaceRun.at(15))
        #expect(run.checkEnds == [.compared(CheckedCount(in: pair(1, 1)), isStraddled: false)])
    }

    @Test("Edges that are still on their way when the end is fixed are counted")
    func lateEdges() throws {
        var run = run()
        _ = try run.machine.startCheck(door: "front", at: PlaceRun.at(10))
        _ = try run.machine.stopCheck(door: nil, with: HandCount(in: 1, out: 0), at: PlaceRun.at(20))
        run.walk("10 11 01 00", at: 19, prompt: false)
        run.walk("10 11 01 00", at: 20.1, prompt: false)
        run.advance(to: PlaceRun.at(30))
        #expect(run.checkEnds == [.compared(CheckedCount(in: pair(1, 1)), isStraddled: false)])
    }

    @Test(
        "Who is in the door at the start or at the end is told of",
        arguments: [(10.15, 20.0, 2), (9.0, 20.15, 1), (9.0, 20.5, 2)])
    func straddles(start: Double, stop: Double, counted: Int) throws {
        var run = run()
        var edges = EdgeScript("10 11 01 00", start: .seconds(10)).edges
        edges += EdgeScript("10 11 01 00", start: .seconds(15)).edges
        if stop > 20 { edges.removeFirst(4) }
        edges += EdgeScript("10 11 01 00", start: .seconds(20)).edges
        var isStarted = false
        var isStopped = false
        for edge in edges where stop > 20 || edge.time < PlaceRun.at(20) {
            if !isStarted, edge.time > PlaceRun.at(start) {
                _ = try run.machine.startCheck(door: "front", at: PlaceRun.at(start))
                isStarted = true
            }
            if !isStopped, edge.time > PlaceRun.at(stop) {
                _ = try run.machine.stopCheck(door: nil, with: HandCount(in: 2, out: 0), at: PlaceRun.at(stop))
                isStopped = true
            }
            run.advance(to: edge.time)
            run.machine.receive(edge)
        }
        if !isStopped {
            run.advance(to: PlaceRun.at(stop))
            _ = try run.machine.stopCheck(door: nil, with: HandCount(in: 2, out: 0), at: PlaceRun.at(stop))
        }
        run.advance(to: PlaceRun.at(60))
        #expect(
            run.checkEnds == [.compared(CheckedCount(in: pair(2, counted)), isStraddled: stop != 20.5)])
    }

    @Test("A door that is not clear ten seconds after the end makes the check void")
    func notClear() throws {
        var run = run()
        _ = try run.machine.startCheck(door: "front", at: PlaceRun.at(10))
        run.change(0, true, at: 19)
        run.advance(to: PlaceRun.at(20))
        _ = try run.machine.stopCheck(door: nil, with: HandCount(in: 1, out: 0), at: PlaceRun.at(20))
        run.advance(to: PlaceRun.at(29.9))
        #expect(run.checkEnds.isEmpty)
        run.advance(to: PlaceRun.at(30.1))
        #expect(run.checkEnds == [.void(CheckedCount(in: pair(1, 0)), [.notClear])])
    }

    /// One pair with an upper beam, of which line 2 is the upper one.
    private static func witnessed() -> PlaceMachine {
        var configuration = SamplePlace.configuration
        configuration.doors = [configuration.doors[0]]
        configuration.doors[0].upper = InputLine(.name("UPPER"))
        configuration.panels = []
        let anchor = Anchor(monotonic: .zero, utc: UTCInstant(seconds: noon), quality: .synchronised)
        let timeline = Timeline(zone: TimeZoneRulesTests.oslo, boot: 1, anchor: anchor)
        var machine = PlaceMachine(configuration: configuration, timeline: timeline, at: .zero)
        machine.synchronise(levels: [0: false, 1: false, 2: false], at: .zero, because: .unsynchronised)
        return machine
    }

    @Test("An upper beam that is held broken leaves nothing undecided: the check does not wait for it")
    func upperBeamHeld() throws {
        var machine = Self.witnessed()
        _ = try machine.startCheck(door: nil, at: PlaceRun.at(10))
        let upper = try #require(machine.wiring.inputs.firstIndex { $0.role == .upperBeam(door: 0) })
        machine.receive(Edge(time: PlaceRun.at(11), line: upper, level: true))
        for edge in Footsteps.walkIn(at: PlaceRun.at(12)) { machine.receive(edge) }
        machine.advance(to: PlaceRun.at(20))
        _ = try machine.stopCheck(door: nil, with: HandCount(in: 1, out: 0), at: PlaceRun.at(20))
        _ = machine.takeActions()
        machine.advance(to: PlaceRun.at(20.1))
        #expect(
            machine.takeActions() == [
                .checkEnded(door: 0, .compared(CheckedCount(in: pair(1, 1)), isStraddled: false))
            ])
    }

    @Test("Troubles that hide nobody are not why a check is void")
    func otherTroubles() throws {
        var machine = Self.witnessed()
        let upper = try #require(machine.wiring.inputs.firstIndex { $0.role == .upperBeam(door: 0) })
        machine.unplug(lines: [upper], at: PlaceRun.at(1))
        machine.setImbalance(true, at: PlaceRun.at(2))
        machine.setHealth(.silent, of: "front", began: true, at: PlaceRun.at(3))
        _ = try machine.startCheck(door: nil, at: PlaceRun.at(10))
        machine.unplug(lines: [0], at: PlaceRun.at(20))
        _ = try machine.stopCheck(door: nil, with: HandCount(in: 0, out: 0), at: PlaceRun.at(30))
        _ = machine.takeActions()
        machine.advance(to: PlaceRun.at(41))
        #expect(
            machine.takeActions().filter { if case .checkEnded = $0 { true } else { false } } == [
                .checkEnded(door: 0, .void(CheckedCount(), [.health(.unplugged)]))
            ])
    }

    @Test("What the sensor does not see makes the check void, and says why")
    func flaws() throws {
        let disturbances: [(CountCheck.Flaw, (inout PlaceRun) -> Void)] = [
            (
                .health(.blocked),
                { run in
                    run.change(0, true, at: 20)
                    run.advance(to: PlaceRun.at(60))
                    run.change(0, false, at: 60)
                }
            ),
            (
                .health(.unplugged),
                { run in
                    run.machine.unplug(lines: [0], at: PlaceRun.at(20))
                    run.machine.synchronise(levels: [0: false], at: PlaceRun.at(21), because: .unsynchronised)
                }
            ),
            (
                .health(.lostEdges),
                { run in
                    run.machine.synchronise(
                        levels: SamplePlace.restingLevels, at: PlaceRun.at(20), because: .lostEdges)
                }
            ),
        ]
        for (flaw, disturb) in disturbances {
            var run = run()
            _ = try run.machine.startCheck(door: "front", at: PlaceRun.at(10))
            disturb(&run)
            run.advance(to: PlaceRun.at(100))
            _ = try run.machine.stopCheck(door: nil, with: HandCount(in: 0, out: 0), at: PlaceRun.at(100))
            run.advance(to: PlaceRun.at(120))
            #expect(run.checkEnds == [.void(CheckedCount(), [flaw])])
        }
    }

    @Test("A check that nobody ends is over after eight hours, also if it waits for numbers", arguments: [false, true])
    func expires(isStopped: Bool) throws {
        var run = run()
        _ = try run.machine.startCheck(door: "front", at: PlaceRun.at(10))
        if isStopped {
            #expect(throws: CountCheckProblem.numbersNeeded(.inAndOut)) {
                try run.machine.stopCheck(door: nil, with: HandCount(), at: PlaceRun.at(20))
            }
            run.advance(to: PlaceRun.at(100))
            #expect(run.machine.check(door: 0)?.isCounting == false)
        }
        run.advance(to: PlaceRun.at(8 * 3600))
        #expect(run.machine.check(door: 0) != nil && run.checkEnds.isEmpty)
        run.advance(to: PlaceRun.at(8 * 3600 + 11))
        #expect(run.checkEnds == [.expired])
        #expect(run.machine.check(door: 0) == nil)
    }

    // MARK: - Numbers

    struct Numbers: Sendable {
        var directions: DoorDirections
        var hand: HandCount
        /// Nil if they are not what the door needs.
        var counts: [Direction: Int]?
    }

    @Test(
        "Each kind of door takes the numbers that it can be compared with",
        arguments: [
            Numbers(directions: .inAndOut, hand: HandCount(in: 3, out: 0), counts: [.in: 3, .out: 0]),
            Numbers(directions: .inAndOut, hand: HandCount(in: 3)),
            Numbers(directions: .inAndOut, hand: HandCount(all: 3)),
            Numbers(directions: .inAndOut, hand: HandCount(in: 3, out: 4, all: 7)),
            Numbers(directions: .only(.in), hand: HandCount(in: 3), counts: [.in: 3]),
            Numbers(directions: .only(.in), hand: HandCount(in: 3, out: 4), counts: [.in: 3]),
            Numbers(directions: .only(.in), hand: HandCount(all: 3)),
            Numbers(directions: .only(.out), hand: HandCount(out: 3), counts: [.out: 3]),
            Numbers(directions: .only(.out), hand: HandCount(in: 3)),
            Numbers(directions: .only(.unknown), hand: HandCount(all: 9), counts: [.unknown: 9]),
            Numbers(directions: .only(.unknown), hand: HandCount(in: 5, out: 4), counts: [.unknown: 9]),
            Numbers(directions: .only(.unknown), hand: HandCount(in: 5)),
            Numbers(directions: .only(.unknown), hand: HandCount(in: 5, all: 9)),
        ])
    func numbers(case numbers: Numbers) {
        let counts = numbers.hand.counts(for: numbers.directions)
        #expect(counts.map { Dictionary(uniqueKeysWithValues: $0.map { ($0.direction, $0.byHand) }) } == numbers.counts)
    }

    @Test(
        "Wrong numbers fix the end all the same", arguments: [HandCount(in: -1, out: 2), HandCount(in: 1, out: 10_000)])
    func wrongNumbersFixTheEnd(hand: HandCount) throws {
        var run = run()
        _ = try run.machine.startCheck(door: "front", at: PlaceRun.at(10))
        run.walk("10 11 01 00", at: 11)
        #expect(throws: CountCheckProblem.absurdNumber) {
            try run.machine.stopCheck(door: nil, with: hand, at: PlaceRun.at(20))
        }
        for second in 21..<30 { run.walk("10 11 01 00", at: Double(second)) }
        _ = try run.machine.stopCheck(door: nil, with: HandCount(in: 1, out: 0), at: PlaceRun.at(60))
        run.advance(to: PlaceRun.at(61))
        #expect(run.checkEnds == [.compared(CheckedCount(in: pair(1, 1)), isStraddled: false)])
    }

    @Test("Numbers that are far from the sensor's are asked for again, and taken if they are right")
    func implausible() throws {
        var run = run()
        _ = try run.machine.startCheck(door: "front", at: PlaceRun.at(10))
        for number in 0..<10 { run.walk("10 11 01 00", at: 11 + 2 * Double(number)) }
        _ = try run.machine.stopCheck(door: nil, with: HandCount(in: 100, out: 0), at: PlaceRun.at(60))
        run.advance(to: PlaceRun.at(61))
        #expect(run.checkEnds == [.implausible])
        run.walk("10 11 01 00", at: 62)
        _ = try run.machine.stopCheck(
            door: nil, with: HandCount(in: 100, out: 0, isSure: true), at: PlaceRun.at(70))
        run.advance(to: PlaceRun.at(71))
        #expect(run.checkEnds.last == .compared(CheckedCount(in: pair(100, 10)), isStraddled: false))
    }

    @Test(
        "A slip of the fingers is far off in one direction; a bad sensor is not",
        arguments: [
            (0, 0, false), (20, 0, false), (21, 0, true), (0, 21, true), (30, 10, false), (31, 10, true),
            (50, 25, false), (52, 25, true), (500, 260, false),
        ])
    func plausibility(byHand: Int, bySensor: Int, isImplausible: Bool) {
        #expect(pair(byHand, bySensor).isImplausible == isImplausible)
    }

    // MARK: - Doors

    @Test("Several doors may be checked at the same time, and then have to be named")
    func severalDoors() throws {
        var run = run()
        #expect(throws: CountCheckProblem.doorNeeded(["front", "garden"])) {
            try run.machine.startCheck(door: nil, at: PlaceRun.at(1))
        }
        #expect(throws: CountCheckProblem.unknownDoor("back", known: ["front", "garden"])) {
            try run.machine.startCheck(door: "back", at: PlaceRun.at(1))
        }
        #expect(throws: CountCheckProblem.noneRunning) {
            try run.machine.stopCheck(door: nil, with: HandCount(), at: PlaceRun.at(1))
        }
        #expect(throws: CountCheckProblem.noneRunning) { try run.machine.cancelCheck(door: "garden") }
        _ = try run.machine.startCheck(door: "garden", at: PlaceRun.at(2))
        #expect(throws: CountCheckProblem.alreadyRunning(door: "garden")) {
            try run.machine.startCheck(door: "garden", at: PlaceRun.at(3))
        }
        _ = try run.machine.startCheck(door: "front", at: PlaceRun.at(4))
        #expect(throws: CountCheckProblem.doorNeeded(["front", "garden"])) { try run.machine.cancelCheck(door: nil) }
        run.change(2, true, at: 5)
        run.change(2, false, at: 5.3)
        run.walk("10 11 01 00", at: 6)
        _ = try run.machine.stopCheck(door: "garden", with: HandCount(all: 1), at: PlaceRun.at(10))
        #expect(try run.machine.cancelCheck(door: "front") == 0)
        run.advance(to: PlaceRun.at(30))
        #expect(run.checkEnds == [.compared(CheckedCount(unknown: pair(1, 1)), isStraddled: false)])
        #expect(run.machine.check(door: 0) == nil && run.machine.check(door: 1) == nil)
    }

    /// The door is never clear for as long as the settle time, and yet all that began before the end is decided.
    @Test("A stream of people after the end does not make the check void")
    func stream() throws {
        var run = run()
        _ = try run.machine.startCheck(door: "front", at: PlaceRun.at(10))
        run.walk("10 11 01 00", at: 12)
        run.walk("10 11 01 00", at: 19.4)
        _ = try run.machine.stopCheck(door: nil, with: HandCount(in: 2, out: 0), at: PlaceRun.at(19.8))
        for number in 0..<80 { run.walk("10 11 01 00", at: 19.9 + 0.4 * Double(number)) }
        run.advance(to: PlaceRun.at(60))
        #expect(run.checkEnds == [.compared(CheckedCount(in: pair(2, 2)), isStraddled: false)])
    }

    @Test("A motion sensor can't be checked")
    func uncounted() throws {
        var configuration = SamplePlace.configuration
        let pir = ActivityParameters.pir()
        configuration.doors[1].sensor = .activity(InputLine(.name("PIR")), pir)
        var machine = PlaceMachine(
            configuration: configuration, timeline: Timeline(zone: TimeZoneRulesTests.oslo, boot: 1), at: .zero)
        #expect(throws: CountCheckProblem.uncounted(door: "garden")) {
            try machine.startCheck(door: "garden", at: PlaceRun.at(1))
        }
        #expect(try machine.startCheck(door: nil, at: PlaceRun.at(1)) == 0, "the only door that counts")
        configuration.doors.removeFirst()
        var blind = PlaceMachine(
            configuration: configuration, timeline: Timeline(zone: TimeZoneRulesTests.oslo, boot: 1), at: .zero)
        #expect(throws: CountCheckProblem.noDoor) { try blind.startCheck(door: nil, at: PlaceRun.at(1)) }
    }

    @Test("A door that is not observed can't be checked")
    func notObserving() {
        var run = run()
        run.machine.unplug(lines: [1], at: PlaceRun.at(5))
        #expect(throws: CountCheckProblem.notObserving(door: "front")) {
            try run.machine.startCheck(door: "front", at: PlaceRun.at(6))
        }
    }

    // MARK: - Properties

    /// A check only looks on: nothing that is counted, kept or shown depends on it.
    @Test("Counts are the same with and without a check", arguments: 0..<12 as Range<UInt64>)
    func changesNothing(seed: UInt64) throws {
        var random = SeededGenerator(seed: 700 + seed)
        let edges = [Edge].noise(count: 600, using: &random)
        var plain = run()
        var checked = run()
        for (number, edge) in edges.enumerated() {
            for _ in 0..<1 where number % 50 == 7 {
                _ = try? checked.machine.startCheck(door: "front", at: edge.time)
            }
            if number % 50 == 40 {
                _ = try? checked.machine.stopCheck(door: nil, with: HandCount(in: 5, out: 5), at: edge.time)
            }
            plain.advance(to: edge.time)
            plain.machine.receive(edge)
            checked.advance(to: edge.time)
            checked.machine.receive(edge)
        }
        let end = (edges.last?.time ?? .zero).advanced(by: .seconds(9 * 3600))
        plain.advance(to: end)
        checked.advance(to: end)
        plain.commit(at: end)
        checked.commit(at: end)
        #expect(plain.disk == checked.disk, "seed \(seed)")
        #expect(plain.machine.today == checked.machine.today, "seed \(seed)")
        #expect(!checked.checkEnds.isEmpty, "seed \(seed)")
    }

    /// Over midnight, too, where today's numbers begin anew.
    @Test("The sensor's count is what the bins got in the same time", arguments: 0..<20 as Range<UInt64>)
    func agreesWithTheBins(seed: UInt64) throws {
        var random = SeededGenerator(seed: 800 + seed)
        var run = PlaceRun(utc: Self.noon + 11 * 3600 + 1800)
        var now = 10.0
        func walkAround(_ run: inout PlaceRun) {
            for _ in 0..<Int.random(in: 5...40, using: &random) {
                now += Double.random(in: 3...200, using: &random).rounded()
                let script = ["10 11 01 00", "01 11 10 00", "10 11 10 00", "10 00", "10 00 01 00"].randomElement(
                    using: &random)
                run.walk(script ?? "", at: now)
            }
            now += 10
            run.advance(to: PlaceRun.at(now))
            run.commit(at: PlaceRun.at(now))
        }
        walkAround(&run)
        let before = run.disk
        _ = try run.machine.startCheck(door: "front", at: PlaceRun.at(now))
        walkAround(&run)
        _ = try run.machine.stopCheck(
            door: nil, with: HandCount(in: 0, out: 0, isSure: true), at: PlaceRun.at(now))
        func counted(_ counter: String) -> Int {
            Int(
                run.total("front", counter)
                    - before.reduce(0) { $1.key.hasSuffix(" front \(counter)") ? $0 + $1.value : $0 })
        }
        let expected = CheckedCount(in: pair(0, counted("count:in")), out: pair(0, counted("count:out")))
        walkAround(&run)
        #expect(run.checkEnds == [.compared(expected, isStraddled: false)], "seed \(seed)")
    }
}

extension PlaceRun {
    /// How checks ended so far.
    var checkEnds: [CountCheck.Outcome] {
        machine.actions.compactMap { action in
            if case .checkEnded(_, let outcome) = action { outcome } else { nil }
        }
    }
}

import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Contact")
struct ContactTests {
    static func at(_ milliseconds: Int64) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: milliseconds * 1_000_000)
    }

    /// A contact that closes and opens at these milliseconds.
    static func run(
        _ changes: [Int64], kind: ContactParameters.Kind = .beam, direction: ContactParameters.Direction = .unknown,
        pace: SensorRun.Pace = .late
    ) -> SensorRun {
        var run = SensorRun(DoorSensor(Contact(ContactParameters(kind: kind, direction: direction))), pace: pace)
        run.receive(
            changes.enumerated().map { Edge(time: at($1), line: 0, level: $0.isMultiple(of: 2)) })
        run.finish()
        return run
    }

    @Test(
        "Each closure is one passage in the contact's direction",
        arguments: [
            (ContactParameters.Kind.beam, ContactParameters.Direction.unknown, "unknown 100/100"),
            (.mat, .unknown, "unknown 100/100"), (.mat, .in, "in 100/100"), (.beam, .out, "out 100/100"),
            (.turnstile, .in, "in 0/0"), (.turnstile, .out, "out 0/0"), (.turnstile, .unknown, "unknown 0/0"),
        ])
    func directions(kind: ContactParameters.Kind, direction: ContactParameters.Direction, expected: String) {
        let run = Self.run([1000, 1200, 3000, 3200], kind: kind, direction: direction)
        #expect(run.briefs == [expected, expected])
        #expect(run.events.map(\.time) == [Self.at(1000), Self.at(3000)])
    }

    @Test(
        "A closure within the hold-off belongs to the same person",
        arguments: [(1499, false), (1500, true), (1501, true), (1210, false)])
    func holdOff(second: Int64, counts: Bool) {
        let run = Self.run([1000, 1200, second, 2000])
        #expect(run.briefs == ["unknown 100/100", counts ? "unknown 100/100" : "~hold_off 100"])
    }

    @Test("The hold-off runs from the last opening, counted or not")
    func holdOffChain() {
        let run = Self.run([1000, 1200, 1400, 1600, 1800, 2000, 2299, 2400])
        #expect(run.briefs == ["unknown 100/100", "~hold_off 100", "~hold_off 100", "~hold_off 100"])
    }

    @Test(
        "Closed for longer than the block time is blocked, exactly as long is not",
        arguments: [(31_000, false), (30_999, false), (31_001, true), (90_000, true)])
    func blocked(opened: Int64, isBlocked: Bool) {
        for pace in [SensorRun.Pace.late, .onTime, .restless(3)] {
            let run = Self.run([1000, opened, 100_000, 100_100], pace: pace)
            let health = isBlocked ? ["~blocked 0", "+blocked", "-blocked"] : []
            #expect(run.briefs == ["unknown 100/100"] + health + ["unknown 100/100"], "\(pace)")
            #expect(run.events.map(\.time) == run.events.map(\.time).sorted())
        }
    }

    @Test("A start while closed counts nothing until it opens")
    func startClosed() {
        var run = SensorRun(DoorSensor(Contact(ContactParameters(kind: .mat))))
        run.synchronise(true, false, at: .zero)
        #expect(!run.sensor.isObserving)
        run.receive([Edge(time: Self.at(1000), line: 0, level: false)])
        run.receive([Edge(time: Self.at(2000), line: 0, level: true)])
        run.advance(to: Self.at(2010))
        #expect(run.briefs == ["~unsynchronised 1000", "unknown 100/100"])
        #expect(run.sensor.isObserving)
    }

    @Test("Lost edges: closed before or after is a doubt, and it sees nothing until it opens")
    func lostEdges() {
        var run = SensorRun(DoorSensor(Contact(ContactParameters(kind: .beam))))
        run.receive([Edge(time: Self.at(1000), line: 0, level: true)])
        run.synchronise(true, false, at: Self.at(1500), because: .lostEdges)
        #expect(!run.sensor.isObserving)
        run.receive([Edge(time: Self.at(2000), line: 0, level: false)])
        run.advance(to: Self.at(2010))
        #expect(run.sensor.isObserving)
        run.synchronise(true, false, at: Self.at(3000), because: .lostEdges)
        run.synchronise(false, false, at: Self.at(3100), because: .lostEdges)
        run.synchronise(false, false, at: Self.at(4000), because: .lostEdges)
        #expect(
            run.briefs == [
                "unknown 100/100", "~lost_edges 1000", "+lost_edges", "-lost_edges", "~lost_edges 1000", "+lost_edges",
                "-lost_edges", "~lost_edges 500",
            ])
    }

    @Test("An unplugged chip sees nothing and ends what had begun")
    func unplugged() {
        var run = SensorRun(DoorSensor(Contact(ContactParameters(kind: .beam))))
        run.receive([Edge(time: Self.at(1000), line: 0, level: true)])
        run.unplug(at: Self.at(40_000))
        run.unplug(at: Self.at(40_001))
        run.receive([Edge(time: Self.at(41_000), line: 0, level: true)])
        run.advance(to: Self.at(42_000))
        #expect(run.briefs == ["unknown 100/100", "~blocked 0", "+blocked", "-blocked", "+unplugged"])
        #expect(!run.sensor.isObserving && run.sensor.deadline == nil)
        run.synchronise(false, false, at: Self.at(43_000))
        #expect(run.briefs.last == "-unplugged")
        run.receive([Edge(time: Self.at(44_000), line: 0, level: true)])
        run.advance(to: Self.at(44_005))
        #expect(run.briefs.last == "unknown 100/100")
    }

    @Test("Whatever comes, the verdicts do not depend on when the time is told", arguments: 0..<30 as Range<UInt64>)
    func paces(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let edges = [Edge].noise(count: 300, using: &random).map { Edge(time: $0.time, line: 0, level: $0.level) }
        var all: [[SensorEvent]] = []
        for pace in [SensorRun.Pace.late, .onTime, .restless(seed)] {
            var run = SensorRun(DoorSensor(Contact(ContactParameters(kind: .beam))), pace: pace)
            run.receive(edges)
            run.finish()
            all.append(run.events)
        }
        #expect(all[0] == all[1] && all[0] == all[2], "seed \(seed)")
        #expect(all[0].map(\.time) == all[0].map(\.time).sorted(), "seed \(seed)")
        #expect(all[0].count { $0.brief.hasPrefix("unknown") } <= edges.count(where: \.level), "seed \(seed)")
    }
}

@Suite("Debouncer")
struct DebouncerTests {
    private static func at(_ nanoseconds: Int64) -> MonotonicInstant { MonotonicInstant(nanoseconds: nanoseconds) }

    @Test("A level that holds is let through with the stamp of its beginning")
    func holds() {
        var debouncer = Debouncer(hold: .nanoseconds(10))
        debouncer.receive(level: true, at: Self.at(100))
        #expect(debouncer.dueNanoseconds == 110)
        #expect(debouncer.settle(upTo: 109) == nil)
        #expect(!debouncer.level)
        #expect(debouncer.settle(upTo: 110) == Self.at(100))
        #expect(debouncer.level)
        #expect(debouncer.dueNanoseconds == nil)
        #expect(debouncer.settle(upTo: 1000) == nil)
    }

    @Test("Chatter starts the time anew, and a level that falls back was none")
    func chatter() {
        var debouncer = Debouncer(hold: .nanoseconds(10))
        debouncer.receive(level: true, at: Self.at(100))
        debouncer.receive(level: false, at: Self.at(103))
        #expect(debouncer.dueNanoseconds == nil)
        debouncer.receive(level: true, at: Self.at(106))
        debouncer.receive(level: true, at: Self.at(108))
        #expect(debouncer.settle(upTo: 117) == nil)
        #expect(debouncer.settle(upTo: 500) == Self.at(108))
    }

    @Test("A reset takes the level and forgets what was pending")
    func reset() {
        var debouncer = Debouncer(hold: .nanoseconds(10), level: true)
        #expect(debouncer.level)
        debouncer.receive(level: false, at: Self.at(1))
        debouncer.reset(level: true)
        #expect(debouncer.level && debouncer.dueNanoseconds == nil)
        debouncer.receive(level: false, at: Self.at(20))
        #expect(debouncer.settle(upTo: 30) == Self.at(20))
        #expect(!debouncer.level)
    }
}

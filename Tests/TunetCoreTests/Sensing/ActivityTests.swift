import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Motion sensors and door contacts")
struct ActivityTests {
    static func at(_ milliseconds: Int64) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: milliseconds * 1_000_000)
    }

    static func edge(_ milliseconds: Int64, _ level: Bool) -> Edge {
        Edge(time: at(milliseconds), line: 0, level: level)
    }

    /// A sensor that becomes active and rests again at these milliseconds.
    static func run(
        _ changes: [Int64], _ parameters: ActivityParameters = .pir(), pace: SensorRun.Pace = .late
    ) -> SensorRun {
        var run = SensorRun(DoorSensor(Activity(parameters)), pace: pace)
        run.receive(changes.enumerated().map { edge($1, $0.isMultiple(of: 2)) })
        run.finish(after: .seconds(50_000))
        return run
    }

    @Test(
        "An activation within the hold-off is the same presence",
        arguments: [(14_999, false), (15_000, true), (60_000, true), (5_100, false)])
    func holdOff(second: Int64, isNew: Bool) {
        let run = Self.run([1000, 5000, second, 90_000])
        #expect(
            run.briefs == [
                "presence", "presence ended", isNew ? "presence" : "presence again", "presence ended",
            ])
        #expect(run.events.map(\.time) == [1000, 5000, second, 90_000].map(Self.at))
    }

    @Test("A module that does not retrigger falls silent for some seconds in the midst of a presence")
    func blindModule() {
        // Held for 5 s, blind for 2.5 s, and so on for as long as somebody moves.
        let changes = (0..<20).flatMap { [1000 + 7500 * $0, 6000 + 7500 * $0] as [Int64] }
        let run = Self.run(changes, .pir(retriggers: false))
        #expect(run.briefs.count { $0 == "presence" } == 1)
        #expect(run.briefs.count { $0 == "presence again" } == 19)
    }

    @Test("A door that shakes after it was slammed has swung once")
    func swings() {
        let run = Self.run([1000, 3000, 3200, 3250, 3600, 3650, 9000, 9500], .reed)
        #expect(run.briefs == ["swing", "swing"])
        #expect(run.events.map(\.time) == [Self.at(1000), Self.at(9000)])
    }

    @Test(
        "Active for longer than the block time is stuck, and no presence any more",
        arguments: [
            (ActivityParameters.pir(), Int64(3_600_000), ["presence", "presence ended", "~blocked 0", "+blocked"]),
            (.pir(retriggers: false), 900_000, ["presence", "presence ended", "~blocked 0", "+blocked"]),
            (.reed, 3_600_000, ["swing", "+held_open"]),
        ])
    func stuck(parameters: ActivityParameters, block: Int64, said: [String]) {
        for pace in [SensorRun.Pace.late, .onTime, .restless(4)] {
            let just = Self.run([1000, 1000 + block], parameters, pace: pace)
            #expect(just.briefs == said.filter { $0.first != "+" && $0.first != "~" }, "\(pace)")
            var run = SensorRun(DoorSensor(Activity(parameters)), pace: pace)
            run.receive([Self.edge(1000, true)])
            run.advance(to: Self.at(1000 + block + 20))
            #expect(run.briefs == said, "\(pace)")
            #expect(run.events.last?.time == Self.at(1000 + block))
            #expect(!run.sensor.isObserving)
            run.receive([Self.edge(20_000_000, false)])
            run.advance(to: Self.at(20_000_020))
            #expect(run.briefs.last == said.last?.replacing("+", with: "-"))
            #expect(run.sensor.isObserving)
        }
    }

    @Test("Found active, nothing counts until it rests; an uncounted presence goes on like any other")
    func startActive() {
        for parameters in [ActivityParameters.pir(), .reed] {
            var run = SensorRun(DoorSensor(Activity(parameters)))
            run.synchronise(true, false, at: .zero)
            #expect(!run.sensor.isObserving)
            run.receive([Self.edge(5000, false), Self.edge(5500, true), Self.edge(6000, false)])
            run.receive([Self.edge(60_000, true), Self.edge(61_000, false)])
            run.finish()
            let said =
                parameters.kind == .pir
                ? ["presence again", "presence ended", "presence", "presence ended"] : ["swing"]
            #expect(run.briefs == ["~unsynchronised 0"] + said)
        }
    }

    @Test("Found at rest, nothing is said")
    func startAtRest() {
        var run = SensorRun(DoorSensor(Activity(.pir())))
        run.synchronise(false, false, at: .zero)
        #expect(run.briefs.isEmpty && run.sensor.isObserving && run.sensor.deadline == nil)
    }

    @Test("Lost edges: how long a presence lasted is unknown, and nothing counts until it rests")
    func lostEdges() {
        var run = SensorRun(DoorSensor(Activity(.pir())))
        run.receive([Self.edge(1000, true)])
        run.synchronise(true, false, at: Self.at(9000), because: .lostEdges)
        #expect(!run.sensor.isObserving)
        run.receive([Self.edge(12_000, false)])
        run.advance(to: Self.at(12_020))
        #expect(run.briefs == ["presence", "presence lost", "~lost_edges 0", "+lost_edges", "-lost_edges"])
        run.receive([Self.edge(90_000, true)])
        run.synchronise(false, false, at: Self.at(95_000), because: .lostEdges)
        #expect(run.briefs.suffix(3) == ["presence", "presence lost", "~lost_edges 0"])
        #expect(run.sensor.isObserving)
        let count = run.briefs.count
        run.synchronise(false, false, at: Self.at(96_000), because: .lostEdges)
        #expect(run.briefs.count == count, "at rest before and after")
    }

    @Test("Unplugged, it sees nothing; plugged in while active, it waits")
    func unplugged() {
        var run = SensorRun(DoorSensor(Activity(.pir())))
        run.receive([Self.edge(1000, true)])
        run.unplug(at: Self.at(5000))
        run.unplug(at: Self.at(5001))
        run.receive([Self.edge(6000, false), Self.edge(7000, true)])
        run.advance(to: Self.at(10_000_000))
        #expect(run.briefs == ["presence", "presence lost", "+unplugged"])
        #expect(run.sensor.deadline == nil && !run.sensor.isObserving)
        run.synchronise(true, false, at: Self.at(10_000_000))
        #expect(run.briefs.suffix(2) == ["~unsynchronised 0", "-unplugged"])
        #expect(!run.sensor.isObserving)
        run.synchronise(false, false, at: Self.at(10_001_000))
        #expect(run.sensor.isObserving)
    }

    @Test("Repeated edges of the same level change nothing")
    func repeated() {
        let once = Self.run([1000, 5000, 30_000, 31_000])
        var run = SensorRun(DoorSensor(Activity(.pir())))
        for (time, level) in [(1000, true), (5000, false), (30_000, true), (31_000, false)] as [(Int64, Bool)] {
            run.receive([Self.edge(time, level), Self.edge(time + 100, level), Self.edge(time + 110, level)])
        }
        run.finish()
        #expect(run.events == once.events)
    }

    @Test(
        "Whatever comes, presences begin and end in turn, whenever the time is told", arguments: 0..<30 as Range<UInt64>
    )
    func paces(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let edges = [Edge].noise(count: 300, using: &random).map { Edge(time: $0.time, line: 0, level: $0.level) }
        for parameters in [ActivityParameters.pir(), .pir(retriggers: false), .reed] {
            var all: [[SensorEvent]] = []
            for pace in [SensorRun.Pace.late, .onTime, .restless(seed)] {
                var run = SensorRun(DoorSensor(Activity(parameters)), pace: pace)
                run.receive(edges)
                run.finish()
                all.append(run.events)
            }
            #expect(all[0] == all[1] && all[0] == all[2], "seed \(seed)")
            #expect(all[0].map(\.time) == all[0].map(\.time).sorted(), "seed \(seed)")
            let presences = all[0].compactMap { event -> Bool? in
                if case .presence(let change, _) = event { change != .ended } else { nil }
            }
            #expect(presences == presences.indices.map { $0.isMultiple(of: 2) }, "seed \(seed)")
            #expect(!all[0].contains { if case .passage = $0 { true } else { false } }, "seed \(seed)")
            #expect(all[0].count { $0.brief == "swing" || $0.brief == "presence" } <= edges.count(where: \.level))
        }
    }
}

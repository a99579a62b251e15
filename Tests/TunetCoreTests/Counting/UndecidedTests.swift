import Testing
import TunetTestSupport

@testable import TunetCore

/// What a power cut takes from a stream of people, in which the sensor decides late.
@Suite("People who are through, and not decided")
struct UndecidedTests {
    @Test(
        "No more than the last second of a stream is missing at any moment",
        arguments: ["crowd-uo050", "bottleneck", "door-a"])
    func stream(name: String) throws {
        let edges = try TraceTests.edges(name)
        var machine = PlaceRun(utc: PlaceMachineTests.noon).machine
        let line = try #require(machine.wiring.inputs.firstIndex { $0.role == .outerBeam(door: 0) })
        let inner = try #require(machine.wiring.inputs.firstIndex { $0.role == .innerBeam(door: 0) })
        var passages = SensorRun(machine.doors[0].sensor, pace: .onTime)
        passages.receive(edges)
        passages.finish()
        let times = passages.events.compactMap { event -> MonotonicInstant? in
            if case .passage(let passage) = event { passage.time } else { nil }
        }.sorted()
        var onDisk: Int64 = 0
        var missing = 0
        var worst = Duration.zero
        func commit(at now: MonotonicInstant) {
            for row in machine.takeIncrements(at: now).rows {
                if case .count = row.counter { onDisk += row.amount }
            }
        }
        func look(at now: MonotonicInstant) {
            let through = times.prefix { $0 <= now }.count
            guard Int(onDisk) < through else { return }
            worst = max(worst, now.duration(since: times[Int(onDisk)]))
            if Int(onDisk) < times.prefix(while: { $0.advanced(by: .seconds(1)) <= now }).count { missing += 1 }
        }
        for edge in edges {
            while machine.deadline < edge.time {
                let due = machine.deadline
                look(at: due)
                machine.advance(to: due)
                if let commitDue = machine.commitDue, commitDue <= due { commit(at: due) }
            }
            look(at: edge.time)
            machine.receive(Edge(time: edge.time, line: edge.line == 0 ? line : inner, level: edge.level))
        }
        let end = edges.last.map { $0.time.advanced(by: .seconds(60)) } ?? .zero
        machine.advance(to: end)
        commit(at: end)
        #expect(Int(onDisk) == times.count, "in the end the disk has what was decided")
        #expect(missing == 0, "\(name): somebody was missing \(worst) after they were through")
        #expect(worst > .zero, "it looks at moments at which somebody is through and not yet on the disk")
    }

    /// Somebody clears the second beam just when the first clearing is committed, or a little before or after.
    @Test("Nobody slips through between a commit and its debounce", arguments: -20...20)
    func atTheCommit(milliseconds: Int) {
        var run = PlaceRun(utc: PlaceMachineTests.noon)
        let clear = 1.7 + Double(milliseconds) / 1000
        run.change(0, true, at: 1)
        run.change(1, true, at: 1.1)
        run.change(0, false, at: 1.2)
        run.advance(to: PlaceRun.at(clear - 0.001))
        run.change(1, false, at: clear)
        var now = clear
        while now < clear + 0.6 {
            now += 0.001
            run.machine.advance(to: PlaceRun.at(now))
            if let due = run.machine.commitDue, due <= PlaceRun.at(now) { run.takeDue(at: PlaceRun.at(now)) }
        }
        #expect(run.total("front", "count:in") == 1)
    }

    /// Before bins are dated or read, the disk takes back who is not decided; they are not missing for a second longer.
    @Test func whoWasTakenBackIsToldAgainAtOnce() throws {
        var run = PlaceRun(utc: PlaceMachineTests.noon)
        run.change(0, true, at: 1)
        run.change(1, true, at: 1.1)
        run.change(0, false, at: 1.2)
        run.change(1, false, at: 1.5)
        func entries(_ increments: Increments) -> Int64 {
            increments.rows.reduce(0) { if case .count(.in) = $1.counter { $0 + $1.amount } else { $0 } }
        }
        // Through, and still debouncing: the sensor has not decided, and the disk hears of it already.
        run.advance(to: PlaceRun.at(1.503))
        #expect(entries(run.machine.takeIncrements(at: PlaceRun.at(1.503))) == 1)
        let now = PlaceRun.at(1.504)
        #expect(entries(run.machine.takeIncrements(at: now, withUndecided: false)) == -1)
        #expect(run.machine.commitDue == now)
        #expect(entries(run.machine.takeIncrements(at: now)) == 1)
        // With nobody to take back there is no haste.
        run.advance(to: PlaceRun.at(60))
        _ = run.machine.takeIncrements(at: PlaceRun.at(60))
        _ = run.machine.takeIncrements(at: PlaceRun.at(61), withUndecided: false)
        #expect(run.machine.commitDue == nil)
    }
}

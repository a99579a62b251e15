import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Beam pair")
struct BeamPairTests {
    @Test(
        "A sequence of positions has one verdict",
        arguments: [
            ("10 11 01 00", ["in 3/2"]),
            ("01 11 10 00", ["out 3/2"]),
            // One beam alone is nobody.
            ("10 00", ["~half_crossing 0"]),
            ("01 00", ["~half_crossing 0"]),
            ("10 00 10 00", ["~half_crossing 0", "~half_crossing 0"]),
            // Back to the side one came from.
            ("10 11+150 10+300 00+150", ["~turn_back 25"]),
            ("01 11+150 01+300 00+150", ["~turn_back 25"]),
            ("10 11+150 01+250 11+600 10+250 00+150", ["~turn_back 25"]),
            ("10 11 10 11 01 11 10 00", ["~turn_back 25"]),
            ("10 11+1ns 10+20 00+1ns", ["~turn_back 25"]),
            // So short that it was two who met.
            ("10 11 10 00", ["in 300/0", "out 300/0"]),
            ("01 11 01 00", ["out 300/0", "in 300/0"]),
            ("10 11 01 11 10 00", ["in 300/0", "out 300/0"]),
            ("10 11+75 10+75 00+75", ["in 300/0", "out 300/0"]),
            ("10 11+75 10+74 00+75", ["~turn_back 25"]),
            ("10 11+50 10+250 00+50", ["in 300/0", "out 300/0"]),
            ("10 11+50 10+251 00+50", ["~turn_back 25"]),
            ("10 11+150 10+200 00+99", ["in 300/0", "out 300/0"]),
            ("10 11+150 10+200 00+100", ["~turn_back 25"]),
            // Hesitation is one passage.
            ("10 11 10 11 01 00", ["in 3/47"]),
            ("10 11 01 11 01 00", ["in 3/47"]),
            ("01 11 01 11 10 00", ["out 3/47"]),
            ("10 11 10 11 01 11 01 00", ["in 53/47"]),
            ("01 11 01 11 10 11 10 00", ["out 53/47"]),
            ("10 11+300 10+500 11+700 01+600 00+300", ["in 3/47"]),
            // Two after each other, of whom nobody may have hidden behind the other's parts.
            ("10 11 01 00 10 11 01 00", ["in 3/47", "in 3/47"]),
            ("10 11 01 00 01 11 10 00", ["in 3/47", "out 3/47"]),
            ("10 11 01 00 10+1s 11 01 00", ["in 3/2", "in 3/2"]),
            // Thin bodies between distant beams.
            ("10 00 01 00", ["~gap_crossing 0", "in 3/2"]),
            ("01 00 10 00", ["~gap_crossing 0", "out 3/2"]),
            ("10 00 01 00 10 00", ["in 3/47", "~half_crossing 0"]),
            ("10 00 01+899 00", ["~gap_crossing 0", "in 3/2"]),
            ("10 00 01+900 00", ["~gap_crossing 0", "in 3/2"]),
            ("10 00 01+900001us 00", ["~half_crossing 0", "~half_crossing 0"]),
            ("10 00+40 01 00+40", ["~gap_crossing 0", "in 3/2"]),
            ("10 00+39999us 01 00+40", ["~half_crossing 0", "~half_crossing 0"]),
            ("10 00+40 01 00+39999us", ["~half_crossing 0", "~half_crossing 0"]),
            ("10 00 10+50 00+50 01+50 00", ["~gap_crossing 0", "in 3/47"]),
            ("10 00 10+50 11 01 00", ["in 3/47"]),
            // Both edges with one stamp: the other end tells the direction, if there is one.
            ("11 01 00", ["~diagonal 0", "in 3/2"]),
            ("10 11 00", ["~diagonal 0", "in 3/2"]),
            ("11 10 00", ["~diagonal 0", "out 3/2"]),
            ("01 11 00", ["~diagonal 0", "out 3/2"]),
            ("11 00", ["~diagonal 500"]),
            ("10 01 00", ["~gap_crossing 0", "in 3/2"]),
            ("01 10 00", ["~gap_crossing 0", "out 3/2"]),
            // Stamps that differ, be it by a nanosecond, are an order.
            ("10 11+1ns 01 00", ["in 3/2"]),
            ("01 11+1ns 10 00+1ns", ["out 53/2"]),
            // Broken for longer than a person takes.
            ("10 00+30s", ["~half_crossing 0"]),
            ("10 00+29999999us", ["~half_crossing 0"]),
            ("10 00+30000001us", ["~blocked 1000", "+blocked", "-blocked"]),
            ("10 11 01+29900 00", ["in 53/2"]),
            ("10 11 01+29901 00", ["~blocked 1000", "+blocked", "-blocked"]),
            ("10 11+40s 01 11 01 00 10 11 01 00", ["~blocked 1000", "+blocked", "-blocked", "in 3/2"]),
            ("10 11 10+20s 11 01+9900 00", ["~blocked 1000", "+blocked", "-blocked"]),
            ("10 00 01 00+40s", ["~blocked 1000", "+blocked", "-blocked"]),
            // Who was through before somebody stayed in a beam is counted.
            ("10 11 01 00 10+50 00+40s", ["in 3/2", "~blocked 1000", "+blocked", "-blocked"]),
            ("10 11 01 11+50 01+40s 00", ["~blocked 1000", "+blocked", "-blocked"]),
            // Beams that are broken for long in turn, but each for less, block nothing.
            ("10 11+20s 01+5s 11+5s 10+20s 11+1s 01+1s 00", ["in 3/47"]),
        ])
    func verdicts(script: String, expected: [String]) {
        for pace in [SensorRun.Pace.late, .onTime, .restless(1)] {
            var run = SensorRun(pace: pace)
            run.receive(EdgeScript(script).edges)
            run.finish()
            #expect(run.briefs == expected, "\(script), \(pace)")
            #expect(run.sensor.isObserving)
            #expect(run.sensor.deadline == nil)
        }
    }

    @Test("A passage has the stamp at which the body was clear, not that of the wait and the debounce")
    func stamps() throws {
        var run = SensorRun()
        let script = EdgeScript("10 11 01 00")
        run.receive(script.edges)
        // 100 ms for 15 cm: 30 cm take 200.
        let due = try #require(run.due)
        #expect(due.duration(since: script.end) == .nanoseconds(205_000_000))
        run.advance(to: MonotonicInstant(nanoseconds: due.nanoseconds - 1))
        #expect(run.events.isEmpty)
        run.advance(to: due)
        #expect(run.events.map(\.time) == [script.end])
        guard case .passage(let passage) = run.events.first else { return }
        #expect(passage.began == MonotonicInstant(nanoseconds: 1_000_000_000))
    }

    @Test(
        "A level has to hold for the debounce time",
        arguments: [("4999999ns", false), ("5000000ns", true), ("5000001ns", true), ("0ns", false), ("1ns", false)])
    func debounceBoundary(held: String, counts: Bool) {
        var run = SensorRun()
        run.receive(EdgeScript("10 00+\(held)").edges)
        run.finish()
        #expect(run.briefs == (counts ? ["~half_crossing 0"] : []))
    }

    @Test("Without debounce and gap time what lasts a nanosecond is still no body")
    func noDebounce() {
        var run = SensorRun(pair: BeamPairParameters(debounce: .zero, gapTime: .zero))
        run.receive(EdgeScript("10 11+1ns 01+1ns 00+1ns 10+5 00+1ns 01+1ns 00+1ns").edges)
        run.finish()
        #expect(run.briefs == ["in 3/47"])
    }

    @Test("An edge to the level that the beam has already changes nothing")
    func repeatedLevels() {
        var edges: [Edge] = []
        for edge in EdgeScript("10 11 01 00 01 11 10 00").edges {
            edges.append(edge)
            edges.append(Edge(time: edge.time.advanced(by: .milliseconds(50)), line: edge.line, level: edge.level))
        }
        var run = SensorRun()
        run.receive(edges)
        run.finish()
        #expect(run.briefs == ["in 3/47", "out 3/47"])
    }

    @Test("The time tells when something is due, and nothing is due when both beams are clear")
    func deadlines() {
        var run = SensorRun()
        let start: Int64 = 1_000_000_000
        #expect(run.sensor.deadline == nil)
        run.receive(EdgeScript("10").edges)
        #expect(run.sensor.deadline?.nanoseconds == start + 5_000_000)
        run.advance(to: MonotonicInstant(nanoseconds: start + 5_000_000))
        #expect(run.sensor.deadline?.nanoseconds == start + 30_005_000_000)
        run.receive([Edge(time: MonotonicInstant(nanoseconds: 2 * start), line: 0, level: false)])
        run.advance(to: MonotonicInstant(nanoseconds: 2 * start + 5_000_000))
        #expect(run.sensor.deadline?.nanoseconds == 2 * start + 905_000_000)
        run.finish()
        #expect(run.sensor.deadline == nil)
    }
}

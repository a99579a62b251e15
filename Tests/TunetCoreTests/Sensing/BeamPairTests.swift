import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Beam pair")
struct BeamPairTests {
    @Test(
        "A sequence of positions has one verdict",
        arguments: [
            ("10 11 01 00", ["in 3/0"]),
            ("01 11 10 00", ["out 3/0"]),
            // One beam alone is nobody.
            ("10 00", ["~half_crossing 0"]),
            ("01 00", ["~half_crossing 0"]),
            ("10 00 10 00", ["~half_crossing 0", "~half_crossing 0"]),
            // Back to the side one came from.
            ("10 11 10 00", ["~turn_back 0"]),
            ("01 11 01 00", ["~turn_back 0"]),
            ("10 11 01 11 10 00", ["~turn_back 0"]),
            ("10 11 01 11 01 11 10 00", ["~turn_back 0"]),
            ("10 11 10 11 01 11 10 00", ["~turn_back 1000"]),
            // Hesitation is one passage; both beams broken twice may be two.
            ("10 11 10 11 01 00", ["in 3/0"]),
            ("10 11 10 11 10 11 01 00", ["in 3/0"]),
            ("10 11 01 11 01 00", ["in 3/0"]),
            ("01 11 01 11 10 00", ["out 3/0"]),
            ("10 11 10 11 01 11 01 00", ["~tailgate_suspect 0", "in 222/1000"]),
            ("01 11 01 11 10 11 10 00", ["~tailgate_suspect 0", "out 222/1000"]),
            ("10 11 01 00 10 11 01 00", ["in 3/0", "in 3/0"]),
            ("10 11 01 00 01 11 10 00", ["in 3/0", "out 3/0"]),
            // Thin bodies between distant beams.
            ("10 00 01 00", ["~gap_crossing 0", "in 166/0"]),
            ("01 00 10 00", ["~gap_crossing 0", "out 166/0"]),
            ("10 00 01 00 10 00", ["~gap_crossing 0", "in 166/0", "~half_crossing 0"]),
            ("10 00 01+700 00", ["~gap_crossing 0", "in 166/0"]),
            ("10 00 01+700 00+2s", ["~gap_crossing 0", "in 166/0"]),
            ("10 00 01+699 00+2s", ["~gap_crossing 0", "in 166/0"]),
            ("10 00 01+700001us 00", ["~half_crossing 0", "~half_crossing 0"]),
            ("10 00 10+50 00+50 01+50 00", ["~half_crossing 0", "~gap_crossing 0", "in 166/0"]),
            ("10 00 10+50 11 01 00", ["~half_crossing 0", "in 3/0"]),
            // Both edges with one stamp: the other end tells the direction, if there is one.
            ("11 01 00", ["~diagonal 0", "in 166/0"]),
            ("10 11 00", ["~diagonal 0", "in 166/0"]),
            ("11 10 00", ["~diagonal 0", "out 166/0"]),
            ("01 11 00", ["~diagonal 0", "out 166/0"]),
            ("11 00", ["~diagonal 1000"]),
            ("10 01 00", ["~diagonal 0", "in 166/0"]),
            ("01 10 00", ["~diagonal 0", "out 166/0"]),
            ("11 01 11 10 11 01 00", ["~diagonal 0", "in 166/1000"]),
            // Stamps that differ, be it by a nanosecond, are an order.
            ("10 11+1ns 01 00", ["in 3/0"]),
            ("01 11+1ns 10 00+1ns", ["out 3/0"]),
            ("10 11+1ns 10 00+1ns", ["~turn_back 0"]),
            // Broken for longer than a person takes.
            ("10 00+30s", ["~half_crossing 0"]),
            ("10 00+29999999us", ["~half_crossing 0"]),
            ("10 00+30000001us", ["~blocked 1000", "+blocked", "-blocked"]),
            ("10 11 01+29900 00", ["in 3/0"]),
            ("10 11 01+29901 00", ["~blocked 1000", "+blocked", "-blocked"]),
            ("10 11+40s 01 11 01 00 10 11 01 00", ["~blocked 1000", "+blocked", "-blocked", "in 3/0"]),
            ("10 11 10+20s 11 01+9900 00", ["~blocked 1000", "+blocked", "-blocked"]),
            ("10 00 01 00+40s", ["~half_crossing 0", "~blocked 1000", "+blocked", "-blocked"]),
            // Beams that are broken for long in turn, but each for less, block nothing.
            ("10 11+20s 01+5s 11+5s 10+20s 11+1s 01+1s 00", ["~tailgate_suspect 0", "in 222/1000"]),
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

    @Test("A passage has the stamp at which the body was clear, not that of the debounce")
    func stamps() {
        var run = SensorRun()
        let script = EdgeScript("10 11 01 00")
        run.receive(script.edges)
        run.advance(to: MonotonicInstant(nanoseconds: script.end.nanoseconds + 4_999_999))
        #expect(run.events.isEmpty)
        run.advance(to: MonotonicInstant(nanoseconds: script.end.nanoseconds + 5_000_000))
        #expect(run.events.map(\.time) == [script.end])
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

    @Test("Without debounce and gap time every edge counts at once")
    func noDebounce() {
        var run = SensorRun(pair: BeamPairParameters(debounce: .zero, gapTime: .zero))
        run.receive(EdgeScript("10 11+1ns 01+1ns 00+1ns 10+5 00+1ns 01+1ns 00+1ns").edges)
        run.finish()
        #expect(run.briefs == ["in 3/0", "~half_crossing 0", "~half_crossing 0"])
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
        #expect(run.briefs == ["in 3/0", "out 3/0"])
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
        #expect(run.sensor.deadline?.nanoseconds == 2 * start + 705_000_000)
        run.finish()
        #expect(run.sensor.deadline == nil)
    }
}

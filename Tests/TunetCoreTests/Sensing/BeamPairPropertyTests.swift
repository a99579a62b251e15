import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Beam pair, whatever comes")
struct BeamPairPropertyTests {
    static func run(_ edges: [Edge], pace: SensorRun.Pace = .late, debounce: Duration = .milliseconds(5)) -> SensorRun {
        var run = SensorRun(pair: BeamPairParameters(debounce: debounce), pace: pace)
        run.receive(edges)
        run.finish()
        return run
    }

    @Test("The verdicts do not depend on how often the time is told", arguments: 0..<40 as Range<UInt64>)
    func paces(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let edges = [Edge].noise(count: 400, using: &random)
        for debounce in [Duration.zero, .milliseconds(5), .milliseconds(100)] {
            let late = Self.run(edges, debounce: debounce).events
            #expect(!late.isEmpty, "seed \(seed)")
            #expect(Self.run(edges, pace: .onTime, debounce: debounce).events == late, "seed \(seed)")
            #expect(Self.run(edges, pace: .restless(seed), debounce: debounce).events == late, "seed \(seed)")
        }
    }

    @Test("Noise makes no more passages than broken beams, and bounds hold", arguments: 0..<200 as Range<UInt64>)
    func noise(seed: UInt64) {
        var random = SeededGenerator(seed: 1000 + seed)
        let edges = [Edge].noise(count: 1000, using: &random)
        let run = Self.run(edges)
        let tally = run.tally
        let breaks = [0, 1].map { line in edges.count { $0.line == line && $0.level } }
        for bounded in [tally.in, tally.out] {
            #expect(bounded.bounds.contains(bounded.count), "seed \(seed)")
        }
        #expect(tally.in.count + tally.out.count <= min(breaks[0], breaks[1]), "seed \(seed)")
        #expect(tally.unknown.count == 0)
        checkOrder(run.events, seed: seed)
    }

    /// Events come in order of time, and every state that begins ends before it begins again.
    private func checkOrder(_ events: [SensorEvent], seed: UInt64) {
        var last = MonotonicInstant.zero
        var open: Set<HealthKind> = []
        for event in events {
            #expect(event.time >= last, "seed \(seed)")
            last = event.time
            guard case .health(let kind, let began, _) = event else { continue }
            #expect(began ? open.insert(kind).inserted : open.remove(kind) != nil, "seed \(seed): \(kind)")
        }
    }

    @Test("Beams changed for each other make in of out and out of in", arguments: 0..<60 as Range<UInt64>)
    func mirror(seed: UInt64) {
        var random = SeededGenerator(seed: 2000 + seed)
        let edges = [Edge].noise(count: 500, using: &random)
        #expect(Self.run(edges.mirrored).events == Self.run(edges).events.map(\.mirrored), "seed \(seed)")
    }

    @Test("People walk in and out, with chatter of up to 3 ms, and all are counted", arguments: 0..<40 as Range<UInt64>)
    func walkers(seed: UInt64) {
        var random = SeededGenerator(seed: 3000 + seed)
        let walks = [
            ("10 11 01 00", "in 3/0"), ("01 11 10 00", "out 3/0"), ("10 11 10 00", "~turn_back 0"),
            ("01 11 01 00", "~turn_back 0"), ("10 11 10 11 01 00", "in 3/0"), ("10 00", "~half_crossing 0"),
        ]
        var edges: [Edge] = []
        var expected: [String] = []
        var start = Duration.seconds(1)
        for _ in 0..<60 {
            guard let walk = walks.randomElement(using: &random) else { continue }
            let words = walk.0.split(separator: " ")
            let script = words.map { "\($0)+\(Int.random(in: 10...900, using: &random))" }.joined(separator: " ")
            let walked = EdgeScript(script, start: start)
            edges += walked.edges
            expected.append(walk.1)
            start = walked.end.duration(since: .zero) + .milliseconds(Int.random(in: 720...5000, using: &random))
        }
        #expect(Self.run(edges).briefs == expected, "seed \(seed)")
        let chattering = edges.chattering(using: &random)
        #expect(chattering.count > edges.count, "seed \(seed)")
        #expect(Self.run(chattering).briefs == expected, "seed \(seed)")
    }

    @Test("Loss, unplugging and noise together neither trap nor break the bounds", arguments: 0..<60 as Range<UInt64>)
    func troubles(seed: UInt64) {
        var random = SeededGenerator(seed: 4000 + seed)
        var runs = [SensorRun(pace: .late), SensorRun(pace: .onTime), SensorRun(pace: .restless(seed))]
        for edge in [Edge].noise(count: 600, using: &random) {
            let trouble = Int.random(in: 0..<60, using: &random)
            let (outer, inner) = (Bool.random(using: &random), Bool.random(using: &random))
            for index in runs.indices {
                runs[index].receive([edge])
                switch trouble {
                case 0: runs[index].unplug(at: edge.time)
                case 1: runs[index].synchronise(outer, inner, at: edge.time, because: .lostEdges)
                case 2: runs[index].synchronise(outer, inner, at: edge.time)
                case 3: runs[index].synchronise(false, false, at: edge.time)
                default: break
                }
            }
        }
        for index in runs.indices {
            runs[index].finish()
            #expect(runs[index].events == runs[0].events, "seed \(seed)")
        }
        checkOrder(runs[0].events, seed: seed)
        let tally = runs[0].tally
        for bounded in [tally.in, tally.out] {
            #expect(bounded.bounds.contains(bounded.count), "seed \(seed)")
        }
    }
}

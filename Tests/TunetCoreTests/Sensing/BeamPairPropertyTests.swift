import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Beam pair, whatever comes")
struct BeamPairPropertyTests {
    static func run(
        _ edges: [Edge], _ parameters: BeamPairParameters = BeamPairParameters(), pace: SensorRun.Pace = .late
    ) -> SensorRun {
        var run = SensorRun(pair: parameters, pace: pace)
        run.receive(edges)
        run.finish()
        return run
    }

    @Test("The verdicts do not depend on how often the time is told", arguments: 0..<40 as Range<UInt64>)
    func paces(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let edges = [Edge].noise(count: 400, using: &random)
        for debounce in [Duration.zero, .milliseconds(5), .milliseconds(100)] {
            let parameters = BeamPairParameters(debounce: debounce)
            let late = Self.run(edges, parameters).events
            #expect(!late.isEmpty, "seed \(seed)")
            #expect(Self.run(edges, parameters, pace: .onTime).events == late, "seed \(seed)")
            #expect(Self.run(edges, parameters, pace: .restless(seed)).events == late, "seed \(seed)")
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

    /// What belongs to one group of breaks comes together and after all that was before; every state that begins ends
    /// before it begins again.
    private func checkOrder(_ events: [SensorEvent], seed: UInt64) {
        var last = MonotonicInstant.zero
        var group = MonotonicInstant.zero
        var open: Set<HealthKind> = []
        for event in events {
            switch event {
            case .passage(let passage):
                #expect(passage.began <= passage.time && passage.time >= group, "seed \(seed)")
                group = max(group, passage.began)
            case .noted(_, let time, _): #expect(time >= group, "seed \(seed)")
            case .doubted, .presence, .swing: break
            case .health(let kind, let began, let time):
                #expect(time >= last, "seed \(seed)")
                last = time
                #expect(began ? open.insert(kind).inserted : open.remove(kind) != nil, "seed \(seed): \(kind)")
            }
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
        // Words come after the least and the most milliseconds.
        let walks = [
            ("10 11 01 00", 60, 300, "in 3/2"), ("01 11 10 00", 60, 300, "out 3/2"),
            ("10 11 10 00", 260, 900, "~turn_back 25"), ("01 11 01 00", 260, 900, "~turn_back 25"),
            ("10 11 10 11 01 00", 300, 450, "in"), ("10 00", 10, 900, "~half_crossing 0"),
        ]
        var edges: [Edge] = []
        var expected: [String] = []
        var start = Duration.seconds(1)
        for _ in 0..<60 {
            guard let walk = walks.randomElement(using: &random) else { continue }
            let words = walk.0.split(separator: " ")
            let script = words.map { "\($0)+\(Int.random(in: walk.1...walk.2, using: &random))" }.joined(separator: " ")
            let walked = EdgeScript(script, start: start)
            edges += walked.edges
            expected.append(walk.3)
            start = walked.end.duration(since: .zero) + .milliseconds(Int.random(in: 1100...5000, using: &random))
        }
        // The doubt of a passage is looked at elsewhere.
        func brief(_ edges: [Edge]) -> [Substring] {
            Self.run(edges).briefs.compactMap { $0.split(separator: " ").first }
        }
        let directions = expected.compactMap { $0.split(separator: " ").first }
        #expect(brief(edges) == directions, "seed \(seed)")
        let chattering = edges.chattering(using: &random)
        #expect(chattering.count > edges.count, "seed \(seed)")
        #expect(brief(chattering) == directions, "seed \(seed)")
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

    @Test("The same edges at another time make the same events at that time", arguments: 0..<40 as Range<UInt64>)
    func shifted(seed: UInt64) {
        var random = SeededGenerator(seed: 7000 + seed)
        let edges = [Edge].noise(count: 500, using: &random)
        let shift = Duration.nanoseconds(Int64.random(in: 1...1_000_000_000_000_000, using: &random))
        let later = edges.map { Edge(time: $0.time.advanced(by: shift), line: $0.line, level: $0.level) }
        let (first, second) = (Self.run(edges).events, Self.run(later).events)
        #expect(first.map(\.brief) == second.map(\.brief), "seed \(seed)")
        #expect(first.map { $0.time.advanced(by: shift) } == second.map(\.time), "seed \(seed)")
    }

    @Test("Every verdict falls at most 3 s after both beams are clear", arguments: WalkScenario.allCases)
    func promptness(scenario: WalkScenario) {
        var generator = WalkGenerator(scenario, seed: 21)
        for _ in 0..<2 {
            var pair = BeamPair(BeamPairParameters())
            var levels = [false, false]
            var last = MonotonicInstant.zero
            var late = Duration.zero
            var count = 0
            for edge in generator.day(people: 150).edges where edge.line < 2 {
                while let due = pair.deadline, due < edge.time {
                    let isClear = levels == [false, false]
                    pair.advance(to: due) { event in
                        guard isClear else { return }
                        count += 1
                        late = max(late, due.duration(since: last))
                        #expect(event.time <= due)
                    }
                }
                pair.receive(edge, isOuter: edge.line == 0) { _ in }
                levels[edge.line] = edge.level
                last = edge.time
            }
            #expect(count > 0 && late <= .seconds(3), "\(scenario): \(late)")
        }
    }

    @Test("A pair takes the same memory whatever comes")
    func memory() {
        // No array, set or string in it, which would grow elsewhere.
        #expect(_isPOD(BeamPair.self))
        #expect(MemoryLayout<BeamPair>.size <= 1024)
    }
}

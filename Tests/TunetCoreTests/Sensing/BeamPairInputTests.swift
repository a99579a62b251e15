import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Beam pair with edges that should not be")
struct BeamPairInputTests {
    private static func at(_ milliseconds: Int64) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: milliseconds * 1_000_000)
    }

    /// People who come and go, one every two seconds or more.
    private static func walks(_ people: Int, using random: inout SeededGenerator) -> Bodies {
        var bodies = Bodies()
        var now: Int64 = 0
        for _ in 0..<people {
            let direction: Direction = Bool.random(using: &random) ? .in : .out
            bodies.add(direction, at: now, speed: Int64.random(in: 500...1500, using: &random), [(0, 260)])
            now += Int64.random(in: 2500...5000, using: &random)
        }
        return bodies
    }

    @Test("Edges that come a little late and in the wrong order change no count", arguments: 0..<20 as Range<UInt64>)
    func swapped(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bodies = Self.walks(40, using: &random)
        let jittered = bodies.edges.map { edge in
            (edge, edge.time.nanoseconds + Int64.random(in: 0...120_000_000, using: &random))
        }
        // The stamps are right, but go back; on each line the order stays.
        var mixed = jittered.sorted { $0.1 < $1.1 }.map(\.0)
        for line in 0...1 {
            let places = mixed.indices.filter { mixed[$0].line == line }
            for (place, edge) in zip(places, bodies.edges.filter { $0.line == line }) { mixed[place] = edge }
        }
        let tally = BeamPairPropertyTests.run(mixed).tally
        let breaks = [0, 1].map { line in mixed.count { $0.line == line && $0.level } }
        #expect(tally.in.count + tally.out.count <= min(breaks[0], breaks[1]), "seed \(seed)")
        let small = bodies.edges.enumerated().map { index, edge in
            let back: Int64 = index.isMultiple(of: 3) ? 2_000_000 : 0
            return Edge(
                time: MonotonicInstant(nanoseconds: edge.time.nanoseconds - back), line: edge.line, level: edge.level)
        }
        let expected = BeamPairPropertyTests.run(bodies.edges).tally
        let found = BeamPairPropertyTests.run(small).tally
        #expect(found.in.count == expected.in.count && found.out.count == expected.out.count, "seed \(seed)")
    }

    @Test("Stamps that go back never make a passage that ends before it began", arguments: 0..<40 as Range<UInt64>)
    func goesBack(seed: UInt64) {
        var random = SeededGenerator(seed: 5000 + seed)
        let edges = [Edge].noise(count: 600, using: &random).map { edge in
            let back =
                Int.random(in: 0..<10, using: &random) == 0 ? Int64.random(in: 0...900_000_000, using: &random) : 0
            return Edge(
                time: MonotonicInstant(nanoseconds: edge.time.nanoseconds - back), line: edge.line, level: edge.level)
        }
        let events = BeamPairPropertyTests.run(edges).events
        for case .passage(let passage) in events { #expect(passage.began <= passage.time, "seed \(seed)") }
        let passages = events.count { if case .passage = $0 { true } else { false } }
        #expect(passages <= edges.count { $0.line == 0 && $0.level }, "seed \(seed)")
    }

    @Test("Repeated levels change nothing, on either line, at any time", arguments: 0..<20 as Range<UInt64>)
    func repeated(seed: UInt64) {
        var random = SeededGenerator(seed: 6000 + seed)
        let edges = Self.walks(30, using: &random).edges
        var levels = [false, false]
        var repeated: [Edge] = []
        for (index, edge) in edges.enumerated() {
            repeated.append(edge)
            levels[edge.line] = edge.level
            let until = index + 1 < edges.count ? edges[index + 1].time : edge.time.advanced(by: .seconds(3))
            let room = until.nanoseconds - edge.time.nanoseconds
            // A repetition while a change is pending begins the debounce anew; the other line's does not.
            guard room > 12_000_000 else { continue }
            let time = MonotonicInstant(
                nanoseconds: edge.time.nanoseconds + Int64.random(in: 6_000_000...(room - 1_000_000), using: &random))
            let line = Int.random(in: 0...1, using: &random)
            repeated.append(Edge(time: time, line: line, level: levels[line]))
        }
        let events = BeamPairPropertyTests.run(edges).events
        #expect(BeamPairPropertyTests.run(repeated).events == events, "seed \(seed)")
    }

    @Test("A line that floats invents nobody, and is blocked if it floats high", arguments: [0, 1])
    func floating(line: Int) {
        var random = SeededGenerator(seed: 7)
        var edges: [Edge] = []
        var now: Int64 = 1_000_000_000
        for index in 0..<20_000 {
            now += Int64.random(in: 100_000...60_000_000, using: &random)
            edges.append(Edge(time: MonotonicInstant(nanoseconds: now), line: line, level: index.isMultiple(of: 2)))
        }
        let run = BeamPairPropertyTests.run(edges)
        #expect(run.tally.in.count == 0 && run.tally.out.count == 0)
        #expect(run.events.contains { $0.brief.hasPrefix("~half_crossing") })
        var high = SensorRun()
        high.receive([Edge(time: Self.at(1000), line: line, level: true)])
        high.finish()
        #expect(high.briefs == ["~blocked 1000", "+blocked"] && !high.sensor.isObserving)
    }

    @Test("Hum of 50 Hz on both lines makes no more than bodies could be")
    func hum() {
        var edges: [Edge] = []
        for index in 0..<10_000 as Range<Int64> {
            edges.append(Edge(time: Self.at(1000 + 10 * index), line: 0, level: index.isMultiple(of: 2)))
            edges.append(Edge(time: Self.at(1003 + 10 * index), line: 1, level: index.isMultiple(of: 2)))
        }
        // A hundred seconds.
        let tally = BeamPairPropertyTests.run(edges).tally
        #expect(tally.in.count + tally.out.count <= 600)
    }

    @Test("A cluster without an end is judged in pieces, and invents nobody", arguments: [false, true])
    func full(isMirrored: Bool) {
        // Somebody stands in one beam, and the other one breaks forty times: by hands, by nothing.
        var hands = Bodies()
        hands.add(beam: 0, 0...20_000)
        for index in 1...40 as ClosedRange<Int64> { hands.add(beam: 1, (index * 400)...(index * 400 + 30)) }
        let none = BeamPairPropertyTests.run(isMirrored ? hands.edges.mirrored : hands.edges)
        #expect(none.tally.in.count == 0 && none.tally.out.count == 0)
        // A file without a gap in which the cluster could end is counted to the last, also where its list of breaks is cut.
        for people in [12, 60, 500] {
            var file = Bodies()
            for index in 0..<Int64(people) { file.add(.in, at: index * 380, [(0, 250)]) }
            let run = BeamPairPropertyTests.run(isMirrored ? file.edges.mirrored : file.edges)
            let (same, other) =
                isMirrored
                ? (run.tally.out.count, run.tally.in.count) : (run.tally.in.count, run.tally.out.count)
            #expect(same == people && other == 0, "\(people): \(same), \(other)")
        }
    }

    @Test("More than bodies could be are refused, and that is said")
    func implausible() {
        // Forty thin bodies in two seconds.
        var bodies = Bodies(gap: 20)
        for index in 0..<40 as Range<Int64> { bodies.add(.in, at: index * 100, speed: 3000, [(0, 140)]) }
        let run = BeamPairPropertyTests.run(bodies.edges)
        #expect(run.tally.in.count <= 29)
        #expect(run.tally.in.count > 15)
        #expect(run.events.contains { $0.brief == "~implausible 100" })
        let times = run.events.compactMap { event in
            if case .passage(let passage) = event { passage.time.nanoseconds } else { nil }
        }
        for index in times.indices.dropFirst(10) { #expect(times[index] - times[index - 10] >= 1_000_000_000) }
    }
}

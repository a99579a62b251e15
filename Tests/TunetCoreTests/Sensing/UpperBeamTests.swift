import Testing
import TunetTestSupport

@testable import TunetCore

/// A door with lines 0 and 1 a beam pair, 2 its upper beam, 3 the contact on its leaf.
enum WitnessedDoor {
    static func door(upper: Bool = false, reed: Bool = false) -> Door {
        var door = SmallPlace.frontDoor
        if upper { door.upper = InputLine(.name("UPPER")) }
        if reed { door.reed = InputLine(.name("REED")) }
        return door
    }

    static func at(_ milliseconds: Int64) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: milliseconds * 1_000_000)
    }

    static func edges(_ line: Int, _ changes: [Int64]) -> [Edge] {
        changes.enumerated().map { Edge(time: at($1), line: line, level: $0.isMultiple(of: 2)) }
    }

    /// Somebody walks in, from `milliseconds` on for 300 ms; the pair alone is broken.
    static func walk(in milliseconds: Int64) -> [Edge] {
        EdgeScript("10 11 01 00", start: .milliseconds(milliseconds)).edges
    }

    static func walk(out milliseconds: Int64) -> [Edge] {
        EdgeScript("01 11 10 00", start: .milliseconds(milliseconds)).edges
    }

    static func run(_ door: Door, _ edges: [Edge], pace: SensorRun.Pace = .late, for seconds: Int = 60) -> SensorRun {
        var run = SensorRun(DoorSensor(door), pace: pace)
        run.receive(edges.inOrder)
        run.finish(after: .seconds(seconds))
        return run
    }
}

extension [Edge] {
    /// The same edges in the order of their times.
    var inOrder: [Edge] { sorted { $0.time < $1.time } }
}

extension SensorRun {
    /// What was said, without the pair's own doubts: `in`, `~animal`, `?in 0/50`, `+blocked`.
    var words: [String] {
        events.map { event in
            switch event {
            case .passage(let passage): passage.direction.rawValue
            case .noted(let reason, _, _): "~\(reason.rawValue)"
            default: event.brief
            }
        }
    }
}

@Suite("Upper beam")
struct UpperBeamTests {
    private typealias At = WitnessedDoor

    private func run(_ edges: [Edge], pace: SensorRun.Pace = .late, for seconds: Int = 60) -> SensorRun {
        At.run(At.door(upper: true), edges, pace: pace, for: seconds)
    }

    /// The same walks as a pair without an upper beam sees them.
    private func alone(_ edges: [Edge]) -> SensorRun {
        At.run(At.door(), edges.filter { $0.line < 2 })
    }

    @Test("Who breaks the upper beam is counted, as if there were none")
    func person() {
        let edges = At.walk(in: 1000) + At.edges(2, [1080, 1250]) + At.walk(out: 5000) + At.edges(2, [5010, 5290])
        #expect(run(edges).events == alone(edges).events)
        #expect(run(edges).words == ["in", "out"])
    }

    @Test("Who goes below it is an animal, and leaves a small doubt")
    func animal() {
        let edges = At.walk(in: 1000) + At.walk(out: 5000)
        for pace in [SensorRun.Pace.late, .onTime, .restless(2)] {
            #expect(run(edges, pace: pace).words == ["~animal", "?in 0/50", "~animal", "?out 0/50"])
        }
        #expect(alone(edges).words == ["in", "out"])
    }

    @Test(
        "A dog beside somebody is one who is counted, in whichever order they come", arguments: [400, -400] as [Int64])
    func companion(ahead: Int64) {
        let person = At.walk(in: 3000) + At.edges(2, [3080, 3250])
        let edges = person + At.walk(in: 3000 + ahead)
        for pace in [SensorRun.Pace.late, .onTime, .restless(4)] {
            #expect(run(edges, pace: pace).words == ["in", "~animal", "?in 0/150"])
        }
        #expect(alone(edges).words.count { $0 == "in" } == 2)
        // Somebody behind has a break of their own.
        let follower = At.walk(in: 3600) + At.edges(2, [3680, 3850])
        #expect(run(person + follower).words.count { $0 == "in" } == 2)
    }

    @Test("Behind somebody who stands in the upper beam nobody is taken for a dog")
    func behindSomebody() {
        let walks = (0..<8).flatMap { At.walk(in: 3000 + 5000 * $0) }
        #expect(run(walks + At.edges(2, [2900, 43_000])).words.count { $0 == "in" } == 8)
    }

    @Test("An upper beam that floats vetoes nobody, and is told of until it is quiet", arguments: [false, true])
    func floating(isHeard: Bool) {
        let hum = At.edges(2, (0..<800).map { 10_000 + 10 * $0 })
        let walks = At.walk(in: 12_000) + At.walk(in: 16_000) + At.walk(in: 120_000)
        let run = run(hum + walks, pace: isHeard ? .onTime : .late, for: 200)
        #expect(run.words == ["+upper_beam_failed", "in", "in", "-upper_beam_failed", "~animal", "?in 0/50"])
        var read = SensorRun(DoorSensor(At.door(upper: true)))
        read.receive(hum)
        read.synchronise(upper: false, at: At.at(19_000))
        #expect(read.words == ["+upper_beam_failed", "-upper_beam_failed"])
        read.receive(At.edges(2, (0..<800).map { 30_000 + 10 * $0 }))
        read.unplugUpper(at: At.at(39_000))
        #expect(read.words.count == 3, "one trouble at a time")
    }

    @Test(
        "Breaks count from the margin before the passage until its end",
        arguments: [
            ([700, 800], true), ([700, 799], false), ([100, 300], false), ([900, 950], true), ([1300, 1400], true),
            ([990, 40_000], true),
        ] as [([Int64], Bool)])
    func margin(breaks: [Int64], counts: Bool) {
        let edges = At.walk(in: 1000) + At.edges(2, breaks)
        #expect(run(edges).words.filter { $0.first != "?" } == [counts ? "in" : "~animal"])
    }

    @Test("Breaks are remembered for a verdict that comes late; what is forgotten vetoes nothing")
    func memory() {
        for (others, counts) in [(0, false), (3, false), (4, false), (5, true), (50, true)] {
            var beam = UpperBeam(debounce: .milliseconds(5), blockTime: .seconds(30))
            var words: [String] = []
            for number in 0..<others {
                for edge in At.edges(2, [2000 + 100 * Int64(number), 2050 + 100 * Int64(number)]) {
                    beam.receive(edge) { words.append($0.brief) }
                    beam.advance(to: beam.deadline, isPairObserving: true) { words.append($0.brief) }
                }
            }
            let forgotten = Passage(time: At.at(1300), began: At.at(1000), direction: .in)
            // The first of five breaks, which is the only one that is forgotten, was after this passage.
            beam.judge(forgotten) { words.append($0.brief) }
            #expect(words == (counts ? ["in 0/0"] : ["~animal 0", "?in 0/50"]), "\(others)")
        }
    }

    @Test("Chatter of the upper beam is no break")
    func chatter() {
        #expect(run(At.walk(in: 1000) + At.edges(2, [1100, 1103])).words.first == "~animal")
        #expect(run(At.walk(in: 1000) + At.edges(2, [1100, 1105])).words == ["in"])
    }

    @Test("So many vetoes in a row are a dead beam: whom it rejected is in doubt, and nobody is rejected any more")
    func unbroken() {
        let walks = (0..<25).flatMap { At.walk(in: 1000 + 10_000 * $0) }
        let dead = run(walks)
        #expect(dead.words.count { $0 == "~animal" } == UpperBeam.vetoLimit)
        #expect(dead.words.count { $0 == "in" } == 5)
        #expect(dead.words.count { $0 == "+upper_beam_failed" } == 1)
        #expect(
            dead.tally.in.doubt.under == 1000 * UpperBeam.vetoLimit + alone(At.walk(in: 1000)).tally.in.doubt.under * 5)
        #expect(dead.tally.in.bounds.upperBound >= 25)
        let ordinary = alone(At.walk(in: 1000)).tally.in.doubt.over
        #expect(dead.tally.in.doubt.over == 5 * (ordinary + UpperBeam.unwitnessedDoubt))
        // Any break shows that it sees.
        let mended = run(walks + At.edges(2, [400_000, 400_200]) + At.walk(in: 500_000))
        #expect(mended.words.suffix(3) == ["-upper_beam_failed", "~animal", "?in 0/50"])
    }

    @Test("A person between two animals shows that it sees")
    func mixed() {
        let edges = (0..<60).flatMap { number -> [Edge] in
            let start = 1000 + 10_000 * Int64(number)
            return At.walk(in: start) + (number % 20 == 19 ? At.edges(2, [start + 50, start + 250]) : [])
        }
        let run = run(edges)
        #expect(run.words.count { $0 == "~animal" } == 57)
        #expect(run.words.count { $0 == "in" } == 3)
        #expect(!run.words.contains { $0.hasSuffix("upper_beam_failed") })
    }

    @Test("A beam that stays broken is stuck, and lets everybody pass with doubt")
    func stuck() {
        let covered = At.edges(2, [1000, 500_000])
        let run = run(covered + At.walk(in: 100_000) + At.walk(in: 600_000))
        #expect(run.words == ["+upper_beam_failed", "in", "-upper_beam_failed", "~animal", "?in 0/50"])
        #expect(run.events.first?.time == At.at(1000 + 60_000 + 5))
        guard case .passage(let passage) = run.events[1] else {
            Issue.record("no passage")
            return
        }
        #expect(passage.doubt.over >= UpperBeam.unwitnessedDoubt)
    }

    @Test("Who stands in the door breaks all beams, which is no fault of the upper one")
    func standing() {
        let run = run(At.edges(0, [1000, 400_000]) + At.edges(2, [900, 400_100]), for: 10)
        #expect(run.words.contains("+blocked") && run.words.contains("-blocked"))
        #expect(!run.words.contains { $0.hasSuffix("upper_beam_failed") })
        // Left behind, it is a fault.
        let covered = At.run(At.door(upper: true), At.edges(0, [1000, 400_000]) + At.edges(2, [900]), for: 600)
        #expect(covered.words.last == "+upper_beam_failed")
    }

    @Test("What it did not see vetoes nothing: lost edges, unplugged, found broken")
    func unseen() {
        var lost = SensorRun(DoorSensor(At.door(upper: true)))
        lost.receive(Array(At.walk(in: 1000).prefix(3)))
        lost.synchronise(upper: false, at: At.at(1250))
        lost.receive(At.walk(in: 1000).suffix(1))
        lost.advance(to: At.at(9000))
        #expect(lost.words == ["in"])
        lost.receive(At.walk(in: 10_000))
        lost.unplugUpper(at: At.at(20_000))
        lost.unplugUpper(at: At.at(20_001))
        lost.receive(At.edges(2, [20_500]) + At.walk(in: 21_000))
        lost.advance(to: At.at(29_000))
        #expect(lost.words == ["in", "~animal", "?in 0/50", "+upper_beam_failed", "in"])
        lost.synchronise(upper: true, at: At.at(30_000))
        lost.receive(At.walk(in: 31_000))
        lost.advance(to: At.at(40_000))
        #expect(lost.words.suffix(2) == ["-upper_beam_failed", "in"])
    }

    @Test(
        "Whatever comes, each passage is counted or vetoed, whenever the time is told",
        arguments: 0..<30 as Range<UInt64>)
    func noise(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let edges = [Edge].noise(count: 600, using: &random).map { edge in
            Edge(time: edge.time, line: Int.random(in: 0...2, using: &random), level: edge.level)
        }
        let all = [SensorRun.Pace.late, .onTime, .restless(seed)].map { run(edges, pace: $0, for: 3700) }
        #expect(all[0].events == all[1].events && all[0].events == all[2].events, "seed \(seed)")
        let pair = At.run(At.door(), edges.filter { $0.line < 2 }, for: 3700)
        let judged = all[0].words.count { ["in", "out", "~animal"].contains($0) }
        #expect(judged == pair.words.count { ["in", "out"].contains($0) }, "seed \(seed)")
        let health = all[0].words.filter { $0.hasSuffix("upper_beam_failed") }
        #expect(health == health.indices.map { $0.isMultiple(of: 2) ? "+upper_beam_failed" : "-upper_beam_failed" })
    }
}

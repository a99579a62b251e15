import Testing
import TunetCore
import TunetTestSupport

/// The generator is judged by physics alone: no machine that counts is asked, but for the plain one where nobody can err.
@Suite("Generated walks")
struct WalkGeneratorTests {
    static func day(_ scenario: WalkScenario, seed: UInt64, people: Int = 40) -> Walks {
        var generator = WalkGenerator(scenario, seed: seed)
        return generator.day(people: people)
    }

    static func day(_ mix: WalkMix, seed: UInt64, people: Int = 40) -> Walks {
        var generator = WalkGenerator(mix, seed: seed)
        return generator.day(people: people)
    }

    /// Bodies thicker than the beams are apart, seen where no arm swings, one by one.
    static let plainMix = WalkScenario.spaced.mix.with {
        $0.bodies = [(.winter, 1)]
        $0.beamHeight = 1.45...1.45
        $0.gap = 0.05...0.15
        $0.diagonals = 0
    }

    @Test("A seed always makes the same days, and another seed others", arguments: WalkScenario.allCases)
    func seeds(scenario: WalkScenario) {
        let day = Self.day(scenario, seed: 1, people: 10)
        let again = Self.day(scenario, seed: 1, people: 10)
        #expect(day.edges == again.edges && day.crossings == again.crossings && day.door == again.door)
        #expect(day.edges != Self.day(scenario, seed: 2, people: 10).edges)
        var generator = WalkGenerator(scenario, seed: 1)
        let first = generator.day(people: 10)
        #expect(first.edges == day.edges)
        #expect(generator.day(people: 10).edges != day.edges)
    }

    @Test("Edges come in order, each changes its line, and in the end all is clear", arguments: WalkScenario.allCases)
    func order(scenario: WalkScenario) {
        for seed: UInt64 in 0..<3 {
            let day = Self.day(scenario, seed: seed)
            #expect(day.crossings.count >= 40 && !day.edges.isEmpty)
            var levels = [false, false, false, false]
            var last = MonotonicInstant.zero
            for edge in day.edges {
                #expect(edge.time >= last && edge.level != levels[edge.line], "seed \(seed)")
                levels[edge.line] = edge.level
                last = edge.time
            }
            #expect(levels == [false, false, false, false] && last < day.end)
            #expect(zip(day.crossings, day.crossings.dropFirst()).allSatisfy { $0.time <= $1.time })
        }
    }

    @Test("Whoever walks alone is clear of the last beam when the crossing is true", arguments: 0..<10 as Range<UInt64>)
    func truth(seed: UInt64) {
        let day = Self.day(Self.plainMix, seed: seed)
        let ends = day.edges.filter { !$0.level }
        // A crossing is true at the edge with which the second beam clears; both are rounded to a nanosecond.
        for crossing in day.crossings {
            let line = crossing.direction == .in ? 1 : 0
            let clear = ends.contains {
                $0.line == line && abs($0.time.nanoseconds - crossing.time.nanoseconds) <= 2
            }
            #expect(clear, "seed \(seed), \(crossing.time.nanoseconds) ns")
        }
        let plain = DoorCount(plain: day.edges)
        #expect(plain == DoorCount(day), "seed \(seed)")
        #expect(day.edges.count == 4 * day.crossings.count)
    }

    @Test("Depths and speeds are people's", arguments: 0..<10 as Range<UInt64>)
    func physics(seed: UInt64) {
        let day = Self.day(Self.plainMix, seed: seed, people: 30)
        for person in stride(from: 0, to: day.edges.count, by: 4) {
            let times = (0..<4).map { Double(day.edges[person + $0].time.nanoseconds) * 1e-9 }
            let speed = day.door.gap / (times[1] - times[0])
            #expect(speed > 0.3 && speed < 3, "seed \(seed), \(times)")
            // Breaks of the same body, at a speed that changes by a third at most: 18 to 40 cm.
            let depth = speed * (times[2] - times[0])
            #expect(depth > 0.18 / 1.4 && depth < 0.4 * 1.4, "seed \(seed), \(times)")
        }
    }

    @Test("Of people one by one, each is alone between two rests of 1.5 s", arguments: 0..<20 as Range<UInt64>)
    func spacing(seed: UInt64) {
        let day = Self.day(.spaced, seed: seed)
        let passages = day.crossings.map { Passage(time: $0.time, began: $0.time, direction: $0.direction) }
        #expect(day.errors(of: passages).count == 0)
        var broken = [false, false]
        var clearSince = MonotonicInstant.zero
        var people = 0
        var wereThere = 0
        for edge in day.edges {
            if !broken[0], !broken[1], edge.time.duration(since: clearSince) >= .milliseconds(1499) {
                // As many got through as came.
                wereThere = day.crossings.count { $0.time < edge.time }
                #expect(wereThere == people, "seed \(seed), \(edge.time.nanoseconds) ns")
                people += 1
            }
            broken[edge.line] = edge.level
            if !broken[0], !broken[1] { clearSince = edge.time }
        }
        #expect(people == day.crossings.count)
    }

    @Test("Chatter only adds, and for no more than 3 ms", arguments: 0..<10 as Range<UInt64>)
    func chatter(seed: UInt64) {
        let mix = WalkScenario.quietDoor.mix
        let quiet = Self.day(mix.with { $0.sensor = .ideal }, seed: seed).edges
        let chattering = Self.day(mix.with { $0.sensor.chatter = 0.5 }, seed: seed).edges
        #expect(Set(quiet).isSubset(of: Set(chattering)) && chattering.count > quiet.count + 100, "seed \(seed)")
        var last = [MonotonicInstant.zero, .zero]
        let known = Set(quiet)
        for edge in chattering {
            if known.contains(edge) { last[edge.line] = edge.time }
            #expect(edge.time.duration(since: last[edge.line]) <= .milliseconds(3), "seed \(seed)")
        }
    }

    @Test("A sensor that is slow misses short breaks and is late")
    func slowSensor() {
        let mix = WalkScenario.quietDoor.mix
        let ideal = Self.day(mix.with { $0.sensor = .ideal }, seed: 4, people: 300).edges
        let slow = Self.day(
            mix.with { $0.sensor = WalkSensor(chatter: 0, missesBelow: 0.1, lateness: 0.001...0.005) }, seed: 4,
            people: 300
        ).edges
        #expect(slow.count < ideal.count && slow.count > ideal.count / 2)
        #expect(slow[0].time.duration(since: ideal[0].time) >= .milliseconds(1))
        #expect(slow[0].time.duration(since: ideal[0].time) <= .milliseconds(5))
    }

    @Test("Whoever turns back is back where they came from")
    func turnBacks() {
        let mix = WalkScenario.quietDoor.mix.with {
            ($0.turnBacks, $0.hesitations, $0.reaches, $0.loiterers, $0.meetings) = (1, 0, 0, 0, 0)
        }
        // One in twenty is through before they turn.
        let day = Self.day(mix, seed: 9, people: 30)
        #expect(day.count(.in) == day.count(.out))
        #expect(day.edges.count { $0.line == 0 && $0.level } > 100)
    }

    @Test("Everybody of a group gets through, also behind a wheelchair")
    func groups() {
        let base = WalkScenario.busyDoor.mix.with {
            ($0.turnBacks, $0.hesitations, $0.reaches, $0.loiterers, $0.meetings) = (0, 0, 0, 0, 0)
            $0.bodies = [(.adult, 1)]
            $0.groups = [(3, 1)]
            $0.inward = 1
        }
        for (close, staggered, beside) in [(0.0, 0.0, 0.0), (1, 0, 0), (0, 1, 0), (0, 0, 1)] {
            let mix = base.with { ($0.close, $0.staggered, $0.beside) = (close, staggered, beside) }
            for seed: UInt64 in 0..<20 {
                let day = Self.day(mix, seed: seed, people: 1)
                #expect(day.count(.in) == 3 && day.count(.out) == 0, "\(close) \(staggered) \(beside), seed \(seed)")
            }
        }
        let pushed = base.with {
            $0.bodies = [(.wheelchair, 1)]
            $0.groups = [(1, 1)]
            $0.pushed = 1
        }
        for seed: UInt64 in 0..<20 { #expect(Self.day(pushed, seed: seed, people: 1).count(.in) == 2, "seed \(seed)") }
    }

    @Test("A dog breaks low beams, never high ones, and is nobody")
    func dogs() {
        let alone = WalkScenario.dog.mix.with {
            ($0.dogs, $0.turnBacks, $0.hesitations, $0.reaches, $0.loiterers, $0.meetings) = (0.9, 0, 0, 0, 0, 0)
            $0.groups = [(1, 1)]
            $0.upperHeight = 1.2
            // Nobody's arms swing.
            $0.bodies = [(.rollator, 1)]
            $0.sensor = .ideal
        }
        let low = Self.day(alone.with { $0.beamHeight = 0.3...0.3 }, seed: 3, people: 60)
        let high = Self.day(alone.with { $0.beamHeight = 1.0...1.0 }, seed: 3, people: 60)
        func breaks(_ walks: Walks, _ line: Int) -> Int { walks.edges.count { $0.line == line && $0.level } }
        #expect(breaks(low, 0) > breaks(high, 0) + 20)
        #expect(breaks(low, 2) == breaks(high, 2) && breaks(low, 2) >= 60)
        #expect(low.crossings.count == 60 && high.crossings.count == 60)
    }

    @Test(
        "A leaf breaks both beams on its way in and on its way back, while its contact is open, as it is before and after"
    )
    func leaf() {
        let mix = Self.plainMix.with {
            $0.leaves = 1
            $0.beamHeight = 1...1
            $0.gap = 0.15...0.15
        }
        let day = Self.day(mix, seed: 2, people: 20)
        let without = Self.day(mix.with { $0.leaves = 0 }, seed: 2, people: 20)
        // From the start, and twice for each leaf but where one closes just before the next opens.
        #expect((35...41).contains(day.edges.count { $0.line == 3 && $0.level }))
        #expect(without.edges.allSatisfy { $0.line < 2 })
        #expect(day.edges.count { $0.line < 2 } > 20 * 8)
        #expect(day.crossings.count == 20)
    }

    @Test("Noise has repeated levels, the same instant, long rests and stamps that go back")
    func noise() {
        var forwards = EdgeNoise(seed: 1, goesBack: false)
        var backwards = EdgeNoise(seed: 1)
        var again = EdgeNoise(seed: 1)
        var seen = (repeated: 0, same: 0, long: 0, back: 0)
        var levels = [false, false]
        var last = MonotonicInstant.zero
        var lastBack = MonotonicInstant.zero
        for _ in 0..<20_000 {
            let edge = forwards.next()
            #expect(edge.time >= last && (0...1).contains(edge.line))
            if edge.level == levels[edge.line] { seen.repeated += 1 }
            if edge.time == last { seen.same += 1 }
            if edge.time.duration(since: last) > .seconds(3600) { seen.long += 1 }
            levels[edge.line] = edge.level
            last = edge.time
            let other = backwards.next()
            #expect(other == again.next())
            if other.time < lastBack { seen.back += 1 }
            lastBack = other.time
        }
        #expect(seen.repeated > 1000 && seen.same > 100 && seen.long > 10 && seen.back > 100, "\(seen)")
    }
}

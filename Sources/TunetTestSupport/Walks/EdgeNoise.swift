package import TunetCore

/// Edges without any sense, without end: any line, any level, any time between them, also backwards.
package struct EdgeNoise: Sendable {
    /// What the noise is like for some hundred edges.
    private enum Mood: Int, CaseIterable, Sendable {
        /// From one nanosecond to hours, every order of magnitude as often as the other.
        case anyTime
        /// As fast as a line that floats: microseconds.
        case floating
        /// As people are: 20 ms to 2 s, and the levels alternate.
        case likePeople
        /// Around the limits of the debounce, where a change is just taken or just not.
        case likeDebounce
        /// Always the same level.
        case stuck
    }

    private var random: SeededGenerator
    private var mood = Mood.anyTime
    private var left = 0
    private var now: Int64 = 1_000_000_000
    private var levels = [false, false]
    private let goesBack: Bool

    /// - Parameter goesBack: whether one edge of fifty is stamped earlier than the one before it.
    package init(seed: UInt64, goesBack: Bool = true) {
        random = SeededGenerator(seed: seed)
        self.goesBack = goesBack
    }

    package mutating func next() -> Edge {
        if left == 0 {
            mood = Mood(rawValue: random.whole(0...(Mood.allCases.count - 1))) ?? .anyTime
            left = random.whole(20...400)
        }
        left -= 1
        let line = random.whole(0...1)
        var time = now
        switch mood {
        case .anyTime:
            // 2 to the 43 nanoseconds are 2.4 hours.
            time += Int64(random.next() >> UInt64(random.whole(21...63)))
            levels[line] = random.chance(0.5)
        case .floating:
            time += Int64(random.uniform(0...200_000))
            levels[line] = random.chance(0.5)
        case .likePeople:
            time += Int64(random.logUniform(20e6...2e9))
            levels[line].toggle()
        case .likeDebounce:
            time += [0, 1, 4_999_999, 5_000_000, 5_000_001, 10_000_000][random.whole(0...5)]
            if !random.chance(0.1) { levels[line].toggle() }
        case .stuck:
            time += Int64(random.logUniform(1e3...60e9))
        }
        now = min(time, 8_000_000_000_000_000_000)
        if goesBack, random.chance(0.02) {
            time = max(0, time - Int64(random.logUniform(1...10e9)))
        }
        return Edge(time: MonotonicInstant(nanoseconds: time), line: line, level: levels[line])
    }
}

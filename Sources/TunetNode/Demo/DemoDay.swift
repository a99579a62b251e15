import TunetCore

/// One day at the demo's place: who comes and goes, and who presses a button. The walks are recorded ones.
struct DemoDay: Sendable {
    /// In order of time.
    private(set) var edges: [Edge] = []

    /// Line of the first button; the door has lines 0 and 1.
    private static let firstButton = 2
    /// How often each button is pressed, of 100 presses.
    private static let weights = [45, 25, 18, 12]

    private let midnight: MonotonicInstant
    /// Minutes after midnight at which no clip begins any more.
    private let endMinute: Int
    private var taken: Set<Int64> = []

    /// - Parameters:
    ///   - midnight: the beginning of the day.
    ///   - hasSession: whether the day's session makes it a busy one.
    ///   - endMinute: when the day is cut off, in minutes after midnight.
    init(
        midnight: MonotonicInstant, hasSession: Bool, endMinute: Int, clips: DemoClips,
        using random: inout SeededGenerator
    ) {
        self.midnight = midnight
        self.endMinute = endMinute
        let visitors = hasSession ? Int.random(in: 22...34, using: &random) : Int.random(in: 4...12, using: &random)
        var arrived = 0
        while arrived < visitors, let clip = clips.arrivals.randomElement(using: &random) {
            place(clip, around: hasSession ? 670 : 700, spread: hasSession ? 50 : 150, using: &random)
            arrived += clip.entries
            if Int.random(in: 0..<100, using: &random) < 40 { press(around: 790, using: &random) }
        }
        var left = 0
        while left < arrived, let clip = clips.departures.randomElement(using: &random) {
            place(clip, around: hasSession ? 835 : 880, spread: hasSession ? 40 : 60, using: &random)
            left += clip.exits
        }
        for clip in clips.hesitations.shuffled(using: &random).prefix(visitors / 6) {
            place(clip, around: 750, spread: 180, using: &random)
        }
        edges.sort { $0.time < $1.time }
    }

    private mutating func place(
        _ clip: DemoClips.Clip, around minute: Int, spread: Int, using random: inout SeededGenerator
    ) {
        guard let start = slot(around: minute, spread: spread, using: &random) else { return }
        edges += clip.edges.map { edge in
            var edge = edge
            edge.time = start.advanced(by: edge.time.duration(since: .zero))
            return edge
        }
    }

    private mutating func press(around minute: Int, using random: inout SeededGenerator) {
        guard let start = slot(around: minute, spread: 90, using: &random) else { return }
        var ticket = Int.random(in: 0..<100, using: &random)
        let button = Self.weights.firstIndex { weight in
            ticket -= weight
            return ticket < 0
        }
        let line = Self.firstButton + (button ?? 0)
        // One in eight presses twice, as people do who are not sure; that is counted apart.
        let times = Int.random(in: 0..<8, using: &random) == 0 ? 2 : 1
        for repetition in 0..<times {
            let down = start.advanced(by: .milliseconds(700 * repetition))
            edges.append(Edge(time: down, line: line, level: true))
            edges.append(Edge(time: down.advanced(by: .milliseconds(250)), line: line, level: false))
        }
    }

    /// A minute to itself, so that no two clips overlap; nil if it would lie beyond the end of the day.
    private mutating func slot(
        around minute: Int, spread: Int, using random: inout SeededGenerator
    ) -> MonotonicInstant? {
        for _ in 0..<50 {
            // The sum of two is more often near the middle than at the ends.
            let offset =
                Int.random(in: -spread...spread, using: &random) + Int.random(in: -spread...spread, using: &random)
            let halfMinutes = Int64(2 * minute + offset)
            guard halfMinutes / 2 < Int64(endMinute), taken.insert(halfMinutes).inserted else { continue }
            return midnight.advanced(by: .seconds(30 * halfMinutes))
        }
        return nil
    }
}

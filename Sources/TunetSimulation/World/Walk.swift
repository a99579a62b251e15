import TunetCore
import TunetTestSupport

/// Somebody at a door, as lines see it.
struct Walk: Sendable {
    enum Kind: Sendable {
        case `in`, out
        /// Comes, sees, and goes back the same way.
        case back
        /// Over a mat.
        case over
    }

    var door: Int
    var kind: Kind
    /// The lines of the door; a mat has the first.
    var lines: (first: Int, second: Int)
    /// From one edge to the next.
    var step: Duration
    /// Whether the relays chatter.
    var chatters: Bool

    /// From the first edge to the last, without chatter.
    var length: Duration { kind == .over ? .milliseconds(300) : step * 3 }

    /// What it adds to; nil for nothing.
    var measure: String? {
        switch kind {
        case .in: "entries"
        case .over: "passages"
        case .out, .back: nil
        }
    }

    /// Edges from boot time 1 s on.
    func edges(using random: inout SeededGenerator) -> [Edge] {
        let start = MonotonicInstant(nanoseconds: 1_000_000_000)
        var edges: [Edge]
        switch kind {
        case .in, .out, .back:
            let (near, far) = kind == .out ? (lines.second, lines.first) : (lines.first, lines.second)
            let last = kind == .back ? [(far, false), (near, false)] : [(near, false), (far, false)]
            edges = ([(near, true), (far, true)] + last).enumerated().map { index, change in
                Edge(time: start.advanced(by: step * index), line: change.0, level: change.1)
            }
        case .over:
            edges = [
                Edge(time: start, line: lines.first, level: true),
                Edge(time: start.advanced(by: length), line: lines.first, level: false),
            ]
        }
        if chatters { edges = edges.chattering(using: &random).sorted { $0.time < $1.time } }
        return edges
    }
}

/// How one boot learns the time.
struct ClockChange: Sendable {
    var quality: Anchor.Quality
    /// Seconds by which it is wrong.
    var error: Int64
}

package import TunetCore

/// Edges of a beam pair written as positions: `10 11 01 00` is somebody on the way in.
///
/// Each word holds the levels of the outer and the inner beam. It comes 100 ms after the word before, or later by what
/// follows its `+`: `10 11+30 01+5us 00+2s`, in milliseconds unless it says otherwise. Where both levels change in one
/// word, both edges have the same stamp. A word that changes nothing makes no edge.
package struct EdgeScript: Sendable {
    package private(set) var edges: [Edge] = []
    /// When the last word is.
    package private(set) var end: MonotonicInstant

    package init(_ text: String, start: Duration = .seconds(1), from levels: String = "00") {
        var now = start
        var before = Self.pair(levels[...])
        end = MonotonicInstant.zero.advanced(by: now)
        for (number, word) in text.split(separator: " ").enumerated() {
            let parts = word.split(separator: "+", maxSplits: 1)
            if number > 0 { now += parts.count == 2 ? Self.duration(parts[1]) : .milliseconds(100) }
            let levels = Self.pair(parts[0])
            end = MonotonicInstant.zero.advanced(by: now)
            if levels.outer != before.outer { edges.append(Edge(time: end, line: 0, level: levels.outer)) }
            if levels.inner != before.inner { edges.append(Edge(time: end, line: 1, level: levels.inner)) }
            before = levels
        }
    }

    private static func pair(_ word: Substring) -> (outer: Bool, inner: Bool) {
        precondition(word == "00" || word == "10" || word == "11" || word == "01", "\(word) is no position")
        return (word.first == "1", word.last == "1")
    }

    private static func duration(_ text: Substring) -> Duration {
        let digits = text.prefix { $0.isNumber }
        guard let number = Int64(digits) else { preconditionFailure("\(text) is no duration") }
        switch text.dropFirst(digits.count) {
        case "", "ms": return .milliseconds(number)
        case "us": return .microseconds(number)
        case "ns": return .nanoseconds(number)
        case "s": return .seconds(number)
        default: preconditionFailure("\(text) has no known unit")
        }
    }
}

extension [Edge] {
    /// The same edges with the beams changed for each other.
    package var mirrored: [Edge] {
        map { Edge(time: $0.time, line: 1 - $0.line, level: $0.level) }
    }

    /// Adds chatter of up to 3 ms, as a photoelectric relay makes it, to each edge that is alone on both lines for 9 ms.
    package func chattering(using random: inout some RandomNumberGenerator) -> [Edge] {
        var all: [Edge] = []
        for (index, edge) in enumerated() {
            all.append(edge)
            let next = index + 1 < count ? self[index + 1].time.nanoseconds : .max
            let before = index > 0 ? self[index - 1].time.nanoseconds : .min / 2
            guard next - edge.time.nanoseconds > 9_000_000, edge.time.nanoseconds - before > 9_000_000 else { continue }
            var time = edge.time.nanoseconds
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let apart = Int64.random(in: 1...300_000, using: &random)
                for (delay, level) in [(apart, !edge.level), (2 * apart, edge.level)] where delay > 0 {
                    all.append(
                        Edge(time: MonotonicInstant(nanoseconds: time + delay), line: edge.line, level: level))
                }
                time += 2 * apart
            }
        }
        return all
    }

    /// Edges without any sense: mostly people's speeds, sometimes the same instant, chatter, repeats or a long rest.
    package static func noise(
        count: Int, repeats: Bool = true, using random: inout some RandomNumberGenerator
    ) -> [Edge] {
        var edges: [Edge] = []
        var now: Int64 = 1_000_000_000
        var levels = [false, false]
        for _ in 0..<count {
            switch Int.random(in: 0..<100, using: &random) {
            case 0..<12: break
            case 12..<30: now += Int64.random(in: 1...4_999_999, using: &random)
            case 30..<34: now += 5_000_000
            case 34..<38: now += 700_000_000
            case 38..<40: now += Int64.random(in: 29_000_000_000...31_000_000_000, using: &random)
            case 40..<41: now += 30_000_000_000
            case 41..<43: now += 30_005_000_000
            default: now += Int64.random(in: 5_000_000...800_000_000, using: &random)
            }
            let line = Int.random(in: 0...1, using: &random)
            if !repeats || Int.random(in: 0..<20, using: &random) > 0 { levels[line].toggle() }
            edges.append(Edge(time: MonotonicInstant(nanoseconds: now), line: line, level: levels[line]))
        }
        return edges
    }
}

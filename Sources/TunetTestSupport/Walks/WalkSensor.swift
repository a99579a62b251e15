import TunetCore

/// How two photoelectric sensors tell what they see.
package struct WalkSensor: Sendable, Equatable {
    /// Share of the edges that chatter.
    package var chatter: Double
    /// How long chatter lasts at most, in seconds.
    package var chatterTime = 0.003
    /// Breaks shorter than this are not seen, in seconds: the response time of the light receiver.
    package var missesBelow = 0.0
    /// How late an edge is reported, in seconds; drawn for each edge.
    package var lateness: ClosedRange<Double> = 0...0

    package init(
        chatter: Double = 0.15, chatterTime: Double = 0.003, missesBelow: Double = 0,
        lateness: ClosedRange<Double> = 0...0
    ) {
        self.chatter = chatter
        self.chatterTime = chatterTime
        self.missesBelow = missesBelow
        self.lateness = lateness
    }

    /// No chatter, no lateness, nothing missed.
    package static let ideal = WalkSensor(chatter: 0)

    /// The edges of breaks that overlap in any way.
    ///
    /// - Parameter breaks: by line, in nanoseconds.
    func edges(
        of breaks: [[(began: Int64, ended: Int64)]], using random: inout SeededGenerator
    ) -> [Edge] {
        var edges: [Edge] = []
        for line in breaks.indices {
            let merged = Self.merge(breaks[line]).filter { Double($0.ended - $0.began) >= missesBelow * 1e9 }
            var last: Int64 = .min
            for index in merged.indices {
                let next = index + 1 < merged.count ? merged[index + 1].began : .max
                let began = max(merged[index].began + late(&random), last + 1)
                let ended = max(merged[index].ended + late(&random), began + 1)
                add(true, at: began, before: ended, line: line, to: &edges, &random)
                last = add(false, at: ended, before: next, line: line, to: &edges, &random)
            }
        }
        edges.sort { ($0.time, $0.line) < ($1.time, $1.line) }
        return edges
    }

    private func late(_ random: inout SeededGenerator) -> Int64 {
        lateness.upperBound > 0 ? Int64(random.uniform(lateness) * 1e9) : 0
    }

    /// One change and its chatter, which is over before the next change. Returns the time of the last edge.
    @discardableResult
    private func add(
        _ level: Bool, at time: Int64, before next: Int64, line: Int, to edges: inout [Edge],
        _ random: inout SeededGenerator
    ) -> Int64 {
        edges.append(Edge(time: MonotonicInstant(nanoseconds: time), line: line, level: level))
        guard chatter > 0, random.chance(chatter) else { return time }
        let room = min(Int64(chatterTime * 1e9), (next - time) / 2)
        let toggles = 2 * random.whole(1...5)
        guard room > 2 * Int64(toggles) else { return time }
        var now = time
        for number in 1...toggles {
            // Each pause is drawn from the room that is left, so that the first ones are the longest.
            let left = (time + room - now) / 2
            now += 1 + Int64(random.unit() * Double(max(left, 1)))
            edges.append(
                Edge(time: MonotonicInstant(nanoseconds: now), line: line, level: number % 2 == 0 ? level : !level))
        }
        return now
    }

    /// The same time broken, as breaks in order that do not touch.
    static func merge(_ breaks: [(began: Int64, ended: Int64)]) -> [(began: Int64, ended: Int64)] {
        var merged: [(began: Int64, ended: Int64)] = []
        for one in breaks.sorted(by: { $0.began < $1.began }) where one.ended > one.began {
            if let last = merged.indices.last, one.began <= merged[last].ended {
                merged[last].ended = max(merged[last].ended, one.ended)
            } else {
                merged.append(one)
            }
        }
        return merged
    }
}

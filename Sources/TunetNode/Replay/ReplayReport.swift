import TunetCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a replay has counted, for people and for programs.
package struct ReplayReport: Sendable {
    private let replay: TraceReplay
    private let withPassages: Bool

    package init(_ replay: TraceReplay, withPassages: Bool) {
        self.replay = replay
        self.withPassages = withPassages
    }

    private struct Counts: Encodable {
        var id: String?
        var `in`: Int
        var inLow: Int
        var inHigh: Int
        var out: Int
        var outLow: Int
        var outHigh: Int
        var unknown: Int
        var unknownLow: Int
        var unknownHigh: Int
        var rejected: [String: Int]
        /// Of motion sensors and door contacts; left out where there is nothing.
        var presences: Int?
        var presenceSeconds: Int?
        var swings: Int?
        var edges: Int?
        var doors: [Counts]?
        var passages: [PassageRow]?

        init(id: String? = nil, _ tally: DoorTally) {
            self.id = id
            self.in = tally.in.count
            inLow = tally.in.bounds.lowerBound
            inHigh = tally.in.bounds.upperBound
            out = tally.out.count
            outLow = tally.out.bounds.lowerBound
            outHigh = tally.out.bounds.upperBound
            unknown = tally.unknown.count
            unknownLow = tally.unknown.bounds.lowerBound
            unknownHigh = tally.unknown.bounds.upperBound
            if tally.presences > 0 || tally.presenceMilliseconds > 0 {
                presences = tally.presences
                presenceSeconds = Int(tally.presenceMilliseconds / 1000)
            }
            if tally.swings > 0 { swings = tally.swings }
            rejected = Dictionary(uniqueKeysWithValues: tally.noted.nonzero.map { ($0.reason.rawValue, $0.count) })
        }
    }

    private struct PassageRow: Encodable {
        var tNs: Int64
        var direction: String
        var confidence: Double
    }

    /// One object: `in`, `out`, their bounds, `edges`, `rejected` by reason, and each door's own.
    package func json() throws -> String {
        var counts = Counts(replay.total)
        counts.edges = replay.edges
        counts.doors = replay.doors.map { Counts(id: $0.id, $0.tally) }
        if withPassages {
            counts.passages = replay.passages.map {
                PassageRow(
                    tNs: $0.time.nanoseconds, direction: $0.direction.rawValue,
                    confidence: Double($0.confidence) / 1000)
            }
        }
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        return String(decoding: try encoder.encode(counts), as: UTF8.self)
    }

    /// Lines for a person.
    package func text() -> String {
        var lines = replay.doors.flatMap { door in
            Self.lines(door.tally, title: replay.doors.count > 1 ? "\(door.id): " : "")
        }
        if replay.doors.count > 1 { lines += Self.lines(replay.total, title: "all doors: ") }
        lines.append("edges: \(replay.edges)")
        if withPassages {
            lines += replay.passages.map {
                "\($0.time.nanoseconds) ns  \($0.direction.rawValue)  \(Double($0.confidence) / 10) %"
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func lines(_ tally: DoorTally, title: String) -> [String] {
        var lines: [String] = []
        for direction in Direction.allCases {
            let (count, bounds) = (tally[direction].count, tally[direction].bounds)
            guard direction != .unknown || bounds.upperBound > 0 else { continue }
            lines.append("\(title)\(direction.rawValue): \(count) (\(bounds.lowerBound) to \(bounds.upperBound))")
        }
        if tally.presences > 0 || tally.presenceMilliseconds > 0 {
            lines.append("\(title)presence: \(tally.presences) times, \(tally.presenceMilliseconds / 1000) s")
        }
        if tally.swings > 0 { lines.append("\(title)swings of the door: \(tally.swings)") }
        let reasons = tally.noted.nonzero.map { "\($0.reason.rawValue) \($0.count)" }
        if !reasons.isEmpty { lines.append("\(title)rejected or in doubt: \(reasons.joined(separator: ", "))") }
        return lines
    }
}

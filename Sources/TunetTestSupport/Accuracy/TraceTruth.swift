/// What really happened in a recorded trace: its `NAME.truth.json`.
package struct TraceTruth: Sendable, Equatable {
    package var `in`: Int
    package var out: Int
    /// How many edges the trace has.
    package var edges: Int
    /// Metres between the beams.
    package var gap: Double

    /// - Parameter json: the file as it was written: one object with `"in"`, `"out"`, `"edges"` and `"beam_gap_m"`.
    /// - Returns: nil if one of them is missing.
    package init?(json: String) {
        func number(_ key: String) -> Double? {
            let parts = json.split(separator: "\"\(key)\":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            return Double(parts[1].drop { $0 == " " }.prefix { $0.isNumber || $0 == "." })
        }
        guard let entered = number("in"), let left = number("out"), let edges = number("edges"),
            let gap = number("beam_gap_m")
        else { return nil }
        `in` = Int(entered)
        out = Int(left)
        self.edges = Int(edges)
        self.gap = gap
    }

    /// The traces in `Tests/Traces` and `Sources/TunetNode/Demo/Resources`, with what the plain machine counts there.
    package static let names: [(name: String, plainIn: Int, plainOut: Int)] = [
        ("door-a", 185, 192), ("door-b", 175, 163), ("crowd-uo050", 54, 0), ("bottleneck", 71, 0),
    ]

    /// Where the edges of a trace are, from the top of the repository.
    package static func edgesPath(_ name: String) -> String {
        name == "door-a" ? "Sources/TunetNode/Demo/Resources/door-a.csv" : "Tests/Traces/\(name).csv"
    }
}

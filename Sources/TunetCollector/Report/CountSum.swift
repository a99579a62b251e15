/// A sum of released leaves that are counts of the same thing.
struct CountSum {
    /// With its noise; may be negative.
    private(set) var value: Int64 = 0
    private var leaves = LeafTally()

    mutating func add(_ row: LeafRow) {
        value += row.value
        leaves.add(row)
    }

    mutating func add(_ other: CountSum) {
        value += other.value
        leaves.add(other.leaves)
    }

    /// The 95 % interval, at least 0.
    func range(_ intervals: inout IntervalTable) -> ClosedRange<Int64> {
        let half = Int64(intervals.halfWidth(of: leaves.terms()))
        return max(0, value - half)...max(0, value + half)
    }
}

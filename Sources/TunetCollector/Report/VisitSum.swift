internal import TunetCore

/// A sum of released leaves of attendance on its way to ``Visits``.
struct VisitSum {
    private var entries: Int64 = 0
    private var entryLeaves = LeafTally()
    private var passages: Int64 = 0
    private var passageLeaves = LeafTally()
    private var observed: Int64 = 0
    private var scheduled: Int64 = 0

    /// Below this a value is shown as `<5`.
    static let smallestShown = 5.0

    mutating func add(_ row: LeafRow) {
        if row.measure == "passages" {
            passages += row.value
            passageLeaves.add(row)
        } else {
            entries += row.value
            entryLeaves.add(row)
        }
        observed += row.observed
        scheduled += row.scheduled
    }

    func visits(_ intervals: inout IntervalTable) -> Visits {
        let value = Double(entries) + Double(passages) / 2
        let half = halfWidth(&intervals)
        return Visits(
            value: value, low: max(0, value - half), high: max(0, value + half),
            shown: value < Self.smallestShown ? "<5" : String(Int(value.rounded())), observed: observed,
            scheduled: scheduled, coverage: scheduled > 0 ? min(1, Double(observed) / Double(scheduled)) : nil,
            leaves: entryLeaves.leaves + passageLeaves.leaves)
    }

    /// Half the width of the 95 % interval, in visits: that of the noise E + P/2 of E entries and P passages.
    ///
    /// It is counted in half visits, in which an entry is two and a passage is one, each with the ε of its leaves. Of
    /// entries alone the halves would only be never used.
    private func halfWidth(_ intervals: inout IntervalTable) -> Double {
        if passageLeaves.leaves == 0 { return Double(intervals.halfWidth(of: entryLeaves.terms())) }
        return Double(intervals.halfWidth(of: entryLeaves.terms(weight: 2) + passageLeaves.terms())) / 2
    }
}

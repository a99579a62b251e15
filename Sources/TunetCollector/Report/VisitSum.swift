internal import TunetCore

/// A sum of released leaves of attendance on its way to ``Visits``.
struct VisitSum {
    private var entries: Int64 = 0
    private var entryLeaves = 0
    private var passages: Int64 = 0
    private var passageLeaves = 0
    private var smallestEpsilon = Double.infinity
    private var observed: Int64 = 0
    private var scheduled: Int64 = 0

    /// Below this a value is shown as `<5`.
    static let smallestShown = 5.0

    mutating func add(_ row: LeafRow) {
        if row.measure == "passages" {
            passages += row.value
            passageLeaves += row.leaves
        } else {
            entries += row.value
            entryLeaves += row.leaves
        }
        smallestEpsilon = min(smallestEpsilon, row.epsilon)
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
            leaves: entryLeaves + passageLeaves)
    }

    /// Half the width of the 95 % interval, in visits.
    ///
    /// Of passages alone it is half of theirs. Of E entries and P passages, the noise E + P/2 is no wider than E + P up
    /// to half a visit: both are symmetric with one peak, so that P/2 is more peaked than P, and sums keep that order
    /// (Birnbaum 1948, "On random variables with comparable peakedness"); the half makes good for the half-integers.
    /// By the same order the smallest ε stands for all of them.
    private func halfWidth(_ intervals: inout IntervalTable) -> Double {
        let width = intervals.halfWidth(leaves: entryLeaves + passageLeaves, epsilon: smallestEpsilon)
        if passageLeaves == 0 { return width }
        return entryLeaves == 0 ? width / 2 : width + 0.5
    }
}

/// Intervals that have been computed already; a report asks for the same few again and again.
struct IntervalTable {
    private struct Key: Hashable {
        var leaves: Int
        var epsilon: Double
        var probability: Double
    }

    private var widths: [Key: Double] = [:]
    /// Below this ε the exact distribution is too long to be added up for every page. The discrete Laplace distribution
    /// is then the continuous one but for its rounding, which scales with 1/ε.
    private static let exactEpsilon = 0.05

    /// Half the width of the interval of a sum of so many leaves.
    mutating func halfWidth(leaves: Int, epsilon: Double, probability: Double = 0.95) -> Double {
        guard leaves > 0 else { return 0 }
        let exact = max(epsilon, Self.exactEpsilon)
        let key = Key(leaves: min(leaves, 100_000), epsilon: exact, probability: probability)
        let width: Double
        if let known = widths[key] {
            width = known
        } else {
            width = Double(NoiseInterval(leaves: key.leaves, epsilon: exact, probability: probability).halfWidth)
            widths[key] = width
        }
        return epsilon >= exact ? width : (width * exact / epsilon).rounded(.up) + 1
    }
}

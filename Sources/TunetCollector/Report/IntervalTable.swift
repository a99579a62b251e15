internal import TunetCore

/// How many released values of each ε are in a sum.
struct LeafTally {
    private var byEpsilon: [Double: Int] = [:]

    mutating func add(_ row: LeafRow) {
        byEpsilon[row.epsilon, default: 0] += row.leaves
    }

    mutating func add(_ other: LeafTally) {
        byEpsilon.merge(other.byEpsilon, uniquingKeysWith: +)
    }

    var leaves: Int { byEpsilon.values.reduce(0, +) }

    /// In order of ε, so that equal tallies have equal terms.
    func terms(weight: Int = 1) -> [NoiseTerm] {
        byEpsilon.sorted { $0.key < $1.key }.map { NoiseTerm(leaves: $0.value, epsilon: $0.key, weight: weight) }
    }
}

/// Intervals that have been computed already; a report asks for the same few again and again.
struct IntervalTable {
    private struct Key: Hashable {
        var terms: [NoiseTerm]
        var probability: Double
    }

    private var widths: [Key: Int] = [:]

    /// Half the width of the interval of a sum, in the unit of the terms' weights.
    mutating func halfWidth(of terms: [NoiseTerm], probability: Double = 0.95) -> Int {
        let key = Key(terms: terms, probability: probability)
        if let known = widths[key] { return known }
        let width = NoiseInterval(terms: terms, probability: probability).halfWidth
        widths[key] = width
        return width
    }
}

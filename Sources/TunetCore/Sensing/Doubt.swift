/// How wrong a count may be, in thousandths of a passage: what is expected to be in the count and was not there, and what
/// is expected to have been there and is not in the count.
///
/// Both are expectations, so that they can be added over bins, doors and days. What they allow a sum to be is told by
/// ``Quantile``, as if the wrong counts came by chance and independently, which makes their number nearly Poisson
/// distributed (Le Cam 1960).
package struct Doubt: Sendable, Hashable {
    /// Counted but not there, in thousandths of a passage; at least 0.
    package var over: Int
    /// There but not counted, in thousandths of a passage; at least 0.
    package var under: Int

    package static let none = Doubt(over: 0, under: 0)

    package init(over: Int = 0, under: Int = 0) {
        self.over = over
        self.under = under
    }

    package static func += (lhs: inout Self, rhs: Self) {
        lhs.over += rhs.over
        lhs.under += rhs.under
    }

    /// The least and the greatest number of passages that `count` with this doubt allows: outside of each end lies the
    /// truth in at most 1 of 40 cases.
    package func bounds(of count: Int) -> ClosedRange<Int> {
        let low = max(0, count - Quantile.poisson(thousandths: over))
        return low...max(low, count + Quantile.poisson(thousandths: under))
    }
}

/// Quantiles of counts.
package enum Quantile {
    /// Beyond this mean the distribution is a normal one to a thousandth of its deviation.
    private static let largestMean = 1_000_000.0

    /// The least number that a Poisson distributed count exceeds in at most 1 of 40 cases.
    ///
    /// The probabilities are added from the most likely number outwards, each from its neighbour by
    /// p(k + 1) = p(k) · λ / (k + 1), and divided by their sum: no exponential, and nothing that underflows. A mean of
    /// more than a million is nobody's doubt but a damaged number's, and needs no more than the normal approximation; its
    /// probabilities would fill the memory.
    ///
    /// - Parameter thousandths: a thousandth of it is the mean, λ; at least 0.
    package static func poisson(thousandths: Int) -> Int {
        guard thousandths > 0 else { return 0 }
        let mean = Double(thousandths) / 1000
        let mode = Int(mean)
        guard mean <= largestMean else { return mode + Int((1.96 * mean.squareRoot()).rounded(.up)) }
        let negligible = 1e-9
        var below = 0.0
        var weight = 1.0
        var number = mode
        while number > 0, weight > negligible {
            weight *= Double(number) / mean
            below += weight
            number -= 1
        }
        var above: [Double] = [1]
        weight = 1
        number = mode
        while weight > negligible {
            number += 1
            weight *= mean / Double(number)
            above.append(weight)
        }
        let tail = 0.025 * (below + above.reduce(0, +))
        var rest = 0.0
        var quantile = mode + above.count - 1
        while quantile > 0, rest + above[quantile - mode] <= tail {
            rest += above[quantile - mode]
            quantile -= 1
        }
        return quantile
    }
}

/// Confidence intervals that hold at least what they promise, whatever the truth is and however few were counted.
package enum ExactInterval {
    /// The interval of a proportion: of `trials`, `successes` were so.
    ///
    /// Source: C. J. Clopper, E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the
    /// binomial", Biometrika 26 (1934) 404–413. The lower limit is the p with P(X ≥ successes) = error/2, the upper the
    /// one with P(X ≤ successes) = error/2, both found by bisection on the tail itself and rounded outwards.
    ///
    /// - Parameters:
    ///   - successes: 0 to `trials`.
    ///   - trials: at least 0; without any the interval is 0 to 1.
    ///   - error: how often the interval may miss the truth, over 0 and below 1.
    package static func proportion(
        _ successes: Int, of trials: Int, error: Double = 0.05
    ) -> (low: Double, high: Double) {
        let tails = { (p: Double) in binomialTails(from: successes, of: trials, p) }
        let next = { (p: Double) in binomialTails(from: successes + 1, of: trials, p) }
        let low = successes == 0 ? 0 : crossing(in: 0...1) { tails($0).atLeast > error / 2 }.below
        let high = successes == trials ? 1 : crossing(in: 0...1) { next($0).below <= error / 2 }.above
        return (low, high)
    }

    /// The interval of the mean of a Poisson variable that came out as `events`.
    ///
    /// Source: F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936) 437–442.
    ///
    /// - Parameter events: at least 0.
    package static func mean(_ events: Int, error: Double = 0.05) -> (low: Double, high: Double) {
        let most = Double(events) + 10 * Double(events + 1).squareRoot() + 30
        let low = events == 0 ? 0 : crossing(in: 0...most) { poissonTails(from: events, $0).atLeast > error / 2 }.below
        let high = crossing(in: 0...most) { poissonTails(from: events + 1, $0).below <= error / 2 }.above
        return (low, high)
    }

    /// The 97.5 % quantile of Student's t distribution, rounded up in the third decimal.
    ///
    /// The first thirty from the tables; beyond them by the expansion of Abramowitz & Stegun, 26.7.5, with two terms.
    ///
    /// - Parameter freedom: degrees of freedom, at least 1.
    package static func student(_ freedom: Int) -> Double {
        if freedom <= studentTable.count { return studentTable[max(1, freedom) - 1] }
        let z = 1.959_964
        let degrees = Double(freedom)
        let first = (z * z * z + z) / 4
        let second = (5 * z * z * z * z * z + 16 * z * z * z + 3 * z) / 96
        return z + first / degrees + second / (degrees * degrees) + 0.001
    }

    private static let studentTable = [
        12.707, 4.303, 3.183, 2.777, 2.571, 2.447, 2.365, 2.307, 2.263, 2.229, 2.201, 2.179, 2.161, 2.145, 2.132, 2.120,
        2.110, 2.101, 2.094, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.049, 2.046, 2.043,
    ]

    // MARK: - Tails

    /// P(X < k) and P(X ≥ k) for X binomial.
    static func binomialTails(from k: Int, of trials: Int, _ p: Double) -> (below: Double, atLeast: Double) {
        if k <= 0 || p >= 1 { return k <= trials ? (0, 1) : (1, 0) }
        if k > trials || p <= 0 { return (1, 0) }
        let odds = p / (1 - p)
        let mode = min(trials, Int(Double(trials + 1) * p))
        return tails(from: k, mode: mode) { value in
            Double(trials - value) / Double(value + 1) * odds
        }
    }

    /// P(X < k) and P(X ≥ k) for X Poisson.
    static func poissonTails(from k: Int, _ mean: Double) -> (below: Double, atLeast: Double) {
        if k <= 0 { return (0, 1) }
        if mean <= 0 { return (1, 0) }
        return tails(from: k, mode: Int(mean)) { value in mean / Double(value + 1) }
    }

    /// Adds up the probabilities from the most probable value outwards, relative to it, until they are of no weight. No
    /// factorial and no logarithm is needed, and nothing can overflow.
    ///
    /// - Parameter ratio: P(value + 1) by P(value); it falls as the value rises.
    private static func tails(
        from k: Int, mode: Int, ratio: (Int) -> Double
    ) -> (below: Double, atLeast: Double) {
        var (below, atLeast) = mode < k ? (1.0, 0.0) : (0.0, 1.0)
        var term = 1.0
        var value = mode
        while term > 1e-19 {
            term *= ratio(value)
            value += 1
            if value < k { below += term } else { atLeast += term }
        }
        term = 1
        value = mode
        while value > 0, term > 1e-19 {
            value -= 1
            term /= ratio(value)
            if value < k { below += term } else { atLeast += term }
        }
        let whole = below + atLeast
        return (below / whole, atLeast / whole)
    }

    /// Where `isBeyond` changes from false to true, between two neighbours of some 50 binary digits.
    private static func crossing(
        in range: ClosedRange<Double>, _ isBeyond: (Double) -> Bool
    ) -> (below: Double, above: Double) {
        var (below, above) = (range.lowerBound, range.upperBound)
        for _ in 0..<50 {
            let middle = (below + above) / 2
            if isBeyond(middle) { above = middle } else { below = middle }
        }
        return (below, above)
    }
}

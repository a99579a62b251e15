/// Exact draws from the discrete Laplace distribution: P(X = x) ∝ exp(−ε·|x|) for whole x, with rational ε = p/q.
///
/// Source: C. Canonne, G. Kamath, T. Steinke, "The Discrete Gaussian for Differential Privacy" (2020), algorithms 1
/// (Bernoulli(exp(−γ))) and 2 (discrete Laplace). Whole numbers only; overflow traps, so that no draw is ever made from
/// another distribution.
///
/// Adding such a draw to a count makes any two counts that differ by one passage indistinguishable up to a factor e^ε:
/// each passage is protected with ε. It does not protect a habit: a person with m passages is protected with m·ε.
package struct DiscreteLaplace: Sendable, Equatable {
    /// p of ε = p/q, at least 1.
    package let numerator: UInt64
    /// q of ε = p/q, at least 1.
    package let denominator: UInt64

    /// - Returns: nil unless both are from 1 to 1,000,000.
    package init?(numerator: UInt64, denominator: UInt64) {
        guard (1...1_000_000).contains(numerator), (1...1_000_000).contains(denominator) else { return nil }
        self.numerator = numerator
        self.denominator = denominator
    }

    /// One draw. On average it takes a few dozen random words.
    package func draw(using random: inout some RandomNumberGenerator) -> Int64 {
        while true {
            let remainder = random.next(upperBound: denominator)
            guard Self.bernoulliExp(remainder, denominator, using: &random) else { continue }
            var wholes: UInt64 = 0
            while Self.bernoulliExp(1, 1, using: &random) { wholes += 1 }
            let magnitude = (remainder + denominator * wholes) / numerator
            let isNegative = random.next(upperBound: UInt64(2)) == 1
            // 0 would otherwise come out twice as often as it should, once with each sign.
            if isNegative, magnitude == 0 { continue }
            return isNegative ? -Int64(magnitude) : Int64(magnitude)
        }
    }

    /// True with probability exp(−n/d), for 0 ≤ n ≤ d.
    private static func bernoulliExp(
        _ n: UInt64, _ d: UInt64, using random: inout some RandomNumberGenerator
    ) -> Bool {
        var k: UInt64 = 1
        // Bernoulli(n/(d·k)), exactly: a uniform whole number below d·k is below n.
        while random.next(upperBound: d * k) < n { k += 1 }
        return k % 2 == 1
    }
}

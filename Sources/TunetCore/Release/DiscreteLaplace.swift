/// Exact draws from the discrete Laplace distribution: P(X = x) = (1 − t)/(1 + t) · t^|x| for whole x, with t = e^−ε and
/// rational ε = p/q.
///
/// Source: C. Canonne, G. Kamath, T. Steinke, "The Discrete Gaussian for Differential Privacy" (NeurIPS 2020,
/// arXiv:2004.00010), algorithm 1 (Bernoulli(exp(−γ))) and algorithm 2 (discrete Laplace), with their s = p and t = q.
/// Unsigned whole numbers only, whose overflow traps: no draw is ever made from another distribution, and there is no
/// floating point whose last bits could tell what was added to what (I. Mironov, "On Significance of the Least Significant
/// Bits for Differential Privacy", CCS 2012).
///
/// **What it guarantees.** X is added to a count that changes by at most 1 if one passage or press is added or taken away.
/// Whatever comes out is then at most e^ε times as likely with that passage as without it: each passage or press is
/// protected with ε (C. Dwork, F. McSherry, K. Nissim, A. Smith, "Calibrating Noise to Sensitivity", TCC 2006; for whole
/// numbers A. Ghosh, T. Roughgarden, M. Sundararajan, "Universally Utility-Maximizing Privacy Mechanisms", STOC 2009).
/// That holds for whoever knows all other passages, and whatever else is known.
///
/// **What it does not cover.**
/// - A habit: somebody who comes m times is in m counts, and protected with m·ε. A regular's year is not hidden.
/// - A group: n people who come together are n passages, and protected with n·ε.
/// - A second draw for the same count: two draws cost 2ε. The store draws once (<doc:Release>).
/// - The exact counts that exist on the device until their release, and what somebody at the door sees.
/// - How long a draw takes: it depends on its value. Nobody but the device sees that, since releases are published at fixed
///   times of day.
///
/// The proof by enumeration, and its commands, are in <doc:Noise>.
package struct DiscreteLaplace: Sendable, Hashable {
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

    /// One draw. At ε = 1 it takes 8 random bits on average, and so nearly always one word.
    ///
    /// - Parameter random: a cryptographic generator, unless nothing real is counted.
    package func draw(using random: inout some RandomNumberGenerator) -> Int64 {
        var bits = UniformBits(random)
        defer { random = bits.generator }
        return draw(from: &bits)
    }

    /// One draw.
    ///
    /// - Throws: only what `source` does.
    package func draw<Source: UniformSource>(from source: inout Source) throws(Source.Failure) -> Int64 {
        while true {
            if let noise = try attempt(from: &source) { return noise }
        }
    }

    /// One turn of algorithm 2.
    ///
    /// - Returns: nil if all has to be drawn again; independently of that, the next turn is like this one.
    /// - Throws: only what `source` does.
    package func attempt<Source: UniformSource>(from source: inout Source) throws(Source.Failure) -> Int64? {
        let remainder = try source.below(denominator)
        guard try Self.bernoulliExp(remainder, denominator, from: &source) else { return nil }
        var wholes: UInt64 = 0
        while try Self.bernoulliExp(1, 1, from: &source) { wholes += 1 }
        let magnitude = (remainder + denominator * wholes) / numerator
        let isNegative = try source.chance(1, of: 2)
        // 0 would otherwise come out twice as often as it should, once with each sign.
        if isNegative, magnitude == 0 { return nil }
        return isNegative ? -Int64(magnitude) : Int64(magnitude)
    }

    /// Algorithm 1: true with probability exp(−n/d), for 0 ≤ n ≤ d.
    private static func bernoulliExp<Source: UniformSource>(
        _ n: UInt64, _ d: UInt64, from source: inout Source
    ) throws(Source.Failure) -> Bool {
        var k: UInt64 = 1
        while try source.chance(n, of: d * k) { k += 1 }
        return k % 2 == 1
    }
}

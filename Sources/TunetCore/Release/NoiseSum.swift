import func Glibc.exp
import func Glibc.sin

/// The distribution of the noise in a sum of released values: the convolution of their discrete Laplace distributions.
///
/// The characteristic function of a leaf's noise is φ(θ) = 1/(1 + sin²(θ/2)/sinh²(ε/2)), and that of a sum is the product.
/// Wound around a circle of N whole numbers, N odd, the convolution is a finite sum over the N-th roots of unity: the
/// convolution theorem of the discrete Fourier transform, which is no approximation.
///
///     P(S mod N ∈ −w...w) = (2w + 1 + 2·Σ φ(θ)·sin((w + ½)·θ)/sin(θ/2))/N    over θ = 2πj/N, j = 1...(N − 1)/2
///
/// The circle is so large that less than 1e-13 of the mass goes around it (Chernoff's bound), and what may be missing for
/// that and for rounding is subtracted: ``leastProbability(within:)`` never promises too much. The derivation, and the
/// bounds of rounding, are in <doc:Noise>.
package struct NoiseSum: Sendable {
    /// j, and φ(θ)/sin(θ/2).
    private struct Frequency {
        var index: Int
        var amount: Double
    }

    /// What is added up, in units of ``grain``, with ε at most ``largestEpsilon``.
    private let terms: [NoiseTerm]
    /// |S| is larger than this with a probability of less than ``outside``. In units of ``grain``.
    private let reach: Int
    /// Those that are not negligible.
    private let frequencies: [Frequency]
    /// Bound of what floating point does to the sum, relative to the sum of the terms' amounts.
    private let relativeError: Double
    /// What the noise is counted in: 1, but more for an ε below ``smallestEpsilon``.
    private let grain: Int
    /// How far the sum can be from the one that is counted in grains.
    private let slack: Int

    /// What may lie beyond the circle.
    private static let outside = 1e-13
    /// A smaller φ is not added up. The terms left out come to less than 40 times as much.
    private static let negligible = 1e-18
    /// For each unit of weight. A smaller one is counted in grains, so that the circle of a leaf has at most some 100,000
    /// numbers. The collector accepts ε from 1/1000, for which the grain is 1.
    private static let smallestEpsilon = 1.0 / 1024
    /// A larger ε is taken as this one: its noise differs from 0 less than once in 1e17 draws.
    private static let largestEpsilon = 40.0

    /// - Parameter summands: ε above 0 and weights of at least 1. Without leaves there is no noise.
    package init(_ summands: [NoiseTerm]) {
        precondition(summands.allSatisfy { $0.epsilon > 0 && $0.weight >= 1 }, "ε is above 0, a weight at least 1")
        let (terms, grain, slack) = Self.grained(summands.filter { $0.leaves > 0 })
        self.terms = terms
        self.grain = grain
        self.slack = slack
        reach = Self.reach(terms)
        frequencies = Self.frequencies(terms, size: 2 * reach + 1)
        let leaves = terms.reduce(0) { $0 + $1.leaves }
        relativeError = 2 * (20 * Double(leaves) + Double(frequencies.count) + 40) * .ulpOfOne
    }

    /// A lower bound of the probability that the sum's noise lies in −width...width.
    ///
    /// It is less than the probability by 1e-9 at most, up to 10,000 leaves of ε ≥ 1/1000.
    package func leastProbability(within width: Int) -> Double {
        guard width >= slack else { return 0 }
        let width = (width - slack) / grain
        if width >= reach { return 1 - Self.outside }
        let size = 2 * reach + 1
        let factor = 2 * width + 1
        var sum = 0.0
        var amounts = 0.0
        for frequency in frequencies {
            // (w + ½)·θ = factor · j · π/N, reduced to 0..<2π in whole numbers.
            let turn = factor * frequency.index % (2 * size)
            let term = frequency.amount * Self.sine(turn % size, of: size)
            sum += turn < size ? term : -term
            amounts += term
        }
        let error = (Double(factor) + 2 * amounts) * relativeError
        let wound = (Double(factor) + 2 * sum - error) / Double(size)
        return max(0, wound - Self.outside - 40 * Self.negligible)
    }

    /// The least width for which ``leastProbability(within:)`` is at least `probability`.
    package func leastHalfWidth(probability: Double) -> Int {
        var tooNarrow = -1
        var wideEnough = reach
        while wideEnough - tooNarrow > 1 {
            let middle = (tooNarrow + wideEnough) / 2
            if leastProbability(within: middle * grain + slack) >= probability {
                wideEnough = middle
            } else {
                tooNarrow = middle
            }
        }
        return wideEnough * grain + slack
    }
}

extension NoiseSum {
    /// The same ε and weight put together, and all noise in grains if an ε is tiny.
    ///
    /// X = h·Y + R, where Y has h·ε and |R| < h: a geometric number is h times its quotient by h, which is geometric with
    /// t^h, and a remainder; and X is the difference of two. What the remainders add up to at most is the slack.
    private static func grained(_ summands: [NoiseTerm]) -> (terms: [NoiseTerm], grain: Int, slack: Int) {
        let smallest = summands.map { $0.epsilon / Double($0.weight) }.min() ?? 1
        let grain = max(1, Int((smallestEpsilon / smallest).rounded(.down)))
        let slack = summands.reduce(0) { $0 + $1.leaves * $1.weight * (grain - 1) }
        var terms: [NoiseTerm] = []
        for summand in summands {
            let epsilon = min(summand.epsilon * Double(grain), largestEpsilon)
            if let known = terms.firstIndex(where: { $0.epsilon == epsilon && $0.weight == summand.weight }) {
                terms[known].leaves += summand.leaves
            } else {
                terms.append(NoiseTerm(leaves: summand.leaves, epsilon: epsilon, weight: summand.weight))
            }
        }
        return (terms, grain, slack)
    }

    /// Chernoff's bound: P(|S| > a) ≤ 2·E(exp(λS))·exp(−λa) for all λ > 0, where E(exp(λX)) of a leaf is
    /// 1/(1 − x) with x = sinh²(λ/2)/sinh²(ε/2) < 1, and −ln(1 − x) ≤ x/(1 − x). 2·exp(−32) is less than 1e-13.
    private static func reach(_ terms: [NoiseTerm]) -> Int {
        guard !terms.isEmpty else { return 0 }
        // That of a leaf is 1/(2·sinh²(ε/2)).
        let variance = terms.reduce(0.0) { sum, term in
            let weight = Double(term.weight)
            return sum + Double(term.leaves) * weight * weight / (2 * hyperbolicSineSquared(term.epsilon / 2))
        }
        // Every λ gives a bound. The first is best where the sum is nearly normal; the second keeps x below a half.
        let smallest = terms.map { $0.epsilon / Double($0.weight) }.min() ?? 1
        let lambda = min(8 / variance.squareRoot(), 0.7 * smallest)
        let logarithm = terms.reduce(0.0) { sum, term in
            let x = hyperbolicSineSquared(lambda * Double(term.weight) / 2) / hyperbolicSineSquared(term.epsilon / 2)
            return sum + Double(term.leaves) * x / (1 - x)
        }
        return Int(((logarithm + 32) / lambda).rounded(.up))
    }

    private static func frequencies(_ terms: [NoiseTerm], size: Int) -> [Frequency] {
        let factors = terms.map { 1 / hyperbolicSineSquared($0.epsilon / 2) }
        var frequencies: [Frequency] = []
        for index in 1..<max(1, size / 2 + 1) {
            var all = 1.0
            // φ of a leaf of weight 1 only falls on the way around half the circle; of others it rises again.
            var falling = 1.0
            for (term, factor) in zip(terms, factors) {
                let sine = sine(index * term.weight % size, of: size)
                let product = power(1 / (1 + sine * sine * factor), term.leaves)
                all *= product
                if term.weight == 1 { falling *= product }
            }
            if falling < negligible { break }
            if all >= negligible { frequencies.append(Frequency(index: index, amount: all / sine(index, of: size))) }
        }
        return frequencies
    }

    /// sin(π·part/size), from 0 to 1, for 0 ≤ part ≤ size.
    private static func sine(_ part: Int, of size: Int) -> Double {
        sin(.pi * Double(min(part, size - part)) / Double(size))
    }

    /// sinh²(x) for x > 0, without the cancellation of exp(x) − exp(−x) near 0.
    private static func hyperbolicSineSquared(_ x: Double) -> Double {
        guard x < 1 else {
            let sine = (exp(x) - exp(-x)) / 2
            return sine * sine
        }
        // x + x³/3! + x⁵/5! + ...; the first term left out is less than 1e-19 of the sum.
        var sum = 1.0
        for n in stride(from: 20.0, through: 2, by: -2) { sum = 1 + sum * x * x / (n * (n + 1)) }
        return x * sum * (x * sum)
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var result = 1.0
        var square = base
        var remaining = exponent
        while remaining > 0 {
            if remaining & 1 == 1 { result *= square }
            square *= square
            remaining >>= 1
        }
        return result
    }
}

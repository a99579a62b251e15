import Testing

@testable import TunetCore

/// The distribution of sums by the circle, against the convolution of the distributions themselves.
@Suite("Noise of a sum")
struct NoiseSumTests {
    /// A sum's distribution on −reach...reach: one leaf after the other, each by the recursion of a geometric distribution
    /// in both directions. Only positive numbers are added and multiplied, so that every mass is right to 1e-10 of it; what
    /// falls off the ends is less than 1e-12 if the reach is large enough.
    private static func convolved(_ terms: [NoiseTerm], reach: Int) -> [Double] {
        var masses = [Double](repeating: 0, count: 2 * reach + 1)
        masses[reach] = 1
        for term in terms {
            let t = DiscreteLaplaceTests.exponential(-term.epsilon)
            let scale = (1 - t) * (1 - t)
            for _ in 0..<term.leaves {
                for i in term.weight..<masses.count { masses[i] += t * masses[i - term.weight] }
                for i in (0..<(masses.count - term.weight)).reversed() { masses[i] += t * masses[i + term.weight] }
                for i in masses.indices { masses[i] *= scale }
            }
        }
        return masses
    }

    static let sums: [[NoiseTerm]] = [
        [NoiseTerm(leaves: 1, epsilon: 1)],
        [NoiseTerm(leaves: 22, epsilon: 1)],
        [NoiseTerm(leaves: 366, epsilon: 1)],
        [NoiseTerm(leaves: 366, epsilon: 0.5)],
        [NoiseTerm(leaves: 52, epsilon: 10)],
        [NoiseTerm(leaves: 3, epsilon: 0.02)],
        // Different ε, also for the same leaves twice.
        [NoiseTerm(leaves: 100, epsilon: 1), NoiseTerm(leaves: 200, epsilon: 0.5), NoiseTerm(leaves: 30, epsilon: 10)],
        [NoiseTerm(leaves: 4, epsilon: 1), NoiseTerm(leaves: 1, epsilon: 0.05), NoiseTerm(leaves: 2, epsilon: 1)],
        // Entries and passages in half visits, and weights without a common divisor.
        [NoiseTerm(leaves: 5, epsilon: 1, weight: 2), NoiseTerm(leaves: 3, epsilon: 0.5)],
        [NoiseTerm(leaves: 31, epsilon: 1, weight: 2), NoiseTerm(leaves: 1, epsilon: 2)],
        [NoiseTerm(leaves: 7, epsilon: 1, weight: 2)],
        [NoiseTerm(leaves: 7, epsilon: 1, weight: 2), NoiseTerm(leaves: 4, epsilon: 1, weight: 3)],
    ]

    @Test("Probabilities are those of the convolution, and never more", arguments: sums)
    func convolution(terms: [NoiseTerm]) {
        let sum = NoiseSum(terms)
        let width = sum.leastHalfWidth(probability: 0.95)
        let reach = 6 * width + 60
        let masses = Self.convolved(terms, reach: reach)
        var exact = 0.0
        var least: Int?
        for w in 0...(3 * width + 5) {
            exact += masses[reach + w] + (w > 0 ? masses[reach - w] : 0)
            let found = sum.leastProbability(within: w)
            // Both are doubles: the convolution itself may be 1e-12 too low.
            #expect(found <= exact + 1e-12 && found > exact - 1e-9, "\(w)")
            if least == nil, exact >= 0.95 { least = w }
        }
        #expect(width == least)
    }

    @Test("Without leaves there is no noise")
    func nothing() {
        #expect(NoiseSum([]).leastHalfWidth(probability: 0.95) == 0)
        #expect(NoiseSum([NoiseTerm(leaves: 0, epsilon: 1)]).leastProbability(within: 0) > 0.999_999)
        #expect(NoiseInterval(terms: []).halfWidth == 0)
    }

    /// Of one and of two leaves there are closed formulas, for every ε:
    /// P(|X| > w) = 2·t^(w+1)/(1 + t), and the sum of two is ((1 − t)/(1 + t))²·t^k·(k + (1 + t²)/(1 − t²)) at ±k.
    @Test(
        "Tiny ε: wide enough by the closed formula, and by no more than 1 in 1000",
        arguments: [0.001, 0.0007, 1e-4, 1e-5, 1e-6])
    func tiny(epsilon: Double) {
        let t = DiscreteLaplaceTests.exponential(-epsilon)
        func tail(_ width: Int) -> Double {
            2 * DiscreteLaplaceTests.exponential(-epsilon * Double(width + 1)) / (1 + t)
        }
        let width = NoiseInterval(leaves: 1, epsilon: epsilon).halfWidth
        #expect(tail(width) <= 0.05 + 1e-9)
        #expect(tail(width - width / 1000 - 1) > 0.05 - 1e-9)
        // Not narrower for the remainders of more leaves, and scaled as it should be.
        let year = NoiseInterval(leaves: 366, epsilon: epsilon).halfWidth
        let known = Double(NoiseInterval(leaves: 366, epsilon: 0.001).halfWidth) * 0.001
        #expect(Double(year) * epsilon >= known * 0.999 && Double(year) * epsilon <= known * 1.01)
    }

    /// It takes half a second without optimisation; adding up every product of two masses would take days.
    @Test("Tiny ε and years are affordable", .timeLimit(.minutes(1)))
    func affordable() {
        let terms = [
            [NoiseTerm(leaves: 1, epsilon: 0.001)], [NoiseTerm(leaves: 366, epsilon: 0.001)],
            [NoiseTerm(leaves: 366, epsilon: 0.001, weight: 2), NoiseTerm(leaves: 1, epsilon: 0.001)],
            [NoiseTerm(leaves: 1, epsilon: 1e-6)], [NoiseTerm(leaves: 366 * 100, epsilon: 0.001)],
            [NoiseTerm(leaves: 10_000_000, epsilon: 1)],
        ]
        for sum in terms { #expect(NoiseInterval(terms: sum).halfWidth > 0) }
    }

    @Test("The order of the terms, and whether equal ones are put together, makes no difference")
    func order() {
        let terms = [
            NoiseTerm(leaves: 3, epsilon: 1), NoiseTerm(leaves: 5, epsilon: 0.5), NoiseTerm(leaves: 2, epsilon: 1),
        ]
        let joined = [NoiseTerm(leaves: 5, epsilon: 0.5), NoiseTerm(leaves: 5, epsilon: 1)]
        #expect(NoiseInterval(terms: terms) == NoiseInterval(terms: joined))
        #expect(NoiseInterval(terms: terms.reversed()) == NoiseInterval(terms: joined))
    }

    @Test("Doubling all weights doubles the interval")
    func weights() {
        for leaves in [1, 4, 30] {
            let single = NoiseInterval(terms: [NoiseTerm(leaves: leaves, epsilon: 1)]).halfWidth
            #expect(NoiseInterval(terms: [NoiseTerm(leaves: leaves, epsilon: 1, weight: 2)]).halfWidth == 2 * single)
        }
    }
}

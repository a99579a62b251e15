import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Noise interval")
struct NoiseIntervalTests {
    /// The distribution of the sum of `leaves` draws on −reach...reach, convolved one by one.
    static func bruteForce(leaves: Int, epsilon: Double, reach: Int) -> [Double] {
        let single = (-reach...reach).map { DiscreteLaplaceTests.probability(of: Int64($0), epsilon: epsilon) }
        var sum = [Double](repeating: 0, count: 2 * reach + 1)
        sum[reach] = 1
        for _ in 0..<leaves {
            var next = [Double](repeating: 0, count: sum.count)
            for (i, mass) in sum.enumerated() where mass > 0 {
                for (j, probability) in single.enumerated() {
                    let place = i + j - reach
                    if next.indices.contains(place) { next[place] += mass * probability }
                }
            }
            sum = next
        }
        return sum
    }

    @Test(
        "The half-width is the least that holds 95 %",
        arguments: [1, 2, 3, 5, 8, 22], [(1.0, 90), (0.5, 160), (1.5, 60)] as [(Double, Int)])
    func minimal(leaves: Int, noise: (epsilon: Double, reach: Int)) {
        let width = NoiseInterval(leaves: leaves, epsilon: noise.epsilon).halfWidth
        let sum = Self.bruteForce(leaves: leaves, epsilon: noise.epsilon, reach: noise.reach)
        func coverage(_ width: Int) -> Double {
            sum[(noise.reach - width)...(noise.reach + width)].reduce(0, +)
        }
        #expect(coverage(width) >= 0.95)
        #expect(width == 0 || coverage(width - 1) < 0.95)
    }

    @Test(
        "One leaf: the closed formula", arguments: [1.0, 0.1, 0.01, 0.001, 2.0, 10.0],
        [0.5, 0.95, 0.975, 0.999, 1 - 1e-9])
    func oneLeaf(epsilon: Double, probability: Double) {
        // P(|X| > w) = 2·t^(w+1)/(1 + t)
        let t = DiscreteLaplaceTests.exponential(-epsilon)
        var width = 0
        var tail = 2 * t / (1 + t)
        while tail > 1 - probability {
            tail *= t
            width += 1
        }
        let found = NoiseInterval(leaves: 1, epsilon: epsilon, probability: probability).halfWidth
        // Whoever asks for all but a thousand-millionth gets what rounding might take, too.
        #expect(found == width || probability > 0.9999 && found <= width + 1 + Int(0.2 / epsilon) && found >= width)
    }

    @Test(
        "The numbers of the design: a month of 22 days and a year of 250",
        arguments: [(22, 6.4), (250, 21.5)])
    func design(leaves: Int, deviation: Double) {
        let width = NoiseInterval(leaves: leaves, epsilon: 1).halfWidth
        #expect(abs(Double(width) - 1.96 * deviation) <= 1)
    }

    @Test("Sums of drawn noise lie in the interval as often as it says", arguments: [1, 7, 22])
    func coverage(leaves: Int) throws {
        let noise = try #require(DiscreteLaplace(numerator: 1, denominator: 1))
        let width = Int64(NoiseInterval(leaves: leaves, epsilon: 1).halfWidth)
        var random = SeededGenerator(seed: UInt64(leaves))
        let rounds = 4000
        var inside = 0
        for _ in 0..<rounds {
            var sum: Int64 = 0
            for _ in 0..<leaves { sum += noise.draw(using: &random) }
            if abs(sum) <= width { inside += 1 }
        }
        #expect(Chernoff(draws: rounds, falseAlarms: 1e-7).range(of: inside).upperBound >= 0.95)
    }

    @Test("A month of 22 days with 12 visits each: at most ±13, and unbiased over 1,000 months")
    func month() throws {
        let noise = try #require(DiscreteLaplace(numerator: 1, denominator: 1))
        let interval = NoiseInterval(terms: [NoiseTerm(leaves: 22, noise: noise)])
        #expect(interval.halfWidth <= 13)
        // The mean error has a standard deviation of 0.2, so that one seed in 75 exceeds 0.5 by chance. That the draws of
        // 20 seeds are unbiased has a false-alarm rate of 1e-6: their sum lies in the interval of 440,000 leaves.
        var errors: [Double] = []
        for seed: UInt64 in 1...20 {
            var random = SeededGenerator(seed: seed)
            var error: Int64 = 0
            var outside = 0
            for _ in 0..<1000 {
                var released: Int64 = 0
                for _ in 0..<22 { released += 12 + noise.draw(using: &random) }
                error += released - 22 * 12
                if !interval.range(around: Int(released)).contains(22 * 12) { outside += 1 }
            }
            errors.append(Double(error) / 1000)
            #expect(Chernoff(draws: 1000, falseAlarms: 1e-8).range(of: outside).lowerBound <= 0.05)
        }
        #expect(abs(errors[0]) < 0.5)
        let all = NoiseInterval(leaves: 20 * 22_000, epsilon: 1, probability: 1 - 1e-6).halfWidth
        #expect(abs(errors.reduce(0, +)) * 1000 <= Double(all))
        #expect(errors.count { abs($0) < 0.5 } >= 17)
    }

    @Test("More leaves and less ε make it wider, never narrower")
    func monotone() {
        let byLeaves = [0, 1, 2, 5, 10, 50, 250, 1000].map { NoiseInterval(leaves: $0, epsilon: 1).halfWidth }
        #expect(byLeaves == byLeaves.sorted() && byLeaves[0] == 0 && byLeaves[1] > 0)
        let byEpsilon = [1000, 10, 2, 1, 0.5, 0.1, 0.001, 0.0005, 0.0001, 1e-6]
            .map { NoiseInterval(leaves: 5, epsilon: $0).halfWidth }
        #expect(byEpsilon == byEpsilon.sorted() && byEpsilon[0] == 0)
        let byProbability = [0, 0.5, 0.9, 0.95, 0.99, 1 - 1e-6, 1 - 1e-9]
            .map { NoiseInterval(leaves: 5, epsilon: 1, probability: $0).halfWidth }
        #expect(byProbability == byProbability.sorted() && byProbability[0] == 0)
    }

    @Test("A range is never below 0")
    func range() {
        let interval = NoiseInterval(leaves: 22, epsilon: 1)
        let width = interval.halfWidth
        #expect(interval.range(around: 100) == (100 - width)...(100 + width))
        #expect(interval.range(around: 2) == 0...(2 + width))
        #expect(interval.range(around: -1000) == 0...0)
    }
}

import Testing

@testable import TunetCore

@Suite("Discrete Laplace")
struct DiscreteLaplaceTests {
    /// Whole numbers of at most this many draws in each test.
    static let draws = 60_000

    /// P(X = x) for ε.
    static func probability(of x: Int64, epsilon: Double) -> Double {
        let t = exponential(-epsilon)
        return (1 - t) / (1 + t) * exponential(-epsilon * Double(abs(x)))
    }

    /// eˣ by its series, so that the check shares nothing with what it checks.
    static func exponential(_ x: Double) -> Double {
        var halvings = 0
        var small = x
        while abs(small) > 0.5 {
            small /= 2
            halvings += 1
        }
        var sum = 1.0
        var term = 1.0
        for n in 1..<20 {
            term *= small / Double(n)
            sum += term
        }
        for _ in 0..<halvings { sum *= sum }
        return sum
    }

    /// The chi-square statistic of draws against the exact distribution, and its number of cells.
    static func chiSquare(_ counts: [Int64: Int], epsilon: Double) -> (statistic: Double, cells: Int) {
        var reach: Int64 = 0
        while probability(of: reach + 1, epsilon: epsilon) * Double(draws) >= 20 { reach += 1 }
        var statistic = 0.0
        var inside = 0.0
        var insideCount = 0
        for x in -reach...reach {
            let expected = probability(of: x, epsilon: epsilon) * Double(draws)
            let difference = Double(counts[x] ?? 0) - expected
            statistic += difference * difference / expected
            inside += expected
            insideCount += counts[x] ?? 0
        }
        let outside = Double(draws) - inside
        let difference = Double(draws - insideCount) - outside
        return (statistic + difference * difference / outside, Int(2 * reach) + 2)
    }

    @Test("Draws have the exact distribution", arguments: [(1, 1), (1, 2), (3, 2), (1, 10)] as [(UInt64, UInt64)])
    func distribution(numerator: UInt64, denominator: UInt64) throws {
        let noise = try #require(DiscreteLaplace(numerator: numerator, denominator: denominator))
        let epsilon = Double(numerator) / Double(denominator)
        let seed = 20_260 + numerator * 100 + denominator
        var random = SeededGenerator(seed: seed)
        var counts: [Int64: Int] = [:]
        for _ in 0..<Self.draws { counts[noise.draw(using: &random), default: 0] += 1 }
        let (statistic, cells) = Self.chiSquare(counts, epsilon: epsilon)
        // Seven standard deviations of chi-square above its mean: less than one false alarm in a million seeds.
        let degrees = Double(cells - 1)
        #expect(statistic < degrees + 7 * (2 * degrees).squareRoot(), "seed \(seed)")

        let zero = Self.probability(of: 0, epsilon: epsilon)
        let share = Double(counts[0] ?? 0) / Double(Self.draws)
        #expect(abs(share - zero) < 6 * (zero * (1 - zero) / Double(Self.draws)).squareRoot(), "seed \(seed)")
        let positive = counts.reduce(0) { $1.key > 0 ? $0 + $1.value : $0 }
        let negative = counts.reduce(0) { $1.key < 0 ? $0 + $1.value : $0 }
        let signed = Double(positive + negative)
        #expect(abs(Double(positive - negative)) < 6 * signed.squareRoot(), "seed \(seed)")
    }

    @Test("The check itself would see a zero that is drawn twice as often")
    func checkCanFail() {
        let epsilon = 1.0
        var counts: [Int64: Int] = [:]
        // The exact expectation, but for zero with each sign kept.
        let doubled = 1 + Self.probability(of: 0, epsilon: epsilon)
        for x: Int64 in -40...40 {
            let weight = Self.probability(of: x, epsilon: epsilon) * (x == 0 ? 2 : 1)
            counts[x] = Int((weight / doubled * Double(Self.draws)).rounded())
        }
        let (statistic, cells) = Self.chiSquare(counts, epsilon: epsilon)
        #expect(statistic > Double(cells) + 7 * (2 * Double(cells)).squareRoot())
    }

    @Test("A leaf of ε = 1 has a standard deviation of 1.36")
    func deviation() throws {
        let noise = try #require(DiscreteLaplace(numerator: 1, denominator: 1))
        var random = SeededGenerator(seed: 7)
        var squares: Int64 = 0
        for _ in 0..<Self.draws {
            let draw = noise.draw(using: &random)
            squares += draw * draw
        }
        #expect(abs((Double(squares) / Double(Self.draws)).squareRoot() - 1.36) < 0.03)
    }

    @Test(
        "Only fractions of whole numbers from 1 to a million are accepted",
        arguments: [
            (0, 1, false), (1, 0, false), (0, 0, false), (1, 1, true), (1_000_000, 1, true), (1, 1_000_000, true),
            (1_000_001, 1, false), (1, 1_000_001, false), (.max, .max, false),
        ] as [(UInt64, UInt64, Bool)])
    func bounds(numerator: UInt64, denominator: UInt64, isAccepted: Bool) {
        let noise = DiscreteLaplace(numerator: numerator, denominator: denominator)
        #expect((noise != nil) == isAccepted)
        var random = SeededGenerator(seed: 1)
        _ = noise?.draw(using: &random)
    }

    @Test("The default policy's noise is ε = 1")
    func policy() {
        #expect(ReleasePolicy().noise == DiscreteLaplace(numerator: 1, denominator: 1))
        #expect(ReleasePolicy(epsilonNumerator: 3, epsilonDenominator: 2).noise?.denominator == 2)
    }
}

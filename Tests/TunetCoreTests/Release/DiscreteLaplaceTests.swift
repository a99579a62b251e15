import Testing
import TunetTestSupport

@testable import TunetCore

/// Draws with fixed seeds. For another seed, all tests of this suite together would give a false alarm in less than one of
/// a million cases, unless it says otherwise.
@Suite("Discrete Laplace")
struct DiscreteLaplaceTests {
    static let draws = 60_000
    /// Of each argument of each test, both sides of all comparisons together.
    static let falseAlarms = 5e-8

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

    /// Values whose share of the draws, or whose share together with all smaller ones, is not what chance allows.
    private static func suspicious(_ counts: [Int64: Int], _ p: UInt64, _ q: UInt64) -> [Int64] {
        let noise = TrueNoise(p, q, reach: 400)
        let reach = Int64(noise.masses.firstIndex { $0.approximation * Double(draws) < 5 } ?? 400)
        let chernoff = Chernoff(draws: draws, falseAlarms: falseAlarms / Double(4 * (2 * reach + 1)))
        // P(X ≤ x) = 1 − t^(x + 1)/(1 + t) for x ≥ 0.
        let beyond = noise.masses.map { ($0 * noise.t / (.one - noise.t)).approximation }
        var below = counts.reduce(0) { $1.key < -reach ? $0 + $1.value : $0 }
        return (-reach...reach).filter { x in
            below += counts[x] ?? 0
            let cumulative = x >= 0 ? 1 - beyond[Int(x)] : beyond[Int(-x - 1)]
            return !chernoff.allows(counts[x] ?? 0, probability: noise.mass(x).approximation)
                || !chernoff.allows(below, probability: cumulative)
        }
    }

    private static func counts(seed: UInt64, _ draw: (inout SeededGenerator) -> Int64) -> [Int64: Int] {
        var random = SeededGenerator(seed: seed)
        var counts: [Int64: Int] = [:]
        for _ in 0..<draws { counts[draw(&random), default: 0] += 1 }
        return counts
    }

    @Test(
        "Draws have the exact distribution",
        arguments: [(1, 1), (1, 2), (3, 2), (1, 10), (693_147, 1_000_000), (10, 1)] as [(UInt64, UInt64)])
    func distribution(numerator: UInt64, denominator: UInt64) throws {
        let noise = try #require(DiscreteLaplace(numerator: numerator, denominator: denominator))
        let seed = 20_260 + numerator * 100 + denominator
        let counts = Self.counts(seed: seed) { noise.draw(using: &$0) }
        #expect(Self.suspicious(counts, numerator, denominator).isEmpty, "seed \(seed)")
    }

    @Test("The check itself sees each fault", arguments: FaultySampler.Fault.allCases)
    func checkCanFail(fault: FaultySampler.Fault) {
        let isSeen = [(1, 1), (1, 2), (3, 2)].contains { (p: UInt64, q: UInt64) in
            let sampler = FaultySampler(fault: fault, numerator: p, denominator: q)
            // At ε = 1 these would never accept anything.
            if [.loopCountsOneLess, .loopStartsAtTwo].contains(fault), q == 1 { return false }
            let counts = Self.counts(seed: 77) { random in
                var bits = UniformBits(random)
                defer { random = bits.generator }
                while true {
                    if let noise = sampler.attempt(from: &bits) { return noise }
                }
            }
            return !Self.suspicious(counts, p, q).isEmpty
        }
        #expect(isSeen == (fault != .none))
    }

    /// Outputs of two neighbouring counts, n and n + 1: single values, and all up to a value or from it.
    private static func ratioIsRefuted(_ one: [Int64: Int], _ other: [Int64: Int], epsilon: Double) -> Bool {
        let outputs: ClosedRange<Int64> = -12...12
        return Chernoff(draws: draws, falseAlarms: falseAlarms / Double(Chernoff.comparisons(of: outputs)))
            .refutesRatio(one, other, factor: exponential(epsilon), outputs: outputs)
    }

    @Test(
        "Of neighbouring counts, no output is more than e^ε times as likely for one as for the other",
        arguments: [(1, 1), (1, 2), (2, 1)] as [(UInt64, UInt64)])
    func likelihoodRatio(p: UInt64, q: UInt64) throws {
        let noise = try #require(DiscreteLaplace(numerator: p, denominator: q))
        let one = Self.counts(seed: 1) { noise.draw(using: &$0) }
        let other = Self.counts(seed: 2) { 1 + noise.draw(using: &$0) }
        let epsilon = Double(p) / Double(q)
        #expect(!Self.ratioIsRefuted(one, other, epsilon: epsilon))
        // The comparison can fail: the same draws don't pass for four fifths of ε, nor two passages for one.
        #expect(Self.ratioIsRefuted(one, other, epsilon: epsilon * 0.8))
        let two = Self.counts(seed: 3) { 2 + noise.draw(using: &$0) }
        #expect(Self.ratioIsRefuted(one, two, epsilon: epsilon))
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

    /// What a source must not be asked: more than a number below the greatest bound, and a chance above 1.
    private struct Watched: UniformSource {
        var random: SeededGenerator
        var greatest: UInt64 = 0

        mutating func below(_ bound: UInt64) throws(Never) -> UInt64 {
            precondition(bound > 0)
            greatest = max(greatest, bound)
            return random.next() % bound
        }

        mutating func chance(_ cases: UInt64, of bound: UInt64) throws(Never) -> Bool {
            precondition(cases <= bound)
            return below(bound) < cases
        }
    }

    @Test(
        "Bounds stay far from overflow",
        arguments: [(1, 1_000_000), (1_000_000, 1_000_000), (999_999, 1_000_000)] as [(UInt64, UInt64)])
    func overflow(p: UInt64, q: UInt64) throws {
        let noise = try #require(DiscreteLaplace(numerator: p, denominator: q))
        var source = Watched(random: SeededGenerator(seed: 5))
        for _ in 0..<20_000 { _ = noise.draw(from: &source) }
        #expect(source.greatest < 100_000_000)
    }
}

import Testing

@testable import TunetCore

/// The sampler on every path, with exact weights: what it draws is the discrete Laplace distribution.
@Suite("Exact enumeration of the sampler")
struct EnumerationTests {
    /// Whether the enumerated mass of no value is more than its true probability. Of what is too far from 0 for
    /// `noise`, nothing is said.
    static func exceeded(_ masses: [Int64: Enclosure], _ noise: TrueNoise) -> [Int64] {
        masses.filter { Int($0.key.magnitude) < noise.masses.count && $0.value.high > noise.mass($0.key).low }
            .map(\.key).sorted()
    }

    private static func noise(_ p: UInt64, _ q: UInt64) throws -> DiscreteLaplace {
        try #require(DiscreteLaplace(numerator: p, denominator: q))
    }

    static func attempts(_ noise: DiscreteLaplace, _ source: TreeSource) -> Enumeration {
        Enumeration(source) { (source: inout TreeSource) throws(TreeSource.Cut) in try noise.attempt(from: &source) }
    }

    /// One in so many.
    static func less(_ mass: Enclosure, than denominator: UInt64) -> Bool {
        mass.high < Enclosure.fraction(1, denominator).low
    }

    @Test(
        "No value has more than its true probability, and all of it but a millionth is explored",
        arguments: [
            (1, 1, 35, 1_000_000), (2, 1, 35, 1_000_000), (10, 1, 35, 1_000_000), (1, 2, 36, 1_000_000),
            (3, 2, 36, 1_000_000), (1, 10, 32, 80_000),
            // Near ln 2 and ln 3, for which e^ε is nearly 2 and 3.
            (9, 13, 32, 50_000), (61, 88, 29, 5000), (78, 71, 29, 5000),
        ] as [(UInt64, UInt64, Int, UInt64)])
    func complete(p: UInt64, q: UInt64, threshold: Int, part: UInt64) throws {
        let found = Self.attempts(try Self.noise(p, q), TreeSource(threshold: threshold))
        #expect(found.total.low <= Enclosure.one.low && Enclosure.one.high <= found.total.high)
        let (masses, unexplored) = found.folded
        let reach = Int(masses.keys.max() ?? 0)
        #expect(Self.exceeded(masses, TrueNoise(p, q, reach: reach)).isEmpty)
        #expect(Self.less(unexplored, than: part), "\(unexplored.approximation) after \(found.paths) paths")
    }

    @Test(
        "The same of whole draws, whose attempts are all on the tree",
        arguments: [(1, 1, 33, 60_000), (1, 2, 28, 1500)] as [(UInt64, UInt64, Int, UInt64)])
    func draws(p: UInt64, q: UInt64, threshold: Int, part: UInt64) throws {
        let noise = try Self.noise(p, q)
        let found = Enumeration(TreeSource(threshold: threshold)) {
            (source: inout TreeSource) throws(TreeSource.Cut) in try noise.draw(from: &source)
        }
        #expect(found.retry == .zero)
        #expect(found.total.low <= Enclosure.one.low && Enclosure.one.high <= found.total.high)
        #expect(Self.exceeded(found.masses, TrueNoise(p, q, reach: 200)).isEmpty)
        #expect(Self.less(found.unexplored, than: part), "\(found.unexplored.approximation) after \(found.paths) paths")
    }

    @Test(
        "Where there are too many paths, no explored part has more than its true probability",
        arguments: [(1, 1000, 30), (693_147, 1_000_000, 36), (274_653, 250_000, 36)] as [(UInt64, UInt64, Int)])
    func partial(p: UInt64, q: UInt64, threshold: Int) throws {
        let found = Self.attempts(try Self.noise(p, q), TreeSource(threshold: threshold, widest: 150))
        #expect(found.total.low <= Enclosure.one.low && Enclosure.one.high <= found.total.high)
        #expect(Self.exceeded(found.masses, TrueNoise(p, q, reach: 20_000)).isEmpty)
        #expect(found.masses.count > 15)
    }

    /// What an attempt does after its remainder u. With v wholes it comes to ⌊(u + qv)/p⌋, with either sign, with
    /// probability ½·exp(−u/q)·(1 − exp(−1))·exp(−v). The sum over all u and v is the distribution.
    @Test(
        "After each remainder, no value has more than its true probability, and nearly all is explored",
        arguments: [(1, 1000), (693_147, 1_000_000), (274_653, 250_000), (1, 1_000_000)] as [(UInt64, UInt64)])
    func afterRemainder(p: UInt64, q: UInt64) throws {
        let noise = try Self.noise(p, q)
        let half = (Enclosure.one - Enclosure.exponential(minus: 1, over: 1)).times(1, over: 2)
        for u in [0, 1, 2, q / 7, q / 2, q - 2, q - 1] {
            let found = Self.attempts(noise, TreeSource(threshold: 28, pinned: u))
            #expect(found.total.low <= Enclosure.one.low && Enclosure.one.high <= found.total.high)
            #expect(Self.less(found.unexplored, than: 10_000), "\(found.unexplored.approximation)")
            var expected: [Int64: Enclosure] = [:]
            for v: UInt64 in 0...40 {
                let value = Int64((u + q * v) / p)
                let mass = Enclosure.exponential(minus: u, over: q) * Enclosure.exponential(minus: v, over: 1) * half
                expected[value, default: .zero] += mass
                if value != 0 { expected[-value, default: .zero] += mass }
            }
            for (value, mass) in found.masses {
                #expect(mass.high <= expected[value, default: .zero].low, "\(value) after \(u)")
            }
        }
    }

    @Test("Each fault is seen, and without one the copy of the sampler is the sampler")
    func faults() throws {
        let epsilons: [(UInt64, UInt64)] = [(1, 1), (1, 2), (3, 2)]
        for fault in FaultySampler.Fault.allCases {
            let caught = try epsilons.contains { p, q in
                let sampler = FaultySampler(fault: fault, numerator: p, denominator: q)
                let found = Enumeration(TreeSource(threshold: 22)) {
                    (source: inout TreeSource) throws(TreeSource.Cut) in try sampler.attempt(from: &source)
                }
                if fault == .none {
                    let real = Self.attempts(try Self.noise(p, q), TreeSource(threshold: 22))
                    #expect(found.masses == real.masses && found.retry == real.retry)
                }
                return !Self.exceeded(found.folded.masses, TrueNoise(p, q, reach: 60)).isEmpty
            }
            #expect(caught == (fault != .none), "\(fault)")
        }
    }

    /// P(x) lies between what is explored of it and that and all unexplored mass. So the ratio of two neighbours is known
    /// up to the unexplored mass, and one of more than e^ε would be refuted.
    @Test(
        "Neighbouring counts are told apart by a factor of e^ε at most, and where much is explored by no less",
        arguments: [(1, 1, 35), (1, 2, 36), (2, 1, 35)] as [(UInt64, UInt64, Int)])
    func ratio(p: UInt64, q: UInt64, threshold: Int) throws {
        let (masses, unexplored) = Self.attempts(try Self.noise(p, q), TreeSource(threshold: threshold)).folded
        let t = Enclosure.exponential(minus: p, over: q)
        var close = 0
        for (x, mass) in masses {
            guard let next = masses[x + 1] else { continue }
            for (likely, other) in [(mass, next), (next, mass)] {
                // P(x) ≤ e^ε·P(x + 1) is t·P(x) ≤ P(x + 1).
                #expect((likely * t).low <= (other + unexplored).high, "\(x)")
                guard other.low > unexplored.high << 14 else { continue }
                close += 1
                #expect((likely * t).low <= other.times(10_001, over: 10_000).high, "\(x)")
            }
        }
        #expect(close >= 4)
    }

    @Test("A zero that comes out twice as often is told apart by more")
    func ratioCanFail() {
        let sampler = FaultySampler(fault: .negativeZeroKept, numerator: 1, denominator: 1)
        let (masses, unexplored) = Enumeration(TreeSource(threshold: 35)) {
            (source: inout TreeSource) throws(TreeSource.Cut) in try sampler.attempt(from: &source)
        }.folded
        let likely = masses[0, default: .zero] * Enclosure.exponential(minus: 1, over: 1)
        #expect(likely.low > (masses[1, default: .zero] + unexplored).high)
    }

    @Test("The enclosure holds known numbers")
    func enclosure() {
        let inverse = Enclosure.exponential(minus: 1, over: 1)
        let root = Enclosure.exponential(minus: 1, over: 2)
        #expect(inverse.high - inverse.low < 200 && root.high - root.low < 200)
        // e^−1 is 0.367879441171442321595...: OEIS A068985.
        let digits =
            Enclosure.fraction(367_879, 1_000_000) + Enclosure.fraction(441_171, 1_000_000).times(1, over: 1_000_000)
        let tail = Enclosure.fraction(442_321, 1_000_000).times(1, over: 1_000_000_000_000)
        let unit = Enclosure.one.times(1, over: 1_000_000_000_000_000_000)
        #expect((digits + tail).low <= inverse.low && inverse.high <= (digits + tail + unit).high)
        for (a, b) in [
            (root, root),
            (.exponential(minus: 693_147, over: 1_000_000), .exponential(minus: 306_853, over: 1_000_000)),
        ] {
            let product = a * b
            #expect(product.low <= inverse.high && inverse.low <= product.high)
        }
        let third = Enclosure.one / Enclosure.fraction(3, 1)
        #expect(third == Enclosure.fraction(1, 3) && third.high == third.low + 1)
        // What is left out of the series is not forgotten: a sum of all masses is 1 at most, and nearly.
        let noise = TrueNoise(1, 1, reach: 60)
        let all = noise.masses.dropFirst().reduce(noise.masses[0]) { $0 + $1 + $1 }
        #expect(all.low < Enclosure.one.low && Enclosure.one.low - all.high < Enclosure.one.low >> 80)
    }
}

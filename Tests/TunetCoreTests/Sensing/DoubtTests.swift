import Testing

@testable import TunetCore

@Suite("Doubt")
struct DoubtTests {
    /// From tables of the Poisson distribution: the least k with P(X ≤ k) ≥ 0.975.
    @Test(
        "The quantile is that of the Poisson distribution",
        arguments: [
            (0, 0), (1, 0), (10, 0), (25, 0), (26, 1), (100, 1), (500, 2), (1000, 3), (2000, 5), (5000, 10),
            (10_000, 17),
            (20_000, 29), (100_000, 120),
        ])
    func quantile(thousandths: Int, expected: Int) {
        #expect(Quantile.poisson(thousandths: thousandths) == expected)
    }

    @Test("More doubt never makes narrower bounds, and there is no limit to its size")
    func order() {
        var last = 0
        for thousandths in stride(from: 0, to: 3_000_000, by: 1733) {
            let quantile = Quantile.poisson(thousandths: thousandths)
            #expect(quantile >= last && quantile * 1000 >= thousandths - 1000)
            last = quantile
        }
    }

    @Test("Bounds hold the count and nothing below zero")
    func bounds() {
        #expect(Doubt.none.bounds(of: 7) == 7...7)
        #expect(Doubt(over: 1000, under: 10).bounds(of: 7) == 4...7)
        #expect(Doubt(over: 1000, under: 2000).bounds(of: 2) == 0...7)
    }

    @Test(
        "Numbers that only a damaged store holds give bounds at once, and never trap",
        arguments: [
            Int.max, Int.max / 2, 1_000_001_000, 1_000_000_000_000_000,
        ])
    func absurd(thousandths: Int) {
        let mean = thousandths / 1000
        let quantile = Quantile.poisson(thousandths: thousandths)
        #expect(quantile > mean && quantile - mean <= Int(2 * Double(mean).squareRoot()))
        #expect(Doubt(over: thousandths, under: 3).bounds(of: -7).lowerBound == 0)
    }

    @Test("The normal approximation takes over where it says the same")
    func takeover() {
        let exact = Quantile.poisson(thousandths: 1_000_000_000)
        #expect(abs(exact - Quantile.poisson(thousandths: 1_000_001_000)) <= 3)
    }
}

import Testing
import TunetCore

@Suite("Coverage")
struct CoverageTests {
    private func coverage(_ observed: [Int64?], from first: Int64 = 100) -> Coverage {
        var coverage = Coverage(period: first..<first + Int64(observed.count))
        for (index, seconds) in observed.enumerated() {
            if let seconds { coverage.add(seconds * 1000, in: first + Int64(index)) }
        }
        coverage.closeShortGaps()
        return coverage
    }

    private func bins(_ text: String) -> [Int64?] { text.map { $0 == "x" ? 900 : nil } }

    @Test(arguments: [
        ("xxxxxxxx", 8), ("xx.xx..x", 8), ("xx...xxx", 8), ("xx....xx", 4), ("....xxxx", 4), ("xxx....", 3),
        ("...xxxxx", 8), ("x.......", 1), ("........", 0), ("x...x...", 8), ("", 0),
    ])
    func onlyGapsOfAnHourCount(_ text: String, _ expected: Int64) {
        let coverage = coverage(bins(text))
        #expect(coverage.observed(in: [100..<100 + Int64(text.count)]) == 900 * expected)
    }

    @Test func aPartOfThePeriodHasItsOwnShare() {
        let coverage = coverage(bins("xx....xx.x"))
        #expect(coverage.observed(in: [100..<103]) == 1800)
        #expect(coverage.observed(in: [100..<101, 107..<110]) == 3600)
        #expect(coverage.observed(in: [0..<1000]) == 900 * 6)
    }

    @Test func aBinIsNeverLongerThanItIs() {
        var coverage = Coverage(period: 100..<102)
        for _ in 0..<3 { coverage.add(500_000, in: 100) }
        coverage.add(1000, in: 99)
        coverage.add(-5, in: 101)
        coverage.add(412_300, in: 101)
        coverage.closeShortGaps()
        #expect(coverage.observed(in: [90..<110]) == 900 + 412)
    }

    /// Whoever stands in the door for less than an hour changes nothing that is published.
    @Test(arguments: 1...200)
    func nobodyShowsWhoStandsThereForLessThanAnHour(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let whole = (0..<96).map { _ in Int64?.some(900) }
        var without = whole
        // A night without power, or none.
        let night = Int.random(in: 0...20, using: &random)
        for bin in 0..<night { without[bin] = nil }
        var with = without
        let length = Int.random(in: 1...3, using: &random)
        // Not beside a gap that is there already: together they may be as long as an hour.
        let start = Int.random(in: night + 1..<96 - length, using: &random)
        for bin in start..<start + length { with[bin] = nil }
        let all = [Range<Int64>]([100..<130, 130..<196])
        for part in all { #expect(coverage(without).observed(in: [part]) == coverage(with).observed(in: [part])) }
    }
}

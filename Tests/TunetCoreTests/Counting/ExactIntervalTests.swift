import Testing

@testable import TunetCore

@Suite("Exact intervals")
struct ExactIntervalTests {
    struct Known: Sendable {
        var events: Int
        var trials = 0
        var low: Double
        var high: Double
    }

    /// 682 of 925 is the example of R's `binom.test` (W. J. Conover, "Practical Nonparametric Statistics", 1971, p. 97);
    /// the others from the same function.
    @Test(
        "Clopper and Pearson's limits as others have computed them",
        arguments: [
            Known(events: 0, trials: 10, low: 0, high: 0.3084971),
            Known(events: 1, trials: 10, low: 0.0025286, high: 0.4450161),
            Known(events: 5, trials: 10, low: 0.1870860, high: 0.8129140),
            Known(events: 10, trials: 10, low: 0.6915029, high: 1),
            Known(events: 95, trials: 100, low: 0.8871651, high: 0.9835681),
            Known(events: 682, trials: 925, low: 0.7076683, high: 0.7654066),
            Known(events: 3, trials: 250, low: 0.0024816, high: 0.0346666),
            Known(events: 1000, trials: 100_000, low: 0.0093926, high: 0.0106361),
            Known(events: 0, trials: 0, low: 0, high: 1),
        ])
    func clopperPearson(known: Known) {
        let (low, high) = ExactInterval.proportion(known.events, of: known.trials)
        #expect(abs(low - known.low) < 6e-8 && abs(high - known.high) < 6e-8, "\(low) to \(high)")
    }

    /// From the tables of Garwood (1936), and from quantiles of χ² beyond them.
    @Test(
        "Garwood's limits as others have computed them",
        arguments: [
            Known(events: 0, low: 0, high: 3.6888795), Known(events: 1, low: 0.0253178, high: 5.5716434),
            Known(events: 3, low: 0.6186721, high: 8.7672731), Known(events: 10, low: 4.7953887, high: 18.3903560),
            Known(events: 100, low: 81.3639913, high: 121.6267938),
        ])
    func garwood(known: Known) {
        let (low, high) = ExactInterval.mean(known.events)
        #expect(abs(low - known.low) < 6e-7 && abs(high - known.high) < 6e-7, "\(low) to \(high)")
    }

    @Test(
        "Student's quantiles as others have computed them",
        arguments: [
            (1, 12.7062), (2, 4.30265), (3, 3.18245), (10, 2.22814), (30, 2.04227), (31, 2.03951), (40, 2.02108),
            (60, 2.0003), (120, 1.97993), (1000, 1.96234),
        ])
    func student(freedom: Int, known: Double) {
        let quantile = ExactInterval.student(freedom)
        #expect(quantile >= known && quantile < known + 0.002)
    }

    /// The probabilities of 0...n, straight from the definition.
    static func binomial(_ n: Int, _ p: Double) -> [Double] {
        // From the end that is not too small for a number.
        if p > 0.5 { return binomial(n, 1 - p).reversed() }
        var probabilities = [(0..<n).reduce(1.0) { power, _ in power * (1 - p) }]
        for k in 0..<n { probabilities.append(probabilities[k] * Double(n - k) / Double(k + 1) * p / (1 - p)) }
        return probabilities
    }

    @Test("The tails are those of the definition", arguments: [1, 2, 7, 60, 200], [0.001, 0.05, 0.5, 0.93])
    func tails(n: Int, p: Double) {
        let probabilities = Self.binomial(n, p)
        for k in -1...(n + 1) {
            let below = probabilities.prefix(max(0, k)).reduce(0, +)
            let tails = ExactInterval.binomialTails(from: k, of: n, p)
            #expect(abs(tails.below - below) < 1e-12 && abs(tails.atLeast - (1 - below)) < 1e-12, "\(k) of \(n)")
        }
    }

    /// Whatever the truth is, also just beside the limits, where the coverage is worst.
    @Test(
        "The interval of a proportion holds the truth in at least 95 % of all cases",
        arguments: [1, 2, 3, 5, 10, 20, 50, 72, 100, 150, 200])
    func coverage(n: Int) {
        let intervals = (0...n).map { ExactInterval.proportion($0, of: n) }
        let grid = (1..<100).map { Double($0) / 100 }
        let beside = intervals.flatMap { [$0.low - 1e-9, $0.low + 1e-9, $0.high - 1e-9, $0.high + 1e-9] }
        var worst = (coverage: 1.0, p: 0.0)
        for p in grid + beside where p > 0 && p < 1 {
            let probabilities = Self.binomial(n, p)
            var covered = 0.0
            for (events, interval) in intervals.enumerated() where interval.low <= p && p <= interval.high {
                covered += probabilities[events]
            }
            if covered < worst.coverage { worst = (covered, p) }
        }
        #expect(worst.coverage >= 0.95 - 1e-9, "\(n) trials, p = \(worst.p)")
        #expect(n < 20 || worst.coverage < 0.985, "the interval is no wider than it has to be")
    }

    @Test("The interval of a mean holds the truth in at least 95 % of all cases")
    func coverageOfMeans() {
        let intervals = (0...120).map { ExactInterval.mean($0) }
        for tenth in 1...500 {
            let mean = Double(tenth) / 10
            var probability = (0..<tenth).reduce(1.0) { power, _ in power * 0.904_837_418_035_959_6 }
            var covered = 0.0
            for (events, interval) in intervals.enumerated() {
                if interval.low <= mean, mean <= interval.high { covered += probability }
                probability *= mean / Double(events + 1)
            }
            #expect(covered >= 0.95 - 1e-9, "mean \(mean)")
        }
    }

    @Test("Twenty million people are no trouble")
    func many() {
        let (low, high) = ExactInterval.proportion(400_000, of: 20_000_000)
        #expect(low < 0.02 && 0.02 < high && high - low < 0.000_13)
    }
}

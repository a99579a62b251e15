/// How well a door's sensor counts, from all checks of the door since its sensor was last changed.
///
/// Pure arithmetic; the article CountCheck says what it means and what it does not.
package struct CountAccuracy: Sendable, Equatable {
    /// A value with its 95 % interval.
    package struct Estimate: Sendable, Equatable {
        package var value: Double
        package var low: Double
        package var high: Double
    }

    /// The interval of the accuracy is narrow enough at this width: five percentage points, ± 2.5.
    ///
    /// Without an error that takes 72 people, and then the lower limit is 95 %.
    package static let targetWidth = 0.05
    /// From so many checks on, the scatter between them says something.
    static let scatterChecks = 3

    /// How many checks.
    package var checks: Int
    /// Passages that people counted by hand.
    package var byHand: Int
    /// Passages that the sensor counted in the same time.
    package var bySensor: Int
    /// The errors of all checks, added up: see ``CheckedCount/errors``.
    package var errors: Int
    /// 1 − errors by passages, at least 0. Nil before anybody was counted.
    package var accuracy: Estimate?
    /// What the sensor's count would have to be multiplied by: by hand / by sensor. Nil as long as its interval has no
    /// upper limit. It is never applied to a count.
    package var factor: Estimate?
    /// How many more people should be counted until the accuracy is certain to ± 2.5 percentage points, if the sensor
    /// goes on as it has done; 0 if that is so.
    package var missing: Int

    package var isEnough: Bool { missing == 0 }

    package init(_ counts: some Collection<CheckedCount>) {
        checks = counts.count
        byHand = counts.reduce(0) { $0 + $1.byHand }
        bySensor = counts.reduce(0) { $0 + $1.bySensor }
        errors = counts.reduce(0) { $0 + $1.errors }
        accuracy = Self.accuracy(errors: errors, of: byHand)
        factor = Self.factor(counts, byHand: byHand, bySensor: bySensor)
        missing = Self.missing(errors: errors, of: byHand)
    }

    // MARK: - Accuracy

    /// - Parameter errors: may be more than `people`, if the sensor counted what nobody was.
    static func accuracy(errors: Int, of people: Int) -> Estimate? {
        guard people > 0 else { return nil }
        let wrong = min(errors, people)
        let share = ExactInterval.proportion(wrong, of: people)
        return Estimate(value: 1 - Double(wrong) / Double(people), low: 1 - share.high, high: 1 - share.low)
    }

    /// The number after which the interval is narrow enough, while one person fewer would leave it too wide; errors go
    /// on at the rate seen so far, rounded up.
    static func missing(errors: Int, of people: Int) -> Int {
        func isNarrow(_ further: Int) -> Bool {
            let all = people + further
            guard all > 0 else { return false }
            let wrong = people == 0 ? 0 : rate(min(errors, people), of: people, for: all)
            guard let estimate = accuracy(errors: wrong, of: all) else { return false }
            return estimate.high - estimate.low <= targetWidth
        }
        if isNarrow(0) { return 0 }
        var (tooFew, enough) = (0, 1)
        while !isNarrow(enough) { (tooFew, enough) = (enough, 2 * enough) }
        while enough - tooFew > 1 {
            let middle = (tooFew + enough) / 2
            if isNarrow(middle) { enough = middle } else { tooFew = middle }
        }
        return enough
    }

    /// `errors` / `people` · `all`, rounded up, however large they are. `errors` is at most `people`.
    private static func rate(_ errors: Int, of people: Int, for all: Int) -> Int {
        let (quotient, remainder) = people.dividingFullWidth(errors.multipliedFullWidth(by: all))
        return quotient + (remainder > 0 ? 1 : 0)
    }

    // MARK: - Factor

    /// The interval is the wider one of two, each of which is right where the other is not: of exact limits for the
    /// passages missed and those counted too much, and of the scatter between the checks.
    static func factor(_ counts: some Collection<CheckedCount>, byHand: Int, bySensor: Int) -> Estimate? {
        guard byHand > 0, bySensor > 0 else { return nil }
        let exact = exactRatio(counts, of: byHand)
        let scatter = scatterRatio(counts, byHand: byHand, bySensor: bySensor)
        let low = min(exact.low, scatter?.low ?? exact.low)
        let high = max(exact.high, scatter?.high ?? exact.high)
        guard low > 0 else { return nil }
        return Estimate(value: Double(byHand) / Double(bySensor), low: 1 / high, high: 1 / low)
    }

    /// Limits of sensor / hand: 1 − missed + extra, each with an exact interval of 97.5 %, so that both hold in 95 % of
    /// all cases (Bonferroni).
    private static func exactRatio(
        _ counts: some Collection<CheckedCount>, of people: Int
    ) -> (low: Double, high: Double) {
        let missed = ExactInterval.proportion(
            min(people, counts.reduce(0) { $0 + $1.missed }), of: people, error: 0.025)
        let extra = ExactInterval.mean(counts.reduce(0) { $0 + $1.extra }, error: 0.025)
        return (1 - missed.high + extra.low / Double(people), 1 - missed.low + extra.high / Double(people))
    }

    /// Limits of sensor / hand from the linearised variance of a ratio of sums (W. G. Cochran, "Sampling Techniques",
    /// 1977, section 2.11), with Student's t. It sees what hides within a check, and errors that come in groups.
    private static func scatterRatio(
        _ counts: some Collection<CheckedCount>, byHand: Int, bySensor: Int
    ) -> (low: Double, high: Double)? {
        guard counts.count >= scatterChecks else { return nil }
        let ratio = Double(bySensor) / Double(byHand)
        let squares = counts.reduce(0.0) { sum, count in
            let residual = Double(count.bySensor) - ratio * Double(count.byHand)
            return sum + residual * residual
        }
        let checks = Double(counts.count)
        let deviation = (squares * checks / (checks - 1)).squareRoot() / Double(byHand)
        let half = ExactInterval.student(counts.count - 1) * deviation
        return (ratio - half, ratio + half)
    }
}

import Testing

@testable import TunetCore

@Suite("What count checks say")
struct CountAccuracyTests {
    private static func check(_ handIn: Int, _ sensorIn: Int, _ handOut: Int = 0, _ sensorOut: Int = 0) -> CheckedCount
    {
        CheckedCount(
            in: .init(byHand: handIn, bySensor: sensorIn), out: .init(byHand: handOut, bySensor: sensorOut))
    }

    @Test("Errors of different checks and directions do not make good for each other")
    func errors() throws {
        let accuracy = CountAccuracy([Self.check(25, 24, 5, 6), Self.check(20, 21), Self.check(30, 30, 20, 20)])
        #expect((accuracy.checks, accuracy.byHand, accuracy.bySensor, accuracy.errors) == (3, 100, 101, 3))
        let estimate = try #require(accuracy.accuracy)
        // 3 of 100: R's binom.test gives 0.006229972 to 0.08517605.
        #expect(abs(estimate.value - 0.97) < 1e-12)
        #expect(abs(estimate.low - (1 - 0.08517605)) < 1e-7 && abs(estimate.high - (1 - 0.006229972)) < 1e-7)
        #expect(try abs(#require(accuracy.factor).value - 100 / 101) < 1e-12)
    }

    @Test("A sensor without directions is judged by its sum")
    func undirected() {
        let accuracy = CountAccuracy([CheckedCount(unknown: .init(byHand: 40, bySensor: 38))])
        #expect((accuracy.byHand, accuracy.errors, accuracy.accuracy?.value) == (40, 2, 0.95))
    }

    @Test("Nothing is said of what nobody has counted")
    func nothing() {
        let none = CountAccuracy([CheckedCount]())
        #expect((none.accuracy == nil, none.factor == nil, none.missing, none.isEnough) == (true, true, 72, false))
        let empty = CountAccuracy([Self.check(0, 0)])
        #expect((empty.checks, empty.accuracy == nil, empty.factor == nil, empty.missing) == (1, true, true, 72))
        // Counts of nobody are errors all the same, once there is somebody to set them against.
        let ghosts = CountAccuracy([Self.check(0, 5)])
        #expect((ghosts.errors, ghosts.accuracy == nil, ghosts.factor == nil) == (5, true, true))
        #expect(CountAccuracy([Self.check(0, 5), Self.check(50, 50)]).accuracy?.value == 0.9)
    }

    @Test("More errors than people are an accuracy of 0, and a blind sensor has no factor")
    func bad() {
        let doubled = CountAccuracy([Self.check(10, 35)])
        #expect((doubled.accuracy?.value, doubled.accuracy?.low) == (0, 0))
        #expect(doubled.errors == 25)
        let blind = CountAccuracy([Self.check(40, 0)])
        #expect((blind.accuracy?.value, blind.factor == nil) == (0, true))
    }

    // MARK: - Enough

    @Test("Without an error, 72 people are enough, and then 95 % is certain; 71 are not")
    func enoughWithoutErrors() throws {
        #expect(CountAccuracy([Self.check(72, 72)]).isEnough)
        #expect(try #require(CountAccuracy([Self.check(72, 72)]).accuracy).low > 0.95)
        #expect(CountAccuracy([Self.check(71, 71)]).missing == 1)
        #expect(CountAccuracy([Self.check(30, 30)]).missing == 42)
    }

    @Test("The article's numbers of people", arguments: [(0, 72), (2, 180), (5, 337)])
    func article(errors: Int, people: Int) {
        let counted = errors == 0 ? 0 : 100
        #expect(CountAccuracy.missing(errors: errors, of: counted) + counted == people)
    }

    @Test(
        "The number that is missing is just enough at the rate of errors seen so far",
        arguments: 0..<60 as Range<UInt64>)
    func missing(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let people = Int.random(in: 1...400, using: &random)
        let errors = Int.random(in: 0...max(1, people / Int.random(in: 1...40, using: &random)), using: &random)
        let missing = CountAccuracy.missing(errors: errors, of: people)
        func width(_ further: Int) -> Double {
            let all = people + further
            let wrong = (Double(min(errors, people)) * Double(all) / Double(people) - 1e-9).rounded(.up)
            let interval = ExactInterval.proportion(Int(wrong), of: all)
            return interval.high - interval.low
        }
        #expect(width(missing) <= 0.05, "seed \(seed): \(errors) of \(people), \(missing) more")
        #expect(missing == 0 || width(missing - 1) > 0.05, "seed \(seed): \(errors) of \(people), \(missing) more")
        #expect(missing < 1700)
    }

    // MARK: - Coverage

    struct Design: Sendable, CustomTestStringConvertible {
        var checks: Int
        var people: Int
        /// Chances of each person to be missed, counted twice, or counted the wrong way.
        var missed: Double
        var extra: Double
        var turned = 0.0
        /// Persons are missed in groups of so many.
        var group = 1

        var testDescription: String { "\(checks) × \(people), −\(missed) +\(extra) ⇄\(turned), by \(group)" }

        func draw(using random: inout SeededGenerator) -> [CheckedCount] {
            (0..<checks).map { _ in
                var count = CheckedCount()
                for direction in [Direction.in, .out] {
                    let turned: Direction = direction == .in ? .out : .in
                    for _ in 0..<Int.random(in: people / 3...people * 2 / 3, using: &random) / group {
                        count[direction].byHand += group
                        if Double.random(in: 0..<1, using: &random) < missed { continue }
                        let isTurned = Double.random(in: 0..<1, using: &random) < self.turned
                        count[isTurned ? turned : direction].bySensor += group
                        if Double.random(in: 0..<1, using: &random) < extra { count[direction].bySensor += 1 }
                    }
                }
                return count
            }
        }

        /// By hand / by sensor in the long run.
        var factor: Double { 1 / (1 - missed + (1 - missed) * extra / Double(group)) }
    }

    /// 95 % of 400 draws are 380 ± 4.4; three standard deviations below are 367.
    private static let draws = 400
    private static let enough = 367

    @Test(
        "The factor's interval holds the truth in 95 % of all cases",
        arguments: [
            Design(checks: 1, people: 25, missed: 0.02, extra: 0.01),
            Design(checks: 4, people: 25, missed: 0.02, extra: 0.01),
            Design(checks: 10, people: 25, missed: 0.05, extra: 0),
            Design(checks: 10, people: 25, missed: 0.05, extra: 0.05),
            Design(checks: 12, people: 30, missed: 0.1, extra: 0.1),
            Design(checks: 10, people: 30, missed: 0.03, extra: 0, turned: 0.05),
            // Long checks, in which errors both ways hide each other.
            Design(checks: 4, people: 200, missed: 0.05, extra: 0.05),
            Design(checks: 10, people: 200, missed: 0.05, extra: 0.05),
            Design(checks: 20, people: 24, missed: 0.06, extra: 0, group: 2),
        ])
    func factorCoverage(design: Design) throws {
        var random = SeededGenerator(seed: 1934)
        let covered = (0..<Self.draws).count { _ in
            let counts = design.draw(using: &random)
            let (byHand, bySensor) = (counts.reduce(0) { $0 + $1.byHand }, counts.reduce(0) { $0 + $1.bySensor })
            guard let factor = CountAccuracy.factor(counts, byHand: byHand, bySensor: bySensor) else { return true }
            return factor.low <= design.factor && design.factor <= factor.high
        }
        #expect(covered >= Self.enough, "\(covered) of \(Self.draws)")
    }

    @Test(
        "The accuracy's interval holds the truth in 95 % of all cases, as long as errors go one way",
        arguments: [
            Design(checks: 1, people: 25, missed: 0.05, extra: 0),
            Design(checks: 4, people: 25, missed: 0.02, extra: 0),
            Design(checks: 12, people: 30, missed: 0.1, extra: 0),
            Design(checks: 4, people: 200, missed: 0.05, extra: 0),
        ])
    func accuracyCoverage(design: Design) {
        var random = SeededGenerator(seed: 1936)
        let covered = (0..<Self.draws).count { _ in
            let counts = design.draw(using: &random)
            let (byHand, errors) = (counts.reduce(0) { $0 + $1.byHand }, counts.reduce(0) { $0 + $1.errors })
            guard let accuracy = CountAccuracy.accuracy(errors: errors, of: byHand) else { return true }
            return accuracy.low <= 1 - design.missed && 1 - design.missed <= accuracy.high
        }
        #expect(covered >= Self.enough, "\(covered) of \(Self.draws)")
    }

    /// Why the article asks for short checks.
    @Test("In one long check errors both ways hide each other, and the accuracy looks better than it is")
    func longChecksFlatter() throws {
        var random = SeededGenerator(seed: 5)
        let long = CountAccuracy(Design(checks: 1, people: 1000, missed: 0.05, extra: 0.05).draw(using: &random))
        let short = CountAccuracy(Design(checks: 40, people: 25, missed: 0.05, extra: 0.05).draw(using: &random))
        #expect(try #require(long.accuracy).value > 0.97)
        #expect(try #require(short.accuracy).value < 0.95)
    }

    @Test("The largest numbers that the store lets through leave nothing to overflow")
    func largest() {
        let pair = CheckedCount.Pair(byHand: 9999, bySensor: 100_000)
        let count = CheckedCount(in: pair, out: .init(byHand: 9999), unknown: pair)
        let accuracy = CountAccuracy(repeatElement(count, count: 1000))
        #expect(accuracy.byHand == 29_997_000)
        #expect(accuracy.missing == 0)
        // A thousand rows of a thousand checks.
        #expect(CountAccuracy.missing(errors: 100_000_000_000, of: 29_997_000_000) == 0)
    }
}

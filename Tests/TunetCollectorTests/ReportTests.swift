import Testing
import TunetCore
import TunetWire

@testable import TunetCollector

@Suite("Report")
struct ReportTests {
    private func report(_ leaves: [ReleasedLeaf], names: PlaceNames = PlaceNames()) async throws -> PlaceReport {
        var device = try TestDevice()
        device.names = names
        return try await Fixture.withFolder { folder in
            let store = try await Fixture.store(folder + "/c.sqlite", [device])
            _ = try await Fixture.ingest(try device.batch(of: leaves), device, store)
            return try #require(try await store.report().places.first)
        }
    }

    private func leaf(_ period: String, _ value: Int64, _ change: (inout ReleasedLeaf) -> Void = { _ in })
        -> ReleasedLeaf
    {
        var leaf = TestDevice.leaf(1)
        leaf.period = period
        leaf.value = value
        change(&leaf)
        return leaf
    }

    @Test func daysAreAddedUpToWeeksWithTheIntervalOfTheirNoise() async throws {
        let days = (2...8).map { leaf("2026-11-0\($0)", 10) { $0.observed = 1800 } }
        let place = try await report(days + [leaf("2026-11-09", 3)])
        #expect(place.periods.map(\.period) == ["2026-W45", "2026-W46"])
        let week = try #require(place.periods.first?.visits)
        let width = Double(NoiseInterval(leaves: 7, epsilon: 1).halfWidth)
        #expect((week.value, week.low, week.high) == (70, 70 - width, 70 + width))
        #expect((week.shown, week.coverage, week.leaves) == ("70", 0.5, 7))
        #expect(place.periods.last?.visits.shown == "<5")
    }

    @Test func aVisitIsHalfOfUndirectedPassages() async throws {
        let place = try await report([leaf("2026-W45", 41) { $0.measure = "passages" }])
        let visits = try #require(place.periods.first?.visits)
        let width = Double(NoiseInterval(leaves: 1, epsilon: 1).halfWidth) / 2
        #expect((visits.value, visits.low, visits.high) == (20.5, 20.5 - width, 20.5 + width))
    }

    @Test func bothKindsOfDoorsAreAddedUp() async throws {
        let place = try await report([leaf("2026-W45", 10), leaf("2026-W45", 10) { $0.measure = "passages" }])
        let visits = try #require(place.periods.first?.visits)
        #expect(visits.value == 15)
        // By hand: P(|2E + P| ≤ 5) = 0.9215 and P(|2E + P| ≤ 6) = 0.9557.
        #expect((visits.low, visits.high) == (12, 18))
    }

    /// The least half-width for both kinds of doors, by brute force over the distribution of E + P/2.
    @Test(arguments: [(1, 1), (1, 5), (5, 1), (3, 3)], [0.5, 1, 2])
    func theIntervalOfBothKindsHoldsNinetyFivePercent(_ leaves: (Int, Int), _ epsilon: Double) async throws {
        let half = Self.noise(leaves.0, epsilon, step: 2).reduce(into: [Int: Double]()) { sums, entry in
            for (value, mass) in Self.noise(leaves.1, epsilon / 2, step: 1) {
                sums[entry.key + value, default: 0] += entry.value * mass
            }
        }
        var sum = VisitSum()
        let period = try #require(Period("2026-W45"))
        func row(_ measure: String, _ leaves: Int, _ epsilon: Double) -> LeafRow {
            LeafRow(
                place: "a", period: period, session: "outside", measure: measure, epsilon: epsilon, leaves: leaves,
                value: 1000)
        }
        sum.add(row("entries", leaves.0, epsilon))
        sum.add(row("passages", leaves.1, epsilon / 2))
        var intervals = IntervalTable()
        let visits = sum.visits(&intervals)
        #expect(visits.high - visits.value == visits.value - visits.low)
        let width = Int((visits.high - visits.value) * 2)
        func covered(_ width: Int) -> Double { half.filter { abs($0.key) <= width }.values.reduce(0, +) }
        #expect(covered(width) >= 0.95 && covered(width - 1) < 0.95)
    }

    @Test func eachLeafHasTheNoiseOfItsOwnEpsilon() async throws {
        let days = (2...8).map { day in leaf("2026-11-0\(day)", 10) { $0.epsilon = day == 2 ? "1/10" : "1/1" } }
        let visits = try #require(try await report(days).periods.first?.visits)
        let terms = [NoiseTerm(leaves: 1, epsilon: 0.1), NoiseTerm(leaves: 6, epsilon: 1)]
        #expect(visits.high - visits.value == Double(NoiseInterval(terms: terms).halfWidth))
        // The smallest ε for all of them would say twice as much.
        #expect(NoiseInterval(leaves: 7, epsilon: 0.1).halfWidth > 2 * NoiseInterval(terms: terms).halfWidth)
    }

    /// The noise of a sum of leaves, times `step`, where the mass is above 1e-12.
    private static func noise(_ leaves: Int, _ epsilon: Double, step: Int) -> [Int: Double] {
        let t = (-epsilon).exponential
        var one: [Int: Double] = [:]
        let reach = Int(30 / epsilon)
        for value in -reach...reach {
            one[value * step] = (1 - t) / (1 + t) * (0..<abs(value)).reduce(1.0) { power, _ in power * t }
        }
        return (1..<leaves).reduce(one) { sum, _ in
            var next: [Int: Double] = [:]
            for (a, x) in sum where x > 1e-12 { for (b, y) in one where y > 1e-12 { next[a + b, default: 0] += x * y } }
            return next
        }
    }

    @Test func aNegativeValueIsShownAsUnderFive() async throws {
        let visits = try #require(try await report([leaf("2026-11", -9)]).periods.first?.visits)
        #expect((visits.value, visits.low, visits.high, visits.shown) == (-9, 0, 0, "<5"))
        #expect(try await report([leaf("2026-11", 5)]).periods.first?.visits.shown == "5")
    }

    @Test func nothingScheduledHasNoCoverage() async throws {
        let place = try await report([leaf("2026-W45", 1) { ($0.observed, $0.scheduled) = (0, 0) }])
        #expect(place.periods.first?.visits.coverage == nil)
    }

    @Test func sessionsSplitAPeriod() async throws {
        let place = try await report(
            [leaf("2026-W45", 20) { $0.session = "kafe" }, leaf("2026-W45", 30)],
            names: PlaceNames(sessions: ["kafe": "Kafé"]))
        #expect(place.periods.first?.visits.value == 50)
        #expect(place.periods.first?.sessions.map(\.name) == ["Kafé", "Utenom faste tider"])
        #expect(place.periods.first?.sessions.map(\.visits.value) == [20, 30])
    }

    private func answers(_ values: [String: Int64]) -> [ReleasedLeaf] {
        values.map { option, value in
            leaf("2026-W45", value) {
                ($0.session, $0.measure, $0.question, $0.option) = ("all", "presses", "trivsel", option)
            }
        }
    }

    @Test func sharesNeedTenAnswers() async throws {
        let few = try #require(try await report(answers(["bra": 8, "midt": 1])).questions.first)
        #expect((few.n, few.enough, few.options.compactMap(\.share).count) == (9, false, 0))
        let names = PlaceNames(questions: [
            "trivsel": .init(
                text: ["en": "How?", "nb": "Hvordan?"],
                options: [
                    OptionNames(id: "midt", text: ["nb": "Midt på"]), OptionNames(id: "bra", text: ["nb": "Bra"]),
                ])
        ])
        let enough = try #require(
            try await report(answers(["bra": 9, "midt": 3, "ille": -2]), names: names).questions.first)
        #expect((enough.n, enough.enough, enough.text) == (10, true, "Hvordan?"))
        #expect(enough.options.map(\.share) == [0.25, 0.75, 0])
        #expect(enough.options.map(\.text) == ["Midt på", "Bra", "ille"])
        #expect(enough.options.map(\.value) == [3, 9, -2])
    }

    /// By the beginning of each leaf's period, as the account of ε is.
    @Test func visitsAreAddedUpByYear() async throws {
        let report = try await report([
            leaf("2026-12-31", 12), leaf("2027-01-01", 7), leaf("2027-01-02", 5),
            leaf("2026-11-02/2026-11-05", 9) { $0.session = "uncertain" },
        ])
        #expect(report.years.map(\.year) == [2026, 2027])
        #expect(report.years.map(\.visits.value) == [12, 12])
        let width = NoiseInterval(leaves: 2, epsilon: 1).halfWidth
        #expect(report.years[1].visits.high - 12 == Double(width))
    }

    /// A year of days has the interval of all its noise: 365 leaves, σ = 26.
    @Test(.timeLimit(.minutes(1))) func aWholeYearHasItsInterval() async throws {
        var day = try #require(CivilDate("2026-01-01"))
        var leaves: [ReleasedLeaf] = []
        while day.components.year == 2026 {
            leaves.append(leaf(day.description, 12))
            day = day.adding(days: 1)
        }
        let visits = try #require(try await report(leaves).years.first).visits
        #expect(visits.value == 12 * 365 && visits.leaves == 365)
        #expect((50...52).contains(visits.high - visits.value), "\(visits.high - visits.value)")
    }

    @Test func answersAndMisuseHaveTheIntervalOfTheirNoise() async throws {
        let report = try await report(
            answers(["ja": 20, "nei": 1]) + [
                leaf("2026-W45", 3) { ($0.session, $0.measure, $0.panel) = ("all", "misuse", "p") }
            ])
        let one = Int64(NoiseInterval(leaves: 1, epsilon: 1).halfWidth)
        let two = Int64(NoiseInterval(leaves: 2, epsilon: 1).halfWidth)
        let question = try #require(report.questions.first)
        #expect(question.options.map { [$0.low, $0.high] } == [[20 - one, 20 + one], [0, 1 + one]])
        #expect([question.n, question.low, question.high] == [21, 21 - two, 21 + two])
        #expect(report.misuse.map { [$0.value, $0.low, $0.high] } == [[3, 0, 3 + one]])
    }

    @Test func epsilonIsAddedUpByYear() async throws {
        let place = try await report([
            leaf("2026-12-31", 1), leaf("2027-01-01", 1) { $0.epsilon = "1/2" }, leaf("2027-01", 1),
            leaf("2027-01-01", 1) { ($0.measure, $0.panel) = ("misuse", "panel") },
        ])
        #expect(place.epsilon.map(\.year) == [2026, 2027])
        #expect(place.epsilon.map(\.epsilon) == [1, 2.5])
        #expect(place.misuse == [MisuseReport(panel: "panel", name: "panel", value: 1, low: 0, high: 4)])
    }

    private func checks(_ month: String, _ byHand: Int64, _ bySensor: Int64) -> [ReleasedLeaf] {
        [("checked_by_hand", byHand), ("checked_by_sensor", bySensor)].map { measure, value in
            leaf(month, value) { ($0.measure, $0.session, $0.observed, $0.scheduled) = (measure, "all", 0, 0) }
        }
    }

    @Test func theFactorOfCountChecksStandsBesideTheVisits() async throws {
        let place = try await report(
            [leaf("2026-11-02", 50)] + checks("2026-11", 210, 200) + checks("2026-08", 96, 100)
                + checks("2025-11", 999, 5))
        #expect(place.periods.map(\.visits.value) == [50], "checks are not visits, and change none")
        let report = try #require(place.check)
        #expect((report.from, report.to, report.months) == ("2026-08", "2026-11", 2))
        #expect((report.byHand, report.bySensor) == (306, 300))
        let width = Double(NoiseInterval(leaves: 2, epsilon: 1, probability: 0.975).halfWidth)
        let factor = try #require(report.factor)
        #expect(factor.value == 1.02)
        #expect((factor.low, factor.high) == ((306 - width) / (300 + width), (306 + width) / (300 - width)))
        #expect(place.epsilon.map(\.leaves) == [2, 5])
    }

    @Test(arguments: [(0, 0), (-3, 40), (40, -3), (20, 20), (4, 100), (100, 20)])
    func noFactorIsMadeOfNoise(_ byHand: Int64, _ bySensor: Int64) async throws {
        let check = try #require(try await report(checks("2026-11", byHand, bySensor)).check)
        #expect(check.factor == nil)
        #expect((check.byHand, check.bySensor) == (byHand, bySensor))
        #expect(NoiseInterval(leaves: 1, epsilon: 1, probability: 0.975).halfWidth == 4)
        #expect(try await report(checks("2026-11", 21, 21)).check?.factor != nil)
    }

    @Test func withoutCountChecksNothingIsSaidOfThem() async throws {
        #expect(try await report([leaf("2026-11", 5)]).check == nil)
    }

    /// By brute force over the distribution of the noise of both sums.
    @Test(arguments: [(60, 50, 1), (300, 310, 3)])
    func theIntervalOfTheFactorHoldsNinetyFivePercent(_ byHand: Int, _ bySensor: Int, _ months: Int) {
        let noise = Self.noise(months, 1, step: 1)
        let width = NoiseInterval(leaves: months, epsilon: 1, probability: 0.975).halfWidth
        var covered = 0.0
        for (a, x) in noise {
            for (b, y) in noise where bySensor + b - width > 0 {
                let low = Double(byHand + a - width) / Double(bySensor + b + width)
                let high = Double(byHand + a + width) / Double(bySensor + b - width)
                if (low...high).contains(Double(byHand) / Double(bySensor)) { covered += x * y }
            }
        }
        #expect(covered >= 0.95)
    }

    @Test func checksOfDifferentEpsilonHaveTheNoiseOfEach() async throws {
        let months =
            checks("2026-11", 500, 400)
            + checks("2026-10", 500, 400).map { leaf in
                var leaf = leaf
                leaf.epsilon = "1/10"
                return leaf
            }
        let factor = try #require(try await report(months).check?.factor)
        let terms = [NoiseTerm(leaves: 1, epsilon: 1), NoiseTerm(leaves: 1, epsilon: 0.1)]
        let width = Double(NoiseInterval(terms: terms, probability: 0.975).halfWidth)
        #expect((factor.low, factor.high) == ((1000 - width) / (800 + width), (1000 + width) / (800 - width)))
    }

    @Test(.timeLimit(.minutes(1))) func smallEpsilonIsWideAndQuick() {
        var intervals = IntervalTable()
        let larger = intervals.halfWidth(of: [NoiseTerm(leaves: 2, epsilon: 0.05)])
        #expect(larger == NoiseInterval(leaves: 2, epsilon: 0.05).halfWidth)
        #expect((larger * 49...larger * 51).contains(intervals.halfWidth(of: [NoiseTerm(leaves: 2, epsilon: 0.001)])))
        #expect(intervals.halfWidth(of: []) == 0)
    }
}

extension Double {
    /// e to this power, for |self| at most 5, by its series.
    fileprivate var exponential: Double {
        var term = 1.0
        var sum = 1.0
        for index in 1..<60 {
            term *= self / Double(index)
            sum += term
        }
        return sum
    }
}

import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("What a year is charged")
struct YearChargeTests {
    private func charge(
        _ year: Int, from start: YearCharge.Start = .init(), _ configure: (inout PlaceConfiguration) -> Void = { _ in }
    ) -> YearCharge {
        var configuration = SmallPlace.configuration(panels: [SmallPlace.panel()], sessions: [SmallPlace.cafe])
        configure(&configuration)
        return YearCharge(year: year, from: start, configuration: configuration)
    }

    /// The café is on Tuesdays, of which 2026 has 52, and on them a day has two leaves.
    @Test func everyLeafOfTheCalendarIsCharged() {
        let days = charge(2026)
        #expect(days.leaves[.entries] == 365 + 52)
        #expect(days.leaves[.presses(question: "trivsel")] == 2 * 52, "weeks that begin in the year: 5 January on")
        #expect(days.leaves[.misuse(panel: "panel")] == 52)
        #expect(days.leaves[.checks] == 24)
        #expect(days.sum == Double(365 + 52 + 3 * 52 + 24))
        #expect(charge(2028).leaves[.entries] == 366 + 52)
        #expect(charge(2026) { $0.release.leaf = .week }.leaves[.entries] == 52 * 2)
        #expect(charge(2026) { $0.release.leaf = .month }.leaves[.entries] == 12 * 2)
        #expect(charge(2026) { $0.release.epsilonDenominator = 2 }.sum == days.sum / 2)
    }

    /// But for a session within the hour that is left out on 28 March.
    @Test(arguments: 1...60)
    func asManyAsThePlanHas(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var sessions: [Session] = []
        var start = 0
        while start < 1440, sessions.count < 4, random.chance(0.8) {
            let end = min(1440, start + 15 * random.whole(9...96))
            let days = Set((1...7).filter { _ in random.chance(0.5) }).union([random.whole(1...7)])
            sessions.append(Session(id: "s\(start)", name: "S", weekdays: days, startMinute: start, endMinute: end))
            start = end + 15 * random.whole(0...4)
        }
        let leaf = LeafPeriod.allCases[random.whole(0...2)]
        let charge = charge(2027) {
            $0.sessions = sessions
            $0.release.leaf = leaf
        }
        var leaves = 0
        guard var day = CivilDate(year: 2027, month: 1, day: 1) else { return }
        while day.components.year == 2027 {
            let period = Period(leaf, containing: day)
            if period.firstDay.components.year == 2027 {
                leaves += ReleasePlan(period: period, sessions: sessions, zone: TimeZoneRulesTests.oslo).parts.count
            }
            day = period.endDay
        }
        #expect(charge.leaves[.entries] == leaves, "seed \(seed), \(sessions)")
    }

    @Test func bothDirectionsDoubleTheCharge() {
        let both = charge(2026) { $0.release.directions = .both }
        #expect(both.leaves[.exits] == both.leaves[.entries])
        #expect(charge(2026).leaves[.exits] == nil)
    }

    @Test func theRestOfAYearIsCharged() {
        let day = CivilDate("2026-12-24")
        let start = YearCharge.Start(attendance: day, feedback: day, checks: day)
        let rest = charge(2026, from: start)
        // A Tuesday among eight days; the week of the 21st and that of the 28th; one month.
        #expect(rest.leaves[.entries] == 9)
        #expect(rest.leaves[.misuse(panel: "panel")] == 2)
        #expect(rest.leaves[.checks] == 2)
        #expect(charge(2027, from: start).leaves[.entries] == charge(2027).leaves[.entries])
    }

    @Test func theRoomIsSharedOutInOrder() {
        var configuration = SmallPlace.configuration(panels: [SmallPlace.panel()], sessions: [])
        configuration.release.directions = .both
        let charge = YearCharge(year: 2026, configuration: configuration)
        let kinds = configuration.measureKinds
        let question = MeasureKind.presses(question: "trivsel")
        #expect(kinds == [.entries, .exits, question, .misuse(panel: "panel"), .checks])
        #expect(charge.admitted(under: 10_000, kinds: kinds) == Set(kinds))
        #expect(charge.admitted(under: 365, kinds: kinds) == [.entries])
        // What does not fit does not keep a smaller one out.
        #expect(charge.admitted(under: 365 + 104, kinds: kinds) == [.entries, question])
        // What has been charged goes on, and comes first.
        #expect(
            charge.admitted(under: 365 + 104, charged: [.exits: 3], kinds: kinds) == [
                .exits, .misuse(panel: "panel"), .checks,
            ])
        #expect(charge.admitted(under: 0, charged: [.exits: 3], kinds: kinds) == [.exits])
    }

    @Test(arguments: [
        MeasureKind.entries, .exits, .passages, .checks, .presses(question: "sammen"), .misuse(panel: "a-1"),
    ])
    func aKindHasAName(_ kind: MeasureKind) {
        #expect(MeasureKind(kind.description) == kind)
        #expect(MeasureKind(kind.description + " x y") == nil)
    }

    @Test func whatIsNoKindIsNone() {
        for name in ["", " ", "presses", "misuse", "entries x", "visits"] { #expect(MeasureKind(name) == nil) }
    }
}

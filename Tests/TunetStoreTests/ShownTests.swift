import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetStore

@Suite("Released visits on a screen")
struct ShownTests {
    private let monday = SmallPlace.monday

    private func day(_ days: Int) -> CivilDate { monday.adding(days: days) }

    private func week(of day: CivilDate) -> Period { Period(.week, containing: day) }

    /// With noise that is always 0.
    private func exactFixture(leaf: LeafPeriod = .day) throws -> StoreFixture {
        try StoreFixture(
            SmallPlace.configuration(
                panels: [],
                release: ReleasePolicy(
                    leaf: leaf, epsilonNumerator: 1000, correctionDays: 0, yearlyCeiling: 1_000_000_000)))
    }

    private func exactly(_ visits: Int, in period: Period) -> ShownVisits {
        ShownVisits(period: period, visits: visits, low: visits, high: visits)
    }

    private func come(_ visits: Int64, on day: CivilDate, _ store: StoreDatabase, _ fixture: StoreFixture) throws {
        try store.commit(Increments(rows: [fixture.row(fixture.bin(day, 12), .count(.in), visits)]))
    }

    private func leaf(_ offset: Int, session: String = Leaf.outsideSessions) -> ReleasedLeaf {
        ReleasedLeaf(
            seq: Int64(offset + 1), period: day(offset).description, session: session, measure: "entries", value: 1,
            epsilon: "1000/1", observed: 0, scheduled: 86_400)
    }

    @Test func aWeekOfDaysIsShownOnceAllOfThemAreReleased() throws {
        let fixture = try exactFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            for offset in 0...14 {
                try fixture.note(store, day(offset))
                try come(Int64(offset + 1), on: day(offset), store, fixture)
                _ = try fixture.release(store, on: day(offset))
                let wanted: ShownVisits? =
                    switch offset {
                    case ..<7: nil
                    case ..<14: exactly(28, in: week(of: monday))
                    default: exactly(77, in: week(of: day(7)))
                    }
                #expect(try store.shownVisits() == wanted, "\(offset)")
            }
        }
    }

    @Test func daysOnWhichNobodyCameAreInTheWeekAndDaysBeforeThePlaceMeasuredAreNotMissing() throws {
        let fixture = try exactFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, day(2), day(7))
            try come(4, on: day(2), store, fixture)
            #expect(try fixture.release(store, on: day(6)) == 4)
            #expect(try store.shownVisits() == nil)
            #expect(try fixture.release(store, on: day(7)) == 1)
            #expect(try store.shownVisits() == exactly(4, in: week(of: monday)))
        }
    }

    @Test func theLatestWholePeriodIsShownWhateverTheLeavesWereBefore() throws {
        var fixture = try exactFixture(leaf: .week)
        defer { fixture.scratch.remove() }
        let december = Period(.month, containing: day(38))
        try fixture.open { store in
            try fixture.note(store, monday, day(90))
            for (offset, visits) in [(0, 5), (7, 7), (38, 9), (64, 11)] {
                try come(Int64(visits), on: day(offset), store, fixture)
            }
            _ = try fixture.release(store, on: day(7))
            #expect(try store.shownVisits() == exactly(5, in: week(of: monday)))

            fixture.configuration.release.leaf = .month
            // The leaf of November is of the days from the 9th.
            _ = try fixture.release(store, on: day(29))
            #expect(try store.shownVisits() == exactly(5, in: week(of: monday)))
            _ = try fixture.release(store, on: day(60))
            #expect(try store.shownVisits() == exactly(9, in: december))

            fixture.configuration.release.leaf = .day
            // The first days of January, whose week began in December, and all but one of the next week.
            _ = try fixture.release(store, on: day(69))
            #expect(try store.shownVisits() == exactly(9, in: december))
            _ = try fixture.release(store, on: day(70))
            #expect(try store.shownVisits() == exactly(11, in: week(of: day(63))))
            #expect(try fixture.number(store, "SELECT count(*) FROM meta WHERE key LIKE 'shown:%'") == 1)
        }
    }

    @Test func theIntervalIsOfTheNoiseThatWasDrawn() throws {
        var fixture = try StoreFixture(
            SmallPlace.configuration(
                doors: [SmallPlace.frontDoor, SmallPlace.gardenDoor], panels: [],
                release: ReleasePolicy(correctionDays: 0)))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday, day(7))
            try come(1000, on: monday, store, fixture)
            _ = try fixture.release(store, on: day(3))
            fixture.configuration.release.epsilonDenominator = 10
            _ = try fixture.release(store, on: day(7))
            try fixture.freeze(store)
            let leaves = try fixture.frozen(store)
            #expect(leaves.count == 14)
            let halves = leaves.reduce(0) { $0 + ($1.measure == "entries" ? 2 : 1) * Int($1.value) }
            let range = NoiseInterval(terms: [
                NoiseTerm(leaves: 3, epsilon: 1, weight: 2), NoiseTerm(leaves: 3, epsilon: 1),
                NoiseTerm(leaves: 4, epsilon: 0.1, weight: 2), NoiseTerm(leaves: 4, epsilon: 0.1),
            ]).range(around: halves)
            #expect(
                try store.shownVisits()
                    == ShownVisits(
                        period: week(of: monday), visits: Int((Double(halves) / 2).rounded()),
                        low: range.lowerBound / 2, high: (range.upperBound + 1) / 2))
        }
    }

    /// The yearly ceiling may have no room for a day.
    @Test func aWeekThatLacksADayIsNotShown() throws {
        let fixture = try exactFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try store.addShown((0..<7).filter { $0 != 3 }.map { leaf($0) })
            try store.addShown([leaf(3, session: Leaf.uncertain)])
            #expect(try store.shownVisits() == nil)
            try store.addShown((7..<14).map { leaf($0) })
            #expect(try store.shownVisits() == exactly(7, in: week(of: day(7))))
            try store.addShown((14..<20).map { leaf($0) })
            try store.addShown([leaf(21)])
            #expect(try store.shownVisits() == exactly(7, in: week(of: day(7))))
            #expect(try fixture.number(store, "SELECT count(*) FROM meta WHERE key LIKE 'shown:%'") == 2)
        }
    }

    @Test(
        "What can't be read is not shown, and goes with the next release",
        arguments: [
            "", "14 7 0", "20759 20766 14 1/1 7", "20759 20766 14 1/0 7 0", "20759 20766 14 1/9999999999 7 0",
            "20759 20766 14 1/1 0 0", "20759 20766 14 1/1 -7 0", "20759 20766 14 1/1 7 100000",
            "20766 20759 14 1/1 7 0", "20759 99999999 14 1/1 7 0", "20759 20766 -9223372036854775808 1/1 7 0",
        ])
    func unreadable(_ text: String) throws {
        let fixture = try exactFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try store.database.run("INSERT INTO meta VALUES ('shown:2026-W45', ?)", .text(text))
            #expect(try store.shownVisits() == nil)
            try store.addShown([leaf(7)])
            #expect(try fixture.number(store, "SELECT count(*) FROM meta WHERE key LIKE 'shown:%'") == 1)
        }
    }
}

import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetStore

@Suite("The ceiling of a year")
struct CeilingTests {
    /// A Monday.
    private let first = SmallPlace.monday

    private func fixture(_ ceiling: Int, _ configure: (inout PlaceConfiguration) -> Void = { _ in }) throws
        -> StoreFixture
    {
        var configuration = SmallPlace.configuration(panels: [SmallPlace.panel()], sessions: [])
        configuration.release.yearlyCeiling = ceiling
        configure(&configuration)
        return try StoreFixture(configuration)
    }

    private func count(_ fixture: StoreFixture, _ store: StoreDatabase, on day: CivilDate) throws {
        try store.commit(
            Increments(
                rows: [
                    fixture.row(fixture.bin(day, 10), .count(.in), 3),
                    fixture.row(fixture.bin(day, 11), .count(.out), 3),
                ], presses: [fixture.press("ja", 2, on: day)]))
    }

    private func kinds(_ store: StoreDatabase) throws -> [String: Int] {
        try store.ledger().reduce(into: [:]) { $0["\($1.year) \($1.kind)", default: 0] += $1.leaves }
    }

    /// From Monday, 2 November, the year has 60 days and nine weeks.
    @Test func aKindWithoutRoomForTheRestOfTheYearIsNotBegun() throws {
        let fixture = try fixture(60 + 18) { $0.release.directions = .both }
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, first, first.adding(days: 100))
            for day in 0..<100 { try count(fixture, store, on: first.adding(days: day)) }
            var today = first
            while today < first.adding(days: 70) {
                _ = try fixture.release(store, on: today)
                today = today.adding(days: 1)
            }
            #expect(
                try kinds(store).filter { $0.key.hasPrefix("2026") } == [
                    "2026 entries": 60, "2026 presses trivsel": 18,
                ])
            #expect(
                try store.stopped().filter { $0.year == 2026 } == [
                    StoppedKind(year: 2026, kind: "checks", ceiling: 78, leaves: 4),
                    StoppedKind(year: 2026, kind: "exits", ceiling: 78, leaves: 60),
                    StoppedKind(year: 2026, kind: "misuse panel", ceiling: 78, leaves: 9),
                ])
            try fixture.freeze(store)
            #expect(try fixture.frozen(store).allSatisfy { $0.period > "2026-12-31" || $0.measure != "exits" })
            // Each batch of this year and the next one tells the collector.
            let told = try store.parcels().compactMap { try store.bytes(of: $0) }.flatMap {
                try SealedBatch(parsing: $0).open(BatchPayload.self, key: fixture.key.verifyingKey).stopped ?? []
            }
            #expect(
                told.filter { $0.year == 2026 }.prefix(3) == [
                    StoppedMeasure(year: 2026, measure: "checks", ceiling: 78, leaves: 4),
                    StoppedMeasure(year: 2026, measure: "exits", ceiling: 78, leaves: 60),
                    StoppedMeasure(year: 2026, measure: "misuse", panel: "panel", ceiling: 78, leaves: 9),
                ])
            // Their counts are destroyed all the same.
            let end = fixture.bin(first.adding(days: 60), 0).index
            #expect(try fixture.number(store, "SELECT count(*) FROM tally WHERE bin < \(end)") == 0)
        }
    }

    /// Also a year in which nobody could foresee what came: never more than the ceiling, and no leaf is missing unsaid.
    @Test(arguments: 1...30)
    func theSumNeverExceedsIt(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var fixture = try fixture(random.whole(1...400))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            var today = first
            var leaves = 0
            for _ in 0..<25 {
                switch random.whole(0...5) {
                case 0: fixture.configuration.sessions = random.chance(0.5) ? [SmallPlace.cafe] : []
                case 1: fixture.configuration.release.directions = random.chance(0.5) ? .both : .entries
                case 2: fixture.configuration.panels = random.chance(0.5) ? [SmallPlace.panel()] : []
                case 3: fixture.configuration.release.epsilonDenominator = UInt64(random.whole(1...3))
                case 4: fixture.configuration.release.yearlyCeiling += random.whole(0...20)
                default: break
                }
                today = today.adding(days: random.whole(1...9))
                try fixture.note(store, today)
                leaves += try fixture.release(store, on: today, seed: seed)
                for year in 2026...2027 {
                    let sum = try store.ledger().reduce(0) { $1.year == year ? $0 + $1.sum : $0 }
                    #expect(sum <= Double(fixture.configuration.release.yearlyCeiling) + 1e-6, "seed \(seed)")
                }
            }
            #expect(try store.ledger().reduce(0) { $0 + $1.leaves } == leaves)
        }
    }

    @Test func whatWasStoppedStaysSoUntilTheCeilingIsRaised() throws {
        var fixture = try fixture(70)
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, first, first.adding(days: 100))
            _ = try fixture.release(store, on: first.adding(days: 20))
            #expect(try store.stopped().map(\.kind) == ["presses trivsel"])
            // Four weeks before the year's end there would be room for the rest.
            _ = try fixture.release(store, on: first.adding(days: 50))
            #expect(try kinds(store)["2026 presses trivsel"] == nil)
            fixture.configuration.release.yearlyCeiling = 90
            _ = try fixture.release(store, on: first.adding(days: 58))
            #expect(try kinds(store)["2026 presses trivsel"] == 4)
            #expect(try store.stopped().filter { $0.kind != "checks" }.map(\.leaves) == [2 * 6])
        }
    }
}

import Testing
import TunetCore

@testable import TunetLocal

@Suite("The plan and the ledger")
struct PrivacyPlanTests {
    private func plan(_ visits: Int, days: Int = 5, sessions: Int = 0, _ p: UInt64 = 1, _ q: UInt64 = 1) -> PrivacyPlan
    {
        PrivacyPlan(
            PrivacyPlan.Place(visitsPerDay: visits, daysPerWeek: days, sessions: sessions, numerator: p, denominator: q)
        )
    }

    @Test(arguments: [
        (11, 5, 0, "week"), (12, 5, 0, "day"), (2, 5, 0, "month"), (3, 5, 0, "week"), (1, 1, 0, "month"),
        // Three leaves have an interval of ± 5, and 20 visits of which half are in a session ± 3 of 10.
        (20, 5, 2, "week"), (24, 5, 2, "day"), (100_000, 7, 20, "day"),
    ])
    func theFinestThatIsGoodEnoughIsRecommended(_ visits: Int, _ days: Int, _ sessions: Int, _ leaf: String) {
        #expect(plan(visits, days: days, sessions: sessions).recommended == leaf)
    }

    @Test func nothingIsGoodEnoughForVeryFew() throws {
        let few = plan(1, days: 1, sessions: 4)
        #expect(few.recommended == "month" && !few.isGoodEnough)
        #expect(PrivacyPlanText(few, language: "nb").text().contains("Ingen periode oppfyller regelen."))
        #expect(plan(1, days: 7).isGoodEnough)
    }

    @Test func sumsAreThoseOfTheCollector() throws {
        let sums = plan(12)
        let month = try #require(sums.sum(.day, over: .month))
        // Closed days are released too.
        #expect(month.leaves == 30 && month.visits == 257)
        #expect(month.halfWidth == NoiseInterval(leaves: 30, epsilon: 1).halfWidth)
        #expect(try #require(sums.sum(.day, over: .day)).deviation.isNear(1.357))
        #expect(try #require(sums.sum(.day, over: .year)).deviation.isNear(25.92))
        #expect(sums.sum(.week, over: .day) == nil && sums.sum(.month, over: .week) == nil)
        let parts = plan(12, sessions: 2)
        #expect(try #require(parts.sum(.day, over: .week)).leaves == 5 * 3 + 2)
        #expect(try #require(parts.sum(.month, over: .year)).leaves == 36)
        #expect(try #require(parts.sum(.week, over: .session)).visits == 30)
    }

    @Test("A smaller ε never gives a narrower interval, and a longer period never a wider one")
    func orders() throws {
        for sessions in [0, 3] {
            for epsilon in [(1 as UInt64, 1 as UInt64), (1, 2), (2, 1)] {
                let wide = plan(9, sessions: sessions, epsilon.0, 2 * epsilon.1)
                let sums = plan(9, sessions: sessions, epsilon.0, epsilon.1)
                for (sum, other) in zip(sums.sums, wide.sums) {
                    #expect(sum.halfWidth <= other.halfWidth && sum.deviation < other.deviation)
                    #expect(sum.relative == Double(sum.halfWidth) / Double(sum.visits))
                }
                let years = try LeafPeriod.allCases.map { try #require(sums.sum($0, over: .year)).halfWidth }
                #expect(years == years.sorted(by: >))
            }
        }
    }

    @Test func theTableStandsInColumns() {
        let lines = PrivacyPlanText(plan(12, sessions: 1), language: "en").text().split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "12 visits a day, 5 days a week, 1 session a day, ε = 1")
        let table = lines.dropFirst(2).prefix { !$0.isEmpty }
        #expect(table.count == 13 && Set(table.map(\.count)).count == 1)
    }

    // MARK: - Ledger

    @Test func aYearIsAddedUpUnderItsCeiling() {
        let ledger = PrivacyLedger(
            entries: [
                .init(year: 2027, kind: "exits", epsilon: "1/2", leaves: 3, refused: 4),
                .init(year: 2026, kind: "presses", epsilon: "3/2", leaves: 2),
                .init(year: 2027, kind: "entries", epsilon: "1/1", leaves: 365),
                .init(year: 2027, kind: "entries", epsilon: "1/3", leaves: 1),
            ], ceiling: 400)
        #expect(
            PrivacyLedgerText(languages: ["nb"]).text(ledger).hasPrefix(
                """
                2026
                  svar: 2 tall × ε 3/2 = 3
                  Til sammen 3. Taket for et år er 400.

                2027
                  inn: 365 tall × ε 1 = 365
                  inn: 1 tall × ε 1/3 = 0,334
                  ut: 3 tall × ε 1/2 = 1,5
                    4 tall ble ikke frigitt, fordi taket var nådd.
                  Til sammen 366,834. Taket for et år er 400.


                """))
        #expect(ledger.sum(of: 2025) == 0)
        #expect(PrivacyLedger.Entry(year: 1, kind: "", epsilon: "1/0", leaves: 1).sum == 0)
        #expect(PrivacyLedger.Entry(year: 1, kind: "", epsilon: "x", leaves: 1).sum == 0)
    }
}

extension Double {
    fileprivate func isNear(_ other: Double) -> Bool { abs(self - other) < 0.01 }
}

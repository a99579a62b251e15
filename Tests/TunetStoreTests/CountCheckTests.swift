import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetStore

@Suite("Count checks in the store")
struct CountCheckTests {
    private let monday = SmallPlace.monday

    private func count(_ handIn: Int, _ sensorIn: Int, _ handOut: Int = 0, _ sensorOut: Int = 0) -> CheckedCount {
        CheckedCount(
            in: .init(byHand: handIn, bySensor: sensorIn), out: .init(byHand: handOut, bySensor: sensorOut))
    }

    private func keep(
        _ store: StoreDatabase, _ count: CheckedCount, door: String = "front", series: String = "a", on day: CivilDate?
    ) throws {
        try store.keep(count, door: door, series: series, on: day)
    }

    /// A place whose only leaves are those of a month: of its entries and its checks.
    private func place() throws -> StoreFixture {
        try StoreFixture(SmallPlace.configuration(panels: [], release: ReleasePolicy(leaf: .month)))
    }

    /// Everything that a table holds, in the order in which it lies there.
    private func rows(_ store: StoreDatabase) throws -> [String] {
        try store.database.query("SELECT * FROM count_check") { row in
            try (2...9).map { String(try row.int64($0)) }.joined(separator: " ")
        }
    }

    // MARK: - History

    @Test func checksAreKeptOverARestart() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let undirected = CheckedCount(unknown: .init(byHand: 30, bySensor: 28))
        try fixture.open { store in
            try keep(store, count(25, 24, 3, 4), on: monday)
            try keep(store, undirected, door: "garden", on: monday)
            try keep(store, count(7, 7), series: "b", on: nil)
        }
        let month = Period(.month, containing: monday).firstDay
        try fixture.open { store in
            let kept = try store.checks()
            #expect(
                kept == [
                    KeptCheck(door: "front", series: "a", month: month, count: count(25, 24, 3, 4)),
                    KeptCheck(door: "front", series: "b", month: nil, count: count(7, 7)),
                    KeptCheck(door: "garden", series: "a", month: month, count: undirected),
                ])
        }
    }

    /// Neither the day of a check, nor which of two came first, can be told from what lies on the disk.
    @Test func theMonthIsAllThatIsKeptOfTheTime() throws {
        let counts = [count(25, 24), count(20, 20), count(31, 31, 4, 4), count(20, 20)]
        var kept: [[String]] = []
        for (order, day) in [([0, 1, 2, 3], 0), ([3, 2, 1, 0], 27), ([2, 0, 3, 1], 13)] {
            let fixture = try StoreFixture()
            defer { fixture.scratch.remove() }
            try fixture.open { store in
                for index in order { try keep(store, counts[index], on: monday.adding(days: day)) }
                kept.append(try rows(store))
                #expect(throws: SQLiteError.self) { try store.database.execute("SELECT rowid FROM count_check") }
            }
        }
        #expect(kept[0].count == 3)
        #expect(kept[0] == kept[1] && kept[0] == kept[2])
        #expect(kept[0].filter { $0.hasSuffix(" 2") }.count == 1, "what came out the same is one row, twice")
    }

    @Test func theOldestMonthsGoFirst() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            for number in 0..<(StoreDatabase.checkLimit - 1) {
                try keep(store, count(number, number), on: monday.adding(days: number < 5 ? -62 : -31))
            }
            try keep(store, count(1, 1), on: monday)
            #expect(try store.checks().count == StoreDatabase.checkLimit)
            try keep(store, count(2, 2), on: monday)
            #expect(try store.checks().count == StoreDatabase.checkLimit - 4)
            #expect(try store.checks().compactMap(\.month).min() == CivilDate("2026-10-01"))
        }
    }

    @Test func whatIsUnderWayIsKnownAfterAPowerCut() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            for door in ["front", "garden", "front", "shed"] { try store.noteRunningCheck(door: door) }
            try store.forgetRunningCheck(door: "shed")
            let left = try StoreDatabase(path: try fixture.scratch.copy(ofDatabase: fixture.path))
            #expect(try left.runningChecks() == ["front", "garden"])
            try keep(store, count(1, 1), on: monday)
            #expect(try store.runningChecks() == ["garden"])
        }
    }

    // MARK: - Release

    @Test func aMonthWithChecksIsReleasedByHandAndBySensor() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday, monday.adding(days: 30))
            try keep(store, count(25, 24, 3, 3), on: monday)
            try keep(store, count(25, 24, 3, 3), on: monday.adding(days: 9))
            try keep(store, CheckedCount(unknown: .init(byHand: 40, bySensor: 50)), door: "gone", on: monday)
            try keep(store, count(500, 500), on: nil)
            try keep(store, count(9, 9), on: monday.adding(days: 30))
            #expect(try fixture.release(store, on: CivilDate("2026-12-02") ?? monday) == 0)
            #expect(try fixture.release(store, on: CivilDate("2026-12-03") ?? monday) == 3)
            #expect(try fixture.release(store, on: CivilDate("2026-12-31") ?? monday) == 0)
            try fixture.freeze(store)
            let leaves = try fixture.frozen(store)
            #expect(
                leaves.map(\.name) == [
                    "2026-11 outside entries", "2026-11 all checked_by_hand", "2026-11 all checked_by_sensor",
                ])
            #expect(try fixture.exact(leaves) == [0, 96, 104])
            #expect(leaves.suffix(2).allSatisfy { $0.observed == 0 && $0.scheduled == 0 && $0.epsilon == "1/1" })
            #expect(
                try store.ledger() == [
                    LedgerEntry(year: 2026, kind: "checks", epsilon: "1/1", leaves: 2),
                    LedgerEntry(year: 2026, kind: "entries", epsilon: "1/1", leaves: 1),
                ])
            #expect(try store.checks().count == 4, "the history stays")
            // The place counts on its own: neither the month without a date nor the next one was in it.
            #expect(try fixture.release(store, on: CivilDate("2027-01-03") ?? monday, seed: 2) == 3)
            try fixture.freeze(store)
            #expect(try fixture.exact(try fixture.frozen(store).suffix(3), seed: 2) == [0, 9, 9])
        }
    }

    /// That the leaves exist does not tell whether anybody made a check.
    @Test func aMonthWithoutAnyCheckIsReleasedToo() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday, monday.adding(days: 50))
            #expect(try fixture.release(store, on: monday.adding(days: 70)) == 6)
            try fixture.freeze(store)
            let leaves = try fixture.frozen(store)
            #expect(leaves.filter { $0.measure == "checked_by_hand" }.map(\.period) == ["2026-11", "2026-12"])
            #expect(try fixture.exact(leaves) == [0, 0, 0, 0, 0, 0])
        }
    }

    @Test func aPlaceThatCountsNobodyHasNoLeavesOfChecks() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(doors: [SmallPlace.hall]))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday, monday.adding(days: 50))
            _ = try fixture.release(store, on: monday.adding(days: 70))
            try fixture.freeze(store)
            #expect(try fixture.frozen(store).allSatisfy { $0.kind == .feedback })
        }
    }

    /// A clock that was set back, or a check that ended while the month was released.
    @Test func aCheckThatComesTooLateIsReleasedWithTheNextMonth() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday, monday.adding(days: 30))
            try keep(store, count(5, 5), on: monday)
            #expect(try fixture.release(store, on: monday.adding(days: 40)) == 3)
            try keep(store, count(8, 7), on: monday)
            #expect(try fixture.release(store, on: monday.adding(days: 41)) == 0)
            #expect(try fixture.release(store, on: monday.adding(days: 70), seed: 3) == 3)
            try fixture.freeze(store)
            let leaves = try fixture.frozen(store)
            #expect(leaves.map(\.period) == ["2026-11", "2026-11", "2026-11", "2026-12", "2026-12", "2026-12"])
            #expect(try fixture.exact(leaves.suffix(3), seed: 3) == [0, 8, 7])
        }
    }

    @Test(arguments: ["INSERT ON released", "INSERT ON charge WHEN new.kind = 'checks'"])
    func aReleaseThatIsCutOffIsDrawnAgainWhole(_ step: String) throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday)
            try keep(store, count(5, 6), on: monday)
            try store.database.execute(
                "CREATE TEMP TRIGGER stop BEFORE \(step) BEGIN SELECT raise(FAIL, 'cut'); END")
            #expect(throws: StoreError.self) { try fixture.release(store, on: monday.adding(days: 40)) }
            #expect(try fixture.number(store, "SELECT count(*) FROM released") == 0)
            try store.database.execute("DROP TRIGGER stop")
            #expect(try fixture.release(store, on: monday.adding(days: 40), seed: 4) == 3)
            try fixture.freeze(store)
            #expect(try fixture.exact(try fixture.frozen(store), seed: 4) == [0, 5, 6])
        }
    }

    @Test func onlyABatchWithChecksNeedsVersionTwo() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday)
            _ = try fixture.release(store, on: monday.adding(days: 10))
            try fixture.freeze(store)
            try keep(store, count(5, 6), on: monday)
            _ = try fixture.release(store, on: monday.adding(days: 40))
            try fixture.freeze(store)
            let versions = try store.parcels().map { parcel in
                let bytes = try #require(try store.bytes(of: parcel))
                return try SealedBatch(parsing: bytes).open(BatchPayload.self, key: fixture.key.verifyingKey).v
            }
            #expect(versions == [1, 2])
        }
    }
}

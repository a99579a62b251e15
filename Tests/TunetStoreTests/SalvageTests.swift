import Foundation
import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetStore

@Suite("What is brought back from a damaged store")
struct SalvageTests {
    private let monday = SmallPlace.monday

    private func entries(_ fixture: StoreFixture, _ store: StoreDatabase) throws -> Int64 {
        try fixture.number(store, "SELECT coalesce(sum(amount), 0) FROM tally WHERE counter = 'count:in'") ?? -1
    }

    /// Bytes of a page, as the settings of a store have it.
    private static let page = 512

    private func count(_ fixture: StoreFixture, _ store: StoreDatabase, day: Int, _ amount: Int64) throws {
        try store.commit(
            Increments(
                rows: [fixture.row(fixture.bin(monday.adding(days: day), 10), .count(.in), amount)],
                presses: [fixture.press("ja", amount, on: monday.adding(days: day))]))
    }

    /// Overwrites what SQLite calls the root page of `table`, so that the table can't be read and the store is damaged.
    private func destroy(_ table: String, of path: String) throws {
        let page: Int
        do {
            let database = try SQLiteConnection(path: path, mode: .readWriteCreate)
            try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            page =
                try database.first("SELECT rootpage FROM sqlite_schema WHERE name = ?", .text(table)) { try $0.int(0) }
                ?? 0
        }
        var bytes = ScratchFolder.bytes(path)
        for index in (page - 1) * Self.page..<page * Self.page { bytes[index] = 0xA5 }
        try ScratchFolder.write(bytes, to: path)
    }

    /// Whether a month's checks were released stands in the settings, which a card has damaged.
    @Test func noMonthOfChecksIsReleasedTwice() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: [], release: ReleasePolicy(leaf: .month)))
        defer { fixture.scratch.remove() }
        let december = monday.adding(days: 30)
        try fixture.open { store in
            try fixture.note(store, monday, december)
            try store.keep(
                CheckedCount(in: CheckedCount.Pair(byHand: 25, bySensor: 24)), door: "front", series: "a", on: monday)
            #expect(try fixture.release(store, on: december.adding(days: 1)) == 3)
            try count(fixture, store, day: 30, 4)
            try store.close()
        }
        try destroy("meta", of: fixture.path)
        try fixture.open { store in
            #expect(store.findings.count == 1)
            try fixture.note(store, december.adding(days: 2), december.adding(days: 60))
            _ = try fixture.release(store, on: december.adding(days: 63), seed: 2)
            try fixture.freeze(store)
            let leaves = try fixture.frozen(store)
            #expect(leaves.filter { $0.kind == .checks }.map(\.period) == ["2027-01", "2027-01"])
            #expect(leaves.contains { $0.name == "2026-12 outside entries" })
        }
    }

    @Test func onlyWhatStoodOnTheDamagedPageIsLost() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let bins = 96 * 20
        let (original, leaf) = try fixture.open { store -> ([UInt8], Int) in
            let first = fixture.bin(monday, 0).index
            for day in 0..<20 {
                let rows = (0..<96).map {
                    fixture.row(Bin(boot: 0, index: first + Int64(96 * day + $0)), .count(.in), 1)
                }
                try store.commit(Increments(rows: rows))
            }
            try store.close()
            // A leaf in the middle of the table.
            let leaf = try fixture.number(
                store,
                "SELECT pageno FROM dbstat WHERE name = 'tally' AND pagetype = 'leaf' ORDER BY path LIMIT 1 OFFSET 20")
            return (ScratchFolder.bytes(fixture.path), Int(leaf ?? 0))
        }
        let cells = Int(original[(leaf - 1) * Self.page + 3]) << 8 | Int(original[(leaf - 1) * Self.page + 4])
        #expect(cells > 10)
        for pages in [1, 2] {
            var bytes = original
            for index in (leaf - 1) * Self.page..<(leaf - 1 + pages) * Self.page { bytes[index] = 0xA5 }
            try ScratchFolder.write(bytes, to: fixture.path)
            try? FileManager.default.removeItem(atPath: fixture.path + "-wal")
            try fixture.open { store in
                #expect(store.findings.first?.contains("damaged-\(pages)") == true)
                let kept = try entries(fixture, store)
                #expect(kept >= Int64(bins - pages * (cells + 30)) && kept < Int64(bins), "\(kept) of \(bins)")
            }
        }
    }

    /// Counts, ledger and what has been released come along, and nothing is released a second time.
    @Test(arguments: ["released", "charge", "measured", "boot"])
    func theNextReleaseGoesOnWhereTheLastOneEnded(_ lost: String) throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday, monday.adding(days: 9))
            for day in 0..<9 { try count(fixture, store, day: day, Int64(day + 1)) }
            #expect(try fixture.release(store, on: monday.adding(days: 5)) == 3)
            try store.close()
        }
        try destroy(lost, of: fixture.path)
        try fixture.open { store in
            #expect(store.findings.first?.contains("brought back") == true)
            #expect(try entries(fixture, store) == 4 + 5 + 6 + 7 + 8 + 9)
            try fixture.note(store, monday.adding(days: 9))
            let before = try fixture.number(store, "SELECT coalesce(sum(last - first + 1), 0) FROM released")
            // The three leaves that nobody had frozen are not lost either.
            #expect(before == (lost == "released" ? 0 : 3))
            _ = try fixture.release(store, on: monday.adding(days: 9), seed: 5)
            try fixture.freeze(store)
            let leaves = try fixture.frozen(store)
            #expect(leaves.map(\.seq) == (1...Int64(leaves.count)).map { $0 })
            let days = leaves.filter { $0.measure == "entries" }.map(\.period)
            let wanted = (lost == "released" ? 3..<7 : 0..<7).map { monday.adding(days: $0).description }
            // What was measured is noted again from today on if it is lost: the days between come with the next.
            #expect(lost == "measured" ? days.first == wanted.first : days == wanted, "\(days)")
            if lost != "charge" {
                #expect(
                    try store.ledger().first { $0.kind == "entries" }?.leaves == days.count
                        + (lost == "released" ? 3 : 0))
            }
        }
    }

    /// The collector knows by their identity those that it has already.
    @Test func batchesKeepTheirBytesAndTheirEpoch() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let (epoch, batches) = try fixture.open { store in
            try fixture.note(store, monday, monday.adding(days: 9))
            for day in 3..<6 {
                #expect(try fixture.release(store, on: monday.adding(days: day)) == 1)
                try fixture.freeze(store)
            }
            return (store.epoch, try store.parcels().compactMap { try store.bytes(of: $0) })
        }
        #expect(batches.count == 3)
        try destroy("charge", of: fixture.path)
        let store = try StoreDatabase(path: fixture.path, key: fixture.key.verifyingKey)
        #expect(store.findings.first?.contains("3 batches were brought back") == true, "\(store.findings)")
        #expect(store.epoch != epoch)
        #expect(try store.parcels().map(\.epoch) == [epoch, epoch, epoch])
        #expect(try store.parcels().compactMap { try store.bytes(of: $0) } == batches)
        // Another device's key verifies none of them.
        let other = try SigningKey(raw: [UInt8](repeating: 8, count: 32))
        let salvage = Salvage(path: fixture.path + ".damaged-1", key: other.verifyingKey)
        #expect(salvage.batches.isEmpty && salvage.badBatches == 3)
        #expect(try fixture.release(store, on: monday.adding(days: 6)) == 1)
        try fixture.freeze(store)
        #expect(try store.parcels().map(\.epoch) == [epoch, epoch, epoch, store.epoch])
    }

    /// What a store has taken over is known in the next one, also if that can't read the settings of the one between.
    @Test(arguments: ["charge", "meta"])
    func nothingIsTakenTwiceThroughTwoDamages(_ lost: String) throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { try count(fixture, $0, day: 0, 5) }
        try destroy("charge", of: fixture.path)
        try fixture.open { store in
            #expect(try entries(fixture, store) == 5)
            try count(fixture, store, day: 1, 2)
        }
        try destroy(lost, of: fixture.path)
        try fixture.open { store in
            #expect(try entries(fixture, store) == 7)
            try store.close()
        }
        let (_, outcomes) = try StoreRepair.repair(folder: fixture.scratch.path, only: nil, applies: true)
        #expect(outcomes.map(\.file) == (1...2).map { "\(fixture.path).damaged-\($0)" })
        #expect(outcomes.allSatisfy { $0.restored == nil && $0.isReadable })
        #expect(try fixture.open { try entries(fixture, $0) } == 7)
    }

    @Test func aFileFromElsewhereIsBroughtBackOnce() throws {
        let fixture = try StoreFixture()
        let other = try StoreFixture()
        defer {
            fixture.scratch.remove()
            other.scratch.remove()
        }
        let file = try other.open { store in
            try count(other, store, day: 0, 5)
            try store.commit(Increments(rows: [other.row(Bin(boot: 3, index: 7), .count(.in), 2)]))
            return try other.scratch.copy(ofDatabase: other.path)
        }
        let bytes = [file, file + "-wal"].map(ScratchFolder.bytes)
        try fixture.open { store in
            try fixture.note(store, monday)
            try count(fixture, store, day: 0, 1)
            // The period is released already: what comes back belongs to the next.
            #expect(try fixture.release(store, on: monday.adding(days: 3)) == 1)
            try store.close()
        }
        func repair(applies: Bool) throws -> [StoreRepair.Outcome] {
            try StoreRepair.repair(folder: fixture.scratch.path, only: file, applies: applies).outcomes
        }
        #expect(try repair(applies: false).first?.restored?.counters == 3)
        #expect(try fixture.open { try entries(fixture, $0) } == 0, "it was only tried")
        #expect(try repair(applies: true).first?.restored?.counters == 3)
        #expect(try repair(applies: true).first?.restored == nil)
        #expect([file, file + "-wal"].map(ScratchFolder.bytes) == bytes)
        try fixture.open { store in
            #expect(try entries(fixture, store) == 7)
            #expect(try fixture.number(store, "SELECT sum(amount) FROM tally WHERE boot = 0") == 5)
            try fixture.note(store, monday.adding(days: 1))
            #expect(try fixture.release(store, on: monday.adding(days: 4), seed: 9) == 1)
            try fixture.freeze(store)
            let late = try #require(try fixture.frozen(store).last)
            #expect(late.period == monday.adding(days: 1).description)
            #expect(try fixture.exact([late], seed: 9) == [5])
        }
    }

    @Test func aCopyOfThePresentStoreBringsNothing() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let copy = try fixture.open { store in
            try count(fixture, store, day: 0, 5)
            let copy = try fixture.scratch.copy(ofDatabase: fixture.path)
            try store.beginEpoch()
            return copy
        }
        let outcomes = try StoreRepair.repair(folder: fixture.scratch.path, only: copy, applies: true).outcomes
        #expect(outcomes.first?.restored == nil)
        #expect(try fixture.open { try entries(fixture, $0) } == 5)
    }

    /// Exact counts are in the copy.
    @Test func aCopyIsGoneWithItsOwner() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try count(fixture, store, day: 0, 5)
            var path = ""
            do {
                let copy = try StoreCopy(of: fixture.path)
                path = copy.path
                #expect(path.hasPrefix("/dev/shm/"))
                #expect(ScratchFolder.bytes(path + "-wal") == ScratchFolder.bytes(fixture.path + "-wal"))
                // Whatever is made beside it goes, too.
                try ScratchFolder.write([1], to: path + ".damaged-1")
            }
            let folder = String(path.dropLast("/store.sqlite".count))
            #expect(!FileManager.default.fileExists(atPath: folder))
        }
    }

    @Test func repairNeedsTheServiceToBeStopped() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let folder = try DataFolder(path: fixture.scratch.path)
        let error = #expect(throws: StoreError.self) {
            try StoreRepair.repair(folder: fixture.scratch.path, only: nil, applies: true)
        }
        #expect(error?.code == .inUse)
        _ = try StoreRepair.repair(folder: fixture.scratch.path, only: nil, applies: false)
        withExtendedLifetime(folder) {}
    }
}

import Foundation
import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetStore

@Suite("The quota")
struct QuotaTests {
    private static let quota: Int64 = (1 << 20) + 512 * 1024
    private let monday = SmallPlace.monday

    /// A store that the collector never hears from, in a quota of half a megabyte for the file.
    private func open<T>(_ fixture: StoreFixture, _ body: (StoreDatabase) throws -> T) throws -> T {
        try body(try StoreDatabase(path: fixture.path, key: fixture.key.verifyingKey, quota: Self.quota))
    }

    /// Frozen batches of bytes that nothing makes smaller, until the quota is nearly full.
    private func fill(_ store: StoreDatabase) throws {
        var random = SeededGenerator(seed: 1)
        let size = 4000
        try store.set("released", 1_000_000)
        try store.set("frozen", 1_000_000)
        var number: Int64 = 0
        while true {
            let used = try store.database.first("PRAGMA page_count") { try $0.int64(0) } ?? 0
            guard used < 1000 else { break }
            let bytes = (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            try store.database.run(
                "INSERT INTO batch VALUES (?, ?, ?, ?)", .text(store.epoch), .integer(number * 10 + 1),
                .integer(number * 10 + 10),
                .blob(bytes))
            number += 1
        }
        try store.scrub()
    }

    @Test func theOldestBatchesGoWhereCountsHaveNoRoom() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try open(fixture) { store in
            try fill(store)
            let all = try store.parcels()
            #expect(try store.dropped() == Dropped(batches: 0, releases: 0))
            let first = fixture.bin(monday, 0).index
            for index in 0..<Int64(2000) {
                try store.commit(
                    Increments(rows: [fixture.row(Bin(boot: 0, index: first + index), .count(.in), 1)]))
            }
            #expect(try fixture.number(store, "SELECT sum(amount) FROM tally") == 2000, "no count is lost")
            let dropped = try store.dropped()
            #expect(dropped.batches > 3 && dropped.releases == 10 * dropped.batches)
            let left = try store.parcels()
            #expect(left == Array(all.suffix(left.count)), "the oldest went")
            #expect(Int64(all.count - left.count) == dropped.batches)
            #expect(try store.bytes(of: all[0]) == nil)
            #expect(StoreFiles.size(fixture.path) <= Self.quota)
        }
        // No more went than had to.
        try open(fixture) { store in
            #expect(store.findings.isEmpty)
            let used = try fixture.number(store, "PRAGMA page_count") ?? 0
            let free = try fixture.number(store, "PRAGMA freelist_count") ?? 0
            #expect(used - free > 980)
        }
        let report = try StoreInspection.check(folder: fixture.scratch.path)
        #expect(report.droppedBatches > 3 && report.droppedReleases == 10 * report.droppedBatches)
        #expect(report.quota == 64 << 20)
    }

    /// A device must come up again, however full its store is.
    @Test func aStartHasRoom() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try open(fixture) { store in
            try fill(store)
            // Every page that is left.
            let error = #expect(throws: SQLiteError.self) {
                for index in 0..<Int64(100_000) {
                    try store.database.run("INSERT INTO tally VALUES (1, ?, 'x', 'count:in', 1)", .integer(index))
                }
            }
            #expect(error?.code == .full)
            #expect(try store.dropped() == Dropped())
            // The table of boots has room for a few without a new page.
            for number in 1...100 { #expect(try store.boot(kernelID: "kernel \(number)").number == Int64(number)) }
            #expect(try store.dropped().batches > 0)
        }
    }

    /// Small, sealed, and under the same numbers.
    @Test func aDroppedBatchSaysSo() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday, monday.adding(days: 5))
            #expect(try fixture.release(store, on: monday.adding(days: 5)) == 3)
            try fixture.freeze(store)
            let parcel = try #require(try store.parcels().first)
            try store.database.execute("UPDATE batch SET bytes = x''")
            #expect(try store.bytes(of: parcel) == nil && store.parcels().isEmpty)
            try fixture.freeze(store)
            let bytes = try #require(try store.bytes(of: parcel))
            let batch = try SealedBatch(parsing: bytes)
            #expect((batch.header.epoch, batch.header.first, batch.header.last) == (store.epoch, 1, 3))
            let payload = try batch.open(BatchPayload.self, key: fixture.key.verifyingKey)
            #expect(payload.dropped == true && payload.v == 3 && payload.releases.isEmpty)
            #expect(bytes.count < 700)
            try fixture.freeze(store)
            #expect(try store.bytes(of: parcel) == bytes, "and never changes")
            // A collector that has it after all: no new life begins.
            let receipt = Receipt(place: "p-7", epoch: store.epoch, watermark: 3, time: 0, held: [:])
            let now = try #require(try store.parcels().first)
            let life = try store.resolveConflict(
                of: now, by: receipt, configuration: fixture.configuration, zone: fixture.zone,
                key: fixture.key.verifyingKey)
            #expect(life == nil)
            #expect(try store.parcels().isEmpty)
        }
    }

    @Test func withoutABatchToDropTheStoreIsFull() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try open(fixture) { store in
            let error = #expect(throws: StoreError.self) {
                for index in 0..<Int64(1_000_000) {
                    try store.commit(
                        Increments(
                            rows: (0..<50).map { fixture.row(Bin(boot: 1, index: index * 50 + $0), .count(.in), 1) }))
                }
            }
            #expect(error?.code == .full)
            let dropped = try store.dropped()
            #expect(dropped == Dropped())
        }
        try open(fixture) { #expect($0.findings.isEmpty) }
    }

    /// Room on a card that others have filled is not made by dropping.
    @Test(.enabled(if: TinyDisk.isAvailable, Comment(rawValue: TinyDisk.need)))
    func nothingIsDroppedForOthers() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let quota = Self.quota
        let first = fixture.bin(monday, 9).index
        let rows = (0..<5000).map { fixture.row(Bin(boot: 0, index: first + $0), .count(.in), 1) }
        let (code, dropped, left) = try TinyDisk.with(kibibytes: 512) {
            folder -> (StoreError.Code?, Int64, Int) in
            let store = try StoreDatabase(path: folder + "/store.sqlite", quota: quota)
            try store.set("frozen", 10)
            try store.set("released", 10)
            try store.database.run("INSERT INTO batch VALUES (?, 1, 10, x'0102')", .text(store.epoch))
            try store.scrub()
            TinyDisk.fill(folder)
            var code: StoreError.Code?
            do { for row in rows { try store.commit(Increments(rows: [row])) } } catch {
                code = (error as? StoreError)?.code
            }
            return (code, try store.dropped().batches, try store.parcels().count)
        }
        #expect(code == .full && dropped == 0 && left == 1)
    }
}

import TunetSQLite
import TunetWire

/// How much room the data folder takes.
///
/// It is one number for every place, and no setting: two years of a busy place without any uplink need less, and a card of
/// today has a thousand times as much.
package enum StoreQuota {
    /// 64 MB for the store, its log and its siblings.
    package static let bytes: Int64 = 64 << 20
    /// What the log may need beside the file (``StoreSchema/log``, and one large transaction).
    private static let reserve: Int64 = 1 << 20

    static let batchesKey = "dropped_batches"
    static let releasesKey = "dropped_releases"

    /// How much of the quota the store of a data folder takes with its log, 0 to 100 and more.
    package static func percent(of folder: String) -> Int {
        Int(StoreFiles(DataFolder.storePath(in: folder)).bytes * 100 / bytes)
    }

    /// Pages that the file may have.
    static func pages(of size: Int64, in bytes: Int64) -> Int64 { max(64, (bytes - reserve) / size) }
}

/// What was dropped undelivered because the quota was full.
package struct Dropped: Sendable, Equatable {
    package var batches: Int64
    /// Noised values that the collector will never get.
    package var releases: Int64

    package init(batches: Int64 = 0, releases: Int64 = 0) {
        self.batches = batches
        self.releases = releases
    }
}

/// What happens when the quota is full: counting goes on, and the oldest undelivered batches go, counted and shown.
///
/// A card that others have filled is another matter: nothing that the store drops makes room there for long. Then nothing
/// is dropped, counts wait in memory, and `store_failed` is shown.
extension StoreDatabase {
    /// Batches that may go for one commit. More are not needed: one of them has more room than a commit takes.
    private static let mostDropped = 64
    /// Bytes of a batch that only says that it was dropped, or has so little in it that dropping it makes no room.
    private static let mostOfAMark: Int64 = 700

    static func hold(_ database: SQLiteConnection, to quota: Int64) throws {
        let size = try database.first("PRAGMA page_size") { try $0.int64(0) } ?? 512
        try database.execute("PRAGMA max_page_count = \(StoreQuota.pages(of: size, in: quota))")
    }

    /// Tries `body`, a transaction of its own; if the quota has no room for it, drops the oldest undelivered batch and
    /// tries again.
    func makingRoom<T>(_ body: () throws -> T) throws -> T {
        for _ in 0..<Self.mostDropped {
            do {
                return try body()
            } catch let error where Self.isFull(error) {
                guard try isQuotaReached(), try dropOldest() else { throw error }
            }
        }
        return try body()
    }

    /// A transaction that ``makingRoom(_:)`` tries.
    func roomyTransaction<T>(_ body: () throws -> T) throws -> T {
        try makingRoom { try database.transaction(body) }
    }

    private static func isFull(_ error: any Error) -> Bool {
        (error as? SQLiteError)?.code == .full || (error as? StoreError)?.code == .full
    }

    private func isQuotaReached() throws -> Bool {
        func number(_ pragma: String) throws -> Int64 {
            try database.first("PRAGMA \(pragma)") { try $0.int64(0) } ?? 0
        }
        // The last attempt may have failed for want of a few pages.
        return try number("page_count") - number("freelist_count") + 64 >= number("max_page_count")
    }

    /// Takes the bytes of the oldest undelivered batch. The row stays, so that the collector is told that nothing will come
    /// under these numbers: it would wait for them for ever.
    ///
    /// - Returns: false if there is none.
    private func dropOldest() throws -> Bool {
        try reporting {
            try database.transaction {
                let oldest = try database.first(
                    """
                    SELECT rowid, first, last FROM batch WHERE length(bytes) > ?
                    ORDER BY epoch = ?, rowid LIMIT 1
                    """, .integer(Self.mostOfAMark), .text(epoch)
                ) { (row: try $0.int64(0), first: try $0.int64(1), last: try $0.int64(2)) }
                guard let oldest else { return false }
                try database.run("UPDATE batch SET bytes = x'' WHERE rowid = ?", .integer(oldest.row))
                try countDropped(releases: oldest.last - oldest.first + 1)
                return true
            }
        }
    }

    /// One more batch that will never be delivered. Part of a transaction.
    func countDropped(releases: Int64) throws {
        try set(StoreQuota.batchesKey, (try number(of: StoreQuota.batchesKey) ?? 0) + 1)
        try set(StoreQuota.releasesKey, (try number(of: StoreQuota.releasesKey) ?? 0) + releases)
    }

    /// Says in the place of each dropped batch that nothing will come, in bytes that never change again.
    func sealDropped(place: String, software: String, key: SigningKey) throws {
        try reporting {
            let empty = try database.query("SELECT epoch, first, last FROM batch WHERE length(bytes) = 0") {
                BatchHeader(
                    place: place, epoch: try $0.string(0), first: try $0.int64(1), last: try $0.int64(2))
            }
            for header in empty {
                let payload = BatchPayload(droppedOf: place, epoch: header.epoch, software: software)
                let batch = try SealedBatch(header: header, body: payload, key: key)
                try database.run(
                    "UPDATE batch SET bytes = ? WHERE epoch = ? AND first = ?", .blob(batch.bytes),
                    .text(header.epoch), .integer(header.first))
            }
        }
    }

    /// Since the store began.
    package func dropped() throws -> Dropped {
        try reporting {
            Dropped(
                batches: try number(of: StoreQuota.batchesKey) ?? 0,
                releases: try number(of: StoreQuota.releasesKey) ?? 0)
        }
    }
}

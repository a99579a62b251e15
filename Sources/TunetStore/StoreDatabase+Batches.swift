package import TunetCore
import TunetSQLite
package import TunetWire

extension StoreDatabase {
    /// Releases in one batch at the most.
    static let batchLimit = 1000

    /// Freezes what has been released and not yet frozen, in batches whose bytes never change again.
    package func freeze(place: String, names: PlaceNames, software: String, key: SigningKey) throws {
        while try freezeNext(place: place, names: names, software: software, key: key) {}
    }

    private func freezeNext(place: String, names: PlaceNames, software: String, key: SigningKey) throws -> Bool {
        try reporting {
            try database.transaction {
                let frozen = try number(of: "frozen") ?? 0
                let leaves = try database.query(
                    "SELECT leaf FROM release WHERE seq > ? ORDER BY seq LIMIT ?", .integer(frozen),
                    .integer(Int64(Self.batchLimit))
                ) { try CanonicalJSON.decode(ReleasedLeaf.self, from: $0.bytes(0)) }
                guard let first = leaves.first, let last = leaves.last else { return false }
                let header = BatchHeader(place: place, epoch: epoch, first: first.seq, last: last.seq)
                let payload = BatchPayload(
                    place: place, epoch: epoch, software: software, names: names, releases: leaves)
                let batch = try SealedBatch(header: header, body: payload, key: key)
                try database.run(
                    "INSERT INTO batch VALUES (?, ?, ?)", .integer(first.seq), .integer(last.seq), .blob(batch.bytes))
                try set("frozen", last.seq)
                return true
            }
        }
    }

    /// The frozen batches that the collector has not confirmed, in the order of their sequence numbers.
    package func parcels() throws -> [UplinkMachine.Parcel] {
        try reporting {
            try database.query("SELECT first, last, length(bytes) FROM batch ORDER BY first") {
                UplinkMachine.Parcel(first: try $0.int64(0), last: try $0.int64(1), size: try $0.int(2))
            }
        }
    }

    /// The bytes of a frozen batch; nil if it has been confirmed meanwhile.
    package func bytes(of parcel: UplinkMachine.Parcel) throws -> [UInt8]? {
        try reporting {
            try database.first("SELECT bytes FROM batch WHERE first = ?", .integer(parcel.first)) { try $0.bytes(0) }
        }
    }

    /// The collector holds everything up to `watermark` in `epoch`: the batches below it are deleted here.
    ///
    /// A watermark beyond what this store ever released means that the collector has heard from a later state of the
    /// same store: this card was restored from a copy, or cloned. A new epoch begins, so that nothing that is released
    /// from now on is taken for a repetition.
    ///
    /// - Returns: false if a new epoch had to begin.
    package func acknowledge(epoch acknowledged: String, watermark: Int64) throws -> Bool {
        guard acknowledged == epoch else { return true }
        return try reporting {
            try database.transaction {
                try database.run("DELETE FROM batch WHERE last <= ?", .integer(watermark))
                try database.run("DELETE FROM release WHERE seq <= ?", .integer(watermark))
                guard watermark > (try number(of: "released") ?? 0) else { return true }
                try database.execute("DELETE FROM batch; DELETE FROM release;")
                for key in ["released", "frozen"] { try set(key, 0) }
                try beginEpoch()
                return false
            }
        }
    }

    /// Σε by year and measure, from the first release of this store.
    package func ledger() throws -> [LedgerEntry] {
        try reporting {
            try database.query("SELECT year, measure, epsilon, leaves FROM ledger ORDER BY year, measure") {
                LedgerEntry(
                    year: try $0.int(0), measure: try $0.string(1), epsilon: try $0.string(2), leaves: try $0.int(3))
            }
        }
    }
}

/// How often noise of a certain ε has been drawn for one measure in one year.
package struct LedgerEntry: Sendable, Equatable {
    package var year: Int
    package var measure: String
    /// ε of each draw, as a fraction.
    package var epsilon: String
    package var leaves: Int
}

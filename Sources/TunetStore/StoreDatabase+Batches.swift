package import TunetCore
import TunetSQLite
package import TunetWire

extension StoreDatabase {
    /// Releases in one batch at the most.
    static let batchLimit = 1000

    /// Freezes what has been released and not yet frozen, in batches whose bytes never change again.
    package func freeze(place: String, names: PlaceNames, software: String, key: SigningKey) throws {
        while try freezeNext(place: place, names: names, software: software, key: key) {}
        try sealDropped(place: place, software: software, key: key)
    }

    private func freezeNext(place: String, names: PlaceNames, software: String, key: SigningKey) throws -> Bool {
        try reporting {
            try roomyTransaction {
                let next = try database.first("SELECT first, last, leaves FROM released ORDER BY first LIMIT 1") {
                    (first: try $0.int64(0), last: try $0.int64(1), bytes: try $0.bytes(2))
                }
                guard let next else { return false }
                let leaves = (try? ReleasedLeaf.unpacked(next.bytes)) ?? []
                if leaves.isEmpty {
                    // The card has changed the bytes: nothing will ever come under these numbers.
                    try insert([], first: next.first, last: next.last)
                    try countDropped(releases: next.last - next.first + 1)
                }
                for start in stride(from: 0, to: leaves.count, by: Self.batchLimit) {
                    let part = Array(leaves[start..<min(start + Self.batchLimit, leaves.count)])
                    let (first, last) = (next.first + Int64(start), next.first + Int64(start + part.count) - 1)
                    let payload = BatchPayload(
                        place: place, epoch: epoch, software: software, names: names, releases: part,
                        stopped: try stopped(beside: part))
                    let header = BatchHeader(place: place, epoch: epoch, first: first, last: last)
                    try insert(
                        try SealedBatch(header: header, body: payload, key: key).bytes, first: first, last: last)
                }
                try database.run("DELETE FROM released WHERE first = ?", .integer(next.first))
                try set("frozen", next.last)
                return true
            }
        }
    }

    /// What a batch with `leaves` says of what was stopped: in the year of the latest of them and the one before.
    private func stopped(beside leaves: [ReleasedLeaf]) throws -> [StoppedMeasure] {
        let years = leaves.compactMap { Period($0.period)?.firstDay.components.year }
        guard let latest = years.max() else { return [] }
        return try Self.stopped(in: database).compactMap { stopped in
            guard (latest - 1...latest).contains(stopped.year), let kind = MeasureKind(stopped.kind) else { return nil }
            let parts = kind.parts
            return StoppedMeasure(
                year: stopped.year, measure: parts.name, question: parts.question, panel: parts.panel,
                ceiling: stopped.ceiling, leaves: stopped.leaves)
        }
    }

    private func insert(_ bytes: [UInt8], first: Int64, last: Int64) throws {
        try database.run(
            "INSERT INTO batch VALUES (?, ?, ?, ?)", .text(epoch), .integer(first), .integer(last), .blob(bytes))
    }

    /// The frozen batches that the collector has not confirmed: those of earlier lives of the store first, then those of
    /// the present one, in the order of their sequence numbers.
    package func parcels() throws -> [UplinkMachine.Parcel] {
        try reporting {
            try database.query(
                "SELECT epoch, first, last, length(bytes) FROM batch WHERE length(bytes) > 0 ORDER BY epoch = ?, rowid",
                .text(epoch)
            ) {
                UplinkMachine.Parcel(
                    epoch: try $0.string(0), first: try $0.int64(1), last: try $0.int64(2), size: try $0.int(3))
            }
        }
    }

    /// The bytes of a frozen batch; nil if it has been confirmed meanwhile.
    package func bytes(of parcel: UplinkMachine.Parcel) throws -> [UInt8]? {
        try reporting {
            try database.first(
                "SELECT bytes FROM batch WHERE epoch = ? AND first = ? AND length(bytes) > 0", .text(parcel.epoch),
                .integer(parcel.first)
            ) { try $0.bytes(0) }
        }
    }

    /// The collector holds everything up to the receipt's watermark in its epoch: those of the batches that it has taken and
    /// that lie below are deleted here. Others below may differ from what it holds, if this card is a copy. Of a former
    /// epoch, whose numbers may have gaps for ever, the batch that the receipt names is deleted.
    ///
    /// A watermark beyond what this store ever released means that the collector has heard from a later state of the
    /// same store: this card was restored from a copy, or cloned. A new life begins, so that nothing that is released
    /// from now on is taken for a repetition.
    ///
    /// - Parameter taken: batches that the collector has answered with a receipt.
    /// - Returns: the new life, if one had to begin.
    package func acknowledge(
        _ receipt: Receipt, taken: some Collection<UplinkMachine.Parcel>, configuration: PlaceConfiguration,
        zone: TimeZoneRules
    ) throws -> NewLife? {
        try reporting {
            try roomyTransaction {
                for parcel in taken where try isSettled(parcel, by: receipt) {
                    try database.run(
                        "DELETE FROM batch WHERE epoch = ? AND first = ?", .text(parcel.epoch), .integer(parcel.first))
                }
                guard receipt.epoch == epoch, receipt.watermark > (try number(of: "released") ?? 0) else { return nil }
                return try beginLife(after: receipt, configuration: configuration, zone: zone)
            }
        }
    }

    private func isSettled(_ parcel: UplinkMachine.Parcel, by receipt: Receipt) throws -> Bool {
        guard parcel.epoch == receipt.epoch else { return false }
        if parcel.last <= receipt.watermark { return true }
        guard parcel.epoch != epoch, let stored = receipt.stored, let bytes = try bytes(of: parcel) else {
            return false
        }
        return try SealedBatch(parsing: bytes).header.sha256 == stored
    }
}

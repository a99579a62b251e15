package import TunetCore
import TunetSQLite
package import TunetWire

/// What became of a store that was found to be a copy: restored from a backup, or cloned.
package struct NewLife: Sendable, Equatable {
    /// Released values that were left out, because the collector holds those of their periods.
    package var repeatedReleases = 0
    /// Passages and presses that were left out for the same reason: the other life has delivered them.
    package var repeatedCounts: Int64 = 0

    package init(repeatedReleases: Int = 0, repeatedCounts: Int64 = 0) {
        self.repeatedReleases = repeatedReleases
        self.repeatedCounts = repeatedCounts
    }
}

/// A copy of a store has two futures, and both would deliver what was counted before it was made. The collector knows one of
/// them. Its receipt says up to which day it holds each kind of leaf: what the copy has counted on those days, and not
/// released, is left out. Of a batch that meets another one it says which leaves it holds: the rest is released again under
/// a new epoch, so that it is never taken for a repetition. Bytes that were frozen before the copy was made are the same in
/// both futures, and may come twice.
extension StoreDatabase {
    /// The collector holds something else under the identity of this batch. What of it the collector does not have is
    /// released again under a new identity, with the noise that was drawn for it. Everything has to be frozen.
    ///
    /// - Parameter receipt: the collector's, for this batch.
    /// - Returns: nil if the batch had been dropped here and no new life had to begin.
    package func resolveConflict(
        of parcel: UplinkMachine.Parcel, by receipt: Receipt, configuration: PlaceConfiguration, zone: TimeZoneRules,
        key: VerifyingKey
    ) throws -> NewLife? {
        try reporting {
            guard let bytes = try bytes(of: parcel) else { return NewLife() }
            let payload = try SealedBatch(parsing: bytes).open(BatchPayload.self, key: key)
            let leaves = payload.releases
            let repeated = Set(receipt.repeated ?? [])
            return try roomyTransaction {
                if payload.dropped == true {
                    // The collector holds the batch itself, which had come before it was dropped.
                    try database.run(
                        "DELETE FROM batch WHERE epoch = ? AND first = ?", .text(parcel.epoch), .integer(parcel.first))
                    return nil
                }
                var life = NewLife()
                if parcel.epoch == epoch {
                    life = try beginLife(after: receipt, configuration: configuration, zone: zone)
                }
                var left = leaves.filter { !repeated.contains($0.seq) }
                let released = try number(of: "released") ?? 0
                for index in left.indices { left[index].seq = released + Int64(index) + 1 }
                try append(left)
                life.repeatedReleases = leaves.count { repeated.contains($0.seq) }
                try database.run(
                    "DELETE FROM batch WHERE epoch = ? AND first = ?", .text(parcel.epoch), .integer(parcel.first))
                return life
            }
        }
    }

    /// Part of a transaction. What waits goes on waiting under the former epoch.
    func beginLife(
        after receipt: Receipt, configuration: PlaceConfiguration, zone: TimeZoneRules
    ) throws -> NewLife {
        guard try number(of: "frozen") ?? 0 == number(of: "released") ?? 0 else {
            throw StoreError(.database, "A new epoch can't begin before everything that was released is frozen.")
        }
        for key in ["released", "frozen"] { try set(key, 0) }
        try beginEpoch()
        return NewLife(
            repeatedCounts: try leaveOut(receipt.held ?? [:], configuration: configuration, zone: zone))
    }

    /// Destroys the exact counts of the periods that the collector holds and this store has not released, and takes those
    /// periods for released. Counts that came too late for a period of their own are released with the next, as ever.
    ///
    /// - Returns: how many passages and presses were destroyed.
    private func leaveOut(
        _ held: [String: String], configuration: PlaceConfiguration, zone: TimeZoneRules
    ) throws -> Int64 {
        var counts: Int64 = 0
        for stream in ReleaseStream.allCases {
            // A clock that was ahead in the other life does not reach into what this one still counts.
            guard let said = held[stream.kind.rawValue].flatMap(CivilDate.init)?.dayNumber,
                let latest = try database.first("SELECT max(last_day) FROM measured", map: { try $0.optionalInt64(0) }),
                let until = latest.map({ min(said, $0) }), StoreLimits.days.contains(until),
                let from = try number(of: stream.key) ?? firstDay(of: stream),
                from < until
            else { continue }
            try set(stream.key, until)
            let days = (Int64(from), until)
            let bins = (
                Bin.dated(zone.start(of: CivilDate(dayNumber: from))).index,
                Bin.dated(zone.start(of: CivilDate(dayNumber: until))).index
            )
            switch stream {
            case .attendance:
                let panels = configuration.panels.map(\.id)
                let sources = try database.query("SELECT DISTINCT source FROM tally WHERE boot <= 0") {
                    try $0.string(0)
                }
                for source in sources where !panels.contains(source) { counts += try leaveOut(source, bins: bins) }
            case .feedback:
                counts +=
                    try database.first(
                        "SELECT coalesce(sum(amount), 0) FROM press WHERE boot <= 0 AND day >= ? AND day < ?",
                        .integer(days.0), .integer(days.1)
                    ) { try $0.int64(0) } ?? 0
                try database.run(
                    "DELETE FROM press WHERE boot <= 0 AND day >= ? AND day < ?", .integer(days.0), .integer(days.1))
                for panel in configuration.panels { _ = try leaveOut(panel.id, bins: bins) }
            case .checks:
                // They stay as the door's history.
                break
            }
        }
        return counts
    }

    private func leaveOut(_ source: String, bins: (Int64, Int64)) throws -> Int64 {
        let counts =
            try database.first(
                """
                SELECT coalesce(sum(amount), 0) FROM tally
                WHERE boot <= 0 AND bin >= ? AND bin < ? AND source = ? AND counter LIKE 'count:%'
                """, .integer(bins.0), .integer(bins.1), .text(source)
            ) { try $0.int64(0) } ?? 0
        try database.run(
            "DELETE FROM tally WHERE boot <= 0 AND bin >= ? AND bin < ? AND source = ?", .integer(bins.0),
            .integer(bins.1), .text(source))
        return counts
    }

    /// Where the first release of `stream` would begin.
    private func firstDay(of stream: ReleaseStream) throws -> Int64? {
        guard stream != .checks else {
            return try database.first("SELECT min(month) FROM count_check WHERE month > 0") { try $0.optionalInt64(0) }
                ?? nil
        }
        return try firstMeasuredDay()
    }
}

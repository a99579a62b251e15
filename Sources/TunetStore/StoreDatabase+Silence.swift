package import TunetCore
import TunetSQLite

/// What is remembered of silences: a setting for each door, of which the only date is that of the latest day that is over,
/// whatever came on it. The time since the last passage is not kept, but found from the bins for as long as those exist:
/// after their release it would date a passage that is gone.
extension StoreDatabase {
    private static let silencePrefix = "silence:"

    /// Part of the transaction of a commit.
    func keep(_ silence: Increments.SilenceRow) throws {
        try database.run(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)", .text(Self.silencePrefix + silence.door),
            .text(silence.memory.description))
    }

    /// What is known of the silences of each door, in the order of the configuration. Doors that are no longer there are
    /// forgotten.
    ///
    /// - Parameter bin: the present one, dated. Of it, the service itself will say whether it was observed.
    package func silences(
        in bin: Bin, configuration: PlaceConfiguration, zone: TimeZoneRules
    ) throws -> [SilenceHistory] {
        let hours = OpeningHours(configuration)
        return try reporting {
            let keys = try database.query("SELECT key FROM meta WHERE key LIKE ?", .text(Self.silencePrefix + "%")) {
                try $0.string(0)
            }
            let known = Set(configuration.doors.map { Self.silencePrefix + $0.id })
            for key in keys where !known.contains(key) {
                try database.run("DELETE FROM meta WHERE key = ?", .text(key))
            }
            return try configuration.doors.map { try history(of: $0, in: bin, hours: hours, zone: zone) }
        }
    }

    private func history(
        of door: Door, in bin: Bin, hours: OpeningHours, zone: TimeZoneRules
    ) throws -> SilenceHistory {
        let kept = try database.first(
            "SELECT value FROM meta WHERE key = ?", .text(Self.silencePrefix + door.id)
        ) { try $0.string(0) }
        // What can't be read is learned anew.
        var history = SilenceHistory(memory: kept.flatMap { SilenceWatch.Memory($0) } ?? SilenceWatch.Memory())
        let passages: Set<BinCounter> =
            door.sensor.isActivity ? [.presences, .swings] : [.count(.in), .count(.out), .count(.unknown)]
        var first: Int64?
        if let learned = history.memory.learned(before: zone.day(at: bin.start)) {
            let end = Bin.dated(zone.start(of: learned.adding(days: 1))).index
            first = try lastBin(of: door.id, before: end, with: passages)
        }
        var last: SeenBin?
        for seen in try seenBins(of: door.id, from: first ?? .min, through: bin.index, passages: passages) {
            if seen.index == bin.index {
                history.hasPassedInBin = seen.hasPassed
            } else {
                let dated = Bin(boot: 0, index: seen.index)
                history.quarters.append(
                    SilenceHistory.Quarter(
                        day: zone.day(at: dated.start), isOpen: hours.isOpen(dated, in: zone),
                        wasObserved: seen.isWhole(after: last), hasPassed: seen.hasPassed))
            }
            last = seen
        }
        return history
    }

    private func lastBin(of door: String, before end: Int64, with counters: Set<BinCounter>) throws -> Int64? {
        try counters.compactMap { counter in
            try database.first(
                "SELECT max(bin) FROM tally WHERE boot <= 0 AND bin < ? AND source = ? AND counter = ? AND amount > 0",
                .integer(end), .text(door), .text(counter.rawValue)
            ) { try $0.optionalInt64(0) } ?? nil
        }.max()
    }

    /// Every bin in which anything is known of the door, in order.
    private func seenBins(
        of door: String, from first: Int64, through last: Int64, passages: Set<BinCounter>
    ) throws -> [SeenBin] {
        let rows = try database.query(
            """
            SELECT bin, counter, amount FROM tally WHERE boot <= 0 AND bin BETWEEN ? AND ? AND source = ? ORDER BY bin
            """, .integer(first), .integer(last), .text(door)
        ) { (try $0.int64(0), try $0.string(1), try $0.int64(2)) }
        return rows.reduce(into: []) { bins, row in
            guard let counter = BinCounter(rawValue: row.1), counter.amounts.contains(row.2) else { return }
            if bins.last?.index != row.0 { bins.append(SeenBin(index: row.0)) }
            bins[bins.count - 1].add(row.2, to: counter, passages: passages)
        }
    }

    /// What the counters of one bin say of the door's silence.
    private struct SeenBin {
        let index: Int64
        var observed: Int64 = 0
        var hasPassed = false
        var hadTrouble = false

        mutating func add(_ amount: Int64, to counter: BinCounter, passages: Set<BinCounter>) {
            switch counter {
            case .observed: observed += amount
            case .noted(.blocked), .noted(.chattering), .noted(.lostEdges), .noted(.unsynchronised): hadTrouble = true
            default: if passages.contains(counter), amount > 0 { hasPassed = true }
            }
        }

        /// Whether all of it was observed, as far as the counters tell. It counts as observed if the door was at its end: if
        /// it was not at the end of the one before, trouble has ended in it.
        func isWhole(after last: SeenBin?) -> Bool {
            guard let last, last.index == index - 1, last.observed > 0 else { return false }
            return observed >= Bin.seconds * 1000 && !hadTrouble
        }
    }
}

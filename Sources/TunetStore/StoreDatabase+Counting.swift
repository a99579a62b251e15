package import TunetCore
import TunetSQLite

extension StoreDatabase {
    // MARK: - Boots

    /// The number of this boot of the kernel, given at its first start of the service; and its anchor, if it has one.
    ///
    /// - Parameter kernelID: `/proc/sys/kernel/random/boot_id`.
    package func boot(kernelID: String) throws -> (number: Int64, anchor: Anchor?) {
        try reporting {
            try database.run("INSERT OR IGNORE INTO boot (kernel_id) VALUES (?)", .text(kernelID))
            let found = try database.first(
                "SELECT number, monotonic, utc, quality FROM boot WHERE kernel_id = ?", .text(kernelID)
            ) { row in
                (
                    try row.int64(0),
                    try Self.anchor(
                        monotonic: row.optionalInt64(1), utc: row.optionalInt64(2), quality: row.optionalInt64(3))
                )
            }
            guard let found else { throw SQLiteError(.corrupt, message: "the boot just written is not there") }
            return found
        }
    }

    private static func anchor(monotonic: Int64?, utc: Int64?, quality: Int64?) -> Anchor? {
        guard let monotonic, let utc, let quality, let known = Anchor.Quality(rawValue: Int(quality)),
            StoreLimits.monotonic.contains(monotonic), StoreLimits.utc.contains(utc)
        else { return nil }
        return Anchor(
            monotonic: MonotonicInstant(nanoseconds: monotonic), utc: UTCInstant(seconds: utc), quality: known)
    }

    /// Keeps the anchor of a boot, and dates what was counted in that boot before.
    ///
    /// - Returns: the first day on which something was counted; nil if nothing was.
    package func date(boot: Int64, by anchor: Anchor, zone: TimeZoneRules) throws -> CivilDate? {
        try reporting {
            try database.transaction {
                try database.run(
                    "UPDATE boot SET monotonic = ?, utc = ?, quality = ? WHERE number = ?",
                    .integer(anchor.monotonic.nanoseconds), .integer(anchor.utc.seconds),
                    .integer(Int64(anchor.quality.rawValue)), .integer(boot))
                let tallies = try dateTallies(boot: boot, by: anchor, zone: zone)
                let presses = try datePresses(boot: boot, by: anchor, zone: zone)
                return [tallies, presses].compactMap { $0 }.min()
            }
        }
    }

    private func dateTallies(boot: Int64, by anchor: Anchor, zone: TimeZoneRules) throws -> CivilDate? {
        let bins = try database.query("SELECT DISTINCT bin FROM tally WHERE boot = ?", .integer(boot)) {
            try $0.int64(0)
        }.filter(StoreLimits.undatedBins.contains)
        for bin in bins {
            let start = MonotonicInstant(nanoseconds: bin * Bin.seconds * 1_000_000_000)
            try database.run(
                """
                INSERT INTO tally SELECT 0, ?, source, counter, amount FROM tally WHERE boot = ? AND bin = ?
                ON CONFLICT DO UPDATE SET amount = amount + excluded.amount
                """, .integer(Bin.dated(anchor.utc(at: start)).index), .integer(boot), .integer(bin))
        }
        try database.run("DELETE FROM tally WHERE boot = ?", .integer(boot))
        return bins.min().map { bin in
            let start = MonotonicInstant(nanoseconds: bin * Bin.seconds * 1_000_000_000)
            return zone.day(at: Bin.dated(anchor.utc(at: start)).start)
        }
    }

    private func datePresses(boot: Int64, by anchor: Anchor, zone: TimeZoneRules) throws -> CivilDate? {
        let days = try database.query("SELECT DISTINCT day FROM press WHERE boot = ?", .integer(boot)) {
            try $0.int64(0)
        }.filter(StoreLimits.undatedDays.contains)
        for day in days {
            let start = MonotonicInstant(nanoseconds: day * 86_400_000_000_000)
            try database.run(
                """
                INSERT INTO press SELECT 0, ?, panel, question, option, amount FROM press WHERE boot = ? AND day = ?
                ON CONFLICT DO UPDATE SET amount = amount + excluded.amount
                """, .integer(zone.day(at: anchor.utc(at: start)).dayNumber), .integer(boot), .integer(day))
        }
        try database.run("DELETE FROM press WHERE boot = ?", .integer(boot))
        return days.min().map { day in
            zone.day(at: anchor.utc(at: MonotonicInstant(nanoseconds: day * 86_400_000_000_000)))
        }
    }

    // MARK: - Counters

    /// Adds the increments to the counters, all or none, durable on return.
    package func commit(_ increments: Increments) throws {
        guard !increments.isEmpty else { return }
        try reporting {
            try database.transaction {
                for row in increments.rows {
                    try database.run(
                        """
                        INSERT INTO tally VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT DO UPDATE SET amount = amount + excluded.amount
                        """, .integer(row.bin.boot), .integer(row.bin.index), .text(row.source),
                        .text(row.counter.rawValue), .integer(row.amount))
                }
                for row in increments.presses {
                    try database.run(
                        """
                        INSERT INTO press VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT DO UPDATE SET amount = amount + excluded.amount
                        """, .integer(row.day.boot), .integer(row.day.index), .text(row.panel), .text(row.question),
                        .text(row.option ?? ""), .integer(row.amount))
                }
                for row in increments.silences { try keep(row) }
            }
        }
    }

    /// What has been counted on `day`, in the order of the configuration.
    package func today(_ day: CivilDate, configuration: PlaceConfiguration, zone: TimeZoneRules) throws -> Today {
        var today = Today(doors: configuration.doors.count, panels: configuration.panels.count)
        let first = Bin.dated(zone.start(of: day)).index
        let end = Bin.dated(zone.start(of: day.adding(days: 1))).index
        return try reporting {
            try forEachTally(bins: first..<end) { bin, source, counter, amount in
                guard let index = configuration.doors.firstIndex(where: { $0.id == source }) else { return }
                today.doors[index].add(amount, to: counter)
                if counter == .count(.in) || counter == .count(.unknown) {
                    let hour = zone.minuteOfDay(at: Bin(boot: 0, index: bin).start) / 60
                    today.hours[hour] += Int(amount)
                }
            }
            let presses = try database.query(
                "SELECT panel, option, amount FROM press WHERE boot = 0 AND day = ?", .integer(day.dayNumber)
            ) { (try $0.string(0), try $0.string(1), try $0.int(2)) }
            for (panel, option, amount) in presses where StoreLimits.presses.contains(Int64(amount)) {
                guard let index = configuration.panels.firstIndex(where: { $0.id == panel }) else { continue }
                if option.isEmpty { today.misuse[index] += amount } else { today.presses[index] += amount }
            }
            return today
        }
    }

    /// Every counter of bins in the range. Counters that this version does not know are passed over, and so are amounts that
    /// none can have, which the next opening tells of.
    ///
    /// - Parameter boot: 0 for dated bins.
    func forEachTally(
        boot: Int64 = 0, bins: Range<Int64>, _ body: (Int64, String, BinCounter, Int64) throws -> Void
    ) throws {
        let rows = try database.query(
            "SELECT bin, source, counter, amount FROM tally WHERE boot = ? AND bin >= ? AND bin < ?",
            .integer(boot), .integer(bins.lowerBound), .integer(bins.upperBound)
        ) { (try $0.int64(0), try $0.string(1), try $0.string(2), try $0.int64(3)) }
        for (bin, source, name, amount) in rows {
            guard let counter = BinCounter(rawValue: name), counter.amounts.contains(amount) else { continue }
            try body(bin, source, counter, amount)
        }
    }
}

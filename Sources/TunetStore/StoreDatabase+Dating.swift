package import TunetCore
import TunetSQLite

/// The boot in which the store is open.
struct PresentBoot {
    /// 0 before the store was told.
    var number: Int64 = 0
    var quality: Anchor.Quality?

    /// Under which number rows of dated bins and days are kept: 0 if their date is final, else that of the boot, negative,
    /// because a better anchor may still move them.
    var datedKey: Int64 { Self.key(boot: number, quality) }

    static func key(boot: Int64, _ quality: Anchor.Quality?) -> Int64 {
        quality == .synchronised ? 0 : -boot
    }
}

extension StoreDatabase {
    /// The number of this boot of the kernel, given at its first start of the service; its anchor, if it has one; and the
    /// latest day on which the place had measured before it, nil if there was none.
    ///
    /// - Parameters:
    ///   - kernelID: `/proc/sys/kernel/random/boot_id`.
    ///   - now: kept at the first start, in whole bins.
    package func boot(
        kernelID: String, at now: MonotonicInstant = .zero
    ) throws -> (number: Int64, anchor: Anchor?, afterDay: CivilDate?) {
        try reporting {
            // A start must not fail because the quota is full: only what follows it makes room.
            _ = try roomyTransaction {
                try database.run(
                    """
                    INSERT OR IGNORE INTO boot (kernel_id, after_day, first_bin)
                        SELECT ?, (SELECT max(last_day) FROM measured), ?
                    """, .text(kernelID), .integer(now.nanoseconds / 1_000_000_000 / Bin.seconds))
            }
            let found = try database.first(
                "SELECT number, monotonic, utc, quality, after_day FROM boot WHERE kernel_id = ?", .text(kernelID)
            ) { row in
                (
                    try row.int64(0),
                    try Self.anchor(
                        monotonic: row.optionalInt64(1), utc: row.optionalInt64(2), quality: row.optionalInt64(3)),
                    try row.optionalInt64(4).flatMap {
                        StoreLimits.days.contains($0) ? CivilDate(dayNumber: $0) : nil
                    }
                )
            }
            guard let found else { throw SQLiteError(.corrupt, message: "the boot just written is not there") }
            presentBoot = PresentBoot(number: found.0, quality: found.1?.quality)
            return found
        }
    }

    /// Earlier boots that are dated and still kept: the local day on which each began.
    package func datedBoots(zone: TimeZoneRules) throws -> [(day: CivilDate, quality: Anchor.Quality)] {
        try reporting {
            try boots().compactMap { boot in
                guard boot.number != presentBoot.number, let anchor = boot.anchor else { return nil }
                return (zone.day(at: anchor.utc(at: .zero)), anchor.quality)
            }
        }
    }

    private static func anchor(monotonic: Int64?, utc: Int64?, quality: Int64?) -> Anchor? {
        guard let monotonic, let utc, let quality, let known = Anchor.Quality(rawValue: Int(quality)),
            StoreLimits.monotonic.contains(monotonic), StoreLimits.utc.contains(utc)
        else { return nil }
        return Anchor(
            monotonic: MonotonicInstant(nanoseconds: monotonic), utc: UTCInstant(seconds: utc), quality: known)
    }

    /// Boots with their anchors, in the order in which they came.
    func boots() throws -> [(number: Int64, anchor: Anchor?, afterDay: Int64?)] {
        try database.query("SELECT number, monotonic, utc, quality, after_day FROM boot ORDER BY number") { row in
            (
                try row.int64(0),
                try Self.anchor(
                    monotonic: row.optionalInt64(1), utc: row.optionalInt64(2), quality: row.optionalInt64(3)),
                try row.optionalInt64(4).flatMap { StoreLimits.days.contains($0) ? $0 : nil }
            )
        }
    }

    /// Keeps the anchor of a boot, and dates what was counted in that boot before. What a worse anchor had dated is moved.
    ///
    /// A count of passages moves with its bin: it falls into the bin of UTC in which most of its own time lies, less than
    /// half a bin from where it belongs. A count of presses moves by whole days, because it is kept no more finely.
    ///
    /// - Returns: the first day on which the place measured in that boot, whatever was counted; nil if that is known already.
    package func date(
        boot: Int64, by anchor: Anchor, at now: MonotonicInstant, zone: TimeZoneRules
    ) throws -> CivilDate? {
        let today = zone.day(at: anchor.utc(at: now)).dayNumber
        let first: CivilDate? = try reporting {
            try roomyTransaction {
                let former = try boots().first { $0.number == boot }?.anchor
                try database.run(
                    "UPDATE boot SET monotonic = ?, utc = ?, quality = ? WHERE number = ?",
                    .integer(anchor.monotonic.nanoseconds), .integer(anchor.utc.seconds),
                    .integer(Int64(anchor.quality.rawValue)), .integer(boot))
                try move(boot: boot, from: former, to: anchor, today: today, zone: zone)
                if former != anchor, anchor.quality >= .collector {
                    try undateContradicted(by: anchor, of: boot)
                    try forgetDays(after: today)
                }
                let tallies = try dateTallies(boot: boot, by: anchor, zone: zone)
                let presses = try datePresses(boot: boot, by: anchor, zone: zone)
                let start = former == nil ? try firstDay(ofBoot: boot, by: anchor, zone: zone) : nil
                return [tallies, presses, start].compactMap { $0 }.min()
            }
        }
        if boot == presentBoot.number { presentBoot.quality = anchor.quality }
        return first
    }

    /// The day on which the service first ran in a boot; nil for a boot that an older version has begun.
    private func firstDay(ofBoot boot: Int64, by anchor: Anchor, zone: TimeZoneRules) throws -> CivilDate? {
        let bin = try database.first("SELECT first_bin FROM boot WHERE number = ?", .integer(boot)) {
            try $0.optionalInt64(0)
        }
        guard let bin = bin ?? nil, StoreLimits.undatedBins.contains(bin) else { return nil }
        return zone.day(at: Bin(boot: 0, index: Self.datedBin(bin, by: anchor)).start)
    }

    private func dateTallies(boot: Int64, by anchor: Anchor, zone: TimeZoneRules) throws -> CivilDate? {
        let bins = try database.query("SELECT DISTINCT bin FROM tally WHERE boot = ?", .integer(boot)) {
            try $0.int64(0)
        }.filter(StoreLimits.undatedBins.contains)
        let key = PresentBoot.key(boot: boot, anchor.quality)
        for bin in bins {
            try add(tally: (boot, bin), to: (key, Self.datedBin(bin, by: anchor)))
        }
        try database.run("DELETE FROM tally WHERE boot = ?", .integer(boot))
        return bins.min().map { zone.day(at: Bin(boot: 0, index: Self.datedBin($0, by: anchor)).start) }
    }

    private func datePresses(boot: Int64, by anchor: Anchor, zone: TimeZoneRules) throws -> CivilDate? {
        let days = try database.query("SELECT DISTINCT day FROM press WHERE boot = ?", .integer(boot)) {
            try $0.int64(0)
        }.filter(StoreLimits.undatedDays.contains)
        let key = PresentBoot.key(boot: boot, anchor.quality)
        func dated(_ day: Int64) -> CivilDate {
            zone.day(at: anchor.utc(at: MonotonicInstant(nanoseconds: day * 86_400_000_000_000)))
        }
        for day in days { try add(press: (boot, day), to: (key, dated(day).dayNumber)) }
        try database.run("DELETE FROM press WHERE boot = ?", .integer(boot))
        return days.min().map(dated)
    }

    /// The bin of UTC that holds the middle of a bin of the boot's own time.
    private static func datedBin(_ bin: Int64, by anchor: Anchor) -> Int64 {
        let middle = MonotonicInstant(nanoseconds: (bin * Bin.seconds + Bin.seconds / 2) * 1_000_000_000)
        return Bin.dated(anchor.utc(at: middle)).index
    }

    // MARK: - Anchors that were wrong

    /// Moves what a worse anchor had dated to where a better one says that it was. Rows under 0 are final.
    ///
    /// - Parameter former: nil if the boot has had none; then rows may have been dated before the store knew by what.
    private func move(
        boot: Int64, from former: Anchor?, to anchor: Anchor, today: Int64, zone: TimeZoneRules
    ) throws {
        let to = PresentBoot.key(boot: boot, anchor.quality)
        let seconds = former.map { anchor.utc(at: .zero).seconds - $0.utc(at: .zero).seconds } ?? 0
        let bins = floorDivide(seconds + Bin.seconds / 2, Bin.seconds)
        if bins != 0 { try forgetChanges() }
        if bins != 0 || to == 0 {
            try shift(tallyOf: -boot, to: to, by: bins)
            try shift(pressOf: -boot, to: to, by: floorDivide(seconds + 43_200, 86_400))
        }
        guard let former, former.quality != .synchronised else { return }
        let start = zone.day(at: former.utc(at: .zero)).dayNumber
        let moved = zone.day(at: anchor.utc(at: .zero)).dayNumber - start
        guard moved != 0 else { return }
        // What was measured in this boot was measured on other days; what an earlier one had noted was not.
        let known = try boots().first { $0.number == boot }?.afterDay ?? -1
        for column in ["first_day", "last_day"] {
            try database.run(
                "UPDATE measured SET \(column) = max(\(column) + ?, ?) WHERE \(column) >= ?", .integer(moved),
                .integer(StoreLimits.firstMeasured), .integer(max(start, known + 1)))
        }
        if moved < 0 { try forgetDays(after: today) }
    }

    /// Boots that a worse anchor dates after a boot that came later: they are not dated at all.
    private func undateContradicted(by anchor: Anchor, of boot: Int64) throws {
        let start = Bin.dated(anchor.utc(at: .zero)).index
        for (number, wrong, _) in try boots() {
            guard number < boot, let wrong, wrong.quality < anchor.quality else { continue }
            let latest =
                try database.first("SELECT max(bin) FROM tally WHERE boot = ?", .integer(-number)) {
                    try $0.optionalInt64(0)
                } ?? nil
            guard latest ?? Bin.dated(wrong.utc(at: .zero)).index > start else { continue }
            try undate(boot: number, datedBy: wrong)
        }
    }

    private func undate(boot: Int64, datedBy wrong: Anchor) throws {
        let began = wrong.utc(at: .zero).seconds
        let bins = try database.query("SELECT DISTINCT bin FROM tally WHERE boot = ?", .integer(-boot)) {
            try $0.int64(0)
        }
        for bin in bins {
            let index = max(0, floorDivide(bin * Bin.seconds + Bin.seconds / 2 - began, Bin.seconds))
            try add(tally: (-boot, bin), to: (boot, index))
        }
        let days = try database.query("SELECT DISTINCT day FROM press WHERE boot = ?", .integer(-boot)) {
            try $0.int64(0)
        }
        for day in days { try add(press: (-boot, day), to: (boot, max(0, day - floorDivide(began, 86_400)))) }
        try forgetChanges()
        try database.run("DELETE FROM tally WHERE boot = ?", .integer(-boot))
        try database.run("DELETE FROM press WHERE boot = ?", .integer(-boot))
        try database.run(
            "UPDATE boot SET monotonic = NULL, utc = NULL, quality = NULL WHERE number = ?", .integer(boot))
    }

    /// A clock that was ahead may have noted days, and released periods, that have not come yet. A trusted one knows that
    /// they have not: their counts are still to come.
    private func forgetDays(after today: Int64) throws {
        try database.run(
            "UPDATE measured SET first_day = min(first_day, ?1), last_day = ?1 WHERE last_day > ?1", .integer(today))
        try database.run("UPDATE boot SET after_day = NULL WHERE after_day > ?", .integer(today))
        for stream in ReleaseStream.allCases {
            guard let released = try number(of: stream.key), released > today else { continue }
            try set(stream.key, today)
        }
    }

    // MARK: - Rows

    private func add(tally: (boot: Int64, bin: Int64), to target: (boot: Int64, bin: Int64)) throws {
        try database.run(
            """
            INSERT INTO tally SELECT ?, ?, source, counter, amount FROM tally WHERE boot = ? AND bin = ?
            ON CONFLICT DO UPDATE SET amount = amount + excluded.amount
            """, .integer(target.boot), .integer(target.bin), .integer(tally.boot), .integer(tally.bin))
    }

    private func add(press: (boot: Int64, day: Int64), to target: (boot: Int64, day: Int64)) throws {
        try database.run(
            """
            INSERT INTO press SELECT ?, ?, panel, question, option, amount FROM press WHERE boot = ? AND day = ?
            ON CONFLICT DO UPDATE SET amount = amount + excluded.amount
            """, .integer(target.boot), .integer(target.day), .integer(press.boot), .integer(press.day))
    }

    /// Through memory: rows that move within their own table would meet those that have not moved yet.
    private func shift(tallyOf from: Int64, to: Int64, by bins: Int64) throws {
        let rows = try database.query("SELECT bin, source, counter, amount FROM tally WHERE boot = ?", .integer(from)) {
            (try $0.int64(0), try $0.string(1), try $0.string(2), try $0.int64(3))
        }
        try database.run("DELETE FROM tally WHERE boot = ?", .integer(from))
        for (bin, source, counter, amount) in rows {
            let moved = min(max(bin + bins, Bin.datedIndices.lowerBound), Bin.datedIndices.upperBound)
            try database.run(
                """
                INSERT INTO tally VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET amount = amount + excluded.amount
                """, .integer(to), .integer(moved), .text(source), .text(counter), .integer(amount))
        }
    }

    private func shift(pressOf from: Int64, to: Int64, by days: Int64) throws {
        let rows = try database.query(
            "SELECT day, panel, question, option, amount FROM press WHERE boot = ?", .integer(from)
        ) { (try $0.int64(0), try $0.string(1), try $0.string(2), try $0.string(3), try $0.int64(4)) }
        try database.run("DELETE FROM press WHERE boot = ?", .integer(from))
        for (day, panel, question, option, amount) in rows {
            let moved = min(max(day + days, StoreLimits.days.lowerBound), StoreLimits.days.upperBound)
            try database.run(
                """
                INSERT INTO press VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET amount = amount + excluded.amount
                """, .integer(to), .integer(moved), .text(panel), .text(question), .text(option), .integer(amount))
        }
    }
}

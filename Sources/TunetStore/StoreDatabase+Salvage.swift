import TunetCore
import TunetSQLite
import TunetWire

/// What was brought back from a file that had been set aside.
package struct Restored: Sendable, Equatable {
    /// Rows of counters of passages and presses that were added.
    package var counters = 0
    /// Frozen batches that wait now.
    package var batches = 0
    /// Leaves that had been released and not yet frozen.
    package var releases = 0
    /// Rows of what was measured, charged and checked.
    package var others = 0
    /// Tables of which not everything could be read.
    package var damaged: [String] = []
    /// Rows and batches that could be read and can't be right.
    package var wrong = 0

    package var isNothing: Bool { counters + batches + releases + others == 0 }
}

/// Brings into a store what is certain of another file and not there yet.
///
/// A file is taken once: the settings of the store keep the ids of what has been taken, also through what is brought over
/// from a file that had taken others itself.
extension StoreDatabase {
    private static let takenPrefix = "taken:"

    /// - Returns: whether the counts of that file are in the store already.
    static func holds(_ salvage: Salvage, digest: String, in database: SQLiteConnection) throws -> Bool {
        let own = try ["identity", "epoch"].compactMap { try text(of: $0, in: database) }
        let ids = [salvage.identity, salvage.epoch, digest].compactMap { $0 }
        if ids.contains(where: own.contains) { return true }
        return try ids.contains { try number(of: takenPrefix + $0, in: database) != nil }
    }

    /// Part of a transaction.
    ///
    /// - Parameters:
    ///   - digest: of the file, for one whose ids can't be read.
    ///   - earlier: digests of files that a store whose settings can't be read may have taken.
    static func restore(
        _ salvage: Salvage, digest: String, earlier: [String], into database: SQLiteConnection
    ) throws -> Restored {
        var restored = Restored()
        for (name, table) in salvage.tables.sorted(by: { $0.key < $1.key }) {
            if !table.isWhole { restored.damaged.append(name) }
            restored.wrong += table.wrong
        }
        let writer = SalvageWriter(salvage: salvage, database: database)
        try writer.restoreSettings()
        restored.counters = try writer.restoreCounters()
        restored.others = try writer.restoreMeasured() + writer.restoreLedger() + writer.restoreChecks()
        restored.others += try restoreActions(of: salvage, into: database)
        restored.releases = try writer.restoreReleases()
        restored.batches = try writer.restoreBatches()
        // What could not be read may be readable another time.
        guard !restored.isNothing else { return restored }
        var taken = [salvage.identity, salvage.epoch, digest].compactMap { $0 }
        if salvage.tables["meta"]?.isWhole != true { taken += earlier }
        for id in taken {
            try database.run("INSERT OR REPLACE INTO meta VALUES (?, 1)", .text(takenPrefix + id))
        }
        return restored
    }
}

private struct SalvageWriter {
    let salvage: Salvage
    let database: SQLiteConnection

    private func rows(_ table: String) -> [Salvage.Row] { salvage.tables[table]?.read ?? [] }

    private func value(_ row: Salvage.Row, _ column: String) -> SQLiteValue { row[column] ?? .null }

    /// How far the releases had come, and what is learned of silences and resets, unless the store knows it itself.
    func restoreSettings() throws {
        for stream in ReleaseStream.allCases {
            guard let day = salvage.number(stream.key), StoreLimits.days.contains(day) else { continue }
            // A period that either of them has released is not released again; what is added to it comes with the next.
            try database.run(
                """
                INSERT INTO meta VALUES (?, ?)
                ON CONFLICT DO UPDATE SET value = max(value, excluded.value) WHERE typeof(value) = 'integer'
                """, .text(stream.key), .integer(day))
        }
        for (key, value) in salvage.settings
        where ["silence:", "reset_", "imbalance_", "taken:", StoreDatabase.setAsidePrefix].contains(
            where: key.hasPrefix)
        {
            try database.run("INSERT OR IGNORE INTO meta VALUES (?, ?)", .text(key), value)
        }
        for (key, value) in salvage.settings where key.hasPrefix("dropped_") {
            guard case .integer(let number) = value, StoreLimits.sequence.contains(number) else { continue }
            try database.run(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value", .text(key),
                .integer(number))
        }
    }

    // MARK: - Counters

    func restoreCounters() throws -> Int {
        let boots = try restoreBoots()
        var restored = 0
        for (table, time, most) in [
            ("tally", "bin", BinCounter.most), ("press", "day", StoreLimits.presses.upperBound),
        ] {
            let names = table == "tally" ? ["source", "counter"] : ["panel", "question", "option"]
            for row in rows(table) {
                let boot = boots[row.integer("boot") ?? 0] ?? 0
                let values: [SQLiteValue] =
                    [.integer(boot), value(row, time)] + names.map { value(row, $0) } + [value(row, "amount")]
                let marks = values.map { _ in "?" }.joined(separator: ", ")
                // At most what one counter can have: the sum of two that can't be right together must not void both.
                try database.prepare(
                    """
                    INSERT INTO \(table) VALUES (\(marks))
                    ON CONFLICT DO UPDATE SET amount = min(amount + excluded.amount, \(most))
                    """
                ).run(values)
                restored += 1
            }
        }
        return restored
    }

    /// Brings back the boots, in their order, which bounds those that nothing dates.
    ///
    /// - Returns: under which number the rows of each boot are kept here. Rows of a dated boot whose anchor is lost keep
    ///   their date.
    private func restoreBoots() throws -> [Int64: Int64] {
        let known = rows("boot").sorted { $0.integer("number") ?? 0 < $1.integer("number") ?? 0 }
        var all = known.map { ($0.integer("number") ?? 0, $0) }
        let numbers = Set(all.map(\.0))
        let undated = Set((rows("tally") + rows("press")).compactMap { $0.integer("boot") }.filter { $0 > 0 })
        all += undated.subtracting(numbers).sorted().map { ($0, [:]) }
        var boots: [Int64: Int64] = [:]
        for (old, row) in all {
            let kernelID = row.text("kernel_id") ?? "\(salvage.identity ?? salvage.epoch ?? "unknown") \(old)"
            try database.run(
                """
                INSERT OR IGNORE INTO boot (kernel_id, monotonic, utc, quality, after_day, first_bin)
                VALUES (?, ?, ?, ?, ?, ?)
                """, .text(kernelID), value(row, "monotonic"), value(row, "utc"), value(row, "quality"),
                value(row, "after_day"), value(row, "first_bin"))
            let number = try database.first("SELECT number FROM boot WHERE kernel_id = ?", .text(kernelID)) {
                try $0.int64(0)
            }
            guard let number else { throw SQLiteError(.corrupt, message: "the boot just written is not there") }
            boots[old] = number
            if !row.isEmpty { boots[-old] = -number }
        }
        return boots
    }

    // MARK: - What the leaves follow from

    func restoreMeasured() throws -> Int {
        // Without the day up to which everything was released, leaves might come twice: then only what is still counted
        // is released.
        var first = Int64.min
        let streams: [ReleaseStream] = [.attendance, .feedback]
        if salvage.tables["meta"]?.isWhole != true, streams.contains(where: { salvage.number($0.key) == nil }) {
            first = firstCountedDay
        }
        try passOverChecks()
        let known = rows("measured")
        for row in known {
            let last = row.integer("last_day") ?? 0
            let values: [SQLiteValue] =
                ["measure", "panel", "question", "option"].map { value(row, $0) } + [
                    .integer(min(last, max(first, row.integer("first_day") ?? 0))), .integer(last),
                ]
            try database.prepare(
                """
                INSERT INTO measured VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET
                    first_day = min(first_day, excluded.first_day), last_day = max(last_day, excluded.last_day)
                """
            ).run(values)
        }
        return known.count
    }

    /// Without the day up to which the count checks were released, nobody knows whether a month's sums have had their noise.
    /// They are not released then.
    private func passOverChecks() throws {
        let key = ReleaseStream.checks.key
        guard salvage.tables["meta"]?.isWhole != true, salvage.number(key) == nil else { return }
        let months = rows("count_check").compactMap { $0.integer("month") }.filter { $0 > 0 }
        let counted = firstCountedDay == .max ? [] : [firstCountedDay]
        guard let latest = (months + counted).max() else { return }
        let end = Period(.month, containing: CivilDate(dayNumber: latest)).endDay.dayNumber
        try database.run(
            """
            INSERT INTO meta VALUES (?, ?)
            ON CONFLICT DO UPDATE SET value = max(value, excluded.value) WHERE typeof(value) = 'integer'
            """, .text(key), .integer(end))
    }

    /// The earliest local day with a dated count: bins are released from midnight to midnight, so that the day is the one
    /// that holds most of the 24 hours after the first bin.
    private var firstCountedDay: Int64 {
        let bins = rows("tally").filter { $0.integer("boot") ?? 1 <= 0 }.compactMap { $0.integer("bin") }
        let days = rows("press").filter { $0.integer("boot") ?? 1 <= 0 }.compactMap { $0.integer("day") }
        return ([bins.min().map { ($0 * Bin.seconds + 43_200) / 86_400 }, days.min()].compactMap { $0 }).min() ?? .max
    }

    func restoreLedger() throws -> Int {
        for row in rows("ledger") + rows("charge") {
            // Both sides of the count checks are charged as one kind since version 4.
            let kind = row.text("kind") ?? row.text("measure").map { $0.hasPrefix("checked") ? "checks" : $0 } ?? ""
            try database.run(
                "INSERT INTO charge VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET leaves = leaves + excluded.leaves",
                value(row, "year"), .text(kind), value(row, "epsilon"), value(row, "leaves"))
        }
        for row in rows("stopped") {
            try database.run(
                "INSERT INTO stopped VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET leaves = leaves + excluded.leaves",
                value(row, "year"), value(row, "kind"), value(row, "ceiling"), value(row, "leaves"))
        }
        for row in rows("schedule") {
            try database.run(
                "INSERT OR IGNORE INTO schedule VALUES (?, ?)", value(row, "first_day"), value(row, "sessions"))
        }
        return ["ledger", "charge", "stopped", "schedule"].reduce(0) { $0 + rows($1).count }
    }

    func restoreChecks() throws -> Int {
        let known = rows("count_check")
        for row in known {
            let values = SalvageTable.all.first { $0.name == "count_check" }?.columns.map { value(row, $0) } ?? []
            try database.prepare(
                """
                INSERT INTO count_check VALUES (\(values.map { _ in "?" }.joined(separator: ", ")))
                ON CONFLICT DO UPDATE SET times = min(times + excluded.times, \(StoreLimits.checks.upperBound))
                """
            ).run(values)
        }
        return known.count
    }

    // MARK: - Releases

    /// Leaves that were noised and never frozen get numbers of this store: nobody has seen their old ones.
    func restoreReleases() throws -> Int {
        var leaves = salvage.unfrozen
        let released = try StoreDatabase.number(of: "released", in: database) ?? 0
        for index in leaves.indices { leaves[index].seq = released + Int64(index) + 1 }
        try StoreDatabase.append(leaves, to: database)
        return leaves.count
    }

    /// Batches keep their epoch and their bytes, so that the collector knows those that it has already.
    func restoreBatches() throws -> Int {
        try salvage.batches.reduce(0) { count, batch in
            let header = batch.header
            return count
                + (try database.run(
                    "INSERT OR IGNORE INTO batch VALUES (?, ?, ?, ?)", .text(header.epoch), .integer(header.first),
                    .integer(header.last), .blob(batch.bytes)))
        }
    }
}

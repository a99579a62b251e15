import TunetCore
import TunetSQLite

/// Numbers that were changed on the disk, looked for at each opening.
///
/// A wrong count, or a wrong time of a boot, is one number: it is passed over, and what else was counted goes on. But where
/// the release has come to is what every later release rests on, and a store that does not know it is damaged as a whole.
extension StoreDatabase {
    /// Deletes what can't be right of counters, presses, checks and the like.
    ///
    /// - Returns: how many numbers were passed over.
    static func passOver(in database: SQLiteConnection) throws -> Int {
        let number = try wrongRows.reduce(0) { sum, wrong in
            sum + (try database.first("SELECT count(*) FROM \(wrong.table) WHERE \(wrong.rows)") { try $0.int(0) } ?? 0)
        }
        // Nothing is written where nothing is wrong.
        guard number > 0 else { return 0 }
        try database.transaction {
            for wrong in wrongRows { try database.execute("\(wrong.remedy) WHERE \(wrong.rows)") }
        }
        return number
    }

    /// - Throws: `corrupt` if a number that the releases rest on can't be right.
    static func checkBookkeeping(of database: SQLiteConnection) throws {
        let released = "coalesce((SELECT value FROM meta WHERE key = 'released'), 0)"
        let frozen = "coalesce((SELECT value FROM meta WHERE key = 'frozen'), 0)"
        let markers = ReleaseStream.allCases.map { "'\($0.key)'" }.joined(separator: ", ")
        let wrong = [
            ("the epoch", "meta WHERE key = 'epoch' AND (typeof(value) <> 'text' OR length(value) <> 32)"),
            ("what has been released", "meta WHERE key IN (\(markers)) AND \(isOutside("value", StoreLimits.days))"),
            (
                "what has been released",
                "meta WHERE key IN ('released', 'frozen') AND \(isOutside("value", StoreLimits.sequence))"
            ),
            ("what has been frozen", "meta WHERE key = 'frozen' AND value > \(released)"),
            (
                "a release",
                """
                released WHERE first < 1 OR typeof(last) <> 'integer' OR last < first OR last > \(released)
                OR typeof(leaves) <> 'blob'
                """
            ),
            (
                "a batch",
                """
                batch WHERE typeof(epoch) <> 'text' OR length(epoch) <> 32 OR typeof(first) <> 'integer' OR first < 1
                OR typeof(last) <> 'integer' OR last < first OR typeof(bytes) <> 'blob'
                OR last > \(frozen) AND epoch = (SELECT value FROM meta WHERE key = 'epoch')
                """
            ),
            (
                "the ledger",
                "charge WHERE \(isOutside("leaves", StoreLimits.sequence)) OR \(isOutside("year", StoreLimits.years))"
            ),
        ]
        for (what, rows) in wrong
        where try database.first("SELECT count(*) FROM \(rows)", map: { try $0.int(0) }) != 0 {
            throw SQLiteError(.corrupt, message: "\(what) can't be right")
        }
    }

    private struct WrongRows {
        let table: String
        /// A condition.
        let rows: String
        /// What is done to them.
        let remedy: String

        /// - Parameter remedy: deletion, if it is nil.
        init(_ table: String, _ conditions: [String], remedy: String? = nil) {
            self.table = table
            rows = conditions.map { "(\($0))" }.joined(separator: " OR ")
            self.remedy = remedy ?? "DELETE FROM \(table)"
        }
    }

    static func isOutside(_ column: String, _ range: ClosedRange<Int64>) -> String {
        "(typeof(\(column)) <> 'integer' OR \(column) NOT BETWEEN \(range.lowerBound) AND \(range.upperBound))"
    }

    static func isNoText(_ columns: String...) -> String {
        columns.map { "typeof(\($0)) <> 'text'" }.joined(separator: " OR ")
    }

    /// In the order in which they are looked after.
    private static let wrongRows = [
        WrongRows(
            "tally",
            [
                isNoText("source", "counter"), "typeof(boot) <> 'integer'",
                "boot <= 0 AND \(isOutside("bin", Bin.datedIndices))",
                "boot > 0 AND \(isOutside("bin", StoreLimits.undatedBins))", isOutside("amount", 0...BinCounter.most),
                "counter LIKE 'count:%' AND amount > \(BinCounter.mostCounted)",
            ]),
        WrongRows(
            "press",
            [
                isNoText("panel", "question", "option"), "typeof(boot) <> 'integer'",
                "boot <= 0 AND \(isOutside("day", StoreLimits.days))",
                "boot > 0 AND \(isOutside("day", StoreLimits.undatedDays))", isOutside("amount", StoreLimits.presses),
            ]),
        WrongRows(
            "count_check",
            [
                isNoText("door", "series"), isOutside("month", StoreLimits.days),
                isOutside("times", StoreLimits.checks),
            ] + ["hand_in", "hand_out", "hand_unknown"].map { isOutside($0, StoreLimits.byHand) }
                + ["sensor_in", "sensor_out", "sensor_unknown"].map { isOutside($0, StoreLimits.bySensor) }),
        WrongRows("running_check", [isNoText("door")]),
        WrongRows("action", SalvageTable.wrongActions),
        WrongRows("session", SalvageTable.wrongSessions),
        WrongRows("boot", ["number < 1"]),
        WrongRows(
            "boot", ["after_day IS NOT NULL AND \(isOutside("after_day", StoreLimits.days))"],
            remedy: "UPDATE boot SET after_day = NULL"),
        WrongRows(
            "boot",
            [
                "monotonic IS NOT NULL AND \(isOutside("monotonic", StoreLimits.monotonic))",
                "utc IS NOT NULL AND \(isOutside("utc", StoreLimits.utc))",
                "quality IS NOT NULL AND \(isOutside("quality", 0...100))",
            ], remedy: "UPDATE boot SET monotonic = NULL, utc = NULL, quality = NULL"),
        // One end of the time in which something was measured tells where the other may be.
        WrongRows(
            "measured",
            [
                "\(isOutside("first_day", StoreLimits.days)) AND NOT \(isOutside("last_day", StoreLimits.days))",
                """
                first_day > last_day AND last_day >= \(StoreLimits.firstMeasured)
                AND NOT \(isOutside("last_day", StoreLimits.days))
                """,
                "first_day < \(StoreLimits.firstMeasured) AND last_day >= \(StoreLimits.firstMeasured)",
            ], remedy: "UPDATE measured SET first_day = last_day"),
        WrongRows(
            "measured", [isOutside("last_day", StoreLimits.days), "last_day < first_day"],
            remedy: "UPDATE measured SET last_day = first_day"),
        WrongRows(
            "measured",
            [isNoText("measure", "panel", "question", "option"), isOutside("first_day", StoreLimits.days)]),
        WrongRows("meta", ["key LIKE 'silence:%' AND typeof(value) <> 'text'"]),
        WrongRows(
            "meta", ["key LIKE 'reset%' AND \(isOutside("value", Bin.datedIndices))"]),
        WrongRows(
            "meta",
            [
                """
                key LIKE 'imbalance%'
                AND \(isOutside("value", Int64(-ImbalanceWatch.limit)...Int64(ImbalanceWatch.limit)))
                """
            ]),
    ]
}

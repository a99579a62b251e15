import TunetCore
import TunetSQLite

/// The log of actions and the records of sessions, in a file that may be damaged.
extension SalvageTable {
    static let action = SalvageTable(
        name: "action", columns: ["id", "day", "kind", "subject", "detail", "about", "refers", "amount", "undone"],
        key: ["id"], stepper: "id"
    ) { row in
        row.integer("id").map(StoreLimits.ids.contains) ?? false
            && ["kind", "subject", "detail"].allSatisfy { row.isShortText($0) }
            && ["day", "about"].allSatisfy { row.isNullOr(StoreLimits.days, $0) }
            && row.isNullOr(StoreLimits.ids, "refers") && row.isNullOr(StoreLimits.changes, "amount")
            && row.integer("undone").map { (0...1).contains($0) } ?? false
    }

    static let session = SalvageTable(
        name: "session",
        columns: ["id", "day", "name", "first", "last", "organiser", "sector", "counted", "removed"], key: ["id"],
        stepper: "id"
    ) { row in
        row.integer("id").map(StoreLimits.ids.contains) ?? false
            && row.integer("day").map(StoreLimits.days.contains) ?? false
            && ["name", "organiser", "sector"].allSatisfy { row.isShortText($0) }
            && ["first", "last"].allSatisfy { row.isNullOr(0...1440, $0) }
            && row.isNullOr(0...Int64(RecordedSession.mostCounted), "counted")
            && row.integer("removed").map { (0...1).contains($0) } ?? false
    }

    /// Conditions for rows that can't be right, as ``action`` has them.
    static let wrongActions =
        [
            outside("id", StoreLimits.ids), noShortText("kind", "subject", "detail"), outside("undone", 0...1),
        ] + ["day", "about"].map { neitherNullNor(StoreLimits.days, $0) } + [
            neitherNullNor(StoreLimits.ids, "refers"), neitherNullNor(StoreLimits.changes, "amount"),
        ]

    static let wrongSessions =
        [
            outside("id", StoreLimits.ids), outside("day", StoreLimits.days),
            noShortText("name", "organiser", "sector"), outside("removed", 0...1),
        ] + ["first", "last"].map { neitherNullNor(0...1440, $0) } + [
            neitherNullNor(0...Int64(RecordedSession.mostCounted), "counted")
        ]

    private static func outside(_ column: String, _ range: ClosedRange<Int64>) -> String {
        StoreDatabase.isOutside(column, range)
    }

    private static func neitherNullNor(_ range: ClosedRange<Int64>, _ column: String) -> String {
        "\(column) IS NOT NULL AND \(outside(column, range))"
    }

    private static func noShortText(_ columns: String...) -> String {
        columns.map { "typeof(\($0)) <> 'text' OR length(CAST(\($0) AS BLOB)) > \(RecordedSession.mostBytes)" }
            .joined(separator: " OR ")
    }
}

extension Salvage.Row {
    fileprivate func isShortText(_ column: String) -> Bool {
        text(column).map { $0.utf8.count <= RecordedSession.mostBytes } ?? false
    }

    fileprivate func isNullOr(_ range: ClosedRange<Int64>, _ column: String) -> Bool {
        isNull(column) || integer(column).map(range.contains) ?? false
    }
}

extension StoreDatabase {
    /// Brings back the log and the records of another file, behind those that the store has itself. Part of a transaction.
    ///
    /// What they hold of days that have been released meanwhile goes with the next release.
    static func restoreActions(of salvage: Salvage, into database: SQLiteConnection) throws -> Int {
        func latest(_ table: String) throws -> Int64 {
            let id = try database.first("SELECT max(id) FROM \(table)") { try $0.optionalInt64(0) } ?? nil
            return max(id ?? 0, try number(of: "\(table)_id", in: database) ?? 0)
        }
        let offsets = ["action": try latest("action"), "session": try latest("session")]
        var restored = 0
        for table in [SalvageTable.session, .action] {
            guard let found = salvage.tables[table.name], let offset = offsets[table.name] else { continue }
            let marks = table.columns.map { _ in "?" }.joined(separator: ", ")
            for row in found.read {
                var row = row
                row["id"] = shifted(row, "id", by: offset)
                if row.text("kind") == LoggedAction.Kind.undo.rawValue {
                    row["refers"] = shifted(row, "refers", by: offset)
                } else if row.text("kind") == LoggedAction.Kind.session.rawValue {
                    row["refers"] = shifted(row, "refers", by: offsets["session"] ?? 0)
                }
                try database.prepare("INSERT OR IGNORE INTO \(table.name) VALUES (\(marks))").run(
                    table.columns.map { row[$0] ?? .null })
                restored += 1
            }
            try database.run(
                "INSERT OR REPLACE INTO meta VALUES (?, ?)", .text("\(table.name)_id"),
                .integer(max(try latest(table.name), offset + (salvage.number("\(table.name)_id") ?? 0))))
        }
        try database.run(
            "DELETE FROM action WHERE id NOT IN (SELECT id FROM action ORDER BY id DESC LIMIT ?)",
            .integer(Int64(LoggedAction.most)))
        try database.run(
            "DELETE FROM session WHERE id NOT IN (SELECT id FROM session ORDER BY id DESC LIMIT ?)",
            .integer(Int64(RecordedSession.most)))
        return restored
    }

    private static func shifted(_ row: Salvage.Row, _ column: String, by offset: Int64) -> SQLiteValue {
        guard let number = row.integer(column) else { return .null }
        let sum = number + offset
        return StoreLimits.ids.contains(sum) ? .integer(sum) : .null
    }
}

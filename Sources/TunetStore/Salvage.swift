import TunetCore
import TunetSQLite
package import TunetWire

/// What can be read of a store's file, damaged or whole.
///
/// SQLite stops at the first damaged page. The tables are read from both ends and, where both meet damage, in small steps
/// between, so that only the damaged pages themselves are lost, and no row is taken twice.
package struct Salvage: Sendable {
    /// A row of a table, under the names of its columns.
    typealias Row = [String: SQLiteValue]

    /// What was read of one table.
    package struct Table: Sendable {
        package var rows: Int { read.count }
        /// Rows that could be read, but can't be right.
        package var wrong = 0
        /// Whether all of the table could be read.
        package var isWhole = true
        var read: [Row] = []
    }

    /// By name; without those that the file does not have.
    package private(set) var tables: [String: Table] = [:]
    /// The settings, also of a table that is not whole.
    private(set) var settings: [String: SQLiteValue] = [:]
    /// Batches with a hash and signature that verify, by their headers.
    package private(set) var batches: [SealedBatch] = []
    /// Batches that do not verify.
    package private(set) var badBatches = 0
    /// Why nothing could be read, if nothing could.
    package private(set) var obstacle: String?

    /// The random id of the store's life; nil if it could not be read.
    package var epoch: String? { text("epoch") }
    /// The random id of the file itself.
    var identity: String? { text("identity") }

    /// Whether anything of the counts, releases or batches could be read.
    package var isEmpty: Bool {
        batches.isEmpty
            && ["tally", "press", "release", "released", "ledger", "charge"].allSatisfy {
                tables[$0]?.read.isEmpty ?? true
            }
    }

    /// Reads the file, which nobody else may have open, and leaves it and its log as they are.
    ///
    /// - Parameter key: verifies the batches; nil to leave them out.
    package init(path: String, key: VerifyingKey?) {
        let hadLog = StoreFiles.kind(path + "-wal") != .missing
        defer {
            // SQLite makes an empty log for a file that has none.
            if !hadLog, StoreFiles.kind(path + "-wal") == .file(size: 0) { StoreFiles.removeEmptyLog(of: path) }
        }
        do {
            // SQLite would take an empty file for a new database, and delete the log beside it.
            guard StoreFiles.size(path) > 0 else {
                obstacle = "it is no file, or an empty one"
                return
            }
            let database = try SQLiteConnection(path: path, mode: .readWriteCreate)
            database.keepLogAtClose(true)
            try database.execute(
                "PRAGMA locking_mode = EXCLUSIVE; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
            let names = try database.query("SELECT name FROM sqlite_schema WHERE type = 'table'") { try $0.string(0) }
            for table in SalvageTable.all where names.contains(table.name) { read(table, in: database) }
            if let key { readBatches(in: database, key: key) }
        } catch {
            obstacle = "\(error)"
        }
    }

    /// Leaves that have been released and not frozen; empty if it can't be told how far the freezing had come.
    var unfrozen: [ReleasedLeaf] {
        // An absent setting means that nothing was frozen only if all settings are there.
        guard let frozen = number("frozen") ?? (tables["meta"]?.isWhole == true ? 0 : nil) else { return [] }
        let rows = (tables["release"]?.read ?? []).compactMap(\.leaf)
        let packed = (tables["released"]?.read ?? []).compactMap(\.leaves).joined()
        return (rows + packed).filter { $0.seq > frozen }.sorted { $0.seq < $1.seq }
    }

    private func text(_ key: String) -> String? {
        guard case .text(let text) = settings[key], text.utf8.count == 32 else { return nil }
        return text
    }

    func number(_ key: String) -> Int64? {
        guard case .integer(let number) = settings[key] else { return nil }
        return number
    }

    private mutating func read(_ table: SalvageTable, in database: SQLiteConnection) {
        var result = TableWalk(table: table, database: database).result
        let all = result.read.count
        result.read.removeAll { !table.isPlausible($0) }
        result.wrong = all - result.read.count
        if table.name == "meta" {
            for row in result.read {
                if case .text(let key) = row["key"] { settings[key] = row["value"] }
            }
        }
        tables[table.name] = result
    }

    private mutating func readBatches(in database: SQLiteConnection, key: VerifyingKey) {
        var result = TableWalk(table: SalvageTable.batch, database: database).result
        for row in result.read {
            guard case .blob(let bytes) = row["bytes"], let batch = try? SealedBatch(parsing: bytes),
                (try? batch.open(BatchPayload.self, key: key)) != nil
            else {
                badBatches += 1
                continue
            }
            batches.append(batch)
        }
        // The bytes are in the batches now.
        result.read = result.read.map { _ in [:] }
        result.wrong = badBatches
        tables["batch"] = result
    }
}

/// A table of the store, as far as its rows are worth saving.
struct SalvageTable: Sendable {
    var name: String
    var columns: [String]
    /// Columns that tell one row from the other.
    var key: [String]
    /// A column of whole numbers that grows along the table's order, where the columns before it stay the same.
    var stepper: String?
    var isPlausible: @Sendable (Salvage.Row) -> Bool = { _ in true }

    static let batch = SalvageTable(name: "batch", columns: ["rowid", "bytes"], key: ["rowid"], stepper: "rowid")

    static let all = [
        SalvageTable(name: "meta", columns: ["key", "value"], key: ["key"]),
        SalvageTable(
            name: "boot", columns: ["number", "kernel_id", "monotonic", "utc", "quality", "after_day", "first_bin"],
            key: ["number"], stepper: "number"
        ) { row in
            row.integer("number").map { $0 > 0 } ?? false && row.text("kernel_id") != nil
                && (row.isNull("monotonic") || row.integer("monotonic").map(StoreLimits.monotonic.contains) ?? false)
                && (row.isNull("utc") || row.integer("utc").map(StoreLimits.utc.contains) ?? false)
                && (row.integer("after_day").map(StoreLimits.days.contains) ?? true)
                && (row.isNull("quality") || row.integer("quality").map { (0...100).contains($0) } ?? false)
        },
        SalvageTable(
            name: "tally", columns: ["boot", "bin", "source", "counter", "amount"],
            key: ["boot", "bin", "source", "counter"], stepper: "bin"
        ) { row in
            guard let boot = row.integer("boot"), let bin = row.integer("bin"), row.text("source") != nil,
                let counter = row.text("counter"), let amount = row.integer("amount")
            else { return false }
            let bins = boot <= 0 ? Bin.datedIndices : StoreLimits.undatedBins
            // Counters of a newer version are kept as they are.
            let amounts = BinCounter(rawValue: counter)?.amounts ?? 0...BinCounter.most
            return bins.contains(bin) && amounts.contains(amount)
        },
        SalvageTable(
            name: "press", columns: ["boot", "day", "panel", "question", "option", "amount"],
            key: ["boot", "day", "panel", "question", "option"], stepper: "day"
        ) { row in
            guard let boot = row.integer("boot"), let day = row.integer("day"), row.text("panel") != nil,
                row.text("question") != nil, row.text("option") != nil, let amount = row.integer("amount")
            else { return false }
            return (boot <= 0 ? StoreLimits.days : StoreLimits.undatedDays).contains(day)
                && StoreLimits.presses.contains(amount)
        },
        SalvageTable(
            name: "measured", columns: ["measure", "panel", "question", "option", "first_day", "last_day"],
            key: ["measure", "panel", "question", "option"]
        ) { row in
            guard let first = row.integer("first_day"), let last = row.integer("last_day") else { return false }
            return ["measure", "panel", "question", "option"].allSatisfy { row.text($0) != nil } && first <= last
                && first >= StoreLimits.firstMeasured && StoreLimits.days.contains(last)
        },
        // Until version 3.
        SalvageTable(name: "release", columns: ["seq", "leaf"], key: ["seq"], stepper: "seq") { row in
            row.integer("seq").map { $0 > 0 && StoreLimits.sequence.contains($0) } ?? false && row.leaf != nil
        },
        SalvageTable(name: "released", columns: ["first", "leaves"], key: ["first"], stepper: "first") { row in
            row.integer("first").map { $0 > 0 && StoreLimits.sequence.contains($0) } ?? false && row.leaves != nil
        },
        // Until version 3.
        SalvageTable(
            name: "ledger", columns: ["year", "measure", "epsilon", "leaves"], key: ["year", "measure", "epsilon"]
        ) { $0.isCharge },
        SalvageTable(name: "charge", columns: ["year", "kind", "epsilon", "leaves"], key: ["year", "kind", "epsilon"]) {
            $0.isCharge
        },
        SalvageTable(name: "stopped", columns: ["year", "kind", "ceiling", "leaves"], key: ["year", "kind"]) { row in
            row.isCharge && row.integer("ceiling") != nil
        },
        SalvageTable(name: "schedule", columns: ["first_day", "sessions"], key: ["first_day"]) { row in
            guard case .blob = row["sessions"] else { return false }
            return row.integer("first_day").map(StoreLimits.days.contains) ?? false
        },
        SalvageTable(
            name: "count_check", columns: checkKey + ["times"], key: checkKey
        ) { row in
            let byHand = ["hand_in", "hand_out", "hand_unknown"],
                bySensor = ["sensor_in", "sensor_out", "sensor_unknown"]
            return row.text("door") != nil && row.text("series") != nil
                && row.integer("month").map(StoreLimits.days.contains) ?? false
                && byHand.allSatisfy { row.integer($0).map(StoreLimits.byHand.contains) ?? false }
                && bySensor.allSatisfy { row.integer($0).map(StoreLimits.bySensor.contains) ?? false }
                && row.integer("times").map(StoreLimits.checks.contains) ?? false
        },
        action, session,
    ]

    private static let checkKey = [
        "door", "series", "month", "hand_in", "hand_out", "hand_unknown", "sensor_in", "sensor_out", "sensor_unknown",
    ]
}

extension Salvage.Row {
    func integer(_ column: String) -> Int64? {
        if case .integer(let number) = self[column] { number } else { nil }
    }

    func text(_ column: String) -> String? {
        if case .text(let text) = self[column] { text } else { nil }
    }

    func isNull(_ column: String) -> Bool { self[column] == .null }

    /// Of the ledger, or of what the ceiling has stopped.
    var isCharge: Bool {
        integer("year").map(StoreLimits.years.contains) ?? false && (text("kind") ?? text("measure")) != nil
            && (text("epsilon") != nil || integer("ceiling") != nil)
            && integer("leaves").map(StoreLimits.sequence.contains) ?? false
    }

    var leaves: [ReleasedLeaf]? {
        guard case .blob(let bytes) = self["leaves"] else { return nil }
        return try? ReleasedLeaf.unpacked(bytes)
    }

    var leaf: ReleasedLeaf? {
        guard case .blob(let bytes) = self["leaf"] else { return nil }
        return try? CanonicalJSON.decode(ReleasedLeaf.self, from: bytes)
    }
}

/// Reads a table whose pages may be damaged.
private struct TableWalk {
    let table: SalvageTable
    let database: SQLiteConnection
    private(set) var result = Salvage.Table()

    /// More rows than any table has: a damaged tree may lead round in circles.
    private static let rowLimit = 1_000_000
    /// More steps than there are bins between two damaged pages that are worth the time.
    private static let stepLimit: Int64 = 100_000

    init(table: SalvageTable, database: SQLiteConnection) {
        // Older tables have fewer columns.
        let present = try? database.query("SELECT name FROM pragma_table_info(?)", .text(table.name)) {
            try $0.string(0)
        }
        var table = table
        if let present { table.columns.removeAll { !present.contains($0) && $0 != "rowid" } }
        self.table = table
        self.database = database
        var known: Set<[SQLiteValue]> = []
        guard !walk("ORDER BY \(order(""))", [], into: &known) else { return }
        result.isWhole = false
        let last = result.read.last
        let before = result.read.count
        _ = walk("ORDER BY \(order(" DESC"))", [], into: &known)
        guard let last, let first = result.read[before...].last else { return }
        walkBetween(last, first, into: &known)
    }

    private func order(_ direction: String) -> String {
        table.key.map { $0 + direction }.joined(separator: ", ")
    }

    /// - Returns: whether there was no damage on the way.
    private mutating func walk(_ clause: String, _ values: [SQLiteValue], into known: inout Set<[SQLiteValue]>) -> Bool
    {
        do {
            let sql = "SELECT \(table.columns.joined(separator: ", ")) FROM \(table.name) \(clause)"
            var repeated = 0
            try database.prepare(sql).forEachRow(values) { row in
                var read: Salvage.Row = [:]
                for (index, column) in table.columns.enumerated() { read[column] = try row.value(index) }
                if known.insert(table.key.map { read[$0] ?? .null }).inserted {
                    result.read.append(read)
                    repeated = 0
                } else {
                    // Back where the other end came to, or in a circle.
                    repeated += 1
                }
                return repeated < 1000 && result.read.count < Self.rowLimit
            }
            return repeated < 1000 && result.read.count < Self.rowLimit
        } catch {
            return false
        }
    }

    /// Tries every value of the stepper between two rows that agree on what stands before it in the key.
    private mutating func walkBetween(
        _ low: Salvage.Row, _ high: Salvage.Row, into known: inout Set<[SQLiteValue]>
    ) {
        guard let stepper = table.stepper, let position = table.key.firstIndex(of: stepper) else { return }
        let prefix = table.key[..<position]
        guard prefix.allSatisfy({ low[$0] == high[$0] }), let from = low.integer(stepper),
            let to = high.integer(stepper), from < to, to - from <= Self.stepLimit
        else { return }
        let condition = (prefix + [stepper]).map { "\($0) = ?" }.joined(separator: " AND ")
        for step in from...to {
            _ = walk("WHERE \(condition)", prefix.map { low[$0] ?? .null } + [.integer(step)], into: &known)
        }
    }
}

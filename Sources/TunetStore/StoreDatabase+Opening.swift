import Glibc
import TunetCore
import TunetSQLite
import TunetWire

/// How a store is opened, whatever stands in its place.
///
/// Nothing is written before everything has been looked at. What can't be used is set aside and a new store takes its
/// place, with all that can still be read; what a person has to mend – permissions, a newer Tunet, a full card – is left
/// as it is.
extension StoreDatabase {
    /// - Parameter key: verifies the batches that are brought back from a damaged file.
    /// - Returns: the open database, and what people should know.
    /// - Throws: ``StoreError``.
    static func open(
        _ files: StoreFiles, key: VerifyingKey?, quota: Int64, random: RandomSource
    ) throws -> (database: SQLiteConnection, findings: [String]) {
        files.finishSettingAside()
        try files.checkAccess()
        do {
            let findings = firstFindings(files)
            return (try openReadable(files, quota: quota, random: random), findings)
        } catch let error as SQLiteError where isDamage(error) {
            let finding = try startAnew(files, because: error, key: key, random: random)
            return (try reporting { try openChecked(files, quota: quota, random: random) }, [finding])
        } catch let error as SQLiteError {
            throw storeError(error)
        }
    }

    /// Of a folder without a store, or with an empty one: neither holds anything that could be set aside.
    private static func firstFindings(_ files: StoreFiles) -> [String] {
        guard StoreFiles.size(files.log) == 0 else { return [] }
        switch files.kind {
        case .file(size: 0):
            return [
                "The store's file \(files.path) was empty. That is how a power cut in the first second of a new device leaves "
                    + "it; otherwise the card has lost what it held. Counting goes on in a new store."
            ]
        case .missing where !files.asides.isEmpty:
            return [
                "There was no store in the data folder, but damaged ones that were set aside. Counting goes on in a new "
                    + "store; “tunet store repair” shows what can be brought back from the others."
            ]
        default: return []
        }
    }

    /// Whether the file is what is wrong.
    private static func isDamage(_ error: SQLiteError) -> Bool {
        switch error.code {
        case .corrupt, .notADatabase, .mismatch: true
        case .ioError: isReadError(error)
        default: false
        }
    }

    /// SQLITE_IOERR_READ, _SHORT_READ and _CORRUPTFS.
    private static func isReadError(_ error: SQLiteError) -> Bool {
        [266, 522, 8458].contains(error.extendedCode)
    }

    /// A card that could not be read may be readable in a moment, as after a dip in its voltage. One that can't be read at
    /// a place for longer stays so, and the file is damaged.
    private static func openReadable(_ files: StoreFiles, quota: Int64, random: RandomSource) throws -> SQLiteConnection
    {
        for _ in 1..<readAttempts {
            do {
                return try openChecked(files, quota: quota, random: random)
            } catch let error as SQLiteError where isReadError(error) {
                sleep(readPause)
            }
        }
        return try openChecked(files, quota: quota, random: random)
    }

    private static let readAttempts = 4
    /// Seconds.
    private static let readPause: UInt32 = 2

    /// - Throws: what is wrong; the files are then as they were.
    private static func openChecked(_ files: StoreFiles, quota: Int64, random: RandomSource) throws -> SQLiteConnection
    {
        if case .other(let what) = files.kind {
            throw SQLiteError(.corrupt, message: "\(what) stands in its place")
        }
        if case .other(let what) = StoreFiles.kind(files.log) {
            throw SQLiteError(.corrupt, message: "\(what) stands in the place of its log")
        }
        let logSize = StoreFiles.size(files.log)
        if logSize > 0, StoreFiles.size(files.path) == 0 {
            // SQLite would take it for a new database, and delete the log that belonged to the old one.
            throw SQLiteError(.corrupt, message: "the file is empty or missing, and its log is not")
        }
        let database = try SQLiteConnection(path: files.path, mode: .readWriteCreate, log: .onZeros)
        database.keepLogAtClose(true)
        try database.execute(
            "PRAGMA locking_mode = EXCLUSIVE; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
        let version = try checkSchema(of: database, path: files.path)
        if version > 0 { try check(database, files, logSize: logSize) }
        try database.execute(StoreSchema.settings)
        try hold(database, to: quota)
        try bringUpToDate(database, from: version, random: random)
        return database
    }

    /// What SQLite itself notices; also of a store that was closed well, because a card may change a file at night.
    private static func check(_ database: SQLiteConnection, _ files: StoreFiles, logSize: Int64) throws {
        try check(database)
        // SQLite takes any log that stands beside a file for its own.
        guard logSize > 0, let identity = try text(of: "identity", in: database) else { return }
        let inFile = files.identities()
        guard inFile.isEmpty || inFile.contains(identity) else {
            throw SQLiteError(.corrupt, message: "the log beside it belongs to another store")
        }
    }

    private static func bringUpToDate(
        _ database: SQLiteConnection, from version: Int64, random: RandomSource
    ) throws {
        if version < StoreSchema.version {
            try database.transaction {
                for migration in StoreSchema.migrations[Int(version)...] { try database.execute(migration) }
                if version == 0 {
                    try database.run(
                        "INSERT INTO meta VALUES ('epoch', ?), ('clean', 1)", .text(newEpoch(using: random)))
                }
                try database.setUserVersion(Int32(StoreSchema.version))
                try checkBookkeeping(of: database)
            }
        } else {
            try checkBookkeeping(of: database)
        }
        if try text(of: "identity", in: database) == nil {
            try database.run("INSERT OR REPLACE INTO meta VALUES ('identity', ?)", .text(newEpoch(using: random)))
        }
    }

    /// - Returns: the version of the tables; 0 for a new store.
    /// - Throws: `corrupt` for tables of somebody else; ``StoreError`` `newer`.
    static func checkSchema(of database: SQLiteConnection, path: String) throws -> Int64 {
        let version = try database.userVersion()
        let tables = try schema(of: database)
        guard version > 0 || !tables.isEmpty else { return 0 }
        guard version <= StoreSchema.version else {
            guard Set(["meta", "tally", "press"]).isSubset(of: tables.keys) else {
                throw SQLiteError(.corrupt, message: "it is a database of another program")
            }
            throw StoreError(
                .newer,
                "\(path) was written by a newer Tunet (schema \(version); this one knows \(StoreSchema.version)). "
                    + "Install that version again, or newer. If there never was one, the card has changed the file: move it "
                    + "away, start, and bring its counts back with “tunet store repair --file”.")
        }
        let model = try SQLiteConnection(path: "", mode: .memory)
        for migration in StoreSchema.migrations.prefix(Int(max(0, version))) { try model.execute(migration) }
        guard version > 0, try tables == schema(of: model) else {
            throw SQLiteError(.corrupt, message: "its tables are not those of a Tunet store")
        }
        return version
    }

    /// The columns of every table, and everything that is neither a table nor an index.
    private static func schema(of database: SQLiteConnection) throws -> [String: [String]] {
        let found = try database.query(
            "SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND type <> 'index'"
        ) { (type: try $0.string(0), name: try $0.string(1)) }
        var schema: [String: [String]] = [:]
        for (type, name) in found {
            schema[name] = try database.query(
                "SELECT name, type, \"notnull\", pk FROM pragma_table_info(?)", .text(name)
            ) { "\(type) \(try $0.string(0)) \(try $0.string(1)) \(try $0.int64(2)) \(try $0.int64(3))" }
        }
        return schema
    }

    // MARK: - Starting anew

    /// Sets the damaged file aside, and puts a new store in its place with what could be read.
    ///
    /// - Returns: what to tell people.
    private static func startAnew(
        _ files: StoreFiles, because error: SQLiteError, key: VerifyingKey?, random: RandomSource
    ) throws -> String {
        let earlier = files.asides
        let aside = try files.nameAside()
        var restored: Restored?
        do {
            restored = try reporting { try draft(files, from: aside, earlier: earlier, key: key, random: random) }
        } catch {
            // Whatever hinders it hinders counting less: the file waits for “tunet store repair”.
            files.removeDraft()
            _ = try reporting { try draft(files, from: nil, earlier: [], key: nil, random: random) }
        }
        try files.replace(setAsideAs: aside)
        return "The store was damaged (\(error.message)). It was set aside as \(aside), and counting goes on in a new "
            + "store. \(saved(restored)) “tunet store check” shows more."
    }

    /// Without numbers of what was counted: the log outlives the counts.
    private static func saved(_ restored: Restored?) -> String {
        guard let restored else {
            return "Nothing was brought back from it yet; stop the service and see “tunet store repair”."
        }
        if restored.isNothing { return "Nothing of it could be read." }
        let batches = restored.batches == 1 ? "1 batch" : "\(restored.batches) batches"
        let what = "Its counts, as far as they could be read, and \(batches) were brought back."
        return restored.damaged.isEmpty && restored.wrong == 0
            ? what : what + " What stood in damaged places is missing: \(restored.damaged.joined(separator: ", "))."
    }

    /// Makes a new store beside the damaged one, whole and on the disk on return.
    private static func draft(
        _ files: StoreFiles, from aside: String?, earlier: [String], key: VerifyingKey?, random: RandomSource
    ) throws -> Restored {
        files.removeDraft()
        let database = try SQLiteConnection(path: files.draft, mode: .readWriteCreate)
        try database.execute(StoreSchema.settings)
        try bringUpToDate(database, from: 0, random: random)
        var restored = Restored()
        if let aside {
            let salvage = Salvage(path: aside, key: key)
            restored = try database.transaction {
                let earlier = earlier.filter { $0 != aside }
                let restored = try restore(
                    salvage, digest: StoreFiles.digest(aside), earlier: earlier.map(StoreFiles.digest), into: database)
                if !restored.isNothing { try noteTaken(aside, in: database) }
                return restored
            }
            try checkBookkeeping(of: database)
        }
        // All that was brought back went through the log.
        try database.emptyLog(SQLiteConnection.LogSpace(reserved: 0))
        return restored
    }
}

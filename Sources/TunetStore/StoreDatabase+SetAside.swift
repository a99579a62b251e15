package import TunetCore
import TunetSQLite

/// What becomes of the counts in files that were set aside.
///
/// A file that was set aside stays. But its counts are in the present store since they were brought back, and an exact count
/// may not outlive its release, in whatever file.
extension StoreDatabase {
    static let setAsidePrefix = "set_aside:"
    /// Of a file whose counts have been destroyed.
    private static let destroyed: Int64 = 0
    /// Of a file whose counts were brought back on a day that is not known yet.
    private static let taken: Int64 = -1

    /// Notes that the counts of the file at `path` are in the store. Part of a transaction.
    static func noteTaken(_ path: String, in database: SQLiteConnection) throws {
        try database.run(
            "INSERT OR IGNORE INTO meta VALUES (?, ?)", .text(setAsidePrefix + StoreFiles.identity(path)),
            .integer(taken))
    }

    /// Destroys the counts of each file whose counts were brought back, once all days up to the first release after that have
    /// been released. A file of which nothing was brought back is left alone: nothing of it has been released.
    ///
    /// - Returns: what could not be done, for the log: the paths, and why. It is tried again with the next release.
    /// - Throws: ``StoreError`` if the store itself can't be used.
    package func destroyReleasedAsides(on today: CivilDate) throws -> [String] {
        try reporting {
            let asides = files.asides.filter { !files.isStore($0) }
            let names = Dictionary(asides.map { (Self.setAsidePrefix + StoreFiles.identity($0), $0) }) { first, _ in
                first
            }
            let known = try database.query(
                "SELECT key FROM meta WHERE key LIKE ?", .text(Self.setAsidePrefix + "%"), map: { try $0.string(0) })
            for key in known where names[key] == nil { try database.run("DELETE FROM meta WHERE key = ?", .text(key)) }
            var failures: [String] = []
            for (key, path) in names.sorted(by: { $0.key < $1.key }) {
                guard let day = try Self.number(of: key, in: database), day != Self.destroyed else { continue }
                guard day > 0 else {
                    try set(key, today.dayNumber)
                    continue
                }
                // Noted while the clock was ahead.
                guard day <= today.dayNumber else {
                    try set(key, today.dayNumber)
                    continue
                }
                guard try isReleased(through: day) else { continue }
                do {
                    try SetAsideFile(path).destroyCounts()
                    try set(key, Self.destroyed)
                } catch {
                    failures.append("\(path): \(error)")
                }
            }
            return failures
        }
    }

    /// Whether nothing that was counted on `day` or before waits for its release any more, nor for a date.
    private func isReleased(through day: Int64) throws -> Bool {
        for stream in [ReleaseStream.attendance, .feedback] {
            guard let released = try number(of: stream.key), released > day else { return false }
        }
        let undated = try ["tally", "press"].contains { table in
            try database.first("SELECT 1 FROM \(table) WHERE boot > 0 LIMIT 1") { try $0.int(0) } != nil
        }
        return !undated
    }

    /// Whether the counts of the file at `path` were destroyed because they have been released.
    static func hasDestroyedCounts(of path: String, in database: SQLiteConnection) throws -> Bool {
        try number(of: setAsidePrefix + StoreFiles.identity(path), in: database) == destroyed
    }
}

/// A file that was set aside, with its log.
struct SetAsideFile {
    private let path: String

    init(_ path: String) { self.path = path }

    /// Tables with counts.
    private static let tables = ["tally", "press", "count_check", "action", "session"]

    /// Takes the counts out of a file that is sound; of one that is not, whose pages may lie anywhere, zeros take the place
    /// of every byte.
    ///
    /// - Throws: ``SQLiteError`` `full` and the like; ``StoreError`` `folder` if it can't be written.
    func destroyCounts() throws {
        guard case .file = StoreFiles.kind(path) else { return try overwrite() }
        do {
            try deleteCounts()
        } catch let error as SQLiteError where [.corrupt, .notADatabase, .mismatch, .ioError].contains(error.code) {
            try overwrite()
        }
    }

    private func deleteCounts() throws {
        // SQLite would take an empty file for a new database.
        guard StoreFiles.size(path) > 0 else { throw SQLiteError(.notADatabase, message: "it is empty") }
        let database = try SQLiteConnection(path: path, mode: .readWriteCreate)
        // Of a file that turns out to be damaged the log must still be there to be overwritten.
        database.keepLogAtClose(true)
        try database.execute(
            """
            PRAGMA locking_mode = EXCLUSIVE; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
            PRAGMA secure_delete = ON; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;
            """)
        guard try database.first("PRAGMA integrity_check(1)", map: { try $0.string(0) }) == "ok" else {
            throw SQLiteError(.corrupt, message: "it is damaged")
        }
        let names = try database.query("SELECT name FROM sqlite_schema WHERE type = 'table'") { try $0.string(0) }
        try database.transaction {
            for table in Self.tables where names.contains(table) { try database.execute("DELETE FROM \(table)") }
        }
        try database.emptyLog(SQLiteConnection.LogSpace(reserved: 0, most: .max))
        // The log holds nothing any more when SQLite deletes it.
        database.keepLogAtClose(false)
    }

    private func overwrite() throws {
        for suffix in ["", "-wal", "-journal"] {
            guard case .file = StoreFiles.kind(path + suffix) else { continue }
            try StoreFiles.overwrite(path + suffix)
        }
    }
}

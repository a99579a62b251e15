import Glibc
import TunetSQLite

/// The device's counters, releases and batches in one SQLite file, through one connection.
///
/// Not `Sendable`: ``Store`` keeps it on its own thread.
package final class StoreDatabase {
    let database: SQLiteConnection
    /// The random id of this life of the store: 32 hexadecimal digits.
    package private(set) var epoch: String
    /// The boot in which it is open.
    var presentBoot = PresentBoot()
    /// What was found at opening that people should know: a damaged file that was set aside.
    package let findings: [String]

    /// Opens the store, or makes it. A file that is damaged is set aside whole, and a new epoch begins.
    ///
    /// - Throws: ``StoreError``.
    package init(path: String) throws {
        var findings: [String] = []
        let opened: SQLiteConnection
        do {
            opened = try Self.open(path)
        } catch let error as SQLiteError where error.code == .corrupt || error.code == .notADatabase {
            let aside = try Self.setAside(path)
            findings.append(
                "The store was damaged (\(error.message)). It was set aside as \(aside), and counting goes on in a new "
                    + "store. Counts that were not delivered are in the file that was set aside.")
            opened = try Self.reporting { try Self.open(path) }
        } catch let error as SQLiteError {
            throw Self.storeError(error)
        }
        database = opened
        let passedOver = try Self.reporting { try Self.passOver(in: opened) }
        if passedOver > 0 {
            findings.append(
                "\(passedOver) numbers in the store can't be right, as if the memory card had changed them. They were passed "
                    + "over: what they counted is missing. Think of a new card.")
        }
        self.findings = findings
        epoch = try Self.reporting { try Self.text(of: "epoch", in: opened) ?? "" }
        try reporting { try set("clean", 0) }
        // The power may have gone between a release and the scrubbing after it.
        try scrub()
    }

    /// Takes what has been destroyed off the disk as well: writes every change to the file, where `secure_delete` has put
    /// zeros, and puts zeros into the log, whose old frames would still hold it
    /// (https://sqlite.org/fileformat2.html#walformat).
    func scrub() throws {
        try reporting { try database.emptyLog(StoreSchema.log) }
    }

    /// Says that everything was written, so that the next opening need not check the file. Call it last.
    package func close() throws {
        try reporting { try set("clean", 1) }
        try scrub()
    }

    // MARK: - Opening

    private static func open(_ path: String) throws -> SQLiteConnection {
        // SQLite takes an empty file for a new database, and would delete the log that belonged to the old one.
        if size(path) == 0, size(path + "-wal") > 0 {
            throw SQLiteError(.corrupt, message: "the file is empty, and its log is not")
        }
        let database = try SQLiteConnection(path: path, mode: .readWriteCreate)
        try database.execute(StoreSchema.settings)
        let version = try database.userVersion()
        guard version <= StoreSchema.version else {
            throw StoreError(
                .newer,
                "\(path) was written by a newer Tunet (schema \(version); this one knows \(StoreSchema.version)). "
                    + "Install that version again, or newer.")
        }
        guard version >= 0 else { throw SQLiteError(.corrupt, message: "the schema has the version \(version)") }
        if version > 0, try number(of: "clean", in: database) != 1 {
            let verdict = try database.first("PRAGMA quick_check(1)") { try $0.string(0) }
            guard verdict == "ok" else {
                throw SQLiteError(.corrupt, message: "the check after an unclean stop says: \(verdict ?? "nothing")")
            }
        }
        if version < StoreSchema.version {
            try database.transaction {
                for migration in StoreSchema.migrations[Int(version)...] { try database.execute(migration) }
                if version == 0 {
                    try database.run("INSERT INTO meta VALUES ('epoch', ?), ('clean', 1)", .text(newEpoch()))
                }
                try database.setUserVersion(Int32(StoreSchema.version))
            }
        }
        try checkBookkeeping(of: database)
        return database
    }

    /// 0 also for a file that is not there.
    private static func size(_ path: String) -> Int64 {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Renames the files of the store, so that nothing of them is lost.
    private static func setAside(_ path: String) throws -> String {
        var number = 1
        while unsafe access("\(path).damaged-\(number)", F_OK) == 0 { number += 1 }
        let aside = "\(path).damaged-\(number)"
        guard unsafe rename(path, aside) == 0 else {
            throw StoreError(
                .folder, "\(path) is damaged and can't be set aside: \(unsafe String(cString: strerror(errno)))")
        }
        // The log belongs to the file; without it the file would lose its latest commits.
        _ = unsafe rename(path + "-wal", aside + "-wal")
        _ = unsafe unlink(path + "-shm")
        return aside
    }

    static func newEpoch() -> String {
        (0..<16).map { _ in
            let byte = UInt8.random(in: .min ... .max)
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    // MARK: - Settings of the store

    /// Nil also for a value that is no whole number.
    private static func number(of key: String, in database: SQLiteConnection) throws -> Int64? {
        try database.first("SELECT value FROM meta WHERE key = ? AND typeof(value) = 'integer'", .text(key)) {
            try $0.int64(0)
        }
    }

    private static func text(of key: String, in database: SQLiteConnection) throws -> String? {
        try database.first("SELECT value FROM meta WHERE key = ?", .text(key)) { try $0.string(0) }
    }

    /// - Throws: for a number that no sum may use. The next opening knows what to do about it.
    func number(of key: String) throws -> Int64? {
        let number = try Self.number(of: key, in: database)
        guard let number, !StoreLimits.settings.contains(number) else { return number }
        throw SQLiteError(.corrupt, message: "the setting \(key) is \(number)")
    }

    func set(_ key: String, _ value: Int64) throws {
        try database.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", .text(key), .integer(value))
    }

    /// Begins a new life of the store: no later batch can be taken for one of the old.
    func beginEpoch() throws {
        epoch = Self.newEpoch()
        try database.run("INSERT OR REPLACE INTO meta VALUES ('epoch', ?)", .text(epoch))
    }

    // MARK: - Errors

    static func reporting<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as SQLiteError {
            throw storeError(error)
        }
    }

    func reporting<T>(_ body: () throws -> T) throws -> T {
        try Self.reporting(body)
    }

    private static func storeError(_ error: SQLiteError) -> StoreError {
        switch error.code {
        case .full:
            StoreError(.full, "The disk is full; free some space on it, then start again.", cause: error)
        case .cantOpen, .readOnly:
            StoreError(
                .folder, "The store can't be opened for writing; the user of the service must own it.", cause: error)
        default: StoreError(.database, "The store can't be used.", cause: error)
        }
    }
}

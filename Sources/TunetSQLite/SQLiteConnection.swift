internal import CSQLite
private import CTunetSQLite
private import Glibc

/// One connection to one SQLite database, through the system's library.
///
/// It is not `Sendable`: its owner keeps it on one thread or inside one actor, and every call blocks until SQLite has
/// answered. Nothing here traps on what a file holds; everything that goes wrong is a ``SQLiteError``.
@safe
package final class SQLiteConnection {
    /// How a database is opened.
    package enum Mode: Sendable, Equatable {
        /// Read and write; the file is made, readable by its owner only, if it does not exist.
        case readWriteCreate
        /// Read only; the file has to exist.
        case readOnly
        /// A database of its own in memory, gone with the connection; the path is not used.
        case memory
    }

    /// How the write-ahead log of a database is begun anew.
    package enum LogBeginning: Sendable {
        /// As SQLite does it by itself, over what the log held before.
        case anywhere
        /// On zeros only: nothing but ``emptyLog(_:)`` ever writes the log back. That spares an fsync.
        case onZeros
    }

    /// How many prepared statements are kept at most; beyond that, all that are kept are thrown away.
    package static let cacheLimit = 64

    let handle: SQLiteHandle
    private var cache: [String: SQLiteStatement] = [:]

    /// - Parameters:
    ///   - path: of the file. Always taken as a path, also when it looks like a URI or another of SQLite's special
    ///     names.
    ///   - mode: see ``Mode``.
    ///   - log: see ``LogBeginning``. With `onZeros`, `wal_autocheckpoint` is off.
    ///   - busyTimeout: how long a call waits for another connection before it throws `busy`.
    /// - Throws: `cantOpen` and others. A file that is no database is noticed with the first statement only.
    package init(
        path: String, mode: Mode, log: LogBeginning = .anywhere, busyTimeout: Duration = .seconds(5)
    ) throws(SQLiteError) {
        guard mode == .memory || (!path.isEmpty && !path.utf8.contains(0)) else {
            throw SQLiteError(.cantOpen, message: "“\(path)” is no path of a database")
        }
        let name = mode == .memory ? ":memory:" : path.hasPrefix("/") ? path : "./" + path
        if mode == .readWriteCreate { Self.makePrivateFile(at: name) }
        let access = mode == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        var pointer: OpaquePointer?
        // Nil is the system's own.
        let system = unsafe log == .onZeros ? tunet_sqlite_zeroed_log() : nil
        let status = unsafe sqlite3_open_v2(name, &pointer, access | SQLITE_OPEN_NOMUTEX, system)
        guard let pointer = unsafe pointer else {
            throw SQLiteError(.other, extendedCode: status, message: "There is no memory for a database connection")
        }
        unsafe handle = SQLiteHandle(owning: pointer)
        guard status == SQLITE_OK else {
            var error = handle.lastError()
            let systemError = unsafe sqlite3_system_errno(pointer)
            let reason = systemError == 0 ? error.message : unsafe String(cString: strerror(systemError))
            error.message = "The database \(path) can't be opened: \(reason)"
            throw error
        }
        unsafe sqlite3_extended_result_codes(pointer, 1)
        unsafe sqlite3_busy_timeout(pointer, Self.milliseconds(busyTimeout))
        if log == .onZeros { unsafe sqlite3_wal_autocheckpoint(pointer, 0) }
    }

    /// Runs any number of statements, separated by semicolons. For schemas and pragmas: nothing is kept, rows are thrown
    /// away.
    package func execute(_ sql: String) throws(SQLiteError) {
        var rest = Array(sql.utf8)
        while !rest.isEmpty {
            let (statement, used) = try compile(rest, of: sql, persistent: false)
            try statement?.run()
            // Nothing used and nothing made would go on for ever.
            rest.removeFirst(used > 0 ? used : rest.count)
        }
    }

    /// A statement that is kept for the next time, or the kept one. A kept one that is just running is not given out
    /// again; there will be a fresh one.
    ///
    /// - Throws: `misuse` unless `sql` is exactly one statement.
    package func prepare(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
        if let kept = cache[sql], !kept.isRunning { return kept }
        let bytes = Array(sql.utf8)
        let (statement, used) = try compile(bytes, of: sql, persistent: true)
        guard let statement, try compile(Array(bytes[used...]), of: sql, persistent: false).statement == nil else {
            throw SQLiteError(.misuse, message: "One statement is needed, not none or several: “\(sql.prefix(200))”")
        }
        if cache.count >= Self.cacheLimit { cache.removeAll() }
        cache[sql] = statement
        return statement
    }

    /// Runs one statement with one value for each `?`.
    ///
    /// - Returns: how many rows an INSERT, UPDATE or DELETE changed; 0 for other statements.
    @discardableResult
    package func run(_ sql: String, _ values: SQLiteValue...) throws(SQLiteError) -> Int {
        try prepare(sql).run(values)
    }

    /// Runs one statement with one value for each `?`, and maps its rows. What `map` throws is thrown on.
    package func query<T>(
        _ sql: String, _ values: SQLiteValue..., map: (borrowing SQLiteRow) throws -> T
    ) throws -> [T] {
        try prepare(sql).query(values, map: map)
    }

    /// As ``query(_:_:map:)``, for the first row only; nil if there is none.
    package func first<T>(
        _ sql: String, _ values: SQLiteValue..., map: (borrowing SQLiteRow) throws -> T
    ) throws -> T? {
        var result: T?
        try prepare(sql).forEachRow(values) { row in
            result = try map(row)
            return false
        }
        return result
    }

    /// Whether the log stays as it is when the connection is closed, and the database with it. Otherwise the last connection
    /// writes the log back and deletes it, which changes a file that is only looked at.
    package func keepLogAtClose(_ keeps: Bool) {
        unsafe _ = csqlite_set_no_checkpoint_on_close(handle.pointer, keeps ? 1 : 0)
    }

    /// The row id of the latest row inserted through this connection; 0 before the first one.
    package var lastInsertedRowID: Int64 { unsafe sqlite3_last_insert_rowid(handle.pointer) }

    /// The version of the system's library, such as `3.40.1`.
    package static var libraryVersion: String { unsafe String(cString: sqlite3_libversion()) }

    /// - Returns: the first statement of `sql`, nil if it begins with an empty one or a comment, and how many of its bytes
    ///   were used.
    private func compile(
        _ sql: [UInt8], of whole: String, persistent: Bool
    ) throws(SQLiteError) -> (statement: SQLiteStatement?, used: Int) {
        guard !sql.contains(0), let length = Int32(exactly: sql.count) else {
            throw SQLiteError(.misuse, message: "SQL holds no zero byte and is shorter than 2 GB")
        }
        var pointer: OpaquePointer?
        var used = sql.count
        let status = unsafe sql.withUnsafeBytes { buffer in
            guard let start = unsafe buffer.assumingMemoryBound(to: CChar.self).baseAddress else { return SQLITE_OK }
            var tail: UnsafePointer<CChar>?
            let flags = persistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
            let status = unsafe sqlite3_prepare_v3(handle.pointer, start, length, flags, &pointer, &tail)
            if let tail = unsafe tail { unsafe used = tail - start }
            return status
        }
        guard status == SQLITE_OK else { throw handle.lastError(in: whole) }
        guard let pointer = unsafe pointer else { return (nil, used) }
        return (unsafe SQLiteStatement(owning: pointer, sql: whole, handle: handle), used)
    }

    /// SQLite itself would make the file readable by everybody; its other files take over the permissions of the first.
    /// Whatever fails here fails again in SQLite, which reports it.
    private static func makePrivateFile(at path: String) {
        let descriptor = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC, mode_t(0o600))
        if descriptor >= 0 { close(descriptor) }
    }

    private static func milliseconds(_ duration: Duration) -> Int32 {
        let (seconds, attoseconds) = duration.components
        guard seconds < 1_000_000 else { return 1_000_000_000 }
        return Int32(max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000))
    }
}

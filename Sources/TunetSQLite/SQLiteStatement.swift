internal import CSQLite

/// A prepared statement of one connection. To be used where the connection is used, and nowhere else.
@safe
package final class SQLiteStatement {
    /// SQLite copies a bound text or blob when it is given this destructor (https://sqlite.org/c3ref/c_static.html).
    private static var transient: sqlite3_destructor_type? {
        unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }

    /// What was prepared.
    package let sql: String
    private let handle: SQLiteHandle
    private let pointer: OpaquePointer
    /// True while a query walks over its rows; such a statement must not be started again.
    private(set) var isRunning = false

    /// - Parameter pointer: from `sqlite3_prepare_v3`; owned from now on.
    init(owning pointer: OpaquePointer, sql: String, handle: SQLiteHandle) {
        unsafe self.pointer = pointer
        self.sql = sql
        self.handle = handle
    }

    deinit {
        unsafe sqlite3_finalize(pointer)
    }

    /// Runs the statement to its end; rows are thrown away.
    ///
    /// - Parameter values: one for each `?`, in order.
    /// - Returns: how many rows an INSERT, UPDATE or DELETE changed; 0 for other statements.
    @discardableResult
    package func run(_ values: [SQLiteValue] = []) throws(SQLiteError) -> Int {
        let before = unsafe sqlite3_total_changes64(handle.pointer)
        try start(values)
        defer { finish() }
        while try step() {}
        let after = unsafe sqlite3_total_changes64(handle.pointer)
        return after == before ? 0 : unsafe Int(sqlite3_changes64(handle.pointer))
    }

    /// Runs the statement and gives every row to `body`, which says whether it wants another one.
    package func forEachRow(_ values: [SQLiteValue] = [], _ body: (borrowing SQLiteRow) throws -> Bool) throws {
        try start(values)
        defer { finish() }
        while try step() {
            guard try body(unsafe SQLiteRow(pointer)) else { return }
        }
    }

    /// Runs the statement and maps every row.
    package func query<T>(_ values: [SQLiteValue] = [], map: (borrowing SQLiteRow) throws -> T) throws -> [T] {
        var result: [T] = []
        try forEachRow(values) { row in
            result.append(try map(row))
            return true
        }
        return result
    }

    private func start(_ values: [SQLiteValue]) throws(SQLiteError) {
        guard !isRunning else {
            throw SQLiteError(.misuse, message: "The statement is still running: “\(sql.prefix(200))”")
        }
        let wanted = unsafe Int(sqlite3_bind_parameter_count(pointer))
        guard values.count == wanted else {
            throw SQLiteError(
                .misuse, message: "\(values.count) values for \(wanted) parameters in “\(sql.prefix(200))”")
        }
        isRunning = true
        for (index, value) in values.enumerated() {
            guard bind(value, at: Int32(index + 1)) == SQLITE_OK else {
                let error = handle.lastError(in: sql)
                finish()
                throw error
            }
        }
    }

    private func bind(_ value: SQLiteValue, at index: Int32) -> Int32 {
        switch value {
        case .null:
            return unsafe sqlite3_bind_null(pointer, index)
        case .integer(let integer):
            return unsafe sqlite3_bind_int64(pointer, index, integer)
        case .real(let double):
            return unsafe sqlite3_bind_double(pointer, index, double)
        case .text(var text):
            return text.withUTF8 { utf8 in
                // An empty buffer may have no address, which SQLite would take for NULL.
                guard let start = utf8.baseAddress else {
                    return unsafe sqlite3_bind_text(pointer, index, "", 0, Self.transient)
                }
                return unsafe start.withMemoryRebound(to: CChar.self, capacity: utf8.count) { text in
                    unsafe sqlite3_bind_text64(
                        pointer, index, text, sqlite3_uint64(utf8.count), Self.transient, UInt8(SQLITE_UTF8))
                }
            }
        case .blob(let bytes):
            return unsafe bytes.withUnsafeBytes { buffer in
                guard let start = buffer.baseAddress, !bytes.isEmpty else {
                    return unsafe sqlite3_bind_zeroblob(pointer, index, 0)
                }
                return unsafe sqlite3_bind_blob64(
                    pointer, index, start, sqlite3_uint64(buffer.count), Self.transient)
            }
        }
    }

    /// - Returns: whether there is a row.
    private func step() throws(SQLiteError) -> Bool {
        switch unsafe sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw handle.lastError(in: sql)
        }
    }

    /// Ends the run and forgets the values, which may be large.
    private func finish() {
        unsafe sqlite3_reset(pointer)
        unsafe sqlite3_clear_bindings(pointer)
        isRunning = false
    }
}

internal import CSQLite

/// An open database in C. Statements keep it alive, so that it is closed after the last of them.
@safe
final class SQLiteHandle {
    let pointer: OpaquePointer

    /// - Parameter pointer: from `sqlite3_open_v2`; owned from now on.
    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe sqlite3_close_v2(pointer)
    }

    /// The error that the latest call left behind.
    func lastError(in sql: String? = nil) -> SQLiteError {
        let extended = unsafe sqlite3_extended_errcode(pointer)
        var message = unsafe String(cString: sqlite3_errmsg(pointer))
        if let sql {
            message += ", in “\(sql.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(120))”"
        }
        return SQLiteError(SQLiteError.code(for: extended), extendedCode: extended, message: message)
    }
}

internal import CSQLite

/// The current row of a query; valid only inside the closure that gets it.
///
/// Columns are counted from 0. Each of them has a type of its own in SQLite, whatever the schema says, so that reading
/// throws ``SQLiteError`` `mismatch` for another type than the one asked for (an integer may be read as a double),
/// and `misuse` for a column that the query does not have.
@safe
package struct SQLiteRow: ~Copyable {
    private let statement: OpaquePointer

    init(_ statement: OpaquePointer) {
        unsafe self.statement = statement
    }

    package func isNull(_ column: Int) throws(SQLiteError) -> Bool {
        try type(of: column) == SQLITE_NULL
    }

    package func int64(_ column: Int) throws(SQLiteError) -> Int64 {
        guard try type(of: column) == SQLITE_INTEGER else { throw mismatch(column, "an integer") }
        return unsafe sqlite3_column_int64(statement, Int32(column))
    }

    package func int(_ column: Int) throws(SQLiteError) -> Int {
        Int(clamping: try int64(column))
    }

    package func double(_ column: Int) throws(SQLiteError) -> Double {
        let type = try type(of: column)
        guard type == SQLITE_FLOAT || type == SQLITE_INTEGER else { throw mismatch(column, "a number") }
        return unsafe sqlite3_column_double(statement, Int32(column))
    }

    /// Bytes that are no UTF-8 become U+FFFD.
    package func string(_ column: Int) throws(SQLiteError) -> String {
        guard try type(of: column) == SQLITE_TEXT else { throw mismatch(column, "a text") }
        // The text has to be asked for before its length: the first call may convert it.
        guard let text = unsafe sqlite3_column_text(statement, Int32(column)) else { return "" }
        let count = unsafe Int(sqlite3_column_bytes(statement, Int32(column)))
        return unsafe String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }

    package func bytes(_ column: Int) throws(SQLiteError) -> [UInt8] {
        guard try type(of: column) == SQLITE_BLOB else { throw mismatch(column, "a blob") }
        // A blob of no bytes has no address.
        guard let start = unsafe sqlite3_column_blob(statement, Int32(column)) else { return [] }
        let count = unsafe Int(sqlite3_column_bytes(statement, Int32(column)))
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Nil for NULL.
    package func optionalInt64(_ column: Int) throws(SQLiteError) -> Int64? {
        try isNull(column) ? nil : int64(column)
    }

    /// Nil for NULL.
    package func optionalDouble(_ column: Int) throws(SQLiteError) -> Double? {
        try isNull(column) ? nil : double(column)
    }

    /// Nil for NULL.
    package func optionalString(_ column: Int) throws(SQLiteError) -> String? {
        try isNull(column) ? nil : string(column)
    }

    /// Nil for NULL.
    package func optionalBytes(_ column: Int) throws(SQLiteError) -> [UInt8]? {
        try isNull(column) ? nil : bytes(column)
    }

    /// Whatever the column holds.
    package func value(_ column: Int) throws(SQLiteError) -> SQLiteValue {
        switch try type(of: column) {
        case SQLITE_INTEGER: .integer(try int64(column))
        case SQLITE_FLOAT: .real(try double(column))
        case SQLITE_TEXT: .text(try string(column))
        case SQLITE_BLOB: .blob(try bytes(column))
        default: .null
        }
    }

    private func type(of column: Int) throws(SQLiteError) -> Int32 {
        let count = unsafe Int(sqlite3_data_count(statement))
        guard (0..<count).contains(column) else {
            throw SQLiteError(.misuse, message: "There is no column \(column); the row has \(count) columns from 0")
        }
        return unsafe sqlite3_column_type(statement, Int32(column))
    }

    private func mismatch(_ column: Int, _ wanted: String) -> SQLiteError {
        let name = unsafe sqlite3_column_name(statement, Int32(column)).map { unsafe String(cString: $0) } ?? ""
        return SQLiteError(.mismatch, message: "Column \(column) (\(name)) does not hold \(wanted)")
    }
}

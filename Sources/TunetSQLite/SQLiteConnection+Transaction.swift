internal import CSQLite

extension SQLiteConnection {
    /// Runs `body` as one transaction: all of it is stored, or nothing.
    ///
    /// The write lock is taken at once (`BEGIN IMMEDIATE`), because a transaction that begins by reading may fail later
    /// without a chance to wait. Whatever is thrown by `body` or by the commit itself is thrown on, after a rollback.
    ///
    /// - Throws: also `misuse` inside another transaction.
    package func transaction<T>(_ body: () throws -> T) throws -> T {
        guard !isInTransaction else {
            throw SQLiteError(.misuse, message: "A transaction can't be started within another one")
        }
        try run("BEGIN IMMEDIATE")
        do {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            rollBack()
            throw error
        }
    }

    /// Whether a transaction is open.
    package var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle.pointer) == 0 }

    /// The schema's version as its owner counts it: `PRAGMA user_version`, 0 in a new database.
    package func userVersion() throws -> Int64 {
        try first("PRAGMA user_version") { row in try row.int64(0) } ?? 0
    }

    /// Takes part in a transaction like any other change.
    package func setUserVersion(_ version: Int32) throws(SQLiteError) {
        try execute("PRAGMA user_version = \(version)")
    }

    /// SQLite has rolled back by itself after some errors, such as a full disk. When its own ROLLBACK fails, the
    /// transaction is over all the same (https://sqlite.org/lang_transaction.html).
    private func rollBack() {
        guard isInTransaction else { return }
        _ = try? run("ROLLBACK")
    }
}

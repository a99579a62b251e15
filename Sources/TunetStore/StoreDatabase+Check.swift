import TunetSQLite

extension StoreDatabase {
    /// Looks at the order of all pages and rows.
    ///
    /// - Throws: `corrupt` for a damaged file; `ioError` if a page could not be read, with the disk's own code where SQLite
    ///   tells it.
    static func check(_ database: SQLiteConnection) throws {
        let verdict = try database.first("PRAGMA quick_check(1)") { try $0.string(0) } ?? "nothing"
        guard verdict != "ok" else { return }
        let message = "the check says: \(verdict)"
        guard let code = readError(in: verdict) else { throw SQLiteError(.corrupt, message: message) }
        throw SQLiteError(.ioError, extendedCode: code, message: message)
    }

    /// SQLite takes a page that it can't read into its verdict, as it does a damaged one (checkTreePage and checkList of its
    /// btree.c). The primary code of an error of the disk is 10.
    ///
    /// - Returns: SQLite's extended code, that of a failed read (266) if it does not tell; nil if the page could be read.
    static func readError(in verdict: String) -> Int32? {
        if verdict.contains("failed to get page") { return 266 }
        let parts = verdict.split(separator: "unable to get the page. error code=", maxSplits: 1)
        guard parts.count == 2, let code = Int32(parts[1].prefix { $0.isNumber }), code & 0xff == 10 else { return nil }
        return code
    }
}

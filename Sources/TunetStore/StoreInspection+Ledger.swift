import TunetSQLite

extension StoreInspection {
    /// The ledger of a data folder's store, also while the service runs: read from a copy in memory. Empty if there is no
    /// store yet.
    ///
    /// - Throws: ``StoreError`` if it can't be looked at.
    package static func ledger(folder: String) throws -> [LedgerEntry] {
        let files = StoreFiles(folder + "/store.sqlite")
        guard StoreFiles.kind(folder) != .missing else {
            throw StoreError(.folder, "There is no data folder \(folder).")
        }
        guard files.kind != .missing else { return [] }
        let copy = try StoreCopy(of: files.path)
        defer { withExtendedLifetime(copy) {} }
        return try StoreDatabase.reporting {
            let (database, _) = try open(copy.path)
            return try database.query(
                "SELECT year, measure, epsilon, leaves FROM ledger ORDER BY year, measure, epsilon"
            ) {
                LedgerEntry(
                    year: try $0.int(0), measure: try $0.string(1), epsilon: try $0.string(2), leaves: try $0.int(3))
            }
        }
    }
}

import TunetSQLite

extension StoreInspection {
    /// The ledger of a data folder's store and what the ceiling has stopped, also while the service runs: read from a copy in
    /// memory. Empty if there is no store yet.
    ///
    /// - Throws: ``StoreError`` if it can't be looked at.
    package static func ledger(folder: String) throws -> (charged: [LedgerEntry], stopped: [StoppedKind]) {
        let files = StoreFiles(folder + "/store.sqlite")
        guard StoreFiles.kind(folder) != .missing else {
            throw StoreError(.folder, "There is no data folder \(folder).")
        }
        guard files.kind != .missing else { return ([], []) }
        let copy = try StoreCopy(of: files.path)
        defer { withExtendedLifetime(copy) {} }
        return try StoreDatabase.reporting {
            let (database, version) = try open(copy.path)
            // As the service will do it at its next start.
            if version > 0, version < StoreSchema.version {
                for migration in StoreSchema.migrations[Int(version)...] { try database.execute(migration) }
            }
            return version == 0
                ? ([], []) : (try StoreDatabase.ledger(in: database), try StoreDatabase.stopped(in: database))
        }
    }
}

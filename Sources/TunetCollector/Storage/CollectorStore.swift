package import TunetCore
internal import TunetSQLite
package import TunetWire

#if canImport(Glibc)
    private import Glibc
#endif

/// The collector's database: places, batches as they came, released leaves, alarms, and the collector's own key.
///
/// One connection on one thread. Everything that changes something is one transaction.
package actor CollectorStore {
    /// A place that may send batches.
    package struct Place: Sendable, Equatable {
        package var id: String
        package var name: String
        /// Four digits, or nil.
        package var municipality: String?
        package var key: VerifyingKey

        package init(id: String, name: String, municipality: String?, key: VerifyingKey) {
            self.id = id
            self.name = name
            self.municipality = municipality
            self.key = key
        }
    }

    private let executor = DatabaseExecutor(label: "tunet.collector.database")
    let database: SQLiteConnection
    /// With which receipts are signed.
    package nonisolated let signingKey: SigningKey
    /// The report for a state of the database, so that a page that is loaded again costs nothing.
    var cachedReport: (state: [Int64], report: Report)?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Opens the database, makes what is missing, and makes the collector's key on first use.
    ///
    /// - Parameters:
    ///   - create: whether a file that does not exist is made.
    ///   - busyTimeout: how long a change waits for another process.
    /// - Throws: ``CollectorError``.
    package init(path: String, create: Bool = true, busyTimeout: Duration = .seconds(5)) throws {
        guard create || access(path, F_OK) == 0 else {
            throw CollectorError(
                .database, "There is no file \(path). “tunet-collector place add” makes it with the first place.")
        }
        do {
            let database = try SQLiteConnection(path: path, mode: .readWriteCreate, busyTimeout: busyTimeout)
            try CollectorSchema.prepare(database, path: path)
            self.database = database
            self.signingKey = try Self.key(in: database)
        } catch let error as SQLiteError {
            throw CollectorError.database(at: path, error)
        } catch let error as WireError {
            throw CollectorError(.database, "The collector's key in \(path) is damaged: \(error). Restore a backup.")
        }
    }

    private static func key(in database: SQLiteConnection) throws -> SigningKey {
        try database.transaction {
            if let raw = try database.first(
                "SELECT value FROM secret WHERE name = 'key'", map: { row in try row.bytes(0) })
            {
                return try SigningKey(raw: raw)
            }
            let key = SigningKey()
            try database.run("INSERT INTO secret VALUES ('key', ?)", .blob(key.raw))
            return key
        }
    }

    /// Registers a place.
    ///
    /// - Parameter replaceKey: whether a place that exists gets this key and name instead of its own.
    /// - Throws: ``CollectorError`` `placeExists`; ``SQLiteError``.
    package func add(_ place: Place, replaceKey: Bool, now: UTCInstant) throws {
        try database.transaction {
            let known = try database.first("SELECT 1 FROM place WHERE id = ?", .text(place.id)) { row in
                try row.int64(0)
            }
            if known == nil {
                try database.run(
                    "INSERT INTO place (id, name, municipality, key, added) VALUES (?, ?, ?, ?, ?)", .text(place.id),
                    .text(place.name), .optional(place.municipality), .blob(place.key.raw), .integer(now.seconds))
            } else if replaceKey {
                try database.run(
                    "UPDATE place SET name = ?, municipality = coalesce(?, municipality), key = ? WHERE id = ?",
                    .text(place.name), .optional(place.municipality), .blob(place.key.raw), .text(place.id))
            } else {
                throw CollectorError(
                    .placeExists,
                    "The place \(place.id) exists already. Choose another id, or give --replace-key if its device has "
                        + "a new key; batches signed with the old key are then refused.")
            }
        }
    }

    /// All places, by id.
    package func places() throws -> [Place] {
        try database.query("SELECT id, name, municipality, key FROM place ORDER BY id") { row in
            Place(
                id: try row.string(0), name: try row.string(1), municipality: try row.optionalString(2),
                key: try VerifyingKey(raw: try row.bytes(3)))
        }
    }

    /// The key with which the place's device signs; nil for an unknown place.
    package func key(ofPlace id: String) throws -> VerifyingKey? {
        try database.first("SELECT key FROM place WHERE id = ?", .text(id)) { row in
            try VerifyingKey(raw: try row.bytes(0))
        }
    }
}

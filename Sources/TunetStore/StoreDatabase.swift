import TunetSQLite
package import TunetWire

/// The device's counters, releases and batches in one SQLite file, through one connection.
///
/// Not `Sendable`: ``Store`` keeps it on its own thread.
package final class StoreDatabase {
    let database: SQLiteConnection
    let files: StoreFiles
    /// The random id of this life of the store: 32 hexadecimal digits.
    package private(set) var epoch: String
    /// The boot in which it is open.
    var presentBoot = PresentBoot()
    /// What was found at opening that people should know: a damaged file that was set aside.
    package let findings: [String]
    private let random: RandomSource

    /// Opens the store, or makes it. A file that is damaged is set aside whole, and a new epoch begins.
    ///
    /// - Parameters:
    ///   - key: verifies the batches that are brought back from a damaged file; nil to leave them there.
    ///   - quota: bytes that the file and its log may have.
    ///   - random: epochs are drawn from it.
    /// - Throws: ``StoreError``.
    package init(
        path: String, key: VerifyingKey? = nil, quota: Int64 = StoreQuota.bytes, random: RandomSource = .system
    ) throws {
        let files = StoreFiles(path)
        let (opened, found) = try Self.open(files, key: key, quota: quota, random: random)
        self.random = random
        var findings = found
        self.files = files
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
    package func scrub() throws {
        try reporting { try database.emptyLog(StoreSchema.log) }
    }

    /// Whether the log has outgrown its place, and is to be scrubbed before its bin is over.
    var isLogFull: Bool {
        get throws { try reporting { try database.isLogFull(StoreSchema.log) } }
    }

    /// Says that everything was written, so that the next opening need not check the file. Call it last.
    package func close() throws {
        try reporting { try set("clean", 1) }
        try scrub()
        // SQLite may delete the log now: it holds zeros.
        database.keepLogAtClose(false)
    }

    static func newEpoch(using source: RandomSource) -> String {
        var random = source
        return (0..<16).map { _ in
            let byte = UInt8.random(in: .min ... .max, using: &random)
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    // MARK: - Settings of the store

    /// Nil also for a value that is no whole number.
    static func number(of key: String, in database: SQLiteConnection) throws -> Int64? {
        try database.first("SELECT value FROM meta WHERE key = ? AND typeof(value) = 'integer'", .text(key)) {
            try $0.int64(0)
        }
    }

    static func text(of key: String, in database: SQLiteConnection) throws -> String? {
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
        epoch = Self.newEpoch(using: random)
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

    static func storeError(_ error: SQLiteError) -> StoreError {
        switch error.code {
        case .full:
            StoreError(.full, "The disk is full; free some space on it, then start again.", cause: error)
        case .cantOpen, .readOnly:
            StoreError(
                .folder, "The store can't be opened for writing; the user of the service must own it.", cause: error)
        case .corrupt, .notADatabase:
            StoreError(.damaged, "The store is damaged. The next start sets it aside and goes on.", cause: error)
        default: StoreError(.database, "The store can't be used.", cause: error)
        }
    }
}

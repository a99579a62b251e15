import TunetCore
import TunetSQLite
import TunetWire

/// What one release draws: part of a transaction, written at its end by ``write()``.
struct ReleaseRun {
    let configuration: PlaceConfiguration
    let zone: TimeZoneRules
    /// Which sessions were in force on each day.
    let schedule: Schedule
    /// In the order in which they were drawn.
    private(set) var leaves: [ReleasedLeaf] = []

    private let store: StoreDatabase
    private let noise: DiscreteLaplace
    private let before: Int64
    private var ledger: YearLedger

    init(_ store: StoreDatabase, configuration: PlaceConfiguration, zone: TimeZoneRules) throws {
        let policy = configuration.release
        guard let noise = policy.noise else {
            throw StoreError(.database, "ε \(policy.epsilonNumerator)/\(policy.epsilonDenominator) can't be used")
        }
        self.store = store
        self.configuration = configuration
        self.zone = zone
        self.noise = noise
        schedule = try store.schedule(otherwise: configuration.sessions)
        before = try store.number(of: "released") ?? 0
        ledger = try YearLedger(store, configuration: configuration)
    }

    /// Draws once, and charges for it, unless the ceiling of the year has no room for the leaf's kind of measure: then
    /// nothing is drawn. That follows from the calendar and the configuration, never from counts.
    ///
    /// - Parameter exact: moved to 0 to ``StoreLimits/mostReleased`` if a damaged row has led it astray.
    mutating func release(
        _ leaf: Leaf, exact: Int64, observed: Int64, scheduled: Int64, using random: inout some RandomNumberGenerator
    ) throws {
        guard try ledger.charge(leaf) else { return }
        // Coverage is not noised. In steps of a bin it tells nothing of who stood in the door for a minute.
        let observed = min(scheduled, (observed + Bin.seconds / 2) / Bin.seconds * Bin.seconds)
        let parts = leaf.measure.parts
        leaves.append(
            ReleasedLeaf(
                seq: before + Int64(leaves.count) + 1, period: leaf.period.description, session: leaf.session,
                measure: parts.name, question: parts.question.isEmpty ? nil : parts.question,
                option: parts.option.isEmpty ? nil : parts.option, panel: parts.panel.isEmpty ? nil : parts.panel,
                value: min(max(exact, 0), StoreLimits.mostReleased) + noise.draw(using: &random),
                epsilon: ledger.epsilon, observed: observed, scheduled: scheduled))
    }

    /// Writes the noised values and what was charged for them.
    func write() throws {
        try store.append(leaves)
        try store.addShown(leaves)
        try ledger.write()
    }
}

extension StoreDatabase {
    /// Keeps released leaves until they are frozen, in rows of at most ``batchLimit``. Part of a transaction. The numbers of
    /// the leaves follow the last one that was released.
    func append(_ leaves: [ReleasedLeaf]) throws {
        try Self.append(leaves, to: database)
    }

    static func append(_ leaves: [ReleasedLeaf], to database: SQLiteConnection) throws {
        for start in stride(from: 0, to: leaves.count, by: batchLimit) {
            let part = Array(leaves[start..<min(start + batchLimit, leaves.count)])
            guard let first = part.first, let last = part.last else { return }
            try database.run(
                "INSERT INTO released VALUES (?, ?, ?)", .integer(first.seq), .integer(last.seq),
                .blob(try ReleasedLeaf.packed(part)))
        }
        guard let last = leaves.last else { return }
        try database.run("INSERT OR REPLACE INTO meta VALUES ('released', ?)", .integer(last.seq))
    }
}

extension ReleasedLeaf {
    /// As the store keeps leaves: canonical JSON, compressed.
    static func packed(_ leaves: [ReleasedLeaf]) throws -> [UInt8] {
        try Deflate.compress(CanonicalJSON.encode(leaves))
    }

    /// - Throws: ``WireError``, also if any of the bytes was changed.
    static func unpacked(_ bytes: [UInt8]) throws -> [ReleasedLeaf] {
        // As an older version left them. No zlib stream begins with a bracket (RFC 1950, 2.2).
        let isPlain = bytes.first == UInt8(ascii: "[")
        return try CanonicalJSON.decode(
            [ReleasedLeaf].self, from: isPlain ? bytes : Deflate.decompress(bytes, limit: mostBytes))
    }

    private static let mostBytes = 64 << 20
}

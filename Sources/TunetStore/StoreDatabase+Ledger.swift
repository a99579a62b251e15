import TunetCore
import TunetSQLite

/// How often noise of a certain ε has been drawn for one kind of measure in one year.
package struct LedgerEntry: Sendable, Equatable {
    package var year: Int
    /// As ``MeasureKind`` writes it. Stores of older versions have not told questions and panels apart.
    package var kind: String
    /// ε of each draw, as a fraction.
    package var epsilon: String
    package var leaves: Int

    /// Σε; 0 if the fraction can't be read.
    package var sum: Double { Double(leaves) * (Epsilon(epsilon)?.value ?? 0) }
}

/// A kind of measure that was not released in a year, or no longer, because the ceiling had no room for it.
package struct StoppedKind: Sendable, Equatable {
    package var year: Int
    /// As ``MeasureKind`` writes it.
    package var kind: String
    /// The ceiling that stopped it.
    package var ceiling: Int
    /// Leaves that were not released. Their counts were destroyed.
    package var leaves: Int
}

extension StoreDatabase {
    /// Σε by year, kind of measure and ε, from the first release of this store.
    package func ledger() throws -> [LedgerEntry] {
        try reporting { try Self.ledger(in: database) }
    }

    /// What the ceiling has stopped, from the first release of this store.
    package func stopped() throws -> [StoppedKind] {
        try reporting { try Self.stopped(in: database) }
    }

    static func ledger(in database: SQLiteConnection) throws -> [LedgerEntry] {
        try database.query("SELECT year, kind, epsilon, leaves FROM charge ORDER BY year, kind, epsilon") {
            LedgerEntry(year: try $0.int(0), kind: try $0.string(1), epsilon: try $0.string(2), leaves: try $0.int(3))
        }
    }

    static func stopped(in database: SQLiteConnection) throws -> [StoppedKind] {
        try database.query("SELECT year, kind, ceiling, leaves FROM stopped ORDER BY year, kind") {
            StoppedKind(year: try $0.int(0), kind: try $0.string(1), ceiling: try $0.int(2), leaves: try $0.int(3))
        }
    }
}

/// The ledger during one release: what is charged, and which kinds of measure the ceiling of a year has no room for.
///
/// Σε of a year never exceeds the ceiling. A kind is admitted with its first leaf of a year, if there is room for all that
/// the year will still bring of it and of the kinds before it, so that no series ends in the midst of a year. Only what
/// nobody could foresee – more sessions, leaves of an uncertain date – may stop an admitted kind.
struct YearLedger {
    /// ε of each leaf, as a fraction `p/q`.
    let epsilon: String

    private let store: StoreDatabase
    private let configuration: PlaceConfiguration
    private let start: YearCharge.Start
    private let kinds: [MeasureKind]
    private var years: [Int: Year] = [:]

    private struct Year {
        /// Σε.
        var sum = 0.0
        /// As it was before this release, like the days from which the plan begins.
        var charged: [MeasureKind: Double] = [:]
        /// Charged by an older version, under another name.
        var unnamed = 0.0
        /// Whether each kind that has had a leaf is admitted.
        var isAdmitted: [MeasureKind: Bool] = [:]
        /// Leaves of this release.
        var drawn: [MeasureKind: Int] = [:]
        var notDrawn: [MeasureKind: Int] = [:]
    }

    init(_ store: StoreDatabase, configuration: PlaceConfiguration) throws {
        self.store = store
        self.configuration = configuration
        kinds = configuration.measureKinds
        let policy = configuration.release
        epsilon = "\(policy.epsilonNumerator)/\(policy.epsilonDenominator)"
        let first = try store.firstMeasuredDay()
        func day(_ stream: ReleaseStream) throws -> CivilDate? {
            (try store.number(of: stream.key) ?? first).map(CivilDate.init(dayNumber:))
        }
        start = YearCharge.Start(
            attendance: try day(.attendance), feedback: try day(.feedback), checks: try day(.checks))
    }

    /// - Returns: whether the leaf may be drawn. Then it has been charged.
    mutating func charge(_ leaf: Leaf) throws -> Bool {
        let number = leaf.period.firstDay.components.year
        let kind = leaf.measure.kind
        var year = try years[number] ?? open(number)
        defer { years[number] = year }
        if year.isAdmitted[kind] == nil { year.isAdmitted[kind] = admits(kind, in: number, year) }
        let each = configuration.release.epsilon
        guard year.isAdmitted[kind] == true, year.sum + each <= ceiling else {
            year.notDrawn[kind, default: 0] += 1
            return false
        }
        year.sum += each
        year.drawn[kind, default: 0] += 1
        return true
    }

    /// Sums of fractions in floating point: a billionth is no leaf.
    private var ceiling: Double { Double(configuration.release.yearlyCeiling) + 1e-9 }

    private func open(_ number: Int) throws -> Year {
        var year = Year()
        for entry in try StoreDatabase.ledger(in: store.database) where entry.year == number {
            year.sum += entry.sum
            guard let kind = MeasureKind(entry.kind) else {
                year.unnamed += entry.sum
                continue
            }
            year.charged[kind, default: 0] += entry.sum
            year.isAdmitted[kind] = true
        }
        // What was stopped stays so for the year, unless the ceiling is raised.
        for kind in try StoreDatabase.stopped(in: store.database)
        where kind.year == number && kind.ceiling >= configuration.release.yearlyCeiling {
            guard let kind = MeasureKind(kind.kind), year.charged[kind] == nil else { continue }
            year.isAdmitted[kind] = false
        }
        return year
    }

    /// Whether there is room for a kind with its first leaf of a year.
    private func admits(_ kind: MeasureKind, in number: Int, _ year: Year) -> Bool {
        // Of a panel that was taken away no more is planned: it needs room for its leaf only.
        guard kinds.contains(kind) else { return true }
        let plan = YearCharge(year: number, from: start, configuration: configuration)
        return plan.admitted(
            under: ceiling - year.unnamed, charged: year.charged, kinds: kinds.filter { year.isAdmitted[$0] != false }
        ).contains(kind)
    }

    /// Part of the transaction of the release.
    func write() throws {
        for (number, year) in years.sorted(by: { $0.key < $1.key }) {
            for (kind, leaves) in year.drawn.sorted(by: { "\($0.key)" < "\($1.key)" }) {
                try store.database.run(
                    "INSERT INTO charge VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET leaves = leaves + excluded.leaves",
                    .integer(Int64(number)), .text("\(kind)"), .text(epsilon), .integer(Int64(leaves)))
            }
            for (kind, leaves) in year.notDrawn.sorted(by: { "\($0.key)" < "\($1.key)" }) {
                try store.database.run(
                    """
                    INSERT INTO stopped VALUES (?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET leaves = leaves + excluded.leaves, ceiling = excluded.ceiling
                    """, .integer(Int64(number)), .text("\(kind)"),
                    .integer(Int64(configuration.release.yearlyCeiling)), .integer(Int64(leaves)))
            }
        }
    }
}

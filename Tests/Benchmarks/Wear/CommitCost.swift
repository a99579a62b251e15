import Glibc
import TunetCore
import TunetSQLite
import TunetStore

/// What a commit of one event, or of a group, costs: in Tunet's store, in the same tables with a rollback journal, and as
/// Home Assistant's recorder writes.
struct CommitCost {
    enum Way: String, CaseIterable {
        case tunet
        case rollback
        case recorder
    }

    let configuration: PlaceConfiguration
    let zone: TimeZoneRules
    let disk: WatchedDisk
    let folder: String
    /// Minutes between two commits: longer than the kernel waits.
    static let pace = 1

    /// Bytes for each event, with what the kernel writes later. What the store writes at the end of a bin is booked apart, and
    /// is in the days that ``VirtualPlace`` lives through.
    ///
    /// - Parameter group: events of one commit.
    func measure(_ way: Way, group: Int, commits: Int) throws -> Double {
        let writer = try writer(way, group: group, path: "\(folder)/\(way.rawValue)-\(group).sqlite")
        // As after some days.
        for number in -300..<0 {
            try writer.commit(number)
            if Self.endsBin(number) { try writer.endBin() }
        }
        disk.settle()
        disk.reset()
        for number in 0..<commits {
            let now = MonotonicInstant(nanoseconds: Int64(number * Self.pace) * 60_000_000_000)
            disk.writeBack(by: now)
            try writer.commit(number)
            disk.note(.event, at: now)
            guard Self.endsBin(number) else { continue }
            try writer.endBin()
            disk.note(.betweenEvents, at: now)
        }
        disk.settle()
        let bytes = Double(disk.total - disk.bytes[.betweenEvents, default: 0]) / Double(group * commits)
        try writer.end()
        disk.settle()
        return bytes
    }

    private static func endsBin(_ number: Int) -> Bool { (number + 1) % (15 / pace) == 0 }

    private struct Writer {
        /// Commits the group with this number.
        var commit: (Int) throws -> Void
        /// What Tunet's engine has done when a bin in which something was committed is over.
        var endBin: () throws -> Void = {}
        var end: () throws -> Void = {}
    }

    private func writer(_ way: Way, group: Int, path: String) throws -> Writer {
        switch way {
        case .tunet:
            let store = try StoreDatabase(path: path)
            return Writer(
                commit: { number in try store.commit(self.increments(number: number, group: group)) },
                endBin: { try store.scrub() }, end: { try store.close() })
        case .rollback:
            // The schema is the store's own.
            try StoreDatabase(path: path).close()
            let database = try SQLiteConnection(path: path, mode: .readWriteCreate)
            try database.execute(
                "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;"
                    + "PRAGMA secure_delete = ON;")
            return Writer { number in try upsert(self.increments(number: number, group: group), in: database) }
        case .recorder:
            let recorder = try RecorderLikeness(path: path)
            return Writer { _ in try recorder.commit(events: group) }
        }
    }

    /// What the engine hands over for people at several doors and a press at times.
    private func increments(number: Int, group: Int) -> Increments {
        let bin = Bin(boot: 0, index: 1_980_000 + Int64(number * Self.pace / 15))
        let doors = configuration.doors.map(\.id)
        if group == 1 {
            if number % 10 == 9 { return Increments(presses: [press(number)]) }
            let direction: Direction = number % 2 == 0 ? .in : .out
            return Increments(rows: [row(bin, doors[abs(number) % doors.count], .count(direction), 1)])
        }
        var rows: [Increments.Row] = []
        let share = (group - 1) / doors.count / 2
        for door in doors {
            rows.append(row(bin, door, .count(.in), Int64(share)))
            rows.append(row(bin, door, .count(.out), Int64(share)))
        }
        rows[0].amount += Int64(group - 1 - 2 * share * doors.count)
        return Increments(rows: rows, presses: [press(number)])
    }

    private func row(_ bin: Bin, _ source: String, _ counter: BinCounter, _ amount: Int64) -> Increments.Row {
        Increments.Row(bin: bin, source: source, counter: counter, amount: amount)
    }

    private func press(_ number: Int) -> Increments.PressRow {
        let question = configuration.questions[abs(number) % configuration.questions.count]
        return Increments.PressRow(
            day: TallyDay(boot: 0, index: 20_625), panel: question.panels[0], question: question.id,
            option: question.options[0].id, amount: 1)
    }

    private func upsert(_ increments: Increments, in database: SQLiteConnection) throws {
        try database.transaction {
            for row in increments.rows {
                try database.run(
                    """
                    INSERT INTO tally VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET amount = amount + excluded.amount
                    """,
                    .integer(row.bin.boot), .integer(row.bin.index), .text(row.source), .text(row.counter.rawValue),
                    .integer(row.amount))
            }
            for row in increments.presses {
                try database.run(
                    """
                    INSERT INTO press VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET amount = amount + excluded.amount
                    """,
                    .integer(row.day.boot), .integer(row.day.index), .text(row.panel), .text(row.question),
                    .text(row.option ?? ""), .integer(row.amount))
            }
        }
    }
}

/// A row for each event, with the settings and the table of Home Assistant's recorder (its `states` table, schema 43): WAL,
/// `synchronous = NORMAL`, a commit every 5 s. It syncs nothing at a commit: the kernel writes the log when its time comes,
/// and a power cut takes what it has not written.
private final class RecorderLikeness {
    private let database: SQLiteConnection
    private var number: Int64 = 0
    private var random = SeededGenerator(seed: 7)

    init(path: String) throws {
        database = try SQLiteConnection(path: path, mode: .readWriteCreate)
        try database.execute(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384; PRAGMA foreign_keys = ON;
            CREATE TABLE states (
                state_id INTEGER NOT NULL PRIMARY KEY, entity_id CHAR(0), state VARCHAR(255), attributes CHAR(0),
                event_id SMALLINT, last_changed CHAR(0), last_changed_ts FLOAT, last_reported_ts FLOAT,
                last_updated CHAR(0), last_updated_ts FLOAT, old_state_id INTEGER REFERENCES states (state_id),
                attributes_id INTEGER, context_id CHAR(0), context_user_id CHAR(0), context_parent_id CHAR(0),
                origin_idx SMALLINT, context_id_bin BLOB, context_user_id_bin BLOB, context_parent_id_bin BLOB,
                metadata_id INTEGER);
            CREATE INDEX ix_states_attributes_id ON states (attributes_id);
            CREATE INDEX ix_states_context_id_bin ON states (context_id_bin);
            CREATE INDEX ix_states_last_updated_ts ON states (last_updated_ts);
            CREATE INDEX ix_states_metadata_id_last_updated_ts ON states (metadata_id, last_updated_ts);
            CREATE INDEX ix_states_old_state_id ON states (old_state_id);
            """)
        // Ten days are kept.
        try database.transaction { for _ in 0..<5000 { try insert() } }
    }

    func commit(events: Int) throws {
        try database.transaction { for _ in 0..<events { try insert() } }
    }

    private func insert() throws {
        number += 1
        // A ULID: 48 bits of time, 80 of chance.
        let context = (0..<16).map { byte in
            byte < 6
                ? UInt8(truncatingIfNeeded: (1_790_000_000_000 + 60_500 * number) >> (40 - 8 * Int64(byte)))
                : UInt8.random(in: 0...255, using: &random)
        }
        try database.run(
            """
            INSERT INTO states (
                state, last_updated_ts, old_state_id, attributes_id, origin_idx, context_id_bin, metadata_id)
            VALUES (?, ?, ?, ?, 0, ?, ?)
            """, .text(number % 2 == 0 ? "on" : "off"), .real(1_790_000_000 + 60.5 * Double(number)),
            number > 5 ? .integer(number - 5) : .null, .integer(number % 5 + 1), .blob(context),
            .integer(number % 5 + 1))
    }
}

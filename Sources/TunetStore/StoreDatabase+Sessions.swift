package import TunetCore
import TunetSQLite

/// Sessions that happened without a schedule. They stay on the device.
extension StoreDatabase {
    /// Keeps a record, durable on return, with an entry in the log.
    ///
    /// - Returns: its id, and whether what was counted by hand is kept: not of a day that has been released already.
    /// - Throws: ``ActionProblem``; ``StoreError``.
    package func record(
        _ session: RecordedSession, on today: CivilDate, release: ReleasePolicy
    ) throws -> (id: Int64, keepsCount: Bool) {
        do { try session.check(on: today) } catch { throw ActionProblem.session(error) }
        return try reporting {
            try roomyTransaction {
                let known = try database.first(
                    "SELECT count(*), count(*) FILTER (WHERE removed = 0), max(id) FROM session"
                ) {
                    (all: try $0.int(0), kept: try $0.int(1), latest: try $0.optionalInt64(2) ?? 0)
                }
                // Those that were removed can be brought back until the next release, and are bounded as well.
                guard (known?.kept ?? 0) < RecordedSession.most, (known?.all ?? 0) < 2 * RecordedSession.most else {
                    throw ActionProblem.session(.tooMany)
                }
                let key = "session_id"
                let id = max(known?.latest ?? 0, try number(of: key) ?? 0) + 1
                try set(key, id)
                let isOpen = try isOpen(session.day, on: today, release)
                try database.run(
                    "INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)", .integer(id),
                    .integer(session.day.dayNumber), .text(session.name), Self.value(session.minutes?.lowerBound),
                    Self.value(session.minutes?.upperBound), .text(session.organiser), .text(session.sector.rawValue),
                    Self.value(isOpen ? session.counted : nil))
                try append(.session(.recorded, id: id, day: session.day), on: today)
                return (id, isOpen || session.counted == nil)
            }
        }
    }

    /// The records of the last year, the latest day first.
    package func recordedSessions(on today: CivilDate) throws -> [RecordedSession] {
        try reporting {
            try database.query(
                """
                SELECT id, day, name, first, last, organiser, sector, counted FROM session
                WHERE removed = 0 AND day >= ? ORDER BY day DESC, id DESC LIMIT ?
                """, .integer(today.adding(days: -RecordedSession.daysBack).dayNumber),
                .integer(Int64(RecordedSession.most))
            ) { row in
                let (first, last) = (try row.optionalInt64(3), try row.optionalInt64(4))
                var minutes: Range<Int>?
                if let first, let last, (0...1440).contains(first), (0...1440).contains(last), first < last {
                    minutes = Int(first)..<Int(last)
                }
                return RecordedSession(
                    id: try row.int64(0), day: CivilDate(dayNumber: try row.int64(1)), name: try row.string(2),
                    minutes: minutes, organiser: try row.string(5),
                    sector: RecordedSession.Sector(rawValue: try row.string(6)) ?? .other,
                    counted: try row.optionalInt64(7).map { Int($0) })
            }
        }
    }

    /// Takes a record away, durable on return. Until the next release it can be brought back.
    ///
    /// - Throws: ``ActionProblem``; ``StoreError``.
    package func removeSession(_ id: Int64, on today: CivilDate?) throws -> RecordedSession {
        try reporting {
            try roomyTransaction {
                let found = try database.first(
                    "SELECT day, name, organiser, sector FROM session WHERE id = ? AND removed = 0", .integer(id)
                ) { row in
                    RecordedSession(
                        id: id, day: CivilDate(dayNumber: try row.int64(0)), name: try row.string(1),
                        organiser: try row.string(2),
                        sector: RecordedSession.Sector(rawValue: try row.string(3)) ?? .other)
                }
                guard let found else { throw ActionProblem.session(.unknown(id)) }
                try database.run("UPDATE session SET removed = 1 WHERE id = ?", .integer(id))
                try append(.session(.removed, id: id, day: found.day), on: today)
                return found
            }
        }
    }

    /// The names of all records, for the sentences of the log.
    package func recordedNames() throws -> [Int64: String] {
        try reporting {
            let rows = try database.query("SELECT id, name FROM session WHERE removed = 0") {
                (try $0.int64(0), try $0.string(1))
            }
            return Dictionary(rows) { first, _ in first }
        }
    }

    /// Forgets what was counted by hand on days before `first`, what was taken away, and what is older than a year. Part of a
    /// transaction. All rows are written anew, as those of the log are.
    func forgetSessions(before first: Int64, on today: CivilDate) throws {
        let isOver = "removed <> 0 OR day < \(today.adding(days: -RecordedSession.daysBack).dayNumber)"
        let holds = "counted IS NOT NULL AND day < \(first)"
        guard try database.first("SELECT 1 FROM session WHERE \(isOver) OR \(holds)", map: { try $0.int(0) }) != nil
        else { return }
        let rows = try database.query(
            """
            SELECT id, day, name, first, last, organiser, sector, CASE WHEN \(holds) THEN NULL ELSE counted END, removed
            FROM session WHERE NOT (\(isOver)) ORDER BY id
            """
        ) { row in try (0..<9).map { try row.value($0) } }
        try database.execute("DELETE FROM session")
        let statement = try database.prepare("INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for row in rows { try statement.run(row) }
    }

    /// Whether an exact count of that day may still be kept.
    private func isOpen(_ day: CivilDate, on today: CivilDate, _ release: ReleasePolicy) throws -> Bool {
        if let released = try number(of: ReleaseStream.attendance.key), day.dayNumber < released { return false }
        return !release.isDue(Period(release.leaf, containing: day), on: today)
    }

    private static func value(_ number: Int?) -> SQLiteValue { number.map { .integer(Int64($0)) } ?? .null }
}

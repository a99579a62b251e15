import TunetCore
import TunetSQLite
import TunetWire

/// Which sessions were in force on which days.
///
/// A day is released days after it, when somebody may have changed the schedule: its passages belong to the sessions that it
/// had.
struct Schedule: Sendable {
    /// The first day of each schedule and its sessions, in the order of the days.
    private let changes: [(first: CivilDate, sessions: [Session])]
    private let otherwise: [Session]

    fileprivate init(_ changes: [(first: CivilDate, sessions: [Session])], otherwise: [Session]) {
        self.changes = changes
        self.otherwise = otherwise
    }

    func sessions(on day: CivilDate) -> [Session] {
        changes.last { $0.first <= day }?.sessions ?? otherwise
    }

    /// Of all that is kept and of the present configuration; where two have the same id, of the later.
    var names: [String: String] {
        (changes.map(\.sessions) + [otherwise]).joined().reduce(into: [:]) { $0[$1.id] = $1.name }
    }
}

extension StoreDatabase {
    /// - Parameter sessions: those of the present configuration, for days before the first that was noted.
    func schedule(otherwise sessions: [Session]) throws -> Schedule {
        Schedule(try Self.schedules(in: database), otherwise: sessions)
    }

    /// Notes the sessions of `day` if they have changed, and forgets those of days that have been released. Part of a
    /// transaction.
    func noteSchedule(_ sessions: [Session], on day: CivilDate) throws {
        let known = try Self.schedules(in: database)
        if known.last?.sessions != sessions {
            try database.run(
                "INSERT OR REPLACE INTO schedule VALUES (?, ?)", .integer(day.dayNumber),
                .blob(try CanonicalJSON.encode(sessions.map(KeptSession.init))))
        }
        let released = try number(of: ReleaseStream.attendance.key) ?? 0
        try database.run(
            """
            DELETE FROM schedule WHERE first_day < (SELECT max(first_day) FROM schedule WHERE first_day <= ?)
            """, .integer(released))
    }

    /// Without rows that can't be read: then the day has the schedule before, or the present one.
    private static func schedules(in database: SQLiteConnection) throws -> [(first: CivilDate, sessions: [Session])] {
        try database.query("SELECT first_day, sessions FROM schedule ORDER BY first_day") {
            (try $0.int64(0), try $0.bytes(1))
        }.compactMap { day, bytes in
            guard StoreLimits.days.contains(day),
                let sessions = try? CanonicalJSON.decode([KeptSession].self, from: bytes)
            else { return nil }
            return (CivilDate(dayNumber: day), sessions.map(\.session))
        }
    }
}

/// A session as the store keeps it.
private struct KeptSession: Codable {
    var id: String
    var name: String
    var weekdays: [Int]
    var start: Int
    var end: Int

    init(_ session: Session) {
        id = session.id
        name = session.name
        weekdays = session.weekdays.sorted()
        start = session.startMinute
        end = session.endMinute
    }

    var session: Session {
        Session(id: id, name: name, weekdays: Set(weekdays), startMinute: start, endMinute: end)
    }
}

package import TunetCore
import TunetSQLite

/// The log of what people at the place did, in the order in which they did it and with the day of each.
///
/// Nothing in it may outlive what it is about: what a correction has changed goes with the release of the day that was
/// corrected, and that a count check was made on a day goes with the release of that day, because the sums of the check stay,
/// and are dated by their month only. That somebody knew of a silent door, or of entries and exits that do not agree, goes with
/// it too: it says something exact of who came.
extension StoreDatabase {
    /// The id that was given last: an id is never given twice, so that nobody undoes another action than he has seen.
    private static let idKey = "action_id"

    /// Adds an entry, durable on return.
    package func log(_ deed: LoggedAction.Deed, on day: CivilDate?) throws -> Int64 {
        try reporting { try roomyTransaction { try append(deed, on: day) } }
    }

    /// Part of the transaction of what is logged.
    @discardableResult
    func append(_ deed: LoggedAction.Deed, on day: CivilDate?) throws -> Int64 {
        let latest = try database.first("SELECT max(id) FROM action") { try $0.optionalInt64(0) } ?? nil
        let id = max(latest ?? 0, try number(of: Self.idKey) ?? 0) + 1
        try set(Self.idKey, id)
        let row = ActionRow(LoggedAction(id: id, day: day, deed: deed))
        try database.prepare("INSERT INTO action VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)").run(row.values)
        // What can still be undone of a day that is open is not pushed out by what comes after it.
        try database.run(
            """
            DELETE FROM action WHERE id NOT IN (SELECT id FROM action ORDER BY id DESC LIMIT ?)
                AND (amount IS NULL OR id NOT IN (SELECT id FROM action ORDER BY id DESC LIMIT ?))
            """, .integer(Int64(LoggedAction.most)), .integer(Int64(LoggedAction.mostOpen)))
        return id
    }

    /// The newest first, each with what keeps it from being undone.
    ///
    /// - Parameter acknowledged: ids of the entries whose faults last and are still acknowledged.
    package func actions(acknowledged: Set<Int64>) throws -> [LoggedAction] {
        try reporting { try knownActions(acknowledged) }
    }

    private func knownActions(_ acknowledged: Set<Int64>) throws -> [LoggedAction] {
        let all = try entries()
        let first = try firstOpenDay()
        let sessions = try database.query("SELECT id, removed FROM session") { (try $0.int64(0), try $0.int64(1) != 0) }
        let removed = Dictionary(sessions) { first, _ in first }
        var takenBack: Set<String> = []
        return all.reversed().map { entry in
            var entry = entry
            entry.obstacle =
                switch entry.deed {
                case _ where entry.isUndone: .alreadyUndone
                case .corrected(let day, _, _, _, _) where first.map { day < $0 } ?? false: .released(day)
                case .corrected(let day, _, _, nil, _): .moved(day)
                case .corrected(let day, let session, let direction, _, _)
                where takenBack.contains("\(day) \(session) \(direction)"):
                    .takenBack(day)
                case .corrected: nil
                case .countCheck(.started, _): .checkStarted
                case .countCheck(.kept, _): .checkKept
                case .countCheck: .checkOver
                case .clockSet: .clock
                case .session(.recorded, let id, _): removed[id] == false ? nil : .sessionGone
                case .session(.removed, let id, _): removed[id] == true ? nil : .sessionGone
                case .acknowledged: acknowledged.contains(entry.id) ? nil : .faultOver
                case .tested: .test
                case .undone: .undo
                }
            if case .corrected(let day, let session, let direction, _, true) = entry.deed, !entry.isUndone {
                takenBack.insert("\(day) \(session) \(direction)")
            }
            return entry
        }
    }

    /// Undoes what can be undone of an entry, durable on return, and adds an entry that says so.
    ///
    /// - Parameters:
    ///   - today: nil if it is not known.
    ///   - acknowledged: as for ``actions(acknowledged:)``; that they are acknowledged no more is for the caller to see to.
    /// - Returns: the entry.
    /// - Throws: ``ActionProblem``; ``StoreError``.
    package func undo(
        _ id: Int64, on today: CivilDate?, acknowledged: Set<Int64>, configuration: PlaceConfiguration,
        zone: TimeZoneRules
    ) throws -> LoggedAction {
        try reporting {
            try roomyTransaction {
                guard var entry = try knownActions(acknowledged).first(where: { $0.id == id }) else {
                    throw ActionProblem.notUndone(.unknown)
                }
                if let obstacle = entry.obstacle { throw ActionProblem.notUndone(obstacle) }
                switch entry.deed {
                case .corrected(let day, let session, let direction, let change, _):
                    let isDone = try self.change(
                        day, session: session, direction, by: -(change ?? 0), configuration: configuration, zone: zone)
                    guard isDone else { throw ActionProblem.notUndone(.negative(day)) }
                case .session(let step, let id, _):
                    try database.run(
                        "UPDATE session SET removed = ? WHERE id = ?", .integer(step == .recorded ? 1 : 0), .integer(id)
                    )
                case .acknowledged, .countCheck, .clockSet, .tested, .undone: break
                }
                try database.run("UPDATE action SET undone = 1 WHERE id = ?", .integer(id))
                try append(.undone(id: id, kind: entry.deed.kind), on: today)
                entry.isUndone = true
                return entry
            }
        }
    }

    // MARK: - What may not outlive a release

    /// Destroys what the log and the records of sessions still hold of days that have been released, or should have been. Part
    /// of the transaction of the release.
    func forgetReleasedActions(on today: CivilDate, _ release: ReleasePolicy) throws {
        // The first day of a period that is not due.
        let due = Period(release.leaf, containing: today.adding(days: -release.correctionDays)).firstDay.dayNumber
        let first = max(due, try number(of: ReleaseStream.attendance.key) ?? due)
        try forgetActions(before: first)
        try forgetSessions(before: first, on: today)
    }

    /// A correction that a better clock has moved with the counts of its boot belongs to another part now: nobody could
    /// undo it where it was made. Part of a transaction.
    func forgetChanges() throws {
        try forgetActions(before: .max)
    }

    /// All rows are written anew: the bytes of one that has become shorter, or has moved to another page, must not stay.
    private func forgetActions(before first: Int64) throws {
        // That a door was silent says that nobody came.
        let exact = "(kind = 'count_check' OR kind = 'acknowledged' AND detail IN ('silent', 'imbalance'))"
        let isOver = first == .max ? "0" : "\(exact) AND coalesce(day, 0) < \(first)"
        let holds = "amount IS NOT NULL AND coalesce(about, 0) < \(first)"
        guard try database.first("SELECT 1 FROM action WHERE \(isOver) OR \(holds)", map: { try $0.int(0) }) != nil
        else { return }
        let rows = try database.query(
            """
            SELECT id, day, kind, subject, detail, about, refers, CASE WHEN \(holds) THEN NULL ELSE amount END, undone
            FROM action WHERE NOT (\(isOver)) ORDER BY id
            """
        ) { row in try (0..<9).map { try row.value($0) } }
        try database.execute("DELETE FROM action")
        let statement = try database.prepare("INSERT INTO action VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for row in rows { try statement.run(row) }
    }

    private func entries() throws -> [LoggedAction] {
        try database.query(
            "SELECT id, day, kind, subject, detail, about, refers, amount, undone FROM action ORDER BY id"
        ) { row in
            ActionRow(values: try (0..<9).map { try row.value($0) }).action
        }.compactMap { $0 }
    }
}

/// An entry as the columns of its table.
private struct ActionRow {
    let values: [SQLiteValue]

    init(values: [SQLiteValue]) { self.values = values }

    /// Of what takes back all corrections of a part.
    private static let whole = "whole"

    init(_ action: LoggedAction) {
        var (subject, detail) = ("", "")
        var (about, refers, amount) = (SQLiteValue.null, SQLiteValue.null, SQLiteValue.null)
        switch action.deed {
        case .corrected(let day, let session, let direction, let change, let isWhole):
            (subject, detail) = (session, direction.rawValue + (isWhole ? " " + Self.whole : ""))
            about = .integer(day.dayNumber)
            amount = change.map { .integer($0) } ?? .null
        case .countCheck(let step, let door): (subject, detail) = (door, step.rawValue)
        case .clockSet(let day): about = .integer(day.dayNumber)
        case .session(let step, let id, let day):
            detail = step.rawValue
            (about, refers) = (.integer(day.dayNumber), .integer(id))
        case .acknowledged(let kind, let source): (subject, detail) = (source ?? "", kind)
        case .tested(let panel): subject = panel ?? ""
        case .undone(let id, let kind):
            detail = kind.rawValue
            refers = .integer(id)
        }
        values = [
            .integer(action.id), action.day.map { .integer($0.dayNumber) } ?? .null, .text(action.deed.kind.rawValue),
            .text(subject), .text(detail), about, refers, amount, .integer(action.isUndone ? 1 : 0),
        ]
    }

    /// Nil for what no version up to this one writes.
    var action: LoggedAction? {
        guard let id = integer(0), StoreLimits.ids.contains(id), let kind = text(2).flatMap(LoggedAction.Kind.init),
            let subject = text(3), let detail = text(4), let undone = integer(8),
            let deed = deed(kind, subject, detail)
        else { return nil }
        return LoggedAction(id: id, day: day(1), deed: deed, isUndone: undone != 0)
    }

    private func deed(_ kind: LoggedAction.Kind, _ subject: String, _ detail: String) -> LoggedAction.Deed? {
        switch kind {
        case .correction:
            let words = detail.split(separator: " ").map(String.init)
            guard let day = day(5), let direction = words.first.flatMap(Direction.init) else { return nil }
            return .corrected(
                day: day, session: subject, direction: direction,
                change: integer(7).flatMap { StoreLimits.changes.contains($0) ? $0 : nil },
                isWhole: words.last == Self.whole)
        case .countCheck: return LoggedAction.CheckStep(rawValue: detail).map { .countCheck($0, door: subject) }
        case .clock: return day(5).map { .clockSet($0) }
        case .session:
            guard let step = LoggedAction.SessionStep(rawValue: detail), let session = integer(6), let day = day(5)
            else { return nil }
            return .session(step, id: session, day: day)
        case .acknowledged: return .acknowledged(kind: detail, source: subject.isEmpty ? nil : subject)
        case .test: return .tested(panel: subject.isEmpty ? nil : subject)
        case .undo:
            guard let undone = integer(6), let kind = LoggedAction.Kind(rawValue: detail) else { return nil }
            return .undone(id: undone, kind: kind)
        }
    }

    private func integer(_ column: Int) -> Int64? {
        if case .integer(let number) = values[column] { number } else { nil }
    }

    private func text(_ column: Int) -> String? {
        if case .text(let text) = values[column] { text } else { nil }
    }

    private func day(_ column: Int) -> CivilDate? {
        integer(column).flatMap { StoreLimits.days.contains($0) ? CivilDate(dayNumber: $0) : nil }
    }
}

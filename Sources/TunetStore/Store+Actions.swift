package import TunetCore

/// What people at the place do, and its log.
extension Store {
    /// See ``StoreDatabase/log(_:on:)``.
    package func log(_ deed: LoggedAction.Deed, on day: CivilDate?) throws -> Int64 {
        try database.log(deed, on: day)
    }

    /// The log, and the names of the sessions that it speaks of.
    package func actions(acknowledged: Set<Int64>) throws -> (actions: [LoggedAction], sessions: [Int64: String]) {
        (try database.actions(acknowledged: acknowledged), try database.recordedNames())
    }

    /// - Returns: the entry that was undone, and what of today is corrected then.
    /// - Throws: ``ActionProblem``; ``StoreError``.
    package func undo(
        _ id: Int64, on today: CivilDate?, acknowledged: Set<Int64>
    ) throws -> (action: LoggedAction, today: Today.Corrected?) {
        let action = try database.undo(
            id, on: today, acknowledged: acknowledged, configuration: configuration, zone: zone)
        return (action, try today.map { try database.corrected(on: $0, zone: zone) })
    }

    /// - Returns: its id, and whether what was counted by hand is kept.
    /// - Throws: ``ActionProblem``; ``StoreError``.
    package func record(_ session: RecordedSession, on today: CivilDate) throws -> (id: Int64, keepsCount: Bool) {
        try database.record(session, on: today, release: configuration.release)
    }

    package func recordedSessions(on today: CivilDate) throws -> [RecordedSession] {
        try database.recordedSessions(on: today)
    }

    /// - Throws: ``ActionProblem``; ``StoreError``.
    package func removeSession(_ id: Int64, on today: CivilDate?) throws -> RecordedSession {
        try database.removeSession(id, on: today)
    }
}

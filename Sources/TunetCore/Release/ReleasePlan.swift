/// Which leaves of attendance a period has, and which bins belong to each: from the calendar alone, never from counts.
package struct ReleasePlan: Sendable, Equatable {
    /// The part of a period that belongs to one session, or to none.
    package struct Part: Sendable, Equatable {
        /// A session's id, or ``Leaf/outsideSessions``.
        package var session: String
        /// Indices of dated bins; disjoint, in order.
        package var bins: [Range<Int64>]
        /// Length of the part in seconds.
        package var seconds: Int64
    }

    package var period: Period
    /// One for each session that is scheduled in the period, in the order of the schedule, then one for the rest.
    package var parts: [Part]

    package init(period: Period, sessions: [Session], zone: TimeZoneRules) {
        self.init(period: period, zone: zone) { _ in sessions }
    }

    /// - Parameter schedule: the sessions that were in force on a day.
    package init(period: Period, zone: TimeZoneRules, schedule: (CivilDate) -> [Session]) {
        self.period = period
        var order: [String] = []
        var bySession: [String: [Range<Int64>]] = [:]
        var outside: [Range<Int64>] = []
        for day in period.days {
            let sessions = schedule(day)
            for session in sessions where !order.contains(session.id) { order.append(session.id) }
            var rest = Self.binIndex(zone.start(of: day))
            let end = Self.binIndex(zone.start(of: day.adding(days: 1)))
            let scheduled = sessions.indices.filter { sessions[$0].weekdays.contains(day.weekday) }
            for index in scheduled.sorted(by: { sessions[$0].startMinute < sessions[$1].startMinute }) {
                let from = max(rest, Self.binIndex(zone.instant(of: day, minute: sessions[index].startMinute)))
                let to = min(end, max(from, Self.binIndex(zone.instant(of: day, minute: sessions[index].endMinute))))
                if rest < from { outside.append(rest..<from) }
                if from < to { bySession[sessions[index].id, default: []].append(from..<to) }
                rest = to
            }
            if rest < end { outside.append(rest..<end) }
        }
        parts = order.compactMap { id in bySession[id].map { Self.part(id, $0) } }
        if !outside.isEmpty { parts.append(Self.part(Leaf.outsideSessions, outside)) }
    }

    private static func part(_ session: String, _ bins: [Range<Int64>]) -> Part {
        Part(session: session, bins: bins, seconds: bins.reduce(0) { $0 + Int64($1.count) } * Bin.seconds)
    }

    private static func binIndex(_ utc: UTCInstant) -> Int64 {
        Bin.dated(utc).index
    }
}

extension ReleasePolicy {
    /// Whether `period` may be released on `today`: it has ended, and so have the days for corrections.
    package func isDue(_ period: Period, on today: CivilDate) -> Bool {
        period.endDay.adding(days: correctionDays) <= today
    }

    /// ε of each leaf, for people.
    package var epsilon: Double { Double(epsilonNumerator) / Double(epsilonDenominator) }

    /// The noise of each leaf. The reader of the configuration admits only fractions that make one.
    package var noise: DiscreteLaplace? {
        DiscreteLaplace(numerator: epsilonNumerator, denominator: epsilonDenominator)
    }
}

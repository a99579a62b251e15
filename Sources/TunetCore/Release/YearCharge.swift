/// What the leaves of a place are charged in a year: how many each kind of measure has, from the calendar and the
/// configuration alone.
///
/// A leaf belongs to the year in which its period begins.
package struct YearCharge: Sendable, Equatable {
    package let year: Int
    /// ε of one leaf.
    package let epsilon: Double
    /// Leaves of each kind whose periods begin on `day` or later in the year.
    package private(set) var leaves: [MeasureKind: Int] = [:]

    /// What all of them together are charged.
    package var sum: Double { leaves.values.reduce(0) { $0 + Double($1) * epsilon } }

    /// The days from which each of the three series of periods is looked at; nil for the whole year.
    package struct Start: Sendable, Equatable {
        package var attendance: CivilDate?
        package var feedback: CivilDate?
        package var checks: CivilDate?

        package init(attendance: CivilDate? = nil, feedback: CivilDate? = nil, checks: CivilDate? = nil) {
            self.attendance = attendance
            self.feedback = feedback
            self.checks = checks
        }
    }

    package init(year: Int, from start: Start = Start(), configuration: PlaceConfiguration) {
        self.year = year
        epsilon = configuration.release.epsilon
        let measures = configuration.measures
        let schedule = configuration.sessions
        let attendance = Self.periods(configuration.release.leaf, of: year, from: start.attendance).reduce(0) {
            let weekdays = if case .day(let day) = $1 { [day.weekday] } else { Array(1...7) }
            return $0 + Self.parts(of: schedule, on: weekdays)
        }
        let weeks = Self.periods(.week, of: year, from: start.feedback)
        for measure in measures {
            if case .presses(let id, _) = measure, let question = configuration.questions.first(where: { $0.id == id })
            {
                leaves[measure.kind, default: 0] += weeks.count { question.overlaps($0.firstDay, $0.endDay) }
            } else {
                leaves[measure.kind, default: 0] += measure.isAttendance ? attendance : weeks.count
            }
        }
        // One by hand and one by the sensors for each month, whether or not it had a check.
        if configuration.countsPeople {
            leaves[.checks] = 2 * Self.periods(.month, of: year, from: start.checks).count
        }
    }

    /// How many parts the sessions divide a period with these weekdays into: as ``ReleasePlan`` finds them, but for a
    /// session within the hour that is left out in spring.
    private static func parts(of sessions: [Session], on weekdays: [Int]) -> Int {
        let held = sessions.filter { session in weekdays.contains { session.weekdays.contains($0) } }
        let minutes = held.reduce(0) { sum, session in
            sum + weekdays.count { session.weekdays.contains($0) } * (session.endMinute - session.startMinute)
        }
        return held.count + (minutes < weekdays.count * 1440 ? 1 : 0)
    }

    private static func periods(_ kind: LeafPeriod, of year: Int, from start: CivilDate?) -> [Period] {
        guard let first = CivilDate(year: year, month: 1, day: 1), let end = CivilDate(year: year + 1, month: 1, day: 1)
        else { return [] }
        var periods: [Period] = []
        var day = max(first, start ?? first)
        while day < end {
            let period = Period(kind, containing: day)
            // The rest of a period whose beginning has been released is a leaf as well.
            if period.firstDay >= first, period.firstDay < end { periods.append(period) }
            day = period.endDay
        }
        return periods
    }
}

extension YearCharge {
    /// Shares the room under a ceiling out.
    ///
    /// - Parameters:
    ///   - charged: what each kind has been charged already in the year. These go on, and come first.
    ///   - kinds: in the order in which the others find room.
    /// - Returns: the kinds that find room for all their leaves.
    package func admitted(
        under ceiling: Double, charged: [MeasureKind: Double] = [:], kinds: [MeasureKind]
    ) -> Set<MeasureKind> {
        var admitted: Set<MeasureKind> = []
        var sum = charged.values.reduce(0, +)
        for kind in kinds.filter({ charged[$0] != nil }) + kinds.filter({ charged[$0] == nil }) {
            let charge = Double(leaves[kind] ?? 0) * epsilon
            guard charged[kind] != nil || sum + charge <= ceiling else { continue }
            sum += charge
            admitted.insert(kind)
        }
        return admitted
    }
}

extension PlaceConfiguration {
    /// The kinds that the place releases, in the order in which a year's charge is shared out: attendance, questions as they
    /// are configured, misuse, and count checks.
    package var measureKinds: [MeasureKind] {
        var kinds: [MeasureKind] = []
        for kind in measures.map(\.kind) where !kinds.contains(kind) { kinds.append(kind) }
        let isMisuse = { (kind: MeasureKind) in if case .misuse = kind { true } else { false } }
        kinds = kinds.filter { !isMisuse($0) } + kinds.filter(isMisuse)
        return countsPeople ? kinds + [.checks] : kinds
    }
}

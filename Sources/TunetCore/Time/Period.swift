/// A run of whole local days that a leaf covers.
package enum Period: Sendable, Hashable {
    case day(CivilDate)
    /// An ISO 8601 week, named by its Monday.
    case week(monday: CivilDate)
    case month(year: Int, month: Int)
    /// Any two days or more, the last one included: the time in which something came whose date is uncertain.
    case days(CivilDate, through: CivilDate)

    /// The days from the earlier to the later of two.
    package init(from first: CivilDate, through last: CivilDate) {
        self = first == last ? .day(first) : .days(min(first, last), through: max(first, last))
    }

    /// The period of `kind` that holds `day`.
    package init(_ kind: LeafPeriod, containing day: CivilDate) {
        switch kind {
        case .day: self = .day(day)
        case .week: self = .week(monday: day.adding(days: 1 - day.weekday))
        case .month:
            let (year, month, _) = day.components
            self = .month(year: year, month: month)
        }
    }

    /// Nil for days that are no day, week or month of the calendar.
    package var kind: LeafPeriod? {
        switch self {
        case .day: .day
        case .week: .week
        case .month: .month
        case .days: nil
        }
    }

    package var firstDay: CivilDate {
        switch self {
        case .day(let day): day
        case .week(let monday): monday
        case .month(let year, let month):
            // The components of a period come from a day, so that its first day exists.
            CivilDate(year: year, month: month, day: 1) ?? CivilDate(dayNumber: 0)
        case .days(let first, _): first
        }
    }

    /// The first day after the period.
    package var endDay: CivilDate {
        switch self {
        case .day(let day): day.adding(days: 1)
        case .week(let monday): monday.adding(days: 7)
        case .month: Period(.month, containing: firstDay.adding(days: 31)).firstDay
        case .days(_, let last): last.adding(days: 1)
        }
    }

    package var days: [CivilDate] {
        (firstDay.dayNumber..<endDay.dayNumber).map(CivilDate.init(dayNumber:))
    }

    /// The ISO 8601 year and week that `day` lies in: the week belongs to the year of its Thursday.
    package static func isoWeek(of day: CivilDate) -> (year: Int, week: Int) {
        let thursday = day.adding(days: 4 - day.weekday)
        let year = thursday.components.year
        let firstOfYear = CivilDate(year: year, month: 1, day: 1) ?? thursday
        return (year, Int((thursday.dayNumber - firstOfYear.dayNumber) / 7) + 1)
    }
}

extension Period: LosslessStringConvertible {
    /// ISO 8601: `2026-11-02`, `2026-W45`, `2026-11` or `2026-11-02/2026-11-05`.
    package init?(_ description: String) {
        if let day = CivilDate(description) {
            self = .day(day)
            return
        }
        let ends = description.split(separator: "/", omittingEmptySubsequences: false)
        if ends.count == 2 {
            guard let first = CivilDate(String(ends[0])), let last = CivilDate(String(ends[1])), first < last else {
                return nil
            }
            self = .days(first, through: last)
            return
        }
        let parts = description.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 4, let year = wholeNumber(parts[0]) else { return nil }
        if parts[1].count == 3, parts[1].first == "W", let week = wholeNumber(parts[1].dropFirst()), week >= 1,
            let fourth = CivilDate(year: year, month: 1, day: 4)
        {
            let monday = fourth.adding(days: 1 - fourth.weekday + 7 * (week - 1))
            guard Self.isoWeek(of: monday) == (year, week) else { return nil }
            self = .week(monday: monday)
        } else if parts[1].count == 2, let month = wholeNumber(parts[1]),
            CivilDate(year: year, month: month, day: 1) != nil
        {
            self = .month(year: year, month: month)
        } else {
            return nil
        }
    }

    package var description: String {
        switch self {
        case .day(let day): return day.description
        case .week(let monday):
            let (year, week) = Self.isoWeek(of: monday)
            return "\(zeroPadded(year, width: 4))-W\(zeroPadded(week, width: 2))"
        case .month(let year, let month): return "\(zeroPadded(year, width: 4))-\(zeroPadded(month, width: 2))"
        case .days(let first, let last): return "\(first)/\(last)"
        }
    }
}

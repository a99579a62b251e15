/// The rule for all years after the last transition of a TZif file: its footer, a POSIX `TZ` string such as
/// `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// Source: POSIX.1-2024, Base Definitions, 8.3; RFC 8536, section 3.3.1 for hours from -167 to 167.
struct TimeZoneTail: Sendable, Equatable {
    /// Seconds east of UTC in standard time.
    var standardOffset: Int64
    /// Nil for a zone that no longer changes its clocks.
    var daylight: Daylight?

    struct Daylight: Sendable, Equatable {
        /// Seconds east of UTC in daylight saving time; less than in standard time for Dublin.
        var offset: Int64
        /// In standard time.
        var start: YearlyMoment
        /// In daylight saving time.
        var end: YearlyMoment
    }

    /// The offset at an instant, and the next instant at which it may change; nil if it never does.
    ///
    /// - Parameter seconds: At most ``farthestSecond`` from 1970, so that nothing leaves `Int64`.
    func stretch(at seconds: Int64) -> (offset: Int64, end: Int64?) {
        guard let daylight else { return (standardOffset, nil) }
        // The Gregorian calendar repeats after 400 years, which are whole weeks: those from 1970 stand for all.
        let cycle = floorDivision(seconds, Self.cycleSeconds)
        let withinCycle = floorRemainder(seconds, Self.cycleSeconds)
        let year = CivilDate(dayNumber: withinCycle / secondsPerDay).components.year

        var offset = standardOffset
        var end: Int64?
        for change in changes(around: year, daylight) {
            if change.instant <= withinCycle {
                offset = change.offset
            } else {
                end = cycle * Self.cycleSeconds + change.instant
                break
            }
        }
        return (offset, end)
    }

    /// The changes of the years from two before `year` to two after it, in order.
    ///
    /// An hour of up to 167 moves a change to a neighbouring year. Where a daylight saving time ends in the instant in
    /// which the next one starts, as in a zone that is always on it, the start comes last and holds.
    private func changes(around year: Int, _ daylight: Daylight) -> [TimeZoneRules.Transition] {
        var changes: [(instant: Int64, isStart: Bool)] = []
        for year in (year - 2)...(year + 2) {
            changes.append((daylight.start.localSeconds(in: year) - standardOffset, true))
            changes.append((daylight.end.localSeconds(in: year) - daylight.offset, false))
        }
        changes.sort { ($0.instant, $0.isStart ? 1 : 0) < ($1.instant, $1.isStart ? 1 : 0) }
        return changes.map { .init(instant: $0.instant, offset: $0.isStart ? daylight.offset : standardOffset) }
    }

    /// Seconds in 400 years of the Gregorian calendar.
    private static let cycleSeconds: Int64 = 146_097 * secondsPerDay
}

/// A moment that comes once a year, such as "the last Sunday of March at 02:00".
struct YearlyMoment: Sendable, Equatable {
    enum Day: Sendable, Equatable {
        /// `Jn`, 1 to 365: 29 February is never counted.
        case withoutLeapDay(Int)
        /// `n`, 0 to 365: 29 February is counted in leap years.
        case fromZero(Int)
        /// `Mm.w.d`: month 1 to 12; week 1 to 5, where 5 is the last; weekday 0 (Sunday) to 6.
        case weekday(month: Int, week: Int, weekday: Int)
    }

    var day: Day
    /// Seconds after local midnight: less than 168 hours, before or after.
    var seconds: Int64

    /// The moment in `year`, 1 to 9998, in seconds from 1970-01-01 00:00:00 on the clock that it is told by.
    func localSeconds(in year: Int) -> Int64 {
        dayNumber(in: year) * secondsPerDay + seconds
    }

    private func dayNumber(in year: Int) -> Int64 {
        switch day {
        case .withoutLeapDay(let number):
            let leapDay = CivilDate(year: year, month: 2, day: 29) != nil && number >= 60
            return firstDay(of: 1, in: year).dayNumber + Int64(number - 1 + (leapDay ? 1 : 0))
        case .fromZero(let number):
            return firstDay(of: 1, in: year).dayNumber + Int64(number)
        case .weekday(let month, let week, let weekday):
            let first = firstDay(of: month, in: year)
            let following = month == 12 ? firstDay(of: 1, in: year + 1) : firstDay(of: month + 1, in: year)
            // A CivilDate's weekday is 7 on a Sunday, which is 0 here.
            let found = first.adding(days: (weekday - first.weekday % 7 + 7) % 7 + 7 * (week - 1))
            return found < following ? found.dayNumber : found.dayNumber - 7
        }
    }

    private func firstDay(of month: Int, in year: Int) -> CivilDate {
        // Month and year are checked where they are read, so that the day exists.
        CivilDate(year: year, month: month, day: 1) ?? CivilDate(dayNumber: 0)
    }
}

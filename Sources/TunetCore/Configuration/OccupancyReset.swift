/// When the number of people at the place is set to a known value, every week.
package struct OccupancyReset: Sendable, Equatable {
    /// ISO weekdays, 1 (Monday) to 7 (Sunday); not empty.
    package var weekdays: Set<Int>
    /// Minutes after local midnight: 0 to 1425, a multiple of 15, so that no bin is shared.
    package var minute: Int
    /// How many people are there then: 0 to 10,000. Not 0 where somebody lives or spends the night.
    package var value: Int

    package init(weekdays: Set<Int>, minute: Int, value: Int) {
        self.weekdays = weekdays
        self.minute = minute
        self.value = value
    }

    /// What a value may be; no meeting place holds more.
    package static let values = 0...10_000
    package static let everyDay: Set<Int> = [1, 2, 3, 4, 5, 6, 7]

    /// The schedule of a place that gives none: nobody is there at 04:00. Later than that of the clock change and the
    /// longest evening, and earlier than the first who comes to the animals.
    ///
    /// Where nothing may be corrected after its day, yesterday's counts may be gone before four; such a place begins at
    /// midnight.
    package static func standard(correctionDays: Int) -> [OccupancyReset] {
        let daily = OccupancyReset(weekdays: everyDay, minute: 240, value: 0)
        guard daysNeeded(by: [daily]) > correctionDays else { return [daily] }
        return [OccupancyReset(weekdays: everyDay, minute: 0, value: 0)]
    }

    /// How many days before the current one the store has to keep, so that the occupancy can be made anew after a restart
    /// at any time: the longest way from a reset to the last moment before the next one, in whole days.
    ///
    /// - Returns: 0 for no resets at all.
    package static func daysNeeded(by resets: [OccupancyReset]) -> Int {
        let times = resets.flatMap { reset in reset.weekdays.map { (day: $0, minute: reset.minute) } }
            .sorted { ($0.day, $0.minute) < ($1.day, $1.minute) }
        guard let first = times.first else { return 0 }
        let following = times.dropFirst() + [(day: first.day + 7, minute: first.minute)]
        // A reset at midnight ends the day before its own.
        return zip(times, following).map { $1.day - $0.day - ($1.minute == 0 ? 1 : 0) }.reduce(0, max)
    }
}

/// The resets of a place's occupancy on the calendar: each local time of day once on its day, also on the days on which
/// clocks change.
///
/// A time that clocks skip is the first moment after the gap; of one that they show twice it is the earlier one.
package struct OccupancySchedule: Sendable, Equatable {
    /// One reset on one day.
    package struct Occurrence: Sendable, Equatable {
        /// Index of the dated bin with which it begins: what is counted in that bin is counted after it.
        package var bin: Int64
        package var day: CivilDate
        /// As scheduled, in minutes after local midnight.
        package var minute: Int
        /// How many people are there from then on.
        package var value: Int

        package init(bin: Int64, day: CivilDate, minute: Int, value: Int) {
            self.bin = bin
            self.day = day
            self.minute = minute
            self.value = value
        }
    }

    /// By time of day.
    private let resets: [OccupancyReset]
    private let zone: TimeZoneRules

    package init(_ resets: [OccupancyReset], zone: TimeZoneRules) {
        self.resets = resets.sorted { $0.minute < $1.minute }
        self.zone = zone
    }

    /// The reset that holds in the dated bin with this index: the last one that comes with its beginning or before it.
    ///
    /// - Returns: nil only without any reset.
    package func latest(at bin: Int64) -> Occurrence? {
        let today = day(of: bin)
        for offset in stride(from: 1, through: -8, by: -1) {
            let held = occurrences(on: today.adding(days: offset)).last { $0.bin <= bin }
            if let held { return held }
        }
        return nil
    }

    /// The reset that comes next after the beginning of the dated bin with this index.
    package func next(after bin: Int64) -> Occurrence? {
        let today = day(of: bin)
        var next: Occurrence?
        for offset in -1...8 {
            for occurrence in occurrences(on: today.adding(days: offset)) where occurrence.bin > bin {
                // Of two that clocks put at the same moment the later one holds.
                if let next, next.bin < occurrence.bin { return next }
                next = occurrence
            }
        }
        return next
    }

    /// The bin that begins with the next reset after the beginning of `bin`; nil if that is not dated.
    package func next(after bin: Bin) -> Int64? {
        bin.boot == 0 ? next(after: bin.index)?.bin : nil
    }

    /// Every reset after the beginning of one bin, up to and with that of another; the latest `limit` of them.
    package func passed(after start: Int64, upTo end: Int64, limit: Int) -> [Occurrence] {
        var passed: [Occurrence] = []
        var bin = end
        while passed.count < limit, let occurrence = latest(at: bin), occurrence.bin > start {
            passed.append(occurrence)
            bin = occurrence.bin - 1
        }
        return passed.reversed()
    }

    private func day(of bin: Int64) -> CivilDate {
        zone.day(at: Bin(boot: 0, index: bin).start)
    }

    /// In order of time.
    private func occurrences(on day: CivilDate) -> [Occurrence] {
        resets.filter { $0.weekdays.contains(day.weekday) }.map { reset in
            Occurrence(
                bin: Bin.dated(zone.instant(of: day, minute: reset.minute)).index, day: day, minute: reset.minute,
                value: reset.value)
        }
    }
}

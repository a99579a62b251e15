/// A time in which the place is open on certain weekdays. Several may overlap; then the place is open in all of them.
package struct Opening: Sendable, Equatable {
    /// ISO weekdays, 1 (Monday) to 7 (Sunday); not empty.
    package var weekdays: Set<Int>
    /// Start in minutes after local midnight: 0 to 1425, a multiple of 15.
    package var startMinute: Int
    /// End in minutes after local midnight: 15 to 1440, a multiple of 15, after the start.
    package var endMinute: Int

    package init(weekdays: Set<Int>, startMinute: Int, endMinute: Int) {
        self.weekdays = weekdays
        self.startMinute = startMinute
        self.endMinute = endMinute
    }
}

/// The quarters of an hour of a week in which a place is open: as its configuration says; else during its sessions; and
/// where it has none of either, always.
package struct OpeningHours: Sendable {
    /// Quarters of an hour of a day.
    private static let quarters = 96

    /// By weekday and quarter, from Monday at midnight.
    private var isOpen: [Bool]
    /// Quarters of an hour of the longest open day; of a whole week where nothing says when the place is open, since
    /// an empty night or weekend is nothing unusual there.
    package let longestDay: Int

    package init(_ configuration: PlaceConfiguration) {
        let sessions = configuration.sessions.map {
            Opening(weekdays: $0.weekdays, startMinute: $0.startMinute, endMinute: $0.endMinute)
        }
        self.init(configuration.openings.isEmpty ? sessions : configuration.openings)
    }

    package init(_ openings: [Opening]) {
        let quarters = Self.quarters
        guard !openings.isEmpty else {
            isOpen = Array(repeating: true, count: 7 * quarters)
            longestDay = 7 * quarters
            return
        }
        var isOpen = Array(repeating: false, count: 7 * quarters)
        for opening in openings {
            for weekday in opening.weekdays {
                for quarter in opening.startMinute / 15..<max(opening.startMinute, opening.endMinute) / 15 {
                    isOpen[(weekday - 1) * quarters + quarter] = true
                }
            }
        }
        self.isOpen = isOpen
        longestDay = (0..<7).map { day in isOpen[day * quarters..<(day + 1) * quarters].count { $0 } }.max() ?? 0
    }

    /// Whether the place is open in the bin; always false in a bin that is not dated.
    package func isOpen(_ bin: Bin, in zone: TimeZoneRules) -> Bool {
        guard bin.boot == 0 else { return false }
        let quarter = zone.minuteOfDay(at: bin.start) / 15
        return isOpen[(zone.day(at: bin.start).weekday - 1) * Self.quarters + quarter]
    }

    /// In how many of these dated bins the place is open.
    package func openBins(in bins: Range<Int64>, zone: TimeZoneRules) -> Int {
        guard isOpen.contains(false) else { return bins.count }
        return bins.count { isOpen(Bin(boot: 0, index: $0), in: zone) }
    }
}

package import TunetCore

extension Catalogue {
    /// `torsdag 5. november 2026`.
    package func date(_ day: CivilDate) -> String {
        let (year, month, number) = day.components
        return self(
            "calendar.date",
            [
                "weekday": .text(weekday(day)), "day": .text("\(number)"), "month": .text(monthName(month)),
                "year": .text("\(year)"),
            ])
    }

    /// `5. november`.
    package func shortDate(_ day: CivilDate) -> String {
        let (_, month, number) = day.components
        return self("calendar.short_date", ["day": .text("\(number)"), "month": .text(monthName(month))])
    }

    /// `november 2026`.
    ///
    /// - Parameter month: from 1 to 12.
    package func month(_ month: Int, of year: Int) -> String {
        self("calendar.month", ["month": .text(monthName(month)), "year": .text("\(year)")])
    }

    /// `torsdag`.
    package func weekday(_ day: CivilDate) -> String { contents.weekdays[day.weekday - 1] }

    /// `november 2026`.
    package func month(_ day: CivilDate) -> String {
        let (year, month, _) = day.components
        return self.month(month, of: year)
    }

    /// From Monday.
    package var weekdays: [String] { contents.weekdays }

    private func monthName(_ number: Int) -> String { contents.months[number - 1] }

    /// The date that ISO 8601 writes so; what is no date stays as it is.
    package func date(iso: String) -> String { CivilDate(iso).map { date($0) } ?? iso }

    /// `i dag`, `i går`, the weekday of the week before, else the date.
    ///
    /// - Parameter today: nil if it is not known.
    package func day(_ day: CivilDate, seenOn today: CivilDate?) -> String {
        guard let today else { return shortDate(day) }
        switch today.dayNumber - day.dayNumber {
        case 0: return self("calendar.today")
        case 1: return self("calendar.yesterday")
        case 2...6: return weekday(day)
        default: return shortDate(day)
        }
    }

    /// `kl. 14:30`.
    package func time(minute: Int) -> String { time(Self.clock(minute)) }

    /// `kl. 14:30` for `14:30`.
    package func time(_ clock: String) -> String { self("calendar.time", ["time": .text(clock)]) }

    /// `14:30`.
    ///
    /// - Parameter minute: after midnight.
    package static func clock(_ minute: Int) -> String {
        let (hours, minutes) = (minute / 60, minute % 60)
        return "\(hours < 10 ? "0" : "")\(hours):\(minutes < 10 ? "0" : "")\(minutes)"
    }

    /// A whole number with its digits in groups, and a minus sign (U+2212) if it is below 0.
    package func number(_ number: Int) -> String {
        let digits = String(number.magnitude)
        let (separator, least) = contents.thousands
        guard digits.count >= least else { return (number < 0 ? "−" : "") + digits }
        var groups: [Substring] = []
        var rest = digits[...]
        while !rest.isEmpty {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        return (number < 0 ? "−" : "") + groups.joined(separator: separator)
    }

    /// `97,60`.
    ///
    /// - Parameters:
    ///   - number: in units of 10^−`digits`; not below 0.
    ///   - digits: after the decimal sign; at least 1.
    package func decimal(_ number: Int, digits: Int) -> String {
        let all = String(number)
        let padded = String(repeating: "0", count: max(0, digits + 1 - all.count)) + all
        return padded.dropLast(digits) + contents.decimal + padded.suffix(digits)
    }

    // MARK: - Lengths of time

    /// `45 min`, `3 t 20 min`.
    package func briefly(minutes: Int) -> String {
        let (hours, rest) = (minutes / 60, minutes % 60)
        return hours == 0
            ? self("duration.short_minutes", ["minutes": .number(rest)])
            : self("duration.short_hours", ["hours": .number(hours), "minutes": .number(rest)])
    }

    /// With a capital letter in front.
    package func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    /// `a`, `a og b`, `a, b og c`.
    package func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return self(
            "calendar.list", ["first": .text(items.dropLast().joined(separator: ", ")), "last": .text(last)])
    }
}

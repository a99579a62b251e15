internal import TunetCore

/// Numbers and dates as they are written in bokmål.
enum Norwegian {
    private static let months = [
        "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
        "desember",
    ]
    private static let noBreakSpace = "\u{A0}"

    /// With a space between groups of three digits.
    static func number(_ number: Int) -> String {
        var digits = Array(String(number.magnitude))
        var index = digits.count - 3
        while index > 0 {
            digits.insert(contentsOf: noBreakSpace, at: index)
            index -= 3
        }
        return (number < 0 ? "−" : "") + String(digits)
    }

    /// `97 %`; only what is whole is written as 100 %.
    static func percent(_ share: Double) -> String {
        let rounded = Int((share * 100).rounded())
        return "\(share < 1 ? min(rounded, 99) : rounded)\(noBreakSpace)%"
    }

    /// With one decimal, which is left out if it is 0.
    static func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let whole = number(tenths / 10)
        return tenths % 10 == 0 ? whole : "\(whole),\(abs(tenths % 10))"
    }

    /// With two decimals: `1,02`.
    static func factor(_ value: Double, _ rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero) -> String {
        let hundredths = Int((min(value, 1e12) * 100).rounded(rule))
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        return "\(number(whole)),\(rest < 10 ? "0" : "")\(rest)"
    }

    /// What people see of a value with its interval.
    static func interval(_ visits: Visits) -> String {
        "\(number(Int(visits.low.rounded(.down))))–\(number(Int(visits.high.rounded(.up))))"
    }

    static func range(_ low: Int64, _ high: Int64) -> String { "\(number(Int(low)))–\(number(Int(high)))" }

    /// `under 5` for a value below 5, which may also be negative.
    static func shown(_ visits: Visits) -> String {
        visits.value < VisitSum.smallestShown ? "<5" : number(Int(visits.value.rounded()))
    }

    /// `Uke 45, 2026` or `November 2026`.
    static func title(_ period: String) -> String {
        switch Period(period) {
        case .week(let monday):
            let (year, week) = Period.isoWeek(of: monday)
            return "Uke \(week), \(year)"
        case .month(let year, let month):
            let name = months[month - 1]
            return "\(name.prefix(1).uppercased())\(name.dropFirst()) \(year)"
        case .day(let day): return date(day)
        case .days(let first, let last): return "\(date(first)) – \(date(last))"
        case nil: return period
        }
    }

    /// `2.–8. nov.`; empty for other periods than weeks.
    static func days(_ period: String) -> String {
        guard case .week(let monday) = Period(period) else { return "" }
        let (_, firstMonth, firstDay) = monday.components
        let (_, lastMonth, lastDay) = monday.adding(days: 6).components
        let first = firstMonth == lastMonth ? "\(firstDay)." : "\(firstDay). \(short(firstMonth))"
        return "\(first)–\(lastDay). \(short(lastMonth))"
    }

    /// `21. november 2026`, of an instant in UTC.
    static func date(ofSeconds seconds: Int64) -> String {
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        return date(CivilDate(dayNumber: day))
    }

    private static func date(_ day: CivilDate) -> String {
        let (year, month, day) = day.components
        return "\(day). \(months[month - 1]) \(year)"
    }

    /// Names of up to four letters are not shortened.
    static func short(_ month: Int) -> String {
        let name = months[month - 1]
        return name.count <= 4 ? name : "\(name.prefix(3))."
    }
}

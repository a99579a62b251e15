import TunetCore

/// The number of people at the place in words.
package enum OccupancyText {
    // MARK: - For whoever installs or mends the device

    /// `present now: 12 (10 to 14), reset to 0 at 04:00`; nil for a place without doors.
    package static func line(_ status: NodeStatus) -> String? {
        guard let occupancy = status.occupancy else { return nil }
        guard let count = occupancy.count else { return "present now: not known, \(reason(occupancy))" }
        var text = "present now: \(count.present) (\(count.low) to \(count.high))"
        if count.raw != count.present { text += ", counted \(count.raw)" }
        if let reset = occupancy.reset {
            text += ", reset to \(reset.value) "
            text += reset.day == status.day ? "at \(reset.time)" : "on \(reset.day) at \(reset.time)"
        } else {
            text += ", since the boot, from 0"
        }
        if count.unobservedMinutes > 0 { text += "; not observed for \(count.unobservedMinutes) min of that" }
        return text
    }

    private static func reason(_ occupancy: NodeStatus.OccupancyStatus) -> String {
        switch occupancy.obstacle {
        case .undirectedDoor: "\(occupancy.doors.joined(separator: ", ")) can't tell in from out"
        case .noWayIn: "no door counts entries"
        case .noWayOut: "no door counts exits"
        case .countsDestroyed, nil: "the counts since the reset have been destroyed; known again after the next one"
        }
    }

    // MARK: - For volunteers, in bokmål, nynorsk or English

    /// The language of ``present(_:)``, ``since(_:)`` and ``remark(_:)``: the place's first one that is known.
    static func language(_ status: NodeStatus) -> String {
        HealthText.language(status.languages)
    }

    /// What stands beside the number.
    static func present(_ status: NodeStatus) -> String {
        pick(status, "inne nå", "inne no", "here now")
    }

    /// `mellom 10 og 14, nullstilt kl. 04:00`.
    static func since(_ status: NodeStatus) -> String {
        guard let occupancy = status.occupancy, let count = occupancy.count else { return "" }
        let (low, high) = (count.low, count.high)
        let bounds =
            low < high
            ? pick(status, "mellom \(low) og \(high), ", "mellom \(low) og \(high), ", "from \(low) to \(high), ") : ""
        guard let reset = occupancy.reset else {
            return bounds
                + pick(
                    status, "telt siden maskinen startet", "talt sidan maskina starta",
                    "counted since the machine started")
        }
        let what =
            reset.value == 0
            ? pick(status, "nullstilt", "nullstilt", "reset")
            : pick(status, "satt til \(reset.value)", "sett til \(reset.value)", "set to \(reset.value)")
        return bounds + what + " " + when(reset, status) + pick(status, "kl. ", "kl. ", "at ") + reset.time
    }

    /// Empty on the same day, else `i går ` or `mandag `.
    private static func when(_ reset: NodeStatus.OccupancyStatus.Reset, _ status: NodeStatus) -> String {
        guard reset.day != status.day, let day = CivilDate(reset.day) else { return "" }
        if day.adding(days: 1).description == status.day { return pick(status, "i går ", "i går ", "yesterday ") }
        return weekday(day, status) + " "
    }

    private static func weekday(_ day: CivilDate, _ status: NodeStatus) -> String {
        let nynorsk = ["måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "sundag"]
        let english = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        return pick(
            status, NorwegianText.weekday(day), nynorsk[day.weekday - 1], "on \(english[day.weekday - 1])")
    }

    /// What makes the number doubtful, or why there is none; nil if there is nothing to say.
    static func remark(_ status: NodeStatus) -> String? {
        guard let occupancy = status.occupancy else { return nil }
        if let count = occupancy.count {
            guard count.unobservedMinutes > 0 else { return nil }
            let length = length(count.unobservedMinutes, status)
            let isOnly = status.doors.count == 1
            return pick(
                status,
                "I omtrent \(length) fulgte telleren ikke med på \(isOnly ? "døra" : "alle dørene"), så tallet på hvor mange "
                    + "som er inne, kan være feil.",
                "I om lag \(length) følgde teljaren ikkje med på \(isOnly ? "døra" : "alle dørene"), så talet på kor mange "
                    + "som er inne, kan vere feil.",
                "For about \(length) the counter did not watch \(isOnly ? "the door" : "all doors"), so that the number of "
                    + "people here may be wrong.")
        }
        return pick(
            status, "Hvor mange som er inne nå, kan ikke vises: ", "Kor mange som er inne no, kan ikkje visast: ",
            "How many are here now can't be shown: ") + obstacle(occupancy, status)
    }

    private static func obstacle(_ occupancy: NodeStatus.OccupancyStatus, _ status: NodeStatus) -> String {
        switch occupancy.obstacle {
        case .undirectedDoor:
            let doors = list(occupancy.doors, status)
            let verb = occupancy.doors.count == 1 ? "does" : "do"
            return pick(
                status, "\(doors) skiller ikke mellom inn og ut.", "\(doors) skil ikkje mellom inn og ut.",
                "\(doors) \(verb) not tell in from out.")
        case .noWayIn:
            return pick(
                status, "ingen dør teller dem som kommer inn.", "inga dør tel dei som kjem inn.",
                "no door counts those who come in.")
        case .noWayOut:
            return pick(
                status, "ingen dør teller dem som går ut.", "inga dør tel dei som går ut.",
                "no door counts those who go out.")
        case .countsDestroyed, nil:
            return pick(
                status, "tallene siden forrige nullstilling er slettet. Antallet vises igjen etter neste nullstilling.",
                "tala sidan førre nullstilling er sletta. Talet blir vist igjen etter neste nullstilling.",
                "the counts since the latest reset have been deleted. The number is shown again after the next reset.")
        }
    }

    private static func length(_ minutes: Int, _ status: NodeStatus) -> String {
        let hours = (minutes + 30) / 60
        return minutes < 120
            ? pick(status, "\(minutes) minutter", "\(minutes) minutt", "\(minutes) minutes")
            : pick(status, "\(hours) timer", "\(hours) timar", "\(hours) hours")
    }

    /// `Hagedøra, Bakdøra og Porten`.
    private static func list(_ names: [String], _ status: NodeStatus) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + pick(status, " og ", " og ", " and ") + last
    }

    private static func pick(_ status: NodeStatus, _ nb: String, _ nn: String, _ en: String) -> String {
        switch language(status) {
        case "nn": nn
        case "en": en
        default: nb
        }
    }
}

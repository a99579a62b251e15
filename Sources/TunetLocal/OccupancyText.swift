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

    // MARK: - For volunteers, in bokmål

    /// `mellom 10 og 14, nullstilt kl. 04:00`.
    static func since(_ status: NodeStatus) -> String {
        guard let occupancy = status.occupancy, let count = occupancy.count else { return "" }
        let bounds = count.low < count.high ? "mellom \(count.low) og \(count.high), " : ""
        guard let reset = occupancy.reset else { return bounds + "telt siden maskinen startet" }
        let what = reset.value == 0 ? "nullstilt" : "satt til \(reset.value)"
        return bounds + "\(what) \(when(reset, today: status.day))kl. \(reset.time)"
    }

    /// Empty on the same day, else `i går ` or `mandag `.
    private static func when(_ reset: NodeStatus.OccupancyStatus.Reset, today: String?) -> String {
        guard reset.day != today, let day = CivilDate(reset.day) else { return "" }
        if day.adding(days: 1).description == today { return "i går " }
        return NorwegianText.weekday(day) + " "
    }

    /// What makes the number doubtful, or why there is none; nil if there is nothing to say.
    static func remark(_ status: NodeStatus) -> String? {
        guard let occupancy = status.occupancy else { return nil }
        if let count = occupancy.count {
            guard count.unobservedMinutes > 0 else { return nil }
            let doors = status.doors.count == 1 ? "døra" : "alle dørene"
            return "I omtrent \(length(count.unobservedMinutes)) fulgte telleren ikke med på \(doors), "
                + "så tallet på hvor mange som er inne, kan være feil."
        }
        let reason =
            switch occupancy.obstacle {
            case .undirectedDoor: "\(list(occupancy.doors)) skiller ikke mellom inn og ut."
            case .noWayIn: "ingen dør teller dem som kommer inn."
            case .noWayOut: "ingen dør teller dem som går ut."
            case .countsDestroyed, nil:
                "tallene siden forrige nullstilling er slettet. Det vises igjen etter den neste."
            }
        return "Hvor mange som er inne nå, kan ikke vises: " + reason
    }

    private static func length(_ minutes: Int) -> String {
        minutes < 120 ? "\(minutes) minutter" : "\((minutes + 30) / 60) timer"
    }

    /// `Hagedøra, Bakdøra og Porten`.
    private static func list(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " og " + last
    }
}

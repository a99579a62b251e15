import TunetCore

/// Words for the people at the place, in bokmål.
package enum NorwegianText {
    private static let weekdays = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]
    private static let months = [
        "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
        "desember",
    ]

    /// `torsdag 5. november 2026` for `2026-11-05`; what is no date stays as it is.
    package static func day(_ iso: String) -> String {
        guard let date = CivilDate(iso) else { return iso }
        let (year, month, day) = date.components
        return "\(weekday(date)) \(day). \(months[month - 1]) \(year)"
    }

    static func weekday(_ day: CivilDate) -> String { weekdays[day.weekday - 1] }

    /// What a door without directions has counted today. Motion and openings are never called passages or visits.
    package static func undirected(_ door: NodeStatus.DoorStatus) -> String {
        if let presence = door.presence {
            return "Bevegelse \(times(presence.times)), \(duration(minutes: presence.minutes)) i alt"
        }
        if !door.countsPassages, let swings = door.swings { return "Åpnet \(times(swings))" }
        return "\(door.unknown) passeringer"
    }

    private static func times(_ count: Int) -> String {
        count == 1 ? "1 gang" : "\(count) ganger"
    }

    private static func duration(minutes: Int) -> String {
        minutes < 60 ? "\(minutes) min" : "\(minutes / 60) t \(minutes % 60) min"
    }
}

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

    /// What is wrong and what to do about it.
    package static func problems(_ health: [NodeStatus.HealthStatus]) -> [String] {
        health.map { entry in
            let since = entry.since.map { " (siden kl. \($0))" } ?? ""
            return (HealthKind(rawValue: entry.kind).map(problem) ?? entry.kind) + since
        }
    }

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

    private static func problem(_ kind: HealthKind) -> String {
        switch kind {
        case .blocked: "Noe står i veien for sensoren. Flytt det, så teller den igjen."
        case .stuck: "En knapp henger seg fast. Trykk den løs, eller be om hjelp til å bytte den."
        case .unplugged: "Sensoren er koblet fra. Sjekk kabelen."
        case .lostEdges: "Sensoren mistet tråden og teller igjen når døra har vært fri."
        case .heldOpen: "Døra har stått åpen lenge. Lukk den, eller sjekk kabelen til dørkontakten."
        case .upperBeamFailed:
            "Den øverste strålen virker ikke, så dyr kan bli talt som folk. Sjekk at ingenting dekker den, og sjekk kabelen."
        case .reedFailed: "Dørkontakten sier at døra alltid er lukket. Sjekk magneten og kabelen."
        case .imbalance:
            "Det telles ikke like mange ut som inn. Gjør en kontrolltelling ved døra, og se om det finnes en annen vei."
        case .storeFailed: "Minnekortet kan ikke skrives til. Tallene holdes i minnet; ring den som drifter anlegget."
        case .uplinkFailed: "Tallene kommer ikke fram til kommunen. De blir liggende her og sendes senere."
        case .undated: "Maskinen vet ikke hvilken dag det er. Den teller likevel, og setter dato på tallene senere."
        }
    }
}

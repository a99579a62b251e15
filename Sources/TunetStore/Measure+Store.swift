import TunetCore

extension Measure {
    /// The parts under which the store and the wire know the measure; those that it does not have are empty.
    var parts: (name: String, panel: String, question: String, option: String) {
        switch self {
        case .entries: ("entries", "", "", "")
        case .exits: ("exits", "", "", "")
        case .passages: ("passages", "", "", "")
        case .presses(let question, let option): ("presses", "", question, option)
        case .misuse(let panel): ("misuse", panel, "", "")
        case .checkedByHand: ("checked_by_hand", "", "", "")
        case .checkedBySensor: ("checked_by_sensor", "", "", "")
        }
    }

    init?(name: String, panel: String, question: String, option: String) {
        switch name {
        case "entries": self = .entries
        case "exits": self = .exits
        case "passages": self = .passages
        case "presses": self = .presses(question: question, option: option)
        case "misuse": self = .misuse(panel: panel)
        case "checked_by_hand": self = .checkedByHand
        case "checked_by_sensor": self = .checkedBySensor
        default: return nil
        }
    }

    /// Whether presses on `panel` count into the measure.
    func isTaken(by panel: Panel) -> Bool {
        switch self {
        case .entries, .exits, .passages, .checkedByHand, .checkedBySensor: false
        case .presses(let question, _): panel.question.id == question
        case .misuse(let id): panel.id == id
        }
    }

    var isAttendance: Bool {
        switch self {
        case .entries, .exits, .passages: true
        case .presses, .misuse, .checkedByHand, .checkedBySensor: false
        }
    }
}

extension PlaceConfiguration {
    /// What the place measures now.
    var measures: [Measure] {
        var measures: [Measure] = []
        let directions = doors.map { DoorDirections($0.sensor) }
        if directions.contains(where: { $0 == .inAndOut || $0 == .only(.in) }) { measures.append(.entries) }
        if release.directions == .both, directions.contains(where: { $0 == .inAndOut || $0 == .only(.out) }) {
            measures.append(.exits)
        }
        if directions.contains(.only(.unknown)) { measures.append(.passages) }
        for panel in panels {
            for button in panel.buttons {
                let presses = Measure.presses(question: panel.question.id, option: button.option)
                if !measures.contains(presses) { measures.append(presses) }
            }
            measures.append(.misuse(panel: panel.id))
        }
        return measures
    }
}

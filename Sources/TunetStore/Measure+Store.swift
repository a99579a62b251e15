import TunetCore

extension MeasureKind {
    /// The parts under which the wire knows the kind.
    var parts: (name: String, panel: String?, question: String?) {
        switch self {
        case .entries: ("entries", nil, nil)
        case .exits: ("exits", nil, nil)
        case .passages: ("passages", nil, nil)
        case .presses(let question): ("presses", nil, question)
        case .uses(let use): ("uses", nil, use)
        case .misuse(let panel): ("misuse", panel, nil)
        case .checks: ("checks", nil, nil)
        }
    }
}

extension Measure {
    /// The parts under which the store and the wire know the measure; those that it does not have are empty.
    var parts: (name: String, panel: String, question: String, option: String) {
        switch self {
        case .entries: ("entries", "", "", "")
        case .exits: ("exits", "", "", "")
        case .passages: ("passages", "", "", "")
        case .presses(let question, let option): ("presses", "", question, option)
        case .uses(let use): ("uses", "", use, "")
        case .misuse(let panel): ("misuse", panel, "", "")
        case .checkedByHand: ("checked_by_hand", "", "", "")
        case .checkedBySensor: ("checked_by_sensor", "", "", "")
        }
    }

    /// Of a row of presses.
    init(panel: String, question: String, option: String) {
        if option.isEmpty {
            self = .misuse(panel: panel)
        } else if question.isEmpty {
            self = .uses(use: option)
        } else {
            self = .presses(question: question, option: option)
        }
    }

    init?(name: String, panel: String, question: String, option: String) {
        switch name {
        case "entries": self = .entries
        case "exits": self = .exits
        case "passages": self = .passages
        case "presses": self = .presses(question: question, option: option)
        case "uses": self = .uses(use: question)
        case "misuse": self = .misuse(panel: panel)
        case "checked_by_hand": self = .checkedByHand
        case "checked_by_sensor": self = .checkedBySensor
        default: return nil
        }
    }
}

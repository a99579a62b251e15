/// What a leaf counts.
package enum Measure: Sendable, Hashable {
    /// Passages in.
    case entries
    /// Passages out; only where ``ReleasePolicy/directions`` are ``ReleasedDirections/both``.
    case exits
    /// Passages of undirected sensors; a visit is half of one.
    case passages
    /// Accepted presses for one option of a question, on all panels that ask it.
    case presses(question: String, option: String)
    /// Uses of a panel that were not answers: repeats in the lock-out, several buttons at once, a stuck button.
    case misuse(panel: String)
    /// Passages of all doors that people counted by hand in the month's count checks.
    case checkedByHand
    /// Passages that the sensors counted in the same minutes.
    case checkedBySensor
}

extension Measure {
    /// Measures that are charged, and stopped, together.
    package var kind: MeasureKind {
        switch self {
        case .entries: .entries
        case .exits: .exits
        case .passages: .passages
        case .presses(let question, _): .presses(question: question)
        case .misuse(let panel): .misuse(panel: panel)
        case .checkedByHand, .checkedBySensor: .checks
        }
    }

    /// Whether it is released by the place's own period and by session, as passages are.
    package var isAttendance: Bool {
        switch self {
        case .entries, .exits, .passages: true
        case .presses, .misuse, .checkedByHand, .checkedBySensor: false
        }
    }

    /// Whether presses on `panel` count into the measure.
    package func isTaken(by panel: Panel) -> Bool {
        switch self {
        case .entries, .exits, .passages, .checkedByHand, .checkedBySensor: false
        case .presses(let question, _): panel.question.id == question
        case .misuse(let id): panel.id == id
        }
    }
}

/// A series of leaves that makes sense only as a whole: all options of a question, both sides of the count checks.
package enum MeasureKind: Sendable, Hashable {
    case entries
    case exits
    case passages
    case presses(question: String)
    case misuse(panel: String)
    case checks
}

extension MeasureKind: LosslessStringConvertible {
    package init?(_ description: String) {
        let parts = description.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.count) {
        case ("entries", 1): self = .entries
        case ("exits", 1): self = .exits
        case ("passages", 1): self = .passages
        case ("checks", 1): self = .checks
        case ("presses", 2): self = .presses(question: parts[1])
        case ("misuse", 2): self = .misuse(panel: parts[1])
        default: return nil
        }
    }

    /// `entries`, `presses sammen`, `misuse panel`.
    package var description: String {
        switch self {
        case .entries: "entries"
        case .exits: "exits"
        case .passages: "passages"
        case .presses(let question): "presses \(question)"
        case .misuse(let panel): "misuse \(panel)"
        case .checks: "checks"
        }
    }
}

extension PlaceConfiguration {
    /// What the place measures now; those of the count checks come besides.
    package var measures: [Measure] {
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

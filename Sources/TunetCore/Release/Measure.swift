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
    /// Presses of the buttons with a fixed use, on all panels that have it.
    case uses(use: String)
    /// Uses of a panel that were not answers: repeats in the lock-out, several buttons at once, a stuck button, a panel that
    /// asks nothing.
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
        case .uses(let use): .uses(use: use)
        case .misuse(let panel): .misuse(panel: panel)
        case .checkedByHand, .checkedBySensor: .checks
        }
    }

    /// Whether it is released by the place's own period and by session, as passages are.
    package var isAttendance: Bool {
        switch self {
        case .entries, .exits, .passages: true
        case .presses, .uses, .misuse, .checkedByHand, .checkedBySensor: false
        }
    }
}

/// A series of leaves that makes sense only as a whole: all options of a question, both sides of the count checks.
package enum MeasureKind: Sendable, Hashable {
    case entries
    case exits
    case passages
    case presses(question: String)
    case uses(use: String)
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
        case ("uses", 2): self = .uses(use: parts[1])
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
        case .uses(let use): "uses \(use)"
        case .misuse(let panel): "misuse \(panel)"
        case .checks: "checks"
        }
    }
}

extension PlaceConfiguration {
    /// Whether presses on `panel` count into the measure.
    package func isTaken(_ measure: Measure, by panel: Panel) -> Bool {
        switch measure {
        case .entries, .exits, .passages, .checkedByHand, .checkedBySensor: false
        case .presses(let id, _): questions.contains { $0.id == id && $0.panels.contains(panel.id) }
        case .uses(let use): panel.buttons.contains { $0.use?.id == use }
        case .misuse(let id): panel.id == id
        }
    }

    /// What the place measures on `day`; those of the count checks come besides. It follows from the configuration alone.
    package func measures(on day: CivilDate) -> [Measure] {
        measures { $0.holds(on: day) }
    }

    /// The days of `period` on which the measure was taken: all but for a question that begins or ends within it.
    package func days(of measure: Measure, in period: Period) -> Range<CivilDate> {
        guard case .presses(let id, _) = measure, let question = questions.first(where: { $0.id == id }),
            question.overlaps(period.firstDay, period.endDay)
        else { return period.firstDay..<period.endDay }
        let first = question.from.map { max($0, period.firstDay) } ?? period.firstDay
        let end = question.until.map { min($0.adding(days: 1), period.endDay) } ?? period.endDay
        return first..<end
    }

    /// What the place measures on any day.
    package var measures: [Measure] { measures { _ in true } }

    private func measures(asking isAsked: (Question) -> Bool) -> [Measure] {
        var measures: [Measure] = []
        let directions = doors.map { DoorDirections($0.sensor) }
        if directions.contains(where: { $0 == .inAndOut || $0 == .only(.in) }) { measures.append(.entries) }
        if release.directions == .both, directions.contains(where: { $0 == .inAndOut || $0 == .only(.out) }) {
            measures.append(.exits)
        }
        if directions.contains(.only(.unknown)) { measures.append(.passages) }
        for question in questions
        where isAsked(question) && panels.contains(where: { question.panels.contains($0.id) }) {
            measures += question.options.map { .presses(question: question.id, option: $0.id) }
        }
        return measures + uses.map { .uses(use: $0.id) } + panels.map { .misuse(panel: $0.id) }
    }
}

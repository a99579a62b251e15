import TunetCore

/// Count checks in words for volunteers.
package struct CountCheckText: Sendable {
    let say: Catalogue
    /// The doors' names by id.
    let names: [String: String]

    /// - Parameter languages: the first that is known is used, else bokmål.
    package init(languages: [String], names: [String: String] = [:]) {
        self.init(say: Catalogue(firstOf: languages), names: names)
    }

    private init(say: Catalogue, names: [String: String]) {
        self.say = say
        self.names = names
    }

    package var title: String { say("count_check.title") }

    // MARK: - Answers

    /// What came of `start`, `stop` or `cancel`.
    package func answer(_ answer: CountCheckAnswer) -> String {
        let door = answer.door
        switch answer.event {
        case .started:
            let whom = say("count_check.whom.\(door.directions.rawValue)")
            let text = say("count_check.started", ["door": .text(door.name), "whom": .text(whom)])
            return "\(text)\n  tunet count-check stop \(numbers(door.directions))"
        case .cancelled: return say("count_check.cancelled", ["door": .text(door.name)])
        case .kept, .void:
            var lines = [say("count_check.heading", ["door": .text(door.name)])]
            lines += (answer.result.map(pairs) ?? []).map { "  " + $0 }
            if answer.isStraddled == true { lines.append(say("count_check.straddled")) }
            if answer.event == .void { lines.append(void(answer.flaws ?? [])) }
            return (lines + accuracy(door)).joined(separator: "\n")
        }
    }

    func numbers(_ directions: DoorChecks.Directions) -> String {
        let number = say("count_check.number")
        return switch directions {
        case .inAndOut: "--counted-in \(number) --counted-out \(number)"
        case .in: "--counted-in \(number)"
        case .out: "--counted-out \(number)"
        case .undirected: "--counted \(number)"
        }
    }

    private func pairs(_ record: CheckRecord) -> [String] {
        [
            record.in.map { (say("count_check.direction.in"), $0) },
            record.out.map { (say("count_check.direction.out"), $0) },
            record.undirected.map { (say("count_check.direction.undirected"), $0) },
        ].compactMap { $0 }.map { direction, count in
            say(
                "count_check.compared",
                [
                    "direction": .text(direction), "by_hand": .number(Int(count.byHand)),
                    "by_sensor": .number(Int(count.bySensor)),
                ])
        }
    }

    // MARK: - What all checks say

    /// The state of every door's checks, with their history if it is there.
    package func status(_ status: CountCheckStatus) -> String {
        guard !status.doors.isEmpty else { return problem(.noDoor) }
        return status.doors.flatMap { door -> [String] in
            var lines = accuracy(door)
            if let state = state(door) { lines.insert(state, at: 0) }
            let history = door.history ?? []
            if !history.isEmpty {
                lines.append(say("count_check.history"))
                lines += history.map { "  " + record($0) }
            }
            return lines
        }.joined(separator: "\n")
    }

    /// What is under way at a door; nil if nothing is.
    package func state(_ door: DoorChecks) -> String? {
        switch door.state {
        case .idle: nil
        case .counting: say("count_check.counting", ["door": .text(door.name)])
        case .stopped: say("count_check.stopped", ["door": .text(door.name)])
        case .interrupted:
            CountCheckText(say: say, names: [door.id: door.name]).problem(.interrupted(door: door.id))
        }
    }

    /// What the checks of a door say, one sentence to a line.
    package func accuracy(_ door: DoorChecks) -> [String] {
        let value = door.accuracy
        guard let estimate = value.accuracy else {
            return [say("count_check.none_yet", ["door": .text(door.name), "more": more(value.missing)])]
        }
        var lines = [
            say(
                "count_check.accuracy",
                [
                    "door": .text(door.name), "share": percent(estimate.value), "low": percent(estimate.low, .down),
                    "high": percent(estimate.high, .up),
                    "people": .text(say("count_check.people", ["count": .number(value.byHand)])),
                    "checks": .text(say("count_check.checks", ["count": .number(value.checks)])),
                ])
        ]
        if let factor = value.factor {
            lines.append(
                say(
                    "count_check.factor",
                    [
                        "factor": ratio(factor.value), "low": ratio(factor.low, .down), "high": ratio(factor.high, .up),
                    ]))
        }
        if value.missing > 0 { lines.append(say("count_check.not_enough", ["more": more(value.missing)])) }
        return lines
    }

    private func more(_ missing: Int) -> Catalogue.Word {
        // In steps of five: it is an estimate.
        .text(say("count_check.more", ["count": .number((missing + 4) / 5 * 5)]))
    }

    private func record(_ record: CheckRecord) -> String {
        var text = month(record.month) + ": " + pairs(record).joined(separator: "; ")
        if record.times > 1 { text += " (× \(record.times))" }
        return record.counts ? text : say("count_check.before_change", ["record": .text(text)])
    }

    private func month(_ iso: String?) -> String {
        guard let iso, let period = Period(iso), case .month(let year, let month) = period else {
            return say("count_check.unknown_month")
        }
        return say.month(month, of: year)
    }

    // MARK: - Numbers

    /// `97,6`; only what is whole is written as 100.
    private func percent(
        _ share: Double, _ rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero
    ) -> Catalogue.Word {
        let tenths = Int((share * 1000).rounded(rule))
        return .text(say.decimal(share < 1 && rule != .up ? min(999, tenths) : tenths, digits: 1))
    }

    /// `1,02`.
    private func ratio(
        _ value: Double, _ rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero
    ) -> Catalogue.Word {
        .text(say.decimal(Int((min(value, 1e9) * 100).rounded(rule)), digits: 2))
    }
}

import TunetCore

/// What the service knows of the time, in words for volunteers.
package struct ClockText: Sendable {
    private let say: Catalogue

    /// - Parameter languages: the first that is known is used, else bokmål.
    package init(languages: [String]) {
        say = Catalogue(firstOf: languages)
    }

    // MARK: - Status

    /// In lines.
    package func status(_ status: ClockStatus) -> String {
        var lines = [now(status)]
        if let refused = status.refused { lines.append(say("clock.refused", ["date": date(refused)])) }
        lines += status.undated.map(undated)
        if !status.earlier.isEmpty {
            lines.append(say("clock.earlier"))
            lines += status.earlier.map { "  \(say.date(iso: $0.day)): \(source($0.source))" }
        }
        return lines.joined(separator: "\n")
    }

    /// What a volunteer is told after having set the clock.
    package func set(_ status: ClockStatus) -> String {
        guard let time = status.time, let day = status.day else { return now(status) }
        return say("clock.set", ["date": date(day), "time": .text(say.time(time))])
    }

    private func now(_ status: ClockStatus) -> String {
        guard let time = status.time, let day = status.day, let source = status.source else {
            return say("clock.unknown", ["length": .text(length(status.uptimeMinutes))])
        }
        return say(
            "clock.now",
            [
                "clock": .text(time), "date": date(day), "zone": .text(status.zone),
                "source": .text(self.source(source)),
            ])
    }

    private func undated(_ undated: ClockStatus.Undated) -> String {
        let starts = Catalogue.Word.text(say("clock.undated_starts", ["count": .number(undated.boots)]))
        guard let through = undated.through else {
            return say("clock.undated_after", ["starts": starts, "first": date(undated.from)])
        }
        return say("clock.undated_between", ["starts": starts, "first": date(undated.from), "last": date(through)])
    }

    private func source(_ source: ClockStatus.Source) -> String { say("clock.source.\(source.rawValue)") }

    // MARK: - Problems

    /// Why the clock was not set, and what to do.
    package func problem(_ problem: ClockProblem) -> String {
        switch problem {
        case .notReady: say("service.not_ready")
        case .trusted(let source): say("clock.problem.trusted", ["source": .text(self.source(source))])
        case .dayNeeded: say("clock.problem.day_needed")
        case .impossible: say("clock.problem.impossible")
        case .beforeLatest(let day, let latest):
            say("clock.problem.before_latest", ["Day": capitalised(day), "latest": date(latest)])
        case .farAhead(let day, let latest):
            say("clock.problem.far_ahead", ["Day": capitalised(day), "latest": date(latest)])
        case .storeFailed: say("clock.problem.store_failed")
        }
    }

    // MARK: - Words

    private func date(_ iso: String) -> Catalogue.Word { .text(say.date(iso: iso)) }

    private func capitalised(_ iso: String) -> Catalogue.Word { .text(say.capitalised(say.date(iso: iso))) }

    private func length(_ minutes: Int) -> String {
        switch minutes {
        case ..<60: say("duration.minutes", ["count": .number(minutes)])
        case ..<(48 * 60): say.briefly(minutes: minutes)
        default: say("duration.days", ["count": .number(minutes / (24 * 60))])
        }
    }
}

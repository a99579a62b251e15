package import TunetCore

/// Corrections in words for volunteers.
package struct CorrectionText: Sendable {
    private let say: Catalogue
    private let sessions: [String: String]

    /// - Parameters:
    ///   - languages: the first that is known is used, else bokmål.
    ///   - sessions: names by id, for problems.
    package init(languages: [String], sessions: [String: String] = [:]) {
        say = Catalogue(firstOf: languages)
        self.sessions = sessions
    }

    // MARK: - Status

    /// What can be corrected, in lines.
    package func status(_ status: CorrectionStatus) -> String {
        guard !status.days.isEmpty else { return say("correction.nothing") }
        var lines = [say("correction.days")]
        for day in status.days {
            lines.append(say.capitalised(say.date(iso: day.day)))
            lines += day.parts.map { "  " + part($0) }
        }
        return lines.joined(separator: "\n")
    }

    /// What a person is told after a correction.
    package func done(_ day: CorrectionStatus.Day) -> String {
        let parts = day.parts.map(part).joined(separator: "\n")
        return "\(say.capitalised(say.date(iso: day.day))), \(parts)"
    }

    private func part(_ part: CorrectionStatus.Part) -> String {
        let counts = part.counts.map { count in
            let word = direction(count.direction)
            let counted = say.number(Int(count.counted))
            guard count.corrected != 0 else { return "\(word) \(counted)" }
            let change = (count.corrected > 0 ? "+" : "") + say.number(Int(count.corrected))
            return say(
                "correction.changed",
                [
                    "direction": .text(word), "sum": .number(Int(count.counted + count.corrected)),
                    "counted": .text(counted), "change": .text(change),
                ])
        }
        let name = part.name ?? say("correction.outside")
        return "\(name): \(counts.joined(separator: ", "))"
    }

    private func direction(_ direction: CorrectionStatus.Count.Direction) -> String {
        say("correction.direction.\(direction.rawValue)")
    }

    // MARK: - Problems

    /// Why nothing was corrected, and what to do.
    package func problem(_ problem: CorrectionProblem) -> String {
        switch problem {
        case .notReady: return say("service.not_ready")
        case .undated: return say("correction.problem.undated")
        case .noDay(let text): return say("correction.problem.no_day", ["text": .text(text)])
        case .notYet(let day): return say("correction.problem.not_yet", ["Day": capitalised(day)])
        case .closed(let day, let first):
            return say("correction.problem.closed", ["Day": capitalised(day), "first": .text(say.date(first))])
        case .sessionNeeded(let ids): return say("correction.problem.session_needed", ["sessions": list(ids)])
        case .noSession(let id, let known):
            return say("correction.problem.no_session", ["session": .text(id), "sessions": list(known)])
        case .notMeasured(_, let known):
            let words = known.compactMap { CorrectionStatus.Count.Direction(rawValue: $0.rawValue) }.map(direction)
            return say("correction.problem.not_measured", ["directions": .text(words.joined(separator: ", "))])
        case .absurd: return say("correction.problem.absurd", ["most": .number(Int(Correction.most))])
        case .tooMany(let counted): return say("correction.problem.too_many", ["counted": .number(Int(counted))])
        case .storeFailed: return say("correction.problem.store_failed")
        }
    }

    private func list(_ ids: [String]) -> Catalogue.Word {
        .text(ids.map { id in sessions[id].map { "\(id) (\($0))" } ?? id }.joined(separator: ", "))
    }

    private func capitalised(_ day: CivilDate) -> Catalogue.Word { .text(say.capitalised(say.date(day))) }
}

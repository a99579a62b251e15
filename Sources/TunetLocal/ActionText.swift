package import TunetCore

/// The words of the local log, and of what people ask for there.
package struct ActionText: Sendable {
    /// Names by id, as far as they are known.
    package struct Names: Sendable {
        /// Of doors and panels.
        package var sources: [String: String]
        /// Of the sessions of the schedule.
        package var sessions: [String: String]
        /// Of those that were recorded.
        package var recorded: [Int64: String]

        package init(
            sources: [String: String] = [:], sessions: [String: String] = [:], recorded: [Int64: String] = [:]
        ) {
            self.sources = sources
            self.sessions = sessions
            self.recorded = recorded
        }
    }

    private let say: Catalogue
    private let names: Names

    /// - Parameter languages: of the place, first one preferred.
    package init(languages: [String], names: Names = Names()) {
        say = Catalogue(firstOf: languages)
        self.names = names
    }

    /// What was done, in one sentence.
    package func words(_ deed: LoggedAction.Deed) -> String {
        switch deed {
        case .corrected(let day, let session, let direction, let change, let isWhole):
            let part = "\(say.date(day)), \(part(session))"
            if isWhole { return say("action.did.taken_back", ["part": .text(part)]) }
            guard let change else { return say("action.did.corrected", ["part": .text(part)]) }
            return say(
                "action.did.corrected_by",
                [
                    "part": .text(part), "direction": .text(say("action.directions.\(direction.rawValue)")),
                    "change": .text((change > 0 ? "+" : "") + say.number(Int(change))),
                ])
        case .countCheck(let step, let door):
            return say("action.did.check.\(step.rawValue)", ["door": .text(source(door))])
        case .clockSet(let day): return say("action.did.clock", ["day": .text(say.date(day))])
        case .session(let step, let id, let day):
            guard let name = names.recorded[id] else {
                return say("action.did.session_gone.\(step.rawValue)", ["day": .text(say.date(day))])
            }
            return say("action.did.session.\(step.rawValue)", ["name": .text(name), "day": .text(say.date(day))])
        case .acknowledged(let kind, let source):
            return say("action.did.acknowledged", ["fault": .text(fault(kind, of: source))])
        case .tested(let panel):
            guard let panel else { return say("action.did.tested_all") }
            return say("action.did.tested", ["panel": .text(source(panel))])
        case .undone(let id, let kind):
            return say(
                "action.did.undone",
                ["id": .text("\(id)"), "kind": .text(say("action.kinds.\(kind.rawValue)"))])
        }
    }

    /// `Hoveddøra: blokkert`; of the device itself only what is wrong.
    package func fault(_ kind: String, of source: String?) -> String {
        let key = "action.faults.\(kind)"
        let name = say.has(key) ? say(key) : kind
        return source.map { "\(self.source($0)): \(name)" } ?? name
    }

    package func sector(_ sector: RecordedSession.Sector) -> String { say("action.sectors.of_\(sector.rawValue)") }

    private func source(_ id: String) -> String { names.sources[id] ?? id }

    private func part(_ session: String) -> String {
        session == Leaf.outsideSessions ? say("action.outside") : names.sessions[session] ?? session
    }

    // MARK: - Answers

    package func undone(_ action: LoggedAction) -> String {
        words(.undone(id: action.id, kind: action.deed.kind))
    }

    package func recorded(_ session: RecordedSession, keepsCount: Bool) -> String {
        let text = say(
            "action.answer.recorded", ["name": .text(session.name), "day": .text(say.date(session.day))])
        return keepsCount ? text : text + " " + say("action.answer.count_not_kept")
    }

    package func removed(_ session: RecordedSession) -> String {
        say("action.answer.removed", ["name": .text(session.name), "day": .text(say.date(session.day))])
    }

    package func acknowledged(_ kind: String, of source: String?) -> String {
        say("action.answer.acknowledged", ["fault": .text(fault(kind, of: source))])
    }

    package func notAcknowledged(_ kind: String, of source: String?) -> String {
        say("action.answer.not_acknowledged", ["fault": .text(fault(kind, of: source))])
    }

    package func callEnded(at panel: String) -> String {
        say("action.answer.call_ended", ["panel": .text(panel)])
    }

    package func tests(seconds: Int) -> String { say("action.answer.tests", ["count": .number(seconds)]) }

    /// Why nothing was done, and what to do.
    package func problem(_ problem: ActionProblem) -> String {
        switch problem {
        case .notReady: say("action.problem.not_ready")
        case .undated: say("action.problem.undated")
        case .storeFailed: say("action.problem.store_failed")
        case .notUndone(let obstacle): self.problem(obstacle)
        case .session(let mistake): self.problem(mistake)
        case .noFault(let known) where known.isEmpty: say("action.problem.no_fault")
        case .noFault(let known):
            say(
                "action.problem.no_such_fault",
                ["faults": .text(known.map { "\($0.source.map { $0 + " " } ?? "")\($0.kind)" }.joined(separator: ", "))]
            )
        case .alreadyAcknowledged: say("action.problem.already_acknowledged")
        case .onlyByTest: say("action.problem.only_by_test")
        case .noPanel(let id, let known):
            say("action.problem.no_panel", ["id": .text(id), "known": .text(known.joined(separator: ", "))])
        case .nothingToTest: say("action.problem.nothing_to_test")
        case .testRuns: say("action.problem.test_runs")
        }
    }

    private func problem(_ obstacle: UndoObstacle) -> String {
        func about(_ day: CivilDate) -> [String: Catalogue.Word] { ["day": .text(say.date(day))] }
        return switch obstacle {
        case .unknown: say("action.undo.unknown")
        case .alreadyUndone: say("action.undo.already_undone")
        case .released(let day): say("action.undo.released", about(day))
        case .moved(let day): say("action.undo.moved", about(day))
        case .takenBack(let day): say("action.undo.taken_back", about(day))
        case .negative(let day): say("action.undo.negative", about(day))
        case .sessionGone: say("action.undo.session_gone")
        case .faultOver: say("action.undo.fault_over")
        case .clock: say("action.undo.clock")
        case .checkStarted: say("action.undo.check_started")
        case .checkKept: say("action.undo.check_kept")
        case .checkOver: say("action.undo.check_over")
        case .test: say("action.undo.test")
        case .undo: say("action.undo.undo")
        }
    }

    private func problem(_ mistake: RecordedSession.Mistake) -> String {
        switch mistake {
        case .noDay(let text): return say("action.session.no_day", ["text": .text(text)])
        case .dayOutside(let day, let first):
            return say("action.session.day_outside", ["day": .text(say.date(day)), "first": .text(say.date(first))])
        case .name: return say("action.session.name", ["count": .number(RecordedSession.longest)])
        case .organiser: return say("action.session.organiser", ["count": .number(RecordedSession.longest)])
        case .noSector(let text):
            let known = RecordedSession.Sector.allCases.map { "\($0.rawValue) (\(sector($0)))" }
            return say(
                "action.session.no_sector", ["text": .text(text), "known": .text(known.joined(separator: ", "))])
        case .times: return say("action.session.times")
        case .counted: return say("action.session.counted", ["most": .number(RecordedSession.mostCounted)])
        case .tooMany: return say("action.session.too_many", ["count": .number(RecordedSession.most)])
        case .unknown(let id): return say("action.session.unknown", ["id": .text("\(id)")])
        }
    }

    // MARK: - Lists in a terminal

    package func list(_ list: ActionList) -> String {
        guard !list.actions.isEmpty else { return say("action.list.empty") }
        let isUndone = say("action.list.undone")
        return
            ([say("action.list.head")]
            + list.actions.map { entry in
                let day = entry.day ?? say("action.list.no_day")
                let mark = entry.undone ? " (\(isUndone))" : ""
                return "\(entry.id)  \(day)  \(entry.words)\(mark)"
            }).joined(separator: "\n")
    }

    package func sessions(_ list: SessionList) -> String {
        guard !list.sessions.isEmpty else { return say("action.list.no_sessions") }
        let sectors = Dictionary(list.sectors.map { ($0.id, $0.name) }) { first, _ in first }
        return list.sessions.map { session in
            var parts = ["\(session.id)  \(session.day)"]
            if let from = session.from, let to = session.to { parts[0] += " \(from)–\(to)" }
            parts[0] += "  \(session.name)"
            parts += [session.organiser, sectors[session.sector] ?? session.sector]
            if let counted = session.counted {
                parts.append(say("action.list.counted", ["count": .number(counted)]))
            }
            return parts.joined(separator: ", ")
        }.joined(separator: "\n")
    }

    /// Who calls for help, and what is wrong now, with what `tunet fault acknowledge` wants to know of each.
    package func faults(_ status: NodeStatus) -> String {
        let calls = status.panels.flatMap { self.calls(at: $0) }
        let all =
            status.health.map { (nil as String?, $0) }
            + status.doors.flatMap { door in door.health.map { (door.id as String?, $0) } }
            + status.panels.flatMap { panel in panel.health.map { (panel.id as String?, $0) } }
        guard !calls.isEmpty || !all.isEmpty else { return say("action.list.no_faults") }
        let seen = say("action.list.acknowledged")
        let faults = all.map { source, fault in
            let mark = fault.acknowledged == true ? " (\(seen))" : ""
            return
                "\(source.map { "--source \($0) " } ?? "")\(fault.kind)  \(self.fault(fault.kind, of: source))\(mark)"
        }
        return (calls + faults).joined(separator: "\n")
    }

    /// One command ends all calls of a panel.
    private func calls(at panel: NodeStatus.PanelStatus) -> [String] {
        guard let calls = panel.calls, !calls.isEmpty else { return [] }
        let command = "tunet fault acknowledge \(FaultRequest.call) --source \(panel.id)"
        let lines = calls.map { call in
            let words: [String: Catalogue.Word] = [
                "panel": .text(panel.name), "text": .text(call.text), "count": .number(call.minutes),
            ]
            return call.minutes == 0 ? say("terminal.call_now", words) : say("terminal.call", words)
        }
        return lines + ["  " + say("action.list.end_call", ["command": .text(command)])]
    }
}

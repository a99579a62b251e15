import TunetCore

/// Keys in lists and questions, and what choosing does.
extension TerminalModel {
    mutating func press(_ key: TerminalKey, in list: TerminalList) -> [TerminalAction] {
        let items = items(of: list.kind)
        var list = list
        let position = list.position(among: items) ?? 0
        switch key {
        case .escape, .left: pop()
        case .up, .backTab: list.select(position - 1, of: items)
        case .down, .tab: list.select(position + 1, of: items)
        case .pageUp: list.select(position - 5, of: items)
        case .pageDown: list.select(position + 5, of: items)
        case .home: list.select(0, of: items)
        case .end: list.select(items.count - 1, of: items)
        case .enter, .right, .character(" "):
            guard items.indices.contains(position) else { return [] }
            return choose(items[position], in: list)
        case .character("?"): push(.help)
        case .character(let letter):
            guard list.kind == .menu, let command = command(letter) else { return [] }
            return start(command)
        default: break
        }
        if [.up, .down, .tab, .backTab, .pageUp, .pageDown, .home, .end].contains(key) { replaceTop(.list(list)) }
        return []
    }

    /// Begins a command, from the overview or from the menu, in whose place it stands then.
    mutating func start(_ command: TerminalCommand) -> [TerminalAction] {
        popAll()
        switch command {
        case .correct:
            push(.list(TerminalList(.corrections(nil))))
            return ask(.corrections)
        case .check: push(.list(TerminalList(.doors)))
        case .session:
            push(.form(TerminalForm(.session, today: today == nil ? "" : say("calendar.today"))))
        case .actions:
            push(.list(TerminalList(.actions(nil))))
            return ask(.actions)
        case .faults: push(.list(TerminalList(.faults)))
        case .test: push(.list(TerminalList(.tests)))
        case .clock: push(.form(TerminalForm(.clock)))
        case .language: push(.list(languages))
        case .help: push(.help)
        case .quit: return [.quit]
        }
        return []
    }

    private var languages: TerminalList {
        var list = TerminalList(.languages)
        list.selected = say.code
        return list
    }

    private mutating func choose(_ item: TerminalList.Item, in list: TerminalList) -> [TerminalAction] {
        var kept = list
        kept.selected = item.id
        replaceTop(.list(kept))
        switch list.kind {
        case .menu:
            guard let command = TerminalCommand(rawValue: item.id) else { return [] }
            return start(command)
        case .languages:
            if let language = Catalogue(item.id) { speak(language) }
            pop()
        case .corrections(let status): chooseCorrection(item.id, status)
        case .doors: push(.list(TerminalList(.check(door: item.id))))
        case .check(let door): return chooseCheck(item.id, door)
        case .faults:
            if item.id.hasPrefix(Self.callPrefix) {
                let panel = String(item.id.dropFirst(Self.callPrefix.count))
                return ask(.acknowledge(.init(source: panel, kind: FaultRequest.call)))
            }
            guard let problem = status?.problems.first(where: { $0.id == item.id }), !problem.isAcknowledged else {
                return []
            }
            return ask(.acknowledge(.init(source: problem.source, kind: problem.health.kind)))
        case .tests:
            push(
                .question(
                    Question(
                        text: say("terminal.test_question"),
                        request: .test(.init(panel: item.id.isEmpty ? nil : item.id)))))
        case .actions:
            guard !item.isOff, let id = Int64(item.id) else {
                notice = Notice(text: say("terminal.cannot_undo"), isProblem: true)
                return []
            }
            push(
                .question(
                    Question(
                        text: say("terminal.undo_question", ["words": .text(item.text)]),
                        request: .undo(.init(id: id)))))
        }
        return []
    }

    private mutating func chooseCorrection(_ id: String, _ status: CorrectionStatus?) {
        for day in status?.days ?? [] {
            for part in day.parts {
                for count in part.counts where "\(day.day)/\(part.session)/\(count.direction.rawValue)" == id {
                    push(.form(TerminalForm(.correct(day: day.day, part: part, count: count))))
                }
            }
        }
    }

    private mutating func chooseCheck(_ action: String, _ id: String) -> [TerminalAction] {
        guard let door = checkableDoors.first(where: { $0.id == id }) else { return [] }
        switch action {
        case "stop": push(.form(TerminalForm(.check(door: door))))
        case "cancel":
            push(
                .question(
                    Question(
                        text: say("terminal.cancel_question", ["door": .text(door.name)]),
                        request: .countCheck("cancel", CountCheckRequest(door: id)))))
        default: return ask(.countCheck("start", CountCheckRequest(door: id)))
        }
        return []
    }

    mutating func press(_ key: TerminalKey, in question: Question) -> [TerminalAction] {
        var question = question
        switch key {
        case .escape:
            pop()
            return []
        case .left, .right, .up, .down, .tab, .backTab, .character(" "): question.isYes.toggle()
        case .enter: return answer(question.isYes, question)
        case .character(let letter):
            if letter.uppercased() == say("terminal.letter_yes") { return answer(true, question) }
            if letter.uppercased() == say("terminal.letter_no") { return answer(false, question) }
        default: break
        }
        replaceTop(.question(question))
        return []
    }

    private mutating func answer(_ isYes: Bool, _ question: Question) -> [TerminalAction] {
        guard isYes else {
            pop()
            return []
        }
        return ask(question.request)
    }
}

import TunetCore

/// What the service answers.
extension TerminalModel {
    mutating func take(_ answer: TerminalAnswer, to asked: Pending) -> [TerminalAction] {
        switch answer {
        case .corrections(let status):
            replaceList { kind in
                if case .corrections = kind { kind = .corrections(status) }
            }
        case .actions(let actions):
            replaceList { kind in
                if case .actions = kind { kind = .actions(actions) }
            }
        case .corrected(let status):
            close(asked)
            let parts = status.days.flatMap { day in
                day.parts.flatMap { part in part.counts.map { words.correction(day.day, part, $0, today) } }
            }
            tell(say("terminal.done_corrected", ["what": .text(say.list(parts))]), asked)
            return isOpen({ if case .corrections = $0 { true } else { false } }) ? ask(.corrections) : []
        case .countCheck(let answer):
            close(asked)
            let isStart = answer.event == .started
            let text = isStart ? say("terminal.check_started", ["door": .text(answer.door.name)]) : words.check(answer)
            tell(text, asked, title: words.checkTitle)
        case .clock(let status):
            close(asked)
            tell(words.clock(status), asked)
        case .done(let message):
            close(asked)
            tell(message ?? say("terminal.done"), asked)
            if case .undo = asked.request, isOpen({ if case .actions = $0 { true } else { false } }) {
                return ask(.actions)
            }
        case .refused(let message): refuse(message, asked)
        case .unknown: refuse(say("terminal.unknown_to_service"), asked)
        case .unreachable: refuse(say("terminal.unreachable"), asked)
        }
        return []
    }

    /// A form, a question or what can be done with a check has done its work.
    private mutating func close(_ asked: Pending) {
        guard !asked.isAbandoned else { return }
        while let view = layers.last?.view {
            switch view {
            case .form, .question: pop()
            case .list(let list):
                guard case .check = list.kind else { return }
                pop()
            default: return
            }
        }
    }

    /// A short text stands at the foot of the screen, a long one over everything. Whoever has gone elsewhere is not
    /// interrupted there.
    private mutating func tell(_ text: String, _ asked: Pending, title: String? = nil) {
        let isShort = TerminalWidth.of(text) <= size.columns - 4 && !text.contains("\n")
        if isShort || asked.isAbandoned {
            notice = Notice(text: text, isProblem: false)
        } else {
            push(.message(title: title ?? say("terminal.done"), text: text))
        }
    }

    /// A form keeps what was typed, and shows why it was refused.
    private mutating func refuse(_ reason: String, _ asked: Pending) {
        guard !asked.isAbandoned else {
            if !asked.request.onlyAsks { notice = Notice(text: reason, isProblem: true) }
            return
        }
        switch layers.last?.view {
        case .form(var form):
            form.refuse(reason)
            switch asked.request {
            case .countCheck, .setClock: form.askWhetherSure()
            default: break
            }
            replaceTop(.form(form))
            return
        case .question: pop()
        case .list where asked.request.onlyAsks: pop()
        default: break
        }
        push(.message(title: say("terminal.not_done"), text: reason))
    }

    private func isOpen(_ matches: (TerminalList.Kind) -> Bool) -> Bool {
        layers.contains { if case .list(let list) = $0.view { matches(list.kind) } else { false } }
    }

    private mutating func replaceList(_ change: (inout TerminalList.Kind) -> Void) {
        for index in layers.indices {
            guard case .list(var list) = layers[index].view else { continue }
            change(&list.kind)
            layers[index].view = .list(list)
        }
    }
}

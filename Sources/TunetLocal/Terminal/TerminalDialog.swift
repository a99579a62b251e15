/// A frame over the overview: help, a list, a form, a question or a message.
struct TerminalDialog {
    /// What is in the frame.
    struct Content {
        var title: String
        var lines: [TerminalLine] = []
        /// Lines that must be seen.
        var focus: Range<Int>?
        /// Line and cell.
        var cursor: (line: Int, column: Int)?
        /// Below the lines, and never scrolled away unless there is no room.
        var foot: [TerminalLine] = []
    }

    let model: TerminalModel

    init(_ model: TerminalModel) { self.model = model }

    /// Cells between the borders and their margins.
    private var width: Int { max(1, min(model.size.columns - 6, 72)) }

    private var content: Content {
        switch model.layers.last?.view {
        case .help: Content(title: model.say("terminal.menu.help"), lines: TerminalHelp(model: model).lines(width))
        case .message(let title, let text): Content(title: title, lines: TerminalLine.wrapped(text, width))
        case .list(let list): TerminalListDrawing(model: model, list: list).content(width)
        case .form(let form): TerminalFormDrawing(model: model, form: form).content(width)
        case .question(let question): self.question(question)
        case nil: Content(title: "")
        }
    }

    func mostScroll(rows: Int) -> Int {
        let content = content
        guard content.focus == nil else { return 0 }
        return max(0, content.lines.count - room(content, rows).lines)
    }

    /// How many lines of the content and of its foot are seen.
    private func room(_ content: Content, _ rows: Int) -> (lines: Int, foot: Int) {
        let inside = max(1, rows - 2)
        let foot = content.foot.count + 3 <= inside ? content.foot.count : max(0, inside - 3)
        return (min(content.lines.count, inside - foot), foot)
    }

    func draw(on screen: inout TerminalScreen, rows: Range<Int>, scroll: Int) {
        let content = content
        let room = room(content, rows.count)
        var first = min(max(0, scroll), max(0, content.lines.count - room.lines))
        if let focus = content.focus {
            first = min(max(0, focus.upperBound - room.lines), focus.lowerBound)
        }
        let total = room.lines + room.foot + 2
        // Always at the same height, so that a frame grows downwards and does not jump.
        let top = rows.lowerBound + (rows.count > total ? min(1, rows.count - total) : 0)
        let left = max(0, (model.size.columns - width - 4) / 2)
        func put(_ line: TerminalLine, _ row: Int) {
            var framed = TerminalLine("│ ")
            framed.append(line.fitted(width))
            framed.append(" │")
            screen.put(framed, row: row, column: left)
        }
        screen.put(border("┌", content.title, first > 0 ? "↑" : "", "┐"), row: top, column: left)
        for index in 0..<room.lines { put(content.lines[first + index], top + 1 + index) }
        // Without room for all of the foot, its end is what matters: the error.
        for (index, line) in content.foot.suffix(room.foot).enumerated() { put(line, top + 1 + room.lines + index) }
        let isMore = first + room.lines < content.lines.count
        screen.put(border("└", "", isMore ? "↓" : "", "┘"), row: top + total - 1, column: left)
        if let cursor = content.cursor, (first..<first + room.lines).contains(cursor.line) {
            screen.cursor = .init(row: top + 1 + cursor.line - first, column: left + 2 + cursor.column)
        }
    }

    private func border(_ left: String, _ title: String, _ mark: String, _ right: String) -> TerminalLine {
        var line = TerminalLine(left + "─")
        if !title.isEmpty { line.append(" \(TerminalWidth.fit(title, width - 6)) ", .bold) }
        let end = mark.isEmpty ? "─" + right : " \(mark) ─" + right
        let rest = width + 4 - line.width - TerminalWidth.of(end)
        line.append(String(repeating: "─", count: max(0, rest)) + end)
        return line
    }

    private func question(_ question: TerminalModel.Question) -> Content {
        let say = model.say
        var content = Content(title: say("terminal.sure"), lines: TerminalLine.wrapped(question.text, width))
        var buttons = TerminalLine()
        for (isYes, text) in [(false, say("terminal.no")), (true, say("terminal.yes"))] {
            buttons.append("  ")
            buttons.append(
                isYes == question.isYes ? "► \(text) " : "  \(text) ", isYes == question.isYes ? .reverse : [])
        }
        content.lines += [TerminalLine(), buttons]
        content.focus = content.lines.count - 1..<content.lines.count
        return content
    }
}

/// A list, one item below the other, each in as many lines as it takes.
struct TerminalListDrawing {
    let model: TerminalModel
    let list: TerminalList

    func content(_ width: Int) -> TerminalDialog.Content {
        var content = TerminalDialog.Content(title: title)
        let items = model.items(of: list.kind)
        if let intro { content.lines = TerminalLine.wrapped(intro, width) + [TerminalLine()] }
        let position = list.position(among: items)
        for (index, item) in items.enumerated() {
            let isChosen = index == position
            var mark = isChosen ? "► " : "  "
            if let letter = item.letter { mark += "\(letter)  " }
            let style: TerminalStyle = isChosen ? .reverse : item.isOff ? .dim : []
            let lines = TerminalLine.wrapped(item.text, width, style, mark: mark)
            if isChosen { content.focus = content.lines.count..<content.lines.count + lines.count }
            content.lines += lines.map { $0.fitted(width, filledWith: style) }
        }
        if items.isEmpty { content.lines += TerminalLine.wrapped(empty, width) }
        return content
    }

    private var title: String {
        let say = model.say
        return switch list.kind {
        case .menu: say("terminal.key.menu")
        case .languages: say("terminal.menu.language")
        case .corrections: say("terminal.menu.correct")
        case .doors, .check: say("terminal.menu.check")
        case .faults: say("terminal.menu.faults")
        case .tests: say("terminal.menu.test")
        case .actions: say("terminal.menu.actions")
        }
    }

    private var intro: String? {
        let say = model.say
        switch list.kind {
        case .corrections(let status?) where !status.days.isEmpty: return say("terminal.intro.corrections")
        case .doors where !model.checkableDoors.isEmpty: return say("terminal.intro.doors")
        case .check(let id):
            let door = model.checkableDoors.first { $0.id == id }
            return door.map { ([$0.name] + model.words.accuracy($0)).joined(separator: "\n") }
        case .faults where !(model.status?.callingPanels ?? []).isEmpty: return say("terminal.intro.calls")
        case .faults where !(model.status?.problems ?? []).isEmpty: return say("terminal.intro.faults")
        case .tests where !(model.status?.node.panels ?? []).isEmpty: return say("terminal.intro.tests")
        case .actions(let actions?) where !actions.isEmpty: return say("terminal.intro.actions")
        default: return nil
        }
    }

    private var empty: String {
        let say = model.say
        switch list.kind {
        case .corrections(nil), .actions(nil): return say("terminal.loading")
        case .corrections: return say("terminal.empty.corrections")
        case .doors, .check: return say("terminal.empty.doors")
        case .faults: return say("terminal.empty.faults")
        case .tests: return say("terminal.empty.tests")
        case .actions: return say("terminal.empty.actions")
        case .menu, .languages: return ""
        }
    }
}

/// A form: each field below its name, what the field in front wants, and why the form was refused.
struct TerminalFormDrawing {
    let model: TerminalModel
    let form: TerminalForm

    private var say: Catalogue { model.say }

    func content(_ width: Int) -> TerminalDialog.Content {
        var content = TerminalDialog.Content(title: title)
        if let intro { content.lines = TerminalLine.wrapped(intro, width) + [TerminalLine()] }
        for (index, entry) in form.entries.enumerated() {
            let isFocused = index == form.focus
            let begin = content.lines.count
            content.lines += TerminalLine.wrapped(
                label(entry), width, isFocused ? .bold : [], mark: isFocused ? "► " : "  ")
            if entry.options.isEmpty {
                let (line, cursor) = input(entry, width, isFocused: isFocused)
                if isFocused { content.cursor = (content.lines.count, cursor) }
                content.lines.append(line)
            } else {
                content.lines += choices(entry, width, isFocused: isFocused)
            }
            if isFocused { content.focus = begin..<content.lines.count }
        }
        let isFocused = form.focus >= form.entries.count
        let button = " " + say("terminal.send") + " "
        var line = TerminalLine(isFocused ? "► " : "  ")
        line.append("[\(button)]", isFocused ? [.reverse, .bold] : [])
        content.lines += [TerminalLine(), line]
        if isFocused { content.focus = content.lines.count - 1..<content.lines.count }
        content.foot = foot(width)
        return content
    }

    private var title: String {
        switch form.purpose {
        case .correct: say("terminal.menu.correct")
        case .check: say("terminal.menu.check")
        case .clock: say("terminal.menu.clock")
        case .session: say("terminal.menu.session")
        }
    }

    private var intro: String? {
        switch form.purpose {
        case .correct(let day, let part, let count): model.words.correction(day, part, count, model.today)
        case .check(let door): say("terminal.intro.check", ["door": .text(door.name)])
        case .clock: say("terminal.intro.clock")
        case .session: nil
        }
    }

    private func label(_ entry: TerminalForm.Entry) -> String {
        let label = say("terminal.field.\(entry.field.rawValue)")
        guard entry.isOptional else { return label }
        let optional = say("terminal.optional")
        return "\(label) (\(optional))"
    }

    /// The text in its frame, moved so that the cursor is seen.
    private func input(_ entry: TerminalForm.Entry, _ width: Int, isFocused: Bool) -> (TerminalLine, Int) {
        let room = max(1, min(entry.limit + 1, width - 4))
        let characters = Array(entry.text)
        var first = 0
        while TerminalWidth.of(String(characters[first..<entry.cursor])) >= room { first += 1 }
        var shown = ""
        for character in characters[first...] {
            guard TerminalWidth.of(shown) + TerminalWidth.of(character) <= room else { break }
            shown.append(character)
        }
        let cursor = 3 + TerminalWidth.of(String(characters[first..<entry.cursor]))
        // What has gone out of the frame is still there, and shown to be.
        if first > 0 { shown = "…" + shown.dropFirst() }
        if first + shown.count < characters.count { shown = TerminalWidth.fit(shown + "…", room) }
        var line = TerminalLine("  [")
        line.append(
            TerminalLine(shown, .underline).fitted(room, filledWith: .underline).styled(isFocused ? .bold : []))
        line.append("]")
        return (line, cursor)
    }

    /// Beside each other if they fit, else one below the other.
    private func choices(_ entry: TerminalForm.Entry, _ width: Int, isFocused: Bool) -> [TerminalLine] {
        let texts = entry.options.map { option in
            let name =
                entry.field == .sector ? say("action.sectors.of_\(option)") : say("terminal.choice.\(option)")
            return (option == entry.text ? "(•) " : "( ) ") + name
        }
        let styles = entry.options.map { option -> TerminalStyle in option == entry.text && isFocused ? .reverse : [] }
        guard texts.reduce(1, { $0 + TerminalWidth.of($1) + 3 }) <= width else {
            return zip(texts, styles).flatMap { TerminalLine.wrapped($0, width, $1, mark: "  ") }
        }
        var line = TerminalLine("  ")
        for (text, style) in zip(texts, styles) {
            line.append(text, style)
            line.append("   ")
        }
        return [line]
    }

    /// As many lines for every field, so that the frame keeps its size.
    private func foot(_ width: Int) -> [TerminalLine] {
        let hints = form.entries.map { entry -> [TerminalLine] in
            let hint =
                entry.options.isEmpty ? say("terminal.hint.\(entry.field.rawValue)") : say("terminal.hint.choose")
            return TerminalLine.wrapped(hint, width, .dim)
        }
        let most = hints.map(\.count).max() ?? 0
        var lines =
            hints.indices.contains(form.focus)
            ? hints[form.focus] : TerminalLine.wrapped(say("terminal.hint.send"), width, .dim)
        while lines.count < most { lines.append(TerminalLine()) }
        lines.insert(TerminalLine(), at: 0)
        if let error = form.error {
            lines += TerminalLine.wrapped(error, width, [.bold, .warning], mark: "! ")
        }
        return lines
    }
}

/// What the terminal is and which keys it knows.
struct TerminalHelp {
    let model: TerminalModel

    func lines(_ width: Int) -> [TerminalLine] {
        let say = model.say
        var lines = TerminalLine.wrapped(say("terminal.help.intro"), width)
        lines += [TerminalLine(), TerminalOverview.heading(say("terminal.help.keys"), width)]
        let keys =
            [
                ("↑ ↓", say("terminal.help.arrows")), ("Enter", say("terminal.help.enter")),
                ("Esc", say("terminal.help.escape")), ("F1 ?", say("terminal.help.help")),
            ]
            + TerminalCommand.allCases.filter { $0 != .help }.map {
                (say("terminal.letter.\($0.rawValue)"), say("terminal.menu.\($0.rawValue)"))
            }
        for (key, words) in keys {
            let pad = String(repeating: " ", count: max(1, 7 - TerminalWidth.of(key)))
            lines += TerminalLine.wrapped(words, width, mark: key + pad)
        }
        lines += [TerminalLine(), TerminalOverview.heading(say("terminal.help.about"), width)]
        for text in [say("terminal.help.numbers"), say("terminal.help.corrections"), say("terminal.help.faults")] {
            lines += TerminalLine.wrapped(text, width, mark: "• ")
        }
        return lines
    }
}

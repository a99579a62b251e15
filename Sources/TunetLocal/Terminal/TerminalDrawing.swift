/// Draws the model: title, body, a line for news, and the keys.
package enum TerminalDrawing {
    package static func screen(_ model: TerminalModel) -> TerminalScreen {
        var screen = TerminalScreen(model.size)
        let size = screen.size
        guard size.rows >= TerminalSize.least.rows, size.columns >= TerminalSize.least.columns else {
            drawTooSmall(model, on: &screen)
            return screen
        }
        screen.put(title(model), row: 0, column: 0)
        let rows = bodyRows(model)
        if model.layers.isEmpty {
            let lines = TerminalOverview(model).lines(width: size.columns - 2)
            let first = min(model.scroll, max(0, lines.count - rows))
            for (row, line) in lines.dropFirst(first).prefix(rows).enumerated() {
                screen.put(line, row: row + 1, column: 1)
            }
        } else {
            let dialog = TerminalDialog(model)
            dialog.draw(on: &screen, rows: 1..<(1 + rows), scroll: model.layers.last?.scroll ?? 0)
        }
        let news = news(model)
        for (index, line) in news.enumerated() {
            screen.put(line, row: 1 + rows + index, column: 0)
        }
        screen.put(TerminalKeyLine.line(model), row: size.rows - 1, column: 0)
        return screen
    }

    /// Rows between title and news.
    static func bodyRows(_ model: TerminalModel) -> Int {
        max(1, model.size.rows - 2 - news(model).count)
    }

    /// How far the view in front can be scrolled.
    static func mostScroll(_ model: TerminalModel) -> Int {
        let rows = bodyRows(model)
        guard model.size.columns >= TerminalSize.least.columns else { return 0 }
        guard !model.layers.isEmpty else {
            return max(0, TerminalOverview(model).lines(width: model.size.columns - 2).count - rows)
        }
        return TerminalDialog(model).mostScroll(rows: rows)
    }

    // MARK: - Title

    private static func title(_ model: TerminalModel) -> TerminalLine {
        let say = model.say
        guard let status = model.status?.node else {
            return TerminalLine(" Tunet", [.bold, .reverse]).fitted(model.size.columns, filledWith: .reverse)
        }
        var left = " " + status.name
        if !model.layers.isEmpty { left += " · " + numbers(model) }
        var day = model.today.map { say.capitalised(say.date($0)) } ?? say("terminal.unknown_day")
        if let today = model.today, TerminalWidth.of(left) + TerminalWidth.of(day) + 3 > model.size.columns {
            day = say.shortDate(today)
        }
        return TerminalLine.sides(left, day + " ", model.size.columns).styled([.bold, .reverse])
    }

    /// `128 besøk i dag, 12 inne nå`.
    private static func numbers(_ model: TerminalModel) -> String {
        guard let status = model.status?.node else { return "" }
        let say = model.say
        let visits = say.number(status.visits) + " " + say("terminal.visits", ["count": .number(status.visits)])
        guard let present = status.present else { return visits }
        return visits + ", " + say.number(present) + " " + say("terminal.present")
    }

    // MARK: - News

    /// Who calls for somebody, whatever is being looked at; at most four lines.
    static func calls(_ model: TerminalModel) -> [TerminalLine] {
        let say = model.say
        let calls = (model.status?.calls ?? []).map { panel, call -> TerminalLine in
            let words: [String: Catalogue.Word] = [
                "panel": .text(panel), "text": .text(call.text), "count": .number(call.minutes),
            ]
            let text = call.minutes == 0 ? say("terminal.call_now", words) : say("terminal.call", words)
            return TerminalLine(" ! " + text, [.reverse, .bold, .warning])
        }
        return calls.prefix(model.size.rows >= TerminalSize.usual.rows ? 4 : 2).map {
            $0.fitted(model.size.columns, filledWith: [.reverse, .warning])
        }
    }

    private static func news(_ model: TerminalModel) -> [TerminalLine] { calls(model) + said(model) }

    /// At least one line, so that nothing jumps when something is said.
    private static func said(_ model: TerminalModel) -> [TerminalLine] {
        let say = model.say
        let width = model.size.columns
        switch model.connection {
        case .lost(let loss):
            let text: String
            switch loss {
            case .silent: text = say("terminal.lost.silent")
            case .absent: text = say("terminal.lost.absent")
            case .forbidden: text = say("terminal.lost.forbidden")
            }
            let all = model.status == nil ? text : say("terminal.lost.numbers") + " " + text
            return banner(all, width, [.reverse, .warning])
        case .starting: return banner(say("terminal.starting"), width, [])
        case .live: break
        }
        if let notice = model.notice {
            return banner(
                notice.text, width, notice.isProblem ? [.bold, .warning] : [.bold, .good], isProblem: notice.isProblem)
        }
        if model.pending != nil { return banner(say("terminal.waiting"), width, []) }
        return [more(model)]
    }

    /// At most four lines, and never more than half of the screen.
    private static func banner(
        _ text: String, _ width: Int, _ style: TerminalStyle, isProblem: Bool = true
    ) -> [TerminalLine] {
        let mark = style.isEmpty || !isProblem ? " " : " ! "
        var lines = TerminalLine.wrapped(text, width - 1, style, mark: mark)
        if lines.count > 4 {
            let rest = lines.dropFirst(3).flatMap(\.spans).map(\.text).joined(separator: " ")
            lines = lines.prefix(3) + [TerminalLine(rest, style).fitted(width)]
        }
        return lines.map { $0.fitted(width, filledWith: style) }
    }

    /// Says that the body goes on beyond the screen.
    private static func more(_ model: TerminalModel) -> TerminalLine {
        guard model.layers.isEmpty, model.status != nil else { return TerminalLine() }
        let rows = bodyRowsAtRest(model)
        let count = TerminalOverview(model).lines(width: model.size.columns - 2).count
        guard count > rows else { return TerminalLine() }
        let text = model.scroll + rows < count ? model.say("terminal.more_below") : model.say("terminal.more_above")
        return TerminalLine.sides("", text + " ", model.size.columns, right: .dim)
    }

    // MARK: - Too small

    /// The most important numbers, and what to do.
    private static func drawTooSmall(_ model: TerminalModel, on screen: inout TerminalScreen) {
        let size = screen.size
        guard size.rows > 0, size.columns > 0 else { return }
        var lines: [TerminalLine] = []
        if model.status != nil { lines += TerminalLine.wrapped(numbers(model), size.columns, .bold) }
        if size.rows > lines.count { lines += TerminalLine.wrapped(model.say("terminal.too_small"), size.columns) }
        if lines.count > size.rows {
            let rest = lines.dropFirst(size.rows - 1).flatMap(\.spans).map(\.text).joined(separator: " ")
            lines = lines.prefix(size.rows - 1) + [TerminalLine(rest).fitted(size.columns)]
        }
        for (row, line) in lines.enumerated() { screen.put(line.fitted(size.columns), row: row, column: 0) }
    }
}

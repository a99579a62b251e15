import TunetCore

/// Today at the place: numbers, hours, sessions, doors, panels and the machine itself, in one, two or three columns.
struct TerminalOverview {
    let model: TerminalModel

    init(_ model: TerminalModel) { self.model = model }

    private var say: Catalogue { model.say }

    func lines(width: Int) -> [TerminalLine] {
        guard let status = model.status else { return [TerminalLine()] }
        let count = columns(width)
        let gap = 3
        let each = (width - gap * (count - 1)) / count
        let numbers = numbers(status, each)
        let hours = hours(status.node, each)
        let sessions = sessions(status, each)
        let messages = messages(status, each)
        let doors = doors(status, each)
        let panels = panels(status, each)
        let machine = TerminalMachine(model: model, status: status).lines(width: each)
        switch count {
        case 1: return stack([numbers, messages, hours, sessions, doors, panels, machine]).map { $0.fitted(width) }
        case 2:
            return beside([stack([numbers, hours, sessions]), stack([messages, doors, panels, machine])], each)
        default:
            return beside(
                [stack([numbers, hours]), stack([doors, panels]), stack([messages, sessions, machine])], each)
        }
    }

    private func columns(_ width: Int) -> Int {
        if width >= 148 { return 3 }
        return width >= TerminalSize.usual.columns - 2 ? 2 : 1
    }

    /// Blocks one below the other, with an empty line between.
    private func stack(_ blocks: [[TerminalLine]]) -> [TerminalLine] {
        Array(blocks.filter { !$0.isEmpty }.joined(separator: [TerminalLine()]))
    }

    private func beside(_ columns: [[TerminalLine]], _ width: Int) -> [TerminalLine] {
        let rows = max(columns.map(\.count).max() ?? 0, TerminalDrawing.bodyRowsAtRest(model))
        return (0..<rows).map { row in
            var line = TerminalLine()
            for (index, column) in columns.enumerated() {
                if index > 0 { line.append(" │ ", .dim) }
                line.append((column.indices.contains(row) ? column[row] : TerminalLine()).fitted(width))
            }
            return line
        }
    }

    static func heading(_ text: String, _ width: Int) -> TerminalLine {
        var line = TerminalLine(TerminalWidth.fit(text, width - 2) + " ", .bold)
        line.append(String(repeating: "─", count: max(0, width - line.width)), .dim)
        return line
    }

    // MARK: - Numbers

    private func numbers(_ status: TerminalStatus, _ width: Int) -> [TerminalLine] {
        let node = status.node
        var lines = [Self.heading(say("terminal.today"), width)]
        lines += number(node.visits, say("terminal.visits", ["count": .number(node.visits)]), width)
        if node.visitsLow < node.visitsHigh {
            let bounds = say(
                "terminal.between", ["low": .number(node.visitsLow), "high": .number(node.visitsHigh)])
            lines += TerminalLine.wrapped(bounds, width, mark: indent)
        }
        if let counted = node.visitsCounted {
            lines += TerminalLine.wrapped(
                say("terminal.corrected", ["counted": .number(counted)]), width, mark: indent)
        }
        if let present = node.present {
            lines += number(present, say("terminal.present"), width)
            lines += TerminalLine.wrapped(model.words.presentSince, width, mark: indent)
        }
        if let remark = model.words.presentRemark {
            lines += TerminalLine.wrapped(remark, width, mark: indent)
        }
        let open = status.problems.count { !$0.isAcknowledged }
        lines +=
            open == 0
            ? TerminalLine.wrapped(say("terminal.all_well"), width, .good)
            : TerminalLine.wrapped(
                say("terminal.open_problems", ["count": .number(open)]), width, [.bold, .warning], mark: "! ")
        return lines
    }

    /// Right below each other, however many digits they have.
    private let indent = "        "

    private func number(_ number: Int, _ label: String, _ width: Int) -> [TerminalLine] {
        if model.size.rows >= 44, let rows = TerminalDigits.lines(number), TerminalWidth.of(rows[0]) + 1 <= width {
            return [TerminalLine()] + rows.map { TerminalLine(" " + $0, .accent) } + [TerminalLine(" " + label, .bold)]
        }
        let digits = say.number(number)
        let room = max(0, TerminalWidth.of(indent) - 1 - TerminalWidth.of(digits))
        var line = TerminalLine(String(repeating: " ", count: room) + digits, [.bold, .accent])
        line.append(" " + label, .bold)
        return [line.fitted(width)]
    }

    // MARK: - Hours

    private func hours(_ status: NodeStatus, _ width: Int) -> [TerminalLine] {
        let heading = Self.heading(say("terminal.hours"), width)
        guard let most = status.hours.max(), most > 0 else {
            return [heading] + TerminalLine.wrapped(say("terminal.nobody_yet"), width)
        }
        let first = min(8, status.hours.firstIndex { $0 > 0 } ?? 8)
        let last = max(17, status.hours.lastIndex { $0 > 0 } ?? 17)
        let digits = max(3, TerminalWidth.of(say.number(most)))
        let room = max(1, width - 7 - digits - 1)
        return [heading]
            + (first...min(last, status.hours.count - 1)).map { hour in
                let halves = (status.hours[hour] * room * 2 + most - 1) / most
                let bar = String(repeating: "█", count: halves / 2) + (halves % 2 == 1 ? "▌" : "")
                var line = TerminalLine("\(two(hour))–\(two(hour + 1))  ")
                line.append(bar, .accent)
                let count = say.number(status.hours[hour])
                return TerminalLine.joined(line, TerminalLine(count, status.hours[hour] > 0 ? .bold : .dim), width)
            }
    }

    private func two(_ hour: Int) -> String { hour < 10 ? "0\(hour)" : "\(hour)" }

    // MARK: - Sessions and messages

    private func sessions(_ status: TerminalStatus, _ width: Int) -> [TerminalLine] {
        guard let sessions = status.more.sessionsToday else { return [] }
        let heading = Self.heading(say("terminal.sessions"), width)
        guard !sessions.isEmpty else { return [heading] + TerminalLine.wrapped(say("terminal.no_sessions"), width) }
        return [heading]
            + sessions.flatMap { session -> [TerminalLine] in
                let times = [session.from, session.to].compactMap { $0 }.joined(separator: "–")
                let isNow = session.isNow == true
                let text = [times, session.name].filter { !$0.isEmpty }.joined(separator: "  ")
                return TerminalLine.wrapped(
                    isNow ? text + " – " + say("terminal.now") : text, width, isNow ? [.bold] : [],
                    mark: isNow ? "► " : "  ")
            }
    }

    private func messages(_ status: TerminalStatus, _ width: Int) -> [TerminalLine] {
        guard let messages = status.node.messages, !messages.isEmpty else { return [] }
        return [Self.heading(say("terminal.messages"), width)]
            + messages.flatMap { TerminalLine.wrapped($0.text, width, mark: "• ") }
    }

    // MARK: - Doors and panels

    private func doors(_ status: TerminalStatus, _ width: Int) -> [TerminalLine] {
        guard !status.node.doors.isEmpty else { return [] }
        var lines = [Self.heading(say("terminal.doors"), width)]
        for door in status.node.doors {
            let problems = status.problems(of: door.id, name: door.name, door.health)
            lines.append(state(door.name, problems, door.observing, width))
            lines += TerminalLine.wrapped(counts(door), width, mark: "  ")
            lines += self.problems(problems, width)
            guard let checks = model.checkableDoors.first(where: { $0.id == door.id }), checks.state != .idle else {
                continue
            }
            lines += TerminalLine.wrapped(
                say("terminal.check_\(checks.state.rawValue)"), width, .bold, mark: "► ")
        }
        return lines
    }

    /// Motion and openings are never called passages or visits.
    private func counts(_ door: NodeStatus.DoorStatus) -> String {
        if door.isDirected {
            return say(
                "terminal.in_and_out", ["in": .number(door.in), "out": .number(door.out)])
        }
        return DoorText(say: say).undirected(door)
    }

    private func panels(_ status: TerminalStatus, _ width: Int) -> [TerminalLine] {
        guard !status.node.panels.isEmpty else { return [] }
        var lines = [Self.heading(say("terminal.panels"), width)]
        for panel in status.node.panels {
            let problems = status.problems(of: panel.id, name: panel.name, panel.health)
            lines.append(state(panel.name, problems, panel.observing, width))
            if let question = panel.question { lines += TerminalLine.wrapped(question, width, mark: "  ") }
            lines += TerminalLine.wrapped(
                say("terminal.presses", ["count": .number(panel.presses)]), width, mark: "  ")
            if let quiet = panel.quietButtons {
                let buttons = say.list(quiet.map { say.number($0) })
                lines += TerminalLine.wrapped(
                    say("terminal.quiet_buttons", ["buttons": .text(buttons)]), width, .warning, mark: "  ! ")
            }
            lines += self.problems(problems, width)
        }
        return lines
    }

    private func state(
        _ name: String, _ problems: [TerminalStatus.Problem], _ isObserving: Bool, _ width: Int
    ) -> TerminalLine {
        if problems.contains(where: { !$0.isAcknowledged }) {
            return .sides(name, "! " + say("terminal.needs_help"), width, right: [.bold, .warning])
        }
        if !problems.isEmpty { return .sides(name, say("terminal.acknowledged"), width, right: .warning) }
        return isObserving
            ? .sides(name, say("terminal.well"), width, right: .good)
            : .sides(name, "! " + say("terminal.not_observing"), width, right: [.bold, .warning])
    }

    private func problems(_ problems: [TerminalStatus.Problem], _ width: Int) -> [TerminalLine] {
        problems.flatMap { problem in
            TerminalLine.wrapped(
                model.words.problem(problem.health), width, problem.isAcknowledged ? [] : .warning, mark: "  ! ")
        }
    }
}

extension TerminalLine {
    /// `left … right` in `width` cells, where both are known to fit.
    static func joined(_ left: TerminalLine, _ right: TerminalLine, _ width: Int) -> TerminalLine {
        var line = left.fitted(max(0, width - right.width))
        line.append(right)
        return line
    }
}

extension TerminalDrawing {
    /// Rows of the body while nothing is said below it.
    static func bodyRowsAtRest(_ model: TerminalModel) -> Int { max(1, model.size.rows - 3 - calls(model).count) }
}

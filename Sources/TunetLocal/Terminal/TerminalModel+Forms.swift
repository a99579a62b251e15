import TunetCore

/// Keys in forms, and how what was typed becomes a request.
extension TerminalModel {
    mutating func press(_ key: TerminalKey, in form: TerminalForm) -> [TerminalAction] {
        // While the service thinks, what was sent from here is not changed; one may leave all the same.
        let isSent = pending.map { !$0.isAbandoned && !$0.request.onlyAsks } ?? false
        guard !isSent || key == .escape else { return [] }
        var form = form
        switch form.press(key) {
        case .leave:
            pop()
            return []
        case .none:
            replaceTop(.form(form))
            return []
        case .submit:
            form.error = nil
            do throws(Mistake) {
                let request = try request(of: form)
                replaceTop(.form(form))
                return ask(request)
            } catch {
                form.refuse(error.words, at: error.field)
                replaceTop(.form(form))
                return []
            }
        }
    }

    /// What a field lacks, in words.
    private struct Mistake: Error {
        var field: TerminalForm.Field
        var words: String
    }

    private func request(of form: TerminalForm) throws(Mistake) -> TerminalRequest {
        switch form.purpose {
        case .correct(let day, let part, let count):
            var request = CorrectionRequest(
                day: day, session: part.session, direction: count.direction, amount: nil)
            if form[.change] != "undo" {
                let number = try number(.number, form)
                request.amount = form[.change] == "fewer" ? -number : number
            }
            return .correct(request)
        case .check(let door):
            var request = CountCheckRequest(door: door.id, isSure: form[.sure] == "yes" ? true : nil)
            for entry in form.entries {
                switch entry.field {
                case .countedIn: request.in = try number(.countedIn, form)
                case .countedOut: request.out = try number(.countedOut, form)
                case .countedAll: request.all = try number(.countedAll, form)
                default: break
                }
            }
            return .countCheck("stop", request)
        case .clock: return .setClock(try clock(form))
        case .session: return .recordSession(try session(form))
        }
    }

    private func clock(_ form: TerminalForm) throws(Mistake) -> ClockRequest {
        var request = ClockRequest(minute: 0, isSure: form[.sure] == "yes" ? true : nil)
        if !form[.day].isEmpty {
            if let weekday = weekday(form[.day]) {
                request.weekday = weekday
            } else {
                request.day = try day(form)
            }
        }
        request.minute = try minute(.time, form)
        return request
    }

    private func session(_ form: TerminalForm) throws(Mistake) -> SessionRequest {
        let name = try text(.name, form)
        let day = try day(form)
        let from = try form[.from].isEmpty ? nil : minute(.from, form)
        let to = try form[.to].isEmpty ? nil : minute(.to, form)
        return SessionRequest(
            day: day, name: name, from: from.map(Catalogue.clock), to: to.map(Catalogue.clock),
            organiser: try text(.organiser, form), sector: try text(.sector, form),
            counted: try form[.counted].isEmpty ? nil : number(.counted, form))
    }

    // MARK: - Fields

    private func text(_ field: TerminalForm.Field, _ form: TerminalForm) throws(Mistake) -> String {
        guard !form[field].isEmpty else {
            let label = say("terminal.field.\(field.rawValue)")
            throw Mistake(field: field, words: say("terminal.error.missing", ["field": .text(label)]))
        }
        return form[field]
    }

    private func number(_ field: TerminalForm.Field, _ form: TerminalForm) throws(Mistake) -> Int {
        let text = try text(field, form)
        guard let number = Int(text) else {
            throw Mistake(field: field, words: say("terminal.error.number", ["text": .text(text)]))
        }
        return number
    }

    /// After midnight; `14:30`, `14.30` or `1430`.
    private func minute(_ field: TerminalForm.Field, _ form: TerminalForm) throws(Mistake) -> Int {
        let text = try text(field, form)
        var parts = text.split(whereSeparator: { $0 == ":" || $0 == "." }).map(String.init)
        if parts.count == 1, (3...4).contains(text.count) {
            parts = [String(text.dropLast(2)), String(text.suffix(2))]
        }
        guard parts.count == 2, parts[1].count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0..<24).contains(hour) || field == .to && hour == 24 && minute == 0, (0..<60).contains(minute)
        else { throw Mistake(field: field, words: say("terminal.error.time", ["text": .text(text)])) }
        return 60 * hour + minute
    }

    /// ISO 8601, from a date as people write it or from a word.
    private func day(_ form: TerminalForm) throws(Mistake) -> String {
        let text = try text(.day, form)
        let word = text.lowercased()
        if let date = CivilDate(text) ?? date(text) { return date.description }
        if let today {
            if word == say("calendar.today") { return today.description }
            if word == say("calendar.yesterday") { return today.adding(days: -1).description }
            if let weekday = weekday(word) {
                // The latest one: what is recorded has been.
                let days = (0..<7).first { today.adding(days: -$0).weekday == weekday }
                if let days { return today.adding(days: -days).description }
            }
        }
        throw Mistake(field: .day, words: say("terminal.error.day", ["text": .text(text)]))
    }

    /// `24.11.2026`, as in Norway.
    private func date(_ text: String) -> CivilDate? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[2].count == 4, parts.allSatisfy({ $0.allSatisfy(\.isNumber) }) else { return nil }
        func two(_ part: String) -> String { part.count == 1 ? "0" + part : part }
        return CivilDate("\(parts[2])-\(two(parts[1]))-\(two(parts[0]))")
    }

    /// 1 for Monday; the word may be shortened to two letters.
    private func weekday(_ text: String) -> Int? {
        let word = text.lowercased()
        guard word.count >= 2, word != say("calendar.today") else { return nil }
        return (1...7).first { say.contents.weekdays[$0 - 1].lowercased().hasPrefix(word) }
    }
}

import TunetCore

/// Correcting a day: one day at a time, its parts with what was counted, and what to add or take away.
extension VolunteerSite {
    func correctionPage(_ asked: VolunteerRequest, _ state: FormState) async -> String {
        let say = asked.language
        guard let keeper = duties.corrections else { return notOffered(asked) }
        let status: CorrectionStatus
        do {
            status = try await keeper.corrections()
        } catch {
            let words = CorrectionText(languages: asked.languages).problem(error)
            return frame(asked, "volunteers.correct_title", state, "<p>\(HTMLText.escape(words))</p>")
        }
        let wanted = state.fields["day"] ?? asked.query["day"]
        guard let day = status.days.first(where: { $0.day == wanted }) ?? status.days.first else {
            let words = HTMLText.escape(say("volunteers.correct_none"))
            return frame(asked, "volunteers.correct_title", state, "<p>\(words)</p>")
        }
        var body = "<p>\(HTMLText.escape(say("volunteers.correct_about")))</p>"
        body += days(status, shown: day, asked)
        body += "<h2>\(HTMLText.escape(say.capitalised(say.date(iso: day.day))))</h2>"
        body += start(VolunteerPath.correct, asked) + FormState.hidden("day", day.day)
        let targets = day.parts.flatMap { part in
            part.counts.map { (value: "\(part.session)/\($0.direction.rawValue)", label: target(part, $0, say)) }
        }
        body += state.choice(
            "part", say("volunteers.correct_part"), targets, value: targets.count == 1 ? targets[0].value : nil)
        body += state.choice(
            "sign", say("volunteers.correct_what"),
            [("add", say("volunteers.correct_add")), ("remove", say("volunteers.correct_remove"))], value: "add")
        body += state.input(
            "amount", say("volunteers.correct_amount"),
            "inputmode=\"numeric\" maxlength=\"4\" autocomplete=\"off\" class=\"short\"",
            hint: say("volunteers.correct_amount_hint", ["most": .number(Correction.most)]))
        body += "<button>\(HTMLText.escape(say("volunteers.correct_button")))</button></form>"
        body += undoing(day, asked)
        return frame(asked, "volunteers.correct_title", state, body)
    }

    /// The other days, in a form that changes nothing.
    private func days(_ status: CorrectionStatus, shown: CorrectionStatus.Day, _ asked: VolunteerRequest) -> String {
        guard status.days.count > 1 else { return "" }
        let say = asked.language
        let choices = status.days.map { (value: $0.day, label: say.capitalised(say.date(iso: $0.day))) }
        let select = FormState().select("day", say("volunteers.correct_day"), choices, value: shown.day)
        return "<form method=\"get\" action=\"\(VolunteerPath.correct)\" class=\"row\">\(select)"
            + "<button class=\"quiet\">\(HTMLText.escape(say("volunteers.correct_show")))</button></form>"
    }

    /// `Seniorkafé: inn 14 (talt 12, rettet +2)`.
    private func target(_ part: CorrectionStatus.Part, _ count: CorrectionStatus.Count, _ say: Catalogue) -> String {
        let number = Int(count.counted + count.corrected)
        let name = part.name ?? say("volunteers.outside")
        let direction =
            switch count.direction {
            case .in: say("volunteers.in_count", ["number": .number(number)])
            case .out: say("volunteers.out_count", ["number": .number(number)])
            case .unknown: say("volunteers.unknown_count", ["number": .number(number)])
            }
        guard count.corrected != 0 else { return "\(name): \(direction)" }
        let change = (count.corrected > 0 ? "+" : "") + say.number(Int(count.corrected))
        let counted = say(
            "volunteers.correct_counted", ["counted": .number(Int(count.counted)), "change": .text(change)])
        return "\(name): \(direction) (\(counted))"
    }

    /// Takes back all that was corrected of a part.
    private func undoing(_ day: CorrectionStatus.Day, _ asked: VolunteerRequest) -> String {
        let say = asked.language
        let forms = day.parts.flatMap { part in
            part.counts.filter { $0.corrected != 0 }.map { count in
                start(VolunteerPath.correct, asked, "row") + FormState.hidden("day", day.day)
                    + FormState.hidden("part", "\(part.session)/\(count.direction.rawValue)")
                    + FormState.hidden("sign", "undo") + "<p>\(HTMLText.escape(target(part, count, say)))</p>"
                    + "<button class=\"quiet\">\(HTMLText.escape(say("volunteers.correct_undo")))</button></form>"
            }
        }
        guard !forms.isEmpty else { return "" }
        return "<h2>\(HTMLText.escape(say("volunteers.correct_undo_title")))</h2>" + forms.joined()
    }

    func correct(
        _ form: FormFields, _ asked: VolunteerRequest, _ keeper: any CorrectionKeeper
    ) async -> FormOutcome {
        let say = asked.language
        var state = FormState(fields: form)
        let parts = (form["part"] ?? "").split(separator: "/", maxSplits: 1).map(String.init)
        let direction = parts.count == 2 ? CorrectionStatus.Count.Direction(rawValue: parts[1]) : nil
        if direction == nil { state.mistakes.append(("part", say("volunteers.correct_part_missing"))) }
        var amount = form.number("amount")
        switch form["sign"] {
        case "undo": amount = nil
        case "add", "remove":
            if amount.map((1...Correction.most).contains) != true {
                let words = say("volunteers.correct_amount_wrong", ["most": .number(Correction.most)])
                state.mistakes.append(("amount", words))
            }
            if form["sign"] == "remove" { amount = amount.map { -$0 } }
        default: state.mistakes.append(("sign", say("volunteers.correct_sign_missing")))
        }
        guard state.mistakes.isEmpty, let direction else {
            return .again(await correctionPage(asked, state))
        }
        let day = form["day"] ?? ""
        do {
            let done = try await keeper.correct(
                CorrectionRequest(day: day, session: parts[0], direction: direction, amount: amount))
            let words = done.days.flatMap { day in
                day.parts.flatMap { part in
                    part.counts.filter { $0.direction == direction }.map { count in
                        "\(say.capitalised(say.date(iso: day.day))), \(target(part, count, say))."
                    }
                }
            }
            let next = CivilDate(day) == nil ? VolunteerPath.correct : "\(VolunteerPath.correct)?day=\(day)"
            return .done(say("volunteers.correct_done") + "\n" + words.joined(separator: "\n"), next: next)
        } catch {
            let text = CorrectionText(languages: asked.languages, sessions: await keeper.sessionNames())
            let field: String? =
                switch error {
                case .tooMany, .absurd: "amount"
                case .noSession, .notMeasured, .sessionNeeded: "part"
                default: nil
                }
            state.mistakes.append((field, text.problem(error)))
            return .again(await correctionPage(asked, state))
        }
    }
}

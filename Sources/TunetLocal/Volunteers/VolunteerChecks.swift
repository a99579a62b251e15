import TunetCore

/// Count checks: each door with what can be done just now.
extension VolunteerSite {
    func checkPage(_ asked: VolunteerRequest, _ state: FormState) async -> String {
        let say = asked.language
        guard let keeper = duties.checks else { return notOffered(asked) }
        let checks = await keeper.checks()
        let text = CountCheckText(languages: asked.languages, names: keeper.doorNames)
        var body = "<p>\(HTMLText.escape(say("volunteers.check_about")))</p>"
        if checks.doors.isEmpty { body += "<p>\(HTMLText.escape(say("volunteers.check_none")))</p>" }
        for door in checks.doors { body += section(door, text, asked, state) }
        return frame(asked, "volunteers.check_title", state, body)
    }

    private func section(
        _ door: DoorChecks, _ text: CountCheckText, _ asked: VolunteerRequest, _ state: FormState
    ) -> String {
        let say = asked.language
        // What was written belongs to one door only.
        let own = state.fields["door"] == door.id ? state : FormState()
        var html = "<section><h2>\(HTMLText.escape(door.name))</h2>"
        html += ([text.state(door)].compactMap { $0 } + text.accuracy(door)).map {
            "<p>\(HTMLText.escape($0))</p>"
        }.joined()
        func button(_ what: String, _ words: String, _ kind: String = "") -> String {
            start(VolunteerPath.check, asked, "row") + FormState.hidden("door", door.id)
                + FormState.hidden("what", what)
                + "<button\(kind)>\(HTMLText.escape(words))<span class=\"hidden\">, \(HTMLText.escape(door.name))</span>"
                + "</button></form>"
        }
        switch door.state {
        case .idle: html += button("start", say("volunteers.check_start"))
        case .interrupted:
            html += button("cancel", say("volunteers.check_cancel"), " class=\"quiet\"")
        case .counting, .stopped:
            html += start(VolunteerPath.check, asked) + FormState.hidden("door", door.id)
            html += FormState.hidden("what", "stop")
            for (name, label) in numbers(door.directions, say) {
                html += own.input(
                    name, label, "inputmode=\"numeric\" maxlength=\"5\" autocomplete=\"off\" class=\"short\"",
                    hint: say("volunteers.check_zero"))
            }
            if own.fields["unsure"] != nil {
                html += FormState.hidden("unsure", "1") + own.box("sure", say("volunteers.check_sure"))
            }
            html += "<button>\(HTMLText.escape(say("volunteers.check_stop")))</button></form>"
            html += button("cancel", say("volunteers.check_cancel"), " class=\"quiet\"")
        }
        return html + "</section>"
    }

    private func numbers(_ directions: DoorChecks.Directions, _ say: Catalogue) -> [(String, String)] {
        let entries = ("in", say("volunteers.check_in"))
        let exits = ("out", say("volunteers.check_out"))
        switch directions {
        case .inAndOut: return [entries, exits]
        case .in: return [entries]
        case .out: return [exits]
        case .undirected: return [("all", say("volunteers.check_all"))]
        }
    }

    func check(_ form: FormFields, _ asked: VolunteerRequest, _ keeper: any CountCheckKeeper) async -> FormOutcome {
        let say = asked.language
        let text = CountCheckText(languages: asked.languages, names: keeper.doorNames)
        var state = FormState(fields: form)
        var request = CountCheckRequest(door: form["door"])
        do {
            let answer: CountCheckAnswer
            switch form["what"] {
            case "start": answer = try await keeper.startCheck(request)
            case "cancel": answer = try await keeper.cancelCheck(request)
            case "stop":
                for name in ["in", "out", "all"] where form[name] != nil {
                    if form.number(name).map((0...HandCount.most).contains) != true {
                        let words = say("volunteers.check_number", ["most": .number(HandCount.most)])
                        state.mistakes.append((name, words))
                    }
                }
                guard state.mistakes.isEmpty else { return .again(await checkPage(asked, state)) }
                request.in = form.number("in")
                request.out = form.number("out")
                request.all = form.number("all")
                request.isSure = form["sure"] == "1" ? true : nil
                answer = try await keeper.stopCheck(request)
            default: return .again(await checkPage(asked, state))
            }
            // The page itself says how to go on.
            let words = answer.event == .started ? say("volunteers.check_started") : text.answer(answer)
            return .done(words, next: VolunteerPath.check)
        } catch {
            if case .implausible = error {
                state.fields["unsure"] = "1"
                state.mistakes.append(
                    (form["in"] != nil ? "in" : form["out"] != nil ? "out" : "all", say("volunteers.check_unsure")))
            } else {
                state.mistakes.append((nil, text.problem(error)))
            }
            return .again(await checkPage(asked, state))
        }
    }
}

import TunetCore

/// Setting date and time, as long as nothing surer knows them.
extension VolunteerSite {
    func clockPage(_ asked: VolunteerRequest, _ state: FormState) async -> String {
        let say = asked.language
        guard let keeper = duties.clock, let status = try? await keeper.clock() else {
            return frame(
                asked, "volunteers.clock_title", state, "<p>\(HTMLText.escape(say("volunteers.clock_not_ready")))</p>")
        }
        var body = "<p>\(HTMLText.escape(now(status, say)))</p>"
        if let refused = status.refused {
            let words = say("volunteers.clock_refused", ["day": .text(say.date(iso: refused))])
            body += "<p>\(HTMLText.escape(words))</p>"
        }
        guard status.source == nil || status.source == .volunteer else {
            body += "<p>\(HTMLText.escape(say("volunteers.clock_alone")))</p>"
            return frame(asked, "volunteers.clock_title", state, body)
        }
        body += "<p>\(HTMLText.escape(say("volunteers.clock_about")))</p>" + start(VolunteerPath.clock, asked)
        body += state.input(
            "day", say("volunteers.clock_day"),
            "type=\"date\" min=\"2026-01-01\" max=\"2055-12-31\" autocomplete=\"off\"",
            value: status.day ?? "")
        body += state.input("time", say("volunteers.clock_time"), "type=\"time\" autocomplete=\"off\"")
        if state.fields["unsure"] != nil {
            body += FormState.hidden("unsure", "1") + state.box("sure", say("volunteers.clock_sure"))
        }
        body += "<button>\(HTMLText.escape(say("volunteers.clock_button")))</button></form>"
        return frame(asked, "volunteers.clock_title", state, body)
    }

    private func now(_ status: ClockStatus, _ say: Catalogue) -> String {
        guard let day = status.day, let time = status.time, let source = status.source else {
            return say("volunteers.clock_missing")
        }
        let words = say("volunteers.clock_now", ["day": .text(say.date(iso: day)), "time": .text(time)])
        return words + " " + say("volunteers.clock_source_\(source.rawValue)")
    }

    func setClock(_ form: FormFields, _ asked: VolunteerRequest, _ keeper: any ClockKeeper) async -> FormOutcome {
        let say = asked.language
        var state = FormState(fields: form)
        let day = form.trimmed("day").flatMap { CivilDate($0) }
        if day == nil { state.mistakes.append(("day", say("volunteers.day_wrong"))) }
        let minute = form.trimmed("time").flatMap(Self.minute)
        if minute == nil { state.mistakes.append(("time", say("volunteers.time_wrong"))) }
        guard let day, let minute, state.mistakes.isEmpty else { return .again(await clockPage(asked, state)) }
        let isSure = form["sure"] == "1" ? true : nil
        do {
            let status = try await keeper.setClock(
                ClockRequest(day: day.description, minute: minute, isSure: isSure))
            return .done(say("volunteers.clock_done") + " " + now(status, say), next: VolunteerPath.clock)
        } catch {
            switch error {
            case .beforeLatest(let day, let latest):
                state.fields["unsure"] = "1"
                let words = say(
                    "volunteers.clock_before",
                    ["day": .text(say.date(iso: day)), "latest": .text(say.date(iso: latest))])
                state.mistakes.append(("day", words))
            case .farAhead(let day, let latest):
                state.fields["unsure"] = "1"
                let words = say(
                    "volunteers.clock_far", ["day": .text(say.date(iso: day)), "latest": .text(say.date(iso: latest))])
                state.mistakes.append(("day", words))
            case .impossible: state.mistakes.append(("day", say("volunteers.day_wrong")))
            case .notReady, .trusted, .dayNeeded, .storeFailed:
                state.mistakes.append((nil, ClockText(languages: asked.languages).problem(error)))
            }
            return .again(await clockPage(asked, state))
        }
    }

    /// `14:30` or `14.30`, as Norwegians write it, and `9:05`.
    static func minute(_ text: String) -> Int? {
        let parts = text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == ":" || $0 == "." })
        guard parts.count >= 2, parts.count <= 3, parts[1].utf8.count == 2,
            parts.allSatisfy({ (1...2).contains($0.utf8.count) && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return 60 * hour + minute
    }
}

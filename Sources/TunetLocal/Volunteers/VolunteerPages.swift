import TunetCore

/// The pages that need no form of their own file.
extension VolunteerSite {
    func overview(_ asked: VolunteerRequest) async -> String {
        let say = asked.language
        let log = (try? await duties.actions?.actions().actions) ?? []
        var frame = asked.frame(say("volunteers.today_title"), duties)
        let isAuto = asked.query["auto"] == "1"
        if isAuto { frame.refresh = 30 }
        let overview = VolunteerOverview(asked: asked, duties: duties, log: log)
        var body = ""
        if asked.visit == nil { body += "<p class=\"hint\">\(HTMLText.escape(say("volunteers.no_pin")))</p>" }
        let (link, words) =
            isAuto
            ? (VolunteerPath.start, say("volunteers.stop_refreshing"))
            : (VolunteerPath.start + "?auto=1", say("volunteers.refresh_alone"))
        body += "<noscript><p class=\"refresh\"><a href=\"\(VolunteerPath.start)\">"
        body +=
            "\(HTMLText.escape(say("volunteers.refresh")))</a> <a href=\"\(link)\">\(HTMLText.escape(words))</a></p></noscript>"
        body +=
            "<div id=\"overview\" data-feed=\"\(VolunteerPath.live)\" data-lost=\"\(HTMLText.escape(say("volunteers.lost")))\">"
        body += "<p id=\"lost\" role=\"status\"></p>\n\(overview.html)\n</div>"
        return frame.html(body)
    }

    /// - Parameters:
    ///   - target: where to go afterwards.
    ///   - kept: what was written in a form whose session has ended.
    func logInPage(_ asked: VolunteerRequest, target: String, kept: FormFields?, problem: String?) -> String {
        let say = asked.language
        let state = FormState(mistakes: problem.map { [("pin", $0)] } ?? [])
        var body = "<form method=\"post\" action=\"\(VolunteerPath.logIn)\" class=\"sheet\">"
        body += FormState.hidden("til", target)
        for field in kept?.keeping ?? [] { body += FormState.hidden(field.name, field.value) }
        body += state.input(
            "pin", say("volunteers.pin"),
            "type=\"password\" inputmode=\"numeric\" autocomplete=\"current-password\" maxlength=\"20\" required autofocus",
            hint: say("volunteers.pin_hint"))
        body += "<button>\(HTMLText.escape(say("volunteers.log_in")))</button></form>"
        return asked.frame(say("volunteers.volunteers_link"), duties).html(
            body, problems: state.summary(say("volunteers.problem")))
    }

    func notOffered(_ asked: VolunteerRequest) -> String {
        let say = asked.language
        let words = asked.visit == nil ? say("volunteers.no_pin") : say("volunteers.not_offered")
        return asked.frame(say("volunteers.not_offered_title"), duties).html(
            "<p>\(HTMLText.escape(words))</p><p><a href=\"\(VolunteerPath.start)\">"
                + "\(HTMLText.escape(say("volunteers.today_title")))</a></p>")
    }

    // MARK: - Test

    func testPage(_ asked: VolunteerRequest, _ state: FormState) -> String {
        let say = asked.language
        var body = "<p>\(HTMLText.escape(say("volunteers.test_about")))</p>" + start(VolunteerPath.test, asked)
        var panels = [(value: "", label: say("volunteers.test_all"))]
        panels += asked.status.panels.map { ($0.id, $0.name) }
        if asked.status.panels.count > 1 {
            body += state.choice("panel", say("volunteers.test_which"), panels, value: "")
        }
        body += "<button>\(HTMLText.escape(say("volunteers.test_button")))</button></form>"
        return frame(asked, "volunteers.test_title", state, body)
    }

    // MARK: - Log

    func logPage(_ asked: VolunteerRequest, _ state: FormState) async -> String {
        let say = asked.language
        var entries: [ActionList.Entry] = []
        var problem = ""
        do {
            entries = try await duties.actions?.actions().actions ?? []
        } catch {
            let words = ActionText(languages: asked.languages).problem(error)
            problem = "<p class=\"mistake\">\(HTMLText.escape(words))</p>"
        }
        var body = "<p>\(HTMLText.escape(say("volunteers.log_about")))</p>\(problem)"
        if entries.isEmpty, problem.isEmpty { body += "<p>\(HTMLText.escape(say("volunteers.log_empty")))</p>" }
        if !entries.isEmpty {
            body += "<ul class=\"log\">\(entries.map { line($0, asked) }.joined())</ul>"
        }
        return frame(asked, "volunteers.log_title", state, body)
    }

    private func line(_ entry: ActionList.Entry, _ asked: VolunteerRequest) -> String {
        let say = asked.language
        let day = entry.day.map { say.capitalised(say.date(iso: $0)) } ?? say("volunteers.no_date")
        var html = "<li><p><b>\(HTMLText.escape(day))</b> <span\(asked.inPlacesLanguage)>"
        html += "\(HTMLText.escape(entry.words))</span>"
        if entry.undone { html += " <em>\(HTMLText.escape(say("volunteers.undone")))</em>" }
        html += "</p>"
        if entry.canUndo, !entry.undone {
            html += start(VolunteerPath.log, asked, "quiet") + FormState.hidden("id", "\(entry.id)")
            html += "<button class=\"quiet\">\(HTMLText.escape(say("volunteers.undo")))"
            html += "<span class=\"hidden\"\(asked.inPlacesLanguage)> – \(HTMLText.escape(entry.words))</span>"
            html += "</button></form>"
        }
        return html + "</li>"
    }

    // MARK: - Parts

    /// The beginning of a form that only its own session can send.
    func start(_ path: String, _ asked: VolunteerRequest, _ kind: String = "sheet") -> String {
        "<form method=\"post\" action=\"\(path)\" class=\"\(kind)\" novalidate>"
            + (asked.visit.map { FormState.token($0.formToken) } ?? "")
    }

    func frame(_ asked: VolunteerRequest, _ title: String, _ state: FormState, _ body: String) -> String {
        let say = asked.language
        return asked.frame(say(title), duties).html(body, problems: state.summary(say("volunteers.problem")))
    }
}

extension Catalogue {
    /// How long to wait before the PIN may be tried again, rounded up.
    func wait(_ time: Duration) -> String {
        let seconds = Int(time.components.seconds) + (time.components.attoseconds > 0 ? 1 : 0)
        return seconds <= 90
            ? self("volunteers.wait_seconds", ["count": .number(seconds)])
            : self("volunteers.wait_minutes", ["count": .number((seconds + 59) / 60)])
    }
}

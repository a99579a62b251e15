import TunetCore

/// Recording a use of the place that stood in no schedule.
extension VolunteerSite {
    func recordPage(_ asked: VolunteerRequest, _ state: FormState) -> String {
        let say = asked.language
        var body = "<p>\(HTMLText.escape(say("volunteers.record_about")))</p>" + start(VolunteerPath.record, asked)
        body += state.input(
            "day", say("volunteers.record_day"), "type=\"date\" autocomplete=\"off\" required",
            value: asked.status.day ?? "")
        body += state.input(
            "name", say("volunteers.record_name"), "maxlength=\"60\" autocomplete=\"off\" required",
            hint: say("volunteers.record_name_hint"))
        body += state.input(
            "from", say("volunteers.record_from"), "type=\"time\" step=\"900\" autocomplete=\"off\"",
            hint: say("volunteers.record_time_hint"))
        body += state.input("to", say("volunteers.record_to"), "type=\"time\" step=\"900\" autocomplete=\"off\"")
        body += state.input(
            "organiser", say("volunteers.record_organiser"), "maxlength=\"60\" autocomplete=\"organization\" required",
            hint: say("volunteers.record_organiser_hint"))
        let text = ActionText(languages: asked.languages)
        let sectors = RecordedSession.Sector.allCases.map { (value: $0.rawValue, label: text.sector($0)) }
        let choices = [(value: "", label: say("volunteers.record_sector_none"))] + sectors
        body += state.select("sector", say("volunteers.record_sector"), choices, value: "")
        body += state.input(
            "counted", say("volunteers.record_counted"),
            "inputmode=\"numeric\" maxlength=\"5\" autocomplete=\"off\" class=\"short\"",
            hint: say("volunteers.record_counted_hint"))
        body += "<button>\(HTMLText.escape(say("volunteers.record_button")))</button></form>"
        return frame(asked, "volunteers.record_title", state, body)
    }

    func record(_ form: FormFields, _ asked: VolunteerRequest, _ keeper: any ActionKeeper) async -> FormOutcome {
        let say = asked.language
        var state = FormState(fields: form)
        func need(_ field: String, _ words: String) { state.mistakes.append((field, words)) }
        let day = form.trimmed("day").flatMap { CivilDate($0) }
        if day == nil { need("day", say("volunteers.day_wrong")) }
        let name = form.trimmed("name")
        if name == nil { need("name", say("volunteers.record_name_missing")) }
        let times = ["from", "to"].map { field -> Int? in
            guard let text = form.trimmed(field) else { return nil }
            guard let minute = field == "to" && ["24:00", "00:00"].contains(text) ? 24 * 60 : Self.minute(text) else {
                need(field, say("volunteers.time_wrong"))
                return nil
            }
            return minute
        }
        let organiser = form.trimmed("organiser")
        if organiser == nil { need("organiser", say("volunteers.record_organiser_missing")) }
        let sector = form.trimmed("sector")
        if sector == nil { need("sector", say("volunteers.record_sector_missing")) }
        let counted = form.number("counted")
        if counted == nil, form.trimmed("counted") != nil { need("counted", say("volunteers.number_wrong")) }
        guard state.mistakes.isEmpty, let day, let name, let organiser, let sector else {
            return .again(recordPage(asked, state))
        }
        let request = SessionRequest(
            day: day.description, name: name, from: times[0].map(Catalogue.clock), to: times[1].map(Catalogue.clock),
            organiser: organiser, sector: sector, counted: counted)
        do {
            return .answered(try await keeper.record(request).message, next: VolunteerPath.start)
        } catch {
            state.mistakes.append((Self.field(of: error), ActionText(languages: asked.languages).problem(error)))
            return .again(recordPage(asked, state))
        }
    }

    private static func field(of problem: ActionProblem) -> String? {
        guard case .session(let mistake) = problem else { return nil }
        switch mistake {
        case .noDay, .dayOutside: return "day"
        case .name: return "name"
        case .organiser: return "organiser"
        case .noSector: return "sector"
        case .times: return "from"
        case .counted: return "counted"
        case .tooMany, .unknown: return nil
        }
    }
}

/// The start page at `/`: no numbers, only the ways to the pages.
package enum StartPage {
    /// - Parameter hasKiosk: whether there is a page beside the panel.
    static func html(_ asked: VolunteerRequest, hasKiosk: Bool) -> String {
        let say = asked.language
        var links = ""
        if hasKiosk { links += "<li><a href=\"/kiosk\">\(HTMLText.escape(say("volunteers.kiosk_link")))</a></li>" }
        links += "<li><a href=\"\(VolunteerPath.start)\">\(HTMLText.escape(say("volunteers.volunteers_link")))</a></li>"
        var frame = asked.frame(asked.status.name, VolunteerDuties())
        frame.place = "Tunet"
        return frame.html("<ul class=\"ways\">\(links)</ul>")
    }
}

/// Today's attendance as a volunteer sees it. Each part has a name, by which the script finds what has changed.
struct VolunteerOverview {
    let asked: VolunteerRequest
    let duties: VolunteerDuties
    let log: [ActionList.Entry]

    var status: NodeStatus { asked.status }
    private var say: Catalogue { asked.language }

    var html: String {
        let parts = [
            ("calls", calls), ("numbers", numbers), ("troubles", troubles), ("messages", messages), ("uses", uses),
            ("hours", hours),
            ("doors", doors), ("checks", countChecks), ("panels", panels), ("machine", machine), ("latest", latest),
        ]
        // Empty parts stand there too, so that they can fill.
        return parts.map { name, html in
            let live = ["calls", "numbers"].contains(name) ? " aria-live=\"polite\" aria-atomic=\"true\"" : ""
            return "<div id=\"\(name)\" data-live\(live)>\(html)</div>"
        }.joined(separator: "\n")
    }

    // MARK: - Numbers

    private var numbers: String {
        let day = status.day.map { say.capitalised(say.date(iso: $0)) } ?? say("volunteers.no_date")
        var html =
            "<p class=\"day\">\(escape(day))</p><div class=\"numbers\"><p><b>\(escape(say.number(status.visits)))</b> "
        html += escape(say("volunteers.visits", ["count": .number(status.visits)]))
        if status.visitsLow < status.visitsHigh {
            let words = say(
                "volunteers.between", ["low": .number(status.visitsLow), "high": .number(status.visitsHigh)])
            html += " <small>\(escape(words))</small>"
        }
        if let counted = status.visitsCounted {
            html += " <small>\(escape(say("volunteers.corrected", ["counted": .number(counted)])))</small>"
        }
        html += "</p>"
        if let present = status.present {
            html += "<p><b>\(escape(say.number(present)))</b> \(escape(OccupancyText.present(status))) "
            html += "<small>\(escape(OccupancyText.since(status)))</small></p>"
        }
        html += "</div>"
        if let remark = OccupancyText.remark(status) { html += "<p>\(escape(remark))</p>" }
        return html
    }

    private var hours: String {
        guard let most = status.hours.max(), most > 0 else {
            return "<p>\(escape(say("volunteers.nobody_yet")))</p>"
        }
        let first = min(8, status.hours.firstIndex { $0 > 0 } ?? 8)
        let last = max(17, status.hours.lastIndex { $0 > 0 } ?? 17)
        var html = "<h2>\(escape(say("volunteers.hours_title")))</h2><table class=\"hours\">"
        html +=
            "<thead class=\"hidden\"><tr>\(head("volunteers.hour"))\(head("volunteers.came"))<td></td></tr></thead><tbody>"
        for hour in first...min(last, status.hours.count - 1) {
            let count = status.hours[hour]
            html +=
                "<tr><th scope=\"row\">\(escape(say("volunteers.hour_range", ["from": .text("\(hour)"), "to": .text("\(hour + 1)")])))</th>"
            html += "<td class=\"number\">\(escape(say.number(count)))</td><td class=\"bar\" aria-hidden=\"true\">"
            html += "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" focusable=\"false\">"
            html += "<rect width=\"\(100 * count / most)\" height=\"10\"/></svg></td></tr>"
        }
        return html + "</tbody></table>"
    }

    private var inPlacesLanguage: String { asked.inPlacesLanguage }

    // MARK: - Who calls

    /// Where in a sentence of the page's language the place's own words come (Unicode: object replacement character).
    private static let gap = "\u{FFFC}"

    /// Whoever has pressed a button that calls for a volunteer.
    private var calls: String {
        status.panels.flatMap { panel in (panel.calls ?? []).map { (panel, $0) } }.map { panel, call in
            let words: [String: Catalogue.Word] = [
                "panel": .text(panel.name), "text": .text(Self.gap), "count": .number(call.minutes),
            ]
            let sentence = call.minutes == 0 ? say("terminal.call_now", words) : say("terminal.call", words)
            let button = "<span\(inPlacesLanguage)>\(escape(call.text))</span>"
            let text = escape(sentence).replacing(Self.gap, with: button)
            var html = "<div class=\"warning\"><p><strong>\(text)</strong></p>"
            if duties.actions != nil, let visit = asked.visit {
                html +=
                    "<form method=\"post\" action=\"\(VolunteerPath.acknowledge)\">\(FormState.token(visit.formToken))"
                html += FormState.hidden("kind", FaultRequest.call) + FormState.hidden("source", panel.id)
                html += "<button>\(escape(say("volunteers.call_seen")))</button></form>"
            }
            return html + "</div>"
        }.joined()
    }

    // MARK: - What is wrong

    /// Of the device itself, and what waits for nobody's door.
    private var troubles: String { warnings(status.health, source: nil) }

    func warnings(_ health: [NodeStatus.HealthStatus], source: String?) -> String {
        health.map { entry in
            let words = HealthText.problems([entry], on: status.day, in: status.languages).joined(separator: " ")
            var html = "<div class=\"warning\"><p><span aria-hidden=\"true\">⚠ </span>\(escape(words))</p>"
            if entry.acknowledged == true {
                html += "<p class=\"seen\">\(escape(say("volunteers.seen")))</p>"
            } else if duties.actions != nil, let visit = asked.visit {
                html +=
                    "<form method=\"post\" action=\"\(VolunteerPath.acknowledge)\">\(FormState.token(visit.formToken))"
                html += FormState.hidden("kind", entry.kind) + (source.map { FormState.hidden("source", $0) } ?? "")
                html += "<button class=\"quiet\">\(escape(say("volunteers.acknowledge")))</button></form>"
            }
            return html + "</div>"
        }.joined()
    }

    private var messages: String {
        guard let messages = status.messages, !messages.isEmpty else { return "" }
        let items = messages.map { "<li\(inPlacesLanguage)>\(escape($0.text))</li>" }.joined()
        return "<h2>\(escape(say("volunteers.messages_title")))</h2><ul>\(items)</ul>"
    }

    // MARK: - Programme

    private var uses: String {
        guard let uses = status.sessionsToday else { return "" }
        var html = "<h2>\(escape(say("volunteers.uses_title")))</h2>"
        guard !uses.isEmpty else { return html + "<p>\(escape(say("volunteers.no_uses")))</p>" }
        html += "<ul>"
        for use in uses {
            html += "<li>\(use.isNow ? "<strong>" : "")\(escape(use.name)), \(escape(use.from))–\(escape(use.to))"
            html += use.isNow ? " \(escape(say("volunteers.now")))</strong></li>" : "</li>"
        }
        return html + "</ul>"
    }

    // MARK: - Doors and panels

    private var doors: String {
        guard !status.doors.isEmpty else { return "" }
        var html =
            "<h2 id=\"doors-title\">\(escape(say("volunteers.doors_title")))</h2><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"doors-title\"><table><thead><tr>"
        html += head("volunteers.door") + head("volunteers.in") + head("volunteers.out") + head("volunteers.state")
        html += "</tr></thead><tbody>"
        for door in status.doors {
            html += "<tr><th scope=\"row\">\(escape(door.name))</th>"
            html +=
                door.isDirected
                ? "<td>\(escape(say.number(door.in)))</td><td>\(escape(say.number(door.out)))</td>"
                : "<td colspan=\"2\">\(escape(undirected(door)))</td>"
            html += "<td>\(state(door.health, source: door.id))</td></tr>"
        }
        return html + "</tbody></table></div>"
    }

    private func state(_ health: [NodeStatus.HealthStatus], source: String) -> String {
        health.isEmpty ? escape(say("volunteers.in_order")) : warnings(health, source: source)
    }

    /// Motion and openings are never called passages or visits.
    private func undirected(_ door: NodeStatus.DoorStatus) -> String {
        if let presence = door.presence {
            return say(
                "volunteers.motion", ["count": .number(presence.times), "length": .text(length(presence.minutes))])
        }
        if !door.countsPassages, let swings = door.swings {
            return say("volunteers.opened", ["count": .number(swings)])
        }
        return say("volunteers.passages", ["count": .number(door.unknown)])
    }

    private func length(_ minutes: Int) -> String {
        minutes < 60
            ? say("volunteers.minutes", ["count": .number(minutes)])
            : say("volunteers.hours_minutes", ["hours": .number(minutes / 60), "minutes": .number(minutes % 60)])
    }

    private var panels: String {
        guard !status.panels.isEmpty else { return "" }
        var html =
            "<h2 id=\"panels-title\">\(escape(say("volunteers.panels_title")))</h2><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"panels-title\"><table><thead><tr>"
        html +=
            head("volunteers.panel") + head("volunteers.answers") + head("volunteers.state") + "</tr></thead><tbody>"
        for panel in status.panels {
            // Panels may ask the same.
            let name = [panel.name, panel.question].compactMap { $0 }.joined(separator: ": ")
            html +=
                "<tr><th scope=\"row\"\(inPlacesLanguage)>\(escape(name))</th><td>\(escape(say.number(panel.presses)))</td>"
            html += "<td>\(state(panel))</td></tr>"
        }
        return html + "</tbody></table></div>"
    }

    private func state(_ panel: NodeStatus.PanelStatus) -> String {
        guard let quiet = panel.quietButtons, !quiet.isEmpty else { return state(panel.health, source: panel.id) }
        let buttons = say.list(quiet.map { say.number($0) })
        let words = say("terminal.quiet_buttons", ["buttons": .text(buttons)])
        return "<div class=\"warning\"><p><span aria-hidden=\"true\">⚠ </span>\(escape(words))</p></div>"
            + warnings(panel.health, source: panel.id)
    }

    /// Empty until a door is checked for the first time.
    private var countChecks: String {
        guard let checks = status.countCheck,
            checks.doors.contains(where: { $0.accuracy.checks > 0 || $0.state != .idle })
        else { return "" }
        let text = CountCheckText(languages: status.languages)
        let lines = checks.doors.flatMap { [text.state($0)].compactMap { $0 } + text.accuracy($0) }
        return "<h2>\(escape(text.title))</h2>" + lines.map { "<p>\(escape($0))</p>" }.joined()
    }

    // MARK: - The machine

    private var machine: String {
        let rows = machineRows.map { "<tr><th scope=\"row\">\(escape($0.0))</th><td>\(escape($0.1))</td></tr>" }
        guard !rows.isEmpty else { return "" }
        return "<h2>\(escape(say("volunteers.machine_title")))</h2><table><tbody>\(rows.joined())</tbody></table>"
    }

    private var machineRows: [(String, String)] {
        var rows: [(String, String)] = []
        if let isUnder = status.power?.underVoltage {
            rows.append((say("volunteers.power"), say(isUnder ? "volunteers.power_low" : "volunteers.in_order")))
        }
        if let disk = status.disk {
            let words = say(
                "volunteers.disk_free", ["free": .number(disk.freeMegabytes), "quota": .number(disk.quotaPercent)])
            rows.append((say("volunteers.disk"), words))
        }
        rows.append(
            (say("volunteers.clock"), say(status.day == nil ? "volunteers.clock_unknown" : "volunteers.clock_known")))
        guard status.uplink.configured else { return rows }
        let last = status.uplink.lastDelivery.map {
            say("volunteers.last_delivery", ["day": .text(say.date(iso: $0))])
        }
        var delivery = last ?? say("volunteers.no_delivery")
        if status.uplink.waiting > 0 {
            delivery += " " + say("volunteers.waiting", ["count": .number(status.uplink.waiting)])
        }
        rows.append((say("volunteers.delivery"), delivery))
        if let contact = status.lastContact {
            rows.append((say("volunteers.contact"), say.date(iso: contact)))
        }
        return rows
    }

    /// The latest of the log.
    private var latest: String {
        guard !log.isEmpty else { return "" }
        let items = log.prefix(5).map { entry -> String in
            let day = entry.day.map { say.capitalised(say.date(iso: $0)) } ?? say("volunteers.no_date")
            return "<li>\(escape(day)): <span\(inPlacesLanguage)>\(escape(entry.words))</span></li>"
        }
        return "<h2>\(escape(say("volunteers.latest_title")))</h2><ul>\(items.joined())</ul>"
    }

    // MARK: - Parts

    private func head(_ key: String) -> String { "<th scope=\"col\">\(escape(say(key)))</th>" }

    private func escape(_ text: String) -> String { HTMLText.escape(text) }
}

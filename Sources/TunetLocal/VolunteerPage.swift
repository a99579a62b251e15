/// Today's attendance as a volunteer sees it: one page, no scripts, nothing from elsewhere, made anew every ten seconds.
package enum VolunteerPage {
    package static func html(_ status: NodeStatus) -> String {
        """
        <!doctype html>
        <html lang="nb">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="refresh" content="10">
        <title>I dag – \(escape(status.name))</title>
        <style>\(style)</style>
        </head>
        <body>
        <main>
        <h1>\(escape(status.name))</h1>
        <p class="day">\(escape(status.day.map(NorwegianText.day) ?? "Datoen er ukjent"))</p>
        \(numbers(status))
        \(hours(status))
        \(doors(status))
        \(countChecks(status.countCheck))
        \(panels(status))
        \(delivery(status))
        </main>
        </body>
        </html>

        """
    }

    private static func numbers(_ status: NodeStatus) -> String {
        var html = "<section class=\"numbers\"><div><b>\(status.visits)</b> besøk i dag"
        if status.visitsLow < status.visitsHigh {
            html += "<small>mellom \(status.visitsLow) og \(status.visitsHigh)</small>"
        }
        if let counted = status.visitsCounted { html += "<small>rettet; sensorene talte \(counted)</small>" }
        html += "</div>"
        if let present = status.present {
            html += "<div\(mark(OccupancyText.language(status)))><b>\(present)</b> \(OccupancyText.present(status))"
            html += "<small>\(escape(OccupancyText.since(status)))</small></div>"
        }
        html += "</section>"
        if let remark = OccupancyText.remark(status) {
            html += "<p\(mark(OccupancyText.language(status)))>\(escape(remark))</p>"
        }
        return html + warnings(status.health, status)
    }

    private static func hours(_ status: NodeStatus) -> String {
        guard let most = status.hours.max(), most > 0 else { return "<p>Ingen har kommet ennå i dag.</p>" }
        let first = min(8, status.hours.firstIndex { $0 > 0 } ?? 8)
        let last = max(17, status.hours.lastIndex { $0 > 0 } ?? 17)
        var html = "<h2>Time for time</h2><table class=\"hours\"><tbody>"
        for hour in first...last {
            let count = status.hours[hour]
            html += "<tr><th scope=\"row\">kl. \(hour)–\(hour + 1)</th><td>\(count)</td>"
            html += "<td aria-hidden=\"true\"><span style=\"width:\(100 * count / most)%\"></span></td></tr>"
        }
        return html + "</tbody></table>"
    }

    private static func doors(_ status: NodeStatus) -> String {
        guard !status.doors.isEmpty else { return "" }
        var html = "<h2>Dører</h2><table><thead><tr><th scope=\"col\">Dør</th><th scope=\"col\">Inn</th>"
        html += "<th scope=\"col\">Ut</th><th scope=\"col\">Tilstand</th></tr></thead><tbody>"
        for door in status.doors {
            html += "<tr><th scope=\"row\">\(escape(door.name))</th>"
            html +=
                door.isDirected
                ? "<td>\(door.in)</td><td>\(door.out)</td>"
                : "<td colspan=\"2\">\(NorwegianText.undirected(door))</td>"
            html += "<td>\(door.health.isEmpty ? "I orden" : warnings(door.health, status))</td></tr>"
        }
        return html + "</tbody></table>"
    }

    /// Empty until a door is checked for the first time.
    private static func countChecks(_ status: CountCheckStatus?) -> String {
        guard let status, status.doors.contains(where: { $0.accuracy.checks > 0 || $0.state != .idle }) else {
            return ""
        }
        let text = CountCheckText(languages: [status.language])
        let lines = status.doors.flatMap { [text.state($0)].compactMap { $0 } + text.accuracy($0) }
        return "<section lang=\"\(escape(status.language))\"><h2>\(escape(text.title))</h2>"
            + lines.map { "<p>\(escape($0))</p>" }.joined() + "</section>"
    }

    private static func panels(_ status: NodeStatus) -> String {
        guard !status.panels.isEmpty else { return "" }
        var html = "<h2>Knapper</h2><table><thead><tr><th scope=\"col\">Spørsmål</th>"
        html += "<th scope=\"col\">Svar i dag</th><th scope=\"col\">Tilstand</th></tr></thead><tbody>"
        for panel in status.panels {
            html += "<tr><th scope=\"row\">\(escape(panel.question))</th><td>\(panel.presses)</td>"
            html += "<td>\(panel.health.isEmpty ? "I orden" : warnings(panel.health, status))</td></tr>"
        }
        return html + "</tbody></table>"
    }

    private static func delivery(_ status: NodeStatus) -> String {
        guard status.uplink.configured else { return "" }
        let last = status.uplink.lastDelivery.map { "Sist levert til kommunen: \(escape(NorwegianText.day($0)))." }
        return "<p>\(last ?? "Ingenting er levert til kommunen siden maskinen startet.")</p>"
    }

    /// In the place's own first language, whatever that of the page is.
    private static func warnings(_ health: [NodeStatus.HealthStatus], _ status: NodeStatus) -> String {
        let mark = mark(HealthText.language(status.languages))
        return HealthText.problems(health, on: status.day, in: status.languages)
            .map { "<p class=\"warning\"\(mark)>⚠ \(escape($0))</p>" }.joined()
    }

    /// The attribute of what is not in the language of the page.
    private static func mark(_ language: String) -> String {
        language == "nb" ? "" : " lang=\"\(language)\""
    }

    private static func escape(_ text: String) -> String { HTMLText.escape(text) }

    private static let style = """
        :root { color-scheme: light dark; }
        body { font: 1.25rem/1.5 system-ui, sans-serif; margin: 0; background: #fdfcf8; color: #1c1c1c; }
        main { max-width: 46rem; margin: 0 auto; padding: 1rem; }
        h1 { margin: 0; font-size: 1.8rem; } h2 { font-size: 1.3rem; margin: 2rem 0 .5rem; }
        .day { margin: 0 0 1rem; } .numbers { display: flex; flex-wrap: wrap; gap: 1rem; }
        .numbers div { flex: 1 1 12rem; border: 2px solid #2f5d3a; border-radius: .5rem; padding: 1rem; }
        .numbers b { display: block; font-size: 3.5rem; line-height: 1; } .numbers small { display: block; }
        table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 600; }
        th, td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid #c9c4b8; vertical-align: top; }
        .hours th { width: 7rem; font-weight: 400; } .hours td:nth-child(2) { width: 3rem; text-align: right; }
        .hours span { display: block; height: 1.2rem; background: #2f5d3a; }
        .warning { margin: .25rem 0; padding: .25rem .5rem; background: #fff1c2; color: #1c1c1c; }
        @media (prefers-color-scheme: dark) {
          body { background: #16181a; color: #f2f0ea; } .hours span { background: #8fce9d; }
          .numbers div { border-color: #8fce9d; } th, td { border-color: #4a4d50; }
        }
        """
}

import TunetCore

/// The page for a screen beside the panel. Its content stands in the HTML; the script only follows what changes.
struct KioskPage {
    /// How long a language that somebody has chosen stays when nobody touches the screen. Then one follows the other again:
    /// whoever comes next may read another one.
    static let choiceTime: Duration = .seconds(120)

    let status: KioskStatus
    let say: Catalogue
    /// Whether somebody has chosen the language.
    let isChosen: Bool

    init(_ status: KioskStatus, language: String, isChosen: Bool = false) {
        self.status = status
        self.isChosen = isChosen
        say = Catalogue(firstOf: [language] + status.languages)
    }

    /// - Parameter next: the language that follows one that is not chosen, without a script; nil if there is no other.
    func html(next: String?) -> String {
        let seconds = max(5, status.languageTime.components.seconds)
        let refresh =
            isChosen
            ? "\(Self.choiceTime.components.seconds);url=/kiosk"
            : "\(seconds)" + (next.map { ";url=/kiosk?lang=\(escape($0))&amp;turn=1" } ?? "")
        return """
            <!doctype html>
            <html lang="\(escape(say.code))">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(escape(title))</title>
            <link rel="stylesheet" href="/kiosk.css">
            <script src="/kiosk.js" defer></script>
            <noscript><meta http-equiv="refresh" content="\(refresh)"></noscript>
            </head>
            <body\(status.isDim ? " class=\"dim\"" : "") data-live="/kiosk/live?lang=\(escape(say.code))\(isChosen ? "&amp;stay=1" : "")">
            \(main)
            <p id="lost" role="status" hidden>\(escape(say("kiosk.lost")))</p>
            </body>
            </html>

            """
    }

    /// The part that changes.
    var main: String {
        """
        <main id="kiosk" lang="\(escape(say.code))"\(status.isDim ? " data-dim=\"1\"" : "")>
        <p class="place">\(escape(status.place))</p>
        \(status.panels.map(panel).joined(separator: "\n"))
        \(besides)
        \(languages)
        </main>
        """
    }

    private var title: String {
        text(status.panels.first?.question) ?? status.place
    }

    // MARK: - Panels

    private func panel(_ panel: KioskStatus.PanelPart) -> String {
        let heading = status.panels.first?.id == panel.id ? "h1" : "h2"
        let question = text(panel.question) ?? say("kiosk.nothing_asked")
        let buttons = panel.buttons.map { button($0, of: panel) }.joined(separator: "\n")
        let list = panel.buttons.isEmpty ? "" : "<ul class=\"options\">\n\(buttons)\n</ul>"
        let form =
            status.isTouchable && !panel.buttons.isEmpty
            ? """
            <form method="post" action="/kiosk/press"><input type="hidden" name="panel" value="\(escape(panel.id))">\
            <input type="hidden" name="lang" value="\(escape(say.code))">\
            \(isChosen ? "<input type=\"hidden\" name=\"stay\" value=\"1\">" : "")\(list)</form>
            """ : list
        return """
            <section class="panel" id="panel-\(escape(panel.id))" aria-label="\(escape(question))">
            <\(heading)\(language(of: panel.question))>\(escape(question))</\(heading)>
            \(form)
            <p class="answer" id="answer-\(escape(panel.id))" role="status">\(escape(answer(panel) ?? hint(panel)))</p>
            </section>
            """
    }

    private func button(_ button: KioskStatus.ButtonPart, of panel: KioskStatus.PanelPart) -> String {
        let isLit = panel.answer.map { $0.button == button.number } ?? false
        var classes = "option"
        if button.isFixed { classes += " fixed" }
        if isLit { classes += panel.answer?.refusal == nil ? " taken" : " refused" }
        let mark = isLit && panel.answer?.refusal == nil ? "<span class=\"mark\" aria-hidden=\"true\">✓</span>" : ""
        let content = """
            \(KioskSymbol.html(button.symbol))<span class="words"\(language(of: button.text))>\
            \(escape(text(button.text) ?? ""))</span>\(mark)
            """
        let inner =
            status.isTouchable
            ? "<button class=\"\(classes)\" name=\"button\" value=\"\(button.number)\">\(content)</button>"
            : "<div class=\"\(classes)\">\(content)</div>"
        return "<li>\(inner)</li>"
    }

    /// What the panel has just said; nil if nothing.
    private func answer(_ panel: KioskStatus.PanelPart) -> String? {
        guard let answer = panel.answer else { return nil }
        guard let refusal = answer.refusal else {
            let calls = panel.buttons.first { $0.number == answer.button }?.calls ?? false
            return say(calls ? "kiosk.somebody_comes" : "kiosk.thanks")
        }
        return say("kiosk.refused.\(refusal.rawValue)")
    }

    private func hint(_ panel: KioskStatus.PanelPart) -> String {
        guard panel.question != nil else { return "" }
        return say(status.isTouchable ? "kiosk.touch" : "kiosk.press")
    }

    // MARK: - Besides

    private var besides: String {
        let parts = [programme, promises, messages, visits].filter { !$0.isEmpty }
        return parts.isEmpty ? "" : "<div class=\"besides\">\n\(parts.joined(separator: "\n"))\n</div>"
    }

    private var programme: String {
        guard let day = status.day else { return "" }
        let (now, none) = (escape(say("kiosk.now")), escape(say("kiosk.no_programme")))
        let items = status.programme.map { part -> String in
            let isNow = status.minute.map { (part.from..<part.to).contains($0) } ?? false
            let now = isNow ? " <strong>\(now)</strong>" : ""
            return "<li><span class=\"time\">\(Catalogue.clock(part.from))–\(Catalogue.clock(part.to))</span> "
                + "\(escape(part.name))\(now)</li>"
        }
        let list = items.isEmpty ? "<p>\(none)</p>" : "<ul>\(items.joined())</ul>"
        return section("kiosk.programme", "<p class=\"day\">\(escape(say.capitalised(say.date(day))))</p>\(list)")
    }

    private var promises: String {
        guard !status.promises.isEmpty else { return "" }
        let items = status.promises.map { promise in
            "<dt\(language(of: promise.said))>\(escape(text(promise.said) ?? ""))</dt>"
                + "<dd\(language(of: promise.did))>\(escape(text(promise.did) ?? ""))</dd>"
        }
        return section("kiosk.you_said", "<dl>\(items.joined())</dl>")
    }

    private var messages: String {
        guard !status.messages.isEmpty else { return "" }
        let items = status.messages.map { "<p\(language(of: $0))>\(escape(text($0) ?? ""))</p>" }
        return section("kiosk.messages", items.joined())
    }

    private var visits: String {
        switch status.visits {
        case .today(let count)?:
            let words = say("kiosk.visits_today", ["count": .number(count)])
            return section("kiosk.visits", "<p>\(escape(words))</p>")
        case .released(let period, let sum, let low, let high)?:
            let words: [String: Catalogue.Word] = [
                "count": .number(max(0, sum)), "low": .number(low), "high": .number(high),
            ]
            // Few are "fewer than five", as everywhere.
            let key = sum < 5 ? "kiosk.few_visits" : "kiosk.about_visits"
            return section(
                "kiosk.visits",
                "<p>\(escape(say.capitalised(name(of: period)))): \(escape(say(key, words)))</p>")
        case nil: return ""
        }
    }

    private func name(of period: Period) -> String {
        switch period.kind {
        case .month: return say.month(period.firstDay)
        default:
            let last = period.endDay.adding(days: -1)
            return say(
                "kiosk.days",
                ["first": .text(say.shortDate(period.firstDay)), "last": .text(say.shortDate(last))])
        }
    }

    private var languages: String {
        guard status.languages.count > 1 else { return "" }
        let links = status.languages.compactMap { Catalogue($0) }.map { other in
            let isCurrent = other.code == say.code ? " aria-current=\"true\"" : ""
            return "<li><a href=\"/kiosk?lang=\(escape(other.code))\" lang=\"\(escape(other.code))\" "
                + "hreflang=\"\(escape(other.code))\"\(isCurrent)>\(escape(say.capitalised(other.name)))</a></li>"
        }
        return "<nav aria-label=\"\(escape(say("kiosk.languages")))\"><ul>\(links.joined())</ul></nav>"
    }

    // MARK: - Words

    private func section(_ heading: String, _ content: String) -> String {
        "<section><h2>\(escape(say(heading)))</h2>\(content)</section>"
    }

    private func text(_ text: LocalizedText?) -> String? {
        text?.text(in: [say.code] + status.languages)
    }

    /// The attribute of a text that does not exist in the language of the page.
    private func language(of text: LocalizedText?) -> String {
        guard let text, text.byLanguage[say.code] == nil else { return "" }
        let other = status.languages.first { text.byLanguage[$0] != nil }
        return other.map { " lang=\"\(escape($0))\"" } ?? ""
    }

    private func escape(_ text: String) -> String { HTMLText.escape(text) }
}

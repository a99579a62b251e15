/// What is the same on each page for volunteers: title, way through the pages, languages, and the answer to the last form.
struct VolunteerFrame: Sendable {
    var title: String
    var place: String
    var path: String
    var language: Catalogue
    var isIn: Bool
    var formToken: String?
    var notice: VolunteerSessions.Notice?
    var duties: VolunteerDuties
    /// Seconds after which a browser without scripts asks for the page again; nil for never.
    var refresh: Int?

    /// - Parameter body: HTML.
    func html(_ body: String, problems: String = "") -> String {
        """
        <!doctype html>
        <html lang="\(language.code)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(problems.isEmpty ? "" : say("volunteers.problem_title") + " ")\(Self.escape(title)) – \(Self.escape(place))</title>
        <link rel="stylesheet" href="\(VolunteerPath.style)">
        \(refreshing)<script src="\(VolunteerPath.script)" defer></script>
        </head>
        <body>
        <a class="skip" href="#main">\(say("volunteers.skip"))</a>
        <header><p class="place">\(Self.escape(place))</p>\(navigation)</header>
        <main id="main">
        \(problems)\(said)<h1>\(Self.escape(title))</h1>
        \(body)
        </main>
        <footer>\(languages)\(leaving)</footer>
        </body>
        </html>

        """
    }

    private var refreshing: String {
        refresh.map { "<noscript><meta http-equiv=\"refresh\" content=\"\($0)\"></noscript>\n" } ?? ""
    }

    /// Says what came of the last form, and is where the keyboard is then.
    private var said: String {
        guard let notice else { return "" }
        let lines = notice.words.split(separator: "\n").map { Self.escape(String($0)) }.joined(separator: "<br>")
        let spoken = language.attribute(ofTextIn: notice.language)
        return "<div class=\"said\" role=\"status\" tabindex=\"-1\" id=\"said\"><p\(spoken)>\(lines)</p></div>\n"
    }

    private var navigation: String {
        guard isIn else { return "" }
        var pages = [(VolunteerPath.start, say("volunteers.today_title"))]
        if duties.corrections != nil { pages.append((VolunteerPath.correct, say("volunteers.correct_title"))) }
        if duties.checks != nil { pages.append((VolunteerPath.check, say("volunteers.check_title"))) }
        if duties.actions != nil { pages.append((VolunteerPath.record, say("volunteers.record_title"))) }
        if duties.clock != nil { pages.append((VolunteerPath.clock, say("volunteers.clock_title"))) }
        if duties.actions != nil {
            pages.append((VolunteerPath.test, say("volunteers.test_title")))
            pages.append((VolunteerPath.log, say("volunteers.log_title")))
        }
        let links = pages.map { page in
            "<li><a href=\"\(page.0)\"\(page.0 == path ? " aria-current=\"page\"" : "")>\(Self.escape(page.1))</a></li>"
        }
        return "<nav aria-label=\"\(say("volunteers.pages"))\"><ul>\(links.joined())</ul></nav>"
    }

    /// Each language by its own name.
    private var languages: String {
        let links = LanguageFiles.codes.compactMap { Catalogue($0) }.map { other in
            let current = other.code == language.code ? " aria-current=\"true\"" : ""
            let name = Self.escape(language.capitalised(other.name))
            return
                "<li><a href=\"\(path)?lang=\(other.code)\" lang=\"\(other.code)\" hreflang=\"\(other.code)\"\(current)>\(name)</a></li>"
        }
        return "<nav aria-label=\"\(say("volunteers.language"))\"><ul>\(links.joined())</ul></nav>"
    }

    private var leaving: String {
        guard let formToken else { return "" }
        return "<form method=\"post\" action=\"\(VolunteerPath.logOut)\">\(FormState.token(formToken))"
            + "<button class=\"quiet\">\(say("volunteers.log_out"))</button></form>"
    }

    private func say(_ key: String) -> String { Self.escape(language(key)) }

    static func escape(_ text: String) -> String { HTMLText.escape(text) }
}

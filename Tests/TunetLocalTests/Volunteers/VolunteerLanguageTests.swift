import Testing
import TunetCore
import TunetTestSupport

@testable import TunetLocal

/// WCAG 2.2, 3.1.2: what the service says in the place's own first language is marked on a page in another one.
@Suite("Languages within the page for volunteers")
struct VolunteerLanguageTests {
    private static let entry = ActionList.Entry(
        id: 7, day: "2026-11-05", kind: "correction", words: "La til 3", canUndo: true, undone: false)

    @Test(
        "The log is in the place's language",
        arguments: [("nb", ""), ("nn", " lang=\"nb\""), ("en", " lang=\"nb\"")])
    func log(_ code: String, _ mark: String) async throws {
        let deeds = RecordedDeeds(entries: [Self.entry])
        try await ServedPage.serving(duties: VolunteerDuties(actions: deeds)) { page, _ in
            let visitor = try await page.insider()
            _ = try await visitor.get("/frivillig?lang=\(code)")
            let log = try await visitor.get("/frivillig/logg")
            #expect(log.body.contains("<span\(mark)>La til 3</span>"))
            #expect(log.body.contains("<span class=\"hidden\"\(mark)> – La til 3</span></button>"))
            #expect(try await visitor.get("/frivillig").body.contains(": <span\(mark)>La til 3</span></li>"))
        }
    }

    /// Each form that the service answers: where it stands, a part of it, and what is written there.
    static let forms: [(String, String, [(String, String)])] = [
        ("/frivillig/logg", "name=\"id\"", []), ("/frivillig/lys", "/frivillig/lys", []),
        ("/frivillig", "value=\"store_failed\"", []),
        (
            "/frivillig/bruk", "name=\"organiser\"",
            [("day", "2026-11-04"), ("name", "Strikkekveld"), ("organiser", "Bygdelaget"), ("sector", "culture")]
        ),
    ]

    @Test("What the service answers is in the place's language", arguments: forms)
    func answers(_ path: String, _ part: String, _ fields: [(String, String)]) async throws {
        let deeds = RecordedDeeds(entries: [Self.entry])
        let status = Fixtures.status { $0.health = [Fixtures.health("store_failed")] }
        try await ServedPage.serving(status, duties: VolunteerDuties(actions: deeds)) { page, _ in
            let visitor = try await page.insider()
            func answer() async throws -> String {
                let sent = try await visitor.send(try await visitor.get(path), form: part, fields)
                return try await visitor.follow(sent).body
            }
            #expect(try await answer().contains("id=\"said\"><p>OK "), "the page's own language needs no mark")
            _ = try await visitor.get("/frivillig?lang=en")
            #expect(try await answer().contains("id=\"said\"><p lang=\"nb\">OK "))
        }
    }

    /// Refusals are said in the language of the page, so that nothing has to be marked.
    @Test func refusalsAreInThePagesLanguage() async throws {
        let deeds = RecordedDeeds(entries: [Self.entry], refusal: .testRuns)
        try await ServedPage.serving(duties: VolunteerDuties(actions: deeds)) { page, _ in
            let visitor = try await page.insider()
            _ = try await visitor.get("/frivillig?lang=en")
            let refused = try await visitor.send(try await visitor.get("/frivillig/lys"), form: "/frivillig/lys")
            let words = HTMLText.escape(ActionText(languages: ["en"]).problem(.testRuns))
            #expect(refused.status == 422 && refused.body.contains("<li>\(words)</li>"))
        }
    }

    /// What the page itself said keeps its language too, if another one is chosen before it is read.
    @Test func whatThePageSaidKeepsItsLanguage() async throws {
        for (code, mark) in [("nb", ""), ("en", " lang=\"nb\"")] {
            try await ServedPage.serving(duties: VolunteerDuties(actions: RecordedDeeds())) { page, _ in
                let visitor = page.visitor()
                let form = [("pin", ServedPage.pin), ("til", "/frivillig/bruk"), ("k.name", "Strikkekveld")]
                #expect(try await visitor.post("/frivillig/inn", form).status == 303)
                _ = try await visitor.get("/frivillig/bruk?lang=\(code)")
                let said = try await visitor.get("/frivillig/bruk").body
                #expect(said.contains("id=\"said\"><p\(mark)>Du er logget inn igjen."), "\(code)")
            }
        }
    }

    @Test func aButtonThatCallsSaysWhatStandsOnIt() async throws {
        let status = Fixtures.status { $0.panels[0].calls = [.init(button: 5, text: "Hjelp <i>", minutes: 0)] }
        try await ServedPage.serving(status) { page, _ in
            let visitor = try await page.insider()
            let own = try await visitor.get("/frivillig").body
            #expect(own.contains("Panelet: «<span>Hjelp &lt;i&gt;</span>» – nå nettopp"))
            _ = try await visitor.get("/frivillig?lang=en")
            let other = try await visitor.get("/frivillig").body
            #expect(other.contains("Panelet: “<span lang=\"nb\">Hjelp &lt;i&gt;</span>” – just now"))
        }
    }
}

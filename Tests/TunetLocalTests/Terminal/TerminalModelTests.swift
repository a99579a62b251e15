import Testing
import TunetCore

@testable import TunetLocal

/// Keys and news in, requests out.
@Suite("Terminal: keys")
struct TerminalModelTests {
    private func title(_ model: TerminalModel) -> String {
        TerminalDrawing.screen(model).text.first { $0.contains("┌─") } ?? "overview"
    }

    @Test(
        "Each language has a letter of its own for each command, and M for none", arguments: LanguageFiles.builtInCodes)
    func letters(_ code: String) throws {
        let model = try TerminalFixtures.model(code)
        let letters = TerminalCommand.allCases.map { model.say("terminal.letter.\($0.rawValue)") }
        #expect(Set(letters).count == TerminalCommand.allCases.count)
        #expect(letters.allSatisfy { $0.count == 1 && $0 == $0.uppercased() && $0 != "?" })
        for command in TerminalCommand.allCases {
            let letter = try #require(model.say("terminal.letter.\(command.rawValue)").first)
            #expect(model.command(letter) == command)
            #expect(model.command(Character(letter.lowercased())) == command)
            #expect(model.items(of: .menu).contains { $0.letter == letter && $0.id == command.rawValue })
        }
        #expect(model.say("terminal.letter_yes") != model.say("terminal.letter_no"))
    }

    @Test(
        "Letters and arrows lead to the same places, and Esc leads back from each", arguments: TerminalCommand.allCases)
    func ways(_ command: TerminalCommand) throws {
        var byLetter = try TerminalFixtures.model()
        var byArrows = byLetter
        let letter = try #require(byLetter.say("terminal.letter.\(command.rawValue)").first)
        let asked = byLetter.press(.character(letter))
        _ = byArrows.press(.enter)
        for _ in 0..<(TerminalCommand.allCases.firstIndex(of: command) ?? 0) { _ = byArrows.press(.down) }
        #expect(byArrows.press(.enter) == asked)
        #expect(byArrows.layers == byLetter.layers)
        if command == .quit {
            #expect(asked == [.quit])
            return
        }
        #expect(byLetter.layers.count == 1)
        _ = byLetter.press(.escape)
        #expect(byLetter.layers.isEmpty)
        _ = byLetter.press(.escape)
        #expect(byLetter.layers.isEmpty)
    }

    @Test("A day is corrected: the number is chosen, filled in, sent, and the list asked for anew")
    func correcting() throws {
        var model = try TerminalFixtures.model()
        #expect(model.press(.character("r")) == [.ask(1, .corrections)])
        #expect(TerminalDrawing.screen(model).text.joined().contains("Henter …"))
        _ = model.receive(.answer(1, .corrections(TerminalFixtures.corrections)))
        let shown = TerminalDrawing.screen(model).text.joined(separator: "\n")
        #expect(shown.contains("► I dag, Seniorkafé: inn 28 (talt 4, rettet +24)"))
        #expect(shown.contains("I dag, utenom faste tider: inn 11"))
        _ = model.press(.down)
        _ = model.press(.down)
        _ = model.press(.enter)
        _ = model.press(.right)
        _ = model.press(.enter)
        #expect(model.press(.enter).isEmpty, "the field, then the button")
        #expect(model.press(.enter).isEmpty)
        #expect(TerminalDrawing.screen(model).text.joined().contains("Fyll ut dette først: Hvor mange?"))
        model.type("x3a")
        _ = model.press(.enter)
        let request = CorrectionRequest(day: "2026-11-05", session: "outside", direction: .in, amount: -3)
        #expect(model.press(.enter) == [.ask(2, .correct(request))])
        #expect(TerminalDrawing.screen(model).text.joined().contains("Venter på svar"))
        #expect(model.receive(.answer(2, .refused("Så mange kan ikke trekkes fra: det er bare 1."))).isEmpty)
        #expect(TerminalDrawing.screen(model).text.joined().contains("! Så mange kan ikke trekkes fra"))
        guard case .form(let form)? = model.layers.last?.view else {
            Issue.record("the form is gone")
            return
        }
        #expect(form[.number] == "3" && form[.change] == "fewer", "what was typed is kept")
        #expect(model.press(.enter) == [.ask(3, .correct(request))])
        let done = CorrectionStatus(
            language: "nb",
            days: [
                .init(
                    day: "2026-11-05",
                    parts: [
                        .init(
                            session: "outside", name: nil, counts: [.init(direction: .in, counted: 11, corrected: -3)])
                    ])
            ])
        #expect(model.receive(.answer(3, .corrected(done))) == [.ask(4, .corrections)])
        #expect(title(model).contains("Rett en dag"))
        let text = TerminalDrawing.screen(model).text.joined()
        #expect(text.contains("Rettet. I dag, utenom faste tider: inn 8 (talt 11, rettet −3)"))
    }

    @Test("What was corrected is taken back by the same form")
    func undoing() throws {
        var model = try TerminalFixtures.model()
        model.answerAll(model.press(.character("r")))
        for key: TerminalKey in [.enter, .right, .right, .right, .pageDown] { _ = model.press(key) }
        let request = CorrectionRequest(day: "2026-11-05", session: "kafe", direction: .in, amount: nil)
        #expect(model.press(.enter) == [.ask(2, .correct(request))])
    }

    @Test("A count check is begun, ended with numbers that are looked at twice, and cancelled only after a question")
    func checking() throws {
        var status = TerminalFixtures.busy()
        status.node.countCheck?.doors[0].state = .idle
        var model = try TerminalFixtures.model(status: status)
        _ = model.press(.character("k"))
        _ = model.press(.enter)
        #expect(model.press(.enter) == [.ask(1, .countCheck("start", CountCheckRequest(door: "front")))])
        let started = CountCheckAnswer(event: .started, language: "nb", door: Fixtures.doorChecks())
        _ = model.receive(.answer(1, .countCheck(started)))
        #expect(title(model).contains("Kontrolltelling"))
        #expect(!TerminalDrawing.screen(model).text.joined().contains("--counted"), "no command lines for volunteers")
        for _ in 0..<2 { _ = model.press(.escape) }
        status.node.countCheck?.doors[0].state = .counting
        _ = model.receive(.status(status))
        _ = model.press(.character("k"))
        _ = model.press(.enter)
        _ = model.press(.enter)
        model.type("21")
        _ = model.press(.down)
        model.type("20")
        _ = model.press(.down)
        var request = CountCheckRequest(door: "front", in: 21, out: 20)
        #expect(model.press(.enter) == [.ask(2, .countCheck("stop", request))])
        _ = model.receive(
            .answer(2, .refused("Tallene dine er langt fra sensorens. Stemmer de, så gi dem med --sure.")))
        _ = model.press(.right)
        _ = model.press(.down)
        request.isSure = true
        #expect(model.press(.enter) == [.ask(3, .countCheck("stop", request))])
        _ = model.press(.escape)
        _ = model.press(.down)
        _ = model.press(.enter)
        #expect(title(model).contains("Er du sikker?"))
        #expect(model.press(.enter).isEmpty, "no is the first choice")
        _ = model.press(.enter)
        #expect(model.press(.character("j")).isEmpty, "the service is still thinking")
        _ = model.receive(.answer(3, .unreachable))
        let cancel = TerminalAction.ask(4, .countCheck("cancel", CountCheckRequest(door: "front")))
        #expect(model.press(.character("j")) == [cancel])
    }

    @Test(
        "The clock takes days as people write them",
        arguments: [
            ("", "14:30", ClockRequest(minute: 870)), ("tirsdag", "1430", ClockRequest(weekday: 2, minute: 870)),
            ("ti", "9.05", ClockRequest(weekday: 2, minute: 545)),
            ("24.11.2026", "0:00", ClockRequest(day: "2026-11-24", minute: 0)),
            ("2026-11-04", "23:59", ClockRequest(day: "2026-11-04", minute: 1439)),
            ("i går", "12:00", ClockRequest(day: "2026-11-04", minute: 720)),
        ])
    func clock(_ day: String, _ time: String, _ expected: ClockRequest) throws {
        var model = try TerminalFixtures.model()
        _ = model.press(.character("t"))
        model.type(day)
        _ = model.press(.enter)
        model.type(time)
        _ = model.press(.enter)
        #expect(model.press(.enter) == [.ask(1, .setClock(expected))])
    }

    @Test(
        "What can't be read is named, at its field",
        arguments: [
            ("tirsag", "14:30", "«tirsag» er ingen dag"), ("31.2.2026", "14:30", "«31.2.2026» er ingen dag"),
            ("", "25:00", "«25:00» er ikke et klokkeslett"), ("", "9", "«9» er ikke et klokkeslett"),
            ("", "", "Fyll ut dette først: Klokkeslett"),
        ])
    func clockMistakes(_ day: String, _ time: String, _ words: String) throws {
        var model = try TerminalFixtures.model()
        _ = model.press(.character("t"))
        model.type(day)
        _ = model.press(.enter)
        model.type(time)
        _ = model.press(.enter)
        #expect(model.press(.enter).isEmpty)
        #expect(TerminalDrawing.screen(model).text.joined().contains(words))
        #expect(TerminalDrawing.screen(model).cursor != nil)
    }

    @Test("A session, a fault, a test and an undo are asked for as the service wants them")
    func others() throws {
        var model = try TerminalFixtures.model()
        _ = model.press(.character("s"))
        for text in ["Strikkekafé", "", "20:00", "24.00", "Sanitetsforeningen"] {
            model.type(text)
            _ = model.press(.enter)
        }
        // Nothing is chosen until somebody chooses.
        #expect(TerminalDrawing.screen(model).text.joined(separator: "\n").contains("( ) helse"))
        _ = model.press(.right)
        _ = model.press(.right)
        #expect(TerminalDrawing.screen(model).text.joined(separator: "\n").contains("(•)"))
        _ = model.press(.enter)
        model.type("14")
        _ = model.press(.enter)
        let session = SessionRequest(
            day: "2026-11-05", name: "Strikkekafé", from: "20:00", to: "24:00", organiser: "Sanitetsforeningen",
            sector: "upbringing", counted: 14)
        #expect(model.press(.enter) == [.ask(1, .recordSession(session))])
        let json = String(decoding: try LocalJSON.encode(session), as: UTF8.self)
        #expect(json.contains(#""counted":14,"day":"2026-11-05""#))
        _ = model.receive(.answer(1, .done("Skrevet opp.")))
        #expect(model.notice?.text == "Skrevet opp." && model.layers.isEmpty)

        _ = model.press(.character("f"))
        _ = model.press(.down)
        let fault = TerminalRequest.acknowledge(.init(source: "front", kind: "blocked"))
        #expect(model.press(.enter) == [.ask(2, fault)])
        _ = model.receive(.answer(2, .unknown))
        #expect(TerminalDrawing.screen(model).text.joined().contains("Tjenesten kjenner ikke dette ennå."))
        _ = model.press(.enter)
        #expect(title(model).contains("Noen har vært der"))

        _ = model.press(.escape)
        _ = model.press(.character("p"))
        _ = model.press(.enter)
        _ = model.press(.right)
        #expect(model.press(.enter) == [.ask(3, .test(.init(panel: "panel")))])
        _ = model.receive(.answer(3, .done(nil)))

        _ = model.press(.escape)
        #expect(model.press(.character("a")) == [.ask(4, .actions)])
        _ = model.receive(.answer(4, .actions(TerminalFixtures.actions)))
        _ = model.press(.enter)
        #expect(model.notice?.text == "Dette kan ikke angres mer.")
        _ = model.press(.down)
        _ = model.press(.enter)
        #expect(model.press(.character("J")) == [.ask(5, .undo(.init(id: 1)))])
        #expect(model.receive(.answer(5, .done("Angret."))) == [.ask(6, .actions)])
    }

    @Test("Whoever calls stands first among the faults, and is answered by the panel")
    func calls() throws {
        var model = try TerminalFixtures.model()
        _ = model.press(.character("f"))
        let shown = TerminalDrawing.screen(model).text.joined(separator: "\n")
        #expect(shown.contains("«Jeg trenger hjelp» – noen har vært der"))
        #expect(shown.contains("Velg den som har bedt om hjelp"))
        let call = TerminalRequest.acknowledge(.init(source: "panel", kind: "call"))
        #expect(model.press(.enter) == [.ask(1, call)])
        _ = model.receive(.answer(1, .done("Takk for at du var der.")))
        var status = try #require(model.status)
        status.node.panels[0].calls = nil
        _ = model.receive(.status(status))
        #expect(!TerminalDrawing.screen(model).text.joined().contains("noen har vært der"))
    }

    @Test("An answer that comes after one has gone elsewhere does not touch what is typed there")
    func late() throws {
        var model = try TerminalFixtures.model()
        _ = model.press(.character("t"))
        _ = model.press(.down)
        model.type("14:30")
        _ = model.press(.enter)
        #expect(model.press(.enter).count == 1)
        _ = model.press(.escape)
        _ = model.press(.character("s"))
        model.type("Strikke")
        _ = model.receive(.answer(1, .done("Klokka er stilt.")))
        guard case .form(let form)? = model.layers.last?.view else {
            Issue.record("the form is gone")
            return
        }
        #expect(form[.name] == "Strikke" && model.notice?.text == "Klokka er stilt.")
        #expect(model.receive(.answer(1, .unknown)).isEmpty, "twice")
    }

    @Test("The language follows the place until somebody chooses one, and typed text outlives both")
    func languages() throws {
        var status = TerminalFixtures.busy()
        status.node.languages = ["nn", "nb"]
        var model = try TerminalFixtures.model(nil, status: status)
        #expect(model.say.code == "nn")
        _ = model.press(.character("l"))
        #expect(TerminalDrawing.screen(model).text.joined().contains("► Norsk nynorsk"))
        _ = model.press(.down)
        _ = model.press(.enter)
        #expect(model.say.code == "en" && model.layers.isEmpty)
        _ = model.receive(.status(status))
        #expect(model.say.code == "en")
        #expect(try TerminalFixtures.model("en", status: status).say.code == "en")
    }

    @Test("A service that goes and comes back is said, and the last numbers stay")
    func connection() throws {
        var model = try TerminalFixtures.model(status: nil)
        #expect(TerminalDrawing.screen(model).text.joined().contains("Spør tjenesten"))
        _ = model.receive(.lost(.absent))
        #expect(TerminalDrawing.screen(model).text.joined(separator: " ").contains("systemctl start tunet"))
        _ = model.receive(.status(TerminalFixtures.busy()))
        #expect(TerminalDrawing.screen(model).text.joined().contains("Tjenesten svarer igjen."))
        _ = model.receive(.lost(.silent))
        let text = TerminalDrawing.screen(model).text.joined()
        #expect(text.contains("Tallene er de siste vi fikk. Tjenesten svarer ikke.") && text.contains("12\u{A0}345"))
        _ = model.receive(.lost(.forbidden))
        #expect(TerminalDrawing.screen(model).text.joined(separator: " ").contains("gruppen tunet"))
    }
}

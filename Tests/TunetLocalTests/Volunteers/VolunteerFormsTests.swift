import Foundation
import NIOCore
import Synchronization
import Testing
import TunetCore
import TunetTestSupport

@testable import TunetLocal

/// What the forms ask of the service, and what a person is told: with a real server, and keepers that write down.
@Suite("Forms of the page for volunteers")
struct VolunteerFormsTests {
    @Test func aUseIsRecordedAndMistakesKeepTheInput() async throws {
        let deeds = RecordedDeeds()
        try await ServedPage.serving(duties: VolunteerDuties(actions: deeds)) { page, _ in
            let visitor = try await page.insider()
            let form = try await visitor.get("/frivillig/bruk")
            #expect(form.body.contains("type=\"date\" autocomplete=\"off\" required value=\"2026-11-05\""))
            let wrong = try await visitor.send(
                form, form: "name=\"organiser\"",
                [
                    ("day", "i går"), ("name", "  "), ("from", "25:00"), ("to", ""), ("organiser", "Bygdelaget <&>"),
                    ("sector", "culture"), ("counted", "mange"),
                ])
            #expect(wrong.status == 422 && deeds.done.isEmpty)
            for field in ["day", "name", "from", "counted"] {
                #expect(wrong.body.contains("<li><a href=\"#f-\(field)\">"), "\(field)")
                #expect(wrong.body.contains("id=\"e-\(field)\""), "\(field)")
                #expect(wrong.body.contains("e-\(field)\" aria-invalid=\"true\""), "\(field)")
            }
            #expect(!wrong.body.contains("id=\"e-organiser\"") && !wrong.body.contains("id=\"e-to\""))
            #expect(wrong.body.contains("<title>Feil: ") && wrong.body.contains("role=\"alert\" tabindex=\"-1\""))
            for value in ["i går", "25:00", "Bygdelaget &lt;&amp;&gt;", "mange"] {
                #expect(wrong.body.contains("value=\"\(value)\""), "\(value)")
            }
            #expect(wrong.body.contains("<option value=\"culture\" selected>"))
            let right = try await visitor.send(
                wrong, form: "name=\"organiser\"",
                [
                    ("day", "2026-11-04"), ("name", "Strikkekveld"), ("from", "18.30"), ("to", "21:00"),
                    ("organiser", "Bygdelaget"), ("sector", "culture"), ("counted", "14"),
                ])
            #expect(right.status == 303)
            #expect(deeds.done == ["record 2026-11-04 Strikkekveld 18:30 21:00 Bygdelaget culture 14"])
            let next = try await visitor.follow(right)
            #expect(next.body.contains("<div class=\"said\" role=\"status\" tabindex=\"-1\" id=\"said\"><p>OK record"))
            #expect(try await !visitor.get("/frivillig").body.contains("OK record"), "said once")
        }
    }

    @Test func whatTheServiceRefusesIsSaidAtItsField() async throws {
        let deeds = RecordedDeeds(refusal: .session(.noDay("<i>")))
        try await ServedPage.serving(duties: VolunteerDuties(actions: deeds)) { page, _ in
            let visitor = try await page.insider()
            let refused = try await visitor.send(
                try await visitor.get("/frivillig/bruk"), form: "name=\"organiser\"",
                [("day", "2026-11-04"), ("name", "a"), ("organiser", "b"), ("sector", "c")])
            #expect(refused.status == 422 && refused.body.contains("<a href=\"#f-day\">«&lt;i&gt;»"))
            let test = try await visitor.send(try await visitor.get("/frivillig/lys"), form: "/frivillig/lys")
            #expect(test.status == 422 && test.body.contains("<li>«&lt;i&gt;»"))
        }
    }

    @Test func troublesAreAcknowledgedAndActionsUndone() async throws {
        let entries = [
            ActionList.Entry(
                id: 7, day: "2026-11-05", kind: "correction", words: "La til 3 <inn>", canUndo: true, undone: false),
            ActionList.Entry(id: 6, day: nil, kind: "clock", words: "Stilte klokka", canUndo: false, undone: false),
            ActionList.Entry(
                id: 5, day: "2026-11-03", kind: "correction", words: "La til 9", canUndo: false, undone: true),
        ]
        let deeds = RecordedDeeds(entries: entries)
        let status = Fixtures.status { status in
            status.health = [Fixtures.health("store_failed")]
            status.doors[0].health = [Fixtures.health("blocked", of: "mat"), Fixtures.health("stuck", of: "mat")]
            status.doors[0].health[0].acknowledged = true
        }
        try await ServedPage.serving(status, duties: VolunteerDuties(actions: deeds)) { page, _ in
            let visitor = try await page.insider()
            let overview = try await visitor.get("/frivillig")
            #expect(overview.body.contains("Noen har sett dette."))
            let kinds = WebVisitor.forms(in: overview.body).filter { $0.contains("/frivillig/feil") }
            #expect(kinds.count == 2, "not for what somebody has seen")
            #expect(try await visitor.send(overview, form: "value=\"stuck\"").status == 303)
            #expect(try await visitor.send(overview, form: "value=\"store_failed\"").status == 303)
            let log = try await visitor.get("/frivillig/logg")
            #expect(log.body.contains("La til 3 &lt;inn&gt;") && log.body.contains("(angret)"))
            #expect(WebVisitor.forms(in: log.body).filter { $0.contains("/frivillig/logg") }.count == 1)
            #expect(
                try await visitor.send(log, form: "name=\"id\" value=\"7\"").header("location") == "/frivillig/logg")
            #expect(deeds.done == ["acknowledge stuck of front", "acknowledge store_failed of -", "undo 7"])
        }
    }

    @Test func whatTheServiceDoesNotOfferIsNotShown() async throws {
        try await ServedPage.serving { page, _ in
            let visitor = try await page.insider()
            let overview = try await visitor.get("/frivillig")
            for path in ["rett", "kontroll", "klokke", "bruk", "lys", "logg"] {
                #expect(!overview.body.contains("/frivillig/\(path)"), "\(path)")
                let own = try await visitor.get("/frivillig/\(path)")
                #expect(own.status == 200 && own.body.contains("Dette kan ikke gjøres på denne maskinen."))
            }
        }
    }

    @Test(
        "Each language is complete on each page, and remembered",
        arguments: [("nb", "I dag"), ("nn", "I dag"), ("en", "Today")])
    func languages(_ code: String, _ today: String) async throws {
        try await ServedPage.serving(duties: VolunteerDuties(actions: RecordedDeeds())) { page, _ in
            let visitor = try await page.insider()
            let chosen = try await visitor.get("/frivillig/bruk?lang=\(code)")
            #expect(chosen.status == 303 && chosen.header("location") == "/frivillig/bruk")
            for path in ["", "/bruk", "/lys", "/logg", "/rett"] {
                let answer = try await visitor.get("/frivillig" + path)
                #expect(answer.body.contains("<html lang=\"\(code)\">") && answer.body.contains(">\(today)</a>"))
                #expect(!answer.body.contains("volunteers."), "a key without a text")
                #expect(answer.body.contains("lang=\"nn\" hreflang=\"nn\""))
                #expect(answer.body.utf8.count < 40_000)
            }
            #expect(
                try await page.visitor().get("/frivillig/inn").body.contains("<html lang=\"nb\">"), "others keep theirs"
            )
        }
    }

    @Test func everyNameIsText() async throws {
        let evil = "<script>alert(\"'&'\")</script>"
        let entries = [ActionList.Entry(id: 1, day: evil, kind: evil, words: evil, canUndo: true, undone: false)]
        let status = Fixtures.status { status in
            status.name = evil
            status.day = evil
            status.uplink.lastDelivery = evil
            status.messages = [.init(id: evil, text: evil)]
            status.sessionsToday = [.init(id: evil, name: evil, from: evil, to: evil, isNow: true)]
            status.lastContact = evil
            status.health = [Fixtures.health(evil)]
            status.doors[0].id = evil
            status.doors[0].name = evil
            status.doors[0].health = [Fixtures.health(evil)]
            status.panels[0].name = evil
            status.panels[0].question = evil
            status.panels.append(status.panels[0])
            status.countCheck?.doors = [Fixtures.doorChecks(Fixtures.checkedCounts) { $0.name = evil }]
        }
        try await ServedPage.serving(
            status, duties: VolunteerDuties(actions: RecordedDeeds(entries: entries))
        ) {
            page, _ in
            let visitor = try await page.insider()
            for path in ["/", "/frivillig", "/frivillig/bruk", "/frivillig/lys", "/frivillig/logg", "/frivillig/rett"] {
                let answer = try await visitor.get(path)
                #expect(answer.status == 200)
                #expect(!answer.body.contains("<script>") && !answer.body.contains("\"'&'"), "\(path)")
            }
        }
    }
}

@Suite("How the page for volunteers looks")
struct VolunteerStyleTests {
    /// WCAG 2.2, 1.4.6: at least 7:1 for text; 1.4.11: at least 3:1 for what bounds a field.
    @Test("Contrast is enough in light and dark", arguments: [0, 1])
    func contrast(_ scheme: Int) throws {
        let blocks = VolunteerStyle.sheet.components(separatedBy: ":root {")
        let block = blocks[scheme + 1].components(separatedBy: "}")[0]
        var colours: [String: Double] = [:]
        for part in block.components(separatedBy: ";") {
            let pair = part.components(separatedBy: ":").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
            if pair.count == 2, pair[0].hasPrefix("--") { colours[pair[0]] = Self.luminance(pair[1]) }
        }
        func ratio(_ one: String, _ other: String) throws -> Double {
            let (a, b) = (try #require(colours["--\(one)"]), try #require(colours["--\(other)"]))
            return (max(a, b) + 0.05) / (min(a, b) + 0.05)
        }
        for (ink, ground) in [
            ("ink", "paper"), ("ink", "sheet"), ("faint", "paper"), ("faint", "sheet"), ("on-green", "green"),
            ("link", "paper"), ("on-note", "note"), ("bad", "sheet"), ("green", "paper"),
        ] {
            #expect(try ratio(ink, ground) >= 7, "\(ink) on \(ground)")
        }
        for (line, ground) in [("line", "paper"), ("line", "sheet"), ("ring", "paper"), ("ring", "sheet")] {
            #expect(try ratio(line, ground) >= 3, "\(line) on \(ground)")
        }
    }

    /// WCAG 2.2, relative luminance.
    private static func luminance(_ hex: String) -> Double? {
        guard let number = Int(hex.dropFirst(), radix: 16), hex.count == 7 else { return nil }
        let parts = [16, 8, 0].map { (shift: Int) -> Double in
            let value = Double((number >> shift) & 255) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
}

/// Pages that follow the numbers.
@Suite("Live numbers of the page for volunteers")
struct LiveFeedTests {
    /// A status that tests change.
    final class Source: StatusSource {
        let value = Mutex(Fixtures.status())
        let followers = Mutex<[AsyncStream<Void>.Continuation]>([])

        func status() async -> NodeStatus { value.withLock { $0 } }

        func changes() async -> AsyncStream<Void> {
            AsyncStream { continuation in followers.withLock { $0.append(continuation) } }
        }

        func change(_ change: (inout NodeStatus) -> Void) {
            value.withLock { change(&$0) }
            for follower in followers.withLock({ $0 }) { follower.yield() }
        }
    }

    @Test func whatChangesIsSaidAndLinesAreNot() async throws {
        let source = Source()
        try await ServedPage.serving(source: source) { page, _ in
            let visitor = try await page.insider()
            let cookie = visitor.jar.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            let request = "GET /frivillig/live HTTP/1.1\r\nHost: 127.0.0.1:\(page.port)\r\nCookie: \(cookie)\r\n\r\n"
            async let said = visitor.raw(request, until: "event: change")
            while source.followers.withLock({ $0.isEmpty }) { await Task.yield() }
            source.change { $0.lines[0].edges += 1 }
            source.change { $0.visits += 1 }
            let answer = try await said
            #expect(answer.hasPrefix("HTTP/1.1 200") && answer.contains("text/event-stream"))
            #expect(answer.contains("retry: 5000") && answer.contains("no-store"))
            #expect(answer.components(separatedBy: "event: change").count == 2)
        }
    }

    /// There the moment would tell when somebody passed.
    @Test func onTheNetworkOnlyCallsAreToldOf() async throws {
        let source = Source()
        var feed = await LiveFeed(source: source, isAtMachine: false) { true }
        _ = await feed.next()
        source.change { $0.visits += 1 }
        source.change { $0.panels[0].presses += 1 }
        source.change { $0.panels[0].calls = [.init(button: 1, text: "Hjelp", minutes: 0)] }
        let said = await feed.next().map { String(buffer: $0) }
        #expect(said?.hasPrefix("event: change") == true)
        // What had changed before would have been said now.
        source.change { $0.visits += 1 }
        source.change { $0.panels[0].calls = nil }
        #expect(await feed.next() != nil)
        feed.stop()
        #expect(await feed.next() == nil)
    }

    @Test func whoeverHasLoggedOutIsToldNothingMore() async throws {
        let source = Source()
        let isOpen = Mutex(true)
        var feed = await LiveFeed(source: source, isAtMachine: true) { isOpen.withLock { $0 } }
        _ = await feed.next()
        source.change { $0.visits += 1 }
        #expect(await feed.next() != nil)
        isOpen.withLock { $0 = false }
        source.change { $0.visits += 1 }
        #expect(await feed.next() == nil)
    }

    @Test func onlySoManyListen() async throws {
        let source = Source()
        try await ServedPage.serving(source: source) { page, _ in
            let visitor = try await page.insider()
            let cookie = visitor.jar.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            let request = "GET /frivillig/live HTTP/1.1\r\nHost: 127.0.0.1:\(page.port)\r\nCookie: \(cookie)\r\n\r\n"
            try await withThrowingTaskGroup { group in
                for _ in 0..<VolunteerDesk.mostListeners {
                    group.addTask { _ = try await visitor.raw(request, until: "event: change") }
                }
                while source.followers.withLock({ $0.count }) < VolunteerDesk.mostListeners { await Task.yield() }
                #expect(page.site.desk.listenerCount == VolunteerDesk.mostListeners)
                #expect(try await visitor.get("/frivillig/live").status == 503)
                source.change { $0.visits += 1 }
                try await group.waitForAll()
            }
        }
    }
}

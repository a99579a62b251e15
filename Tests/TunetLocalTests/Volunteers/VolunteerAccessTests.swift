import Foundation
import Testing
import TunetCore
import TunetLocal
import TunetTestSupport

/// Who gets in, and what a browser is told: with a real server and real connections.
@Suite("Access to the page for volunteers")
struct VolunteerAccessTests {
    static let paths = [
        "/frivillig", "/frivillig/rett", "/frivillig/kontroll", "/frivillig/klokke", "/frivillig/bruk",
        "/frivillig/lys",
        "/frivillig/logg",
    ]

    @Test func withoutThePinNothingIsSeen() async throws {
        try await ServedPage.serving { page, _ in
            let visitor = page.visitor()
            for path in Self.paths {
                let answer = try await visitor.get(path)
                #expect(answer.status == 303, "\(path)")
                #expect(answer.header("location") == "/frivillig/inn?til=\(path)")
                #expect(answer.body.isEmpty)
            }
            let logIn = try await visitor.get("/frivillig/inn?til=/frivillig/rett")
            #expect(logIn.status == 200 && logIn.body.contains("PIN-kode") && !logIn.body.contains("Hoveddøra"))
            #expect(try await visitor.get("/frivillig/live").status == 403)
            let start = try await visitor.get("/")
            #expect(
                start.body.contains("href=\"/frivillig\"") && !start.body.contains("15")
                    && !start.body.contains("/kiosk"))
        }
    }

    @Test func thePinLetsInAndLoggingOutLocksAgain() async throws {
        try await ServedPage.serving { page, _ in
            let visitor = page.visitor()
            let logIn = try await visitor.get("/frivillig/inn")
            let wrong = try await visitor.send(logIn, form: "name=\"pin\"", [("pin", "2718")])
            #expect(wrong.status == 403 && wrong.body.contains("Det er ikke den PIN-koden."))
            #expect(wrong.body.contains("aria-describedby=\"h-pin e-pin\"") && wrong.body.contains("href=\"#f-pin\""))
            #expect(!wrong.body.contains("2718"), "a PIN never stands in a page")
            let right = try await visitor.send(logIn, form: "name=\"pin\"", [("pin", " 27 19 ")])
            #expect(right.status == 303 && right.header("location") == "/frivillig")
            for cookie in right.headers["set-cookie"] ?? [] {
                for flag in ["HttpOnly", "SameSite=Strict", "Path=/frivillig"] {
                    #expect(cookie.contains(flag), "\(cookie)")
                }
            }
            let session = try #require(visitor.jar["tunet_session"])
            #expect(session.utf8.count == 64 && visitor.jar["tunet_browser"]?.utf8.count == 64)
            let inside = try await visitor.get("/frivillig")
            #expect(inside.status == 200 && inside.body.contains("Hoveddøra"))
            #expect(!inside.body.contains(session), "the cookie's token stays in the cookie")
            let out = try await visitor.send(inside, form: "/frivillig/ut")
            #expect(out.status == 303 && visitor.jar["tunet_session"] == nil)
            visitor.jar["tunet_session"] = session
            #expect(try await visitor.get("/frivillig").status == 303, "the old token is worth nothing")
        }
    }

    @Test func aSessionEndsAfterEightHoursAndTheFormKeepsItsInput() async throws {
        let deeds = RecordedDeeds()
        try await ServedPage.serving(duties: VolunteerDuties(actions: deeds)) { page, time in
            let visitor = try await page.insider()
            let form = try await visitor.get("/frivillig/bruk")
            time.pass(.seconds(8 * 3600))
            let late = try await visitor.send(
                form, form: "name=\"organiser\"",
                [("day", "2026-11-04"), ("name", "Strikke & \"prat\""), ("organiser", "Saniteten"), ("sector", "")])
            #expect(late.status == 403 && late.body.contains("det du skrev, er tatt vare på"))
            let back = try await visitor.send(late, form: "name=\"pin\"", [("pin", ServedPage.pin)])
            #expect(back.header("location") == "/frivillig/bruk")
            let again = try await visitor.follow(back)
            #expect(again.body.contains("value=\"Strikke &amp; &quot;prat&quot;\""))
            #expect(again.body.contains("value=\"Saniteten\"") && again.body.contains("value=\"2026-11-04\""))
            #expect(again.body.contains("Du er logget inn igjen."))
            #expect(deeds.done.isEmpty, "nothing is done before somebody has looked at it again")
            let sent = try await visitor.send(
                again, form: "name=\"organiser\"",
                [
                    ("day", "2026-11-04"), ("name", "Strikkekveld"), ("organiser", "Saniteten"), ("sector", "health"),
                ])
            #expect(sent.status == 303 && deeds.done == ["record 2026-11-04 Strikkekveld - - Saniteten health -"])
        }
    }

    @Test func formsOfOtherPagesAreRefused() async throws {
        let deeds = RecordedDeeds()
        try await ServedPage.serving(duties: VolunteerDuties(actions: deeds)) { page, _ in
            let visitor = try await page.insider()
            let form = try await visitor.get("/frivillig/lys")
            let token = try #require(
                WebVisitor.attribute("value", of: form.body.components(separatedBy: "name=\"token\"")[1]))
            let attacks: [([(String, String)], [(String, String)])] = [
                ([], []), ([("token", "")], []), ([("token", String(repeating: "0", count: 64))], []),
                ([("token", token)], [("Origin", "http://evil.example")]), ([("token", token)], [("Origin", "null")]),
                ([("token", token)], [("Origin", "http://127.0.0.1:1")]),
                ([("token", token)], [("Sec-Fetch-Site", "cross-site")]),
                ([("token", token)], [("Sec-Fetch-Site", "same-site")]),
            ]
            for (fields, headers) in attacks {
                #expect(try await visitor.post("/frivillig/lys", fields, headers: headers).status == 403, "\(headers)")
            }
            // Of another session.
            let other = try await page.insider()
            #expect(try await other.post("/frivillig/lys", [("token", token)]).status == 403)
            #expect(deeds.done.isEmpty)
            #expect(try await visitor.get("/frivillig/lys?token=\(token)").status == 200 && deeds.done.isEmpty)
            #expect(try await visitor.post("/frivillig/lys", [("token", token)]).status == 303)
            #expect(deeds.done == ["test all"])
            // Logging somebody in or out from elsewhere.
            for path in ["/frivillig/inn", "/frivillig/ut"] {
                let answer = try await visitor.post(
                    path, [("pin", ServedPage.pin), ("token", token)], headers: [("Origin", "http://evil.example")])
                #expect(answer.status == 403 && answer.headers["set-cookie"] == nil)
            }
        }
    }

    @Test func guessingIsSlow() async throws {
        try await ServedPage.serving { page, time in
            let visitor = page.visitor()
            for number in 0..<5 {
                #expect(try await visitor.post("/frivillig/inn", [("pin", "900\(number)")]).status == 403)
            }
            let early = try await visitor.post("/frivillig/inn", [("pin", ServedPage.pin)])
            #expect(early.status == 429 && early.body.contains("Prøv igjen om 30 sekunder."), "not even the right one")
            #expect(early.header("retry-after") == "31")
            time.pass(.seconds(30))
            #expect(try await visitor.post("/frivillig/inn", [("pin", "9006")]).status == 403)
            time.pass(.seconds(59))
            #expect(try await visitor.post("/frivillig/inn", [("pin", ServedPage.pin)]).status == 429)
            time.pass(.seconds(1))
            #expect(try await visitor.post("/frivillig/inn", [("pin", ServedPage.pin)]).status == 303)
        }
    }

    /// What is no PIN at all is a slip, and costs no try.
    @Test func slipsCostNothing() async throws {
        try await ServedPage.serving { page, _ async throws in
            let visitor = page.visitor()
            for pin in ["", "27", "271", "12345678901234", "&", " "] {
                for _ in 0..<3 { #expect(try await visitor.post("/frivillig/inn", [("pin", pin)]).status == 403) }
            }
            #expect(try await visitor.post("/frivillig/inn", [("pin", ServedPage.pin)]).status == 303)
        }
    }

    @Test func everyAnswerHasItsHeaders() async throws {
        try await ServedPage.serving { page, _ in
            let insider = try await page.insider()
            let outsider = page.visitor()
            var answers: [WebVisitor.Answer] = []
            for path in Self.paths + ["/", "/nothing", "/frivillig/nothing", "/frivillig/inn", "/frivillig/style.css"] {
                answers.append(try await insider.get(path))
                answers.append(try await outsider.get(path))
                answers.append(try await outsider.get(path, headers: [("Host", "evil.example")]))
            }
            for answer in answers {
                let policy = answer.header("content-security-policy") ?? ""
                #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
                #expect(!policy.contains("unsafe") && policy.contains("form-action 'self'"))
                #expect(answer.header("x-content-type-options") == "nosniff")
                #expect(answer.header("referrer-policy") == "same-origin")
                if answer.header("content-type")?.contains("html") == true {
                    #expect(answer.header("cache-control") == "no-store")
                    #expect(
                        !answer.body.contains("style=\"") && !answer.body.contains("<style")
                            && !answer.body.contains(" onclick"))
                }
            }
        }
    }

    @Test func namesThatOnlyLeadHereAreRefused() async throws {
        try await ServedPage.serving { page, _ in
            let visitor = try await page.insider()
            for host in [
                "evil.example", "evil.example:\(page.port)", "tunet.local", "127.0.0.1.evil.example", "192.168.0.9",
            ] {
                for path in ["/", "/frivillig", "/frivillig/style.css", "/frivillig/live"] {
                    #expect(try await visitor.get(path, headers: [("Host", host)]).status == 421, "\(host)\(path)")
                }
            }
            let none = try await visitor.raw("GET /frivillig HTTP/1.1\r\nConnection: close\r\n\r\n")
            #expect(none.hasPrefix("HTTP/1.1 421") || none.hasPrefix("HTTP/1.1 400"))
        }
        try await ServedPage.serving(names: ["tunet.local"]) { page, _ async throws in
            let visitor = page.visitor()
            #expect(try await visitor.get("/", headers: [("Host", "tunet.local:\(page.port)")]).status == 200)
            #expect(try await visitor.get("/", headers: [("Host", "evil.example")]).status == 421)
        }
    }

    @Test func withoutAPinThePageCanBeReadAndNothingDone() async throws {
        let deeds = RecordedDeeds()
        try await ServedPage.serving(duties: VolunteerDuties(actions: deeds), hasPin: false) { page, _ in
            let visitor = page.visitor()
            let overview = try await visitor.get("/frivillig")
            #expect(overview.status == 200 && overview.body.contains("Hoveddøra"))
            #expect(overview.body.contains("lager en med «tunet pin»") && !overview.body.contains("<form"))
            for path in Self.paths.dropFirst() {
                let body = try await visitor.get(path).body
                #expect(!body.contains("<form"), "\(path)")
                #expect(try await visitor.post(path, [("token", "")]).status == 403, "\(path)")
            }
            #expect(try await visitor.get("/frivillig/inn").status == 303)
            #expect(try await visitor.post("/frivillig/inn", [("pin", "2719")]).status == 403)
            #expect(deeds.done.isEmpty)
        }
    }

    @Test("Whatever is sent, no answer is an error of ours", arguments: 0..<60)
    func malformed(_ seed: UInt64) async throws {
        let deeds = RecordedDeeds()
        try await ServedPage.serving(duties: VolunteerDuties(actions: deeds)) { page, _ in
            var random = SeededGenerator(seed: seed)
            let visitor = try await page.insider()
            let token = try #require(
                WebVisitor.attribute(
                    "value",
                    of: try await visitor.get("/frivillig/lys").body.components(separatedBy: "name=\"token\"")[1]))
            let names = [
                "token", "pin", "til", "k.x", "day", "part", "sign", "amount", "door", "what", "in", "id", "kind",
            ]
            let values = [
                "", token, "%", "%00", "%ff%fe", "9999999999999999999", "-1", "../../etc/passwd", "//evil.example",
                "<script>alert(1)</script>", "2026-13-45", "a/b/c", "add", "undo", "stop", "\u{202E}", "https%3A//x",
            ]
            for path in Self.paths + ["/frivillig/feil", "/frivillig/inn"] {
                let body =
                    (0..<Int.random(in: 0...8, using: &random)).map { _ in
                        "\(names.randomElement(using: &random) ?? "")=\(values.randomElement(using: &random) ?? "")"
                    }.joined(separator: "&") + (Bool.random(using: &random) ? "&token=\(token)" : "")
                let cookie = "tunet_session=\(visitor.jar["tunet_session"] ?? "")"
                let text = """
                    POST \(path)?\(values.randomElement(using: &random) ?? "") HTTP/1.1\r\nHost: 127.0.0.1:\(page.port)\r
                    Origin: \(visitor.origin)\r\nCookie: \(cookie); tunet_language=\(values.randomElement(using: &random) ?? "")\r
                    Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)
                    """
                let answer = try await visitor.raw(text)
                #expect(!answer.hasPrefix("HTTP/1.1 5"), "seed \(seed), \(path): \(body)")
                #expect(answer.hasPrefix("HTTP/1.1 "), "seed \(seed), \(path): \(body)")
                #expect(!answer.contains("<script>alert") && !answer.lowercased().contains("location: //"))
            }
        }
    }

    @Test func largeFormsAndStrangePathsAreRefused() async throws {
        try await ServedPage.serving { page, _ in
            let visitor = try await page.insider()
            let large = String(repeating: "x", count: 40_000)
            for path in ["/frivillig/inn", "/frivillig/ut", "/frivillig/rett"] {
                #expect(try await visitor.post(path, [("a", large)]).status == 413, "\(path)")
            }
            for path in [
                "/frivillig/../etc/passwd", "/frivillig/%2e%2e/x", "/frivillig//rett", "/frivillig/rett/x",
                "/Frivillig",
                "/frivillig%00", "/frivillig/style.css/..",
            ] {
                let answer = try await visitor.get(path)
                #expect([400, 404, 303, 200].contains(answer.status) && !answer.body.contains("root:"), "\(path)")
            }
            // Where to go after logging in is always a page of ours.
            for target in [
                "https://evil.example", "//evil.example", "/frivillig/../x", "/frivillig/ut", "javascript:x", "",
            ] {
                let other = page.visitor()
                let answer = try await other.post("/frivillig/inn", [("pin", ServedPage.pin), ("til", target)])
                #expect(answer.header("location") == "/frivillig", "\(target)")
            }
            #expect(try await visitor.get("/frivillig?lang=../../x").status == 200)
        }
    }
}

import HTTPTypes
import Hummingbird
import NIOCore

extension Router where Context == PageContext {
    /// The pages, forms and files for volunteers.
    func addVolunteers(_ site: VolunteerSite) {
        get(RouterPath(VolunteerPath.style)) { _, _ in
            Self.file(VolunteerStyle.sheet, type: "text/css; charset=utf-8")
        }
        get(RouterPath(VolunteerPath.script)) { _, _ in
            Self.file(VolunteerStyle.script, type: "text/javascript; charset=utf-8")
        }
        get(RouterPath(VolunteerPath.live)) { request, context in
            try await site.live(request, from: context.peer ?? "")
        }
        get(RouterPath(VolunteerPath.logIn)) { request, _ in try await site.showLogIn(request) }
        post(RouterPath(VolunteerPath.logIn)) { request, context in
            try await site.logIn(request, from: context.peer ?? "")
        }
        for path in VolunteerPath.pages {
            get(RouterPath(path)) { request, _ in try await site.show(request, path: path) }
        }
        let forms = [
            VolunteerPath.correct, VolunteerPath.check, VolunteerPath.clock, VolunteerPath.record, VolunteerPath.test,
            VolunteerPath.log, VolunteerPath.acknowledge, VolunteerPath.logOut,
        ]
        for path in forms { post(RouterPath(path)) { request, _ in try await site.take(request, path: path) } }
    }

    private static func file(_ text: String, type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "max-age=300"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}

extension VolunteerSite {
    /// Largest form in bytes.
    static let formLimit = 16_384
    static let sessionCookie = "tunet_session"
    static let browserCookie = "tunet_browser"
    static let languageCookie = "tunet_language"

    // MARK: - Pages

    func show(_ request: Request, path: String) async throws -> Response {
        if let chosen = chosenLanguage(request, path: path) { return chosen }
        guard let asked = await asked(request, path: path, takesNotice: true) else {
            return Self.redirect(to: VolunteerPath.logIn + "?til=" + path)
        }
        var state = FormState()
        if let session = asked.visit?.session, let draft = await desk.takeDraft(of: session, for: path) {
            state = FormState(fields: draft)
        }
        return page(try await content(asked, state))
    }

    /// What stands on the page at this path.
    private func content(_ asked: VolunteerRequest, _ state: FormState) async throws -> String {
        if asked.visit == nil, asked.path != VolunteerPath.start { return notOffered(asked) }
        switch asked.path {
        case VolunteerPath.start: return await overview(asked)
        case VolunteerPath.correct where duties.corrections != nil: return await correctionPage(asked, state)
        case VolunteerPath.check where duties.checks != nil: return await checkPage(asked, state)
        case VolunteerPath.clock where duties.clock != nil: return await clockPage(asked, state)
        case VolunteerPath.record where duties.actions != nil: return recordPage(asked, state)
        case VolunteerPath.test where duties.actions != nil: return testPage(asked, state)
        case VolunteerPath.log where duties.actions != nil: return await logPage(asked, state)
        default: return notOffered(asked)
        }
    }

    /// The request with its session; nil for somebody who has to log in first.
    func asked(_ request: Request, path: String, takesNotice: Bool = false) async -> VolunteerRequest? {
        let visit = await desk.visit(Self.cookie(Self.sessionCookie, of: request))
        if visit == nil, desk.needsPin { return nil }
        var asked = await open(request, path: path)
        asked.visit = visit
        if takesNotice, let visit { asked.notice = await desk.takeNotice(of: visit.session) }
        return asked
    }

    /// The request of somebody of whom nothing is known.
    func open(_ request: Request, path: String) async -> VolunteerRequest {
        let status = await source.status()
        let wanted = Self.cookie(Self.languageCookie, of: request).map { [$0] } ?? []
        let language = Catalogue(firstOf: wanted.filter(LanguageFiles.codes.contains) + status.languages)
        let query = FormFields((request.uri.query ?? "").utf8) ?? FormFields()
        return VolunteerRequest(
            path: path, visit: nil, status: status.spoken(in: language.code), language: language, query: query,
            placesLanguage: status.languages.first)
    }

    /// Keeps the language that was chosen on a page, and shows that again.
    func chosenLanguage(_ request: Request, path: String) -> Response? {
        guard let query = FormFields((request.uri.query ?? "").utf8), let code = query["lang"],
            LanguageFiles.codes.contains(code)
        else { return nil }
        var response = Self.redirect(to: path)
        response.setCookie(
            Cookie(name: Self.languageCookie, value: code, maxAge: 31_536_000, path: "/", sameSite: .strict))
        return response
    }

    // MARK: - Logging in

    func showLogIn(_ request: Request) async throws -> Response {
        if let chosen = chosenLanguage(request, path: VolunteerPath.logIn) { return chosen }
        let asked = await open(request, path: VolunteerPath.logIn)
        guard desk.needsPin, await desk.visit(Self.cookie(Self.sessionCookie, of: request)) == nil else {
            return Self.redirect(to: VolunteerPath.start)
        }
        return page(logInPage(asked, target: Self.target(asked.query["til"]), kept: nil, problem: nil))
    }

    func logIn(_ request: Request, from address: String) async throws -> Response {
        guard Self.isOwnOrigin(request) else { return Response(status: .forbidden) }
        guard let form = try await form(of: request) else { return Response(status: .contentTooLarge) }
        let asked = await open(request, path: VolunteerPath.logIn)
        let target = Self.target(form["til"])
        let kept = form.kept
        let outcome = await desk.logIn(
            pin: form["pin"] ?? "", address: address, browser: Self.cookie(Self.browserCookie, of: request),
            draft: kept.map { VolunteerSessions.Draft(path: target, fields: $0) })
        switch outcome {
        case .isIn(let session, let browser):
            if kept != nil {
                let say = asked.language
                await desk.say(.init(words: say("volunteers.kept"), language: say.code), to: session)
            }
            var response = Self.redirect(to: target)
            let path = VolunteerPath.start
            response.setCookie(Cookie(name: Self.sessionCookie, value: session, path: path, sameSite: .strict))
            response.setCookie(
                Cookie(name: Self.browserCookie, value: browser, maxAge: 15_552_000, path: path, sameSite: .strict))
            return response
        case .wrong:
            let problem = asked.language("volunteers.pin_wrong")
            return page(logInPage(asked, target: target, kept: kept, problem: problem), status: .forbidden)
        case .wait(let time):
            let problem = asked.language.wait(time)
            var response = page(
                logInPage(asked, target: target, kept: kept, problem: problem), status: .tooManyRequests)
            response.headers[.retryAfter] = "\(time.components.seconds + 1)"
            return response
        }
    }

    /// One of our own pages.
    private static func target(_ text: String?) -> String {
        text.flatMap { VolunteerPath.pages.contains($0) ? $0 : nil } ?? VolunteerPath.start
    }

    // MARK: - Parts

    /// A form's fields; nil for one that is too large.
    func form(of request: Request) async throws -> FormFields? {
        do {
            let bytes = try await request.body.collect(upTo: Self.formLimit)
            return FormFields(bytes.readableBytesView)
        } catch is NIOTooManyBytesError {
            return nil
        }
    }

    /// Whether a form comes from a page of ours, as far as the browser says so; old ones don't.
    static func isOwnOrigin(_ request: Request) -> Bool {
        if let field = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[field], site != "same-origin",
            site != "none"
        {
            return false
        }
        guard let origin = request.headers[.origin] else { return true }
        return origin == "http://\(request.head.authority ?? "")"
    }

    /// The value of a cookie, if it is one that we could have set.
    static func cookie(_ name: String, of request: Request) -> String? {
        guard let value = request.cookies[name]?.value, (2...64).contains(value.utf8.count),
            value.utf8.allSatisfy({ (48...57).contains($0) || (97...122).contains($0) })
        else { return nil }
        return value
    }

    /// After a form, and for whoever has to log in: with GET.
    static func redirect(to path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path])
    }

    func page(_ html: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: html)))
    }
}

extension NodeStatus {
    /// Has the words that are made of it said in this language.
    fileprivate func spoken(in code: String) -> NodeStatus {
        var status = self
        status.languages = [code] + languages.filter { $0 != code }
        return status
    }
}

extension FormFields {
    private static let prefix = "k."

    /// What was in the form that brought somebody to the page for logging in; nil if none did.
    fileprivate var kept: FormFields? {
        var kept = FormFields()
        for name in names where name.hasPrefix(Self.prefix) {
            kept[String(name.dropFirst(Self.prefix.count))] = self[name]
        }
        return kept.names.isEmpty ? nil : kept
    }

    /// Under names that ``kept`` finds again, without what is only for the session.
    var keeping: [(name: String, value: String)] {
        names.filter { $0 != FormState.tokenField }.map { (Self.prefix + $0, self[$0] ?? "") }
    }
}

import HTTPTypes
import Hummingbird
import NIOCore
import TunetCore

/// What a form came to.
enum FormOutcome: Sendable {
    /// Done: what to say on the next page, and which that is.
    case done(String, next: String)
    /// Done, and said by the service in the place's own first language.
    case answered(String, next: String)
    /// Not done: the page again, with what was written and what is wrong with it.
    case again(String)
}

extension VolunteerSite {
    /// Takes a form: who sent it, whether a page of ours made it, and what it asks.
    func take(_ request: Request, path: String) async throws -> Response {
        guard Self.isOwnOrigin(request) else { return Response(status: .forbidden) }
        guard let form = try await form(of: request) else { return Response(status: .contentTooLarge) }
        guard let asked = await asked(request, path: path), let visit = asked.visit else {
            let open = await open(request, path: VolunteerPath.logIn)
            guard desk.needsPin else { return page(notOffered(open), status: .forbidden) }
            // What was written waits in the page for logging in.
            let isPage = VolunteerPath.pages.contains(path)
            let problem = open.language("volunteers.session_ended")
            return page(
                logInPage(
                    open, target: isPage ? path : VolunteerPath.start, kept: isPage ? form : nil, problem: problem),
                status: .forbidden)
        }
        guard form[FormState.tokenField] == visit.formToken else { return Response(status: .forbidden) }
        if path == VolunteerPath.logOut {
            await desk.logOut(visit.session)
            var response = Self.redirect(to: VolunteerPath.logIn)
            response.setCookie(
                Cookie(
                    name: Self.sessionCookie, value: "", maxAge: 0, path: VolunteerPath.start, sameSite: .strict))
            return response
        }
        switch await carryOut(form, asked) {
        case .done(let words, let next):
            await desk.say(.init(words: words, language: asked.language.code), to: visit.session)
            return Self.redirect(to: next)
        case .answered(let words, let next):
            let language = asked.placesLanguage ?? asked.language.code
            await desk.say(.init(words: words, language: language), to: visit.session)
            return Self.redirect(to: next)
        case .again(let html): return page(html, status: .unprocessableContent)
        }
    }

    private func carryOut(_ form: FormFields, _ asked: VolunteerRequest) async -> FormOutcome {
        switch asked.path {
        case VolunteerPath.correct:
            if let keeper = duties.corrections { return await correct(form, asked, keeper) }
        case VolunteerPath.check:
            if let keeper = duties.checks { return await check(form, asked, keeper) }
        case VolunteerPath.clock:
            if let keeper = duties.clock { return await setClock(form, asked, keeper) }
        case VolunteerPath.record:
            if let keeper = duties.actions { return await record(form, asked, keeper) }
        case VolunteerPath.test:
            if let keeper = duties.actions { return await test(form, asked, keeper) }
        case VolunteerPath.log:
            if let keeper = duties.actions { return await undo(form, asked, keeper) }
        case VolunteerPath.acknowledge:
            if let keeper = duties.actions { return await acknowledge(form, asked, keeper) }
        default: break
        }
        return .again(notOffered(asked))
    }

    private func acknowledge(
        _ form: FormFields, _ asked: VolunteerRequest, _ keeper: any ActionKeeper
    ) async -> FormOutcome {
        do {
            let request = FaultRequest(source: form.trimmed("source"), kind: form["kind"] ?? "")
            return .answered(try await keeper.acknowledge(request).message, next: VolunteerPath.start)
        } catch {
            // It may have ended by itself, and the page shows what is there now.
            return .done(ActionText(languages: asked.languages).problem(error), next: VolunteerPath.start)
        }
    }

    private func undo(
        _ form: FormFields, _ asked: VolunteerRequest, _ keeper: any ActionKeeper
    ) async -> FormOutcome {
        do throws(ActionProblem) {
            guard let id = form.number("id") else { throw ActionProblem.notUndone(.unknown) }
            return .answered(try await keeper.undo(Int64(id)).message, next: VolunteerPath.log)
        } catch {
            return .again(await logPage(asked, refusal(error, form, asked)))
        }
    }

    private func test(
        _ form: FormFields, _ asked: VolunteerRequest, _ keeper: any ActionKeeper
    ) async -> FormOutcome {
        do {
            let request = LightTestRequest(panel: form.trimmed("panel"))
            return .answered(try await keeper.testLights(request).message, next: VolunteerPath.test)
        } catch {
            return .again(testPage(asked, refusal(error, form, asked)))
        }
    }

    private func refusal(_ problem: ActionProblem, _ form: FormFields, _ asked: VolunteerRequest) -> FormState {
        FormState(fields: form, mistakes: [(nil, ActionText(languages: asked.languages).problem(problem))])
    }

    // MARK: - Live

    /// Tells a page that something has changed, as server-sent events; the page then asks for itself anew.
    func live(_ request: Request, from peer: String) async throws -> Response {
        guard let asked = await asked(request, path: VolunteerPath.live) else { return Response(status: .forbidden) }
        let session = asked.visit?.session
        guard let slot = desk.beginListening() else { return Response(status: .serviceUnavailable) }
        let body = ResponseBody { writer in
            var feed = await LiveFeed(source: source, isAtMachine: LocalNetwork.isLoopback(peer)) {
                await desk.mayLook(session)
            }
            // Whoever leaves the page makes room for another one at once.
            let stop = feed.stop
            async let _: Void = request.body.waitForClose(then: stop)
            while let event = await feed.next() { try await writer.write(event) }
            try await writer.finish(nil)
            withExtendedLifetime(slot) {}
        }
        return Response(status: .ok, headers: [.contentType: "text/event-stream"], body: body)
    }
}

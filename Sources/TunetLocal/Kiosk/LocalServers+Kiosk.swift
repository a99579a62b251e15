import Hummingbird
import NIOCore
import TunetCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The page for a screen beside the panel, at `/kiosk`. ``PageDoor`` keeps it to the machine itself.
extension Router where Context == PageContext {
    /// Largest request in bytes.
    private static var requestLimit: Int { 1024 }

    func addKiosk(_ source: any KioskSource) {
        get("/kiosk") { request, _ in
            let status = await source.kiosk()
            let chosen = Self.language(of: request, in: status)
            // Whoever has chosen a language keeps it for a while; otherwise one follows the other.
            let isChosen = chosen != nil && request.uri.queryParameters["turn"] == nil
            let language = chosen ?? status.languages.first ?? "nb"
            let page = KioskPage(status, language: language, isChosen: isChosen)
            let next = Self.following(language, in: status.languages)
            return Self.answer("text/html; charset=utf-8", page.html(next: next))
        }
        get("/kiosk.css") { _, _ in Self.answer("text/css; charset=utf-8", KioskStyle.css) }
        get("/kiosk.js") { _, _ in Self.answer("text/javascript; charset=utf-8", KioskScript.js) }
        get("/kiosk/live") { request, _ in
            let status = await source.kiosk()
            let language = Self.language(of: request, in: status) ?? status.languages.first ?? "nb"
            let stays = request.uri.queryParameters["stay"] != nil
            guard let changes = source.kioskChanges() else { throw HTTPError(.serviceUnavailable) }
            return Response(
                status: .ok,
                headers: [.contentType: "text/event-stream"],
                body: ResponseBody { writer in
                    var stream = KioskStream(source: source, language: language, stays: stays)
                    let stop = stream.stop
                    async let _: Void = request.body.waitForClose(then: stop)
                    try await stream.run(changes, to: &writer)
                    try await writer.finish(nil)
                })
        }
        post("/kiosk/press") { request, _ in
            try Self.requireOwnOrigin(request)
            let status = await source.kiosk()
            let bytes = try await request.body.collect(upTo: Self.requestLimit)
            let fields = Self.fields(of: String(buffer: bytes))
            guard status.isTouchable else { return Self.refusal(.forbidden, of: fields, in: status) }
            guard let panel = fields["panel"], let button = fields["button"].flatMap({ Int($0) }),
                status.panels.contains(where: { $0.id == panel && $0.buttons.contains { $0.number == button } })
            else { return Self.refusal(.badRequest, of: fields, in: status) }
            await source.touch(panel: panel, button: button)
            // The script follows the answer in its stream.
            return fields["script"] == nil ? Self.back(from: fields, in: status) : Response(status: .noContent)
        }
    }

    /// Without a script an error would be a page with no way back; the page as it is now says what can be pressed.
    private static func refusal(
        _ code: HTTPResponse.Status, of fields: [String: String], in status: KioskStatus
    ) -> Response {
        fields["script"] == nil ? back(from: fields, in: status) : Response(status: code)
    }

    /// To the page in the language of the press. One that was chosen is chosen for another while: somebody is there.
    private static func back(from fields: [String: String], in status: KioskStatus) -> Response {
        let language = fields["lang"].flatMap { status.languages.contains($0) ? $0 : nil }
        let turn = fields["stay"] == nil ? "&turn=1" : ""
        return Response(
            status: .seeOther, headers: [.location: "/kiosk" + (language.map { "?lang=\($0)\(turn)" } ?? "")])
    }

    private static func answer(_ type: String, _ text: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: type],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// A page elsewhere must not press a button here.
    private static func requireOwnOrigin(_ request: Request) throws {
        guard let origin = request.headers[.origin] else { return }
        guard let authority = request.head.authority, origin == "http://\(authority)" else {
            throw HTTPError(.forbidden)
        }
    }

    private static func language(of request: Request, in status: KioskStatus) -> String? {
        let asked = request.uri.queryParameters["lang"].map { String($0) }
        return asked.flatMap { status.languages.contains($0) ? $0 : nil }
    }

    private static func following(_ language: String, in languages: [String]) -> String? {
        guard languages.count > 1, let index = languages.firstIndex(of: language) else { return nil }
        return languages[(index + 1) % languages.count]
    }

    /// Ids and numbers only: nothing in them has to be decoded.
    private static func fields(of form: String) -> [String: String] {
        let pairs = form.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        return Dictionary(
            pairs.compactMap { $0.count == 2 ? ($0[0], $0[1]) : nil }, uniquingKeysWith: { first, _ in first })
    }
}

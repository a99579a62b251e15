import HTTPTypes
import Hummingbird
import NIOCore

/// What a request for a page comes with: from where, and at which of the machine's addresses.
struct PageContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address of whoever asks; nil if it is not known.
    let peer: String?
    let own: String?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress
        own = source.channel.localAddress?.ipAddress
    }
}

/// What holds for every page: who may ask, under which name, and what a browser may do with the answer.
struct PageMiddleware: RouterMiddleware {
    let door: PageDoor

    @concurrent func handle(
        _ request: Request, context: PageContext, next: @concurrent (Request, PageContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        if !door.admits(peer: context.peer, path: request.uri.path) {
            response = Response(status: .forbidden)
        } else if !door.answers(to: request.head.authority, at: context.own) {
            response = Response(status: .misdirectedRequest)
        } else {
            do {
                response = try await next(request, context)
            } catch let error as any HTTPResponseError {
                response = try error.response(from: request, context: context)
            }
        }
        for (name, value) in Self.headers where response.headers[name] == nil { response.headers[name] = value }
        return response
    }

    /// With `no-referrer` a browser would hide the origin of our own forms (Fetch, “append a request Origin header”), and it
    /// could not be checked; `same-origin` tells others nothing either.
    private static let headers: [(HTTPField.Name, String)] =
        [
            (.cacheControl, "no-store"), (.xContentTypeOptions, "nosniff"),
            (
                .contentSecurityPolicy,
                "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
                    + "base-uri 'none'; frame-ancestors 'none'"
            ),
        ]
        + ["Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"].compactMap { name in
            HTTPField.Name(name).map { ($0, "same-origin") }
        }
}

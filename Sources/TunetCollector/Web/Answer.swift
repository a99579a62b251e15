internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import TunetSQLite

/// Answers in their HTTP form.
enum Answer {
    static func ok(_ bytes: [UInt8], type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-cache"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func receipt(_ bytes: [UInt8], status: HTTPResponse.Status) -> Response {
        Response(
            status: status, headers: [.contentType: "application/octet-stream", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A short text that says what to do.
    static func text(_ status: HTTPResponse.Status, _ message: String) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: message + "\n")))
    }

    static func refusal(_ error: IngestError) -> Response {
        let status: HTTPResponse.Status =
            switch error.code {
            case .malformed: .badRequest
            case .tooLarge: .contentTooLarge
            case .unknownPlace: .notFound
            case .forbidden: .forbidden
            case .unprocessable: .unprocessableContent
            }
        return text(status, error.message)
    }

    /// Nothing was stored; the sender should try again, sooner if somebody only held the database.
    static func unavailable(_ error: SQLiteError) -> Response {
        let (seconds, reason) =
            switch error.code {
            case .busy: (10, "The database is in use")
            case .full: (900, "The collector's disk is full")
            default: (300, "The collector can't use its database")
            }
        var response = text(.serviceUnavailable, "\(reason). Nothing was changed; try again later.")
        response.headers[.retryAfter] = String(seconds)
        return response
    }
}

/// Turns errors into answers, and adds the headers that every answer has.
struct AnswerHeaders: RouterMiddleware {
    typealias Context = BasicRequestContext

    let logger: Logger

    @concurrent func handle(
        _ request: Request, context: BasicRequestContext,
        next: @concurrent (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as SQLiteError {
            logger.error("Database: \(error)")
            response = Answer.unavailable(error)
        } catch let error as HTTPError where error.status == .notFound {
            response = Answer.text(.notFound, "There is nothing here. See / for the report.")
        }
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        response.headers[.xContentTypeOptions] = "nosniff"
        for (name, value) in [("Referrer-Policy", "no-referrer"), ("Cross-Origin-Resource-Policy", "same-origin")] {
            if let name = HTTPField.Name(name) { response.headers[name] = value }
        }
        return response
    }
}

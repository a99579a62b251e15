import Hummingbird
import NIOCore

/// The clock at the control socket. Whoever may open the socket may set it. Volunteers set it in a browser as well,
/// behind the PIN of `/frivillig`.
extension Router {
    /// Largest request in bytes.
    private static var requestLimit: Int { 4096 }

    func addClock(_ keeper: any ClockKeeper) where Context == BasicRequestContext {
        get("/v1/clock") { _, _ in try Self.answer(.ok, try await keeper.clock()) }
        post("/v1/clock") { request, _ in
            let bytes: ByteBuffer
            do {
                bytes = try await request.body.collect(upTo: Self.requestLimit)
            } catch is NIOTooManyBytesError {
                return try Self.answer(
                    .contentTooLarge, ClockRefusal(message: "A request has at most \(Self.requestLimit) bytes."))
            }
            guard let asked = try? LocalJSON.decode(ClockRequest.self, from: Array(bytes.readableBytesView)) else {
                return try Self.answer(
                    .badRequest, ClockRefusal(message: "The request is not the JSON of a time."))
            }
            do {
                return try Self.answer(.ok, try await keeper.setClock(asked))
            } catch {
                let problem = error as? ClockProblem ?? .notReady
                return try Self.answer(
                    problem.status, ClockRefusal(message: ClockText(languages: keeper.languages).problem(problem)))
            }
        }
    }

    private static func answer(_ status: HTTPResponse.Status, _ value: some Encodable) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: try LocalJSON.encode(value))))
    }
}

extension ClockProblem {
    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .trusted, .beforeLatest, .farAhead: .conflict
        case .dayNeeded, .impossible: .unprocessableContent
        case .notReady, .storeFailed: .serviceUnavailable
        }
    }
}

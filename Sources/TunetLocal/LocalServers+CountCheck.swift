import Hummingbird
import NIOCore
import TunetCore

/// The count checks at the control socket. Whoever may open the socket may make them. Volunteers make them in a
/// browser as well, behind the PIN of `/frivillig`.
extension Router {
    /// Largest request in bytes.
    private static var requestLimit: Int { 4096 }

    func addCountChecks(_ keeper: any CountCheckKeeper) where Context == BasicRequestContext {
        get("/v1/count-check") { _, _ in try Self.answer(.ok, await keeper.checks()) }
        post("/v1/count-check/start") { request, _ in
            try await Self.carryOut(request, for: keeper) { asked throws(CountCheckProblem) in
                try await keeper.startCheck(asked)
            }
        }
        post("/v1/count-check/stop") { request, _ in
            try await Self.carryOut(request, for: keeper) { asked throws(CountCheckProblem) in
                try await keeper.stopCheck(asked)
            }
        }
        post("/v1/count-check/cancel") { request, _ in
            try await Self.carryOut(request, for: keeper) { asked throws(CountCheckProblem) in
                try await keeper.cancelCheck(asked)
            }
        }
    }

    private static func carryOut(
        _ request: Request, for keeper: any CountCheckKeeper,
        _ body: (CountCheckRequest) async throws(CountCheckProblem) -> CountCheckAnswer
    ) async throws -> Response {
        let bytes: ByteBuffer
        do {
            bytes = try await request.body.collect(upTo: requestLimit)
        } catch is NIOTooManyBytesError {
            return try refusal(.contentTooLarge, "A request has at most \(requestLimit) bytes.")
        }
        guard let asked = try? LocalJSON.decode(CountCheckRequest.self, from: Array(bytes.readableBytesView))
        else { return try refusal(.badRequest, "The request is not the JSON of a count check.") }
        let answered: CountCheckAnswer
        do {
            answered = try await body(asked)
        } catch {
            let text = CountCheckText(languages: keeper.languages, names: keeper.doorNames)
            return try refusal(error.status, text.problem(error))
        }
        return try answer(.ok, answered)
    }

    private static func answer(_ status: HTTPResponse.Status, _ value: some Encodable) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: try LocalJSON.encode(value))))
    }

    private static func refusal(_ status: HTTPResponse.Status, _ message: String) throws -> Response {
        try answer(status, CountCheckRefusal(message: message))
    }
}

extension CountCheckProblem {
    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .unknownDoor: .notFound
        case .noDoor, .doorNeeded, .uncounted, .numbersNeeded, .absurdNumber, .implausible: .unprocessableContent
        case .notObserving, .alreadyRunning, .noneRunning, .interrupted, .expired: .conflict
        case .storeFailed, .notReady: .serviceUnavailable
        }
    }
}

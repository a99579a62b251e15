import Hummingbird
import NIOCore
package import TunetCore

/// Whoever keeps the log of what people at the place do, and does some of it.
package protocol ActionKeeper: Sendable {
    /// The languages of the place, first one preferred.
    var languages: [String] { get }

    func actions() async throws(ActionProblem) -> ActionList
    func undo(_ id: Int64) async throws(ActionProblem) -> ActionAnswer
    func sessions() async throws(ActionProblem) -> SessionList
    func record(_ request: SessionRequest) async throws(ActionProblem) -> ActionAnswer
    func removeSession(_ id: Int64) async throws(ActionProblem) -> ActionAnswer
    func acknowledge(_ request: FaultRequest) async throws(ActionProblem) -> ActionAnswer
    /// Takes an acknowledgement back.
    func unacknowledge(_ request: FaultRequest) async throws(ActionProblem) -> ActionAnswer
    func testLights(_ request: LightTestRequest) async throws(ActionProblem) -> ActionAnswer
}

/// The volunteers' actions at the control socket. Whoever may open the socket may do them. Volunteers do the same in a browser,
/// behind the PIN of `/frivillig`.
extension Router {
    /// Largest request in bytes.
    private static var requestLimit: Int { 4096 }

    func addActions(_ keeper: any ActionKeeper) where Context == BasicRequestContext {
        get("/v1/actions") { _, _ in
            try await Self.carryOut(keeper) { () throws(ActionProblem) in try await keeper.actions() }
        }
        get("/v1/sessions") { _, _ in
            try await Self.carryOut(keeper) { () throws(ActionProblem) in try await keeper.sessions() }
        }
        add("/v1/actions/undo", keeper) { (asked: IDRequest) throws(ActionProblem) in try await keeper.undo(asked.id) }
        add("/v1/sessions", keeper) { (asked: SessionRequest) throws(ActionProblem) in try await keeper.record(asked) }
        add("/v1/sessions/remove", keeper) { (asked: IDRequest) throws(ActionProblem) in
            try await keeper.removeSession(asked.id)
        }
        add("/v1/faults/acknowledge", keeper) { (asked: FaultRequest) throws(ActionProblem) in
            try await keeper.acknowledge(asked)
        }
        add("/v1/faults/undo", keeper) { (asked: FaultRequest) throws(ActionProblem) in
            try await keeper.unacknowledge(asked)
        }
        add("/v1/test", keeper) { (asked: LightTestRequest) throws(ActionProblem) in
            try await keeper.testLights(asked)
        }
    }

    private func add<Asked: Decodable & Sendable>(
        _ path: RouterPath, _ keeper: any ActionKeeper,
        _ body: @escaping @Sendable (Asked) async throws(ActionProblem) -> ActionAnswer
    ) where Context == BasicRequestContext {
        post(path) { request, _ in
            let bytes: ByteBuffer
            do {
                bytes = try await request.body.collect(upTo: Self.requestLimit)
            } catch is NIOTooManyBytesError {
                return try Self.answer(
                    .contentTooLarge, ActionAnswer(message: "A request has at most \(Self.requestLimit) bytes."))
            }
            guard let asked = try? LocalJSON.decode(Asked.self, from: Array(bytes.readableBytesView)) else {
                return try Self.answer(
                    .badRequest, ActionAnswer(message: "The request is not the JSON that is wanted here."))
            }
            return try await Self.carryOut(keeper) { () throws(ActionProblem) in try await body(asked) }
        }
    }

    private static func carryOut(
        _ keeper: any ActionKeeper, _ body: () async throws(ActionProblem) -> some Encodable
    ) async throws -> Response {
        do {
            return try answer(.ok, try await body())
        } catch let problem as ActionProblem {
            return try answer(
                problem.status, ActionAnswer(message: ActionText(languages: keeper.languages).problem(problem)))
        }
    }

    private static func answer(_ status: HTTPResponse.Status, _ value: some Encodable) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: try LocalJSON.encode(value))))
    }
}

extension ActionProblem {
    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .notReady, .storeFailed: .serviceUnavailable
        case .notUndone(.unknown), .session(.unknown), .noFault, .noPanel: .notFound
        case .session(.tooMany), .undated, .notUndone, .alreadyAcknowledged, .onlyByTest, .nothingToTest, .testRuns:
            .conflict
        case .session: .unprocessableContent
        }
    }
}

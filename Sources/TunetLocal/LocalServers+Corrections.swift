import Hummingbird
import NIOCore
package import TunetCore

/// Whoever keeps the corrections of the running service.
package protocol CorrectionKeeper: Sendable {
    /// The languages of the place, first one preferred.
    var languages: [String] { get }

    func corrections() async throws(CorrectionProblem) -> CorrectionStatus
    /// - Returns: the part of the day that was corrected, as it is now.
    func correct(_ request: CorrectionRequest) async throws(CorrectionProblem) -> CorrectionStatus
    /// The names of the sessions by id.
    func sessionNames() async -> [String: String]
}

/// Corrections at the control socket. Whoever may open the socket may make them. Volunteers make them in a browser as
/// well, behind the PIN of `/frivillig`.
extension Router {
    /// Largest request in bytes.
    private static var requestLimit: Int { 4096 }

    func addCorrections(_ keeper: any CorrectionKeeper) where Context == BasicRequestContext {
        get("/v1/corrections") { _, _ in
            try await Self.carryOut(keeper) { () throws(CorrectionProblem) in try await keeper.corrections() }
        }
        post("/v1/corrections") { request, _ in
            let bytes: ByteBuffer
            do {
                bytes = try await request.body.collect(upTo: Self.requestLimit)
            } catch is NIOTooManyBytesError {
                return try Self.answer(
                    .contentTooLarge, CorrectionRefusal(message: "A request has at most \(Self.requestLimit) bytes."))
            }
            guard let asked = try? LocalJSON.decode(CorrectionRequest.self, from: Array(bytes.readableBytesView)) else {
                return try Self.answer(
                    .badRequest, CorrectionRefusal(message: "The request is not the JSON of a correction."))
            }
            return try await Self.carryOut(keeper) { () throws(CorrectionProblem) in try await keeper.correct(asked) }
        }
    }

    private static func carryOut(
        _ keeper: any CorrectionKeeper, _ body: () async throws(CorrectionProblem) -> CorrectionStatus
    ) async throws -> Response {
        do {
            return try answer(.ok, try await body())
        } catch let problem as CorrectionProblem {
            let text = CorrectionText(languages: keeper.languages, sessions: await keeper.sessionNames())
            return try answer(problem.status, CorrectionRefusal(message: text.problem(problem)))
        }
    }

    private static func answer(_ status: HTTPResponse.Status, _ value: some Encodable) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: try LocalJSON.encode(value))))
    }
}

extension CorrectionProblem {
    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .noSession: .notFound
        case .noDay, .sessionNeeded, .notMeasured, .absurd, .tooMany: .unprocessableContent
        case .undated, .notYet, .closed: .conflict
        case .storeFailed, .notReady: .serviceUnavailable
        }
    }
}

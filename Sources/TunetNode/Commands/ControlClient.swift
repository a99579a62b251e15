import NIOPosix
package import TunetLocal
import TunetUplink

/// Asks the running service over its control socket.
package struct ControlClient: Sendable {
    let socket: String

    /// - Parameter socket: path of the control socket.
    package init(socket: String) {
        self.socket = socket
    }

    /// - Throws: ``NodeError`` if nobody answers, or not with a status.
    package func status() async throws(NodeError) -> NodeStatus {
        do {
            return try NodeStatus(json: try await get("/v1/status"))
        } catch {
            throw noAnswer(error)
        }
    }

    /// Every door's count checks, with their history.
    ///
    /// - Throws: ``NodeError`` as ``status()``.
    package func countChecks() async throws(NodeError) -> CountCheckStatus {
        do {
            return try CountCheckStatus(json: try await get("/v1/count-check"))
        } catch {
            throw noAnswer(error)
        }
    }

    /// Starts, stops or cancels a count check.
    ///
    /// - Parameter action: `start`, `stop` or `cancel`.
    /// - Throws: ``NodeError`` with what the service says if it refuses; also as ``status()``.
    func countCheck(_ action: String, _ request: CountCheckRequest) async throws(NodeError) -> CountCheckAnswer {
        let answer = try await post("/v1/count-check/\(action)", request)
        if answer.status == 200, let done = try? LocalJSON.decode(CountCheckAnswer.self, from: answer.body) {
            return done
        }
        guard let refusal = try? LocalJSON.decode(CountCheckRefusal.self, from: answer.body) else {
            throw noAnswer(HTTPGetError(status: answer.status))
        }
        throw NodeError(refusal.message)
    }

    /// What the service knows of the time.
    ///
    /// - Throws: ``NodeError`` as ``status()``.
    package func clock() async throws(NodeError) -> ClockStatus {
        do {
            return try LocalJSON.decode(ClockStatus.self, from: try await get("/v1/clock"))
        } catch {
            throw noAnswer(error)
        }
    }

    /// Says what time it is.
    ///
    /// - Throws: ``NodeError`` with what the service says if it refuses; also as ``status()``.
    func setClock(_ request: ClockRequest) async throws(NodeError) -> ClockStatus {
        let answer = try await post("/v1/clock", request)
        if answer.status == 200, let status = try? LocalJSON.decode(ClockStatus.self, from: answer.body) {
            return status
        }
        guard let refusal = try? LocalJSON.decode(ClockRefusal.self, from: answer.body) else {
            throw noAnswer(HTTPGetError(status: answer.status))
        }
        throw NodeError(refusal.message)
    }

    /// What can be corrected.
    ///
    /// - Throws: ``NodeError`` with what the service says if it refuses; also as ``status()``.
    func corrections() async throws(NodeError) -> CorrectionStatus {
        let answer: (status: Int, body: [UInt8])
        do {
            answer = try await HTTPGet.answer(
                HTTPGet.url(socket: socket, path: "/v1/corrections"), timeout: .seconds(30),
                group: MultiThreadedEventLoopGroup.singleton)
        } catch {
            throw noAnswer(error)
        }
        return try corrections(in: answer)
    }

    /// Corrects a part of a day.
    ///
    /// - Throws: ``NodeError`` with what the service says if it refuses; also as ``status()``.
    func correct(_ request: CorrectionRequest) async throws(NodeError) -> CorrectionStatus {
        try corrections(in: try await post("/v1/corrections", request))
    }

    private func corrections(in answer: (status: Int, body: [UInt8])) throws(NodeError) -> CorrectionStatus {
        if answer.status == 200, let status = try? LocalJSON.decode(CorrectionStatus.self, from: answer.body) {
            return status
        }
        guard let refusal = try? LocalJSON.decode(CorrectionRefusal.self, from: answer.body) else {
            throw noAnswer(HTTPGetError(status: answer.status))
        }
        throw NodeError(refusal.message)
    }

    func post(_ path: String, _ request: some Encodable) async throws(NodeError) -> (
        status: Int, body: [UInt8]
    ) {
        do {
            // The sensor may take some seconds to decide what was going on at the end of a count check.
            return try await HTTPPost.bytes(
                HTTPGet.url(socket: socket, path: path), type: "application/json", body: try LocalJSON.encode(request),
                timeout: .seconds(30), group: MultiThreadedEventLoopGroup.singleton)
        } catch {
            throw noAnswer(error)
        }
    }

    private func get(_ path: String) async throws -> [UInt8] {
        try await HTTPGet.bytes(
            HTTPGet.url(socket: socket, path: path), timeout: .seconds(5),
            group: MultiThreadedEventLoopGroup.singleton)
    }

    func noAnswer(_ error: any Error) -> NodeError {
        NodeError(
            "No Tunet answers at \(socket) (\(error)). Is the service running, and may you use its socket? "
                + "Another socket is named with --socket or --config.")
    }
}

import NIOPosix
package import TunetLocal
import TunetUplink

/// The volunteers' actions, over the control socket. All of it throws ``NodeError`` with what the service says if it refuses, or
/// with why nobody answered.
extension ControlClient {
    package func actions() async throws(NodeError) -> ActionList {
        try read(ActionList.self, try await answer(to: "/v1/actions"))
    }

    package func undo(_ id: Int64) async throws(NodeError) -> ActionAnswer {
        try read(ActionAnswer.self, try await post("/v1/actions/undo", IDRequest(id: id)))
    }

    package func sessions() async throws(NodeError) -> SessionList {
        try read(SessionList.self, try await answer(to: "/v1/sessions"))
    }

    package func record(_ session: SessionRequest) async throws(NodeError) -> ActionAnswer {
        try read(ActionAnswer.self, try await post("/v1/sessions", session))
    }

    package func removeSession(_ id: Int64) async throws(NodeError) -> ActionAnswer {
        try read(ActionAnswer.self, try await post("/v1/sessions/remove", IDRequest(id: id)))
    }

    package func acknowledge(_ fault: FaultRequest) async throws(NodeError) -> ActionAnswer {
        try read(ActionAnswer.self, try await post("/v1/faults/acknowledge", fault))
    }

    package func unacknowledge(_ fault: FaultRequest) async throws(NodeError) -> ActionAnswer {
        try read(ActionAnswer.self, try await post("/v1/faults/undo", fault))
    }

    package func testLights(_ request: LightTestRequest) async throws(NodeError) -> ActionAnswer {
        try read(ActionAnswer.self, try await post("/v1/test", request))
    }

    private func answer(to path: String) async throws(NodeError) -> (status: Int, body: [UInt8]) {
        do {
            return try await HTTPGet.answer(
                HTTPGet.url(socket: socket, path: path), timeout: .seconds(30),
                group: MultiThreadedEventLoopGroup.singleton)
        } catch {
            throw noAnswer(error)
        }
    }

    private func read<Value: Decodable>(
        _ type: Value.Type, _ answer: (status: Int, body: [UInt8])
    ) throws(NodeError) -> Value {
        if answer.status == 200, let value = try? LocalJSON.decode(type, from: answer.body) { return value }
        guard let refusal = try? LocalJSON.decode(ActionAnswer.self, from: answer.body) else {
            throw noAnswer(HTTPGetError(status: answer.status))
        }
        throw NodeError(refusal.message)
    }
}

import TunetCore
import TunetLocal

extension EngineStatus {
    func actions() async throws(ActionProblem) -> ActionList { try await engine.actions() }

    func undo(_ id: Int64) async throws(ActionProblem) -> ActionAnswer {
        defer { wake() }
        return try await engine.undo(id, at: await now())
    }

    func sessions() async throws(ActionProblem) -> SessionList { try await engine.sessions(at: await now()) }

    func record(_ request: SessionRequest) async throws(ActionProblem) -> ActionAnswer {
        defer { wake() }
        return try await engine.record(request, at: await now())
    }

    func removeSession(_ id: Int64) async throws(ActionProblem) -> ActionAnswer {
        defer { wake() }
        return try await engine.removeSession(id, at: await now())
    }

    func acknowledge(_ request: FaultRequest) async throws(ActionProblem) -> ActionAnswer {
        defer { wake() }
        return try await engine.acknowledge(request, at: await now())
    }

    func unacknowledge(_ request: FaultRequest) async throws(ActionProblem) -> ActionAnswer {
        defer { wake() }
        return try await engine.unacknowledge(request, at: await now())
    }

    func testLights(_ request: LightTestRequest) async throws(ActionProblem) -> ActionAnswer {
        defer { wake() }
        return try await engine.testLights(request, at: await now())
    }
}

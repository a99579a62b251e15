import TunetCore
import TunetLocal

/// The engine as the servers see it.
struct EngineStatus: StatusSource, CountCheckKeeper, ClockKeeper, CorrectionKeeper, ActionKeeper, KioskSource {
    let engine: NodeEngine
    let libgpiod: String
    let lossDetectable: Bool
    let configuration: PlaceConfiguration
    let now: @Sendable () async -> MonotonicInstant
    /// Has the event loop look at the engine's deadlines anew.
    let wake: @Sendable () -> Void
    /// Hears of what changes on the panels.
    let hub: ChangeHub
    /// Where the kernel tells of the supply's voltage.
    var voltageFolder = MachineCondition.voltageFolder

    var languages: [String] { configuration.place.languages }

    var doorNames: [String: String] {
        Dictionary(configuration.doors.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    func status() async -> NodeStatus {
        var status = await engine.status(libgpiod: libgpiod, lossDetectable: lossDetectable)
        status.power = MachineCondition.power(in: voltageFolder)
        status.disk = MachineCondition.disk(of: configuration.device.dataFolder)
        return status
    }

    func kiosk() async -> KioskStatus {
        await engine.kiosk(at: await now())
    }

    func touch(panel: String, button: Int) async {
        await engine.touch(panel: panel, button: button)
        wake()
        await engine.touchesAnswered()
    }

    func kioskChanges() -> AsyncStream<Void>? { hub.listen() }

    func changes() async -> AsyncStream<Void> { await engine.changes() }

    func clock() async throws -> ClockStatus {
        try await engine.clock(at: await now())
    }

    func setClock(_ request: ClockRequest) async throws(ClockProblem) -> ClockStatus {
        try await engine.setClock(request, at: await now())
        wake()
        try await engine.clockOutcome()
        do { return try await clock() } catch { throw .storeFailed }
    }

    func corrections() async throws(CorrectionProblem) -> CorrectionStatus {
        try await engine.corrections(at: await now())
    }

    func correct(_ request: CorrectionRequest) async throws(CorrectionProblem) -> CorrectionStatus {
        defer { wake() }
        return try await engine.correct(request, at: await now())
    }

    func sessionNames() async -> [String: String] {
        await engine.sessionNames()
    }

    func checks() async -> CountCheckStatus {
        await engine.countChecks(withHistory: true)
    }

    func startCheck(_ request: CountCheckRequest) async throws(CountCheckProblem) -> CountCheckAnswer {
        defer { wake() }
        return try await engine.startCheck(request, at: await now())
    }

    func stopCheck(_ request: CountCheckRequest) async throws(CountCheckProblem) -> CountCheckAnswer {
        let index = try await engine.stopCheck(request, at: await now())
        wake()
        return try await engine.outcome(ofCheckAt: index)
    }

    func cancelCheck(_ request: CountCheckRequest) async throws(CountCheckProblem) -> CountCheckAnswer {
        defer { wake() }
        return try await engine.cancelCheck(request)
    }
}

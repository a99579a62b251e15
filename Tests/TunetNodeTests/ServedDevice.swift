import Logging
import NIOPosix
import ServiceLifecycle
import Synchronization
import Testing
import TunetCore
import TunetLocal
import TunetTestSupport

@testable import TunetNode

/// A device behind a real control socket, with a real engine and store; its clock stands still until a test moves it.
final class ServedDevice: Sendable {
    let node: TestNode
    let clock = Mutex(MonotonicInstant.zero)
    let socket: String

    init(node: TestNode, socket: String) {
        self.node = node
        self.socket = socket
    }

    var now: MonotonicInstant { clock.withLock { $0 } }

    func run(to time: MonotonicInstant) async {
        clock.withLock { $0 = max($0, time) }
        await node.run(to: time)
    }

    func play(_ edges: [Edge]) async {
        await node.play(edges)
        guard let last = edges.last else { return }
        clock.withLock { $0 = max($0, last.time.advanced(by: .seconds(1))) }
    }

    func tunet(_ arguments: [String]) async throws -> Program.Result {
        try await Program.run("tunet", arguments + ["--socket", socket])
    }

    func countCheck(_ arguments: String...) async throws -> Program.Result {
        try await tunet(["count-check"] + arguments)
    }

    /// Serves the control socket of a device as long as `body` needs it. Whoever wakes the event loop lets eleven seconds
    /// pass.
    static func serving(
        _ world: World, isDated: Bool = true, _ body: @escaping @Sendable (ServedDevice) async throws -> Void
    ) async throws {
        let socket = world.scratch.file("control.sock")
        let service = ServedDevice(node: try await world.device(isDated: isDated), socket: socket)
        let (wakes, waker) = AsyncStream<Void>.makeStream()
        let keeper = EngineStatus(
            engine: service.node.engine, libgpiod: "none", lossDetectable: true, configuration: world.configuration,
            now: { service.now }, wake: { waker.yield() }, hub: ChangeHub())
        let loop = Task { for await _ in wakes { await service.run(to: service.now.advanced(by: .seconds(11))) } }
        let (ready, continuation) = AsyncStream<Void>.makeStream()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = LocalServers.control(
            path: socket, source: keeper, keeper: keeper, clock: keeper, corrections: keeper, actions: keeper,
            group: MultiThreadedEventLoopGroup.singleton,
            logger: logger
        ) {
            continuation.yield()
        }
        let services = ServiceGroup(services: [server], logger: logger)
        async let run: Void = services.run()
        for await _ in ready {
            do { try await body(service) } catch { Issue.record(error) }
            // Nobody shall wait for a check for ever when a test goes wrong.
            await service.node.engine.endChecks()
            break
        }
        await services.triggerGracefulShutdown()
        try await run
        waker.finish()
        await loop.value
    }
}

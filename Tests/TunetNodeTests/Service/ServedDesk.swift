import Logging
import NIOPosix
import ServiceLifecycle
import TunetCore
import TunetLocal
import TunetTestSupport

@testable import TunetNode

/// The page for volunteers of a device with a real engine and store, in a browser without a screen.
struct ServedDesk: Sendable {
    static let pin = "2719"

    let device: ServedDevice
    let visitor: WebVisitor

    /// Serves the page as long as `body` needs it, to somebody who has given the PIN.
    static func serving(
        _ world: World, isDated: Bool = true, _ body: @escaping @Sendable (ServedDesk) async throws -> Void
    ) async throws {
        var configuration = world.configuration
        configuration.volunteers.pinHash = await PinHash(pin: pin, rounds: 1000).description
        let device = ServedDevice(node: try await world.device(isDated: isDated), socket: "")
        let (wakes, waker) = AsyncStream<Void>.makeStream()
        let source = EngineStatus(
            engine: device.node.engine, libgpiod: "none", lossDetectable: true, configuration: configuration,
            now: { device.now }, wake: { waker.yield() }, hub: ChangeHub())
        let loop = Task { for await _ in wakes { await device.run(to: device.now.advanced(by: .seconds(11))) } }
        let (ready, continuation) = AsyncStream<Int>.makeStream()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = LocalServers.page(
            port: 0, site: source.site, group: MultiThreadedEventLoopGroup.singleton, logger: logger
        ) { continuation.yield($0) }
        let services = ServiceGroup(services: [server], logger: logger)
        async let run: Void = services.run()
        var failure: (any Error)?
        for await port in ready {
            do {
                let visitor = WebVisitor(port: port)
                _ = try await visitor.post("/frivillig/inn", [("pin", pin)])
                try await body(ServedDesk(device: device, visitor: visitor))
            } catch { failure = error }
            await device.node.engine.endChecks()
            break
        }
        await services.triggerGracefulShutdown()
        try await run
        waker.finish()
        await loop.value
        if let failure { throw failure }
    }

    /// Sends a form of a page, and shows what comes then.
    func send(_ path: String, form: String, _ fields: [(String, String)] = []) async throws -> WebVisitor.Answer {
        try await visitor.follow(try await visitor.send(try await visitor.get(path), form: form, fields))
    }
}

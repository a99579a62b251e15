import Logging
import NIOPosix
import ServiceLifecycle
import Synchronization
import TunetCore
import TunetLocal
import TunetTestSupport

/// The page for volunteers behind a real server; its clock stands still until a test moves it.
final class ServedPage: Sendable {
    static let pin = "2719"

    let port: Int
    let site: VolunteerSite

    private init(port: Int, site: VolunteerSite) {
        self.port = port
        self.site = site
    }

    func visitor() -> WebVisitor { WebVisitor(port: port) }

    /// A visitor who has given the PIN.
    func insider() async throws -> WebVisitor {
        let visitor = visitor()
        let answer = try await visitor.post("/frivillig/inn", [("pin", Self.pin), ("til", "/frivillig")])
        guard answer.status == 303 else { throw WebVisitor.Failure(description: "not let in: \(answer)") }
        return visitor
    }

    /// Serves the page as long as `body` needs it.
    ///
    /// - Parameters:
    ///   - names: for a page that the local network may see.
    ///   - hasPin: false for a page on which nothing can be done.
    static func serving(
        _ status: NodeStatus = Fixtures.status(), duties: VolunteerDuties = VolunteerDuties(), hasPin: Bool = true,
        names: [String]? = nil, source: (any StatusSource)? = nil,
        _ body: @escaping @Sendable (ServedPage, ManualTime) async throws -> Void
    ) async throws {
        let hash = hasPin ? await PinHash(pin: pin, rounds: 1000) : nil
        let time = ManualTime()
        let site = VolunteerSite(
            source: source ?? FixedSource(value: status), duties: duties, hash: hash, names: names, now: { time.now })
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let (ready, continuation) = AsyncStream<Int>.makeStream()
        let server = LocalServers.page(
            port: 0, site: site, group: MultiThreadedEventLoopGroup.singleton, logger: logger
        ) { continuation.yield($0) }
        let services = ServiceGroup(services: [server], logger: logger)
        async let run: Void = services.run()
        var failure: (any Error)?
        for await port in ready {
            do {
                try await body(ServedPage(port: port, site: site), time)
            } catch { failure = error }
            break
        }
        await services.triggerGracefulShutdown()
        try await run
        if let failure { throw failure }
    }
}

/// A clock that a test moves.
final class ManualTime: Sendable {
    private let instant = Mutex(MonotonicInstant.zero)

    var now: MonotonicInstant { instant.withLock { $0 } }

    func pass(_ time: Duration) { instant.withLock { $0 = $0.advanced(by: time) } }
}

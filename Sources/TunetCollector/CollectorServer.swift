internal import Hummingbird
internal import HummingbirdCore
package import Logging
internal import NIOCore
internal import ServiceLifecycle
package import TunetCore
package import UnixSignals

#if canImport(Glibc)
    private import Glibc
#endif

/// The collector's service: takes batches and shows the report, over HTTP on loopback.
package struct CollectorServer: Sendable {
    private let store: CollectorStore
    private let host: String
    private let port: Int
    private let logger: Logger
    private let now: @Sendable () -> UTCInstant

    /// Connections at the same time; further ones wait in the kernel's queue.
    private static let connectionLimit = 256
    /// A connection on which nothing moves is closed after this time.
    private static let idleLimit = TimeAmount.seconds(60)
    /// How long answers that have begun may take after a signal, before they are cut off.
    private static let shutdownLimit = Duration.seconds(5)
    private static let loopback: Set = ["127.0.0.1", "::1", "localhost"]

    /// - Parameters:
    ///   - host: `127.0.0.1`, `::1` or `localhost`: without TLS nothing else is safe.
    ///   - port: 0 for any that is free.
    ///   - now: the time in receipts; the system's clock by default.
    /// - Throws: ``CollectorError`` `invalidArgument`.
    package init(
        store: CollectorStore, host: String, port: Int, logger: Logger,
        now: @escaping @Sendable () -> UTCInstant = { UTCInstant(seconds: Int64(time(nil))) }
    ) throws(CollectorError) {
        guard Self.loopback.contains(host) else {
            throw CollectorError(
                .invalidArgument,
                "The collector speaks HTTP without encryption, so that it listens on this machine only: give --host "
                    + "127.0.0.1, ::1 or localhost, not \(host). For other machines, put a TLS proxy in front of it.")
        }
        guard (0...65_535).contains(port) else {
            throw CollectorError(.invalidArgument, "A port is a number from 0 (any free one) to 65535, not \(port).")
        }
        self.store = store
        self.host = host
        self.port = port
        self.logger = logger
        self.now = now
    }

    /// Serves until the task is cancelled or one of `signals` comes; answers that have begun are finished first.
    ///
    /// - Parameter onListening: called once with the address, such as `http://127.0.0.1:8480`, when connections are
    ///   accepted.
    /// - Throws: ``CollectorError`` `portTaken`.
    package func run(
        signals: [UnixSignal] = [.sigterm, .sigint], onListening: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws {
        var configuration = ServiceGroupConfiguration(
            services: [application(onListening: onListening)], gracefulShutdownSignals: signals, logger: logger)
        configuration.maximumGracefulShutdownDuration = Self.shutdownLimit
        let group = ServiceGroup(configuration: configuration)
        do {
            try await group.run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw CollectorError(
                .portTaken,
                "Port \(port) on \(host) is in use. End the other program, or choose another port with --port (0 for any)."
            )
        }
    }

    /// Without the handling of signals, for tests.
    func application(onListening: @escaping @Sendable (String) -> Void = { _ in }) -> some ApplicationProtocol {
        let host = host.contains(":") ? "[\(host)]" : host
        return Application(
            router: CollectorRoutes(store: store, now: now, logger: logger).router(),
            server: .http1(configuration: .init(idleTimeout: Self.idleLimit)),
            configuration: ApplicationConfiguration(
                address: .hostname(self.host, port: port),
                availableConnectionsDelegate: .maximum(Self.connectionLimit, logger: logger)),
            onServerRunning: { channel in
                onListening("http://\(host):\(channel.localAddress?.port ?? 0)")
            },
            logger: logger)
    }
}

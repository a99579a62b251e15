import Hummingbird
package import Logging
package import NIOCore
package import ServiceLifecycle

/// The two servers for people at the place, both over HTTP: the control socket for the command line, and the page for
/// volunteers on loopback.
package enum LocalServers {
    /// - Parameters:
    ///   - path: of the Unix socket; made for the service's user and group only.
    ///   - keeper: nil for a service without count checks.
    ///   - clock: nil for a service whose clock can't be asked or set.
    ///   - corrections: nil for a service whose counts can't be corrected.
    ///   - whenRunning: called once requests are answered.
    package static func control(
        path: String, source: any StatusSource, keeper: (any CountCheckKeeper)? = nil,
        clock: (any ClockKeeper)? = nil, corrections: (any CorrectionKeeper)? = nil, group: any EventLoopGroup,
        logger: Logger, whenRunning: @escaping @Sendable () async -> Void
    ) -> some Service {
        let router = Router()
        if let keeper { router.addCountChecks(keeper) }
        if let clock { router.addClock(clock) }
        if let corrections { router.addCorrections(corrections) }
        router.get("/v1/status") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: .init(byteBuffer: ByteBuffer(bytes: try await source.status().json())))
        }
        return LocalServer(
            responder: router.buildResponder(), address: .unixDomainSocket(path: path), group: group, logger: logger
        ) { _ in
            await whenRunning()
        }
    }

    /// - Parameter port: on 127.0.0.1; 0 for any free one.
    package static func page(
        port: UInt16, source: any StatusSource, group: any EventLoopGroup, logger: Logger,
        whenRunning: @escaping @Sendable (_ port: Int) async -> Void
    ) -> some Service {
        let router = Router()
        router.get("/") { request, _ in
            // A page elsewhere must not read this one through a name of its own that leads here (DNS rebinding).
            guard isLoopback(request.head.authority) else { throw HTTPError(.misdirectedRequest) }
            return Response(
                status: .ok,
                headers: [
                    .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
                    .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'",
                ],
                body: .init(byteBuffer: ByteBuffer(string: VolunteerPage.html(await source.status()))))
        }
        return LocalServer(
            responder: router.buildResponder(), address: .hostname("127.0.0.1", port: Int(port)), group: group,
            logger: logger
        ) { channel in
            await whenRunning(channel.localAddress?.port ?? Int(port))
        }
    }

    /// Whether a `Host` names this machine and nothing else; the port does not matter.
    static func isLoopback(_ authority: String?) -> Bool {
        guard let authority else { return false }
        let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        return ["127.0.0.1", "localhost", "[::1]"].contains(host)
    }
}

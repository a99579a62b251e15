package import Hummingbird
package import Logging
package import NIOCore

/// The two servers for people at the place, both over HTTP: the control socket for the command line, and the page for
/// volunteers on loopback.
package enum LocalServers {
    /// - Parameters:
    ///   - path: of the Unix socket; made for the service's user and group only.
    ///   - whenRunning: called once requests are answered.
    package static func control(
        path: String, source: any StatusSource, group: any EventLoopGroup, logger: Logger,
        whenRunning: @escaping @Sendable () async -> Void
    ) -> some ApplicationProtocol {
        let router = Router()
        router.get("/v1/status") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: .init(byteBuffer: ByteBuffer(bytes: try await source.status().json())))
        }
        return Application(
            router: router,
            configuration: .init(address: .unixDomainSocket(path: path), serverName: nil),
            onServerRunning: { _ in await whenRunning() },
            eventLoopGroupProvider: .shared(group), logger: logger)
    }

    /// - Parameter port: on 127.0.0.1; 0 for any free one.
    package static func page(
        port: UInt16, source: any StatusSource, group: any EventLoopGroup, logger: Logger,
        whenRunning: @escaping @Sendable (_ port: Int) async -> Void
    ) -> some ApplicationProtocol {
        let router = Router()
        router.get("/") { _, _ in
            Response(
                status: .ok,
                headers: [
                    .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
                    .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'",
                ],
                body: .init(byteBuffer: ByteBuffer(string: VolunteerPage.html(await source.status()))))
        }
        return Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: Int(port)), serverName: nil),
            onServerRunning: { channel in await whenRunning(channel.localAddress?.port ?? Int(port)) },
            eventLoopGroupProvider: .shared(group), logger: logger)
    }
}

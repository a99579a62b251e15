import Hummingbird
package import Logging
package import NIOCore
package import ServiceLifecycle

/// The two servers for people at the place, both over HTTP: the control socket for the command line, and the pages in
/// a browser.
package enum LocalServers {
    /// - Parameters:
    ///   - path: of the Unix socket; made for the service's user and group only.
    ///   - keeper: nil for a service without count checks.
    ///   - clock: nil for a service whose clock can't be asked or set.
    ///   - corrections: nil for a service whose counts can't be corrected.
    ///   - actions: nil for a service without a log of actions.
    ///   - whenRunning: called once requests are answered.
    package static func control(
        path: String, source: any StatusSource, keeper: (any CountCheckKeeper)? = nil,
        clock: (any ClockKeeper)? = nil, corrections: (any CorrectionKeeper)? = nil,
        actions: (any ActionKeeper)? = nil, group: any EventLoopGroup,
        logger: Logger, whenRunning: @escaping @Sendable () async -> Void
    ) -> some Service {
        let router = Router()
        if let keeper { router.addCountChecks(keeper) }
        if let clock { router.addClock(clock) }
        if let corrections { router.addCorrections(corrections) }
        if let actions { router.addActions(actions) }
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

    /// The pages: the start page at `/`, the one for volunteers, and the one for a screen beside the panels.
    ///
    /// - Parameters:
    ///   - port: 0 for any free one. On 127.0.0.1, or on every address of the machine if the site is for the local network;
    ///     what does not come from there is refused.
    ///   - site: the page for volunteers.
    ///   - kiosk: nil for a place without panels.
    package static func page(
        port: UInt16, site: VolunteerSite, kiosk: (any KioskSource)? = nil, group: any EventLoopGroup, logger: Logger,
        whenRunning: @escaping @Sendable (_ port: Int) async -> Void
    ) -> some Service {
        let router = Router(context: PageContext.self)
        router.add(middleware: PageMiddleware(door: PageDoor(names: site.names)))
        if let kiosk { router.addKiosk(kiosk) }
        let hasKiosk = kiosk != nil
        router.get("/") { request, _ in
            if let chosen = site.chosenLanguage(request, path: "/") { return chosen }
            return site.page(StartPage.html(await site.open(request, path: "/"), hasKiosk: hasKiosk))
        }
        router.addVolunteers(site)
        let host = site.names == nil ? "127.0.0.1" : "0.0.0.0"
        return LocalServer(
            responder: router.buildResponder(), address: .hostname(host, port: Int(port)), group: group,
            logger: logger, mostConnections: 64
        ) { channel in
            await whenRunning(channel.localAddress?.port ?? Int(port))
        }
    }
}

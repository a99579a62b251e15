import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// One of the servers for people at the place.
///
/// Hummingbird's `Application` would do, but for the service with which it renews the text of its `Date` header once a
/// second, day and night, for each server. Without it a device sleeps until something happens. The header itself is
/// for origin servers that have a clock (RFC 9110, section 6.6.1), which a board need not have.
struct LocalServer<Context: RequestContext>: Service where Context.Source == ApplicationRequestContextSource {
    let responder: RouterResponder<Context>
    let address: BindAddress
    let group: any EventLoopGroup
    let logger: Logger
    /// Connections at a time; more of them wait.
    var mostConnections: Int?
    /// Called once requests are answered.
    let whenRunning: @Sendable (any Channel) async -> Void

    /// A browser that has gone without a word, like a telephone that left the network, keeps its connection no longer. An
    /// answer that goes on, such as the events of a page, is not idle.
    private static var idleLimit: TimeAmount { .seconds(60) }

    func run() async throws {
        let responder = responder
        let logger = logger
        let server = try HTTPServerBuilder.http1(configuration: .init(idleTimeout: Self.idleLimit)).buildServer(
            configuration: ServerConfiguration(
                address: address,
                availableConnectionsDelegate: mostConnections.map { MaximumAvailableConnections($0, logger: logger) }),
            eventLoopGroup: group, logger: logger
        ) { request, writer, channel in
            let context = Context(source: ApplicationRequestContextSource(channel: channel, logger: logger))
            let response: Response
            do {
                response = try await responder.respond(to: request, context: context)
            } catch {
                logger.error("A request could not be answered: \(error)")
                response = Response(status: .internalServerError)
            }
            try await writer.write(response: response.head, body: response.body)
        } onServerRunning: { channel in
            await whenRunning(channel)
        }
        try await server.run()
    }
}

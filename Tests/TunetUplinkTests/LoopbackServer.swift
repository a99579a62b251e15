import Hummingbird
import Logging
import NIOCore

/// A real HTTP server on loopback that answers as a test wants.
enum LoopbackServer {
    /// Serves `path` as long as `body` runs.
    static func with<T: Sendable>(
        _ path: RouterPath, at address: BindAddress = .hostname("127.0.0.1", port: 0),
        answer: @escaping @Sendable (Request) async throws -> Response,
        _ body: @escaping @Sendable (_ url: String) async throws -> T
    ) async throws -> T {
        let router = Router()
        router.on(path, method: .post) { request, _ in try await answer(request) }
        router.on(path, method: .get) { request, _ in try await answer(request) }
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        let application = Application(
            router: router, configuration: .init(address: address),
            onServerRunning: { channel in continuation.yield(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return try await withThrowingTaskGroup(of: T?.self) { group in
            group.addTask {
                try await application.runService(gracefulShutdownSignals: [])
                return nil
            }
            group.addTask {
                for await port in ports { return try await body("http://127.0.0.1:\(port)") }
                return nil
            }
            defer { group.cancelAll() }
            while let finished = try await group.next() {
                if let value = finished { return value }
            }
            throw CancellationError()
        }
    }

    static func answer(
        _ status: HTTPResponse.Status, _ bytes: [UInt8] = [], headers: HTTPFields = [:]
    ) -> Response {
        Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

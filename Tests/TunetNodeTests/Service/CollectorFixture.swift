import Foundation
import Logging
import NIOPosix
import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetUplink
import TunetWire

@testable import TunetCollector
@testable import TunetNode
@testable import TunetStore

/// A real collector in this process, on loopback, that can be away for a while.
struct CollectorFixture: Sendable {
    let database: String
    let key: VerifyingKey
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    /// The time in its receipts.
    static let time = UTCInstant(seconds: 1_794_000_000)

    /// Registers the device's key, as a coordinator does.
    init(_ world: World, deviceKey: VerifyingKey) async throws {
        database = world.scratch.file("collector.sqlite")
        let store = try CollectorStore(path: database)
        try await store.add(
            .init(id: world.configuration.place.id, name: "Tunet", municipality: nil, key: deviceKey),
            replaceKey: false, now: Self.time)
        key = store.signingKey.verifyingKey
    }

    /// Runs it as long as `body` needs it.
    func serving<T: Sendable>(_ body: @escaping @Sendable (CollectorClient, _ url: String) async throws -> T)
        async throws -> T
    {
        let server = try CollectorServer(
            store: CollectorStore(path: database), host: "127.0.0.1", port: 0, logger: Self.logger, now: { Self.time })
        let (addresses, continuation) = AsyncStream<String>.makeStream()
        return try await withThrowingTaskGroup(of: T?.self) { tasks in
            tasks.addTask {
                try await server.run(signals: []) { continuation.yield($0) }
                return nil
            }
            tasks.addTask {
                for await url in addresses { return try await body(client(url), url) }
                return nil
            }
            defer { tasks.cancelAll() }
            while let finished = try await tasks.next() {
                if let value = finished { return value }
            }
            throw CancellationError()
        }
    }

    func client(_ url: String) -> CollectorClient {
        CollectorClient(
            collectorURL: url, key: key, timeout: .seconds(300), group: MultiThreadedEventLoopGroup.singleton)
    }

    /// The numbers that its database gives for `sql`.
    func ask(_ sql: String) async throws -> [Int64] {
        try await CollectorStore(path: database).ask(sql)
    }

    /// The sequence numbers of all releases that it holds.
    func sequenceNumbers() async throws -> [Int64] {
        try await ask("SELECT seq FROM leaf ORDER BY seq")
    }
}

extension CollectorStore {
    /// Asks its database on its own thread.
    func ask(_ sql: String) throws -> [Int64] {
        try database.query(sql) { try $0.int64(0) }
    }
}

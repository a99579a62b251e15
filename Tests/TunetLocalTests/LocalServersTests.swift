import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import Testing
import TunetCore
import TunetLocal
import TunetTestSupport

@Suite("Servers for the people at the place")
struct LocalServersTests {
    private let group = MultiThreadedEventLoopGroup.singleton
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private let source = FixedSource(value: Fixtures.status())
    private var site: VolunteerSite { VolunteerSite(source: source, now: { .zero }) }

    /// Runs `server` until `body` has its answer.
    private func serving<T: Sendable>(
        _ server: some Service, _ ready: AsyncStream<Int>,
        _ body: @escaping @Sendable (Int) async throws -> T
    ) async throws -> T {
        let services = ServiceGroup(services: [server], logger: logger)
        async let run: Void = services.run()
        var answer: T?
        for await port in ready {
            answer = try await body(port)
            break
        }
        await services.triggerGracefulShutdown()
        try await run
        return try #require(answer)
    }

    @Test func theControlSocketAnswersWithTheStatus() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let (ready, continuation) = AsyncStream<Int>.makeStream()
        let path = scratch.file("control.sock")
        let server = LocalServers.control(path: path, source: source, group: group, logger: logger) {
            continuation.yield(0)
        }
        let answer = try await serving(server, ready) { _ in
            let url = "http+unix://\(path.replacing("/", with: "%2F"))"
            let status = try await HTTPClient.shared.execute(
                HTTPClientRequest(url: url + "/v1/status"), timeout: .seconds(300))
            let missing = try await HTTPClient.shared.execute(
                HTTPClientRequest(url: url + "/v1/other"), timeout: .seconds(300))
            #expect(missing.status == .notFound)
            #expect(status.headers.first(name: "Content-Type") == "application/json")
            return Array(try await status.body.collect(upTo: 1 << 20).readableBytesView)
        }
        #expect(try NodeStatus(json: answer) == source.value)
    }

    /// How many people are there is for those who are there: no path is for machines elsewhere to gather it from.
    @Test(arguments: ["/metrics", "/v1/occupancy", "/metrics/"])
    func nothingIsServedForMachinesElsewhere(_ path: String) async throws {
        let (ready, continuation) = AsyncStream<Int>.makeStream()
        let server = LocalServers.page(port: 0, site: site, group: group, logger: logger) { continuation.yield($0) }
        let answer = try await serving(server, ready) { port in
            let answer = try await HTTPClient.shared.execute(
                HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)"), timeout: .seconds(300))
            return String(decoding: try await answer.body.collect(upTo: 1 << 20).readableBytesView, as: UTF8.self)
        }
        for word in ["occup", "present", "inne", "imbalance"] {
            #expect(!answer.lowercased().contains(word), "\(word)")
        }
    }

    @Test func thePageIsServedOnLoopbackAndNeverKept() async throws {
        let (ready, continuation) = AsyncStream<Int>.makeStream()
        let server = LocalServers.page(port: 0, site: site, group: group, logger: logger) { continuation.yield($0) }
        let answer = try await serving(server, ready) { port in
            let url = "http://127.0.0.1:\(port)/frivillig"
            let page = try await HTTPClient.shared.execute(HTTPClientRequest(url: url), timeout: .seconds(300))
            #expect(page.status == .ok)
            #expect(page.headers.first(name: "Content-Type") == "text/html; charset=utf-8")
            #expect(page.headers.first(name: "Cache-Control") == "no-store")
            // A page elsewhere that gives itself a name which leads here gets nothing.
            var foreign = HTTPClientRequest(url: url)
            foreign.headers.add(name: "Host", value: "elsewhere.example:\(port)")
            #expect(try await HTTPClient.shared.execute(foreign, timeout: .seconds(300)).status.code == 421)
            return String(decoding: try await page.body.collect(upTo: 1 << 20).readableBytesView, as: UTF8.self)
        }
        #expect(answer.contains("<b>15</b> besøk i dag"))
    }
}

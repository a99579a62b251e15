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

/// Answers `start`, and refuses everything else with the same problem.
private struct FixedKeeper: CountCheckKeeper {
    let problem: CountCheckProblem
    let languages = ["nn"]
    let doorNames = ["front": "Hovuddøra"]

    func checks() async -> CountCheckStatus {
        CountCheckStatus(language: "nn", doors: [Fixtures.doorChecks()])
    }

    func startCheck(_ request: CountCheckRequest) async throws(CountCheckProblem) -> CountCheckAnswer {
        CountCheckAnswer(event: .started, language: "nn", door: Fixtures.doorChecks { $0.id = request.door ?? "-" })
    }

    func stopCheck(_ request: CountCheckRequest) async throws(CountCheckProblem) -> CountCheckAnswer {
        throw problem
    }

    func cancelCheck(_ request: CountCheckRequest) async throws(CountCheckProblem) -> CountCheckAnswer {
        throw problem
    }
}

@Suite("Count checks at the control socket")
struct CountCheckServerTests {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private struct Reply: Sendable {
        var status: UInt
        var body: [UInt8]
    }

    /// What the control socket answers to each request, one after the other.
    private func replies(
        to requests: [(method: HTTPMethod, path: String, body: String)], problem: CountCheckProblem = .noneRunning
    ) async throws -> [Reply] {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let (ready, continuation) = AsyncStream<Void>.makeStream()
        let path = scratch.file("control.sock")
        let server = LocalServers.control(
            path: path, source: FixedSource(value: Fixtures.status()), keeper: FixedKeeper(problem: problem),
            group: MultiThreadedEventLoopGroup.singleton, logger: logger
        ) {
            continuation.yield()
        }
        let services = ServiceGroup(services: [server], logger: logger)
        async let run: Void = services.run()
        var replies: [Reply] = []
        for await _ in ready {
            for (method, target, body) in requests {
                var request = HTTPClientRequest(url: "http+unix://\(path.replacing("/", with: "%2F"))\(target)")
                request.method = method
                if method == .POST { request.body = .bytes(ByteBuffer(string: body)) }
                let response = try await HTTPClient.shared.execute(request, timeout: .seconds(300))
                replies.append(
                    Reply(
                        status: response.status.code,
                        body: Array(try await response.body.collect(upTo: 1 << 20).readableBytesView)))
            }
            break
        }
        await services.triggerGracefulShutdown()
        try await run
        return replies
    }

    @Test func aRequestReachesTheKeeperAndItsAnswerComesBack() async throws {
        let replies = try await replies(to: [
            (.POST, "/v1/count-check/start", #"{"door":"front"}"#), (.POST, "/v1/count-check/start", "{}"),
            (.GET, "/v1/count-check", ""),
        ])
        #expect(replies.map(\.status) == [200, 200, 200])
        let answers = try replies.prefix(2).map { try LocalJSON.decode(CountCheckAnswer.self, from: $0.body) }
        #expect(answers.map(\.door.id) == ["front", "-"])
        #expect(try CountCheckStatus(json: replies[2].body).language == "nn")
    }

    @Test(
        arguments: zip(
            CountCheckTextTests.problems, [422, 422, 404, 422, 409, 409, 409, 409, 409, 422, 422, 422, 422, 503, 503]))
    func aRefusalHasItsStatusAndWordsInThePlacesLanguage(_ problem: CountCheckProblem, _ status: UInt) async throws {
        let replies = try await replies(
            to: [(.POST, "/v1/count-check/stop", "{}"), (.POST, "/v1/count-check/cancel", "{}")], problem: problem)
        let words = CountCheckText(languages: ["nn"], names: ["front": "Hovuddøra"]).problem(problem)
        for reply in replies {
            #expect(reply.status == status)
            #expect(try LocalJSON.decode(CountCheckRefusal.self, from: reply.body).message == words)
        }
    }

    @Test func whatIsNoRequestIsRefused() async throws {
        let path = "/v1/count-check/stop"
        let replies = try await replies(to: [
            (.POST, path, ""), (.POST, path, "[]"), (.POST, path, #"{"in":"many"}"#), (.POST, path, #"{"in":1e40}"#),
            (.POST, path, #"{"door":"\#(String(repeating: "x", count: 5000))"}"#), (.GET, path, ""),
            (.POST, "/v1/count-check", "{}"), (.POST, "/v1/count-check/erase", "{}"), (.POST, "/v1/status", "{}"),
        ])
        #expect(replies.prefix(5).map(\.status) == [400, 400, 400, 400, 413])
        #expect(replies.dropFirst(5).allSatisfy { $0.status == 404 || $0.status == 405 })
    }
}

import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import Testing
import TunetLocal
import TunetTestSupport

/// Knows one time, and refuses to be set with the problem that it is given.
private struct FixedClock: ClockKeeper {
    let problem: ClockProblem?
    let languages = ["nn"]

    func clock() async -> ClockStatus { ClockTests.undated }

    func setClock(_ request: ClockRequest) async throws(ClockProblem) -> ClockStatus {
        if let problem { throw problem }
        var status = ClockTests.undated
        (status.day, status.time, status.source) = (request.day, "10:00", .volunteer)
        return status
    }
}

@Suite("The clock for people at the place")
struct ClockTests {
    static let undated = ClockStatus(
        language: "nn", zone: "Europe/Oslo", day: nil, time: nil, source: nil, uptimeMinutes: 200,
        refused: "1970-01-01",
        latestDay: "2026-11-02", earlier: [ClockStatus.Boot(day: "2026-11-02", source: .machine)],
        undated: [
            ClockStatus.Undated(boots: 1, from: "2026-11-02", through: "2026-11-05"),
            ClockStatus.Undated(boots: 3, from: "2026-11-05", through: nil),
        ])

    static let problems: [(ClockProblem, UInt)] = [
        (.notReady, 503), (.trusted(.synchronised), 409), (.dayNeeded, 422), (.impossible, 422),
        (.beforeLatest(day: "2026-11-01", latest: "2026-11-02"), 409),
        (.farAhead(day: "2028-11-01", latest: "2026-11-02"), 409), (.storeFailed, 503),
    ]

    @Test func aBoardWithoutAClockSaysWhatItKnows() {
        #expect(
            ClockText(languages: ["nb"]).status(Self.undated) == """
                Maskinen vet ikke hvilken dag det er. Den har vært på i 3 t 20 min, og teller. Tallene får dato når klokka blir \
                stilt, av nettet eller med «tunet clock set tirsdag 14:30».
                Maskinens egen klokke sier torsdag 1. januar 1970. Det kan ikke stemme, og den blir ikke brukt.
                1 tidligere oppstart har ingen dato. Det var mellom mandag 2. november 2026 og torsdag 5. november 2026. \
                Tallene blir frigitt med dette tidsrommet, merket «dato usikker».
                3 tidligere oppstarter har ingen dato. Det var tidligst torsdag 5. november 2026. Tallene er tatt vare på.
                Tidligere oppstarter:
                  mandag 2. november 2026: maskinens egen klokke
                """)
        #expect(ClockText(languages: ["nn"]).status(Self.undated).contains("måndag 2. november 2026"))
        #expect(
            ClockText(languages: ["en"]).status(Self.undated).contains(
                "between Monday 2 November 2026 and Thursday 5 November 2026"))
    }

    @Test func everyProblemIsSaidInEveryLanguage() {
        for (problem, _) in Self.problems {
            let texts = ["nb", "nn", "en"].map { ClockText(languages: [$0]).problem(problem) }
            #expect(texts.allSatisfy { !$0.isEmpty && $0.hasSuffix(".") })
            #expect(texts[0] != texts[2], "\(problem)")
        }
        #expect(ClockText(languages: ["se"]).problem(.dayNeeded) == ClockText(languages: ["nb"]).problem(.dayNeeded))
    }

    private func replies(_ requests: [(HTTPMethod, String)], problem: ClockProblem?) async throws -> [(UInt, [UInt8])] {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let (ready, continuation) = AsyncStream<Void>.makeStream()
        let path = scratch.file("control.sock")
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = LocalServers.control(
            path: path, source: FixedSource(value: Fixtures.status()), clock: FixedClock(problem: problem),
            group: MultiThreadedEventLoopGroup.singleton, logger: logger
        ) {
            continuation.yield()
        }
        let services = ServiceGroup(services: [server], logger: logger)
        async let run: Void = services.run()
        var replies: [(UInt, [UInt8])] = []
        for await _ in ready {
            for (method, body) in requests {
                var request = HTTPClientRequest(url: "http+unix://\(path.replacing("/", with: "%2F"))/v1/clock")
                request.method = method
                if method == .POST { request.body = .bytes(ByteBuffer(string: body)) }
                let response = try await HTTPClient.shared.execute(request, timeout: .seconds(300))
                replies.append(
                    (response.status.code, Array(try await response.body.collect(upTo: 1 << 20).readableBytesView)))
            }
            break
        }
        await services.triggerGracefulShutdown()
        try await run
        return replies
    }

    @Test func theSocketAnswersAndSets() async throws {
        let replies = try await replies(
            [
                (.GET, ""), (.POST, #"{"day":"2026-11-03","minute":600}"#), (.POST, ""), (.POST, "{}"),
                (.POST, #"{"minute":"noon"}"#),
                (.POST, #"{"day":"\#(String(repeating: "x", count: 5000))","minute":1}"#),
            ], problem: nil)
        #expect(replies.map(\.0) == [200, 200, 400, 400, 400, 413])
        #expect(try LocalJSON.decode(ClockStatus.self, from: replies[0].1) == Self.undated)
        #expect(try LocalJSON.decode(ClockStatus.self, from: replies[1].1).day == "2026-11-03")
    }

    @Test(arguments: problems.indices) func aRefusalHasItsStatusAndWords(_ index: Int) async throws {
        let (problem, status) = Self.problems[index]
        let replies = try await replies([(.POST, #"{"minute":600}"#)], problem: problem)
        #expect(replies[0].0 == status)
        let words = ClockText(languages: ["nn"]).problem(problem)
        #expect(try LocalJSON.decode(ClockRefusal.self, from: replies[0].1).message == words)
    }
}

import Foundation
import Logging
import NIOPosix
import ServiceLifecycle
import Testing
import TunetCore
import TunetTestSupport

@testable import TunetLocal
@testable import TunetNode

/// What the terminal asks of a real control socket.
@Suite("Terminal: requests")
struct TerminalRequestTests {
    private struct Source: StatusSource {
        let value: NodeStatus

        func status() async -> NodeStatus { value }
    }

    private static let requests: [TerminalRequest] = [
        .corrections, .correct(CorrectionRequest(day: "today", amount: 1)), .actions, .undo(.init(id: 1)),
        .countCheck("start", CountCheckRequest()), .setClock(ClockRequest(minute: 1)),
        .recordSession(
            .init(day: "2026-11-02", name: "a", from: nil, to: nil, organiser: "b", sector: "c", counted: nil)),
        .acknowledge(.init(source: nil, kind: "blocked")), .test(.init(panel: nil)),
    ]

    @Test("A service that only knows its status is older than this terminal, and one that is gone does not answer")
    func older() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let socket = world.scratch.file("old.sock")
        let status = await (try await world.device()).status()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let (ready, continuation) = AsyncStream<Void>.makeStream()
        let server = LocalServers.control(
            path: socket, source: Source(value: status), group: MultiThreadedEventLoopGroup.singleton, logger: logger
        ) { continuation.yield() }
        let services = ServiceGroup(services: [server], logger: logger)
        async let run: Void = services.run()
        let client = ControlClient(socket: socket)
        for await _ in ready {
            let bytes = try #require(await client.statusBytes())
            #expect(try TerminalStatus(json: bytes).node == status)
            for request in Self.requests {
                #expect(await client.answer(to: request) == .unknown, "\(request)")
            }
            break
        }
        await services.triggerGracefulShutdown()
        try await run
        #expect(await client.statusBytes() == nil)
        for request in Self.requests {
            #expect(await client.answer(to: request) == .unreachable, "\(request)")
        }
    }

    @Test("A real service's answers are understood, and its refusals come in its own words")
    func real() async throws {
        let world = try World { $0.sessions = [SmallPlace.cafe] }
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world) { service in
            await service.run(to: world.time(10))
            let client = ControlClient(socket: service.socket)
            guard case .corrections(let status) = await client.answer(to: .corrections) else {
                Issue.record("no corrections")
                return
            }
            #expect(status.days.first?.day == "2026-11-02")
            let done = await client.answer(to: .correct(CorrectionRequest(day: "today", session: "outside", amount: 3)))
            guard case .corrected(let corrected) = done else {
                Issue.record("\(done)")
                return
            }
            #expect(corrected.days.first?.parts.first?.counts.first?.corrected == 3)
            #expect(
                await client.answer(to: .correct(CorrectionRequest(day: "today", session: "dans", amount: 3)))
                    == .refused("Dagen har ikke «dans». Den har: outside."))
            #expect(
                await client.answer(to: .countCheck("cancel", CountCheckRequest(door: "front")))
                    == .refused("Ingen kontrolltelling er i gang. Start en med «tunet count-check start»."))
            guard case .refused(let words) = await client.answer(to: .setClock(ClockRequest(minute: 600))) else {
                Issue.record("the clock was set")
                return
            }
            #expect(words.hasPrefix("Klokka kan ikke stilles for hånd nå"))

            let session = SessionRequest(
                day: "2026-11-02", name: "Dugnad", organiser: "Velforeningen", sector: "volunteering", counted: 12)
            let recorded = await client.answer(to: .recordSession(session))
            guard case .done(let said?) = recorded, said.contains("Dugnad") else {
                Issue.record("\(recorded)")
                return
            }
            guard case .actions(let log) = await client.answer(to: .actions) else {
                Issue.record("no log")
                return
            }
            #expect(log.map(\.kind).contains("correction") && log.count == 2)
            let undone = await client.answer(to: .undo(IDRequest(id: try #require(log.first?.id))))
            guard case .done = undone else {
                Issue.record("\(undone)")
                return
            }
            guard case .actions(let after) = await client.answer(to: .actions) else {
                Issue.record("no log")
                return
            }
            #expect(after.count == 3 && after[1].undone)
            let refusals = [
                await client.answer(to: .undo(IDRequest(id: 99))),
                await client.answer(to: .acknowledge(FaultRequest(source: "front", kind: "blocked"))),
                await client.answer(to: .test(LightTestRequest(panel: "nowhere"))),
            ]
            for refusal in refusals {
                guard case .refused(let words) = refusal else {
                    Issue.record("\(refusal)")
                    continue
                }
                #expect(!words.isEmpty)
            }
        }
    }
}

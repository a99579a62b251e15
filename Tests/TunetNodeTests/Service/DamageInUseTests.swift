import Foundation
import Testing
import TunetCore
import TunetGPIO
import TunetTestSupport

@testable import TunetNode
@testable import TunetStore

@Suite("A store that breaks while it is in use")
struct DamageInUseTests {
    /// It can't be mended in use: the service ends, and the service manager's next start goes on in a new store.
    @Test func endsTheService() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        do {
            let now = SystemClock.monotonic()
            let node = try await world.device(at: now, isDated: false)
            let ready = AsyncStream.makeStream(of: Void.self)
            let service = NodeService(
                engine: node.engine, lines: try GPIOLines(inputs: [], outputs: []), client: nil,
                configuration: world.configuration, manager: ServiceManager { _ in nil },
                readiness: Readiness(parts: [.counting]) { ready.continuation.finish() },
                wakes: AsyncStream.makeStream(of: NodeService.Wake.self))
            let running = Task { try await service.run() }
            for await _ in ready.stream {}
            // Pages that are not in memory are read from the card, and make no sense.
            try await node.store.inject("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA shrink_memory")
            let whole = ScratchFolder.bytes(world.storePath)
            try ScratchFolder.write(Array(whole.prefix(512)) + whole.dropFirst(512).map { ~$0 }, to: world.storePath)
            await node.engine.receive(
                Footsteps.walkIn(at: now).map { .edge($0) }, at: now.advanced(by: .seconds(2)))
            await node.engine.advance(to: now.advanced(by: .seconds(5)))
            #expect(await node.engine.isStoreDamaged)
            service.wakes.continuation.yield(.time)
            service.wakes.continuation.yield(.shutdown)
            let error = await #expect(throws: NodeError.self) { try await running.value }
            #expect(error?.description.contains("damaged while it was in use") == true)
        }
        let again = try await world.device()
        #expect(again.store.findings.first?.contains("store.sqlite.damaged-1") == true)
        await again.play(Footsteps.walkIn(at: world.time(9)))
        await again.run(to: world.time(9, 1))
        #expect(try world.entriesOnDisk() >= 1)
    }
}

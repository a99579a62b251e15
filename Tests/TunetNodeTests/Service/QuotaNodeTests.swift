import Synchronization
import Testing
import TunetCore
import TunetLocal
import TunetTestSupport
import TunetUplink
import TunetWire

@testable import TunetCollector
@testable import TunetNode
@testable import TunetStore

@Suite("What the quota and a full card do to a device")
struct QuotaNodeTests {
    /// The collector does not wait for numbers that had to go, and its report says how many are missing.
    @Test func aDroppedBatchIsSaidToTheCollectorAndToThePlace() async throws {
        let world = try World { configuration in
            configuration.uplink = UplinkPolicy(collectorURL: "http://127.0.0.1:1", collectorKey: [])
        }
        defer { world.scratch.remove() }
        let node = try await world.device()
        let collector = try await CollectorFixture(world, deviceKey: node.store.deviceKey)
        for day in 0..<3 { await node.play(Footsteps.walkIn(at: world.time(10, days: day))) }
        await node.run(to: world.time(12, days: 5))
        #expect(await node.status().uplink.waiting == 3)
        #expect(await node.status().uplink.droppedBatches == nil)
        // As the quota does it to the oldest.
        try await node.store.inject(
            """
            UPDATE batch SET bytes = x'' WHERE first = 1;
            INSERT INTO meta VALUES ('dropped_batches', 1), ('dropped_releases', 1);
            """)
        await node.run(to: world.time(4, days: 6))
        let status = await node.status()
        #expect(status.uplink.droppedBatches == 1 && status.uplink.droppedReleases == 1)
        #expect(status.health.map(\.kind).sorted() == ["numbers_dropped", "uplink_failed"])
        try await collector.serving { client, _ throws in
            await node.run(to: world.time(4, days: 8)) { await client.send($0.bytes, place: "p-7") }
        }
        #expect(try await collector.sequenceNumbers().first == 2)
        #expect(try await node.store.prepareUpload(on: nil, software: "test").parcels.isEmpty)
        #expect(await node.status().health.isEmpty)
        #expect(await node.status().uplink.droppedReleases == 1, "it stays known")
        #expect(StatusText.text(await node.status()).contains("1 batches with 1 released values were dropped"))
        let report = try await CollectorStore(path: collector.database).report()
        #expect(report.places.first?.missing == 1)
        #expect(report.alarms.isEmpty)
    }

    /// A full card at the end of the service: what memory held is lost, and that is said.
    @Test func anEndThatCanNotWriteSaysWhatIsLost() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.play(Footsteps.walkIn(at: world.time(10)))
        await node.run(to: world.time(10, 1))
        try await node.store.inject(Store.refuseCounts)
        for minute in 2..<5 { await node.play(Footsteps.walkIn(at: world.time(10, minute))) }
        await node.play(Footsteps.walkOut(at: world.time(10, 6)))
        await #expect(throws: StoreError.self) { try await node.engine.end(at: world.time(10, 7)) }
        let said = world.messages.filter { $0.contains("are lost") }
        #expect(said.count == 1)
        #expect(
            said.first?.hasPrefix("Counts of the latest time could not be written and are lost.") == true, "\(said)")
        #expect(try world.entriesOnDisk() == 1)
    }
}

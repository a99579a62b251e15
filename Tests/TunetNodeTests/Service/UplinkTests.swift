import Synchronization
import Testing
import TunetCore
import TunetLocal
import TunetTestSupport
import TunetUplink
import TunetWire

@testable import TunetNode
@testable import TunetStore

@Suite("From the door to the collector")
struct UplinkTests {
    /// A device whose daily upload is at 03:15, with people on its first day.
    private func world() throws -> World {
        try World { configuration in
            configuration.sessions = [SmallPlace.cafe]
            // The address is the test's own business; the engine only needs to know that there is one.
            configuration.uplink = UplinkPolicy(collectorURL: "http://127.0.0.1:1", collectorKey: [])
        }
    }

    private func visitors(_ node: TestNode, _ world: World) async {
        for minute in 0..<5 { await node.play(Footsteps.walkIn(at: world.time(10, minute))) }
        await node.play(Footsteps.press(2, at: world.time(10, 10)))
    }

    @Test func whatIsDueIsReleasedDeliveredAndDeleted() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        let node = try await world.device()
        let collector = try await CollectorFixture(world, deviceKey: node.store.deviceKey)
        await visitors(node, world)
        try await collector.serving { client, _ throws in
            // Monday ends with Tuesday's first second and may be corrected until Thursday, 03:15 on that day.
            await node.run(to: world.time(3, 14, 59, days: 3)) { await client.send($0.bytes, place: "p-7") }
            #expect(try await collector.sequenceNumbers() == [])
            await node.run(to: world.time(3, 16, days: 3)) { await client.send($0.bytes, place: "p-7") }
            #expect(try await collector.sequenceNumbers() == [1])
            await node.run(to: world.time(12, days: 11)) { await client.send($0.bytes, place: "p-7") }
        }
        // Nine days up to Tuesday the 10th, with two cafés, and the week's three numbers.
        #expect(try await collector.sequenceNumbers() == Array(1...14))
        #expect(try await node.store.prepareUpload(on: nil, software: "test").parcels.isEmpty)
        #expect(try world.releasesOnDisk() == 0)
        #expect(try world.entriesOnDisk() == 0)
        let status = await node.status()
        #expect(status.uplink.waiting == 0)
        #expect(status.uplink.lastError == nil)
        #expect(status.uplink.lastDelivery == "2026-11-13")
        #expect(status.health.isEmpty)
        let monday = try await collector.ask("SELECT value FROM leaf WHERE period = '2026-11-02'")
        // P(|noise| > 25) is below 1e-11 at ε = 1.
        #expect(monday.count == 1 && (-20...30).contains(monday[0]))
    }

    @Test func aCollectorThatIsAwayLosesNothing() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        let node = try await world.device()
        let collector = try await CollectorFixture(world, deviceKey: node.store.deviceKey)
        await visitors(node, world)
        let attempts = Mutex(0)
        let nobody = collector.client("http://127.0.0.1:1")
        await node.run(to: world.time(12, days: 20)) { dispatch in
            // The first time for real; afterwards the same answer without the wait.
            let attempt = attempts.withLock { count in
                count += 1
                return count
            }
            return attempt == 1
                ? await nobody.send(dispatch.bytes, place: "p-7") : .unreachable(message: "still nobody")
        }
        var status = await node.status()
        #expect(status.health.map(\.kind) == ["uplink_failed"])
        #expect(status.uplink.failures == attempts.withLock { $0 })
        #expect(status.uplink.failures > 100, "retries never end")
        #expect(status.uplink.lastError == "still nobody")
        #expect(status.uplink.waiting > 1)
        #expect(world.messages.count { $0.contains("can't be reached") } == 1, "said once, not at each attempt")

        // The exact counts are destroyed at their time all the same, and the days go on being released.
        #expect(try world.entriesOnDisk() == 0)
        let released = try world.releasesOnDisk()
        #expect(released > 20)

        try await collector.serving { client, _ throws in
            await node.run(to: world.time(2, days: 21)) { await client.send($0.bytes, place: "p-7") }
        }
        status = await node.status()
        #expect(status.health.isEmpty)
        #expect(status.uplink.failures == 0)
        #expect(try await collector.sequenceNumbers() == Array(1...released))
        #expect(try world.onDisk("SELECT count(*) FROM batch") == 0)
    }

    @Test func aCollectorThatRestartsAndAnswersTwiceCountsOnce() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        let node = try await world.device()
        let collector = try await CollectorFixture(world, deviceKey: node.store.deviceKey)
        await visitors(node, world)
        // It stores the batch, but its answer gets lost.
        try await collector.serving { client, _ throws in
            await node.run(to: world.time(3, 15, days: 4)) { dispatch in
                _ = await client.send(dispatch.bytes, place: "p-7")
                return .unreachable(message: "the line went dead")
            }
        }
        let held = try await collector.sequenceNumbers()
        #expect(!held.isEmpty)
        #expect(try world.onDisk("SELECT count(*) FROM batch") > 0)
        // After its restart everything comes again, each batch twice, and each answer too.
        try await collector.serving { client, _ throws in
            await node.run(to: world.time(3, 14, days: 5)) { dispatch in
                let first = await client.send(dispatch.bytes, place: "p-7")
                await node.engine.finish(first, of: dispatch, at: await node.engine.now)
                return await client.send(dispatch.bytes, place: "p-7")
            }
        }
        #expect(try await collector.sequenceNumbers() == held)
        #expect(try await collector.ask("SELECT count(*) FROM alarm") == [0])
        #expect(try world.onDisk("SELECT count(*) FROM batch") == 0)
        #expect(await node.status().health.isEmpty)
    }

    @Test func aRefusalIsHealthAndIsTriedAgainLater() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await visitors(node, world)
        await node.run(to: world.time(3, 15, days: 3)) { _ in
            .refused(status: 503, message: "not now", retryAfter: .seconds(7200))
        }
        #expect(await node.status().uplink.lastError == "The collector refused a batch with status 503: not now")
        let times = Mutex<[MonotonicInstant]>([])
        await node.run(to: world.time(12, days: 3)) { _ in
            let now = await node.engine.now
            times.withLock { $0.append(now) }
            return .conflict(nil)
        }
        let first = try #require(times.withLock { $0.first })
        #expect(first >= world.time(5, 15, days: 3), "Retry-After is honoured")
        #expect(await node.status().uplink.lastError?.contains("another batch of the same identity") == true)
        #expect(try world.onDisk("SELECT count(*) FROM batch") == 1)
    }

    private static func epoch(of dispatch: NodeEngine.Dispatch) -> String {
        (try? SealedBatch(parsing: dispatch.bytes).header.epoch) ?? ""
    }

    @Test func aConflictKeepsNoOtherBatchBackAndIsShownUntilItIsSolved() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await visitors(node, world)
        let sent = Mutex<[Int64]>([])
        await node.run(to: world.time(4, days: 6)) { dispatch in
            sent.withLock { $0.append(dispatch.parcel.first) }
            return dispatch.parcel.first == 1
                ? .conflict(nil)
                : .delivered(Receipt(place: "p-7", epoch: Self.epoch(of: dispatch), watermark: 0, time: 0))
        }
        #expect(Set(sent.withLock { $0 }).count > 1, "the others go on")
        #expect(sent.withLock { $0.filter { $0 == 1 }.count } > 1, "it is tried again in each window")
        #expect(await node.status().health.map(\.kind) == ["uplink_failed"])
        #expect(await node.status().uplink.failures == 0)
        await node.run(to: world.time(4, days: 7)) { dispatch in
            .delivered(
                Receipt(place: "p-7", epoch: Self.epoch(of: dispatch), watermark: dispatch.parcel.last, time: 0))
        }
        #expect(await node.status().health.isEmpty)
    }

    /// A receipt from a later state of this store: the card was restored from a copy.
    @Test func aRestoredCardBeginsANewEpoch() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        let node = try await world.device()
        let epoch = Mutex("")
        await node.run(to: world.time(4, days: 3)) { dispatch in
            guard let header = try? SealedBatch(parsing: dispatch.bytes).header else {
                return .unreachable(message: "?")
            }
            epoch.withLock { $0 = header.epoch }
            return .delivered(Receipt(place: "p-7", epoch: header.epoch, watermark: 40, time: 0))
        }
        #expect(world.messages.contains { $0.contains("it was restored or cloned") })
        let headers = Mutex<[BatchHeader]>([])
        await node.run(to: world.time(4, days: 4)) { dispatch in
            if let header = try? SealedBatch(parsing: dispatch.bytes).header { headers.withLock { $0.append(header) } }
            return .unreachable(message: "enough")
        }
        let header = try #require(headers.withLock { $0.first })
        #expect(header.epoch != epoch.withLock { $0 })
        #expect(header.first == 1)
    }

    @Test func aStoreThatRefusesAtTheUploadIsTriedAgainWithinTheHour() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await visitors(node, world)
        await node.run(to: world.time(3, days: 3))
        try await node.store.inject(
            "CREATE TEMP TRIGGER x BEFORE INSERT ON released BEGIN SELECT raise(FAIL, 'no room'); END")
        // Until something else is written: at four the reset of the occupancy.
        await node.run(to: world.time(3, 59, 59, days: 3))
        #expect(await node.status().health.map(\.kind) == ["store_failed"])
        #expect(try world.entriesOnDisk() == 5)
        try await node.store.inject(Store.accept)
        await node.run(to: world.time(4, 15, 1, days: 3))
        #expect(try world.releasesOnDisk() == 1)
        #expect(try world.entriesOnDisk() == 0)
    }

    /// Counts that the store has refused must not come too late for the release of their period.
    @Test func nothingIsReleasedWhileCountsAreHeldInMemory() async throws {
        let world = try World { configuration in
            configuration.release.correctionDays = 0
            configuration.uplink = UplinkPolicy(collectorURL: "http://127.0.0.1:1", collectorKey: [])
        }
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.run(to: world.time(22))
        try await node.store.inject(Store.refuseCounts)
        await node.play(Footsteps.walkIn(at: world.time(23, 50)))
        await node.run(to: world.time(3, 20, days: 1))
        #expect(try world.releasesOnDisk() == 0)
        try await node.store.inject(Store.accept)
        await node.run(to: world.time(3, 30, days: 1))
        #expect(try world.entriesOnDisk() == 1)
        await node.run(to: world.time(4, 15, 1, days: 1))
        #expect(try world.releasesOnDisk() == 1)
        #expect(try world.entriesOnDisk() == 0)
    }

    /// Without a collector the numbers are released for whoever fetches them.
    @Test func aPlaceWithoutAnUplinkReleasesToo() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await visitors(node, world)
        await node.run(to: world.time(4, days: 5))
        #expect(try world.releasesOnDisk() == 3)
        #expect(try world.onDisk("SELECT count(*) FROM batch") > 0)
        #expect(await node.status().uplink.configured == false)
        #expect(await node.status().uplink.failures == 0)
    }

    /// The signed time of the collector dates a boot that has no other clock; the delivery has to come from an earlier one.
    @Test func theCollectorsTimeDatesTheBoot() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        let node = try await world.device()
        #expect(await node.status().day == "2026-11-02")
        let undated = try await world.undatedEngine(node.store)
        let parcel = UplinkMachine.Parcel(epoch: "e", first: 1, last: 1, size: 1)
        let receipt = Receipt(
            place: "p-7", epoch: "ffffffffffffffffffffffffffffffff", watermark: 0, time: world.start.seconds + 3600)
        await undated.finish(.delivered(receipt), of: .init(parcel: parcel, bytes: []), at: world.time(9))
        let status = await undated.status(libgpiod: "none", lossDetectable: true)
        #expect(status.day == "2026-11-02")
        #expect(status.health.isEmpty)
    }
}

extension World {
    /// A second engine on the same store, in another boot that nothing has dated.
    func undatedEngine(_ store: Store) async throws -> NodeEngine {
        let engine = try await NodeEngine(
            configuration: configuration, zone: zone, store: store, kernelID: "another", at: time(8, 30),
            surroundings: .init(setOutput: { _, _ in }, log: { _ in }))
        await engine.begin(levels: [:], at: time(8, 30))
        return engine
    }
}

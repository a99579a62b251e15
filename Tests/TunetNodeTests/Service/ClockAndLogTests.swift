import Testing
import TunetCore
import TunetLocal
import TunetTestSupport

@testable import TunetNode
@testable import TunetStore

@Suite("Undated boots, and what the log may tell")
struct ClockAndLogTests {
    // MARK: - Clock

    @Test func countsBeforeTheClockIsTrustedAreDatedLater() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device(isDated: false)
        await node.play(Footsteps.walkIn(at: world.time(8, 5)))
        await node.play(Footsteps.press(2, at: world.time(8, 6)))
        await node.run(to: world.time(9))
        var status = await node.status()
        #expect(status.day == nil)
        #expect(status.doors[0].in == 1, "it counts all the same")
        #expect(status.health.map(\.kind) == ["undated"])
        #expect(status.health[0].since == nil)
        #expect(try world.onDisk("SELECT count(*) FROM tally WHERE boot = 0") == 0)

        await node.engine.offer(world.anchor, at: world.time(9))
        await node.play(Footsteps.walkIn(at: world.time(9, 5)))
        await node.run(to: world.time(9, 6))
        status = await node.status()
        #expect(status.day == "2026-11-02")
        #expect(status.doors[0].in == 2)
        #expect(status.hours[8] == 1 && status.hours[9] == 1)
        #expect(status.panels[0].presses == 1)
        #expect(status.health.isEmpty)
        #expect(try world.onDisk("SELECT count(*) FROM tally WHERE boot <> 0") == 0)
        #expect(try world.onDisk("SELECT count(*) FROM press WHERE boot <> 0") == 0)
        #expect(try world.entriesOnDisk() == 2)
    }

    @Test func aWorseClockChangesNothing() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        let wrong = Anchor(monotonic: .zero, utc: UTCInstant(seconds: 0), quality: .machine)
        await node.engine.offer(wrong, at: world.time(9))
        #expect(await node.status().day == "2026-11-02")
    }

    /// The disk refuses at the very moment at which the counts should be dated.
    @Test(arguments: [
        "CREATE TEMP TRIGGER x BEFORE UPDATE ON boot BEGIN SELECT raise(FAIL, 'no room'); END", Store.refuseCounts,
    ]) func datingIsTriedUntilTheStoreTakesIt(_ fault: String) async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device(isDated: false)
        await node.play(Footsteps.walkIn(at: world.time(8, 5)))
        await node.run(to: world.time(8, 6))
        try await node.store.inject(fault)
        await node.play(Footsteps.walkIn(at: world.time(8, 10)))
        await node.engine.offer(world.anchor, at: world.time(8, 11))
        await node.run(to: world.time(8, 12))
        #expect(await node.status().health.map(\.kind) == ["store_failed"])
        try await node.store.inject(Store.accept)
        await node.run(to: world.time(8, 13))
        #expect(await node.status().health.isEmpty)
        #expect(await node.status().doors[0].in == 2)
        #expect(try world.onDisk("SELECT sum(amount) FROM tally WHERE boot = 0 AND counter = 'count:in'") == 2)
        #expect(try world.onDisk("SELECT count(*) FROM tally WHERE boot <> 0") == 0)
        #expect(try world.onDisk("SELECT count(*) FROM boot WHERE utc IS NOT NULL") == 1)
    }

    /// The service ends while counts of this boot wait for their date; the next start of the same boot dates them.
    @Test func datingThatWasCutOffIsDoneAtTheNextStart() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        do {
            let node = try await world.device()
            try await node.store.commit(
                Increments(rows: [.init(bin: Bin(boot: 1, index: 8), source: "front", counter: .count(.in), amount: 4)])
            )
        }
        let node = try await world.device(at: world.time(11), isDated: false)
        #expect(await node.status().day == "2026-11-02", "the boot has its anchor")
        #expect(await node.status().doors[0].in == 4)
        #expect(await node.status().hours[10] == 4)
    }

    @Test func todayBeginsAnewAtLocalMidnight() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.play(Footsteps.walkIn(at: world.time(23, 59)))
        await node.run(to: world.time(23, 59, 59))
        #expect(await node.status().visits == 1)
        await node.run(to: world.time(0, 0, 1, days: 1))
        #expect(await node.status().visits == 0)
        #expect(await node.status().day == "2026-11-03")
        #expect(
            try world.onDisk("SELECT count(*) FROM measured WHERE last_day = \(SmallPlace.monday.dayNumber + 1)") == 4)
    }

    /// A day whose measures can't be noted would have no leaves, and its counts no release.
    @Test func aDayIsNotedAsSoonAsTheStoreTakesIt() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        try await node.store.inject(
            "CREATE TEMP TRIGGER x BEFORE INSERT ON measured BEGIN SELECT raise(FAIL, 'no room'); END")
        await node.run(to: world.time(0, 5, days: 1))
        let noted = "SELECT count(*) FROM measured WHERE last_day = \(SmallPlace.monday.dayNumber + 1)"
        #expect(try world.onDisk(noted) == 0)
        #expect(await node.status().health.map(\.kind) == ["store_failed"])
        try await node.store.inject(Store.accept)
        await node.run(to: world.time(0, 6, days: 1))
        #expect(try world.onDisk(noted) == 4)
        #expect(await node.status().health.isEmpty)
    }

    // MARK: - Log

    /// Whoever stands in the door makes it blocked: when that was is nobody's business but the bin's.
    @Test func troubleInADoorIsHeldBackUntilTheBinIsOver() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.play([Edge(time: world.time(10, 2), line: 0, level: true)])
        await node.play([Edge(time: world.time(10, 3), line: 2, level: true)])
        await node.run(to: world.time(10, 14, 59))
        let before = world.messages
        #expect(await node.status().doors[0].health.map(\.kind) == ["blocked"])
        #expect(await node.status().doors[0].health.map(\.since) == ["10:00"])
        #expect(!before.contains { $0.contains("blocked") || $0.contains("stuck") })
        await node.run(to: world.time(10, 15, 0))
        #expect(world.messages.dropFirst(before.count) == ["front: blocked began", "panel: stuck began"])
        await node.play([Edge(time: world.time(10, 16), line: 0, level: false)])
        await node.run(to: world.time(10, 29))
        #expect(world.messages.count == before.count + 2)
        await node.run(to: world.time(10, 30))
        #expect(world.messages.last == "front: blocked ended")
    }

    @Test func aFullDiskIsHeldBackToo() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        let before = world.messages.count
        try await node.store.inject(Store.refusePresses)
        await node.play(Footsteps.press(2, at: world.time(10, 2)))
        await node.run(to: world.time(10, 14, 59))
        #expect(world.messages.count == before)
        await node.run(to: world.time(10, 15))
        #expect(world.messages.contains("the device: store_failed began"))
        #expect(world.messages.contains { $0.contains("no room") })
    }

    @Test func aPulledPlugIsSaidAtOnce() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.engine.receive([.unplugged(lines: [0, 1], at: world.time(10, 2))], at: world.time(10, 2))
        #expect(world.messages.last == "front: unplugged began")
    }

    /// However long the trouble lasts, the log stays bounded.
    @Test func heldMessagesAreBounded() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        try await node.store.inject(Store.refusePresses)
        let start = world.time(10)
        for number in 0..<150 {
            await node.play(Footsteps.press(2, at: start.advanced(by: .seconds(3 * number))))
        }
        let before = world.messages.count
        await node.run(to: world.time(10, 15))
        #expect((1...100).contains(world.messages.count - before))
    }
}

import Synchronization
import Testing
import TunetCore
import TunetLocal
import TunetTestSupport

@testable import TunetNode
@testable import TunetStore

@Suite("What the engine promises about the disk")
struct CommitTests {
    @Test func aPassageIsOnTheDiskWithinASecondOfItsEdge() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        for second in [0, 7, 31] {
            let walk = Footsteps.walkIn(at: world.time(10, 0, second))
            await node.play(walk)
            let last = try #require(walk.last).time
            let before = try world.entriesOnDisk()
            await node.run(to: last.advanced(by: .seconds(1)))
            #expect(try world.entriesOnDisk() == before + 1)
        }
        #expect(try world.entriesOnDisk() == 3)
        #expect(await node.status().doors[0].in == 3)
    }

    /// Also when people keep coming, so that there is always something new to wait for. The first four are decided
    /// together, because they might be the parts of one body.
    @Test func aStreamOfPeopleDoesNotPutTheCommitOff() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        let start = world.time(10)
        for number in 0..<20 {
            await node.play(Footsteps.walkIn(at: start.advanced(by: .milliseconds(750 * number))))
            #expect(try world.entriesOnDisk() >= Int64(number < 5 ? 0 : number - 1))
        }
    }

    @Test func lightAnswersOnlyWhatIsOnTheDisk() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let found = Mutex<[Int64?]>([])
        let node = try await world.device { _, isOn in
            guard isOn else { return }
            let presses = try? world.pressesOnDisk()
            found.withLock { $0.append(presses) }
        }
        await node.play(Footsteps.press(2, at: world.time(10)))
        await node.play(Footsteps.press(3, at: world.time(10, 0, 10)))
        await node.run(to: world.time(10, 1))
        #expect(found.withLock { $0 } == [1, 2])
        #expect(world.outputs == ["0 on", "0 off", "1 on", "1 off"])
        #expect(await node.status().panels[0].presses == 2)
    }

    @Test func aPressThatCannotBeWrittenIsNeitherLitNorCounted() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.play(Footsteps.walkIn(at: world.time(10)))
        try await node.store.inject(Store.refusePresses)
        await node.play(Footsteps.press(2, at: world.time(10, 0, 30)))
        await node.run(to: world.time(10, 0, 31))
        // The person is told, and by no light that could be taken for the answer.
        let blinks = ["0 on", "0 off", "0 on", "0 off"]
        #expect(world.outputs == blinks)
        #expect(await node.status().panels[0].presses == 0)
        #expect(await node.status().panels[0].misuse == 0)
        #expect(await node.status().health.map(\.kind) == ["store_failed"])
        #expect(try world.pressesOnDisk() == 0)

        // The person tries again at once, and now there is room.
        try await node.store.inject(Store.accept)
        await node.play(Footsteps.press(2, at: world.time(10, 0, 31)))
        await node.run(to: world.time(10, 0, 40))
        #expect(world.outputs == blinks + ["0 on", "0 off"])
        #expect(await node.status().panels[0].presses == 1)
        #expect(await node.status().health.isEmpty)
        #expect(try world.pressesOnDisk() == 1)
        #expect(try world.entriesOnDisk() == 1)
    }

    @Test func countsAreHeldAndWrittenLater() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.play(Footsteps.walkIn(at: world.time(10)))
        await node.run(to: world.time(10, 1))
        try await node.store.inject(Store.refuseCounts)
        for minute in 2...30 { await node.play(Footsteps.walkIn(at: world.time(10, minute))) }
        await node.play(Footsteps.walkOut(at: world.time(10, 31)))
        await node.run(to: world.time(11))
        #expect(await node.status().health.map(\.kind) == ["store_failed"])
        #expect(await node.status().doors[0].in == 30, "what is counted is shown")
        #expect(try world.entriesOnDisk() == 1)
        try await node.store.inject(Store.accept)
        await node.run(to: world.time(11, 0, 10))
        #expect(await node.status().health.isEmpty)
        #expect(try world.entriesOnDisk() == 30)
        #expect(try world.onDisk("SELECT sum(amount) FROM tally WHERE counter = 'count:out'") == 1)
        #expect(try world.onDisk("SELECT count(*) FROM tally WHERE counter = 'count:in'") == 3, "in their own bins")
    }

    @Test func everythingIsThereAfterARestart() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        do {
            let node = try await world.device()
            for minute in 0..<5 { await node.play(Footsteps.walkIn(at: world.time(10, minute))) }
            await node.play(Footsteps.walkOut(at: world.time(10, 20)))
            await node.play(Footsteps.press(2, at: world.time(10, 21)))
            try await node.engine.end(at: world.time(10, 21, 1))
            #expect(world.outputs.suffix(2) == ["0 off", "1 off"], "no light stays on")
        }
        let node = try await world.device(at: world.time(10, 30))
        let status = await node.status()
        #expect(status.doors[0].in == 5)
        #expect(status.doors[0].out == 1)
        #expect(status.present == 4)
        #expect(status.panels[0].presses == 1)
        #expect(status.hours[10] == 5)
        await node.play(Footsteps.walkIn(at: world.time(10, 40)))
        await node.run(to: world.time(10, 41))
        #expect(await node.status().doors[0].in == 6)
        #expect(try world.entriesOnDisk() == 6)
    }

    /// The verdict about somebody waits for who might follow; the end of the service does not.
    @Test func whoHasJustComeIsCountedWhenTheServiceEnds() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        let edges = Footsteps.walkIn(at: world.time(10))
        await node.play(edges)
        #expect(await node.status().doors[0].in == 0)
        try await node.engine.end(at: try #require(edges.last).time.advanced(by: .milliseconds(10)))
        #expect(try world.entriesOnDisk() == 1)
    }

    /// A door that is watched is covered to the second, whether anybody comes or not.
    @Test func coverageIsTheTimeThatWasObserved() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.play(Footsteps.walkIn(at: world.time(10)))
        await node.engine.receive([.unplugged(lines: [0, 1], at: world.time(11))], at: world.time(11))
        #expect(await node.status().doors[0].observing == false)
        #expect(await node.status().lines.map(\.level) == [nil, nil, false, false])
        await node.run(to: world.time(12))
        await node.engine.receive([.plugged(levels: [0: false, 1: false], at: world.time(12))], at: world.time(12))
        await node.run(to: world.time(13))
        try await node.engine.end(at: world.time(13))
        #expect(
            try world.onDisk("SELECT sum(amount) FROM tally WHERE source = 'front' AND counter = 'observed'")
                == 14_400_000)
        #expect(
            try world.onDisk("SELECT sum(amount) FROM tally WHERE source = 'panel' AND counter = 'observed'")
                == 18_000_000)
    }
}

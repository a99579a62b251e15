import Testing
import TunetCore
import TunetLocal
import TunetTestSupport
import TunetWire

@testable import TunetNode

/// What somebody could learn who gets hold of the card, or looks at the terminal; and what must not be lost for it.
@Suite("What a neighbour could learn")
struct NeighbourTests {
    @Test func theOrderOfCommitsLeavesTheDiskWithTheBin() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.play(Footsteps.walkIn(at: world.time(10, 1, 17)))
        await node.play(Footsteps.press(2, at: world.time(10, 3, 42)))
        await node.run(to: world.time(10, 14, 59))
        #expect(ScratchFolder.bytes(world.storePath + "-wal").contains { $0 != 0 })
        await node.run(to: world.time(10, 15, 1))
        #expect(ScratchFolder.bytes(world.storePath + "-wal").allSatisfy { $0 == 0 })
        #expect(try world.entriesOnDisk() == 1)
        #expect(try world.pressesOnDisk() == 1)
    }

    @Test func noCommitDatesAPressByItsObservedTime() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.play(Footsteps.press(2, at: world.time(8, 3, 42)))
        await node.run(to: world.time(8, 4))
        #expect(try world.pressesOnDisk() == 1)
        #expect(try world.onDisk("SELECT count(*) FROM tally WHERE counter = 'observed'") == 0)
    }

    @Test func theLinesOfButtonsDoNotAddUpToTheAnswers() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.play(Footsteps.walkIn(at: world.time(10)))
        await node.play(Footsteps.press(2, at: world.time(10, 1)))
        #expect(await node.status().lines.map(\.edges)[..<3] == [2, 2, 2], "it can be seen that the button works")
        #expect(await node.status().lines.map(\.edges)[..<3] == [2, 2, 0])
    }

    @Test func whatIsNoSocketIsNotDeletedForOne() throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let path = scratch.file("notes.txt")
        try ScratchFolder.write([1, 2, 3], to: path)
        #expect(throws: NodeError.self) { try ControlSocket.prepare(path) }
        #expect(ScratchFolder.bytes(path) == [1, 2, 3])
        try ControlSocket.prepare(scratch.file("new/control.sock"))
    }

    @Test func daysBeforeTheFirstAnchorHaveTheirOwnLeaves() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device(isDated: false)
        await node.play(Footsteps.walkIn(at: world.time(10)))
        await node.run(to: world.time(12, days: 2))
        #expect(try world.onDisk("SELECT count(*) FROM measured") == 0)
        await node.engine.offer(world.anchor, at: world.time(12, days: 2))
        #expect(try world.onDisk("SELECT min(first_day) FROM measured") == SmallPlace.monday.dayNumber)
        await node.run(to: world.time(12, days: 4))
        #expect(try await node.frozen().contains { $0.period == "2026-11-02" })
    }
}

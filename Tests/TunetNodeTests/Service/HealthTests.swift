import Testing
import TunetCore
import TunetLocal
import TunetTestSupport

@testable import TunetNode

@Suite("Health through the service, its log and its disk")
struct HealthTests {
    /// Open from 8 to 16 on every day, one door.
    private func world() throws -> World {
        try World { configuration in
            configuration.openings = [Opening(weekdays: Set(1...7), startMinute: 480, endMinute: 960)]
        }
    }

    private func kinds(_ node: TestNode) async -> [String] {
        await node.status().doors[0].health.map(\.kind)
    }

    // MARK: - Silence

    @Test func aSilenceIsStillSaidAfterTheServiceAndTheBoardWereStartedAnew() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        do {
            let node = try await world.device()
            await node.play(Footsteps.walkIn(at: world.time(8, 5)))
            await node.run(to: world.time(15, 59))
            #expect(await kinds(node).isEmpty)
            await node.run(to: world.time(8, 15, days: 1))
            #expect(await kinds(node) == ["silent"])
            #expect(await node.status().doors[0].health.map(\.since) == ["08:15"])
            #expect(await node.status().doors[0].observing == false)
            try await node.engine.end(at: world.time(9, days: 1))
        }
        do {
            // The same boot: its anchor is in the store.
            let node = try await world.device(at: world.time(9, 1, days: 1), isDated: false)
            #expect(await kinds(node) == ["silent"])
            try await node.engine.end(at: world.time(9, 2, days: 1))
        }
        // Another boot, which is dated a little later. It judges no silence until then.
        let node = try await world.device(at: world.time(9, 3, days: 1), kernelID: "other", isDated: false)
        #expect(await kinds(node).isEmpty)
        await node.engine.offer(world.anchor, at: world.time(9, 4, days: 1))
        #expect(await kinds(node) == ["silent"])
        await node.play(Footsteps.walkIn(at: world.time(9, 10, days: 1)))
        await node.run(to: world.time(9, 11, days: 1))
        #expect(await kinds(node).isEmpty)
        #expect(await node.status().doors[0].observing)
        #expect(await node.status().visits == 1)
    }

    @Test func theRunOfASilenceGoesOnAfterARestart() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        do {
            let node = try await world.device()
            await node.play(Footsteps.walkIn(at: world.time(8, 5)))
            await node.run(to: world.time(14, 3))
            try await node.engine.end(at: world.time(14, 3))
        }
        // Eight quarters of the day are left, and the first one of the next.
        let node = try await world.device(at: world.time(14, 4), isDated: false)
        await node.run(to: world.time(8, 14, 59, days: 1))
        #expect(await kinds(node).isEmpty)
        await node.run(to: world.time(8, 15, days: 1))
        #expect(await kinds(node) == ["silent"])
    }

    @Test func aPassageOfABootWithoutADateEndsTheSilenceOnceItIsDated() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        do {
            let node = try await world.device()
            await node.run(to: world.time(17))
            #expect(await kinds(node) == ["silent"])
            try await node.engine.end(at: world.time(17))
        }
        let node = try await world.device(at: world.time(10, days: 1), kernelID: "other", isDated: false)
        await node.play(Footsteps.walkIn(at: world.time(10, 5, days: 1)))
        await node.run(to: world.time(10, 6, days: 1))
        await node.engine.offer(world.anchor, at: world.time(10, 7, days: 1))
        #expect(await kinds(node).isEmpty)
        #expect(await node.status().doors[0].observing)
    }

    // MARK: - What a neighbour could learn

    @Test func whoEndsASilenceIsNotDatedByTheLog() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.run(to: world.time(15, 59, 59))
        await node.run(to: world.time(16, 15))
        #expect(world.messages.last == "front: silent began")
        let before = world.messages.count
        await node.play(Footsteps.walkIn(at: world.time(17, 2, 17)))
        await node.run(to: world.time(17, 14, 59))
        #expect(await kinds(node).isEmpty, "who looks at the page sees it at once")
        #expect(world.messages.count == before)
        await node.run(to: world.time(17, 15))
        #expect(world.messages.dropFirst(before) == ["front: silent ended"])
    }

    /// The service was busy, or stopped, when the bin ended, and the first thing that it then does is to take the edges of
    /// somebody who ends a silence. What it held for the log is said now, but not that.
    @Test func aLateEndOfTheBinDatesNobody() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.run(to: world.time(16, 20))
        let before = world.messages.count
        await node.play([Edge(time: world.time(16, 21), line: 2, level: true)])
        await node.run(to: world.time(16, 25))
        let walk = Footsteps.walkIn(at: world.time(16, 31, 17))
        await node.engine.receive(walk.map { .edge($0) }, at: world.time(16, 31, 18))
        await node.engine.advance(to: world.time(16, 31, 40))
        #expect(await kinds(node).isEmpty)
        #expect(world.messages.dropFirst(before) == ["panel: stuck began"])
        await node.run(to: world.time(16, 45))
        #expect(world.messages.dropFirst(before) == ["panel: stuck began", "front: silent ended"])
    }

    @Test func theDiskTellsOfTroubleInWholeBinsOnly() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.run(to: world.time(16, 20))
        await node.play(Footsteps.walkIn(at: world.time(17, 2, 17)))
        // Somebody stands in the door for three minutes, twice.
        for (minute, line) in [(20, 0), (43, 1)] {
            await node.play([
                Edge(time: world.time(18, minute, 11), line: line, level: true),
                Edge(time: world.time(18, minute + 3, 7), line: line, level: false),
            ])
        }
        await node.engine.receive(
            [.lost(count: 3, at: world.time(18, 50, 5), levels: [0: false, 1: false])], at: world.time(18, 50, 5))
        await node.run(to: world.time(0, 1, days: 1))
        let odd = try world.onDisk(
            "SELECT count(*) FROM tally WHERE counter = 'observed' AND amount % 900000 <> 0")
        #expect(odd == 0)
        let observed = try world.onDisk(
            "SELECT sum(amount) / 900000 FROM tally WHERE counter = 'observed' AND source = 'front'")
        // 8 to 16 o'clock and 17 to 24, less the bins at whose end somebody stood in the door, or edges had been lost.
        #expect(observed == 32 + 28 - 2)
    }

    @Test func whatIsRememberedOfSilencesHasNoDateAndChangesOnceADay() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        let node = try await world.device()
        let kept = "SELECT value FROM meta WHERE key = 'silence:front'"
        for hour in [8, 11, 15] { await node.play(Footsteps.walkIn(at: world.time(hour, 5))) }
        await node.run(to: world.time(23, 59))
        #expect(try world.onDisk("SELECT count(*) FROM meta WHERE key LIKE 'silence:%'") == 0)
        await node.run(to: world.time(0, 1, days: 1))
        // One day, and fifteen quarters from 11:15 to 15:00, which say nothing of when.
        #expect(try world.onDisk("SELECT (\(kept)) = '1 15 - 0'") == 1)
        for hour in [8, 11, 15] { await node.play(Footsteps.walkIn(at: world.time(hour, 5, days: 1))) }
        await node.run(to: world.time(23, 59, days: 1))
        #expect(try world.onDisk("SELECT (\(kept)) = '1 15 - 0'") == 1)
    }

    // MARK: - Status

    @Test func theStatusNamesTheBeamAndWhatIsOver() async throws {
        let world = try World { $0.place.languages = ["nn", "nb"] }
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.play([Edge(time: world.time(10, 2), line: 1, level: true)])
        await node.run(to: world.time(10, 4))
        var status = await node.status()
        #expect(status.doors[0].health == [NodeStatus.HealthStatus(kind: "blocked", since: "10:00", beam: "inner")])
        #expect(status.languages == ["nn", "nb"] && status.pastHealth.map(\.kind) == ["undated"])
        #expect(
            StatusText.text(status).contains(
                "\n  Noko er i vegen for den indre lysstrålen heile tida. (sidan kl. 10:00)"))
        for minute in [5, 7, 9] {
            await node.play([
                Edge(time: world.time(10, minute), line: 1, level: false),
                Edge(time: world.time(10, minute, 30), line: 1, level: true),
            ])
            await node.run(to: world.time(10, minute + 1, 20))
        }
        await node.play([Edge(time: world.time(11, 2), line: 1, level: false)])
        await node.run(to: world.time(11, 3))
        status = await node.status()
        #expect(status.doors[0].health.isEmpty)
        #expect(
            status.pastHealth.dropFirst() == [
                NodeStatus.PastHealth(source: "front", kind: "blocked", since: "10:00", until: "10:00"),
                NodeStatus.PastHealth(source: "front", kind: "blocked", since: "10:00", until: "11:00"),
            ], "several in the same bins are one")
    }
}

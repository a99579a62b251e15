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
            #expect(await node.status().doors[0].observing)
            try await node.engine.end(at: world.time(9, days: 1))
        }
        do {
            // The same boot: its anchor is in the store.
            let node = try await world.device(at: world.time(9, 1, days: 1), isDated: false)
            #expect(await kinds(node) == ["silent"])
            #expect(await node.status().doors[0].health.map(\.isOlder) == [true], "when it began is not known any more")
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
        // Seven quarters of the day are left, without the one that was not seen as a whole, and two of the next.
        let node = try await world.device(at: world.time(14, 4), isDated: false)
        await node.run(to: world.time(8, 29, 59, days: 1))
        #expect(await kinds(node).isEmpty)
        await node.run(to: world.time(8, 30, days: 1))
        #expect(await kinds(node) == ["silent"])
    }

    /// Most places switch the board off in the evening, so that no midnight comes while it runs.
    @Test func aBoardThatIsOffAtNightLearnsAllTheSame() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        let kept = "SELECT value FROM meta WHERE key = 'silence:front'"
        for day in 0..<6 {
            let node = try await world.device(
                at: world.time(7, 50, days: day), kernelID: "boot \(day)", isDated: day == 3)
            await node.engine.offer(world.anchor, at: world.time(7, 51, days: day))
            for hour in [8, 10, 11, 13, 15] { await node.play(Footsteps.walkIn(at: world.time(hour, 5, days: day))) }
            await node.run(to: world.time(16, 30, days: day))
            #expect(await kinds(node).isEmpty)
            // Seven quarters from 8:15 to 10:00 and from 13:15 to 15:00.
            let learned = SmallPlace.monday.dayNumber + Int64(day) - 1
            let memory = day == 0 ? "0 0 - - \(learned)" : "\(day) 7 - - \(learned)"
            #expect(try world.onDisk("SELECT (\(kept)) = '\(memory)'") == 1, "day \(day)")
            // As the power goes, or in good order.
            if day.isMultiple(of: 2) { try await node.engine.end(at: world.time(16, 40, days: day)) }
        }
        let node = try await world.device(at: world.time(7, 50, days: 6), kernelID: "last")
        await node.play(Footsteps.walkIn(at: world.time(8, 5, days: 6)))
        await node.run(to: world.time(11, 44, days: 6))
        #expect(await kinds(node).isEmpty)
        await node.run(to: world.time(11, 45, days: 6))
        #expect(await kinds(node) == ["silent"], "after 14 quarters, where a day would be 32")
    }

    /// A reboot at two each day must not hide the silences of the mornings.
    @Test func aRestartForgetsNothingOfItsDay() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        do {
            let node = try await world.device()
            for hour in [8, 13] { await node.play(Footsteps.walkIn(at: world.time(hour, 5))) }
            await node.run(to: world.time(14))
            try await node.engine.end(at: world.time(14))
        }
        let node = try await world.device(at: world.time(14, 1), isDated: false)
        await node.play(Footsteps.walkIn(at: world.time(15, 5)))
        await node.run(to: world.time(0, 1, days: 1))
        let kept = "SELECT value FROM meta WHERE key = 'silence:front'"
        let memory = "1 19 - - \(SmallPlace.monday.dayNumber)"
        #expect(try world.onDisk("SELECT (\(kept)) = '\(memory)'") == 1, "from 8:15 to 13:00")
    }

    @Test func aSilenceOfAnotherDayIsShownWithItsDay() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.run(to: world.time(10, days: 2))
        let status = await node.status()
        #expect(status.doors[0].health.map(\.since) == ["16:00"])
        #expect(status.doors[0].health.map(\.sinceDay) == [SmallPlace.monday.description])
        #expect(status.doors[0].health.map(\.sensor) == ["beam-pair"])
        #expect(StatusText.text(status).contains(" (siden mandag kl. 16:00). "))
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
        // 8 to 24 o'clock, the silent hour among them, less the bins at whose end somebody stood in the door, or edges had
        // been lost.
        #expect(observed == 64 - 2)
    }

    @Test func whatIsRememberedOfSilencesTellsNoPassageAndChangesOnceADay() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        let node = try await world.device()
        let kept = "SELECT value FROM meta WHERE key = 'silence:front'"
        for hour in [8, 11, 15] { await node.play(Footsteps.walkIn(at: world.time(hour, 5))) }
        await node.run(to: world.time(23, 59))
        let sunday = SmallPlace.monday.dayNumber - 1
        #expect(try world.onDisk("SELECT (\(kept)) = '0 0 - - \(sunday)'") == 1)
        await node.run(to: world.time(0, 1, days: 1))
        // One day, and fifteen quarters from 11:15 to 15:00, which say nothing of when.
        #expect(try world.onDisk("SELECT (\(kept)) = '1 15 - - \(sunday + 1)'") == 1)
        for hour in [8, 11, 15] { await node.play(Footsteps.walkIn(at: world.time(hour, 5, days: 1))) }
        await node.run(to: world.time(23, 59, days: 1))
        #expect(try world.onDisk("SELECT (\(kept)) = '1 15 - - \(sunday + 1)'") == 1)
    }

    // MARK: - Status

    @Test func theStatusNamesTheBeamAndWhatIsOver() async throws {
        let world = try World { $0.place.languages = ["nn", "nb"] }
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.play([Edge(time: world.time(10, 2), line: 1, level: true)])
        await node.run(to: world.time(10, 4))
        var status = await node.status()
        #expect(
            status.doors[0].health == [
                NodeStatus.HealthStatus(kind: "blocked", since: "10:00", beam: "inner", sensor: "beam-pair")
            ])
        #expect(status.languages == ["nn", "nb"] && status.pastHealth.map(\.kind) == ["undated"])
        #expect(
            StatusText.text(status).contains(
                "\n  Noko er i vegen for den indre lysstrålen heile tida (sidan kl. 10:00). "))
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

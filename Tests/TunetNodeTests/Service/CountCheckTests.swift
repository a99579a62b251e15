import Testing
import TunetCore
import TunetLocal
import TunetTestSupport
import TunetWire

@testable import TunetNode
@testable import TunetStore

@Suite("Count checks of a device")
struct CountCheckTests {
    /// Walks in and out, 10 s apart, from `time` on.
    private func people(_ entries: Int, _ exits: Int, from time: MonotonicInstant) -> [Edge] {
        (0..<(entries + exits)).flatMap { number -> [Edge] in
            let start = time.advanced(by: .seconds(10 * number))
            return number < entries ? Footsteps.walkIn(at: start) : Footsteps.walkOut(at: start)
        }
    }

    /// Starts, lets people walk, stops, and waits for what comes of it.
    private func check(
        _ node: TestNode, _ world: World, from start: MonotonicInstant, people edges: [Edge], _ hand: CountCheckRequest
    ) async throws -> CountCheckAnswer {
        await node.run(to: start)
        _ = try await node.engine.startCheck(CountCheckRequest(door: hand.door), at: start)
        await node.play(edges)
        let end = (edges.last?.time ?? start).advanced(by: .seconds(5))
        await node.run(to: end)
        let index = try await node.engine.stopCheck(hand, at: end)
        await node.run(to: end.advanced(by: .seconds(11)))
        return try await node.engine.outcome(ofCheckAt: index)
    }

    @Test func aCheckIsComparedKeptAndShown() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let shown = try await compareOnce(world)
        // After a restart, too.
        let later = try await world.device(at: world.time(11, 1))
        #expect(await later.engine.countChecks(withHistory: true) == shown)
    }

    private func compareOnce(_ world: World) async throws -> CountCheckStatus {
        let node = try await world.device()
        let start = world.time(10)
        let answer = try await check(
            node, world, from: start, people: people(25, 5, from: start.advanced(by: .seconds(1))),
            CountCheckRequest(in: 26, out: 5))
        #expect(answer.event == .kept && answer.language == "nb")
        #expect(answer.isStraddled == false)
        let result = try #require(answer.result)
        #expect((result.in?.byHand, result.in?.bySensor, result.out?.byHand, result.out?.bySensor) == (26, 25, 5, 5))
        #expect(result.month == "2026-11")
        #expect((answer.door.accuracy.checks, answer.door.accuracy.byHand, answer.door.accuracy.errors) == (1, 31, 1))
        let status = await node.status()
        #expect(status.countCheck?.doors.first?.accuracy == answer.door.accuracy)
        #expect(status.countCheck?.doors.first?.history == nil)
        #expect((status.visits, status.doors[0].in) == (25, 25), "no count is rescaled")
        let shown = await node.engine.countChecks(withHistory: true)
        #expect(shown.doors[0].history == [result])
        #expect(try world.onDisk("SELECT hand_in * 1000 + sensor_in FROM count_check") == 26_025)
        #expect(try world.onDisk("SELECT count(*) FROM running_check") == 0)
        try await node.engine.end(at: world.time(11))
        return shown
    }

    /// The row's place in the store's log would tell when the check ended.
    @Test func theTimeOfACheckLeavesTheDiskWithTheBin() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        _ = try await check(
            node, world, from: world.time(10, 1), people: people(5, 0, from: world.time(10, 2)),
            CountCheckRequest(in: 5, out: 0))
        #expect(ScratchFolder.bytes(world.storePath + "-wal").contains { $0 != 0 })
        await node.run(to: world.time(10, 15, 1))
        #expect(ScratchFolder.bytes(world.storePath + "-wal").allSatisfy { $0 == 0 })
        #expect(try world.onDisk("SELECT sum(times) FROM count_check") == 1)
        #expect(try world.onDisk("SELECT month FROM count_check") == CivilDate("2026-11-01")?.dayNumber)
    }

    @Test func whileItRunsNothingOfItIsOnTheDisk() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.run(to: world.time(10))
        _ = try await node.engine.startCheck(CountCheckRequest(), at: world.time(10))
        await node.play(people(3, 0, from: world.time(10, 1)))
        #expect(await node.status().countCheck?.doors[0].state == .counting)
        #expect(try world.onDisk("SELECT count(*) FROM count_check") == 0)
        #expect(try world.onDisk("SELECT count(*) FROM running_check") == 1)
    }

    @Test(arguments: [true, false])
    func aRestartDuringACheckIsSaidPlainly(_ inGoodOrder: Bool) async throws {
        let world = try World()
        defer { world.scratch.remove() }
        do {
            let node = try await world.device()
            await node.run(to: world.time(10))
            _ = try await node.engine.startCheck(CountCheckRequest(), at: world.time(10))
            await node.play(people(12, 0, from: world.time(10, 1)))
            if inGoodOrder { try await node.engine.end(at: world.time(10, 5)) }
        }
        let node = try await world.device(at: world.time(10, 6))
        #expect(await node.status().countCheck?.doors[0].state == .interrupted)
        for _ in 0..<2 {
            await #expect(throws: CountCheckProblem.interrupted(door: "front")) {
                try await node.engine.stopCheck(CountCheckRequest(in: 12, out: 0), at: world.time(10, 7))
            }
        }
        #expect(try await node.engine.cancelCheck(CountCheckRequest()).event == .cancelled)
        #expect(await node.status().countCheck?.doors[0].state == .idle)
        #expect(try world.onDisk("SELECT count(*) FROM running_check") == 0)
        #expect(try world.onDisk("SELECT count(*) FROM count_check") == 0)
        await #expect(throws: CountCheckProblem.noneRunning) {
            try await node.engine.stopCheck(CountCheckRequest(in: 12, out: 0), at: world.time(10, 7))
        }
    }

    @Test func aNewCheckEndsTheTalkOfALostOne() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        do {
            let node = try await world.device()
            _ = try await node.engine.startCheck(CountCheckRequest(), at: .zero)
        }
        let node = try await world.device(at: world.time(9))
        let answer = try await check(
            node, world, from: world.time(10), people: people(6, 0, from: world.time(10, 1)),
            CountCheckRequest(in: 6, out: 0))
        #expect(answer.event == .kept)
        #expect(answer.door.state == .idle)
    }

    @Test func whoWaitsForAnOutcomeGetsIt() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        let end = world.time(10, 5)
        await node.run(to: world.time(10))
        _ = try await node.engine.startCheck(CountCheckRequest(), at: world.time(10))
        await node.play(people(5, 1, from: world.time(10, 1)))
        let index = try await node.engine.stopCheck(CountCheckRequest(in: 5, out: 1), at: end)
        async let answer = node.engine.outcome(ofCheckAt: index)
        while await node.engine.checkBook[index].waiters.isEmpty { await Task.yield() }
        await node.run(to: end.advanced(by: .seconds(1)))
        #expect(try await answer.event == .kept)
    }

    @Test func whoWaitsWhenTheServiceEndsIsToldSo() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.run(to: world.time(10))
        _ = try await node.engine.startCheck(CountCheckRequest(), at: world.time(10))
        let index = try await node.engine.stopCheck(CountCheckRequest(in: 2, out: 1), at: world.time(10, 5))
        let waiting = Task { try await node.engine.outcome(ofCheckAt: index) }
        while await node.engine.checkBook[index].waiters.isEmpty { await Task.yield() }
        try await node.engine.end(at: world.time(10, 4))
        await #expect(throws: CountCheckProblem.notReady) { try await waiting.value }
        await #expect(throws: CountCheckProblem.notReady) {
            try await node.engine.startCheck(CountCheckRequest(), at: world.time(10, 6))
        }
    }

    @Test func aVoidCheckIsShownAndNotKept() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        let stands = [
            Edge(time: world.time(10, 1), line: 0, level: true), Edge(time: world.time(10, 2), line: 0, level: false),
        ]
        let answer = try await check(
            node, world, from: world.time(10), people: stands, CountCheckRequest(in: 1, out: 0))
        #expect(answer.event == .void && answer.flaws == ["blocked"])
        #expect((answer.result?.in?.byHand, answer.result?.in?.bySensor) == (1, 0))
        #expect(try world.onDisk("SELECT count(*) FROM count_check") == 0)
        #expect(try world.onDisk("SELECT count(*) FROM running_check") == 0)
    }

    @Test func numbersThatAreFarOffAreAskedForAgain() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await #expect(throws: CountCheckProblem.implausible(door: "front")) {
            try await check(
                node, world, from: world.time(10), people: people(3, 0, from: world.time(10, 1)),
                CountCheckRequest(in: 33, out: 0))
        }
        #expect(await node.status().countCheck?.doors[0].state == .stopped)
        let index = try await node.engine.stopCheck(CountCheckRequest(in: 3, out: 0), at: world.time(10, 20))
        await node.run(to: world.time(10, 21))
        #expect(try await node.engine.outcome(ofCheckAt: index).result?.in?.bySensor == 3)
    }

    @Test func aCheckThatIsForgottenIsToldOf() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.run(to: world.time(10))
        _ = try await node.engine.startCheck(CountCheckRequest(), at: world.time(10))
        await node.run(to: world.time(19))
        await #expect(throws: CountCheckProblem.expired(door: "front")) {
            try await node.engine.stopCheck(CountCheckRequest(in: 1, out: 1), at: world.time(19))
        }
        #expect(try world.onDisk("SELECT count(*) FROM running_check") == 0)
    }

    @Test func aStoreThatRefusesIsSaid() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        try await node.store.inject(
            "CREATE TEMP TRIGGER x BEFORE INSERT ON running_check BEGIN SELECT raise(FAIL, 'no room'); END;")
        await #expect(throws: CountCheckProblem.storeFailed) {
            try await node.engine.startCheck(CountCheckRequest(), at: world.time(10))
        }
        #expect(await node.status().countCheck?.doors[0].state == .idle)
        try await node.store.inject(Store.accept)
        try await node.store.inject(
            "CREATE TEMP TRIGGER x BEFORE INSERT ON count_check BEGIN SELECT raise(FAIL, 'no room'); END;")
        await #expect(throws: CountCheckProblem.storeFailed) {
            try await check(node, world, from: world.time(10), people: [], CountCheckRequest(in: 5, out: 0))
        }
        try await node.store.inject(Store.accept)
        let answer = try await check(
            node, world, from: world.time(11), people: people(5, 0, from: world.time(11, 1)),
            CountCheckRequest(in: 5, out: 0))
        #expect(answer.door.accuracy.checks == 1)
        #expect(await node.status().doors[0].in == 5)
    }

    /// A row that stays would say that this one person went through the door.
    @Test(arguments: [
        (1, 1, false), (4, 4, false), (0, 4, false), (5, 4, true), (4, 5, true), (0, 6, true), (7, 0, true),
    ])
    func aCheckOfAFewPeopleIsShownAndNotKept(_ byHand: Int, _ bySensor: Int, _ isKept: Bool) async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        let answer = try await check(
            node, world, from: world.time(10), people: people(bySensor, 0, from: world.time(10, 1)),
            CountCheckRequest(in: byHand, out: 0))
        #expect(answer.event == (isKept ? .kept : .void))
        #expect(answer.flaws == (isKept ? nil : ["too_few"]))
        #expect((answer.result?.in?.byHand, answer.result?.in?.bySensor) == (byHand, bySensor))
        #expect(answer.door.accuracy.checks == (isKept ? 1 : 0))
        #expect(try world.onDisk("SELECT count(*) FROM count_check") == (isKept ? 1 : 0))
        #expect(try world.onDisk("SELECT count(*) FROM running_check") == 0)
    }

    @Test func aCheckThatIsOnTheDiskIsNotCalledLost() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        // A row that can't be read lies beside it.
        try await node.store.inject("INSERT INTO count_check VALUES (x'00', 'a', 0, 9, 0, 0, 9, 0, 0, 1)")
        let answer = try await check(
            node, world, from: world.time(10), people: people(6, 0, from: world.time(10, 1)),
            CountCheckRequest(in: 6, out: 0))
        #expect(answer.event == .kept)
        #expect(answer.door.accuracy.byHand == 6)
        #expect(await node.status().health.map(\.kind) == ["store_failed"])
        #expect(try world.onDisk("SELECT count(*) FROM count_check WHERE door = 'front'") == 1)
    }

    @Test func aChangedSensorBeginsANewSeries() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        do {
            let node = try await world.device()
            _ = try await check(
                node, world, from: world.time(10), people: people(6, 0, from: world.time(10, 1)),
                CountCheckRequest(in: 6, out: 0))
        }
        let changed = try World { configuration in
            configuration.device.dataFolder = world.configuration.device.dataFolder
            configuration.doors[0].sensor = .beamPair(
                outer: InputLine(.name("OUTER")), inner: InputLine(.name("INNER")),
                BeamPairParameters(debounce: .milliseconds(8)))
        }
        defer { changed.scratch.remove() }
        let node = try await changed.device(at: world.time(11))
        let door = try #require(await node.engine.countChecks(withHistory: true).doors.first)
        #expect(door.accuracy.checks == 0)
        #expect(door.history?.map(\.counts) == [false])
    }

    @Test func anUndirectedDoorIsComparedByItsSum() async throws {
        let world = try World { $0.doors = [SmallPlace.gardenDoor] }
        defer { world.scratch.remove() }
        let node = try await world.device()
        let steps = (0..<9).flatMap { Footsteps.press(0, at: world.time(10, $0 + 1)) }
        let answer = try await check(
            node, world, from: world.time(10), people: steps, CountCheckRequest(door: "garden", in: 5, out: 4))
        #expect(answer.door.directions == .undirected)
        #expect((answer.result?.undirected?.byHand, answer.result?.undirected?.bySensor) == (9, 9))
        #expect(answer.result?.in == nil)
    }

    @Test func anUndatedCheckCountsAndIsNeverReleased() async throws {
        let world = try World {
            $0.release = ReleasePolicy(epsilonNumerator: 1000, epsilonDenominator: 1, yearlyCeiling: 1_000_000_000)
        }
        defer { world.scratch.remove() }
        let node = try await world.device(isDated: false)
        let answer = try await check(
            node, world, from: world.time(10), people: people(6, 0, from: world.time(10, 1)),
            CountCheckRequest(in: 6, out: 0))
        #expect(answer.result?.month == nil && answer.door.accuracy.checks == 1)
        await node.engine.offer(world.anchor, at: world.time(12))
        await node.run(to: world.time(12, days: 40))
        // The noise of such an ε is 0 in all but one of 10^400 draws.
        #expect(try await node.frozen().filter { $0.measure.hasPrefix("checked") }.map(\.value) == [0, 0])
    }

    @Test func aMonthsChecksAreReleasedWithTheOtherNumbers() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        _ = try await check(
            node, world, from: world.time(10), people: people(6, 0, from: world.time(10, 1)),
            CountCheckRequest(in: 6, out: 0))
        await node.run(to: world.time(12, days: 31))
        #expect(try await node.frozen().count { $0.period == "2026-11" && $0.measure.hasPrefix("checked_by_") } == 2)
    }
}

import Synchronization
import Testing
import TunetCore
import TunetLocal
import TunetTestSupport
import TunetUplink
import TunetWire

@testable import TunetNode
@testable import TunetStore

/// Clocks that are wrong, that step, or that are not there.
@Suite("Wrong clocks")
struct ClockTests {
    private func anchor(
        _ world: World, at now: MonotonicInstant, off seconds: Int64, _ quality: Anchor.Quality
    ) -> Anchor {
        Anchor(
            monotonic: now,
            utc: UTCInstant(seconds: world.start.seconds + now.nanoseconds / 1_000_000_000 + seconds), quality: quality)
    }

    /// 1970, the build of an image, 2099, and the end of a 32-bit counter.
    @Test(arguments: [0, 1_700_000_000, 1_767_225_599, 2_713_910_400, 4_086_000_000, 1 << 40] as [Int64])
    func aClockThatCannotBeRightIsNotBelieved(_ seconds: Int64) async throws {
        for quality in [Anchor.Quality.collector, .machine, .synchronised] {
            let world = try World()
            defer { world.scratch.remove() }
            let node = try await world.device(isDated: false)
            let wrong = Anchor(monotonic: .zero, utc: UTCInstant(seconds: seconds), quality: quality)
            for minute in stride(from: 0, to: 60, by: 15) {
                await node.run(to: world.time(8, minute))
                await node.engine.offer(wrong, at: world.time(8, minute))
            }
            #expect(await node.status().day == nil)
            #expect(await node.status().health.map(\.kind) == ["undated"])
            let refusals = world.messages.filter { $0.contains("can't be right") }
            #expect(refusals.count == 1, "said once")
            #expect(try await node.engine.clock(at: world.time(9)).refused != nil)
            await node.engine.offer(world.anchor, at: world.time(9))
            #expect(await node.status().day == "2026-11-02")
            #expect(try await node.engine.clock(at: world.time(9)).refused == nil)
        }
    }

    /// The board's own clock, which nobody corrects, against what the store knows.
    @Test(arguments: [
        (-2, false), (-1, true), (0, true), (1, true), (300, true), (400, true), (401, false), (3000, false),
    ])
    func aBoardsClockHasToAgreeWithTheStore(days: Int64, isBelieved: Bool) async throws {
        let world = try World()
        defer { world.scratch.remove() }
        do {
            let node = try await world.device()
            await node.run(to: world.time(12))
            try await node.engine.end(at: world.time(12))
        }
        for (quality, expected) in [(Anchor.Quality.machine, isBelieved), (.synchronised, true)] {
            let node = try await world.device(kernelID: "\(quality)", isDated: false)
            let isTaken = await node.engine.offer(
                anchor(world, at: .zero, off: 86_400 * days, quality), at: .zero)
            #expect(isTaken == expected, "\(quality)")
        }
    }

    /// Somebody sets the clock of a board in the midst of a day with people, wrong by hours, and a time server sets it right.
    @Test(arguments: [5 * 3600, -5 * 3600, 40 * 3600, -40 * 3600] as [Int64])
    func aClockThatStepsLosesNoCount(step: Int64) async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device(isDated: false)
        // As the service does it: every quarter of an hour from 08:00 on. It is wrong between 10:00 and 11:30.
        for quarter in 0..<40 {
            let now = world.time(8, 15 * quarter)
            let off = (8..<14).contains(quarter) ? step : 0
            await node.run(to: now)
            await node.engine.offer(anchor(world, at: now, off: off, .machine), at: now)
            await node.play(Footsteps.walkIn(at: now.advanced(by: .seconds(300))))
        }
        await node.run(to: world.time(18))
        let status = await node.status()
        #expect(status.day == "2026-11-02")
        #expect(status.doors[0].in == 40)
        #expect(
            status.hours == [Int](repeating: 0, count: 8) + [Int](repeating: 4, count: 10)
                + [Int](repeating: 0, count: 6))
        #expect(try world.entriesOnDisk() == 40)
    }

    /// A single wrong look, shorter than it takes to believe it.
    @Test func aClockThatIsWrongForAMomentMovesNothing() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.play(Footsteps.walkIn(at: world.time(9)))
        await node.engine.offer(anchor(world, at: world.time(10), off: 86_400, .synchronised), at: world.time(10))
        #expect(await node.status().day == "2026-11-02")
        await node.engine.offer(anchor(world, at: world.time(10, 15), off: 0, .synchronised), at: world.time(10, 15))
        await node.engine.offer(
            anchor(world, at: world.time(10, 30), off: 86_400, .synchronised), at: world.time(10, 30))
        #expect(await node.status().day == "2026-11-02")
        await node.engine.offer(
            anchor(world, at: world.time(10, 45), off: 86_400, .synchronised), at: world.time(10, 45))
        #expect(await node.status().day == "2026-11-03", "it has said so for a quarter of an hour")
    }

    /// The disk refuses while the date is corrected: nothing may be counted under two dates.
    @Test(arguments: [
        Store.refuseCounts, "CREATE TEMP TRIGGER x BEFORE UPDATE ON boot BEGIN SELECT raise(FAIL, 'no'); END",
        "CREATE TEMP TRIGGER x BEFORE INSERT ON tally WHEN new.boot < 0 BEGIN SELECT raise(FAIL, 'no'); END",
    ]) func aCorrectionWaitsForTheStore(_ fault: String) async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device(isDated: false)
        await node.engine.offer(anchor(world, at: .zero, off: 30 * 3600, .volunteer), at: .zero)
        await node.play(Footsteps.walkIn(at: world.time(9)))
        await node.run(to: world.time(9, 5))
        try await node.store.inject(fault)
        await node.play(Footsteps.walkIn(at: world.time(9, 20)))
        let isTaken = await node.engine.offer(world.anchor, at: world.time(9, 25))
        #expect(!isTaken)
        #expect(await node.status().day == "2026-11-03")
        await node.play(Footsteps.walkIn(at: world.time(9, 40)))
        try await node.store.inject(Store.accept)
        await node.run(to: world.time(9, 50))
        await node.engine.offer(world.anchor, at: world.time(9, 50))
        await node.run(to: world.time(10))
        let status = await node.status()
        #expect(status.day == "2026-11-02" && status.hours[9] == 3 && status.doors[0].in == 3)
        #expect(try world.onDisk("SELECT count(*) FROM tally WHERE boot <> 0") == 0)
        #expect(try world.entriesOnDisk() == 3)
    }

    @Test func theCollectorCorrectsAVolunteer() async throws {
        let world = try World { $0.uplink = UplinkPolicy(collectorURL: "http://127.0.0.1:1", collectorKey: []) }
        defer { world.scratch.remove() }
        let node = try await world.device(isDated: false)
        await node.engine.offer(anchor(world, at: .zero, off: 5 * 86_400, .volunteer), at: .zero)
        await node.play(Footsteps.walkIn(at: world.time(9)))
        await node.run(to: world.time(9, 5))
        let receipt = Receipt(
            place: "p-7", epoch: "ffffffffffffffffffffffffffffffff", watermark: 0, time: world.start.seconds + 3900)
        let parcel = UplinkMachine.Parcel(epoch: receipt.epoch, first: 1, last: 1, size: 1)
        await node.engine.finish(.delivered(receipt), of: .init(parcel: parcel, bytes: []), at: world.time(9, 5))
        #expect(await node.status().day == "2026-11-02")
        #expect(await node.status().hours[9] == 1)
        #expect(try await node.engine.clock(at: world.time(9, 5)).source == .collector)
    }

    // MARK: - Boots without a clock, from the door to the collector

    /// Three days: the first dated, the second without any clock, the third dated again.
    @Test func aDayWithoutAClockReachesTheCollectorWithItsBounds() async throws {
        let world = try World {
            $0.release = ReleasePolicy(epsilonNumerator: 1000, epsilonDenominator: 1, yearlyCeiling: 1_000_000_000)
            $0.uplink = UplinkPolicy(collectorURL: "http://127.0.0.1:1", collectorKey: [])
        }
        defer { world.scratch.remove() }
        let collector: CollectorFixture
        do {
            let node = try await world.device()
            collector = try await CollectorFixture(world, deviceKey: node.store.deviceKey)
            await node.play(Footsteps.walkIn(at: world.time(10)))
            try await node.engine.end(at: world.time(16))
        }
        do {
            let node = try await world.device(kernelID: "second", isDated: false)
            for minute in 0..<7 { await node.play(Footsteps.walkIn(at: world.time(9, minute))) }
            await node.play(Footsteps.press(2, at: world.time(9, 30)))
            await node.run(to: world.time(16))
            try await node.engine.end(at: world.time(16))
        }
        let node = try await world.device(kernelID: "third", isDated: false)
        let clock = try await node.engine.clock(at: world.time(9))
        #expect(clock.undated == [ClockStatus.Undated(boots: 1, from: "2026-11-02", through: nil)])

        // The third boot began on Wednesday.
        await node.engine.offer(anchor(world, at: .zero, off: 2 * 86_400, .synchronised), at: .zero)
        let dated = try await node.engine.clock(at: world.time(9))
        #expect(dated.undated == [ClockStatus.Undated(boots: 1, from: "2026-11-02", through: "2026-11-04")])
        #expect(dated.earlier == [ClockStatus.Boot(day: "2026-11-02", source: .synchronised)])
        try await collector.serving { client, _ throws in
            await node.run(to: world.time(12, days: 12)) { await client.send($0.bytes, place: "p-7") }
        }
        #expect(
            try await collector.ask("SELECT value FROM leaf WHERE session = 'uncertain' AND measure = 'entries'") == [7]
        )
        #expect(
            try await collector.ask(
                "SELECT value FROM leaf WHERE session = 'uncertain' AND measure = 'presses' AND option = 'ja'") == [1])
        #expect(try await collector.ask("SELECT sum(value) FROM leaf WHERE measure = 'entries'") == [8])
        #expect(try world.entriesOnDisk() == 0)
        #expect(try await node.engine.clock(at: world.time(12, days: 12)).undated.isEmpty)
    }

    /// The card of Monday evening is put back on Saturday; the collector has heard of Monday and Tuesday meanwhile.
    @Test func aRestoredCardAndARealCollector() async throws {
        let world = try World {
            $0.release = ReleasePolicy(epsilonNumerator: 1000, epsilonDenominator: 1, yearlyCeiling: 1_000_000_000)
            $0.uplink = UplinkPolicy(collectorURL: "http://127.0.0.1:1", collectorKey: [])
            $0.panels = []
        }
        defer { world.scratch.remove() }
        let collector: CollectorFixture
        let copy: String
        do {
            let node = try await world.device()
            collector = try await CollectorFixture(world, deviceKey: node.store.deviceKey)
            await node.play(Footsteps.walkIn(at: world.time(10)))
            await node.run(to: world.time(22))
            copy = try world.scratch.copy(ofDatabase: world.storePath)
            for day in 1...4 { await node.play(Footsteps.walkIn(at: world.time(10, days: day))) }
            try await collector.serving { client, _ throws in
                await node.run(to: world.time(22, days: 4)) { await client.send($0.bytes, place: "p-7") }
            }
            #expect(try await collector.sequenceNumbers() == [1, 2])
            try await node.engine.end(at: world.time(22, days: 4))
        }
        try ScratchFolder.write(ScratchFolder.bytes(copy), to: world.storePath)
        try ScratchFolder.write(ScratchFolder.bytes(copy + "-wal"), to: world.storePath + "-wal")
        let restored = try await world.device(at: world.time(9, days: 5), kernelID: "restored")
        try await collector.serving { client, _ throws in
            for day in 5...6 { await restored.play(Footsteps.walkIn(at: world.time(10, days: day))) }
            await restored.run(to: world.time(12, days: 10)) { await client.send($0.bytes, place: "p-7") }
        }
        #expect(world.messages.contains { $0.contains("it was restored or cloned") })
        let visits = try await collector.ask("SELECT sum(value) FROM leaf GROUP BY period ORDER BY period")
        // What came from Wednesday to Friday was on the card that is gone.
        #expect(visits == [1, 1, 0, 0, 0, 1, 1, 0])
        #expect(await restored.status().health.isEmpty)
        #expect(try world.onDisk("SELECT count(*) FROM batch") == 0)
    }
}

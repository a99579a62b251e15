import Foundation
import Testing
import TunetCore
import TunetLocal
import TunetSQLite
import TunetTestSupport

@testable import TunetNode
@testable import TunetStore
@testable import TunetWire

@Suite("How many are there, on a device")
struct OccupancyNodeTests {
    private func resets(_ world: World) -> [String] {
        world.messages.filter { $0.hasPrefix("Occupancy") }
    }

    @Test func aRestartKeepsIt() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        var expected = 0
        for restart in 0..<8 {
            let node = try await world.device(at: world.time(8 + 2 * restart))
            #expect(await node.status().occupancy?.count?.raw == expected, "restart \(restart)")
            for minute in 0..<(restart % 3 + 1) {
                let start = world.time(8 + 2 * restart, 5 + minute)
                await node.play(restart % 4 == 3 ? Footsteps.walkOut(at: start) : Footsteps.walkIn(at: start))
                expected += restart % 4 == 3 ? -1 : 1
            }
            await node.run(to: world.time(8 + 2 * restart, 30))
            try await node.engine.end(at: world.time(8 + 2 * restart, 30))
        }
        #expect(expected == 9)
    }

    /// What is older than a second is on the disk, and with it who is there.
    @Test func aPowerCutKeepsIt() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        for minute in 0..<20 { await node.play(Footsteps.walkIn(at: world.time(9, minute))) }
        for minute in 0..<7 { await node.play(Footsteps.walkOut(at: world.time(10, minute))) }
        await node.run(to: world.time(10, 6, 2))
        let cut = try World()
        defer { cut.scratch.remove() }
        try FileManager.default.createDirectory(
            atPath: cut.configuration.device.dataFolder, withIntermediateDirectories: true)
        let copy = try world.scratch.copy(ofDatabase: world.storePath)
        for suffix in ["", "-wal"] {
            try ScratchFolder.write(ScratchFolder.bytes(copy + suffix), to: cut.storePath + suffix)
        }
        let after = try await cut.device(at: world.time(10, 8), kernelID: "next", isDated: true)
        #expect(await after.status().present == 13)
        #expect(await node.status().present == 13)
    }

    @Test func itIsResetAtItsTimeAndNotAtMidnight() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        do {
            let node = try await world.device()
            await node.play(Footsteps.walkIn(at: world.time(20)))
            await node.play(Footsteps.walkIn(at: world.time(20, 1)))
            await node.play(Footsteps.walkOut(at: world.time(1, days: 1)))
            await node.run(to: world.time(3, 59, 59, days: 1))
            var occupancy = try #require(await node.status().occupancy)
            #expect(occupancy.count?.present == 1)
            #expect(occupancy.reset == .init(day: "2026-11-02", time: "04:00", value: 0))
            #expect(resets(world).isEmpty)
            await node.run(to: world.time(4, 0, 0, days: 1))
            occupancy = try #require(await node.status().occupancy)
            #expect(occupancy.count == .init(present: 0, low: 0, high: 0, raw: 0, unobservedMinutes: 0))
            #expect(occupancy.reset == .init(day: "2026-11-03", time: "04:00", value: 0))
            #expect(resets(world) == ["Occupancy was reset to 0, as scheduled for 2026-11-03 at 04:00."])
            #expect(await node.status().doors[0].out == 1, "no count is rewritten")
            #expect(try world.entriesOnDisk() == 2)
            await node.run(to: world.time(12, days: 1))
            try await node.engine.end(at: world.time(12, days: 1))
        }
        _ = try await world.device(at: world.time(13, days: 1))
        #expect(resets(world).count == 1)
    }

    @Test func aResetThatCameWhileThePowerWasOffIsNotMissed() async throws {
        let world = try World { configuration in
            configuration.occupancyResets = [
                OccupancyReset(weekdays: OccupancyReset.everyDay, minute: 240, value: 8)
            ]
        }
        defer { world.scratch.remove() }
        do {
            let node = try await world.device()
            await node.play(Footsteps.walkIn(at: world.time(20)))
            await node.run(to: world.time(21))
            #expect(await node.status().present == 9)
            try await node.engine.end(at: world.time(21))
        }
        let node = try await world.device(at: world.time(9, days: 1))
        let occupancy = try #require(await node.status().occupancy)
        #expect(occupancy.count?.present == 8)
        #expect(occupancy.count?.unobservedMinutes == 300, "the five hours since the reset")
        #expect(resets(world).count == 1)
        await node.run(to: world.time(9, days: 2))
        #expect(await node.status().occupancy?.count?.unobservedMinutes == 0)
        #expect(resets(world).count == 2)
    }

    /// The clock was an hour ahead: four o'clock has been, and comes again.
    @Test func aClockThatIsSetBackRepeatsNoReset() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let ahead = Anchor(
            monotonic: .zero, utc: UTCInstant(seconds: world.start.seconds + 3600), quality: .collector)
        let node = try await world.device(isDated: false)
        await node.engine.offer(ahead, at: .zero)
        await node.play(Footsteps.walkIn(at: world.time(20)))
        await node.run(to: world.time(3, 10, days: 1))
        #expect(await node.status().present == 0 && resets(world).count == 1)
        await node.engine.offer(world.anchor, at: world.time(3, 10, days: 1))
        #expect(await node.status().present == 1, "it is ten past three, and who came last evening is there")
        await node.run(to: world.time(5, days: 1))
        #expect(await node.status().present == 0)
        #expect(resets(world).count == 1)
        await node.run(to: world.time(5, days: 2))
        #expect(resets(world).count == 2)
    }

    @Test func withoutADateItCountsSinceTheBoot() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        do {
            let node = try await world.device(isDated: false)
            await node.play(Footsteps.walkIn(at: world.time(9)))
            await node.play(Footsteps.walkIn(at: world.time(9, 5)))
            await node.run(to: world.time(10, days: 1))
            try await node.engine.end(at: world.time(10, days: 1))
        }
        let node = try await world.device(at: world.time(11, days: 1), isDated: false)
        var occupancy = try #require(await node.status().occupancy)
        #expect(occupancy.count?.present == 2)
        #expect(occupancy.reset == nil)
        await node.play(Footsteps.walkIn(at: world.time(12, days: 1)))
        await node.run(to: world.time(12, 5, days: 1))
        await node.engine.offer(world.anchor, at: world.time(13, days: 1))
        occupancy = try #require(await node.status().occupancy)
        #expect(occupancy.count?.present == 1, "the others came before the reset that nobody knew of")
        #expect(occupancy.reset == .init(day: "2026-11-03", time: "04:00", value: 0))
        #expect(resets(world).isEmpty, "there is no telling of resets before the place knew the time")
    }

    @Test func aDiskThatRefusesDelaysTheBookAndNotTheReset() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.play(Footsteps.walkIn(at: world.time(20)))
        await node.run(to: world.time(3, 50, days: 1))
        try await node.store.inject(
            "CREATE TEMP TRIGGER x BEFORE INSERT ON meta WHEN new.key = 'reset_latest' "
                + "BEGIN SELECT raise(FAIL, 'no room'); END")
        await node.play(Footsteps.walkIn(at: world.time(4, 1, days: 1)))
        await node.run(to: world.time(4, 2, days: 1))
        #expect(await node.status().present == 1)
        #expect(await node.status().health.map(\.kind) == ["store_failed"])
        #expect(resets(world).isEmpty)
        try await node.store.inject(Store.accept)
        await node.run(to: world.time(4, 3, days: 1))
        #expect(await node.status().present == 1)
        #expect(await node.status().health.isEmpty)
        #expect(resets(world).count == 1)
    }

    @Test func aDoorWithoutDirectionsMakesItUnknown() async throws {
        let world = try World { $0.doors = [SmallPlace.frontDoor, SmallPlace.gardenDoor] }
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.play(Footsteps.walkIn(at: world.time(9)))
        let occupancy = try #require(await node.status().occupancy)
        #expect(occupancy.count == nil && occupancy.obstacle == .undirectedDoor && occupancy.doors == ["Hagedøra"])
        let panels = try World { $0.doors = [] }
        defer { panels.scratch.remove() }
        #expect(try await panels.device().status().occupancy == nil)
    }

    @Test func whereNobodyIsCountedNothingIsReset() async throws {
        let world = try World { $0.doors = [SmallPlace.hall] }
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.run(to: world.time(9, days: 3))
        #expect(resets(world).isEmpty)
        #expect(try world.onDisk("SELECT count(*) FROM meta WHERE key LIKE 'reset%'") == 0)
    }

    /// The board is switched on at 08 and off at 22; the place is open from 9 to 21.
    @Test func aNightWithoutPowerIsNotToldOf() async throws {
        let world = try World {
            $0.openings = [Opening(weekdays: Set(1...7), startMinute: 540, endMinute: 1260)]
        }
        defer { world.scratch.remove() }
        for day in 0..<2 {
            let node = try await world.device(at: world.time(8, days: day), kernelID: "boot")
            // Somebody comes and goes, so that nobody takes the door to be silent.
            for hour in [10, 13, 16, 19] {
                await node.play(Footsteps.walkIn(at: world.time(hour, days: day)))
                await node.play(Footsteps.walkOut(at: world.time(hour, 30, days: day)))
            }
            await node.run(to: world.time(22, days: day))
            #expect(await node.status().occupancy?.count?.unobservedMinutes == 0, "day \(day)")
            try await node.engine.end(at: world.time(22, days: day))
        }
        let late = try await world.device(at: world.time(10, days: 2))
        #expect(await late.status().occupancy?.count?.unobservedMinutes == 60, "an hour in which it was open")
    }

    // MARK: - What leaves the device

    @Test func itNeitherLeavesTheDeviceNorStaysOnIt() async throws {
        let world = try World { configuration in
            configuration.uplink = UplinkPolicy(collectorURL: "http://127.0.0.1:1", collectorKey: [])
            configuration.occupancyResets = [
                OccupancyReset(weekdays: OccupancyReset.everyDay, minute: 240, value: 4711)
            ]
        }
        defer { world.scratch.remove() }
        let node = try await world.device()
        for day in 0..<4 {
            for minute in 0..<25 { await node.play(Footsteps.walkIn(at: world.time(10, minute, days: day))) }
            await node.run(to: world.time(11, days: day))
            #expect(await node.status().present == 4736)
            for minute in 0..<25 { await node.play(Footsteps.walkOut(at: world.time(11, minute, days: day))) }
            await node.run(to: world.time(12, days: day))
            #expect(await node.status().present == 4711)
        }
        await node.run(to: world.time(12, days: 7))
        let upload = try await node.store.prepareUpload(on: SmallPlace.monday.adding(days: 8), software: "test")
        #expect(!upload.parcels.isEmpty)
        var text = ""
        for parcel in upload.parcels {
            let bytes = try #require(try await node.store.bytes(of: parcel))
            let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 3, omittingEmptySubsequences: false)
            text += lines[..<3].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
            text += String(decoding: try Deflate.decompress(Array(lines[3]), limit: 1 << 20), as: UTF8.self)
        }
        #expect(text.contains("2026-11-02") && text.contains("entries"))
        for word in ["occup", "present", "balance", "reset", "4711", "4736", "exits", "\"out\""] {
            #expect(!text.lowercased().contains(word), "\(word)")
        }
        let kept = try await node.store.text(
            "SELECT group_concat(key || '=' || value) FROM meta WHERE key <> 'epoch'")
        #expect(!kept.contains("4711"))
    }

    // MARK: - Imbalance

    @Test func aDoorThatMissesThoseWhoLeaveIsTold() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        do {
            let node = try await world.device()
            for day in 0..<5 {
                for minute in 0..<26 { await node.play(Footsteps.walkIn(at: world.time(10, minute, days: day))) }
                for minute in 0..<20 { await node.play(Footsteps.walkOut(at: world.time(12, minute, days: day))) }
                let kinds = await node.status().doors[0].health.map(\.kind)
                // The first day began before the device did, so that it says nothing.
                #expect(kinds == (day == 4 ? ["imbalance"] : []), "day \(day)")
            }
            #expect(world.messages.contains("front: imbalance began"))
            #expect(await node.status().doors[0].observing)
            try await node.engine.end(at: world.time(20, days: 4))
        }
        let node = try await world.device(at: world.time(20, 1, days: 4))
        #expect(await node.status().doors[0].health.map(\.kind) == ["imbalance"])
        #expect(try world.onDisk("SELECT count(*) FROM tally WHERE counter = 'observed' AND amount < 0") == 0)
        for day in 5..<11 {
            for minute in 0..<20 { await node.play(Footsteps.walkIn(at: world.time(10, minute, days: day))) }
            for minute in 0..<20 { await node.play(Footsteps.walkOut(at: world.time(12, minute, days: day))) }
        }
        await node.run(to: world.time(5, days: 11))
        #expect(await node.status().doors[0].health.isEmpty)
        #expect(world.messages.contains("front: imbalance ended"))
    }

    @Test func ofSeveralDoorsNoneIsBlamed() {
        var configuration = SmallPlace.configuration(panels: [])
        var machine = PlaceMachine(
            configuration: configuration, timeline: Timeline(zone: .utc, boot: 1), at: .zero)
        machine.setImbalance(true, at: .zero)
        #expect(machine.takeActions().contains(.healthChanged(.imbalance, source: "front", began: true)))
        var back = SmallPlace.frontDoor
        back.id = "back"
        configuration.doors.append(back)
        machine = PlaceMachine(configuration: configuration, timeline: Timeline(zone: .utc, boot: 1), at: .zero)
        machine.setImbalance(true, at: .zero)
        #expect(machine.takeActions().contains(.healthChanged(.imbalance, source: nil, began: true)))
    }
}

extension Store {
    /// One text from the store's own connection.
    fileprivate func text(_ sql: String) throws -> String {
        try database.database.first(sql) { try $0.string(0) } ?? ""
    }
}

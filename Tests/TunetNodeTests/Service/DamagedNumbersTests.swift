import Foundation
import Synchronization
import Testing
import TunetCore
import TunetLocal
import TunetSQLite
import TunetTestSupport

@testable import TunetNode
@testable import TunetStore

/// A bit that flips in a value on the card is found by no check of SQLite's. Whatever number stands anywhere in the store,
/// the service starts, counts, and says what it could not use.
@Suite("Numbers that the card has changed")
struct DamagedNumbersTests {
    /// One place for a number: a column of a table, or one setting.
    struct Cell: Sendable, CustomStringConvertible {
        var table: String
        var column: String
        var condition = "true"

        var description: String { "\(table).\(column) where \(condition)" }

        func set(_ number: Int64) -> String {
            "UPDATE OR IGNORE \(table) SET \(column) = \(number) WHERE \(condition)"
        }
    }

    private static let openWeek = [Opening(weekdays: Set(1...7), startMinute: 540, endMinute: 1260)]

    private static func world() throws -> World {
        try World { configuration in
            configuration.uplink = UplinkPolicy(collectorURL: "http://127.0.0.1:1", collectorKey: [])
            configuration.openings = openWeek
            var garden = SmallPlace.gardenDoor
            garden.sensor = .contact(InputLine(.name("MAT")), ContactParameters(kind: .mat, direction: .in))
            configuration.doors.append(garden)
        }
    }

    /// A device that has everything in its store: counts, presses, checks, releases and batches.
    private static func lived() async throws -> World {
        let world = try world()
        let node = try await world.device()
        for day in 0..<4 {
            for minute in 0..<6 { await node.play(Footsteps.walkIn(at: world.time(10, minute, days: day))) }
            await node.play(Footsteps.press(3, at: world.time(11, days: day)))
        }
        try await node.store.keep(
            CheckedCount(in: .init(byHand: 9, bySensor: 8)), door: "front",
            series: CountSeries.name(of: world.configuration.doors[0]), on: SmallPlace.monday)
        try await node.store.noteRunningCheck(door: "garden")
        _ = try await node.store.prepareUpload(on: SmallPlace.monday.adding(days: 3), software: "test")
        await node.run(to: world.time(12, days: 3))
        // A boot without a date has left counts, too.
        try await node.store.inject(
            """
            INSERT INTO boot (kernel_id) VALUES ('older');
            INSERT INTO tally SELECT number, 3, 'front', 'count:in', 2 FROM boot WHERE kernel_id = 'older';
            INSERT INTO press SELECT number, 0, 'panel', 'trivsel', 'ja', 2 FROM boot WHERE kernel_id = 'older';
            INSERT INTO tally SELECT 0, bin, 'front', 'count:unknown', 1 FROM tally WHERE counter = 'count:in' AND boot = 0;
            INSERT INTO tally SELECT 0, bin, 'front', 'over:in', 7 FROM tally WHERE counter = 'count:in'
                AND source = 'front' AND boot = 0 ON CONFLICT DO NOTHING;
            """)
        return world
    }

    private static func cells(of path: String) throws -> [Cell] {
        let database = try SQLiteConnection(path: path, mode: .readWriteCreate)
        var cells = try database.query(
            """
            SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND c.type = 'INTEGER'
            """
        ) { Cell(table: try $0.string(0), column: try $0.string(1)) }
        cells += try database.query("SELECT key FROM meta") { try $0.string(0) }.map {
            Cell(table: "meta", column: "value", condition: "key = '\($0)'")
        }
        for counter in try database.query("SELECT DISTINCT counter FROM tally", map: { try $0.string(0) }) {
            cells.append(Cell(table: "tally", column: "amount", condition: "counter = '\(counter)'"))
        }
        return cells
    }

    private static func numbers(using random: inout SeededGenerator) -> [Int64] {
        let near = Int64.random(in: 1...1000, using: &random)
        return [
            .min, -near, 0, 1 << Int64.random(in: 1...62, using: &random), .random(in: .min ... .max, using: &random),
            .max,
        ]
    }

    /// The device's files as a power cut leaves them, in a world of their own.
    private static func copy(_ lived: World) throws -> World {
        let world = try world()
        try FileManager.default.createDirectory(
            atPath: world.configuration.device.dataFolder, withIntermediateDirectories: true)
        let copy = try lived.scratch.copy(ofDatabase: lived.storePath)
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: copy + suffix) {
            try ScratchFolder.write(ScratchFolder.bytes(copy + suffix), to: world.storePath + suffix)
        }
        return world
    }

    /// Starts before midnight, and lives through a press, somebody who comes, an upload and a reset.
    private static func aNight(_ world: World, from day: Int, _ what: String) async throws {
        // In the boot that has lived, whose anchor is on the disk.
        let node = try await world.device(at: world.time(23, 40, days: day))
        let before = await node.status().doors[0].in
        await node.play(Footsteps.walkIn(at: world.time(23, 41, days: day)))
        await node.play(Footsteps.press(3, at: world.time(23, 42, days: day)))
        await node.run(to: world.time(23, 43, days: day))
        let status = await node.status()
        #expect(status.doors[0].in == before + 1, "\(what)")
        #expect(status.health.map(\.kind).filter { $0 == "store_failed" }.isEmpty, "\(what)")
        _ = await node.engine.countChecks(withHistory: true)
        await node.run(to: world.time(4, 10, days: day + 1))
        #expect(!world.messages.contains { $0.contains("can't be used") }, "\(what): \(world.messages)")
        try await node.engine.end(at: world.time(4, 10, days: day + 1))
    }

    @Test func noNumberInTheStoreStopsTheService() async throws {
        let lived = try await Self.lived()
        defer { lived.scratch.remove() }
        var random = SeededGenerator(seed: 41)
        let cells = try Self.cells(of: try lived.scratch.copy(ofDatabase: lived.storePath))
        #expect(cells.count > 40, "\(cells)")
        for cell in cells {
            for number in Self.numbers(using: &random) {
                let world = try Self.copy(lived)
                defer { world.scratch.remove() }
                do {
                    let database = try SQLiteConnection(path: world.storePath, mode: .readWriteCreate)
                    try database.execute(cell.set(number))
                }
                do {
                    try await Self.aNight(world, from: 3, "\(cell) = \(number)")
                } catch { Issue.record("\(cell) = \(number): \(error)") }
            }
        }
    }

    /// The number changes while the service runs, which may then fail to read it, but neither ends nor fails to start again.
    @Test func noNumberThatChangesMeanwhileEndsTheService() async throws {
        let lived = try await Self.lived()
        defer { lived.scratch.remove() }
        var random = SeededGenerator(seed: 42)
        let cells = try Self.cells(of: try lived.scratch.copy(ofDatabase: lived.storePath))
        for cell in cells {
            let number = Self.numbers(using: &random).randomElement(using: &random) ?? .max
            let world = try Self.copy(lived)
            defer { world.scratch.remove() }
            do {
                let node = try await world.device(at: world.time(23, 40, days: 3))
                try await node.store.inject(cell.set(number))
                await node.play(Footsteps.walkIn(at: world.time(23, 41, days: 3)))
                await node.run(to: world.time(4, 10, days: 4))
                _ = await node.status()
                try? await node.engine.end(at: world.time(4, 10, days: 4))
            }
            world.record.withLock { $0.messages = [] }
            do {
                try await Self.aNight(world, from: 4, "\(cell) = \(number)")
            } catch { Issue.record("\(cell) = \(number): \(error)") }
        }
    }

    @Test func whatIsPassedOverIsToldOfOnce() async throws {
        let lived = try await Self.lived()
        defer { lived.scratch.remove() }
        let world = try Self.copy(lived)
        defer { world.scratch.remove() }
        do {
            let database = try SQLiteConnection(path: world.storePath, mode: .readWriteCreate)
            try database.execute(
                """
                UPDATE tally SET amount = -3 WHERE counter = 'count:in' AND boot <> 0;
                UPDATE count_check SET times = 4000000000;
                """)
        }
        do {
            let store = try StoreDatabase(path: world.storePath)
            #expect(store.findings.count == 1)
            #expect(store.findings.first?.hasPrefix("2 numbers in the store can't be right") == true)
            #expect(try store.checks().isEmpty)
        }
        #expect(try StoreDatabase(path: world.storePath).findings.isEmpty)
        #expect(try StoreDatabase(path: lived.scratch.copy(ofDatabase: lived.storePath)).findings.isEmpty)
    }

    @Test func aStoreThatDoesNotKnowWhatItHasReleasedIsSetAside() async throws {
        let lived = try await Self.lived()
        defer { lived.scratch.remove() }
        for sql in [
            "UPDATE meta SET value = 0 WHERE key = 'released'", "UPDATE batch SET last = -1",
            "UPDATE meta SET value = 9223372036854775807 WHERE key = 'attendance_released_before'",
            "UPDATE meta SET value = 3 WHERE key = 'epoch'", "UPDATE charge SET leaves = -1",
        ] {
            let world = try Self.copy(lived)
            defer { world.scratch.remove() }
            do { try SQLiteConnection(path: world.storePath, mode: .readWriteCreate).execute(sql) }
            let store = try StoreDatabase(path: world.storePath)
            #expect(store.findings.first?.contains("damaged-1") == true, "\(sql)")
            #expect(try store.parcels().isEmpty)
        }
    }
}

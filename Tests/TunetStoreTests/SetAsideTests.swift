import Foundation
import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport

@testable import TunetStore

@Suite("Counts in a file that was set aside")
struct SetAsideTests {
    private let monday = SmallPlace.monday
    private static let mark = Array("count:in".utf8)

    private func count(_ fixture: StoreFixture, _ store: StoreDatabase, _ amount: Int64) throws {
        try fixture.note(store, monday)
        try store.commit(
            Increments(
                rows: [fixture.row(fixture.bin(monday, 10), .count(.in), amount)],
                presses: [fixture.press("ja", amount, on: monday)]))
        try store.keep(
            CheckedCount(in: CheckedCount.Pair(byHand: 7, bySensor: 7)), door: "front", series: "a", on: monday)
    }

    /// All bytes of the file and its log.
    private func bytes(_ aside: String) -> [UInt8] { ScratchFolder.bytes(aside) + ScratchFolder.bytes(aside + "-wal") }

    private func holds(_ needle: [UInt8], _ bytes: [UInt8]) -> Bool {
        guard bytes.count >= needle.count else { return false }
        return (0...(bytes.count - needle.count)).contains {
            bytes[$0] == needle[0] && bytes[$0...].starts(with: needle)
        }
    }

    private func released(_ fixture: StoreFixture, _ store: StoreDatabase, through days: Int) throws {
        for day in 0...days {
            try fixture.note(store, monday.adding(days: day))
            let today = monday.adding(days: day)
            _ = try fixture.release(store, on: today)
            let failures = try store.destroyReleasedAsides(on: today)
            #expect(failures.isEmpty)
        }
    }

    /// Damages the closed store, sound or not by SQLite's own judgement.
    private func damage(_ path: String, isSound: Bool) throws {
        if isSound {
            return try SQLiteConnection(path: path, mode: .readWriteCreate).execute("CREATE TABLE stranger (x)")
        }
        var bytes = ScratchFolder.bytes(path)
        let page = try SQLiteConnection(path: path, mode: .readOnly).first(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'boot'"
        ) { try $0.int(0) }
        let start = try #require(page) * 512 - 512
        for index in start..<(start + 512) { bytes[index] = 0xA5 }
        try ScratchFolder.write(bytes, to: path)
    }

    /// A store with counts, closed and then damaged.
    ///
    /// - Returns: under which name the next opening sets it aside.
    private func damaged(_ fixture: StoreFixture, amount: Int64, isSound: Bool) throws -> String {
        try fixture.open { store in
            try count(fixture, store, amount)
            try store.close()
        }
        try damage(fixture.path, isSound: isSound)
        return fixture.path + ".damaged-1"
    }

    @Test(arguments: [true, false])
    func areDestroyedOnceTheyHaveBeenReleased(isSound: Bool) throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: [SmallPlace.panel()]))
        defer { fixture.scratch.remove() }
        let aside = try damaged(fixture, amount: 12, isSound: isSound)
        let size = ScratchFolder.bytes(fixture.path).count
        try fixture.open { store in
            #expect(store.findings.count == 1)
            // Monday's presses are released on Monday after two days more, its passages on Thursday.
            try released(fixture, store, through: 8)
            #expect(holds(Self.mark, bytes(aside)), "the week's presses have not been released")
            #expect(try !StoreDatabase.hasDestroyedCounts(of: aside, in: store.database))
            try released(fixture, store, through: 9)
            #expect(!holds(Self.mark, bytes(aside)) && !holds(Array("paneltrivselja".utf8), bytes(aside)))
            #expect(try StoreDatabase.hasDestroyedCounts(of: aside, in: store.database))
            #expect(ScratchFolder.bytes(aside).count == size, "it is not deleted")
            let checks = try store.checks()
            #expect(checks.count == 1, "what was brought back stays")
        }
        if isSound {
            let database = try SQLiteConnection(path: aside, mode: .readOnly)
            let rows = try ["tally", "press", "count_check", "boot", "measured"].map { table in
                try database.first("SELECT count(*) FROM \(table)") { try $0.int(0) } ?? -1
            }
            #expect(rows.prefix(3) == [0, 0, 0] && rows[4] > 0)
        } else {
            #expect(bytes(aside).allSatisfy { $0 == 0 })
        }
        // Nothing of it comes again.
        let report = try StoreInspection.check(folder: fixture.scratch.path)
        #expect(report.setAside.map(\.isEmptied) == [true] && report.setAside.map(\.isTaken) == [true])
        let outcomes = try StoreRepair.repair(folder: fixture.scratch.path, only: nil, applies: true).outcomes
        #expect(outcomes.allSatisfy { $0.restored == nil || $0.restored?.isNothing == true })
    }

    /// As the power left it: with counts in the log that are nowhere else.
    @Test func areDestroyedInItsLogToo() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let cut = fixture.scratch.file("cut")
        try fixture.open { store in
            _ = try store.boot(kernelID: "a")
            try store.close()
        }
        try fixture.open { store in
            try count(fixture, store, 3)
            for suffix in ["", "-wal"] {
                try ScratchFolder.write(ScratchFolder.bytes(fixture.path + suffix), to: cut + suffix)
            }
        }
        for suffix in ["", "-wal"] {
            try? FileManager.default.removeItem(atPath: fixture.path + suffix)
            try FileManager.default.moveItem(atPath: cut + suffix, toPath: fixture.path + suffix)
        }
        #expect(holds(Self.mark, ScratchFolder.bytes(fixture.path + "-wal")))
        #expect(!holds(Self.mark, ScratchFolder.bytes(fixture.path)))
        // The table of boots is not in the log.
        try damage(fixture.path, isSound: false)
        let aside = fixture.path + ".damaged-1"
        try fixture.open { store in
            #expect(store.findings.count == 1)
            try released(fixture, store, through: 20)
            #expect(!holds(Self.mark, bytes(aside)))
        }
        let left = ScratchFolder.bytes(aside + "-wal")
        #expect(!left.isEmpty && left.allSatisfy { $0 == 0 })
    }

    /// Nothing that nobody could bring back has been released.
    @Test func stayInAFileOfWhichNothingWasTaken() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let stranger = [UInt8](repeating: 0x41, count: 3000) + Self.mark
        try ScratchFolder.write(stranger, to: fixture.path + ".damaged-1")
        try fixture.open { store in
            try count(fixture, store, 3)
            try released(fixture, store, through: 20)
        }
        #expect(ScratchFolder.bytes(fixture.path + ".damaged-1") == stranger)
    }

    /// A file that takes a name that has become free is another file.
    @Test func ofALaterFileOfTheSameNameAreNotTakenForEmptied() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let aside = fixture.path + ".damaged-1"
        for round in 0..<2 {
            try fixture.open { store in
                try count(fixture, store, 3)
                try store.close()
            }
            try damage(fixture.path, isSound: false)
            if round == 1 {
                // Keeps the first file's inode from being used anew.
                for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: aside + suffix) {
                    try FileManager.default.moveItem(
                        atPath: aside + suffix, toPath: fixture.path + ".elsewhere" + suffix)
                }
            }
            try fixture.open { store in
                try released(fixture, store, through: 20)
                #expect(try StoreDatabase.hasDestroyedCounts(of: aside, in: store.database))
                try store.close()
            }
            #expect(bytes(aside).allSatisfy { $0 == 0 })
        }
    }

    /// The power may go at any time between what is destroyed and the note that it was.
    @Test func areDestroyedAgainIfTheNoteIsLost() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let aside = try damaged(fixture, amount: 3, isSound: true)
        try fixture.open { store in
            try released(fixture, store, through: 20)
            try store.database.run(
                "UPDATE meta SET value = ? WHERE key LIKE 'set_aside:%'", .integer(monday.dayNumber))
            let failures = try store.destroyReleasedAsides(on: monday.adding(days: 21))
            #expect(failures.isEmpty)
            #expect(try StoreDatabase.hasDestroyedCounts(of: aside, in: store.database))
        }
        #expect(!holds(Self.mark, bytes(aside)))
    }

    /// Another name leads to the file, or the disk refuses. What is new is released and delivered all the same.
    @Test func thatCanNotBeDestroyedAreSaidAndHinderNothing() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let aside = try damaged(fixture, amount: 3, isSound: false)
        try fixture.open { store in
            try released(fixture, store, through: 1)
            try FileManager.default.linkItem(atPath: aside, toPath: fixture.path + ".copy")
            _ = try fixture.release(store, on: monday.adding(days: 12))
            let failures = try store.destroyReleasedAsides(on: monday.adding(days: 12))
            #expect(failures.count == 1 && failures[0].contains("is no file of its own"))
            #expect(holds(Self.mark, bytes(aside)))
            try fixture.freeze(store)
            let parcels = try store.parcels()
            #expect(!parcels.isEmpty)
            try FileManager.default.removeItem(atPath: fixture.path + ".copy")
            let later = try store.destroyReleasedAsides(on: monday.adding(days: 13))
            #expect(later.isEmpty && !holds(Self.mark, bytes(aside)))
        }
    }

    /// A place on the card that can't be read is zeros in the copy that was read, so that no sum of the bytes tells the file.
    @Test func areFoundByTheFilesNameAndNotByItsBytes() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let aside = try damaged(fixture, amount: 3, isSound: false)
        try fixture.open { store in
            var changed = ScratchFolder.bytes(aside)
            changed[changed.count - 1] ^= 1
            let handle = try #require(FileHandle(forWritingAtPath: aside))
            try handle.write(contentsOf: Data(changed))
            try handle.close()
            try released(fixture, store, through: 20)
            #expect(!holds(Self.mark, bytes(aside)))
        }
    }
}

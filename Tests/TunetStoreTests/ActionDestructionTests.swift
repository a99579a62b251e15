import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport

@testable import TunetStore

@Suite("What people did does not outlive what it is about")
struct ActionDestructionTests {
    private let monday = SmallPlace.monday
    /// A change of 1000 times 301 passages, as the card has it: big-endian.
    private let change: Int64 = 0x04_97_0F
    /// 10,000 at most: two bytes, which say little in so many files. The texts around it are searched for instead.
    private let hand = 0x1A5C

    private func files(_ fixture: StoreFixture) -> [String] { [fixture.path, fixture.path + "-wal"] }

    /// The bytes of a row of the log, from the session's id to the end of the number.
    private func holds(_ fixture: StoreFixture, _ number: [UInt8], after text: String) -> Bool {
        files(fixture).contains { path in
            let bytes = ScratchFolder.bytes(path)
            let needle = Array(text.utf8)
            guard bytes.count > needle.count + 12 else { return false }
            return (0..<(bytes.count - needle.count - 12)).contains { start in
                guard Array(bytes[start..<start + needle.count]) == needle else { return false }
                let rest = Array(bytes[start + needle.count..<start + needle.count + 12])
                return rest.indices.contains { rest[$0...].starts(with: number) }
            }
        }
    }

    /// Rows of many lengths before and between, so that pages split and merge, and what moved leaves its bytes behind if
    /// anything does.
    private func fill(_ store: StoreDatabase, _ fixture: StoreFixture, marked day: CivilDate, on today: CivilDate)
        throws
    {
        var random = SeededGenerator(seed: 9)
        for number in 0..<150 {
            switch number % 3 {
            case 0:
                _ = try store.log(
                    .corrected(
                        day: day, session: Leaf.outsideSessions, direction: .in, change: change, isWhole: false),
                    on: today)
            case 1:
                let name = String(repeating: "a", count: Int.random(in: 1...30, using: &random))
                _ = try store.log(.acknowledged(kind: "blocked", source: name), on: today)
            default:
                _ = try fixture.record(
                    store, String(repeating: "b", count: Int.random(in: 1...50, using: &random)), day: day, on: today,
                    counted: hand)
            }
        }
    }

    private var changeBytes: [UInt8] { [0x04, 0x97, 0x0F] }
    private var handBytes: [UInt8] { [0x1A, 0x5C] }

    @Test func theChangesAndHandCountsOfAReleasedDayAreOverwritten() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: []))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday, monday.adding(days: 1))
            try fill(store, fixture, marked: monday, on: monday)
            #expect(holds(fixture, changeBytes, after: "outsidein"))
            #expect(holds(fixture, handBytes, after: "Bygdelagetculture"))
            _ = try fixture.release(store, on: monday.adding(days: 2))
            #expect(holds(fixture, changeBytes, after: "outsidein"), "the day is open")
            _ = try fixture.release(store, on: monday.adding(days: 3))
            #expect(!holds(fixture, changeBytes, after: "outsidein"))
            #expect(!holds(fixture, handBytes, after: "Bygdelagetculture"))
            #expect(ScratchFolder.find(changeBytes, inFiles: files(fixture)) == [])
            // That there was a correction stays.
            let log = try store.actions(acknowledged: [])
            #expect(log.count == 150 && log.contains { $0.obstacle == .released(monday) })
            #expect(try fixture.number(store, "SELECT count(*) FROM session") == 50)
            #expect(try fixture.number(store, "SELECT count(*) FROM session WHERE counted IS NOT NULL") == 0)
        }
    }

    /// The amounts of the day after stay until its own release.
    @Test func theNextDayKeepsItsOwn() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: []))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday, monday.adding(days: 1))
            for day in [monday, monday.adding(days: 1)] {
                try store.commit(Increments(rows: [fixture.row(fixture.bin(day, 9), .count(.in), 5)]))
                try fixture.correct(store, 7, of: day, on: day)
            }
            _ = try fixture.release(store, on: monday.adding(days: 3))
            let amounts = try store.database.query("SELECT coalesce(amount, 0) FROM action ORDER BY id") {
                try $0.int(0)
            }
            #expect(amounts == [0, 7])
            _ = try fixture.undo(store, 2, on: monday.adding(days: 3))
        }
    }

    /// The sums of checks are kept by month, without their order: a day in the log would date them.
    @Test func theDayOfACountCheckGoesWithItsRelease() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: []))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday)
            let count = CheckedCount(in: CheckedCount.Pair(byHand: 25, bySensor: 24))
            for day in [nil, monday, monday.adding(days: 1)] {
                try store.noteRunningCheck(door: "front", on: day)
                try store.keep(count, door: "front", series: "a", on: day)
            }
            _ = try store.log(.tested(panel: nil), on: monday)
            _ = try fixture.release(store, on: monday.adding(days: 3))
            let log = try store.actions(acknowledged: [])
            #expect(log.map(\.day) == [monday, monday.adding(days: 1), monday.adding(days: 1)])
            #expect(log.map(\.deed.kind) == [.test, .countCheck, .countCheck])
            #expect(try store.checks().map(\.times).reduce(0, +) == 3)
        }
    }

    /// A better clock moves corrections with the counts of their boot; the log does not know where to.
    @Test func whatAClockHasMovedIsNotUndoneWhereItWas() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: []))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            let boot = try store.boot(kernelID: "a").number
            let start = fixture.zone.instant(of: monday, minute: 480)
            let wrong = Anchor(monotonic: .zero, utc: start, quality: .volunteer)
            _ = try store.date(boot: boot, by: wrong, at: .zero, zone: fixture.zone)
            try fixture.note(store, monday)
            try store.commit(Increments(rows: [fixture.row(fixture.bin(monday, 9), .count(.in), 5)]))
            try fixture.correct(store, 7, of: monday, on: monday)
            var right = wrong
            right.quality = .synchronised
            _ = try store.date(boot: boot, by: right, at: .zero, zone: fixture.zone)
            #expect(try store.actions(acknowledged: [])[0].obstacle == nil, "nothing has moved")
        }
        let other = try StoreFixture(SmallPlace.configuration(panels: []))
        defer { other.scratch.remove() }
        try other.open { store in
            let boot = try store.boot(kernelID: "a").number
            let start = other.zone.instant(of: monday, minute: 480)
            let wrong = Anchor(monotonic: .zero, utc: start, quality: .volunteer)
            _ = try store.date(boot: boot, by: wrong, at: .zero, zone: other.zone)
            try other.note(store, monday)
            try other.correct(store, 7, of: monday, on: monday)
            let right = Anchor(
                monotonic: .zero, utc: UTCInstant(seconds: start.seconds + 86_400), quality: .synchronised)
            _ = try store.date(boot: boot, by: right, at: .zero, zone: other.zone)
            #expect(try store.corrected(on: monday.adding(days: 1), zone: other.zone).in == 7)
            let log = try store.actions(acknowledged: [])
            #expect(log.map(\.obstacle).contains(.moved(monday)) || log.map(\.obstacle).contains(.released(monday)))
            #expect(try other.number(store, "SELECT count(*) FROM action WHERE amount IS NOT NULL") == 0)
        }
    }

    /// What a card has damaged is brought back, with new ids behind those that are there.
    @Test func theLogAndTheRecordsComeAlongFromADamagedStore() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: []))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday)
            try store.commit(Increments(rows: [fixture.row(fixture.bin(monday, 9), .count(.in), 5)]))
            try fixture.correct(store, 7, of: monday, on: monday)
            _ = try fixture.record(store, "Dans", day: monday, on: monday, counted: 12)
            _ = try fixture.undo(store, 1, on: monday)
            // A row that no version writes, and one that a card has changed.
            try store.database.execute(
                """
                INSERT INTO action VALUES (70, \(monday.dayNumber), 'later', '', '', NULL, NULL, NULL, 0);
                INSERT INTO action VALUES (71, -5, 'test', '', '', NULL, NULL, NULL, 0);
                CREATE TABLE stranger (x);
                """)
            try store.close()
        }
        try fixture.open { store in
            #expect(store.findings.count == 1)
            let log = try store.actions(acknowledged: [])
            #expect(log.map(\.id) == [3, 2, 1])
            #expect(log[0].deed == .undone(id: 1, kind: .correction))
            #expect(log[1].deed == .session(.recorded, id: 1, day: monday) && log[1].obstacle == nil)
            #expect(
                log[2].isUndone
                    && log[2]
                        == {
                            var entry = fixture.corrected(1, on: monday, monday, 7, obstacle: .alreadyUndone)
                            entry.isUndone = true
                            return entry
                        }()
            )
            #expect(try store.recordedSessions(on: monday).map(\.counted) == [12])
            _ = try fixture.undo(store, 2, on: monday)
            #expect(try store.recordedSessions(on: monday) == [])
            let next = try store.log(.tested(panel: nil), on: monday)
            #expect(next > 70)
            _ = try fixture.release(store, on: monday.adding(days: 4))
            _ = try store.destroyReleasedAsides(on: monday.adding(days: 4))
            _ = try fixture.release(store, on: monday.adding(days: 20))
            _ = try store.destroyReleasedAsides(on: monday.adding(days: 20))
        }
        let aside = try SQLiteConnection(path: fixture.path + ".damaged-1", mode: .readWriteCreate)
        #expect(
            try aside.first("SELECT (SELECT count(*) FROM action) + (SELECT count(*) FROM session)") { try $0.int(0) }
                == 0)
    }

    @Test(arguments: [
        "UPDATE action SET day = -1", "UPDATE action SET day = 'x'", "UPDATE action SET about = 99999999",
        "UPDATE action SET amount = 10000000000", "UPDATE action SET undone = 7", "UPDATE action SET subject = x'00'",
        "UPDATE action SET subject = printf('%.*c', 5000, 'x')", "UPDATE action SET refers = 0",
        "UPDATE session SET day = -1", "UPDATE session SET counted = 10001", "UPDATE session SET first = 1441",
        "UPDATE session SET removed = 2", "UPDATE session SET name = x'05'",
    ])
    func whatACardHasChangedIsPassedOver(_ damage: String) throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: []))
        defer { fixture.scratch.remove() }
        let isAction = damage.contains("UPDATE action")
        try fixture.open { store in
            try fixture.note(store, monday)
            _ = try fixture.record(store, "Dans", day: monday, on: monday, counted: 12)
            try store.database.execute(damage)
        }
        try fixture.open { store in
            #expect(store.findings.count == 1)
            let log = try fixture.number(store, "SELECT count(*) FROM action")
            #expect(log == (isAction ? 0 : 1))
            let records = try fixture.number(store, "SELECT count(*) FROM session")
            #expect(records == (isAction ? 1 : 0))
        }
    }
}

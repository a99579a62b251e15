import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetStore

@Suite("Older stores")
struct MigrationTests {
    /// The tables of version 1, as devices have them.
    private static let version1 = """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

        -- One life of the kernel. The anchor dates it; all three are NULL until then.
        CREATE TABLE boot (
            number INTEGER PRIMARY KEY, kernel_id TEXT NOT NULL UNIQUE,
            monotonic INTEGER, utc INTEGER, quality INTEGER);

        -- boot 0: bin is UTC seconds / 900. Other boots: seconds since that boot / 900.
        CREATE TABLE tally (
            boot INTEGER, bin INTEGER, source TEXT, counter TEXT, amount INTEGER NOT NULL,
            PRIMARY KEY (boot, bin, source, counter)) WITHOUT ROWID;

        -- boot 0: day is the number of the local day. Other boots: days since that boot. No option: misuse.
        CREATE TABLE press (
            boot INTEGER, day INTEGER, panel TEXT, question TEXT, option TEXT, amount INTEGER NOT NULL,
            PRIMARY KEY (boot, day, panel, question, option)) WITHOUT ROWID;

        -- What the place measured on which days: it decides which leaves exist, whatever was counted.
        CREATE TABLE measured (
            measure TEXT, panel TEXT, question TEXT, option TEXT, first_day INTEGER, last_day INTEGER,
            PRIMARY KEY (measure, panel, question, option)) WITHOUT ROWID;

        -- Released leaves of this epoch, as the batch will hold them.
        CREATE TABLE release (seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL);

        -- Frozen batches that the collector has not confirmed.
        CREATE TABLE batch (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, bytes BLOB NOT NULL);

        CREATE TABLE ledger (
            year INTEGER, measure TEXT, epsilon TEXT, leaves INTEGER NOT NULL,
            PRIMARY KEY (year, measure, epsilon)) WITHOUT ROWID;
        """

    /// What version 2 had besides.
    private static let version2 = """
        CREATE TABLE count_check (
            door TEXT, series TEXT, month INTEGER,
            hand_in INTEGER, hand_out INTEGER, hand_unknown INTEGER,
            sensor_in INTEGER, sensor_out INTEGER, sensor_unknown INTEGER, times INTEGER NOT NULL,
            PRIMARY KEY (
                door, series, month, hand_in, hand_out, hand_unknown, sensor_in, sensor_out, sensor_unknown)
            ) WITHOUT ROWID;

        -- Doors at which a check is under way, so that a start after a power cut can say that it is lost.
        CREATE TABLE running_check (door TEXT PRIMARY KEY) WITHOUT ROWID;
        """

    /// What version 3 made of version 1's boots and batches. The device had released and not yet frozen.
    private static let version3 = """
        ALTER TABLE boot ADD COLUMN after_day INTEGER;
        DROP TABLE batch;
        CREATE TABLE batch (
            epoch TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, bytes BLOB NOT NULL,
            PRIMARY KEY (epoch, first));
        """

    private static func insertions(version: Int) -> String {
        guard version == 3 else {
            return """
                INSERT INTO boot VALUES (3, 'an earlier one', 5, 1793600000, 4), (4, 'a later one', NULL, NULL, NULL);
                INSERT INTO batch VALUES (1, 2, x'01'), (3, 3, x'0203');
                """
        }
        return """
            INSERT INTO boot VALUES (3, 'an earlier one', 5, 1793600000, 4, NULL), (4, 'a later one', NULL, NULL, NULL, 7);
            INSERT INTO batch VALUES
                ('00112233445566778899aabbccddeeff', 1, 2, x'01'), ('00112233445566778899aabbccddeeff', 3, 3, x'0203');
            """
    }

    /// As versions 1 to 3 kept each release.
    private static func row(seq: Int, measure: String = "entries", value: Int) -> String {
        let leaf = """
            {"epsilon":"1/1","measure":"\(measure)","observed":86400,"period":"2026-11-02","scheduled":86400,\
            "seq":\(seq),"session":"all","value":\(value)}
            """
        return "INSERT INTO release VALUES (\(seq), CAST('\(leaf)' AS BLOB));"
    }

    /// A store as an older version left it: with a count, a boot and a batch, and closed in good order or not.
    private func older(
        _ fixture: StoreFixture, version: Int = 1, isClean: Bool = true, also sql: String = ""
    ) throws {
        let database = try SQLiteConnection(path: fixture.path, mode: .readWriteCreate)
        try database.execute(StoreSchema.settings)
        try database.execute(Self.version1)
        if version >= 2 { try database.execute(Self.version2) }
        if version >= 3 { try database.execute(Self.version3) }
        try database.execute(
            """
            INSERT INTO meta VALUES ('epoch', '00112233445566778899aabbccddeeff'), ('clean', \(isClean ? 1 : 0)),
                ('released', 4), ('frozen', 3);
            \(Self.insertions(version: version))
            INSERT INTO ledger VALUES (2026, 'entries', '1/1', 4);
            \(sql);
            PRAGMA user_version = \(version);
            """)
        try database.run(
            "INSERT INTO tally VALUES (0, ?, 'front', 'count:in', 12)",
            .integer(fixture.bin(SmallPlace.monday, 10).index))
    }

    private func schema(_ store: StoreDatabase) throws -> [String] {
        try store.database.query("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1")
        {
            try $0.string(0)
        }
    }

    @Test(arguments: [1, 2, 3], [true, false])
    func anOlderStoreIsBroughtUpToDateWithAllThatItHolds(version: Int, isClean: Bool) throws {
        let fresh = try StoreFixture()
        let fixture = try StoreFixture()
        defer {
            fresh.scratch.remove()
            fixture.scratch.remove()
        }
        try older(fixture, version: version, isClean: isClean)
        try fixture.open { store in
            #expect(store.findings.isEmpty)
            #expect(store.epoch == "00112233445566778899aabbccddeeff")
            #expect(try store.database.userVersion() == StoreSchema.version)
            #expect(try schema(store) == fresh.open { try schema($0) })
            let today = try store.today(SmallPlace.monday, configuration: fixture.configuration, zone: fixture.zone)
            #expect(today.doors[0].in.count == 12)
            #expect(try store.ledger() == [LedgerEntry(year: 2026, kind: "entries", epsilon: "1/1", leaves: 4)])
            #expect(try store.checks().isEmpty && store.runningChecks().isEmpty)
            let parcels = try store.parcels()
            #expect(parcels.map { [$0.first, $0.last, Int64($0.size)] } == [[1, 2, 1], [3, 3, 2]])
            #expect(parcels.allSatisfy { $0.epoch == store.epoch })
            #expect(try parcels.last.flatMap { try store.bytes(of: $0) } == [2, 3])
            let boot = try store.boot(kernelID: "an earlier one")
            #expect(boot.number == 3 && boot.anchor?.quality == .synchronised && boot.afterDay == nil)
            try store.keep(CheckedCount(), door: "front", series: "a", on: SmallPlace.monday)
        }
        try fixture.open { store in
            #expect(store.epoch == "00112233445566778899aabbccddeeff")
            let kept = try store.checks()
            #expect(kept.count == 1)
        }
    }

    @Test(arguments: [1, 2, 3], [3, 1205])
    func whatWasReleasedAndNotYetFrozenIsFrozenInItsOrder(version: Int, last: Int) throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        // Those up to 3 are frozen already.
        let rows = (1...last).map { Self.row(seq: $0, value: $0 * 7 - 9) }.joined(separator: "\n")
        try older(fixture, version: version, also: rows + "UPDATE meta SET value = \(last) WHERE key = 'released';")
        try fixture.open { store in
            #expect(store.findings.isEmpty)
            try fixture.freeze(store)
            let frozen = try store.parcels().filter { $0.first > 3 }
            #expect(frozen.map { [$0.first, $0.last] } == (last > 3 ? [[4, 1003], [1004, 1205]] : []))
            var leaves: [ReleasedLeaf] = []
            for parcel in frozen {
                let bytes = try #require(try store.bytes(of: parcel))
                leaves += try SealedBatch(parsing: bytes).open(BatchPayload.self, key: fixture.key.verifyingKey)
                    .releases
            }
            #expect(leaves.map(\.seq) == (3..<Int64(last)).map { $0 + 1 })
            #expect(leaves.allSatisfy { $0.value == $0.seq * 7 - 9 })
        }
    }

    @Test func theLedgerOfAnOlderStoreTellsChecksByKind() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try older(
            fixture, version: 3,
            also: """
                INSERT INTO ledger VALUES
                    (2026, 'checked_by_hand', '1/1', 3), (2026, 'checked_by_sensor', '1/1', 3),
                    (2026, 'checked_by_hand', '1/2', 2), (2025, 'presses', '1/1', 5);
                """)
        try fixture.open { store in
            let ledger = try store.ledger()
            #expect(
                ledger == [
                    LedgerEntry(year: 2025, kind: "presses", epsilon: "1/1", leaves: 5),
                    LedgerEntry(year: 2026, kind: "checks", epsilon: "1/1", leaves: 6),
                    LedgerEntry(year: 2026, kind: "checks", epsilon: "1/2", leaves: 2),
                    LedgerEntry(year: 2026, kind: "entries", epsilon: "1/1", leaves: 4),
                ])
            let stopped = try store.stopped()
            #expect(stopped.isEmpty)
        }
    }

    /// What version 4 made of it, with a correction that nobody has released.
    private static let version4 = """
        DROP TABLE release;
        DROP TABLE ledger;
        CREATE TABLE released (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, leaves BLOB NOT NULL);
        CREATE TABLE charge (
            year INTEGER, kind TEXT, epsilon TEXT, leaves INTEGER NOT NULL,
            PRIMARY KEY (year, kind, epsilon)) WITHOUT ROWID;
        CREATE TABLE stopped (
            year INTEGER, kind TEXT, ceiling INTEGER NOT NULL, leaves INTEGER NOT NULL,
            PRIMARY KEY (year, kind)) WITHOUT ROWID;
        CREATE TABLE schedule (first_day INTEGER PRIMARY KEY, sessions BLOB NOT NULL);
        ALTER TABLE boot ADD COLUMN first_bin INTEGER;
        INSERT INTO charge VALUES (2026, 'entries', '1/1', 4);
        """

    /// Corrections of a store without a log can still be taken back, and those that follow are logged.
    @Test func aStoreOfVersion4GetsALog() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: []))
        defer { fixture.scratch.remove() }
        let monday = SmallPlace.monday
        let noon = fixture.bin(monday, 12).index
        try older(
            fixture, version: 3,
            also: """
                \(Self.version4)
                INSERT INTO tally VALUES (0, \(noon), '', 'added:in', 5);
                INSERT INTO measured VALUES ('entries', '', '', '', \(monday.dayNumber), \(monday.dayNumber));
                """)
        try SQLiteConnection(path: fixture.path, mode: .readWriteCreate).execute("PRAGMA user_version = 4")
        try fixture.open { store in
            #expect(store.findings.isEmpty)
            #expect(try store.database.userVersion() == StoreSchema.version)
            #expect(try store.ledger() == [LedgerEntry(year: 2026, kind: "entries", epsilon: "1/1", leaves: 4)])
            #expect(try store.actions(acknowledged: []).isEmpty && store.recordedSessions(on: monday).isEmpty)
            try fixture.correct(store, nil, of: monday, on: monday)
            #expect(try store.corrected(on: monday, zone: fixture.zone).in == 0)
            _ = try fixture.undo(store, 1, on: monday)
            #expect(try store.corrected(on: monday, zone: fixture.zone).in == 5)
        }
    }

    @Test(.enabled(if: TinyDisk.isAvailable, Comment(rawValue: TinyDisk.need)))
    func aMigrationThatFailsLeavesTheOlderStoreAsItWas() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try older(fixture)
        try SQLiteConnection(path: fixture.path, mode: .readWriteCreate).execute("PRAGMA wal_checkpoint(TRUNCATE)")
        let bytes = ScratchFolder.bytes(fixture.path)
        let (code, left) = try TinyDisk.with(kibibytes: 64) { folder -> (StoreError.Code?, [UInt8]) in
            let path = folder + "/store.sqlite"
            try ScratchFolder.write(bytes, to: path)
            TinyDisk.fill(folder)
            var code: StoreError.Code?
            do { _ = try StoreDatabase(path: path) } catch { code = (error as? StoreError)?.code }
            return (code, ScratchFolder.bytes(path))
        }
        #expect(code == .full)
        #expect(left == bytes)
    }

    @Test func anOlderStoreWithAnotherTableIsSetAsideAndItsCountsComeAlong() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try older(fixture, also: "CREATE TABLE running_check (in_the_way)")
        try fixture.open { store in
            #expect(store.findings.first?.contains("its tables are not those of a Tunet store") == true)
            #expect(store.epoch != "00112233445566778899aabbccddeeff")
            let today = try store.today(SmallPlace.monday, configuration: fixture.configuration, zone: fixture.zone)
            #expect(today.doors[0].in.count == 12)
            #expect(try store.ledger() == [LedgerEntry(year: 2026, kind: "entries", epsilon: "1/1", leaves: 4)])
        }
        let database = try SQLiteConnection(path: fixture.path + ".damaged-1", mode: .readWriteCreate)
        #expect(try database.userVersion() == 1)
        #expect(try database.first("SELECT sum(amount) FROM tally") { try $0.int(0) } == 12)
    }
}

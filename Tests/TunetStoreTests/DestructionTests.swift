import Foundation
import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetStore

@Suite("Exact counts are destroyed at their release")
struct DestructionTests {
    private let monday = SmallPlace.monday
    /// Amounts are stored big-endian in six bytes; no sum below changes the first three.
    private let mark: [UInt8] = [0x5E, 0xC2, 0xE7]
    private let amount: Int64 = 0x5EC2_E700_0000

    private func files(_ path: String) -> [String] { [path, path + "-wal"] }

    /// Counts in every bin of a week, many of them in several commits and in no order, so that pages split and merge.
    private func fill(_ store: StoreDatabase, _ fixture: StoreFixture) throws {
        var random = SeededGenerator(seed: 5)
        let first = Bin.dated(fixture.zone.start(of: monday)).index
        for bin in (first..<(first + 7 * 96)).shuffled(using: &random) {
            let counters: [BinCounter] = [.count(.in), .over(.in), .under(.in), .count(.out)]
            let increments = Increments(
                rows: counters.map { fixture.row(Bin(boot: 0, index: bin), $0, amount) },
                presses: [fixture.press("ja", amount / 1000, on: monday.adding(days: Int(bin - first) / 96))])
            try store.commit(increments)
            if Bool.random(using: &random) {
                try store.commit(Increments(rows: [fixture.row(Bin(boot: 0, index: bin), .count(.in), 1)]))
            }
        }
        try store.commit(
            Increments(presses: (0..<7).map { fixture.press("nei", amount, on: monday.adding(days: $0)) }))
    }

    @Test func nothingOfThemIsLeftInTheRawFiles() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday, monday.adding(days: 6))
            try fill(store, fixture)
            #expect(!ScratchFolder.find(mark, inFiles: files(fixture.path)).isEmpty, "the mark can be found")
            // Seven days, and the week's two options and misuse.
            #expect(try fixture.release(store, on: monday.adding(days: 9)) == 10)
            #expect(try fixture.number(store, "SELECT count(*) FROM tally") == 0)
            #expect(try fixture.number(store, "SELECT count(*) FROM press") == 0)
            #expect(ScratchFolder.find(mark, inFiles: files(fixture.path)) == [])
            try fixture.freeze(store)
            #expect(ScratchFolder.find(mark, inFiles: files(fixture.path)) == [])
        }
    }

    @Test func aDayIsGoneWhileTheNextOnesStay() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: []))
        defer { fixture.scratch.remove() }
        let other: Int64 = 0x4B1D_A500_0000
        try fixture.open { store in
            try fixture.note(store, monday, monday.adding(days: 1))
            for quarter in 0..<96 {
                let today = Bin(boot: 0, index: fixture.bin(monday, 0).index + Int64(quarter))
                let tomorrow = Bin(boot: 0, index: today.index + 96)
                try store.commit(
                    Increments(rows: [
                        fixture.row(today, .count(.in), amount), fixture.row(tomorrow, .count(.in), other),
                    ]))
            }
            #expect(try fixture.release(store, on: monday.adding(days: 3)) == 1)
            #expect(ScratchFolder.find(mark, inFiles: files(fixture.path)) == [])
            #expect(try fixture.number(store, "SELECT sum(amount) FROM tally") == 96 * other)
        }
    }

    /// The power goes after the release is durable and before the log is emptied: the next start does it.
    @Test func theNextStartCleansUpAfterAPowerCut() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fill(store, fixture)
            try store.database.execute("DELETE FROM tally; DELETE FROM press")
            let left = try fixture.scratch.copy(ofDatabase: fixture.path)
            #expect(!ScratchFolder.find(mark, inFiles: files(left)).isEmpty)
            let opened = try StoreDatabase(path: left)
            #expect(opened.findings.isEmpty)
            #expect(ScratchFolder.find(mark, inFiles: files(left)) == [])
        }
    }

    /// Wherever the transaction is cut off, the counts are whole and no noised value is to be seen.
    @Test(arguments: [
        "INSERT ON released", "INSERT ON charge", "DELETE ON tally",
        "INSERT ON meta WHEN new.key = 'attendance_released_before'",
    ])
    func aFailureInTheMiddleLeavesTheCountsAndNoValue(_ place: String) throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: [], sessions: [SmallPlace.cafe]))
        defer { fixture.scratch.remove() }
        let tuesday = monday.adding(days: 1)
        try fixture.open { store in
            try fixture.note(store, tuesday)
            for hour in [9, 12] {
                try store.commit(Increments(rows: [fixture.row(fixture.bin(tuesday, hour), .count(.in), 5)]))
            }
            try store.database.execute(
                "CREATE TEMP TRIGGER stop BEFORE \(place) BEGIN SELECT raise(FAIL, 'cut'); END")
            let error = #expect(throws: StoreError.self) { try fixture.release(store, on: monday.adding(days: 4)) }
            #expect(error?.code == .database)
            #expect(try fixture.number(store, "SELECT sum(amount) FROM tally") == 10)
            #expect(try fixture.number(store, "SELECT count(*) FROM released") == 0)
            #expect(try store.ledger().isEmpty)
            let left = try StoreDatabase(path: try fixture.scratch.copy(ofDatabase: fixture.path))
            #expect(try fixture.number(left, "SELECT sum(amount) FROM tally") == 10)
            #expect(try fixture.number(left, "SELECT count(*) FROM released") == 0)

            try store.database.execute("DROP TRIGGER stop")
            #expect(try fixture.release(store, on: monday.adding(days: 4), seed: 4) == 2)
            try fixture.freeze(store)
            let leaves = try fixture.frozen(store)
            #expect(leaves.map(\.seq) == [1, 2])
            #expect(try fixture.exact(leaves, seed: 4) == [5, 5])
        }
    }

    /// Sums over many draws of the system's own randomness, through the actor that a device uses: the mean of the noise
    /// is 0, and its standard deviation 1.36 at ε = 1.
    @Test func theSystemsNoiseHasTheRightSize() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let session = { (number: Int) in
            Session(
                id: "s\(number)", name: "S", weekdays: [1, 2, 3, 4, 5, 6, 7], startMinute: 15 * number,
                endMinute: 15 * number + 15)
        }
        let configuration = SmallPlace.configuration(
            dataFolder: scratch.file("data"), panels: [], sessions: (0..<96).map(session),
            release: ReleasePolicy(yearlyCeiling: 100_000))
        let store = try Store(configuration: configuration, zone: try SmallPlace.oslo())
        try await store.noteMeasures(on: monday)
        try await store.noteMeasures(on: monday.adding(days: 19))
        let upload = try await store.prepareUpload(on: monday.adding(days: 22), software: "test")
        #expect(upload.released == 1920)
        var values: [Int64] = []
        for parcel in upload.parcels {
            let bytes = try #require(try await store.bytes(of: parcel))
            let batch = try SealedBatch(parsing: bytes).open(BatchPayload.self, key: store.deviceKey)
            values += batch.releases.map(\.value)
        }
        #expect(values.count == 1920)
        // 1920 draws have a sum of standard deviation 59.4 and a mean square of 1.84 ± 0.12: seven deviations each.
        #expect(abs(values.reduce(0, +)) < 420)
        let square = Double(values.reduce(0) { $0 + $1 * $1 }) / 1920
        #expect(abs(square - 1.84) < 0.85)
    }

    /// The bytes of the page with a day's presses, once the day is over.
    @Test func thePlaceOfARowDoesNotTellWhichAnswerCameFirst() throws {
        let day = SmallPlace.monday
        let pages = try [["ja", "nei", nil], [nil, "nei", "ja"], ["nei", nil, "ja"]].map { order -> [UInt8] in
            let fixture = try StoreFixture(SmallPlace.configuration(panels: [SmallPlace.panel()]))
            defer { fixture.scratch.remove() }
            return try fixture.open { store in
                try fixture.note(store, day)
                for option in order { try store.commit(Increments(presses: [fixture.press(option, 1, on: day)])) }
                try fixture.note(store, day.adding(days: 1))
                try store.scrub()
                let page = try fixture.number(store, "SELECT rootpage FROM sqlite_schema WHERE name = 'press'") ?? 0
                return Array(ScratchFolder.bytes(fixture.path)[(Int(page) - 1) * 512..<Int(page) * 512])
            }
        }
        #expect(pages[0].contains { $0 != 0 })
        #expect(pages[0] == pages[1] && pages[1] == pages[2])
    }
}

import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport

@testable import TunetStore

@Suite("Silences in the store")
struct SilenceTests {
    private let monday = SmallPlace.monday

    /// A place with two doors that is open from 10 to 14 every day.
    private func fixture() throws -> StoreFixture {
        var fixture = try StoreFixture(SmallPlace.configuration(doors: [SmallPlace.frontDoor, SmallPlace.gardenDoor]))
        fixture.configuration.openings = [Opening(weekdays: Set(1...7), startMinute: 600, endMinute: 840)]
        return fixture
    }

    /// Observed bins of a day, from one hour to another.
    private func observed(_ fixture: StoreFixture, _ hours: Range<Int>, of door: String = "front") -> [Increments.Row] {
        hours.flatMap { hour in
            [0, 15, 30, 45].map { fixture.row(fixture.bin(monday, hour, $0), .observed, 900_000, of: door) }
        }
    }

    private func silences(_ fixture: StoreFixture, _ store: StoreDatabase) throws -> [SilenceHistory] {
        try store.silences(configuration: fixture.configuration, zone: fixture.zone)
    }

    @Test func aNewStoreKnowsNothing() throws {
        let fixture = try fixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            let known = try silences(fixture, store)
            #expect(known == [SilenceHistory(), SilenceHistory()])
        }
    }

    @Test func theLastMemoryOfADoorIsThereAfterReopening() throws {
        let fixture = try fixture()
        defer { fixture.scratch.remove() }
        let first = SilenceWatch.Memory(days: 3, longest: 7, earlier: 12, isSilent: true)
        let second = SilenceWatch.Memory(days: 4, longest: 7, earlier: 12, isSilent: false)
        try fixture.open { store in
            try store.commit(Increments(silences: [.init(door: "front", memory: first)]))
            try store.commit(
                Increments(silences: [
                    .init(door: "front", memory: second), .init(door: "garden", memory: first),
                    .init(door: "shed", memory: first),
                ]))
        }
        try fixture.open { store in
            let memories = try silences(fixture, store).map(\.memory)
            #expect(memories == [second, first])
            let kept = try fixture.number(store, "SELECT count(*) FROM meta WHERE key LIKE 'silence:%'")
            #expect(kept == 2, "the shed is no longer there")
            #expect(try fixture.number(store, "SELECT count(*) FROM meta WHERE key IN ('epoch', 'clean')") == 2)
        }
    }

    @Test func theTimeSinceTheLastPassageIsFoundFromTheBins() throws {
        let fixture = try fixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try store.commit(
                Increments(
                    rows: observed(fixture, 8..<16) + observed(fixture, 11..<13, of: "garden") + [
                        fixture.row(fixture.bin(monday, 10, 30), .count(.out), 1),
                        fixture.row(fixture.bin(monday, 11, 30), .noted(.turnBack), 1),
                        // Not observed for most of it.
                        fixture.row(fixture.bin(monday, 13, 15), .observed, 449_999 - 900_000),
                    ]))
            let found = try silences(fixture, store)
            // From 10:45 to 14:00, less the one bin.
            #expect(found[0] == SilenceHistory(run: 12, knowsPassage: true))
            #expect(found[1] == SilenceHistory(run: 8, knowsPassage: false))
        }
    }

    @Test func whatCanNotBeReadIsLearnedAnew() throws {
        let fixture = try fixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try store.database.run("INSERT INTO meta VALUES ('silence:front', 'long')")
            try store.database.run("INSERT INTO meta VALUES ('silence:garden', '1 2 3 0')")
            let memories = try silences(fixture, store).map(\.memory)
            #expect(memories == [SilenceWatch.Memory(), SilenceWatch.Memory(days: 1, longest: 2, earlier: 3)])
        }
    }

    /// A commit is one transaction: a silence that is remembered without its counts would be a lie.
    @Test func aMemoryIsWrittenWithItsCountsOrNotAtAll() throws {
        let fixture = try fixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try store.database.execute(
                "CREATE TEMP TRIGGER x BEFORE INSERT ON meta BEGIN SELECT raise(FAIL, 'no room'); END")
            let increments = Increments(
                rows: [fixture.row(fixture.bin(monday, 10), .count(.in), 1)],
                silences: [.init(door: "front", memory: SilenceWatch.Memory(days: 1))])
            #expect(throws: StoreError.self) { try store.commit(increments) }
            #expect(try fixture.number(store, "SELECT count(*) FROM tally") == 0)
        }
    }
}

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

    /// As of 18:05 on a day, Monday unless it is said.
    private func silences(
        _ fixture: StoreFixture, _ store: StoreDatabase, on day: CivilDate? = nil, at bin: Bin? = nil
    ) throws -> [SilenceHistory] {
        try store.silences(
            in: bin ?? fixture.bin(day ?? monday, 18), configuration: fixture.configuration, zone: fixture.zone)
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
        let first = SilenceWatch.Memory(days: 3, longest: 7, earlier: 12, silentAfter: 24, learned: monday)
        let second = SilenceWatch.Memory(days: 4, longest: 7, earlier: 12)
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

    /// How many of the quarters are silence, as a start counts them.
    private func run(_ history: SilenceHistory) -> Int {
        let last = history.quarters.lastIndex(where: \.hasPassed) ?? -1
        return history.quarters[(last + 1)...].count { $0.isOpen && $0.wasObserved }
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
                        // The service was started anew in it.
                        fixture.row(fixture.bin(monday, 13, 15), .observed, -60_000),
                    ]))
            let found = try silences(fixture, store)
            // From 10:45 to 14:00, less the one bin.
            #expect(run(found[0]) == 12 && found[0].knowsPassage)
            #expect(found[0].quarters.count == 32 && !found[0].hasPassedInBin)
            // What was before the first bin is not known.
            #expect(run(found[1]) == 7 && !found[1].knowsPassage)
        }
    }

    /// The service counts the present bin itself, when it is over.
    @Test func thePresentBinIsNoSilenceYet() throws {
        let fixture = try fixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try store.commit(
                Increments(rows: observed(fixture, 8..<12) + [fixture.row(fixture.bin(monday, 10), .count(.in), 1)]))
            let quiet = try silences(fixture, store, at: fixture.bin(monday, 11, 45))
            #expect(run(quiet[0]) == 6 && !quiet[0].hasPassedInBin)
            let now = try silences(fixture, store, at: fixture.bin(monday, 10))
            #expect(now[0].quarters.count == 8 && now[0].hasPassedInBin)
        }
    }

    @Test(arguments: [Reason.blocked, .chattering, .lostEdges, .unsynchronised])
    func aBinInWhichTroubleBeganOrEndedWasNotSeenAsAWhole(_ trouble: Reason) throws {
        let fixture = try fixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try store.commit(
                Increments(
                    rows: observed(fixture, 8..<14) + [
                        fixture.row(fixture.bin(monday, 10), .noted(trouble), 1),
                        // From 11:00 to within 11:45 something stood in the door.
                        fixture.row(fixture.bin(monday, 11), .noted(trouble), 1),
                        fixture.row(fixture.bin(monday, 11), .observed, -900_000),
                        fixture.row(fixture.bin(monday, 11, 15), .observed, -900_000),
                        fixture.row(fixture.bin(monday, 11, 30), .observed, -900_000),
                    ]))
            #expect(try run(silences(fixture, store)[0]) == 16 - 1 - 4)
        }
    }

    @Test func onlyWhatIsNotLearnedIsHandedOver() throws {
        let fixture = try fixture()
        defer { fixture.scratch.remove() }
        let tuesday = monday.adding(days: 1)
        try fixture.open { store in
            try store.commit(
                Increments(
                    rows: observed(fixture, 8..<16) + [
                        fixture.row(fixture.bin(monday, 9), .count(.in), 2),
                        fixture.row(fixture.bin(monday, 12), .count(.in), 1),
                        fixture.row(fixture.bin(tuesday, 13), .count(.in), 1),
                    ]))
            func quarters(_ learned: CivilDate?) throws -> [SilenceHistory.Quarter] {
                let memory = SilenceWatch.Memory(learned: learned)
                try store.commit(Increments(silences: [.init(door: "front", memory: memory)]))
                return try silences(fixture, store, on: tuesday.adding(days: 1))[0].quarters
            }
            #expect(try quarters(nil).count == 33)
            #expect(try quarters(monday.adding(days: -1)).count == 33)
            // From the last passage of Monday, and from that of Tuesday.
            #expect(try quarters(monday).count == 17)
            #expect(try quarters(monday).map(\.day).last == tuesday)
            #expect(try quarters(tuesday).count == 1)
            #expect(try quarters(tuesday.adding(days: 400)).count == 1)
        }
    }

    @Test func whatCanNotBeReadIsLearnedAnew() throws {
        let fixture = try fixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try store.database.run("INSERT INTO meta VALUES ('silence:front', 'long')")
            try store.database.run("INSERT INTO meta VALUES ('silence:garden', '1 2 3 - -')")
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

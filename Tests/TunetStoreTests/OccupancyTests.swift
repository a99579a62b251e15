import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport

@testable import TunetStore

@Suite("Occupancy from the store")
struct OccupancyTests {
    private let monday = SmallPlace.monday
    private static let twoDoors = [
        SmallPlace.frontDoor,
        Door(
            id: "back", name: "Bakdøra",
            sensor: .beamPair(outer: InputLine(.name("O2")), inner: InputLine(.name("I2")), BeamPairParameters())),
    ]

    private func occupancy(
        _ store: StoreDatabase, _ fixture: StoreFixture, at bin: Bin, since start: Occupancy.Start? = nil
    ) throws -> Occupancy {
        let schedule = OccupancySchedule(fixture.configuration.occupancyResets, zone: fixture.zone)
        return try store.occupancy(
            since: start ?? schedule.start(at: bin), in: bin, configuration: fixture.configuration, zone: fixture.zone)
    }

    private func unobserved(_ store: StoreDatabase, _ fixture: StoreFixture, at bin: Bin) throws -> Int {
        try occupancy(store, fixture, at: bin).unobservedQuarters(
            at: bin, hours: OpeningHours(fixture.configuration), zone: fixture.zone)
    }

    private func enter(_ store: StoreDatabase, _ fixture: StoreFixture, at bin: Bin) throws -> (Int, ImbalanceWatch) {
        let entered = try store.enterResets(upTo: bin, configuration: fixture.configuration, zone: fixture.zone)
        return (entered.passed.count, entered.watch)
    }

    @Test func itIsTheSumOfAllDoorsSinceTheReset() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(doors: Self.twoDoors))
        defer { fixture.scratch.remove() }
        let tuesday = monday.adding(days: 1)
        try fixture.open { store in
            try store.commit(
                Increments(rows: [
                    fixture.row(fixture.bin(monday, 3, 45), .count(.in), 100),
                    fixture.row(fixture.bin(monday, 4), .count(.in), 7),
                    fixture.row(fixture.bin(monday, 23, 45), .count(.in), 5, of: "back"),
                    fixture.row(fixture.bin(tuesday, 1), .count(.out), 4),
                    fixture.row(fixture.bin(tuesday, 1), .under(.out), 1000),
                    // A door that the configuration no longer has, and a bin that a wrong clock put ahead.
                    fixture.row(fixture.bin(tuesday, 1), .count(.out), 2, of: "gone"),
                    fixture.row(fixture.bin(tuesday, 3, 45), .count(.in), 1),
                    fixture.row(fixture.bin(tuesday, 4), .count(.in), 50),
                ]))
            let night = try occupancy(store, fixture, at: fixture.bin(tuesday, 2))
            #expect(night.raw == 7 + 5 - 4 - 2 + 1)
            #expect(night.bounds.lowerBound < 7 && night.bounds.upperBound == 7)
            #expect(night.isWhole)
            #expect(try occupancy(store, fixture, at: fixture.bin(tuesday, 4)).raw == 50)
            #expect(try occupancy(store, fixture, at: fixture.bin(monday, 3, 45)).raw == 100)
        }
    }

    @Test func observedTimeIsThatOfTheDoorsThatAreThere() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(doors: Self.twoDoors))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            let start = fixture.bin(monday, 4).index
            for bin in start..<(start + 8) {
                try store.commit(
                    Increments(
                        rows: ["front", "back", "panel", "gone"].filter { $0 != "back" || bin != start + 2 }.map {
                            fixture.row(Bin(boot: 0, index: bin), .observed, 900_000, of: $0)
                        }))
            }
            let now = Bin(boot: 0, index: start + 8)
            #expect(try unobserved(store, fixture, at: now) == 1)
            let later = Bin(boot: 0, index: start + 12)
            #expect(try unobserved(store, fixture, at: later) == 5)
            let before = Bin(boot: 0, index: start + 2)
            #expect(try unobserved(store, fixture, at: before) == 0)
        }
    }

    /// A board that is on from 08 to 22, at a place that is open from 9 to 21.
    @Test(arguments: [(true, 0), (false, 39)])
    func aNightWithoutPowerIsNoHoleInTheOpeningHours(_ hasHours: Bool, _ missing: Int) throws {
        var configuration = SmallPlace.configuration(panels: [])
        if hasHours { configuration.openings = [Opening(weekdays: Set(1...7), startMinute: 540, endMinute: 1260)] }
        let fixture = try StoreFixture(configuration)
        defer { fixture.scratch.remove() }
        var isDoubtful = false
        try fixture.open { store in
            for number in 0..<5 {
                let day = monday.adding(days: number)
                isDoubtful = try enter(store, fixture, at: fixture.bin(day, 8)).1.isOn
                // A door that misses a fifth of those who leave.
                try store.commit(
                    Increments(
                        rows: (fixture.bin(day, 8).index..<fixture.bin(day, 22).index).map {
                            fixture.row(Bin(boot: 0, index: $0), .observed, 900_000)
                        } + [
                            fixture.row(fixture.bin(day, 10), .count(.in), 60),
                            fixture.row(fixture.bin(day, 15), .count(.out), 48),
                        ]))
            }
            let night = fixture.bin(monday.adding(days: 1), 3, 45)
            #expect(try unobserved(store, fixture, at: night) == missing)
            // Open time before the board was switched on is missing.
            let late = fixture.bin(monday.adding(days: 5), 10)
            #expect(try unobserved(store, fixture, at: late) == (hasHours ? 4 : 24))
        }
        #expect(isDoubtful == hasHours)
    }

    @Test func anUndatedBootCountsItsOwnBins() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try store.commit(
                Increments(rows: [
                    fixture.row(Bin(boot: 3, index: 0), .count(.in), 5),
                    fixture.row(Bin(boot: 3, index: 200), .count(.out), 1),
                    fixture.row(Bin(boot: 2, index: 0), .count(.in), 70),
                    fixture.row(fixture.bin(monday, 10), .count(.in), 90),
                ]))
            #expect(try occupancy(store, fixture, at: Bin(boot: 3, index: 201), since: .boot).raw == 4)
        }
    }

    @Test func whatHasBeenDestroyedIsNotKnown() throws {
        var configuration = SmallPlace.configuration(panels: [], release: ReleasePolicy(correctionDays: 0))
        configuration.occupancyResets = [OccupancyReset(weekdays: OccupancyReset.everyDay, minute: 240, value: 0)]
        let fixture = try StoreFixture(configuration)
        defer { fixture.scratch.remove() }
        let tuesday = monday.adding(days: 1)
        try fixture.open { store in
            try fixture.note(store, monday)
            try store.commit(Increments(rows: [fixture.row(fixture.bin(monday, 10), .count(.in), 5)]))
            #expect(try occupancy(store, fixture, at: fixture.bin(tuesday, 3)).isWhole)
            #expect(try fixture.release(store, on: tuesday) == 1)
            #expect(try occupancy(store, fixture, at: fixture.bin(tuesday, 3)).isWhole == false)
            #expect(try occupancy(store, fixture, at: fixture.bin(tuesday, 4)).isWhole)
        }
    }

    // MARK: - Resets and balance

    private func fill(
        _ store: StoreDatabase, _ fixture: StoreFixture, _ day: CivilDate, in entries: Int64, out exits: Int64
    ) throws {
        let start = fixture.bin(day, 4).index
        let end = fixture.bin(day.adding(days: 1), 4).index
        try store.commit(
            Increments(
                rows: (start..<end).map { fixture.row(Bin(boot: 0, index: $0), .observed, 900_000) } + [
                    fixture.row(fixture.bin(day, 10), .count(.in), entries),
                    fixture.row(fixture.bin(day, 15), .count(.out), exits),
                ]))
    }

    @Test func resetsAreEnteredOnceAcrossRestarts() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        for (days, hour, passed) in [
            (0, 9, 0), (0, 9, 0), (1, 3, 0), (1, 4, 1), (1, 4, 0), (1, 3, 0), (4, 9, 3), (4, 2, 0),
        ] {
            try fixture.open { store in
                let bin = fixture.bin(monday.adding(days: days), hour)
                let entered = try enter(store, fixture, at: bin)
                #expect(entered.0 == passed, "day \(days), \(hour):00")
            }
        }
    }

    @Test func threeDaysOutOfBalanceAreDoubtful() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: []))
        defer { fixture.scratch.remove() }
        var doubtful: [Bool] = []
        // Six days on which a tenth does not go home, then six days in order.
        for number in 0..<12 {
            let day = monday.adding(days: number)
            try fixture.open { store in
                try fixture.note(store, day)
                _ = try enter(store, fixture, at: fixture.bin(day, 4))
                try fill(store, fixture, day, in: 60, out: number < 6 ? 54 : 60)
                _ = try fixture.release(store, on: day)
                doubtful.append(try enter(store, fixture, at: fixture.bin(day.adding(days: 1), 4)).1.isOn)
            }
        }
        #expect(doubtful.map { $0 ? "x" : "." }.joined() == "..xxxxxxxxx.")
    }

    /// What stays when the counts are gone: when the last resets were, and one number from -8 to 8.
    @Test func nothingExactOutlivesItsRelease() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: []))
        defer { fixture.scratch.remove() }
        // Two courses of counts that differ in everything but in that more come in than go out.
        let courses: [[(Int64, Int64)]] = [[(60, 54), (70, 61), (50, 45)], [(400, 20), (41, 1), (9000, 8000)]]
        let left = try courses.map { course in
            let fixture = try StoreFixture(SmallPlace.configuration(panels: []))
            defer { fixture.scratch.remove() }
            return try fixture.open { store in
                for (number, counts) in course.enumerated() {
                    let day = monday.adding(days: number)
                    try fixture.note(store, day)
                    _ = try enter(store, fixture, at: fixture.bin(day, 4))
                    try fill(store, fixture, day, in: counts.0, out: counts.1)
                }
                _ = try enter(store, fixture, at: fixture.bin(monday.adding(days: 3), 4))
                _ = try fixture.release(store, on: monday.adding(days: 9))
                #expect(try fixture.number(store, "SELECT count(*) FROM tally") == 0)
                return try store.database.query(
                    """
                    SELECT key || '=' || value FROM meta WHERE key LIKE 'reset%' OR key LIKE 'imbalance%' ORDER BY key
                    """
                ) { try $0.string(0) }
            }
        }
        #expect(left[0] == left[1])
        #expect(left[0].prefix(2) == ["imbalance_on=1", "imbalance_score=6"])
        #expect(left[0].count == 4)
    }

    @Test func aResetIsEnteredWholeOrNotAtAll() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: []))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            _ = try enter(store, fixture, at: fixture.bin(monday, 4))
            try fill(store, fixture, monday, in: 60, out: 40)
            try store.database.execute(
                """
                CREATE TEMP TRIGGER stop BEFORE INSERT ON meta WHEN new.key = 'imbalance_on'
                BEGIN SELECT raise(FAIL, 'cut'); END
                """)
            let tuesday = fixture.bin(monday.adding(days: 1), 4)
            #expect(throws: StoreError.self) { try enter(store, fixture, at: tuesday) }
            #expect(try fixture.number(store, "SELECT value FROM meta WHERE key = 'imbalance_score'") == 0)
            try store.database.execute("DROP TRIGGER stop")
            let entered = try enter(store, fixture, at: tuesday)
            #expect(entered.0 == 1 && entered.1.score == 2)
        }
    }
}

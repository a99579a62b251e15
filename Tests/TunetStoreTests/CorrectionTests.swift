import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetStore

@Suite("Corrections of a day")
struct CorrectionTests {
    private let monday = SmallPlace.monday
    private var tuesday: CivilDate { monday.adding(days: 1) }

    private func place(_ configure: (inout PlaceConfiguration) -> Void = { _ in }) throws -> StoreFixture {
        var configuration = SmallPlace.configuration(panels: [], sessions: [SmallPlace.cafe])
        configure(&configuration)
        return try StoreFixture(configuration)
    }

    private func count(_ fixture: StoreFixture, _ store: StoreDatabase, on day: CivilDate, _ hour: Int, _ amount: Int64)
        throws
    {
        try fixture.note(store, day)
        try store.commit(Increments(rows: [fixture.row(fixture.bin(day, hour), .count(.in), amount)]))
    }

    @discardableResult
    private func correct(
        _ fixture: StoreFixture, _ store: StoreDatabase, _ amount: Int?, of day: CivilDate, _ session: String? = nil,
        _ direction: Direction? = nil, on today: CivilDate? = nil
    ) throws -> OpenPart {
        try store.correct(
            Correction(day: day, session: session, direction: direction, amount: amount), on: today ?? day,
            configuration: fixture.configuration, zone: fixture.zone)
    }

    private func problem(_ body: () throws -> Void) -> CorrectionProblem? {
        do {
            try body()
            return nil
        } catch {
            return error as? CorrectionProblem
        }
    }

    @Test func whatWasCorrectedIsReleasedInItsSession() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try count(fixture, store, on: tuesday, 12, 5)
            try count(fixture, store, on: tuesday, 17, 9)
            var part = try correct(fixture, store, 24, of: tuesday, "kafe")
            #expect(part.counts == [.init(direction: .in, counted: 5, corrected: 24)])
            part = try correct(fixture, store, -4, of: tuesday, Leaf.outsideSessions)
            #expect(part.counts == [.init(direction: .in, counted: 9, corrected: -4)])
            let today = try store.today(tuesday, configuration: fixture.configuration, zone: fixture.zone)
            #expect((today.visits, today.countedVisits) == (34, 14))
            #expect(today.visitBounds.contains(34) && today.hours[12] == 5)
            #expect(try fixture.release(store, on: tuesday.adding(days: 3)) == 2)
            try fixture.freeze(store)
            #expect(try fixture.exact(try fixture.frozen(store)) == [29, 5])
            #expect(try fixture.number(store, "SELECT count(*) FROM tally") == 0)
        }
    }

    /// Of several corrections only their sum is kept, and nothing of one that was taken back.
    @Test func theRowsOfACorrectionTellItsSumOnly() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try count(fixture, store, on: monday, 12, 5)
            func rows() throws -> [String] {
                try store.database.query("SELECT bin || ' ' || counter || ' ' || amount FROM tally WHERE source = ''") {
                    try $0.string(0)
                }
            }
            let noon = fixture.bin(monday, 12).index
            for amount in [6, -8, 1] { try correct(fixture, store, amount, of: monday) }
            #expect(try rows() == ["\(noon) removed:in 1"])
            try correct(fixture, store, 2, of: monday)
            #expect(try rows() == ["\(noon) added:in 1"])
            try correct(fixture, store, nil, of: monday)
            #expect(try rows() == [])
            try correct(fixture, store, nil, of: monday)
        }
    }

    @Test func whatCanNotBeCorrectedIsRefusedWithTheReason() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try count(fixture, store, on: monday, 12, 5)
            try count(fixture, store, on: tuesday, 12, 5)
            #expect(problem { try correct(fixture, store, 1, of: tuesday, on: monday) } == .notYet(tuesday))
            let earlier = monday.adding(days: -1)
            #expect(
                problem { try correct(fixture, store, 1, of: earlier, on: monday) } == .closed(earlier, first: monday))
            #expect(problem { try correct(fixture, store, 1, of: tuesday) } == .sessionNeeded(["kafe", "outside"]))
            #expect(
                problem { try correct(fixture, store, 1, of: monday, "kafe") }
                    == .noSession("kafe", known: ["outside"]))
            #expect(
                problem { try correct(fixture, store, 1, of: monday, nil, .out) } == .notMeasured(.out, known: [.in]))
            for amount in [0, 1001, -1001, .max, .min + 1, .min] {
                #expect(problem { try correct(fixture, store, amount, of: monday) } == .absurd)
            }
            #expect(problem { try correct(fixture, store, -6, of: monday) } == .tooMany(counted: 5))
            try correct(fixture, store, -5, of: monday)
            #expect(problem { try correct(fixture, store, -1, of: monday) } == .tooMany(counted: 0))
            _ = try fixture.release(store, on: monday.adding(days: 3))
            #expect(
                problem { try correct(fixture, store, 1, of: monday, on: monday.adding(days: 3)) }
                    == .closed(monday, first: tuesday))
            // A day on which the device was off.
            let wednesday = monday.adding(days: 2)
            try fixture.note(store, tuesday)
            #expect(
                problem { try correct(fixture, store, 1, of: wednesday, on: monday.adding(days: 3)) }
                    == .closed(wednesday, first: tuesday))
        }
    }

    @Test func bothDirectionsWhereBothAreReleased() throws {
        let fixture = try place {
            $0.release.directions = .both
            $0.sessions = []
        }
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try count(fixture, store, on: monday, 12, 5)
            try correct(fixture, store, 3, of: monday, nil, .out)
            try correct(fixture, store, 2, of: monday)
            let parts = try store.openParts(
                through: monday, days: 40, configuration: fixture.configuration, zone: fixture.zone)
            #expect(
                parts == [
                    OpenPart(
                        day: monday, session: "outside",
                        counts: [
                            .init(direction: .in, counted: 5, corrected: 2),
                            .init(direction: .out, counted: 0, corrected: 3),
                        ])
                ])
            #expect(try fixture.release(store, on: monday.adding(days: 3)) == 2)
            try fixture.freeze(store)
            #expect(try fixture.exact(try fixture.frozen(store)) == [7, 3])
        }
    }

    /// The clock was wrong by a day, or is not believed any more: a correction goes with the counts that it corrects.
    @Test(arguments: [1, -1])
    func aCorrectionMovesWithItsDay(days: Int) throws {
        let fixture = try place { $0.sessions = [] }
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            func anchor(_ day: CivilDate, _ quality: Anchor.Quality) -> Anchor {
                Anchor(monotonic: .zero, utc: fixture.zone.instant(of: day, minute: 480), quality: quality)
            }
            let boot = try store.boot(kernelID: "a").number
            _ = try store.date(boot: boot, by: anchor(tuesday, .volunteer), at: .zero, zone: fixture.zone)
            try count(fixture, store, on: tuesday, 12, 9)
            try correct(fixture, store, -5, of: tuesday)
            let right = tuesday.adding(days: days)
            _ = try store.date(boot: boot, by: anchor(right, .synchronised), at: .zero, zone: fixture.zone)
            let parts = try store.openParts(
                through: right, days: 1, configuration: fixture.configuration, zone: fixture.zone)
            #expect(parts.first?.day == right)
            #expect(parts.first?.counts == [.init(direction: .in, counted: 9, corrected: -5)])
        }
    }

    /// A clock that was wrong by less than half of a session leaves the correction in it.
    @Test(arguments: [-60, -8, 8, 60])
    func aCorrectionStaysInItsSession(minutes: Int) throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            func anchor(_ minute: Int, _ quality: Anchor.Quality) -> Anchor {
                Anchor(monotonic: .zero, utc: fixture.zone.instant(of: tuesday, minute: minute), quality: quality)
            }
            let boot = try store.boot(kernelID: "a").number
            _ = try store.date(boot: boot, by: anchor(480, .volunteer), at: .zero, zone: fixture.zone)
            try count(fixture, store, on: tuesday, 12, 9)
            try correct(fixture, store, -5, of: tuesday, "kafe")
            try correct(fixture, store, 3, of: tuesday, Leaf.outsideSessions)
            _ = try store.date(boot: boot, by: anchor(480 + minutes, .synchronised), at: .zero, zone: fixture.zone)
            let parts = try store.openParts(
                through: tuesday, days: 1, configuration: fixture.configuration, zone: fixture.zone)
            #expect(
                parts.map(\.counts) == [
                    [.init(direction: .in, counted: 9, corrected: -5)],
                    [.init(direction: .in, counted: 0, corrected: 3)],
                ])
        }
    }

    /// A boot that loses its date takes its corrections along.
    @Test func aCorrectionOfABootWithoutADateIsReleasedWithIt() throws {
        let fixture = try place { $0.sessions = [] }
        defer { fixture.scratch.remove() }
        let wrong = tuesday.adding(days: 20)
        try fixture.open { store in
            func anchor(_ day: CivilDate, _ quality: Anchor.Quality) -> Anchor {
                Anchor(monotonic: .zero, utc: fixture.zone.instant(of: day, minute: 480), quality: quality)
            }
            try fixture.note(store, monday)
            let boot = try store.boot(kernelID: "a").number
            _ = try store.date(boot: boot, by: anchor(wrong, .volunteer), at: .zero, zone: fixture.zone)
            try count(fixture, store, on: wrong, 12, 9)
            try correct(fixture, store, 7, of: wrong)
            let later = try store.boot(kernelID: "b").number
            let right = tuesday.adding(days: 1)
            _ = try store.date(boot: later, by: anchor(right, .synchronised), at: .zero, zone: fixture.zone)
            try fixture.note(store, right)
            _ = try fixture.release(store, on: right.adding(days: 10))
            try fixture.freeze(store)
            let leaves = try fixture.frozen(store)
            let exact = try fixture.exact(leaves)
            let index = try #require(leaves.firstIndex { $0.session == "uncertain" && $0.measure == "entries" })
            #expect(exact[index] == 16)
            #expect(exact.reduce(0, +) == 16)
        }
    }

    /// Only what is not released, the latest day first, with the sessions of each day.
    @Test func openDaysAreThoseThatAreNotReleased() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday, monday.adding(days: 8))
            _ = try fixture.release(store, on: monday.adding(days: 8))
            let open = try store.openParts(
                through: monday.adding(days: 8), days: 40, configuration: fixture.configuration, zone: fixture.zone)
            #expect(
                open.map { "\($0.day) \($0.session)" } == [
                    "2026-11-10 kafe", "2026-11-10 outside", "2026-11-09 outside", "2026-11-08 outside",
                ])
            let some = try store.openParts(
                through: monday.adding(days: 8), days: 1, configuration: fixture.configuration, zone: fixture.zone)
            #expect(some.map(\.session) == ["kafe", "outside"])
        }
    }

    @Test(arguments: 1...60)
    func anySequenceIsItsSum(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try count(fixture, store, on: tuesday, 12, 8)
            var sum = 8
            for _ in 0..<random.whole(1...12) {
                let amount = random.whole(0...30) - 15
                if random.whole(0...9) == 0 {
                    try correct(fixture, store, nil, of: tuesday, "kafe")
                    sum = 8
                } else if amount == 0 {
                    #expect(problem { try correct(fixture, store, 0, of: tuesday, "kafe") } == .absurd)
                } else if sum + amount < 0 {
                    #expect(
                        problem { try correct(fixture, store, amount, of: tuesday, "kafe") } == .tooMany(counted: sum))
                } else {
                    try correct(fixture, store, amount, of: tuesday, "kafe")
                    sum += amount
                }
            }
            _ = try fixture.release(store, on: tuesday.adding(days: 3))
            try fixture.freeze(store)
            #expect(try fixture.exact(try fixture.frozen(store)).first == Int64(sum))
        }
    }
}

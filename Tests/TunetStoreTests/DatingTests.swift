import Foundation
import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetStore

/// Anchors that were wrong, and boots that never got one.
@Suite("Dates that come late, or never")
struct DatingTests {
    private let monday = SmallPlace.monday

    private func day(_ days: Int) -> CivilDate { monday.adding(days: days) }

    /// The anchor of a boot that began at a local time.
    private func anchor(
        _ fixture: StoreFixture, _ day: CivilDate, _ minute: Int, _ quality: Anchor.Quality
    ) -> Anchor {
        Anchor(monotonic: .zero, utc: fixture.zone.instant(of: day, minute: minute), quality: quality)
    }

    private func count(_ fixture: StoreFixture, _ store: StoreDatabase, _ day: CivilDate) throws -> Int {
        try store.today(day, configuration: fixture.configuration, zone: fixture.zone).doors[0].in.count
    }

    private func presses(_ fixture: StoreFixture, _ store: StoreDatabase, _ day: CivilDate) throws -> Int {
        try store.today(day, configuration: fixture.configuration, zone: fixture.zone).presses[0]
    }

    // MARK: - Anchors that were wrong

    /// A volunteer is wrong by minutes, hours, days or a year; a time server corrects it.
    @Test(arguments: [0, 7, -7, 8, -8, 60, -60, 26 * 60, -26 * 60, 8 * 1440, -8 * 1440, 365 * 1440, -200 * 1440])
    func aBetterAnchorMovesWhatAWorseOneDated(minutes: Int) throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        // The boot begins on Monday at 08:00; one person an hour later, one at 20:00, a press at noon.
        let right = anchor(fixture, monday, 480, .synchronised)
        let wrong = Anchor(
            monotonic: .zero, utc: UTCInstant(seconds: right.utc.seconds + Int64(60 * minutes)), quality: .volunteer)
        try fixture.open { store in
            let boot = try store.boot(kernelID: "a").number
            _ = try store.date(boot: boot, by: wrong, at: .zero, zone: fixture.zone)
            // In the midst of an hour, so that the rounding to a bin does not leave it.
            func bin(_ hours: Int64) -> Bin { .dated(UTCInstant(seconds: wrong.utc.seconds + 3600 * hours + 1800)) }
            let pressed = fixture.zone.day(at: UTCInstant(seconds: wrong.utc.seconds + 4 * 3600))
            try store.commit(
                Increments(
                    rows: [fixture.row(bin(1), .count(.in), 1), fixture.row(bin(12), .count(.in), 10)],
                    presses: [fixture.press("ja", 1, on: pressed)]))
            try fixture.note(store, fixture.zone.day(at: wrong.utc))
            #expect(try fixture.number(store, "SELECT count(*) FROM tally WHERE boot = -\(boot)") == 2)
            #expect(try count(fixture, store, fixture.zone.day(at: bin(1).start)) >= 1, "it is seen meanwhile")

            // At 21:00 the time server answers.
            let now = MonotonicInstant(nanoseconds: 13 * 3_600_000_000_000)
            for _ in 0..<2 { _ = try store.date(boot: boot, by: right, at: now, zone: fixture.zone) }
            let today = try store.today(monday, configuration: fixture.configuration, zone: fixture.zone)
            #expect(today.doors[0].in.count == 11)
            #expect(today.hours[9] == 1 && today.hours[20] == 10)
            #expect(today.presses == [1])
            #expect(try fixture.number(store, "SELECT count(*) FROM tally WHERE boot <> 0") == 0)
            #expect(try fixture.number(store, "SELECT count(*) FROM press WHERE boot <> 0") == 0)
            #expect(try fixture.number(store, "SELECT max(last_day) FROM measured") == monday.dayNumber)
            #expect(try fixture.number(store, "SELECT min(first_day) FROM measured") == monday.dayNumber)
            // From now on it is final.
            try store.commit(Increments(rows: [fixture.row(fixture.bin(monday, 21), .count(.in), 1)]))
            #expect(try count(fixture, store, monday) == 12)
        }
    }

    /// Under a wrong date whole periods were released; their counts are still to come.
    @Test func whatAClockAheadHasReleasedIsReleasedAgainWhenItsDaysCome() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: []))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday, day(1))
            let boot = try store.boot(kernelID: "a").number
            _ = try store.date(boot: boot, by: anchor(fixture, day(40), 480, .volunteer), at: .zero, zone: fixture.zone)
            try fixture.note(store, day(40))
            // 38 days, and the checks of November.
            #expect(try fixture.release(store, on: day(40)) == 38 + 2)
            #expect(
                try fixture.number(store, "SELECT value FROM meta WHERE key = 'attendance_released_before'")
                    == day(38).dayNumber)
            // It was Wednesday.
            _ = try store.date(
                boot: boot, by: anchor(fixture, day(2), 480, .synchronised), at: .zero, zone: fixture.zone)
            try fixture.note(store, day(2))
            try store.commit(Increments(rows: [fixture.row(fixture.bin(day(2), 12), .count(.in), 7)]))
            #expect(try fixture.release(store, on: day(4), seed: 3) == 0)
            #expect(try fixture.release(store, on: day(5), seed: 3) == 1)
            try fixture.freeze(store)
            let leaf = try #require(try fixture.frozen(store).last)
            #expect(leaf.period == day(2).description)
            #expect(try fixture.exact([leaf], seed: 3) == [7])
        }
    }

    /// The volunteer means the day of the latest boot, on which the place had measured rightly.
    @Test func whatAnEarlierBootNotedStaysWhereItIs() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: []))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            let first = try store.boot(kernelID: "a").number
            let right = anchor(fixture, monday, 480, .synchronised)
            _ = try store.date(boot: first, by: right, at: .zero, zone: fixture.zone)
            try fixture.note(store, monday)
            try store.commit(Increments(rows: [fixture.row(fixture.bin(monday, 12), .count(.in), 5)]))
            let boot = try store.boot(kernelID: "b").number
            let wrong = anchor(fixture, monday, 900, .volunteer)
            _ = try store.date(boot: boot, by: wrong, at: .zero, zone: fixture.zone)
            try fixture.note(store, monday)
            let late = anchor(fixture, day(7), 900, .synchronised)
            _ = try store.date(boot: boot, by: late, at: .zero, zone: fixture.zone)
            try fixture.note(store, day(7))
            #expect(try fixture.number(store, "SELECT min(first_day) FROM measured") == monday.dayNumber)
            #expect(try fixture.release(store, on: day(10)) == 8)
            try fixture.freeze(store)
            #expect(try fixture.exact(fixture.frozen(store)) == [5, 0, 0, 0, 0, 0, 0, 0])
        }
    }

    /// A boot that a volunteer dated after the one that follows it can't have been then.
    @Test(arguments: [1, 40, 700]) func aLaterBootContradictsAWrongDate(ahead: Int) throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday)
            let wrong = try store.boot(kernelID: "a").number
            let when = anchor(fixture, day(3 + ahead), 480, .volunteer)
            _ = try store.date(boot: wrong, by: when, at: .zero, zone: fixture.zone)
            try fixture.note(store, day(3 + ahead))
            try store.commit(
                Increments(
                    rows: [fixture.row(.dated(UTCInstant(seconds: when.utc.seconds + 7200)), .count(.in), 5)],
                    presses: [fixture.press("ja", 2, on: day(3 + ahead))]))
            let next = try store.boot(kernelID: "b").number
            _ = try store.date(
                boot: next, by: anchor(fixture, day(3), 480, .synchronised), at: .zero, zone: fixture.zone)
            #expect(
                try fixture.number(store, "SELECT bin FROM tally WHERE boot = \(wrong)") == 8,
                "two hours after its start")
            #expect(try fixture.number(store, "SELECT amount FROM press WHERE boot = \(wrong)") == 2)
            #expect(
                try store.undatedBoots(zone: fixture.zone)
                    == [UndatedBoots(numbers: [wrong], from: monday, through: day(3))])
        }
    }

    @Test(arguments: [Anchor.Quality.volunteer, .collector, .machine])
    func aBootThatMayHaveBeenThenKeepsItsDate(_ quality: Anchor.Quality) throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            let first = try store.boot(kernelID: "a").number
            _ = try store.date(boot: first, by: anchor(fixture, monday, 480, quality), at: .zero, zone: fixture.zone)
            try store.commit(Increments(rows: [fixture.row(fixture.bin(monday, 12), .count(.in), 5)]))
            let next = try store.boot(kernelID: "b").number
            _ = try store.date(
                boot: next, by: anchor(fixture, monday, 800, .synchronised), at: .zero, zone: fixture.zone)
            #expect(try count(fixture, store, monday) == 5)
            #expect(try store.undatedBoots(zone: fixture.zone).isEmpty)
        }
    }

    // MARK: - Boots that never got an anchor

    private func leaves(
        _ fixture: StoreFixture, _ store: StoreDatabase, session: String
    ) throws -> [(leaf: ReleasedLeaf, exact: Int64)] {
        try fixture.freeze(store)
        let all = try fixture.frozen(store)
        return Array(zip(all, try fixture.exact(all))).filter { $0.0.session == session }.map { ($0.0, $0.1) }
    }

    @Test func aBootWithoutADateIsReleasedWithItsBounds() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            let first = try store.boot(kernelID: "a").number
            _ = try store.date(
                boot: first, by: anchor(fixture, monday, 480, .synchronised), at: .zero, zone: fixture.zone)
            try fixture.note(store, monday)
            for name in ["b", "c"] {
                let boot = try store.boot(kernelID: name).number
                try store.commit(
                    Increments(
                        rows: [
                            fixture.row(Bin(boot: boot, index: 3), .count(.in), 4),
                            fixture.row(Bin(boot: boot, index: 3), .count(.out), 100),
                            fixture.row(Bin(boot: boot, index: 3), .observed, 900_000),
                        ],
                        presses: [
                            Increments.PressRow(
                                day: TallyDay(boot: boot, index: 0), panel: "panel", question: "trivsel", option: "nei",
                                amount: 3)
                        ]))
            }
            let last = try store.boot(kernelID: "d").number
            #expect(
                try store.undatedBoots(zone: fixture.zone) == [
                    UndatedBoots(numbers: [2, 3], from: monday, through: nil)
                ])
            #expect(try fixture.release(store, on: monday) == 0, "nobody knows yet when they can't have been any more")
            _ = try store.date(
                boot: last, by: anchor(fixture, day(3), 480, .synchronised), at: .zero, zone: fixture.zone)
            try fixture.note(store, day(3))
            _ = try fixture.release(store, on: day(5))
            #expect(
                try fixture.number(store, "SELECT sum(amount) FROM tally WHERE boot > 0 AND counter = 'count:in'") == 8)
        }
        // Due two days after Thursday is over, whatever happens between.
        try fixture.open { store in
            _ = try store.boot(kernelID: "d")
            var random = SeededGenerator(seed: 1)
            _ = try store.releaseDue(
                on: day(6), configuration: fixture.configuration, zone: fixture.zone, using: &random)
            #expect(try fixture.number(store, "SELECT count(*) FROM tally WHERE boot > 0") == 0)
            #expect(try fixture.number(store, "SELECT count(*) FROM press WHERE boot > 0") == 0)
            #expect(try fixture.number(store, "SELECT count(*) FROM boot") == 1, "only the present one matters")
            try fixture.freeze(store)
            let found = try fixture.frozen(store).filter { $0.session == "uncertain" }
            #expect(
                found.map(\.name) == [
                    "2026-11-02/2026-11-05 uncertain entries", "2026-11-02/2026-11-05 uncertain misuse panel",
                    "2026-11-02/2026-11-05 uncertain presses trivsel ja",
                    "2026-11-02/2026-11-05 uncertain presses trivsel nei",
                ])
            #expect(found.map(\.observed) == [1800, 0, 0, 0] && found.map(\.scheduled) == [1800, 0, 0, 0])
            #expect(try fixture.exact(found) == [8, 0, 0, 6], "drawn first")
        }
    }

    /// Whether a leaf exists tells that the board had no clock, and nothing of people.
    @Test func aBootInWhichNobodyCameIsReleasedToo() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: []))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            _ = try store.boot(kernelID: "a")
            let last = try store.boot(kernelID: "b").number
            _ = try store.date(
                boot: last, by: anchor(fixture, monday, 480, .synchronised), at: .zero, zone: fixture.zone)
            try fixture.note(store, monday)
            // Nothing is known before it but that no Tunet counted before 2026.
            #expect(try fixture.release(store, on: day(3)) == 2)
            let found = try leaves(fixture, store, session: "uncertain")
            #expect(found.map(\.leaf.name) == ["2026-01-01/2026-11-02 uncertain entries"])
            #expect(found.map(\.exact) == [0])
        }
    }

    @Test func bootsWithTheSameBoundsAreOne() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            for (name, dated) in [
                ("a", 0), ("b", nil), ("c", 1), ("d", nil), ("e", nil), ("f", 1), ("g", nil), ("h", nil),
            ]
                as [(String, Int?)]
            {
                let boot = try store.boot(kernelID: name).number
                guard let dated else { continue }
                _ = try store.date(
                    boot: boot, by: anchor(fixture, day(dated), 480, .machine), at: .zero, zone: fixture.zone)
                try fixture.note(store, day(dated))
            }
            #expect(
                try store.undatedBoots(zone: fixture.zone) == [
                    UndatedBoots(numbers: [2], from: monday, through: day(1)),
                    UndatedBoots(numbers: [4, 5], from: day(1), through: day(1)),
                    UndatedBoots(numbers: [7], from: day(1), through: nil),
                ])
        }
    }
}

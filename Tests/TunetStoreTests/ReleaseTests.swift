import Foundation
import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetStore

@Suite("Release")
struct ReleaseTests {
    private let monday = SmallPlace.monday
    private var tuesday: CivilDate { monday.adding(days: 1) }
    private var wednesday: CivilDate { monday.adding(days: 2) }

    private func day(_ days: Int) -> CivilDate { monday.adding(days: days) }

    @Test func everyScheduledLeafIsReleasedAlsoWithNothingCounted() throws {
        let fixture = try StoreFixture(
            SmallPlace.configuration(
                doors: [SmallPlace.frontDoor, SmallPlace.gardenDoor], sessions: [SmallPlace.cafe]))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            #expect(try fixture.release(store, on: day(30)) == 0, "nothing was measured yet")
            try fixture.note(store, monday, wednesday)
            // Wednesday ends on Thursday, and may be corrected until Saturday.
            #expect(try fixture.release(store, on: day(2)) == 0)
            #expect(try fixture.release(store, on: day(4)) == 6)
            #expect(try fixture.release(store, on: day(4)) == 0)
            try fixture.freeze(store)
            let leaves = try fixture.frozen(store)
            #expect(
                leaves.map(\.name) == [
                    "2026-11-02 outside entries", "2026-11-02 outside passages", "2026-11-03 kafe entries",
                    "2026-11-03 kafe passages", "2026-11-03 outside entries", "2026-11-03 outside passages",
                ])
            #expect(leaves.map(\.seq) == Array(1...6))
            #expect(try fixture.exact(leaves) == [0, 0, 0, 0, 0, 0])
            #expect(leaves.map(\.scheduled) == [86_400, 86_400, 10_800, 10_800, 75_600, 75_600])
            #expect(leaves.allSatisfy { $0.observed == 0 && $0.epsilon == "1/1" })
            #expect(leaves.contains { $0.value != 0 }, "zeros are noised like every other count")
        }
    }

    @Test func theNoiseIsAddedToTheCountOfThePartOfTheDay() throws {
        let fixture = try StoreFixture(
            SmallPlace.configuration(
                doors: [SmallPlace.frontDoor, SmallPlace.gardenDoor], sessions: [SmallPlace.cafe],
                release: ReleasePolicy(epsilonNumerator: 1, epsilonDenominator: 3)))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, tuesday)
            try store.commit(
                Increments(rows: [
                    fixture.row(fixture.bin(monday, 23, 45), .count(.in), 1000),
                    fixture.row(fixture.bin(tuesday, 0), .count(.in), 1),
                    fixture.row(fixture.bin(tuesday, 10, 45), .count(.in), 2),
                    fixture.row(fixture.bin(tuesday, 11), .count(.in), 10),
                    fixture.row(fixture.bin(tuesday, 11), .count(.out), 500),
                    fixture.row(fixture.bin(tuesday, 11), .under(.in), 500),
                    fixture.row(fixture.bin(tuesday, 13, 45), .count(.in), 20),
                    fixture.row(fixture.bin(tuesday, 14), .count(.in), 4),
                    fixture.row(fixture.bin(tuesday, 12), .count(.unknown), 7, of: "garden"),
                    fixture.row(fixture.bin(tuesday, 12), .observed, 900_000),
                    fixture.row(fixture.bin(tuesday, 12, 15), .observed, 900_000),
                    fixture.row(fixture.bin(tuesday, 12, 15), .observed, 30_000, of: "garden"),
                    fixture.row(fixture.bin(wednesday, 0), .count(.in), 1000),
                ]))
            #expect(try fixture.release(store, on: day(4), seed: 8) == 4)
            try fixture.freeze(store)
            let leaves = try fixture.frozen(store)
            #expect(leaves.map(\.session) == ["kafe", "kafe", "outside", "outside"])
            // Monday's thousand came before any leaf waited for them: they are in Tuesday's time outside sessions.
            #expect(try fixture.exact(leaves, seed: 8) == [30, 7, 1007, 0])
            // The mean of two doors, in steps of a bin.
            #expect(leaves.map(\.observed) == [900, 900, 0, 0])
            #expect(leaves.allSatisfy { $0.epsilon == "1/3" })
            #expect(try fixture.number(store, "SELECT sum(amount) FROM tally") == 1000, "Wednesday's are not due")
        }
    }

    @Test(arguments: [
        (LeafPeriod.week, "2026-W45", 604_800), (.month, "2026-11", 2_592_000),
    ])
    func smallPlacesReleaseLongerPeriods(_ kind: LeafPeriod, _ name: String, _ seconds: Int64) throws {
        let fixture = try StoreFixture(
            SmallPlace.configuration(
                panels: [], sessions: [SmallPlace.cafe], release: ReleasePolicy(leaf: kind, correctionDays: 0)))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday)
            for offset in 0..<7 {
                try store.commit(Increments(rows: [fixture.row(fixture.bin(day(offset), 12), .count(.in), 5)]))
            }
            let end = Period(kind, containing: monday).endDay
            #expect(try fixture.release(store, on: end.adding(days: -1)) == 0)
            // A month has its count checks as well.
            #expect(try fixture.release(store, on: end) == (kind == .month ? 4 : 2))
            try fixture.freeze(store)
            let leaves = try fixture.frozen(store).filter { $0.kind == .attendance }
            #expect(leaves.map(\.name) == ["\(name) kafe entries", "\(name) outside entries"])
            #expect(try fixture.exact(leaves) == [5, 30])
            #expect(leaves.reduce(0) { $0 + $1.scheduled } == seconds)
        }
    }

    @Test(arguments: [("2026-10-25", 25), ("2026-03-29", 23)])
    func daysAreLocalOnes(_ name: String, _ hours: Int64) throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: []))
        defer { fixture.scratch.remove() }
        let date = try #require(CivilDate(name))
        try fixture.open { store in
            try fixture.note(store, date)
            let first = Bin.dated(fixture.zone.start(of: date)).index
            for bin in (first - 1)...(first + 4 * hours) {
                try store.commit(Increments(rows: [fixture.row(Bin(boot: 0, index: bin), .count(.in), 1)]))
            }
            #expect(try fixture.release(store, on: date.adding(days: 3)) == 1)
            try fixture.freeze(store)
            let leaves = try fixture.frozen(store)
            #expect(leaves.map(\.scheduled) == [hours * 3600])
            // The bin before the day belongs to no earlier leaf; the one after it waits for the next.
            #expect(try fixture.exact(leaves) == [4 * hours + 1])
            #expect(try fixture.number(store, "SELECT sum(amount) FROM tally") == 1)
        }
    }

    @Test func aQuestionOnTwoPanelsIsOneSumByTheWeek() throws {
        let fixture = try StoreFixture(
            SmallPlace.configuration(
                doors: [],
                panels: [SmallPlace.panel("a"), SmallPlace.panel("b"), SmallPlace.panel("c")],
                questions: [
                    SmallPlace.question(on: [SmallPlace.panel("a"), SmallPlace.panel("b")]),
                    SmallPlace.question("mat", on: [SmallPlace.panel("c")]),
                ]))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday, day(6))
            try store.commit(
                Increments(
                    rows: [
                        fixture.row(fixture.bin(monday, 12), .observed, 900_000, of: "a"),
                        fixture.row(fixture.bin(monday, 12, 15), .observed, 900_000, of: "a"),
                        fixture.row(fixture.bin(monday, 12), .observed, 100_000, of: "b"),
                    ],
                    presses: [
                        fixture.press("ja", 3, on: monday, panel: "a"), fixture.press("ja", 4, on: day(6), panel: "b"),
                        fixture.press("nei", 1, on: monday, panel: "b"), fixture.press(nil, 9, on: monday, panel: "b"),
                        fixture.press("ja", 50, on: day(7), panel: "a"),
                        fixture.press("ja", 60, on: day(-1), panel: "a"),
                    ]))
            #expect(try fixture.release(store, on: day(8)) == 0)
            #expect(try fixture.release(store, on: day(9)) == 7)
            try fixture.freeze(store)
            let leaves = try fixture.frozen(store)
            #expect(
                leaves.map(\.name) == [
                    "2026-W45 all misuse a", "2026-W45 all misuse b", "2026-W45 all misuse c",
                    "2026-W45 all presses mat ja", "2026-W45 all presses mat nei",
                    "2026-W45 all presses trivsel ja", "2026-W45 all presses trivsel nei",
                ])
            #expect(try fixture.exact(leaves) == [0, 9, 0, 0, 0, 67, 1])
            #expect(leaves.map(\.observed) == [1800, 0, 0, 0, 0, 900, 900])
            #expect(try fixture.number(store, "SELECT sum(amount) FROM press") == 50)
        }
    }

    @Test func aReleasedPeriodIsNeverReleasedAgain() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: []))
        defer { fixture.scratch.remove() }
        let late = Increments(rows: [fixture.row(fixture.bin(monday, 12), .count(.in), 5)])
        let first = try fixture.open { store in
            try fixture.note(store, monday)
            try store.commit(late)
            #expect(try fixture.release(store, on: day(3)) == 1)
            #expect(try fixture.release(store, on: day(3)) == 0)
            try fixture.freeze(store)
            return try fixture.frozen(store)
        }
        try fixture.open { store in
            try fixture.note(store, tuesday)
            try store.commit(late)
            #expect(try fixture.release(store, on: day(3), seed: 2) == 0)
            #expect(try fixture.release(store, on: day(4), seed: 3) == 1)
            try fixture.freeze(store)
            let leaves = try fixture.frozen(store)
            #expect(leaves.map(\.name) == ["2026-11-02 outside entries", "2026-11-03 outside entries"])
            #expect(leaves[0] == first[0])
            #expect(try fixture.exact([leaves[1]], seed: 3) == [5], "what came late is released with the next")
            #expect(try fixture.number(store, "SELECT count(*) FROM tally") == 0)
        }
    }

    @Test func daysWithoutPowerAreReleasedAsNotObserved() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: []))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday)
            try fixture.note(store, day(40))
            #expect(try fixture.release(store, on: day(40)) == 38 + 2)
            try fixture.freeze(store)
            let leaves = try fixture.frozen(store).filter { $0.kind == .attendance }
            #expect(try fixture.exact(leaves) == [Int64](repeating: 0, count: 38))
            #expect(leaves.allSatisfy { $0.observed == 0 && $0.scheduled == 86_400 })
        }
    }

    /// A question that takes another's place in the middle of a day is measured from then on, and so is released.
    @Test func aQuestionThatIsChangedWithinADayHasItsLeaves() throws {
        var fixture = try StoreFixture(SmallPlace.configuration(doors: [], questions: [SmallPlace.question("mat")]))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, day(6))
            fixture.configuration.questions = [SmallPlace.question("trivsel")]
            try fixture.note(store, day(6))
            try store.commit(Increments(presses: [fixture.press("ja", 8, on: day(6))]))
            _ = try fixture.release(store, on: day(9))
            try fixture.freeze(store)
            let leaves = try fixture.frozen(store)
            let index = try #require(leaves.firstIndex { $0.name == "2026-W45 all presses trivsel ja" })
            #expect(try fixture.exact(leaves)[index] == 8)
            #expect(leaves.count == 5)
        }
    }

    @Test func anIdleDayIsNotedOnce() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday)
            let changes = try fixture.number(store, "SELECT total_changes()")
            try fixture.note(store, monday, monday)
            #expect(try fixture.number(store, "SELECT total_changes()") == changes)
            try fixture.note(store, tuesday)
            #expect(
                try fixture.number(store, "SELECT count(*) FROM measured WHERE last_day = \(tuesday.dayNumber)") == 4)
        }
    }

    @Test func theLedgerAddsUp() throws {
        var fixture = try StoreFixture(
            SmallPlace.configuration(panels: [SmallPlace.panel()], sessions: [SmallPlace.cafe]))
        defer { fixture.scratch.remove() }
        let newYear = try #require(CivilDate("2026-12-30"))
        try fixture.open { store in
            try fixture.note(store, newYear, newYear.adding(days: 20))
            // Wednesday 30 and Thursday 31 December, then Friday 1 January to Sunday 3, the week of 28 December, and the
            // count checks of December.
            #expect(try fixture.release(store, on: newYear.adding(days: 7)) == 10)
            fixture.configuration.release.epsilonDenominator = 2
            // Monday 4 January, and Tuesday 5 with its café.
            #expect(try fixture.release(store, on: newYear.adding(days: 9)) == 3)
            #expect(
                try store.ledger() == [
                    LedgerEntry(year: 2026, kind: "checks", epsilon: "1/1", leaves: 2),
                    LedgerEntry(year: 2026, kind: "entries", epsilon: "1/1", leaves: 2),
                    LedgerEntry(year: 2026, kind: "misuse panel", epsilon: "1/1", leaves: 1),
                    LedgerEntry(year: 2026, kind: "presses trivsel", epsilon: "1/1", leaves: 2),
                    LedgerEntry(year: 2027, kind: "entries", epsilon: "1/1", leaves: 3),
                    LedgerEntry(year: 2027, kind: "entries", epsilon: "1/2", leaves: 3),
                ])
            let released = try fixture.number(store, "SELECT max(last) FROM released")
            #expect(try fixture.number(store, "SELECT sum(leaves) FROM charge") == released)
        }
    }
}

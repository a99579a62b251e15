import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetStore

/// A day is released days after it, when the schedule may be another.
@Suite("The schedule of the day")
struct ScheduleTests {
    private let monday = SmallPlace.monday

    @Test func aDayIsReleasedByItsOwnSessions() throws {
        var fixture = try StoreFixture(SmallPlace.configuration(panels: [], sessions: [SmallPlace.cafe]))
        defer { fixture.scratch.remove() }
        let tuesday = monday.adding(days: 1)
        try fixture.open { store in
            try fixture.note(store, tuesday)
            try store.commit(Increments(rows: [fixture.row(fixture.bin(tuesday, 12), .count(.in), 5)]))
            fixture.configuration.sessions = []
            try fixture.note(store, tuesday.adding(days: 1))
            try fixture.note(store, tuesday.adding(days: 7))
            #expect(try fixture.release(store, on: tuesday.adding(days: 10)) == 2 + 7)
            try fixture.freeze(store)
            let leaves = try fixture.frozen(store)
            #expect(leaves.prefix(3).map(\.session) == ["kafe", "outside", "outside"])
            #expect(try fixture.exact(leaves).prefix(3) == [5, 0, 0])
            // What nobody needs any more is forgotten.
            #expect(try fixture.number(store, "SELECT count(*) FROM schedule") == 2)
            try fixture.note(store, tuesday.adding(days: 11))
            #expect(try fixture.number(store, "SELECT count(*) FROM schedule") == 1)
        }
    }

    @Test func aWeekMayHaveTwo() throws {
        var fixture = try StoreFixture(
            SmallPlace.configuration(panels: [], sessions: [SmallPlace.cafe], release: ReleasePolicy(leaf: .week)))
        defer { fixture.scratch.remove() }
        let evening = Session(id: "kveld", name: "Kveld", weekdays: [4], startMinute: 18 * 60, endMinute: 20 * 60)
        try fixture.open { store in
            try fixture.note(store, monday)
            fixture.configuration.sessions = [evening]
            try fixture.note(store, monday.adding(days: 2))
            for (day, hour) in [(1, 12), (3, 12), (3, 19)] {
                let row = fixture.row(fixture.bin(monday.adding(days: day), hour), .count(.in), Int64(hour))
                try store.commit(Increments(rows: [row]))
            }
            #expect(try fixture.release(store, on: monday.adding(days: 9)) == 3)
            try fixture.freeze(store)
            let leaves = try fixture.frozen(store)
            #expect(leaves.map(\.session) == ["kafe", "kveld", "outside"])
            #expect(try fixture.exact(leaves) == [12, 19, 12])
            #expect(leaves.map(\.scheduled).reduce(0, +) == 7 * 86_400)
        }
    }

    @Test func whatCanNotBeReadIsTheScheduleOfNow() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: [], sessions: [SmallPlace.cafe]))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday, monday.adding(days: 1))
            try store.database.execute("UPDATE schedule SET sessions = x'00'")
            #expect(try fixture.release(store, on: monday.adding(days: 4)) == 3)
        }
    }
}

import Foundation
import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetStore

/// Motion sensors and door contacts: kept as long as exact counts are, shown at the place, and never released.
@Suite("Doors that count nobody")
struct UncountedDoorTests {
    private let monday = SmallPlace.monday

    private func fill(_ store: StoreDatabase, _ fixture: StoreFixture, doors: [String]) throws {
        for day in 0..<3 {
            let bin = fixture.bin(monday.adding(days: day), 12)
            for door in doors {
                try store.commit(
                    Increments(rows: [
                        fixture.row(bin, .presences, 4, of: door), fixture.row(bin, .presenceTime, 900_000, of: door),
                        fixture.row(bin, .swings, 6, of: door), fixture.row(bin, .observed, 900_000, of: door),
                    ]))
            }
        }
    }

    @Test func todayKnowsThemAgainAndNobodyIsAVisitor() throws {
        let fixture = try StoreFixture(
            SmallPlace.configuration(doors: [SmallPlace.frontDoor, SmallPlace.hall, SmallPlace.shed]))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fill(store, fixture, doors: ["hall", "shed"])
            let today = try store.today(monday, configuration: fixture.configuration, zone: fixture.zone)
            #expect(today.doors.map(\.presences) == [0, 4, 4])
            #expect(today.doors.map(\.presenceMilliseconds) == [0, 900_000, 900_000])
            #expect(today.doors.map(\.swings) == [0, 6, 6])
            #expect(today.visits == 0 && today.hours.allSatisfy { $0 == 0 })
        }
    }

    /// Neither their counts nor the time in which they were observed.
    @Test func nothingOfThemIsReleased() throws {
        var leaves: [[ReleasedLeaf]] = []
        for doors in [[SmallPlace.frontDoor], [SmallPlace.frontDoor, SmallPlace.hall, SmallPlace.shed]] {
            let fixture = try StoreFixture(SmallPlace.configuration(doors: doors, panels: []))
            defer { fixture.scratch.remove() }
            try fixture.open { store in
                try fixture.note(store, monday)
                try fill(store, fixture, doors: doors.dropFirst().map(\.id))
                try store.commit(
                    Increments(rows: [
                        fixture.row(fixture.bin(monday, 12), .count(.in), 5),
                        fixture.row(fixture.bin(monday, 13), .observed, 900_000),
                        fixture.row(fixture.bin(monday, 15), .observed, 900_000),
                    ]))
                #expect(try fixture.release(store, on: monday.adding(days: 3)) == 1)
                try fixture.freeze(store)
                leaves.append(try fixture.frozen(store))
            }
        }
        #expect(leaves[0] == leaves[1])
        #expect(leaves[0].map(\.observed) == [1800])
    }

    /// A place without anything to release destroys its counts in the same rhythm as every other.
    @Test func theirCountsAreDestroyedAlsoWhereNothingIsReleased() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(doors: [SmallPlace.hall, SmallPlace.shed], panels: []))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday)
            try fill(store, fixture, doors: ["hall", "shed"])
            #expect(try fixture.release(store, on: monday.adding(days: 2)) == 0)
            #expect(try fixture.number(store, "SELECT count(*) FROM tally") == 24)
            #expect(try fixture.release(store, on: monday.adding(days: 3)) == 0)
            #expect(try fixture.number(store, "SELECT count(*) FROM tally") == 16, "Monday's are gone")
            #expect(try fixture.release(store, on: monday.adding(days: 30)) == 0)
            #expect(try fixture.number(store, "SELECT count(*) FROM tally") == 0)
            #expect(try fixture.frozen(store).isEmpty)
        }
    }
}

import Foundation
import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport

@testable import TunetStore

@Suite("Counters in the store")
struct CountingTests {
    private let monday = SmallPlace.monday

    @Test func whatWasCommittedIsThereAfterReopening() throws {
        let fixture = try StoreFixture(SmallPlace.configuration(doors: [SmallPlace.frontDoor, SmallPlace.gardenDoor]))
        defer { fixture.scratch.remove() }
        let bin = fixture.bin(monday, 10)
        try fixture.open { store in
            try store.commit(
                Increments(
                    rows: [
                        fixture.row(bin, .count(.in), 3), fixture.row(bin, .under(.in), 4),
                        fixture.row(bin, .noted(.turnBack), 2), fixture.row(bin, .count(.unknown), 5, of: "garden"),
                    ], presses: [fixture.press("ja", 2, on: monday), fixture.press(nil, 1, on: monday)]))
            try store.commit(Increments(rows: [fixture.row(bin, .count(.in), 1)]))
            try store.close()
        }
        let today = try fixture.open { store in
            #expect(store.findings.isEmpty)
            return try store.today(monday, configuration: fixture.configuration, zone: fixture.zone)
        }
        #expect(today.doors[0].in.count == 4)
        #expect(today.doors[0].in.doubt.under == 4)
        #expect(today.doors[0].noted[.turnBack] == 2)
        #expect(today.doors[1].unknown.count == 5)
        #expect(today.hours[10] == 9)
        #expect(today.presses == [2])
        #expect(today.misuse == [1])
        let other = try fixture.open {
            try $0.today(monday.adding(days: 1), configuration: fixture.configuration, zone: fixture.zone)
        }
        #expect(other == Today(doors: 2, panels: 1))
    }

    @Test func manyPassagesOfABinAreOneRow() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            for _ in 0..<50 {
                try store.commit(
                    Increments(
                        rows: [fixture.row(fixture.bin(monday, 10), .count(.in), 1)],
                        presses: [fixture.press("nei", 1, on: monday)]))
            }
            #expect(try fixture.number(store, "SELECT count(*) FROM tally") == 1)
            #expect(try fixture.number(store, "SELECT amount FROM tally") == 50)
            #expect(try fixture.number(store, "SELECT count(*) FROM press") == 1)
            #expect(try fixture.number(store, "SELECT amount FROM press") == 50)
        }
    }

    /// The files as they are while the store is open, in the middle of its work, are all that a power cut leaves.
    @Test func nothingCommittedIsMissingAfterAPowerCut() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            for number in 1...40 {
                // Beyond the size at which the log is written back, which also has to lose nothing.
                let rows = (0..<20).map { fixture.row(fixture.bin(monday, 1 + $0, 15 * (number % 4)), .count(.in), 1) }
                try store.commit(Increments(rows: rows, presses: [fixture.press("ja", 1, on: monday)]))
                guard number % 8 == 1 else { continue }
                let left = try StoreDatabase(path: try fixture.scratch.copy(ofDatabase: fixture.path))
                #expect(left.findings.isEmpty)
                #expect(left.epoch == store.epoch)
                let today = try left.today(monday, configuration: fixture.configuration, zone: fixture.zone)
                #expect(today.doors[0].in.count == 20 * number)
                #expect(today.presses == [number])
            }
        }
    }

    @Test func aCommitIsAllOrNothing() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try store.database.execute(
                "CREATE TEMP TRIGGER stop BEFORE INSERT ON press BEGIN SELECT raise(FAIL, 'no room'); END")
            let increments = Increments(
                rows: [fixture.row(fixture.bin(monday, 10), .count(.in), 3)],
                presses: [fixture.press("ja", 1, on: monday)])
            let error = #expect(throws: StoreError.self) { try store.commit(increments) }
            #expect(error?.code == .database)
            #expect(try fixture.number(store, "SELECT count(*) FROM tally") == 0)
            try store.database.execute("DROP TRIGGER stop")
            try store.commit(increments)
            #expect(try fixture.number(store, "SELECT sum(amount) FROM tally") == 3)
        }
    }

    @Test func countersOfALaterVersionArePassedOver() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try store.commit(Increments(rows: [fixture.row(fixture.bin(monday, 10), .count(.in), 3)]))
            try store.database.run(
                "INSERT INTO tally VALUES (0, ?, 'front', 'hovering', 9)", .integer(fixture.bin(monday, 10).index))
            let today = try store.today(monday, configuration: fixture.configuration, zone: fixture.zone)
            #expect(today.doors[0].in.count == 3)
        }
    }

    // MARK: - Boots

    @Test func bootsAreNumberedAndKeepTheirAnchor() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let anchor = Anchor(
            monotonic: MonotonicInstant(nanoseconds: 5_000_000_007), utc: UTCInstant(seconds: 1_793_600_000),
            quality: .collector)
        try fixture.open { store in
            #expect(try Boot(store, "a") == Boot(1, nil))
            #expect(try Boot(store, "a") == Boot(1, nil))
            #expect(try Boot(store, "b") == Boot(2, nil))
            _ = try store.date(boot: 2, by: anchor, at: anchor.monotonic, zone: fixture.zone)
        }
        try fixture.open { store throws in
            #expect(try Boot(store, "b") == Boot(2, anchor))
            #expect(try Boot(store, "a") == Boot(1, nil))
            #expect(try Boot(store, "c") == Boot(3, nil))
        }
    }

    @Test func datingABootMovesItsCountsExactlyOnce() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        // The boot began at 09:50 local time: its first bin lies in two of UTC, and goes to the one that it begins in.
        let start = fixture.zone.instant(of: monday, minute: 590)
        let anchor = Anchor(
            monotonic: MonotonicInstant(nanoseconds: 7_200_000_000_000),
            utc: UTCInstant(seconds: start.seconds + 7200), quality: .synchronised)
        try fixture.open { store in
            let boot = try store.boot(kernelID: "a").number
            let other = try store.boot(kernelID: "b").number
            try store.commit(
                Increments(
                    rows: [
                        fixture.row(Bin(boot: boot, index: 0), .count(.in), 3),
                        fixture.row(Bin(boot: boot, index: 1), .count(.in), 4),
                        fixture.row(Bin(boot: other, index: 0), .count(.in), 100),
                        fixture.row(fixture.bin(monday, 10), .count(.in), 10),
                    ],
                    presses: [
                        Increments.PressRow(
                            day: TallyDay(boot: boot, index: 0), panel: "panel", question: "trivsel", option: "ja",
                            amount: 2),
                        fixture.press("ja", 5, on: monday),
                    ]))
            for _ in 0..<2 {
                _ = try store.date(boot: boot, by: anchor, at: anchor.monotonic, zone: fixture.zone)
                let today = try store.today(monday, configuration: fixture.configuration, zone: fixture.zone)
                #expect(today.doors[0].in.count == 17)
                #expect(today.hours[9] == 3)
                #expect(today.hours[10] == 14)
                #expect(today.presses == [7])
            }
            #expect(try fixture.number(store, "SELECT sum(amount) FROM tally WHERE boot = \(other)") == 100)
            #expect(try fixture.number(store, "SELECT count(*) FROM tally WHERE boot = \(boot)") == 0)
            #expect(try fixture.number(store, "SELECT count(*) FROM press WHERE boot = \(boot)") == 0)
        }
    }

    @Test func aCutInTheMiddleOfDatingChangesNothing() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let anchor = Anchor(
            monotonic: .zero, utc: fixture.zone.instant(of: monday, minute: 600), quality: .synchronised)
        try fixture.open { store in
            let boot = try store.boot(kernelID: "a").number
            try store.commit(Increments(rows: [fixture.row(Bin(boot: boot, index: 0), .count(.in), 3)]))
            try store.database.execute(
                "CREATE TEMP TRIGGER stop BEFORE DELETE ON tally BEGIN SELECT raise(FAIL, 'cut'); END")
            #expect(throws: StoreError.self) {
                try store.date(boot: boot, by: anchor, at: anchor.monotonic, zone: fixture.zone)
            }
            #expect(try fixture.number(store, "SELECT sum(amount) FROM tally") == 3)
            #expect(try fixture.number(store, "SELECT sum(amount) FROM tally WHERE boot = \(boot)") == 3)
            #expect(try Boot(store, "a") == Boot(boot, nil))
        }
    }
}

/// A boot as the store knows it, to be compared.
private struct Boot: Equatable {
    var number: Int64
    var anchor: Anchor?

    init(_ number: Int64, _ anchor: Anchor?) {
        self.number = number
        self.anchor = anchor
    }

    init(_ store: StoreDatabase, _ kernelID: String) throws {
        let boot = try store.boot(kernelID: kernelID)
        (number, anchor) = (boot.number, boot.anchor)
    }
}

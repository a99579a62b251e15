import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport

@testable import TunetStore

@Suite("The log of what people did")
struct ActionTests {
    private let monday = SmallPlace.monday
    private var tuesday: CivilDate { monday.adding(days: 1) }

    private func place() throws -> StoreFixture {
        try StoreFixture(SmallPlace.configuration(panels: [], sessions: [SmallPlace.cafe]))
    }

    /// A place that has counted people on two days.
    private func counted(_ fixture: StoreFixture, _ store: StoreDatabase) throws {
        for day in [monday, tuesday] {
            try fixture.note(store, day)
            try store.commit(Increments(rows: [fixture.row(fixture.bin(day, 9), .count(.in), 10)]))
        }
    }

    private func corrected(_ fixture: StoreFixture, _ store: StoreDatabase, _ day: CivilDate) throws -> Int {
        try store.corrected(on: day, zone: fixture.zone).in
    }

    private func problem(_ body: () throws -> Void) -> UndoObstacle? {
        do {
            try body()
            return nil
        } catch ActionProblem.notUndone(let obstacle) {
            return obstacle
        } catch {
            Issue.record(error)
            return nil
        }
    }

    private func log(_ store: StoreDatabase) throws -> [LoggedAction] { try store.actions(acknowledged: []) }

    @Test func eachCorrectionIsLoggedAndUndone() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try counted(fixture, store)
            for amount in [5, -2] { try fixture.correct(store, amount, of: monday, on: tuesday) }
            #expect(
                try log(store) == [
                    fixture.corrected(2, on: tuesday, monday, -2), fixture.corrected(1, on: tuesday, monday, 5),
                ])
            let undone = try fixture.undo(store, 1, on: tuesday)
            #expect(undone.id == 1 && undone.isUndone)
            #expect(try corrected(fixture, store, monday) == -2)
            #expect(try log(store).map(\.isUndone) == [false, false, true])
            #expect(try log(store)[0].deed == .undone(id: 1, kind: .correction))
            #expect(problem { _ = try fixture.undo(store, 1, on: tuesday) } == .alreadyUndone)
            #expect(problem { _ = try fixture.undo(store, 3, on: tuesday) } == .undo)
            #expect(problem { _ = try fixture.undo(store, 4, on: tuesday) } == .unknown)
            _ = try fixture.undo(store, 2, on: tuesday)
            #expect(try corrected(fixture, store, monday) == 0)
            #expect(try fixture.number(store, "SELECT count(*) FROM tally WHERE source = ''") == 0)
        }
    }

    @Test func allOfAPartTakenBackIsOneAction() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try counted(fixture, store)
            // Nothing to take back is nothing done.
            try fixture.correct(store, nil, of: monday, on: monday)
            #expect(try log(store) == [])
            for amount in [5, 6, nil] { try fixture.correct(store, amount, of: monday, on: monday) }
            #expect(try corrected(fixture, store, monday) == 0)
            #expect(problem { _ = try fixture.undo(store, 1, on: monday) } == .takenBack(monday))
            _ = try fixture.undo(store, 3, on: monday)
            #expect(try corrected(fixture, store, monday) == 11)
            _ = try fixture.undo(store, 1, on: monday)
            #expect(try corrected(fixture, store, monday) == 6)
        }
    }

    @Test func whatCanNotBeUndoneIsRefusedWithTheReason() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try counted(fixture, store)
            try fixture.correct(store, 5, of: monday, on: tuesday)
            try fixture.correct(store, -12, of: monday, on: tuesday)
            #expect(problem { _ = try fixture.undo(store, 1, on: tuesday) } == .negative(monday))
            #expect(try corrected(fixture, store, monday) == -7, "nothing has changed")
            #expect(try log(store).count == 2)
            try store.noteRunningCheck(door: "front", on: tuesday)
            try store.keep(CheckedCount(), door: "front", series: "a", on: tuesday)
            try store.noteRunningCheck(door: "front", on: tuesday)
            try store.forgetRunningCheck(door: "front", because: .cancelled, on: tuesday)
            let others: [(LoggedAction.Deed, UndoObstacle)] = [
                (.clockSet(monday), .clock), (.tested(panel: nil), .test),
                (.acknowledged(kind: "blocked", source: "front"), .faultOver),
                (.session(.recorded, id: 7, day: monday), .sessionGone),
                (.session(.removed, id: 7, day: monday), .sessionGone),
            ]
            for (deed, _) in others { _ = try store.log(deed, on: nil) }
            let expected =
                others.reversed().map(\.1) + [.checkOver, .checkStarted, .checkKept, .checkStarted]
            #expect(try log(store).prefix(9).map(\.obstacle) == expected)
            #expect(try log(store).prefix(5).allSatisfy { $0.day == nil })
            #expect(try log(store)[0...4].map(\.deed) == others.reversed().map(\.0))
            #expect(problem { _ = try fixture.undo(store, 3, on: tuesday) } == .checkStarted)
            _ = try fixture.release(store, on: monday.adding(days: 3))
            #expect(problem { _ = try fixture.undo(store, 2, on: tuesday) } == .released(monday))
        }
    }

    @Test func anAcknowledgedFaultIsUndoneWhileItLasts() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            let id = try store.log(.acknowledged(kind: "blocked", source: "front"), on: monday)
            #expect(try store.actions(acknowledged: [id])[0].obstacle == nil)
            _ = try store.undo(
                id, on: monday, acknowledged: [id], configuration: fixture.configuration, zone: fixture.zone)
            #expect(try log(store).map(\.deed).first == .undone(id: id, kind: .acknowledged))
        }
    }

    /// What is logged and its entry are written together.
    @Test func aCorrectionThatCanNotBeLoggedIsNotMade() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try counted(fixture, store)
            try store.database.execute(
                "CREATE TEMP TRIGGER stop BEFORE INSERT ON action BEGIN SELECT raise(FAIL, 'cut'); END")
            #expect(throws: StoreError.self) { try fixture.correct(store, 5, of: monday, on: monday) }
            #expect(throws: StoreError.self) {
                try store.keep(CheckedCount(), door: "front", series: "a", on: monday)
            }
            #expect(throws: StoreError.self) { _ = try fixture.record(store, "Dugnad", day: monday, on: monday) }
            let rows = try fixture.number(
                store, "SELECT (SELECT count(*) FROM count_check) + (SELECT count(*) FROM session)")
            #expect(rows == 0)
            #expect(try corrected(fixture, store, monday) == 0)
        }
    }

    /// Nobody hides a correction behind two hundred other entries.
    @Test func aCorrectionOfAnOpenDayIsNotPushedOut() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try counted(fixture, store)
            try fixture.correct(store, 5, of: monday, on: tuesday)
            for _ in 0..<250 { _ = try store.log(.tested(panel: nil), on: tuesday) }
            #expect(try log(store).count == 201)
            _ = try fixture.undo(store, 1, on: tuesday)
            #expect(try corrected(fixture, store, monday) == 0)
            _ = try fixture.release(store, on: monday.adding(days: 3))
            _ = try store.log(.tested(panel: nil), on: tuesday)
            #expect(try log(store).count == 200)
        }
    }

    @Test func theOldestEntriesGoFirstAndNoIDComesTwice() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            for _ in 0..<203 { _ = try store.log(.tested(panel: nil), on: monday) }
            #expect(try log(store).map(\.id) == (4...203).reversed().map { $0 })
            try store.noteRunningCheck(door: "front", on: monday)
            #expect(try log(store).first?.id == 204)
            try fixture.note(store, monday)
            _ = try store.log(.acknowledged(kind: "silent", source: "front"), on: monday)
            _ = try store.log(.acknowledged(kind: "unplugged", source: "front"), on: monday)
            _ = try fixture.release(store, on: monday.adding(days: 3))
            #expect(
                try log(store).prefix(2).map(\.id) == [206, 203],
                "that of a check, and that of a door where nobody came, is gone with the release of the day")
            let next = try store.log(.tested(panel: "panel"), on: monday)
            #expect(next == 207)
        }
    }

    // MARK: - Sessions

    @Test func aSessionIsRecordedRemovedAndBroughtBack() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try counted(fixture, store)
            let (id, keepsCount) = try fixture.record(
                store, "Julegrøt", day: monday, on: tuesday, minutes: 1020..<1140, counted: 40)
            #expect(id == 1 && keepsCount)
            let kept = try store.recordedSessions(on: tuesday)
            #expect(
                kept == [
                    RecordedSession(
                        id: 1, day: monday, name: "Julegrøt", minutes: 1020..<1140, organiser: "Bygdelaget",
                        sector: .culture, counted: 40)
                ])
            _ = try store.removeSession(id, on: tuesday)
            #expect(try store.recordedSessions(on: tuesday) == [] && store.recordedNames() == [:])
            #expect(throws: ActionProblem.session(.unknown(id))) { _ = try store.removeSession(id, on: tuesday) }
            #expect(problem { _ = try fixture.undo(store, 1, on: tuesday) } == .sessionGone)
            _ = try fixture.undo(store, 2, on: tuesday)
            #expect(try store.recordedSessions(on: tuesday) == kept)
            _ = try fixture.undo(store, 1, on: tuesday)
            #expect(try store.recordedSessions(on: tuesday) == [])
            _ = try fixture.release(store, on: tuesday)
            #expect(try fixture.number(store, "SELECT count(*) FROM session") == 0)
        }
    }

    @Test func aHandCountGoesWithItsDay() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try counted(fixture, store)
            for day in [monday, tuesday] { _ = try fixture.record(store, "Dans", day: day, on: tuesday, counted: 12) }
            _ = try fixture.release(store, on: monday.adding(days: 3))
            #expect(try store.recordedSessions(on: tuesday).map(\.counted) == [12, nil])
            let late = try fixture.record(store, "Dans", day: monday, on: monday.adding(days: 3), counted: 12)
            #expect(!late.keepsCount)
            #expect(try fixture.record(store, "Dans", day: monday, on: monday.adding(days: 3)).keepsCount)
            #expect(try store.recordedSessions(on: tuesday).map(\.counted) == [12, nil, nil, nil])
        }
        // Where nothing is ever measured, the day's end and the days for corrections count.
        let idle = try place()
        defer { idle.scratch.remove() }
        try idle.open { store in
            _ = try idle.record(store, "Dans", day: monday, on: monday, counted: 12)
            _ = try idle.release(store, on: monday.adding(days: 2))
            #expect(try store.recordedSessions(on: tuesday).map(\.counted) == [12])
            _ = try idle.release(store, on: monday.adding(days: 3))
            #expect(try store.recordedSessions(on: tuesday).map(\.counted) == [nil])
            _ = try idle.release(store, on: monday.adding(days: 366))
            #expect(try idle.number(store, "SELECT count(*) FROM session") == 0)
        }
    }

    @Test(arguments: [
        (RecordedSession.Mistake.name, "", "a", 0, nil as Range<Int>?, nil as Int?),
        (.name, String(repeating: "x", count: 61), "a", 0, nil, nil),
        (.name, "to\nlinjer", "a", 0, nil, nil), (.name, "   ", "a", 0, nil, nil),
        (.organiser, "a", "", 0, nil, nil), (.organiser, "a", String(repeating: "ø", count: 61), 0, nil, nil),
        (.times, "a", "a", 0, 60..<61, nil), (.times, "a", "a", 0, 1425..<1455, nil),
        (.times, "a", "a", 0, 60..<60, nil), (.times, "a", "a", 0, -15..<60, nil),
        (.counted, "a", "a", 0, nil, -1), (.counted, "a", "a", 0, nil, 10_001),
        (
            .dayOutside(SmallPlace.monday.adding(days: 1), first: SmallPlace.monday.adding(days: -365)), "a", "a", 1,
            nil, nil
        ),
        (
            .dayOutside(SmallPlace.monday.adding(days: -366), first: SmallPlace.monday.adding(days: -365)), "a", "a",
            -366, nil, nil
        ),
    ])
    func whatIsNoRecordIsRefused(
        _ mistake: RecordedSession.Mistake, _ name: String, _ organiser: String, _ days: Int, _ minutes: Range<Int>?,
        _ counted: Int?
    ) throws {
        let session = RecordedSession(
            day: monday.adding(days: days), name: name, minutes: minutes, organiser: organiser, sector: .other,
            counted: counted)
        #expect(throws: mistake) { try session.check(on: monday) }
        let allowed = RecordedSession(
            day: monday.adding(days: -365), name: String(repeating: "ø", count: 60), minutes: 1425..<1440,
            organiser: "a", sector: .other, counted: 10_000)
        try allowed.check(on: monday)
    }

    @Test func asManyRecordsAsAreKept() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try store.database.execute(
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
                INSERT INTO session SELECT i, \(monday.dayNumber), 'x', NULL, NULL, 'y', 'other', NULL, 0 FROM n
                """)
            #expect(throws: ActionProblem.session(.tooMany)) {
                _ = try fixture.record(store, "Dans", day: monday, on: monday)
            }
            // What was taken back makes room at once, though it can still be brought back.
            try store.database.execute("UPDATE session SET removed = 1 WHERE id <= 3")
            _ = try fixture.record(store, "Dans", day: monday, on: monday)
        }
    }
}

extension StoreFixture {
    @discardableResult
    func correct(
        _ store: StoreDatabase, _ amount: Int?, of day: CivilDate, session: String = Leaf.outsideSessions,
        on today: CivilDate
    ) throws -> OpenPart {
        try store.correct(
            Correction(day: day, session: session, amount: amount), on: today, configuration: configuration, zone: zone)
    }

    func undo(_ store: StoreDatabase, _ id: Int64, on today: CivilDate) throws -> LoggedAction {
        try store.undo(id, on: today, acknowledged: [], configuration: configuration, zone: zone)
    }

    func record(
        _ store: StoreDatabase, _ name: String, day: CivilDate, on today: CivilDate, minutes: Range<Int>? = nil,
        counted: Int? = nil
    ) throws -> (id: Int64, keepsCount: Bool) {
        try store.record(
            RecordedSession(
                day: day, name: name, minutes: minutes, organiser: "Bygdelaget", sector: .culture, counted: counted),
            on: today, release: configuration.release)
    }

    /// The entry of a correction outside sessions.
    func corrected(
        _ id: Int64, on today: CivilDate, _ day: CivilDate, _ change: Int64?, obstacle: UndoObstacle? = nil
    ) -> LoggedAction {
        LoggedAction(
            id: id, day: today,
            deed: .corrected(day: day, session: Leaf.outsideSessions, direction: .in, change: change, isWhole: false),
            obstacle: obstacle)
    }
}

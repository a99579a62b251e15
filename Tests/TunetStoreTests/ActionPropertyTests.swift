import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetStore

/// Random lives of a place whose people correct, take back, undo, and whose service restarts, beside a plain model of them.
@Suite("The log and the sums agree with a plain model")
struct ActionPropertyTests {
    /// What a log with plain arrays would say.
    private struct Model {
        struct Entry {
            let id: Int64
            let day: CivilDate
            /// Nil once the day is released.
            var change: Int?
            let isWhole: Bool
            var isUndone = false
        }

        var counted: [CivilDate: Int] = [:]
        var entries: [Entry] = []
        /// Ids of all entries, those of undoing too.
        var ids: [Int64] = []
        var open: CivilDate

        /// What each day's corrections add up to: of those that are neither undone nor taken back.
        func sum(_ day: CivilDate) -> Int {
            entries.filter { $0.day == day && !$0.isUndone }.reduce(0) { $0 + ($1.change ?? 0) }
        }

        func canUndo(_ id: Int64) -> Bool {
            guard ids.suffix(LoggedAction.most).contains(id), let index = entries.firstIndex(where: { $0.id == id })
            else { return false }
            let entry = entries[index]
            let isTakenBack = entries[(index + 1)...].contains { $0.day == entry.day && $0.isWhole && !$0.isUndone }
            guard !entry.isUndone, let change = entry.change, entry.day >= open, !isTakenBack else { return false }
            return counted[entry.day, default: 0] + sum(entry.day) - change >= 0
        }
    }

    /// A place, its store and its model.
    private final class Life {
        let fixture: StoreFixture
        var store: StoreDatabase
        var model: Model
        var random: SeededGenerator
        var today = SmallPlace.monday
        var leaves = 0
        var path: String

        init(seed: UInt64) throws {
            fixture = try StoreFixture(SmallPlace.configuration(panels: []))
            path = fixture.path
            store = try StoreDatabase(path: path)
            random = SeededGenerator(seed: seed)
            model = Model(open: SmallPlace.monday)
            try count()
        }

        /// The day's passages come before its corrections, so that no leaf is ever less than nothing.
        func count() throws {
            try fixture.note(store, today)
            let amount = Int.random(in: 0...30, using: &random)
            try store.commit(
                Increments(rows: [fixture.row(fixture.bin(today, 9), .count(.in), Int64(amount))]))
            model.counted[today, default: 0] += amount
        }

        func correct() throws {
            let day = today.adding(days: -Int.random(in: 0...4, using: &random))
            let amount =
                Bool.random(using: &random) && Bool.random(using: &random)
                ? nil : Int.random(in: -20...20, using: &random)
            let sum = model.sum(day)
            let isAllowed =
                day >= model.open && amount != 0 && model.counted[day, default: 0] + (amount.map { sum + $0 } ?? 0) >= 0
            do {
                try fixture.correct(store, amount, of: day, on: today)
                #expect(isAllowed, "\(day) \(amount ?? 0)")
                let change = amount ?? -sum
                if change != 0 {
                    model.ids.append((model.ids.last ?? 0) + 1)
                    model.entries.append(
                        .init(id: model.ids.last ?? 0, day: day, change: change, isWhole: amount == nil))
                }
            } catch is CorrectionProblem {
                #expect(!isAllowed, "\(day) \(amount ?? 0)")
            }
        }

        func undo() throws {
            let id = Int64.random(in: 1...max(2, (model.ids.last ?? 0) + 1), using: &random)
            let isAllowed = model.canUndo(id)
            do {
                _ = try fixture.undo(store, id, on: today)
                #expect(isAllowed, "\(id)")
                guard let index = model.entries.firstIndex(where: { $0.id == id }) else { return }
                model.entries[index].isUndone = true
                model.ids.append((model.ids.last ?? 0) + 1)
            } catch is ActionProblem {
                #expect(!isAllowed, "\(id)")
            }
        }

        func release() throws {
            today = today.adding(days: 1)
            let seed = UInt64.random(in: 0...1000, using: &random)
            _ = try fixture.release(store, on: today, seed: seed)
            try fixture.freeze(store)
            let new = Array(try fixture.frozen(store)[leaves...])
            leaves += new.count
            for (leaf, exact) in zip(new, try fixture.exact(new, seed: seed)) where leaf.kind == .attendance {
                let day = try #require(CivilDate(leaf.period))
                #expect(Int(exact) == model.counted[day, default: 0] + model.sum(day), "\(day)")
            }
            model.open = max(model.open, today.adding(days: -2))
            for index in model.entries.indices where model.entries[index].day < model.open {
                model.entries[index].change = nil
            }
            try count()
        }

        /// With the power gone, or in good order: a copy of the files as they are, since the file itself is still held.
        func restart() throws {
            if Bool.random(using: &random) { try store.close() }
            path = try fixture.scratch.copy(ofDatabase: path)
            store = try StoreDatabase(path: path)
            #expect(store.findings == [])
        }

        func check() throws {
            var day = model.open
            while day <= today {
                #expect(try store.corrected(on: day, zone: fixture.zone).in == model.sum(day), "\(day)")
                day = day.adding(days: 1)
            }
            let log = try store.actions(acknowledged: [])
            #expect(log.map(\.id) == model.ids.suffix(LoggedAction.most).reversed())
            for entry in log {
                guard case .corrected(_, _, _, let change, let isWhole) = entry.deed,
                    let known = model.entries.first(where: { $0.id == entry.id })
                else { continue }
                #expect(change.map { Int($0) } == known.change && isWhole == known.isWhole, "\(entry)")
                #expect(entry.isUndone == known.isUndone, "\(entry)")
                if model.canUndo(entry.id) { #expect(entry.obstacle == nil, "\(entry)") }
            }
            try checkTimes()
        }

        /// No column holds a number that could be a second, a bin or a minute of any day, nor a text with one.
        func checkTimes() throws {
            let rows = try store.database.query("SELECT * FROM action") { row in try (0..<9).map { try row.value($0) } }
            for row in rows {
                for (column, value) in row.enumerated() {
                    switch (column, value) {
                    case (1, .integer(let day)), (5, .integer(let day)):
                        #expect((SmallPlace.monday.dayNumber...today.dayNumber).contains(day))
                    case (_, .integer(let number)): #expect(abs(number) < 1000)
                    case (_, .text(let text)): #expect(!text.contains { $0.isNumber || $0 == ":" }, "\(text)")
                    default: #expect(value == .null)
                    }
                }
            }
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func inAnyOrder(seed: UInt64) throws {
        let life = try Life(seed: seed)
        defer { life.fixture.scratch.remove() }
        for _ in 0..<60 {
            switch Int.random(in: 0..<10, using: &life.random) {
            case 0..<5: try life.correct()
            case 5..<8: try life.undo()
            case 8: try life.release()
            default: try life.restart()
            }
            try life.check()
        }
    }

    /// Whatever came before: undoing what was done last leaves everything as it was.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func undoingTheLastRestoresExactly(seed: UInt64) throws {
        let life = try Life(seed: seed)
        defer { life.fixture.scratch.remove() }
        let tally =
            "SELECT group_concat(boot || ' ' || bin || ' ' || source || ' ' || counter || ' ' || amount) FROM tally"
        for _ in 0..<30 {
            let before = try life.store.database.first(tally) { try $0.string(0) }
            let known = life.model.ids.count
            try life.correct()
            guard life.model.ids.count > known, let latest = life.model.ids.last else { continue }
            guard Bool.random(using: &life.random) else { continue }
            _ = try life.fixture.undo(life.store, latest, on: life.today)
            life.model.entries[life.model.entries.count - 1].isUndone = true
            life.model.ids.append(latest + 1)
            #expect(try life.store.database.first(tally) { try $0.string(0) } == before)
        }
    }
}

import Foundation
import Testing
import TunetCore
import TunetLocal
import TunetSQLite
import TunetTestSupport
import TunetUplink
import TunetWire

@testable import TunetNode
@testable import TunetStore

/// An adversary who wants a second value of the same count, whose noise is another: by correcting it, from a damaged store, from
/// an export, or with a clock that was set back.
@Suite("A second look at the same count")
struct RepeatedReadTests {
    /// What a leaf is of.
    private struct Name: Hashable {
        var period: String
        var session: String
        var measure: String
        var option: String?

        init(_ leaf: ReleasedLeaf) {
            (period, session, measure, option) = (leaf.period, leaf.session, leaf.measure, leaf.option)
        }
    }

    private func life(_ configure: (inout PlaceConfiguration) -> Void = { _ in }) throws -> Life {
        try Life(seed: 21) { configuration in
            configuration.release.correctionDays = 0
            configure(&configuration)
        }
    }

    private func people(_ life: Life, days: Range<Int>) -> [Edge] {
        days.flatMap { day in (9..<14).flatMap { Footsteps.walkIn(at: life.time($0, day, days: day)) } }
    }

    /// All values that anybody has seen of each leaf.
    private func values(_ leaves: [ReleasedLeaf]) -> [Name: Set<Int64>] {
        leaves.reduce(into: [:]) { $0[Name($1), default: []].insert($1.value) }
    }

    // MARK: - Corrections

    @Test func aCorrectionBeforeTheReleaseChangesTheValueAndNoRow() async throws {
        func rows(_ amount: Int?) async throws -> [ReleasedLeaf] {
            let life = try life()
            defer { life.scratch.remove() }
            let outside = try await Outside(life)
            let device = try await life.device()
            try await device.play(people(life, days: 0..<1)) { try await outside.answer($0) }
            try await device.run(to: life.time(20)) { try await outside.answer($0) }
            if let amount {
                _ = try await device.engine.correct(
                    CorrectionRequest(day: "today", amount: amount), at: life.time(20))
            }
            try await device.run(to: life.time(12, days: 2)) { try await outside.answer($0) }
            return try life.leaves()
        }
        let (plain, corrected) = (try await rows(nil), try await rows(100))
        #expect(zip(corrected, plain).map { $0.value - $1.value } == [100, 0])
        func withoutValues(_ leaves: [ReleasedLeaf]) -> [ReleasedLeaf] {
            leaves.map { leaf in
                var leaf = leaf
                leaf.value = 0
                return leaf
            }
        }
        #expect(withoutValues(plain) == withoutValues(corrected))
    }

    /// Not one byte of what is emitted depends on what somebody tries with a released day.
    @Test func afterTheReleaseACorrectionIsRefusedAndDrawsNothing() async throws {
        func emitted(_ tries: Bool) async throws -> Emitted {
            let life = try life()
            defer { life.scratch.remove() }
            let outside = try await Outside(life)
            let device = try await life.device()
            try await device.play(people(life, days: 0..<1)) { try await outside.answer($0) }
            for hour in 4..<20 {
                try await device.run(to: life.time(hour, days: 1)) { try await outside.answer($0) }
                guard tries else { continue }
                for amount in [1, -1, nil] {
                    await #expect(throws: CorrectionProblem.self) {
                        _ = try await device.engine.correct(
                            CorrectionRequest(day: "yesterday", amount: amount), at: life.time(hour, days: 1))
                    }
                }
            }
            try await device.run(to: life.time(12, days: 4)) { try await outside.answer($0) }
            return life.emitted
        }
        let (quiet, tried) = (try await emitted(false), try await emitted(true))
        #expect(quiet == tried)
        #expect(quiet.uploads.count == 4)
    }

    // MARK: - The same values again

    /// The collector is away; what waits is read from an export, from the uploads, and again from a store that was damaged in
    /// between.
    @Test func anExportAndADamagedStoreHaveTheValuesThatWereSent() async throws {
        let life = try life()
        defer { life.scratch.remove() }
        do {
            let device = try await life.device()
            try await device.play(people(life, days: 0..<3))
            try await device.run(to: life.time(12, days: 3))
            try await device.engine.end(at: life.time(12, days: 3))
        }
        func export(_ name: String) throws -> [ReleasedLeaf] {
            let target = life.scratch.file(name)
            _ = try StoreCommands.export(folder: life.folder, file: nil, to: target)
            return try FileManager.default.contentsOfDirectory(atPath: target).sorted()
                .filter { $0.hasSuffix(".tunet") }
                .flatMap { try life.payload(of: ScratchFolder.bytes(target + "/" + $0)).releases }
        }
        let exported = try export("first")
        #expect(exported.count == 3)
        let path = life.folder + "/store.sqlite"
        try SQLiteConnection(path: path, mode: .readWriteCreate).execute("CREATE TABLE stranger (x)")
        let outside = try await Outside(life)
        let device = try await life.device(at: life.time(12, 1, days: 3))
        #expect(device.store.findings.count == 1)
        let again = try export("second")
        try await device.run(to: life.time(12, days: 9)) { try await outside.answer($0) }
        let seen = values(exported + again + (try life.leaves()))
        #expect(seen.count >= 8)
        #expect(seen.allSatisfy { $0.value.count == 1 })
    }

    /// Somebody sets the clock of a board without any other back to a day that has been released, and forward again. Periods may
    /// be released once more under the same name, but no passage is in a second value: with noise that is 0 in all but one of
    /// 10^400 draws, the values add up to who came.
    @Test func aClockThatIsSetBackGivesNoSecondValue() async throws {
        let life = try life {
            $0.device.clockTrust = .synchronised
            $0.release.epsilonNumerator = 1000
            $0.release.yearlyCeiling = 1_000_000_000
        }
        defer { life.scratch.remove() }
        // Its receipts say 1970, and are not believed.
        let outside = try await Outside(life, time: UTCInstant(seconds: 1000))
        let device = try await life.device(isDated: false)
        func set(_ day: Int, at now: MonotonicInstant) async throws {
            let date = SmallPlace.monday.adding(days: day)
            try await device.engine.setClock(
                ClockRequest(day: date.description, minute: 720, isSure: true), at: now)
            await device.engine.advance(to: now)
            try await device.engine.clockOutcome()
        }
        try await device.run(to: life.time(12)) { try await outside.answer($0) }
        try await set(0, at: life.time(12))
        try await device.play(people(life, days: 1..<4)) { try await outside.answer($0) }
        let back = life.time(12, days: 4)
        try await device.run(to: back) { try await outside.answer($0) }
        let before = try life.leaves().filter { $0.measure == "entries" }
        #expect(before.reduce(0) { $0 + $1.value } == 15)
        try await set(1, at: back)
        let clock = try await device.engine.clock(at: back)
        #expect(clock.day == SmallPlace.monday.adding(days: 1).description, "the clock was set back")
        try await device.play(people(life, days: 5..<7)) { try await outside.answer($0) }
        let forward = life.time(18, days: 6)
        try await device.run(to: forward) { try await outside.answer($0) }
        try await set(8, at: forward)
        try await device.run(to: life.time(12, days: 12)) { try await outside.answer($0) }
        let entries = try life.leaves().filter { $0.measure == "entries" }
        #expect(entries.reduce(0) { $0 + $1.value } == 25)
        #expect(Set(entries.map(\.seq)).count == entries.count, "each has a number of its own")
    }
}

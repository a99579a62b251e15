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

    /// Somebody sets the clock back to a day that has been released, and forward again: what is counted then is released with a
    /// later day, and the released one has no second value.
    @Test func aClockThatIsSetBackGivesNoSecondValue() async throws {
        let life = try life { $0.device.clockTrust = .synchronised }
        defer { life.scratch.remove() }
        let outside = try await Outside(life)
        let device = try await life.device(isDated: false)
        func set(_ day: Int, at now: MonotonicInstant) async {
            let utc = UTCInstant(seconds: life.start.seconds + life.time(12, days: day).nanoseconds / 1_000_000_000)
            await device.engine.offer(Anchor(monotonic: now, utc: utc, quality: .volunteer), at: now)
        }
        try await device.run(to: life.time(12)) { try await outside.answer($0) }
        await set(0, at: life.time(12))
        try await device.play(people(life, days: 1..<4)) { try await outside.answer($0) }
        let back = life.time(12, days: 4)
        try await device.run(to: back) { try await outside.answer($0) }
        let before = try life.leaves().count
        await set(1, at: back)
        try await device.play(people(life, days: 5..<7)) { try await outside.answer($0) }
        await set(8, at: life.time(18, days: 6))
        try await device.run(to: life.time(12, days: 12)) { try await outside.answer($0) }
        let seen = values(try life.leaves().filter { $0.measure == "entries" })
        #expect(before > 0 && seen.count > before)
        #expect(seen.allSatisfy { $0.value.count == 1 }, "\(seen.filter { $0.value.count > 1 })")
    }
}

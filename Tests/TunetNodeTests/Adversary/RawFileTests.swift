import Foundation
import Testing
import TunetCore
import TunetLocal
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetNode
@testable import TunetStore

/// The bytes of every file that the service writes, as somebody reads them who has the card.
@Suite("Raw files")
struct RawFileTests {
    /// Every way in which a time could stand in a file: from its second on, until the commit is over.
    private static func needles(of time: MonotonicInstant, in life: Life) -> [[UInt8]] {
        var numbers: Set<Int64> = []
        for second in -1...2 as ClosedRange<Int64> {
            let monotonic = time.nanoseconds / 1_000_000_000 + second
            numbers.formUnion([monotonic, life.start.seconds + monotonic])
        }
        return numbers.flatMap { seconds -> [[UInt8]] in
            // Text: of more precise times the same digits are the first ones.
            var found = [Array(String(seconds).utf8)]
            // SQLite keeps whole numbers big-endian; C's structures are little-endian.
            let digits = bigEndian(seconds)
            if digits.count >= 4 { found += [digits, digits.reversed()] }
            return found
        } + exact(time, in: life)
    }

    /// Milliseconds, microseconds and nanoseconds of the edges themselves.
    private static func exact(_ time: MonotonicInstant, in life: Life) -> [[UInt8]] {
        let utc = life.start.seconds * 1_000_000_000 + time.nanoseconds
        var found: [[UInt8]] = []
        for number in [time.nanoseconds, utc] {
            for unit: Int64 in [1_000_000, 1000, 1] {
                let digits = bigEndian(number / unit)
                found += [digits, digits.reversed()]
            }
        }
        return found
    }

    /// Without leading zeros.
    private static func bigEndian(_ number: Int64) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0.drop { $0 == 0 }) }
    }

    private static func find(_ needles: [[UInt8]], in files: [String: [UInt8]]) -> [String] {
        files.flatMap { name, bytes -> [String] in
            let data = Data(bytes)
            return needles.filter { data.range(of: Data($0)) != nil }.map { "\(name): \($0)" }
        }
    }

    @Test func noFileDatesAPassageOrAPress() async throws {
        let life = try Life(seed: 3) { $0.release.correctionDays = 0 }
        defer { life.scratch.remove() }
        let outside = try await Outside(life)
        let device = try await life.device()
        // Late enough for times of the boot to be long numbers.
        try await device.run(to: life.time(1, days: 12)) { try await outside.answer($0) }
        var needles: [[UInt8]] = []
        for number in 0..<12 {
            let time = life.time(8 + number, 7 * number % 60, 13, days: 12).advanced(by: .milliseconds(123))
            let edges = number % 3 == 2 ? Footsteps.press(2, at: time) : Footsteps.walkIn(at: time)
            for edge in edges { needles += Self.needles(of: edge.time, in: life) }
            try await device.play(edges) { try await outside.answer($0) }
            try await device.run(to: time.advanced(by: .seconds(3))) { try await outside.answer($0) }
            // While it is in the log only, and when its bin is over.
            #expect(Self.find(needles, in: try life.files()) == [])
            try await device.run(to: time.advanced(by: .seconds(900))) { try await outside.answer($0) }
            #expect(Self.find(needles, in: try life.files()) == [])
        }
        try await device.run(to: life.time(12, days: 15)) { try await outside.answer($0) }
        try await device.engine.end(at: life.time(12, days: 15))
        var files = try life.files()
        for (number, upload) in life.emitted.uploads.enumerated() {
            files["batch \(number)"] = try CanonicalJSON.encode(try life.payload(of: upload.bytes))
        }
        files["log"] = Array(life.emitted.log.map(\.message.text).joined(separator: "\n").utf8)
        for name in try FileManager.default.contentsOfDirectory(atPath: life.scratch.path) {
            files[name] = ScratchFolder.bytes(life.scratch.file(name))
        }
        #expect(Self.find(needles, in: files) == [])
        // The search finds what is there: the anchor of the boot is no passage's time.
        let anchor = Self.bigEndian(life.start.seconds)
        #expect(!Self.find([anchor], in: files).isEmpty)
    }

    /// What is never released, such as exits here, is destroyed with its period all the same: no counter of a passage has left
    /// a row, nor a part of one in pages that are free.
    @Test func noCounterIsLeftAfterItsRelease() async throws {
        let life = try Life(seed: 4) { $0.release.correctionDays = 0 }
        defer { life.scratch.remove() }
        let outside = try await Outside(life)
        let device = try await life.device()
        let edges = (0..<40).flatMap { number in
            Footsteps.walkIn(at: life.time(8, 10 * number)) + Footsteps.walkOut(at: life.time(8, 10 * number + 5))
        }
        try await device.play(edges) { try await outside.answer($0) }
        _ = try await device.engine.correct(CorrectionRequest(day: "today", amount: 2), at: life.time(14, 40))
        let counters = ["count:", "over:", "under:", "added:", "removed:"].map { Array($0.utf8) }
        try await device.run(to: life.time(3, 14, days: 1)) { try await outside.answer($0) }
        #expect(Self.find(counters, in: try life.files()).count == 4)
        try await device.run(to: life.time(3, 16, days: 1)) { try await outside.answer($0) }
        #expect(Self.find(counters, in: try life.files()) == [])
    }

    /// A damaged file is kept, but not the counts that were brought back from it and released meanwhile.
    @Test func whatWasSetAsideHoldsNoReleasedCount() async throws {
        let life = try Life(seed: 5) { $0.release.correctionDays = 0 }
        defer { life.scratch.remove() }
        let outside = try await Outside(life)
        do {
            let device = try await life.device()
            for hour in 9..<14 { try await device.play(Footsteps.walkIn(at: life.time(hour))) }
            try await device.engine.end(at: life.time(20))
        }
        let path = life.folder + "/store.sqlite"
        try SQLiteConnection(path: path, mode: .readWriteCreate).execute("CREATE TABLE stranger (x)")
        let device = try await life.device(at: life.time(20, 1))
        #expect(device.store.findings.count == 1)
        try await device.run(to: life.time(12, days: 8)) { try await outside.answer($0) }
        #expect(try life.leaves().contains { $0.measure == "entries" && $0.period == "2026-11-02" })
        let aside = try SQLiteConnection(path: path + ".damaged-1", mode: .readOnly)
        let kept = try aside.first("SELECT count(*) FROM tally") { try $0.int64(0) }
        #expect(kept == 0)
        let counters = ["count:", "over:", "under:", "added:", "removed:"].map { Array($0.utf8) }
        #expect(Self.find(counters, in: try life.files()) == [])
    }
}

import Foundation
import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetStore

/// Thousands of damages to a store that holds everything a store can hold. Each is made from a seed, which a failure names.
///
/// TUNET_DAMAGES=20000 tries that many instead of the usual number.
@Suite("Damages by thousands")
struct DamageTests {
    /// What a power cut would leave of a store's files.
    struct Files: Sendable, Equatable {
        var store: [UInt8]
        var log: [UInt8]
    }

    /// What was done to them.
    enum Damage: Equatable, CustomStringConvertible {
        case truncated(to: Int)
        case page(Int)
        case bits([Int])
        case logTruncated(to: Int)
        case logPage(Int)
        case logBits([Int])
        case logOfAnother
        case logOnly
        case noLog
        case foreign(Int)

        /// Whether a number may stand in the store afterwards that nobody has counted: a bit that flips in one is found by
        /// no check. Bits of a log are found by its checksums, and so is a random page.
        var mayChangeNumbers: Bool {
            if case .bits = self { true } else { false }
        }

        var description: String {
            switch self {
            case .truncated(let size): "truncated to \(size) bytes"
            case .page(let number): "random bytes in 4 KB page \(number)"
            case .bits(let bits): "flipped bits \(bits)"
            case .logTruncated(let size): "log truncated to \(size) bytes"
            case .logPage(let number): "random bytes in 4 KB page \(number) of the log"
            case .logBits(let bits): "flipped bits \(bits) of the log"
            case .logOfAnother: "the log of another store"
            case .logOnly: "no file, only its log"
            case .noLog: "no log"
            case .foreign(let kind): "a database of another program (\(kind))"
            }
        }

        static func random(_ files: Files, using random: inout SeededGenerator) -> Damage {
            func bits(_ count: Int) -> [Int] {
                (0..<Int.random(in: 1...40, using: &random)).map { _ in Int.random(in: 0..<count * 8, using: &random) }
            }
            switch Int.random(in: 0..<20, using: &random) {
            case 0...3: return .truncated(to: Int.random(in: 0..<files.store.count, using: &random))
            case 4: return .truncated(to: Int.random(in: 0..<files.store.count / 512, using: &random) * 512)
            case 5...9: return .page(Int.random(in: 0..<(files.store.count + 4095) / 4096, using: &random))
            case 10...12: return .bits(bits(files.store.count))
            case 13: return .logTruncated(to: Int.random(in: 0..<files.log.count, using: &random))
            case 14: return .logPage(Int.random(in: 0..<(files.log.count + 4095) / 4096, using: &random))
            case 15: return .logBits(bits(files.log.count))
            case 16: return .logOfAnother
            case 17: return .logOnly
            case 18: return .noLog
            default: return .foreign(Int.random(in: 0..<Self.foreign.count, using: &random))
            }
        }

        static let foreign = [
            "CREATE TABLE bookmark (id INTEGER PRIMARY KEY, url TEXT); INSERT INTO bookmark VALUES (1, 'x')",
            "CREATE TABLE meta (a, b); CREATE TABLE tally (x); PRAGMA user_version = 2",
            "CREATE TABLE bookmark (id); PRAGMA user_version = 99",
            "PRAGMA journal_mode = WAL; CREATE TABLE press (id); PRAGMA user_version = \(StoreSchema.version)",
        ]
    }

    /// A store that has released, frozen and delivered, and counts on: the log holds the latest counts.
    private struct Original {
        let fixture: StoreFixture
        var files: Files
        var entries: Int64
        var presses: Int64
        var parcels: Int

        init(seed: UInt64) throws {
            let fixture = try StoreFixture(SmallPlace.configuration(sessions: [SmallPlace.cafe]))
            self.fixture = fixture
            var random = SeededGenerator(seed: seed)
            let monday = SmallPlace.monday
            let store = try StoreDatabase(path: fixture.path)
            try fixture.note(store, monday, monday.adding(days: 30))
            _ = try store.boot(kernelID: "first")
            for day in 0..<14 {
                for hour in 8..<20 {
                    let bin = fixture.bin(monday.adding(days: day), hour)
                    let rows = [BinCounter.count(.in), .over(.in), .count(.out), .observed].map {
                        fixture.row(bin, $0, Int64.random(in: 0...40, using: &random))
                    }
                    try store.commit(
                        Increments(rows: rows, presses: [fixture.press("ja", 1, on: monday.adding(days: day))]))
                }
                if day % 3 == 2 {
                    _ = try fixture.release(store, on: monday.adding(days: day))
                    try fixture.freeze(store)
                }
            }
            try store.commit(
                Increments(rows: [fixture.row(Bin(boot: 1, index: 5), .count(.in), 7)]))
            try store.scrub()
            for hour in 8..<20 {
                try store.commit(
                    Increments(rows: [fixture.row(fixture.bin(monday.adding(days: 14), hour), .count(.in), 1)]))
            }
            entries = try fixture.number(store, Self.entriesSQL) ?? -1
            presses = try fixture.number(store, Self.pressesSQL) ?? -1
            parcels = try store.parcels().count
            let copy = try fixture.scratch.copy(ofDatabase: fixture.path)
            files = Files(store: ScratchFolder.bytes(copy), log: ScratchFolder.bytes(copy + "-wal"))
        }

        static let entriesSQL = "SELECT coalesce(sum(amount), 0) FROM tally WHERE counter = 'count:in'"
        static let pressesSQL = "SELECT coalesce(sum(amount), 0) FROM press"
    }

    private static func damaged(
        _ files: Files, _ damage: Damage, other: Files, using random: inout SeededGenerator
    ) throws -> Files {
        func overwrite(_ bytes: [UInt8], page: Int) -> [UInt8] {
            var bytes = bytes
            for index in page * 4096..<min(bytes.count, page * 4096 + 4096) {
                bytes[index] = .random(in: .min ... .max, using: &random)
            }
            return bytes
        }
        func flip(_ bytes: [UInt8], _ bits: [Int]) -> [UInt8] {
            bits.reduce(into: bytes) { $0[$1 / 8] ^= 1 << UInt8($1 % 8) }
        }
        var files = files
        switch damage {
        case .truncated(let size): files.store = Array(files.store.prefix(size))
        case .page(let number): files.store = overwrite(files.store, page: number)
        case .bits(let bits): files.store = flip(files.store, bits)
        case .logTruncated(let size): files.log = Array(files.log.prefix(size))
        case .logPage(let number): files.log = overwrite(files.log, page: number)
        case .logBits(let bits): files.log = flip(files.log, bits)
        case .logOfAnother: files.log = other.log
        case .logOnly: files.store = []
        case .noLog: files.log = []
        case .foreign(let kind):
            let scratch = try ScratchFolder()
            defer { scratch.remove() }
            do {
                let database = try SQLiteConnection(path: scratch.file("f"), mode: .readWriteCreate)
                try database.execute(Damage.foreign[kind])
            }
            files = Files(store: ScratchFolder.bytes(scratch.file("f")), log: [])
        }
        return files
    }

    private static let count = ProcessInfo.processInfo.environment["TUNET_DAMAGES"].flatMap(Int.init) ?? 800

    @Test func whateverIsDamagedTheServiceStartsAndLosesNoFile() throws {
        let original = try Original(seed: 1)
        let other = try Original(seed: 2)
        defer {
            original.fixture.scratch.remove()
            other.fixture.scratch.remove()
        }
        var outcomes: [String: Int] = [:]
        for number in 0..<Self.count {
            var random = SeededGenerator(seed: UInt64(number) &+ 1_000_003)
            let damage = Damage.random(original.files, using: &random)
            let files = try Self.damaged(original.files, damage, other: other.files, using: &random)
            do {
                let outcome = try tryOut(files, damage, of: original, "damage \(number), \(damage)")
                outcomes[outcome, default: 0] += 1
            } catch { Issue.record("damage \(number), \(damage): \(error)") }
        }
        // All that can come about did.
        #expect(outcomes["opened", default: 0] > 0 && outcomes["set aside", default: 0] > 0, "\(outcomes)")
        #expect(outcomes["refused", default: 0] < Self.count / 50, "\(outcomes)")
        print("damages: \(outcomes.sorted { $0.key < $1.key })")
    }

    /// A comparison whose failure does not print the bytes.
    private static func isSame(_ path: String, _ bytes: [UInt8]) -> Bool {
        ScratchFolder.bytes(path) == bytes
    }

    /// - Returns: what came of it.
    private func tryOut(_ files: Files, _ damage: Damage, of original: Original, _ what: String) throws -> String {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let path = scratch.file("store.sqlite")
        if damage != .logOnly { try ScratchFolder.write(files.store, to: path) }
        if !files.log.isEmpty { try ScratchFolder.write(files.log, to: path + "-wal") }
        let fixture = original.fixture
        let extra = Increments(rows: [fixture.row(fixture.bin(SmallPlace.monday.adding(days: 20), 9), .count(.in), 1)])
        var isAside = false
        do {
            let store = try StoreDatabase(path: path, key: fixture.key.verifyingKey)
            isAside = !StoreFiles(path).asides.isEmpty
            #expect(isAside == store.findings.contains { $0.contains("damaged-1") }, "\(what): \(store.findings)")
            let entries = try fixture.number(store, Original.entriesSQL) ?? -1
            let presses = try fixture.number(store, Original.pressesSQL) ?? -1
            if !damage.mayChangeNumbers {
                #expect(entries <= original.entries && presses <= original.presses, "\(what)")
            }
            #expect(try store.parcels().count <= original.parcels, "\(what)")
            try store.commit(extra)
            #expect(try fixture.number(store, Original.entriesSQL) == entries + 1, "\(what)")
            try fixture.freeze(store)
            _ = try fixture.release(store, on: SmallPlace.monday.adding(days: 40))
        } catch let error as StoreError {
            #expect(error.code == .newer, "\(what): \(error)")
            #expect(Self.isSame(path, files.store), "\(what): a refused file is left alone")
            return "refused"
        }
        if isAside {
            #expect(Self.isSame(path + ".damaged-1", files.store), "\(what): the file is kept")
            #expect(Self.isSame(path + ".damaged-1-wal", files.log), "\(what): the log is kept")
        }
        let again = try StoreDatabase(path: path, key: fixture.key.verifyingKey)
        #expect(again.findings.isEmpty, "\(what): \(again.findings)")
        #expect(StoreFiles(path).asides.count == (isAside ? 1 : 0), "\(what)")
        return isAside ? "set aside" : "opened"
    }
}

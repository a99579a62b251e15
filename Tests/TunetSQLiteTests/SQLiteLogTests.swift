import Foundation
import Testing
import TunetCore
import TunetSQLite

@Suite("The log is emptied in place")
struct SQLiteLogTests {
    private let space = SQLiteConnection.LogSpace(reserved: 16_384, most: 65_536)

    private func withDatabase(
        log: SQLiteConnection.LogBeginning = .anywhere, _ body: (SQLiteConnection, _ path: String) throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tunet-log-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.path + "/d.sqlite"
        let database = try SQLiteConnection(path: path, mode: .readWriteCreate, log: log)
        try database.execute(
            """
            PRAGMA page_size = 512; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
            CREATE TABLE t (a INTEGER PRIMARY KEY, b BLOB);
            """)
        if log == .anywhere { try database.execute("PRAGMA wal_autocheckpoint = 20") }
        try body(database, path)
    }

    private func log(_ path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
    }

    private func insert(_ number: Int, into database: SQLiteConnection, size: Int = 100) throws {
        try database.run(
            "INSERT INTO t VALUES (?, ?)", .integer(Int64(number)), .blob([UInt8](repeating: 0xA5, count: size)))
    }

    /// What is there after a power cut, whose files are these.
    private func rows(afterCutOf path: String, log: Data? = nil) throws -> Int {
        let copy = path + "-copy"
        for suffix in ["", "-wal"] {
            try? FileManager.default.removeItem(atPath: copy + suffix)
            try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
        }
        if let log { try log.write(to: URL(fileURLWithPath: copy + "-wal")) }
        let database = try SQLiteConnection(path: copy, mode: .readWriteCreate)
        let verdict = try database.first("PRAGMA integrity_check") { try $0.string(0) }
        #expect(verdict == "ok")
        return try database.first("SELECT count(*) FROM t") { try $0.int(0) } ?? -1
    }

    @Test func onlyZerosAreLeftAndTheFileKeepsItsLength() throws {
        try withDatabase { database, path in
            for number in 0..<8 { try insert(number, into: database) }
            #expect(try log(path).contains(0xA5))
            try database.emptyLog(space)
            #expect(try log(path) == Data(count: 16_384))
            for number in 8..<12 { try insert(number, into: database) }
            #expect(try log(path).count == 16_384)
            try database.emptyLog(space)
            #expect(try log(path) == Data(count: 16_384))
            #expect(try rows(afterCutOf: path) == 12)
        }
    }

    /// Also where SQLite has begun the log anew by itself, and where it has outgrown what is reserved.
    @Test func everyCommitSurvivesACutAfterIt() throws {
        try withDatabase { database, path in
            var number = 0
            for round in 0..<30 {
                for _ in 0..<(round % 7 * 6) {
                    try insert(number, into: database)
                    number += 1
                    #expect(try rows(afterCutOf: path) == number)
                }
                try database.emptyLog(space)
                #expect(try rows(afterCutOf: path) == number)
                #expect(try log(path).allSatisfy { $0 == 0 })
            }
            #expect(number > 400)
        }
    }

    /// A power cut in the midst of the first commits leaves any of the log's sectors as they were, and any others written.
    @Test func aLogBegunOnZerosSurvivesATornCommit() throws {
        var random = SeededGenerator(seed: 11)
        try withDatabase(log: .onZeros) { database, path in
            var number = 0
            for _ in 0..<40 {
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let before = try log(path)
                    try insert(number, into: database, size: Int.random(in: 1...2000, using: &random))
                    let after = try log(path)
                    number += 1
                    for _ in 0..<8 {
                        let torn = tornLog(before, after, using: &random)
                        #expect([number - 1, number].contains(try rows(afterCutOf: path, log: torn)))
                    }
                    #expect(try rows(afterCutOf: path) == number)
                }
                try database.emptyLog(space)
            }
        }
    }

    private func tornLog(_ before: Data, _ after: Data, using random: inout SeededGenerator) -> Data {
        var torn = after
        for start in stride(from: 0, to: after.count, by: 512) where Bool.random(using: &random) {
            let sector = start..<min(start + 512, after.count)
            for offset in sector { torn[offset] = offset < before.count ? before[offset] : 0 }
        }
        return torn
    }

    /// SQLite would write the log back by itself after 1000 pages, and nobody would have put zeros into it.
    @Test func aLogBegunOnZerosIsWrittenBackByNobodyElse() throws {
        try withDatabase(log: .onZeros) { database, path in
            #expect(try !database.isLogFull(space))
            for number in 0..<40 { try insert(number, into: database, size: 20_000) }
            #expect(try log(path).count > 800_000)
            #expect(try database.isLogFull(space))
            try database.emptyLog(space)
            #expect(try !database.isLogFull(space))
        }
    }

    @Test func aLongLogIsCut() throws {
        try withDatabase { database, path in
            try insert(1, into: database, size: 200_000)
            #expect(try log(path).count > 200_000)
            try database.emptyLog(space)
            #expect(try log(path) == Data(count: 16_384))
            #expect(try rows(afterCutOf: path) == 1)
        }
    }

    @Test func aLogThatIsReadIsLeftAlone() throws {
        try withDatabase { database, path in
            for number in 0..<3 { try insert(number, into: database) }
            var refused: (any Error)?
            _ = try database.query("SELECT a FROM t") { row in
                guard try row.int(0) == 1 else { return }
                do { try database.emptyLog(space) } catch { refused = error }
            }
            #expect((refused as? SQLiteError)?.code == .busy)
            #expect(try rows(afterCutOf: path) == 3)
            try database.emptyLog(space)
            #expect(try rows(afterCutOf: path) == 3)
        }
    }

    @Test func thereMayBeNoLog() throws {
        let database = try SQLiteConnection(path: "", mode: .memory)
        try database.execute("CREATE TABLE t (a)")
        try database.emptyLog(space)
        try withDatabase { database, path in
            try database.execute("PRAGMA journal_mode = DELETE")
            try insert(1, into: database)
            try database.emptyLog(space)
            #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
        }
    }
}

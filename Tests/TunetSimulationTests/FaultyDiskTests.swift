import Foundation
import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport

@testable import TunetSimulation

@Suite("A disk that forgets")
struct FaultyDiskTests {
    /// Commits rows one by one, cuts the power in the midst of it, and looks at what is left.
    ///
    /// - Returns: the rows that were acknowledged, and those that were found.
    private func life(seed: UInt64, synchronous: String) throws -> (
        acknowledged: Int64, found: Int64, counts: FaultyDisk.Counts
    ) {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let disk = FaultyDisk(folder: scratch.path, seed: seed)
        defer { disk.remove() }
        var random = SeededGenerator(seed: seed)
        var acknowledged: Int64 = 0
        do {
            let database = try Self.open(scratch.file("a.sqlite"), synchronous: synchronous)
            try database.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, text); PRAGMA wal_checkpoint(TRUNCATE)")
            disk.armCut(after: random.whole(1...400))
            while !disk.isOff {
                let text = String(repeating: "x", count: random.whole(0...3000))
                _ = try? database.run("INSERT INTO t VALUES (?, ?)", .integer(acknowledged + 1), .text(text))
                if !disk.isOff { acknowledged += 1 }
            }
        }
        disk.cut(using: &random)
        disk.switchOn()
        let database = try Self.open(scratch.file("a.sqlite"), synchronous: synchronous)
        #expect(try database.first("PRAGMA integrity_check") { try $0.string(0) } == "ok", "seed \(seed)")
        let found = try database.first("SELECT count(*) FROM t") { try $0.int64(0) } ?? 0
        #expect(try database.first("SELECT coalesce(max(n), 0) FROM t") { try $0.int64(0) } == found, "seed \(seed)")
        return (acknowledged, found, disk.counts)
    }

    private static func open(_ path: String, synchronous: String) throws -> SQLiteConnection {
        let database = try SQLiteConnection(path: path, mode: .readWriteCreate)
        try database.execute(
            """
            PRAGMA page_size = 1024; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;
            PRAGMA synchronous = \(synchronous); PRAGMA wal_autocheckpoint = 64;
            """)
        return database
    }

    @Test func whatIsSynchronisedSurvivesEveryCut() throws {
        var lost = 0
        for seed in 1...150 as ClosedRange<UInt64> {
            let life = try life(seed: seed, synchronous: "FULL")
            // The commit that was under way may be there.
            #expect((life.acknowledged...life.acknowledged + 1).contains(life.found), "seed \(seed)")
            lost += life.counts.lostSectors
            #expect(life.counts.cuts == 1 && life.counts.cutsInOperations == 1)
        }
        #expect(lost > 500, "the disk bites")
    }

    /// In WAL mode NORMAL keeps the file whole and loses the latest commits.
    @Test func whatIsNotSynchronisedIsLostAtSomeCuts() throws {
        var lives = 0
        for seed in 1...60 as ClosedRange<UInt64> {
            let life = try life(seed: seed, synchronous: "NORMAL")
            #expect(life.found <= life.acknowledged + 1)
            if life.found < life.acknowledged { lives += 1 }
        }
        #expect(lives > 20)
    }
}

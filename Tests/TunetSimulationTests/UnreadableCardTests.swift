import Foundation
import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport

@testable import TunetSimulation
@testable import TunetStore

/// As after a dip in its voltage.
@Suite("A card that can't be read for a moment")
struct UnreadableCardTests {
    /// - Parameter seconds: for how long it can't be read; nil for ever.
    private func open(unreadableFor seconds: Double?) throws -> (findings: [String], hours: Int64, files: [String]) {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let path = scratch.file("store.sqlite")
        do {
            let store = try StoreDatabase(path: path)
            for hour in 0..<200 {
                try store.commit(
                    Increments(rows: [
                        .init(bin: Bin(boot: 0, index: Int64(hour)), source: "front", counter: .count(.in), amount: 1)
                    ]))
            }
        }
        let disk = FaultyDisk(folder: scratch.path, seed: 1)
        defer { disk.remove() }
        disk.setTrouble(.init(.read))
        if let seconds {
            Thread.detachNewThread {
                Thread.sleep(forTimeInterval: seconds)
                disk.setTrouble(nil)
            }
        }
        do {
            let store = try StoreDatabase(path: path)
            let hours = try store.database.first("SELECT count(*) FROM tally") { try $0.int64(0) } ?? 0
            return (store.findings, hours, try FileManager.default.contentsOfDirectory(atPath: scratch.path))
        } catch {
            return (["\(error)"], 0, try FileManager.default.contentsOfDirectory(atPath: scratch.path))
        }
    }

    @Test func isTriedAgain() throws {
        let (findings, hours, files) = try open(unreadableFor: 1)
        #expect(findings.isEmpty && hours == 200)
        #expect(!files.contains { $0.contains("damaged") })
    }
}

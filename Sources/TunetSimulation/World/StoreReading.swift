import Foundation
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

/// What a store's files hold, read from a copy by SQL of its own.
struct StoreReading {
    /// Exact counts that have not been released, by measure.
    var counted: [String: Int64] = [:]
    /// Released leaves that the store still has, by epoch and sequence number.
    var released: [String: (measure: String, value: Int64)] = [:]
    var epoch: String?

    private let key: VerifyingKey

    /// - Parameters:
    ///   - folder: of the store.
    ///   - scratch: a folder of the reader's own.
    ///   - key: of the device.
    /// - Throws: ``SQLiteError``, also if the file is damaged.
    init(folder: String, scratch: String, key: VerifyingKey) throws {
        self.key = key
        for ending in ["", "-wal", "-journal"] {
            let copy = scratch + "/copy.sqlite" + ending
            try? FileManager.default.removeItem(atPath: copy)
            try? FileManager.default.copyItem(atPath: folder + "/store.sqlite" + ending, toPath: copy)
        }
        guard FaultyDisk.length(scratch + "/copy.sqlite") > 0 else { return }
        let database = try SQLiteConnection(path: scratch + "/copy.sqlite", mode: .readWriteCreate)
        let verdict = try database.first("PRAGMA integrity_check") { try $0.string(0) }
        guard verdict == "ok" else {
            throw SQLiteError(.corrupt, message: "the check says \(verdict ?? "nothing")")
        }
        guard try database.userVersion() > 0 else { return }
        try read(database)
    }

    private mutating func read(_ database: SQLiteConnection) throws {
        epoch = try database.first("SELECT value FROM meta WHERE key = 'epoch'") { try $0.string(0) }
        for (counter, measure) in [("count:in", "entries"), ("count:unknown", "passages")] {
            counted[measure] = try database.first(
                "SELECT coalesce(sum(amount), 0) FROM tally WHERE counter = ?", .text(counter)
            ) { try $0.int64(0) }
        }
        let presses = try database.query(
            "SELECT question, option, sum(amount) FROM press WHERE option <> '' GROUP BY 1, 2"
        ) { (try $0.string(0), try $0.string(1), try $0.int64(2)) }
        for (question, option, amount) in presses {
            counted[Self.name("presses", question: question, option: option)] = amount
        }
        let leaves = try database.query("SELECT leaves FROM released") {
            try CanonicalJSON.decode([ReleasedLeaf].self, from: Deflate.decompress($0.bytes(0), limit: 1 << 24))
        }
        for leaf in leaves.joined() { released["\(epoch ?? "")/\(leaf.seq)"] = (Self.measure(of: leaf), leaf.value) }
        let batches = try database.query("SELECT bytes FROM batch WHERE length(bytes) > 0") {
            try SealedBatch(parsing: $0.bytes(0)).open(BatchPayload.self, key: key)
        }
        for batch in batches {
            for leaf in batch.releases { released["\(batch.epoch)/\(leaf.seq)"] = (Self.measure(of: leaf), leaf.value) }
        }
    }

    static func measure(of leaf: ReleasedLeaf) -> String {
        name(leaf.measure, question: leaf.question, option: leaf.option)
    }

    static func name(_ measure: String, question: String?, option: String?) -> String {
        measure == "presses" ? "presses \(question ?? "") \(option ?? "")" : measure
    }
}

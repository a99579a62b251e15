import Foundation
import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetSimulation
@testable import TunetStore

/// A second draw for the same count would let the noise be averaged away. The power goes at a random operation of the disk
/// while a day is counted, released, frozen and confirmed, over and over.
@Suite("Noise is drawn once")
struct DrawOnceTests {
    /// TUNET_CRASHES=10000 for as many as the article gives.
    private static var crashes: Int {
        ProcessInfo.processInfo.environment["TUNET_CRASHES"].flatMap(Int.init) ?? 400
    }

    private let monday = SmallPlace.monday

    /// What whoever has the card, or reads what is sent, has ever seen.
    private struct Seen {
        var values: [String: Int64] = [:]
        var changed: [String] = []

        mutating func add(_ leaves: [ReleasedLeaf]) {
            for leaf in leaves {
                let name = "\(leaf.period) \(leaf.session) \(leaf.measure) \(leaf.option ?? "")"
                if let before = values[name], before != leaf.value { changed.append(name) }
                values[name] = leaf.value
            }
        }
    }

    private struct Life {
        var crashes = 0
        var leaves = 0
        var seen = Seen()
    }

    private let key: SigningKey
    private let configuration: PlaceConfiguration
    private let zone: TimeZoneRules

    init() throws {
        key = try SigningKey(raw: [UInt8](repeating: 7, count: 32))
        // So wide that two draws are hardly ever the same.
        configuration = SmallPlace.configuration(
            sessions: [SmallPlace.cafe], release: ReleasePolicy(epsilonNumerator: 1, epsilonDenominator: 1000))
        zone = try SmallPlace.oslo()
    }

    /// Everything that the store has drawn and still holds.
    private func drawn(_ store: StoreDatabase) throws -> [ReleasedLeaf] {
        let unfrozen = try store.database.query("SELECT leaves FROM released ORDER BY first") {
            try ReleasedLeaf.unpacked($0.bytes(0))
        }
        let frozen = try store.database.query("SELECT bytes FROM batch ORDER BY first") {
            try SealedBatch(parsing: $0.bytes(0)).open(BatchPayload.self, key: key.verifyingKey).releases
        }
        return (unfrozen + frozen).flatMap { $0 }
    }

    /// One day of the place and its night; any of it may fail.
    private func live(_ day: Int, path: String, _ random: inout SeededGenerator, _ seen: inout Seen) throws {
        let store = try StoreDatabase(path: path)
        seen.add(try drawn(store))
        let today = monday.adding(days: day)
        try store.noteMeasures(on: today, configuration: configuration)
        let bin = Bin.dated(zone.instant(of: today, minute: 660))
        try store.commit(
            Increments(rows: [.init(bin: bin, source: "front", counter: .count(.in), amount: 5)]))
        _ = try store.releaseDue(on: today, configuration: configuration, zone: zone, using: &random)
        try store.freeze(place: "p-7", names: PlaceNames(configuration), software: "test", key: key)
        seen.add(try drawn(store))
        let parcels = try store.parcels()
        if let last = parcels.last, random.chance(0.3) {
            let receipt = Receipt(place: "p-7", epoch: store.epoch, watermark: last.last, time: 0)
            _ = try store.acknowledge(receipt, taken: parcels, configuration: configuration, zone: zone)
        }
        try store.close()
    }

    private func life(seed: UInt64, days: Int) throws -> Life {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let path = scratch.file("store.sqlite")
        let disk = FaultyDisk(folder: scratch.path, seed: seed)
        defer { disk.remove() }
        var random = SeededGenerator(seed: seed)
        var life = Life()
        for day in 0..<days {
            // Up to three cuts on each day, at any operation.
            for _ in 0..<3 {
                // A store that is made anew takes more than a day of an old one.
                disk.armCut(after: random.whole(1...(random.chance(0.1) ? 400 : 80)))
                try? live(day, path: path, &random, &life.seen)
                guard disk.isOff else { break }
                life.crashes += 1
                disk.cut(using: &random)
                disk.switchOn()
            }
            disk.armCut(after: nil)
        }
        let store = try StoreDatabase(path: path)
        // Power that goes in the first second of a new device may leave a log without a file, and nothing to lose.
        #expect(store.findings.isEmpty || life.seen.values.isEmpty, "seed \(seed): \(store.findings)")
        life.seen.add(try drawn(store))
        life.leaves = life.seen.values.count
        return life
    }

    @Test func whateverIsCutOff() throws {
        var (crashes, leaves) = (0, 0)
        var seed: UInt64 = 1
        while crashes < Self.crashes {
            let life = try life(seed: seed, days: 12)
            #expect(life.seen.changed.isEmpty, "seed \(seed)")
            crashes += life.crashes
            leaves += life.leaves
            seed += 1
        }
        #expect(leaves > crashes / 10, "\(leaves) leaves in \(crashes) crashes")
        print("\(crashes) cuts, \(leaves) leaves, none of them drawn twice")
    }
}

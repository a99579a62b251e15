import Foundation
import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetStore

/// A card that was restored or cloned has two futures. Both are played here against a collector that keeps what it was sent
/// first; in the end it must hold every count once.
@Suite("Restored and cloned cards")
struct NewLifeTests {
    private let monday = SmallPlace.monday

    private func day(_ days: Int) -> CivilDate { monday.adding(days: days) }

    /// What a collector does with batches, as far as the device is concerned.
    private final class Collector {
        var batches: [UplinkMachine.Parcel: [UInt8]] = [:]
        let key: VerifyingKey

        init(_ fixture: StoreFixture) { key = fixture.key.verifyingKey }

        func leaves(of epoch: String? = nil) throws -> [ReleasedLeaf] {
            try batches.filter { epoch == nil || $0.key.epoch == epoch }.values.flatMap {
                try SealedBatch(parsing: $0).open(BatchPayload.self, key: key).releases
            }
        }

        func receipt(for epoch: String) throws -> Receipt {
            var watermark: Int64 = 0
            let ours = batches.keys.filter { $0.epoch == epoch }.sorted { $0.first < $1.first }
            for parcel in ours where parcel.first == watermark + 1 { watermark = parcel.last }
            var held: [String: String] = [:]
            for leaf in try leaves(of: epoch) {
                guard let kind = leaf.kind, let period = Period(leaf.period) else { continue }
                held[kind.rawValue] = max(held[kind.rawValue] ?? "", period.endDay.description)
            }
            return Receipt(place: "p-7", epoch: epoch, watermark: watermark, time: 0, held: held)
        }

        /// Delivers everything that waits, as often as it takes.
        func take(from store: StoreDatabase, _ fixture: StoreFixture) throws -> [NewLife] {
            var lives: [NewLife] = []
            for _ in 0..<5 {
                try fixture.freeze(store)
                let parcels = try store.parcels()
                if parcels.isEmpty { break }
                for parcel in parcels {
                    guard let bytes = try store.bytes(of: parcel) else { continue }
                    let met = batches.first {
                        $0.key.epoch == parcel.epoch && $0.key.last >= parcel.first
                            && $0.key.first <= parcel.last
                    }
                    if let met, met.value != bytes {
                        let sent = try SealedBatch(parsing: bytes).open(BatchPayload.self, key: key).releases
                        let there = Set(try leaves(of: parcel.epoch).map(\.name))
                        var answer = try receipt(for: parcel.epoch)
                        answer.repeated = sent.filter { there.contains($0.name) }.map(\.seq)
                        let life = try store.resolveConflict(
                            of: parcel, by: answer, configuration: fixture.configuration, zone: fixture.zone, key: key)
                        lives.append(try #require(life))
                        continue
                    }
                    batches[parcel] = bytes
                    var answer = try receipt(for: parcel.epoch)
                    answer.stored = try SealedBatch(parsing: bytes).header.sha256
                    let life = try store.acknowledge(
                        answer, taken: [parcel], configuration: fixture.configuration,
                        zone: fixture.zone)
                    if let life { lives.append(life) }
                }
            }
            #expect(try store.parcels().isEmpty)
            return lives
        }

        /// Without the noise, which a test's ε makes vanish.
        func visits() throws -> [String: Int64] {
            try leaves().filter { $0.measure == "entries" }.reduce(into: [:]) { $0[$1.period, default: 0] += $1.value }
        }
    }

    /// A place whose noise is 0 in all but one of 10^400 draws.
    private func place() throws -> StoreFixture {
        try StoreFixture(
            SmallPlace.configuration(
                panels: [],
                release: ReleasePolicy(epsilonNumerator: 1000, epsilonDenominator: 1, yearlyCeiling: 1_000_000_000)))
    }

    private func visit(
        _ store: StoreDatabase, _ fixture: StoreFixture, on days: ClosedRange<Int>, more: Int64 = 0
    ) throws {
        for number in days {
            try fixture.note(store, day(number))
            // Ten times the number of the day and one, so that a day that is taken for another shows.
            try store.commit(
                Increments(rows: [fixture.row(fixture.bin(day(number), 12), .count(.in), Int64(10 * number + 1) + more)]
                ))
        }
    }

    private static func expected(_ days: ClosedRange<Int>) -> [String: Int64] {
        Dictionary(
            uniqueKeysWithValues: days.map {
                (SmallPlace.monday.adding(days: $0).description, Int64(10 * $0 + 1))
            })
    }

    /// The card is copied after day `copied`; the original delivers up to day `delivered` and is then lost; the copy counts
    /// from the day after. What the original had not delivered of its own days is gone with it.
    @Test(arguments: [(3, 3), (3, 4), (3, 9), (3, 10), (5, 12), (0, 4), (0, 30)])
    func aRestoredCardDeliversNothingTwiceAndSwallowsNothing(copied: Int, lost: Int) throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        let collector = Collector(fixture)
        var delivered = 0
        let copy = try fixture.open { store in
            try visit(store, fixture, on: 0...copied)
            _ = try fixture.release(store, on: day(copied))
            _ = try collector.take(from: store, fixture)
            let copy = try fixture.scratch.copy(ofDatabase: fixture.path)
            if copied < lost { try visit(store, fixture, on: (copied + 1)...lost) }
            _ = try fixture.release(store, on: day(lost))
            #expect(try collector.take(from: store, fixture).isEmpty)
            delivered = lost - 3
            return copy
        }
        let store = try StoreDatabase(path: copy)
        let epoch = store.epoch
        // The original's last days that are not in the copy and were not delivered.
        let gone = max(copied, delivered) + 1
        try visit(store, fixture, on: (lost + 1)...(lost + 20))
        var lives: [NewLife] = []
        for today in (lost + 1)...(lost + 30) {
            try fixture.note(store, day(today))
            _ = try fixture.release(store, on: day(today))
            lives += try collector.take(from: store, fixture)
        }
        var expected = Self.expected(0...(lost + 20))
        if gone <= lost { for number in gone...lost { expected[day(number).description] = 0 } }
        var found = try collector.visits()
        for number in (lost + 21)...(lost + 30) { found[day(number).description] = nil }
        #expect(found == expected)
        #expect(lives.isEmpty == (delivered <= copied - 3), "a new life only where the other one was heard of")
        #expect((store.epoch == epoch) == lives.isEmpty)
    }

    /// Both cards go on, in two boards. Each day that one has delivered is left out by the other, and told.
    @Test func aCloneBesideItsOriginalDeliversNothingTwice() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        let collector = Collector(fixture)
        try fixture.open { original in
            try visit(original, fixture, on: 0...3)
            let clone = try StoreDatabase(path: try fixture.scratch.copy(ofDatabase: fixture.path))
            var lives: [NewLife] = []
            for today in 4...20 {
                for (store, more) in [(original, Int64(0)), (clone, 1000)] {
                    try visit(store, fixture, on: today...today, more: more)
                    _ = try fixture.release(store, on: day(today))
                    lives += try collector.take(from: store, fixture)
                }
            }
            #expect(lives.count == 1, "one new epoch is enough: from then on their numbers never meet")
            #expect(lives.first.map { $0.repeatedReleases > 0 } == true)
            #expect(original.epoch != clone.epoch)
            let found = try collector.visits()
            // Days that both had counted before the one was copied are there once.
            for number in 0...1 { #expect(found[day(number).description] == Int64(10 * number + 1)) }
        }
    }

    @Test func aWatermarkBeyondWhatWasReleasedBeginsANewEpoch() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try visit(store, fixture, on: 0...9)
            #expect(try fixture.release(store, on: day(4)) == 2)
            try fixture.freeze(store)
            #expect(try fixture.release(store, on: day(7)) == 3)
            #expect(throws: StoreError.self) { try fixture.acknowledge(store, store.epoch, 7) }
            try fixture.freeze(store)
            let old = store.epoch
            // The other life has delivered up to Saturday, day 5.
            let life = try fixture.acknowledge(store, old, 1, held: ["attendance": day(6).description])
            #expect(life == nil, "nothing beyond what this store released")
            let begun = try fixture.acknowledge(store, old, 7, held: ["attendance": day(6).description])
            #expect(begun == NewLife(repeatedCounts: 51), "what was counted on day 5 and not released")
            #expect(store.epoch != old && store.epoch.count == 32)
            #expect(try fixture.acknowledge(store, old, 9) == nil, "an old life's answer comes again")
            #expect(try store.parcels().isEmpty, "its batches lay below the watermark")
            #expect(try fixture.release(store, on: day(9)) == 1)
            try fixture.freeze(store)
            let leaves = try fixture.frozen(store)
            #expect(leaves.map(\.period) == [day(6).description] && leaves.map(\.seq) == [1])
            #expect(leaves.map(\.value) == [61])
            let left = try StoreDatabase(path: try fixture.scratch.copy(ofDatabase: fixture.path))
            #expect(left.epoch == store.epoch)
        }
    }

    /// Frozen bytes that the collector does not have wait for it under their old identity.
    @Test func batchesOfAnEarlierLifeStillWait() throws {
        let fixture = try place()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try visit(store, fixture, on: 0...9)
            for today in [4, 5, 6] {
                _ = try fixture.release(store, on: day(today))
                try fixture.freeze(store)
            }
            let old = try store.parcels()
            #expect(old.count == 3)
            let receipt = Receipt(
                place: "p-7", epoch: store.epoch, watermark: 0, time: 0, held: ["attendance": day(2).description])
            // The middle one meets another one at the collector.
            _ = try store.resolveConflict(
                of: old[1], by: receipt, configuration: fixture.configuration, zone: fixture.zone,
                key: fixture.key.verifyingKey)
            try fixture.freeze(store)
            let parcels = try store.parcels()
            #expect(parcels.map(\.epoch) == [old[0].epoch, old[2].epoch, store.epoch])
            #expect(try fixture.frozen(store).map(\.period) == [0, 1, 3, 2].map { day($0).description })
            #expect(try fixture.acknowledge(store, old[0].epoch, 4) == nil)
            #expect(try store.parcels().map(\.epoch) == [store.epoch])
        }
    }
}

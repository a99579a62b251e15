import Foundation
import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetStore

@Suite("Batches")
struct BatchTests {
    private let monday = SmallPlace.monday

    /// A store that has released one leaf for each of `count` days from Monday.
    private func releasing(
        _ count: Int, _ body: (StoreFixture, StoreDatabase) throws -> Void
    ) throws {
        let fixture = try StoreFixture(SmallPlace.configuration(panels: []))
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try fixture.note(store, monday, monday.adding(days: count + 30))
            #expect(try fixture.release(store, on: monday.adding(days: count + 2)) == count)
            try body(fixture, store)
        }
    }

    @Test func frozenBytesNeverChange() throws {
        try releasing(3) { fixture, store in
            try fixture.freeze(store)
            let parcels = try store.parcels()
            #expect(parcels.map { [$0.first, $0.last] } == [[1, 3]])
            let bytes = try #require(try parcels.first.flatMap { try store.bytes(of: $0) })
            #expect(parcels.first?.size == bytes.count)
            let batch = try SealedBatch(parsing: bytes)
            #expect(batch.header.place == "p-7")
            #expect(batch.header.epoch == store.epoch)
            #expect((batch.header.first, batch.header.last) == (1, 3))

            try fixture.freeze(store)
            #expect(try store.parcels() == parcels, "nothing new, nothing frozen")
            #expect(try fixture.release(store, on: monday.adding(days: 6)) == 1)
            try store.freeze(place: "p-7", names: PlaceNames(), software: "later", key: SigningKey())
            #expect(try store.parcels().map { [$0.first, $0.last] } == [[1, 3], [4, 4]])
            let again = try #require(try store.parcels().first)
            #expect(try store.bytes(of: again) == bytes)
            let left = try StoreDatabase(path: try fixture.scratch.copy(ofDatabase: fixture.path))
            #expect(try left.bytes(of: again) == bytes)
        }
    }

    @Test func aBatchHoldsAThousandReleasesAtTheMost() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            let leaves = (1...Int64(2001)).map { seq in
                ReleasedLeaf(
                    seq: seq, period: "2026-11-02", session: "outside", measure: "entries", value: seq, epsilon: "1/1",
                    observed: 0, scheduled: 86_400)
            }
            try store.database.transaction { try store.append(leaves) }
            try fixture.freeze(store)
            #expect(try store.parcels().map { [$0.first, $0.last] } == [[1, 1000], [1001, 2000], [2001, 2001]])
            #expect(try fixture.frozen(store).map(\.seq) == Array(1...2001))
        }
    }

    @Test func theWatermarkDeletesOnlyWhatIsBelowIt() throws {
        try releasing(2) { fixture, store in
            try fixture.freeze(store)
            for day in 5...6 {
                #expect(try fixture.release(store, on: monday.adding(days: day)) == 1)
                try fixture.freeze(store)
            }
            let all = try store.parcels()
            #expect(all.map { [$0.first, $0.last] } == [[1, 2], [3, 3], [4, 4]])
            func acknowledge(_ watermark: Int64, of epoch: String? = nil) throws -> NewLife? {
                try fixture.acknowledge(store, epoch ?? store.epoch, watermark)
            }
            #expect(try acknowledge(0) == nil)
            #expect(try acknowledge(1) == nil)
            #expect(try store.parcels() == all, "half a batch is none")
            #expect(try acknowledge(100, of: "ffffffffffffffffffffffffffffffff") == nil)
            #expect(try store.parcels() == all, "another life's watermark says nothing of this one")
            #expect(try acknowledge(3) == nil)
            #expect(try store.parcels() == all.suffix(1))
            let first = try #require(all.first)
            #expect(try store.bytes(of: first) == nil)
            #expect(try acknowledge(3) == nil, "the answer may come twice")
            #expect(try acknowledge(4) == nil)
            #expect(try store.parcels().isEmpty)
            #expect(try fixture.release(store, on: monday.adding(days: 7)) == 1)
            try fixture.freeze(store)
            #expect(try store.parcels().map(\.first) == [5], "the numbers go on")
        }
    }
}

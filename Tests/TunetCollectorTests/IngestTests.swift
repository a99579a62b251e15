import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing
import TunetCore
import TunetSQLite
import TunetWire

@testable import TunetCollector

@Suite("Batches over HTTP")
struct IngestTests {
    /// Runs `body` with a client, a store that knows `device`, and the store's path.
    private func withCollector(
        _ device: TestDevice, busyTimeout: Duration = .seconds(5),
        _ body: @escaping @Sendable (PatientClient, CollectorStore, String) async throws -> Void
    ) async throws {
        try await Fixture.withFolder { folder in
            let path = folder + "/collector.sqlite"
            let store = try await Fixture.store(path, [device], busyTimeout: busyTimeout)
            try await Fixture.server(store).application().test(.live) { client in
                try await body(PatientClient(port: try #require(client.port)), store, path)
            }
        }
    }

    private func send(_ bytes: [UInt8], _ client: PatientClient) async throws -> PatientClient.Response {
        try await client.execute(uri: "/v1/batches", method: .post, body: ByteBuffer(bytes: bytes))
    }

    private func receipt(_ response: PatientClient.Response, _ store: CollectorStore) throws -> Receipt {
        try SealedReceipt(parsing: Array(response.body.readableBytesView))
            .open(Receipt.self, key: store.signingKey.verifyingKey)
    }

    /// Whichever comes first, what stays is what the batch says, and nobody waits for it.
    @Test(arguments: [true, false])
    func aDroppedBatchGivesWayToTheBatchItself(droppedFirst: Bool) async throws {
        let device = try TestDevice()
        try await withCollector(device) { client, store, path in
            let dropped = try device.batch(
                1...5,
                payload: { $0 = BatchPayload(droppedOf: device.place, epoch: device.epoch, software: "test") })
            let whole = try device.batch(1...5)
            let next = try device.batch(6...7)
            for (number, batch) in [droppedFirst ? dropped : whole, droppedFirst ? whole : dropped, next].enumerated() {
                let response = try await send(batch.bytes, client)
                #expect(response.status == .ok, "\(number)")
                #expect(try receipt(response, store).watermark == (number == 2 ? 7 : 5))
                if number == 0 {
                    #expect(try await store.report().places.first?.missing == (droppedFirst ? 5 : nil))
                }
            }
            #expect(try Fixture.count("leaf", path) == 7)
            #expect(try Fixture.count("alarm", path) == 0)
            #expect(try await store.report().places.first?.missing == nil)
            #expect(try await send(dropped.bytes, client).status == .ok, "the same again is harmless")
            #expect(try Fixture.count("leaf", path) == 7)
        }
    }

    @Test func aBatchIsStoredOnceAndAnsweredWithASignedReceipt() async throws {
        let device = try TestDevice()
        try await withCollector(device) { client, store, path in
            let batch = try device.batch(1...5)
            for _ in 0..<3 {
                let response = try await send(batch.bytes, client)
                #expect(response.status == .ok)
                #expect(
                    try receipt(response, store)
                        == Receipt(
                            place: "p-1", epoch: device.epoch, watermark: 5, time: Fixture.now.seconds,
                            held: ["attendance": "2026-11-03"], stored: batch.header.sha256))
            }
            #expect(try Fixture.count("batch", path) == 1)
            #expect(try Fixture.count("leaf", path) == 5)
            #expect(try Fixture.count("alarm", path) == 0)
        }
    }

    @Test func fiftyAtTheSameTimeStoreOne() async throws {
        let device = try TestDevice()
        try await withCollector(device) { client, store, path in
            let bytes = try device.batch(1...20).bytes
            let statuses = try await withThrowingTaskGroup(of: HTTPResponse.Status.self) { group in
                for _ in 0..<50 { group.addTask { try await send(bytes, client).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == [HTTPResponse.Status](repeating: .ok, count: 50))
            #expect(try Fixture.count("batch", path) == 1)
            #expect(try Fixture.count("leaf", path) == 20)
        }
    }

    @Test func theWatermarkStopsAtTheFirstGap() async throws {
        let device = try TestDevice()
        try await withCollector(device) { client, store, _ in
            for (range, watermark) in [(5...6, 0), (1...2, 2), (8...8, 2), (3...4, 6), (7...7, 8)]
                as [(ClosedRange<Int64>, Int64)]
            {
                let response = try await send(try device.batch(range).bytes, client)
                #expect(try receipt(response, store).watermark == watermark, "after \(range)")
            }
            var other = device
            other.epoch = String(device.epoch.reversed())
            let response = try await send(try other.batch(1...1).bytes, client)
            #expect(try receipt(response, store).watermark == 1)
        }
    }

    @Test(arguments: [3...6, 2...3, 6...9, 1...9, 4...5] as [ClosedRange<Int64>])
    func otherContentUnderStoredNumbersIsRefusedWithAnAlarm(_ range: ClosedRange<Int64>) async throws {
        let device = try TestDevice()
        try await withCollector(device) { client, store, path in
            #expect(try await send(try device.batch(3...6).bytes, client).status == .ok)
            let other = try device.batch(range) { $0.value = 11 }
            for _ in 0..<2 {
                let response = try await send(other.bytes, client)
                #expect(response.status == .conflict)
                let answer = try receipt(response, store)
                #expect(answer.epoch == device.epoch && answer.watermark == 0)
                #expect(answer.held == ["attendance": "2026-11-03"] && answer.stored == nil)
                #expect(answer.repeated == Array(range), "all are of the same day")
            }
            let own = try device.batch(range) { leaf in if leaf.seq == range.lowerBound { leaf.period = "2026-11-09" } }
            #expect(try receipt(try await send(own.bytes, client), store).repeated == Array(range.dropFirst()))
            #expect(try Fixture.count("alarm WHERE repeated = 2", path) == 1)
            #expect(try Fixture.count("leaf WHERE value = 10", path) == 4)
            #expect(try Fixture.count("leaf", path) == 4)
            let page = String(buffer: try await client.execute(uri: "/", method: .get).body)
            #expect(page.contains("<h2 id=\"varsler\">Varsler</h2>"))
        }
    }

    /// The latest of each kind; of another epoch, and of counts whose date is uncertain, nothing follows.
    @Test func theReceiptSaysWhatIsHeld() async throws {
        let device = try TestDevice()
        @Sendable func leaf(_ period: String, _ measure: String, _ session: String) -> ReleasedLeaf {
            var leaf = TestDevice.leaf(1)
            leaf.period = period
            leaf.measure = measure
            leaf.session = session
            if measure == "misuse" { leaf.panel = "panel" }
            return leaf
        }
        try await withCollector(device) { client, store, _ in
            let leaves = [
                leaf("2026-11-02", "entries", "outside"), leaf("2026-11-03", "passages", "outside"),
                leaf("2026-11-04", "exits", "outside"), leaf("2026-W45", "misuse", "all"),
                leaf("2026-10", "checked_by_hand", "all"),
                leaf("2026-11-02/2026-11-20", "entries", "uncertain"),
            ]
            let response = try await send(try device.batch(of: leaves).bytes, client)
            #expect(response.status == .ok)
            #expect(
                try receipt(response, store).held
                    == ["attendance": "2026-11-05", "feedback": "2026-11-09", "checks": "2026-11-01"])
        }
        try await withCollector(device) { client, store, _ in
            #expect(
                try await send(try device.batch(of: [leaf("2026-11-30", "entries", "outside")]).bytes, client).status
                    == .ok)
            var other = device
            other.epoch = String(device.epoch.reversed())
            let response = try await send(try other.batch(of: [leaf("2026-11-02", "misuse", "all")]).bytes, client)
            #expect(try receipt(response, store).held == ["feedback": "2026-11-03"])
        }
    }

    @Test func whatIsNoBatchIsRefused() async throws {
        let device = try TestDevice()
        try await withCollector(device) { client, _, path in
            var damaged = try device.batch(1...2).bytes
            damaged[damaged.count - 1] ^= 1
            let oddPlace = try TestDevice(place: "p\n1").batch(1...1).bytes
            for bytes in [[], Array("hello".utf8), damaged, oddPlace] {
                #expect(try await send(bytes, client).status == .badRequest)
            }
            #expect(try await client.execute(uri: "/v1/batches", method: .get).status != .ok)
            #expect(try await client.execute(uri: "/nowhere", method: .get).status == .notFound)
            #expect(try Fixture.count("batch", path) == 0)
        }
    }

    @Test func anUnknownPlaceIs404AndAWrongKey403() async throws {
        let device = try TestDevice()
        try await withCollector(device) { client, _, path in
            let unknown = try await send(try TestDevice(place: "p-2").batch(1...1).bytes, client)
            #expect(unknown.status == .notFound)
            #expect(String(buffer: unknown.body).contains("place add"))
            let forged = try await send(try TestDevice(keyByte: 9).batch(1...1).bytes, client)
            #expect(forged.status == .forbidden)
            #expect(try Fixture.count("batch", path) == 0)
        }
    }

    @Test func aMessageOverTheLimitIs413() async throws {
        try await withCollector(try TestDevice()) { client, _, _ async throws in
            let bytes = [UInt8](repeating: 10, count: BatchHeader.sizeLimit + 1)
            #expect(try await send(bytes, client).status == .contentTooLarge)
            #expect(try await client.execute(uri: "/", method: .get).status == .ok)
        }
    }

    @Test func aBusyDatabaseIs503WithATimeToComeBack() async throws {
        let device = try TestDevice()
        try await withCollector(device, busyTimeout: .milliseconds(10)) { client, _, path in
            let bytes = try device.batch(1...1).bytes
            do {
                let other = try SQLiteConnection(path: path, mode: .readWriteCreate)
                try other.execute("BEGIN IMMEDIATE")
                let response = try await send(bytes, client)
                #expect(response.status == .serviceUnavailable)
                #expect(response.headers[.retryAfter] == "10")
            }
            #expect(try await send(bytes, client).status == .ok)
        }
    }

    @Test func aFullDatabaseIs503AndStoresNothing() async throws {
        let device = try TestDevice()
        try await withCollector(device) { client, store, path in
            try await store.limitPages()
            var generator = SystemRandomNumberGenerator()
            let names = PlaceNames(
                sessions: Dictionary(
                    uniqueKeysWithValues: (0..<400).map {
                        ("s-\($0)", String(UInt64.random(in: 0...UInt64.max, using: &generator)))
                    }))
            let batch = try device.batch(1...300, payload: { $0.names = names })
            let response = try await send(batch.bytes, client)
            #expect(response.status == .serviceUnavailable)
            #expect(response.headers[.retryAfter] == "900")
            #expect(try Fixture.count("batch", path) == 0)
            #expect(try Fixture.count("leaf", path) == 0)
        }
    }

    @Test func aReplacedKeyCountsFromThenOn() async throws {
        let old = try TestDevice()
        let new = try TestDevice(keyByte: 2)
        try await withCollector(old) { client, store, _ in
            #expect(try await send(try old.batch(1...1).bytes, client).status == .ok)
            await #expect(throws: CollectorError.self) { try await Fixture.add(new, to: store, name: "x") }
            try await Fixture.add(new, to: store, name: "x", replaceKey: true)
            #expect(try await send(try old.batch(2...2).bytes, client).status == .forbidden)
            #expect(try await send(try new.batch(2...2).bytes, client).status == .ok)
        }
    }
}

extension CollectorStore {
    /// No page more than there are: the next larger change finds the database full.
    func limitPages() throws {
        let pages = try database.first("PRAGMA page_count") { row in try row.int64(0) } ?? 0
        try database.execute("PRAGMA max_page_count = \(pages)")
    }
}

import Foundation
import Logging
import TunetCore
import TunetSQLite
import TunetWire

@testable import TunetCollector

/// A device with a key, whose batches tests send.
struct TestDevice {
    var place = "p-1"
    var epoch = "00112233445566778899aabbccddeeff"
    var key: SigningKey
    var names = PlaceNames()

    init(place: String = "p-1", keyByte: UInt8 = 1) throws {
        self.place = place
        key = try SigningKey(raw: [UInt8](repeating: keyByte, count: 32))
    }

    /// Sealed releases with the given numbers, all of 10 visits on one day unless `change` says otherwise.
    func batch(
        _ range: ClosedRange<Int64>, change: (inout ReleasedLeaf) -> Void = { _ in },
        payload: (inout BatchPayload) -> Void = { _ in }, header: (inout BatchHeader) -> Void = { _ in }
    ) throws -> SealedBatch {
        var content = BatchPayload(
            place: place, epoch: epoch, software: "test", names: names,
            releases: range.map { seq in
                var leaf = Self.leaf(seq)
                change(&leaf)
                return leaf
            })
        payload(&content)
        var identity = BatchHeader(place: place, epoch: epoch, first: range.lowerBound, last: range.upperBound)
        header(&identity)
        return try SealedBatch(header: identity, body: content, key: key)
    }

    /// `releases` under numbers from 1.
    func batch(of releases: [ReleasedLeaf]) throws -> SealedBatch {
        var numbered = releases
        for index in numbered.indices { numbered[index].seq = Int64(index + 1) }
        return try batch(
            1...Int64(max(1, releases.count)),
            payload: { payload in
                payload.releases = numbered
                payload.v = numbered.map(\.version).max() ?? 1
            })
    }

    static func leaf(_ seq: Int64) -> ReleasedLeaf {
        ReleasedLeaf(
            seq: seq, period: "2026-11-02", session: "outside", measure: "entries", value: 10, epsilon: "1/1",
            observed: 3600, scheduled: 3600)
    }
}

enum Fixture {
    static let now = UTCInstant(seconds: 1_800_000_000)
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// A folder that is gone afterwards.
    static func withFolder<T>(_ body: (String) async throws -> T) async throws -> T {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("tunet-collector-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }

    /// A store that knows the devices' places.
    static func store(
        _ path: String, _ devices: [TestDevice], busyTimeout: Duration = .seconds(5)
    ) async throws -> CollectorStore {
        let store = try CollectorStore(path: path, busyTimeout: busyTimeout)
        for device in devices { try await add(device, to: store, name: "Stedet \(device.place)") }
        return store
    }

    static func add(_ device: TestDevice, to store: CollectorStore, name: String, replaceKey: Bool = false) async throws
    {
        try await store.add(
            .init(id: device.place, name: name, municipality: "3907", key: device.key.verifyingKey),
            replaceKey: replaceKey, now: now)
    }

    static func server(_ store: CollectorStore) throws -> CollectorServer {
        try CollectorServer(store: store, host: "127.0.0.1", port: 0, logger: logger) { now }
    }

    /// As the service does it, without HTTP.
    static func ingest(_ batch: SealedBatch, _ device: TestDevice, _ store: CollectorStore) async throws
        -> IngestOutcome
    {
        try await store.ingest(VerifiedBatch(batch, key: device.key.verifyingKey), now: now)
    }

    static func count(_ table: String, _ path: String) throws -> Int? {
        try SQLiteConnection(path: path, mode: .readOnly)
            .first("SELECT count(*) FROM \(table)") { row in try row.int(0) }
    }
}

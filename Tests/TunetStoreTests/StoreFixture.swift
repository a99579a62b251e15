import Foundation
import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetStore

/// A store in a folder of its own, opened as often as a test wants.
struct StoreFixture {
    let scratch: ScratchFolder
    let zone: TimeZoneRules
    var configuration = SmallPlace.configuration()
    let key: SigningKey

    var path: String { scratch.file("store.sqlite") }

    init(_ configuration: PlaceConfiguration = SmallPlace.configuration()) throws {
        scratch = try ScratchFolder()
        zone = try SmallPlace.oslo()
        self.configuration = configuration
        key = try SigningKey(raw: [UInt8](repeating: 7, count: 32))
    }

    /// Opens the store for `body` and drops it afterwards, not closed in good order. SQLite still writes its log back; what
    /// a power cut leaves is a copy of the files, made while the store is open.
    func open<T>(_ body: (StoreDatabase) throws -> T) throws -> T {
        try body(try StoreDatabase(path: path))
    }

    /// The bin of a local time of day.
    func bin(_ day: CivilDate, _ hour: Int, _ minute: Int = 0) -> Bin {
        .dated(zone.instant(of: day, minute: 60 * hour + minute))
    }

    func row(_ bin: Bin, _ counter: BinCounter, _ amount: Int64, of source: String = "front") -> Increments.Row {
        Increments.Row(bin: bin, source: source, counter: counter, amount: amount)
    }

    func press(_ option: String?, _ amount: Int64, on day: CivilDate, panel: String = "panel") -> Increments.PressRow {
        Increments.PressRow(
            day: TallyDay(boot: 0, index: day.dayNumber), panel: panel, question: "trivsel", option: option,
            amount: amount)
    }

    func note(_ store: StoreDatabase, _ days: CivilDate...) throws {
        for day in days { try store.noteMeasures(on: day, configuration: configuration) }
    }

    func release(_ store: StoreDatabase, on today: CivilDate, seed: UInt64 = 1) throws -> Int {
        var random = SeededGenerator(seed: seed)
        return try store.releaseDue(on: today, configuration: configuration, zone: zone, using: &random)
    }

    func freeze(_ store: StoreDatabase) throws {
        try store.freeze(
            place: configuration.place.id, names: PlaceNames(configuration), software: "test", key: key)
    }

    func acknowledge(
        _ store: StoreDatabase, _ epoch: String, _ watermark: Int64, held: [String: String]? = nil
    ) throws -> NewLife? {
        try store.acknowledge(
            Receipt(place: configuration.place.id, epoch: epoch, watermark: watermark, time: 0, held: held),
            taken: store.parcels(),
            configuration: configuration, zone: zone)
    }

    /// What the frozen batches hold, in order.
    func frozen(_ store: StoreDatabase) throws -> [ReleasedLeaf] {
        try store.parcels().flatMap { parcel in
            let bytes = try #require(try store.bytes(of: parcel))
            return try SealedBatch(parsing: bytes).open(BatchPayload.self, key: key.verifyingKey).releases
        }
    }

    /// The exact counts behind the leaves, in the order in which they were drawn, for a release with that seed.
    ///
    /// The noise is known here because the generator is; on a device it is the system's.
    func exact(_ leaves: [ReleasedLeaf], seed: UInt64 = 1) throws -> [Int64] {
        var random = SeededGenerator(seed: seed)
        let noise = try #require(configuration.release.noise)
        return leaves.map { $0.value - noise.draw(using: &random) }
    }

    func number(_ store: StoreDatabase, _ sql: String) throws -> Int64? {
        try store.database.first(sql) { try $0.int64(0) }
    }
}

extension ReleasedLeaf {
    /// Which leaf it is, without what was counted: `2026-11-02 outside entries`.
    var name: String {
        ([period, session, measure] + [question, option, panel].compactMap { $0 }).joined(separator: " ")
    }
}

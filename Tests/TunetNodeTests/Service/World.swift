import Foundation
import Synchronization
import Testing
import TunetCore
import TunetLocal
import TunetSQLite
import TunetTestSupport
import TunetUplink
import TunetWire

@testable import TunetNode
@testable import TunetStore

/// A device on virtual time, with a real store on the real disk. The clock is Oslo's; it starts on Monday, 2026-11-02 at
/// 08:00, boot time 0.
final class World: Sendable {
    /// What the engine did to the world outside of it.
    struct Record: Sendable {
        var outputs: [String] = []
        var messages: [NodeMessage] = []
    }

    let scratch: ScratchFolder
    let configuration: PlaceConfiguration
    let zone: TimeZoneRules
    let record = Mutex(Record())

    var storePath: String { configuration.device.dataFolder + "/store.sqlite" }
    var messages: [String] { record.withLock { $0.messages.map(\.text) } }
    var outputs: [String] { record.withLock { $0.outputs } }

    init(_ configure: (inout PlaceConfiguration) -> Void = { _ in }) throws {
        scratch = try ScratchFolder()
        zone = try SmallPlace.oslo()
        var configuration = SmallPlace.configuration(dataFolder: scratch.file("data"))
        configure(&configuration)
        self.configuration = configuration
    }

    /// Virtual time at a local time of day of the device's first day, or `days` later.
    func time(_ hour: Int, _ minute: Int = 0, _ second: Int = 0, days: Int = 0) -> MonotonicInstant {
        let utc = zone.instant(of: SmallPlace.monday.adding(days: days), minute: 60 * hour + minute)
        return MonotonicInstant(nanoseconds: (utc.seconds - start.seconds + Int64(second)) * 1_000_000_000)
    }

    var start: UTCInstant { zone.instant(of: SmallPlace.monday, minute: 480) }

    /// What dates the boot rightly.
    var anchor: Anchor { Anchor(monotonic: .zero, utc: start, quality: .synchronised) }

    /// A device that has just started.
    ///
    /// - Parameter onLight: called with each change of an output, while it happens.
    func device(
        at now: MonotonicInstant = .zero, kernelID: String = "boot", isDated: Bool = true,
        onLight: @escaping @Sendable (Int, Bool) -> Void = { _, _ in }
    ) async throws -> TestNode {
        let store = try await openStore()
        let engine = try await NodeEngine(
            configuration: configuration, zone: zone, store: store, kernelID: kernelID, at: now,
            surroundings: NodeEngine.Surroundings(
                setOutput: { output, isOn in
                    onLight(output, isOn)
                    self.record.withLock { $0.outputs.append("\(output) \(isOn ? "on" : "off")") }
                }, log: { message in self.record.withLock { $0.messages.append(message) } }))
        if isDated { await engine.offer(anchor, at: now) }
        await engine.begin(levels: [:], at: now)
        return TestNode(engine: engine, store: store)
    }

    /// A device that was dropped without an end lets go of its folder when its last task is over, on another thread.
    private func openStore() async throws -> Store {
        for _ in 0..<2000 {
            do {
                return try Store(configuration: configuration, zone: zone)
            } catch let error as StoreError where error.code == .inUse {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        return try Store(configuration: configuration, zone: zone)
    }

    /// One number from the store's file as a power cut would leave it now.
    func onDisk(_ sql: String) throws -> Int64 {
        let copy = try scratch.copy(ofDatabase: storePath)
        let database = try SQLiteConnection(path: copy, mode: .readWriteCreate)
        return try database.first(sql) { try $0.int64(0) } ?? 0
    }

    func entriesOnDisk() throws -> Int64 {
        try onDisk("SELECT coalesce(sum(amount), 0) FROM tally WHERE counter = 'count:in'")
    }

    /// Leaves that were released and not delivered.
    func releasesOnDisk() throws -> Int64 {
        try onDisk(
            """
            SELECT coalesce(sum(last - first + 1), 0)
            FROM (SELECT first, last FROM released UNION ALL SELECT first, last FROM batch)
            """)
    }

    func pressesOnDisk() throws -> Int64 {
        try onDisk("SELECT coalesce(sum(amount), 0) FROM press WHERE option <> ''")
    }
}

/// An engine with what drives it.
struct TestNode: Sendable {
    let engine: NodeEngine
    let store: Store

    /// Reaches every deadline up to `time`, as the service does. What is to be sent goes to `deliver`.
    func run(
        to time: MonotonicInstant,
        deliver: @Sendable (NodeEngine.Dispatch) async -> CollectorClient.Outcome = { _ in
            .unreachable(message: "there is no collector in this test")
        }
    ) async {
        var steps = 0
        while true {
            while let dispatch = await engine.takeDispatch() {
                let outcome = await deliver(dispatch)
                await engine.finish(outcome, of: dispatch, at: await engine.now)
            }
            let due = await engine.deadline
            guard due <= time else { break }
            await engine.advance(to: due)
            steps += 1
            guard steps < 100_000 else {
                Issue.record("the engine does not come to rest at \(due)")
                return
            }
        }
        await engine.advance(to: time)
    }

    /// Plays edges, each at its own time, with every deadline in between.
    func play(_ edges: [Edge]) async {
        for edge in edges {
            await run(to: edge.time)
            await engine.receive([.edge(edge)], at: edge.time)
        }
    }

    /// What the batches hold that wait for their delivery.
    func frozen() async throws -> [ReleasedLeaf] {
        var leaves: [ReleasedLeaf] = []
        for parcel in try await store.prepareUpload(on: nil, software: "test").parcels {
            let bytes = try #require(try await store.bytes(of: parcel))
            leaves += try SealedBatch(parsing: bytes).open(BatchPayload.self, key: store.deviceKey).releases
        }
        return leaves
    }

    func status() async -> NodeStatus {
        await engine.status(libgpiod: "none", lossDetectable: true)
    }
}

extension Store {
    /// Works on the store's own connection: makes real faults, such as a trigger that refuses.
    func inject(_ sql: String) throws {
        try database.database.execute(sql)
    }

    static let refusePresses = "CREATE TEMP TRIGGER p BEFORE INSERT ON press BEGIN SELECT raise(FAIL, 'no room'); END;"
    static let refuseCounts = "CREATE TEMP TRIGGER t BEFORE INSERT ON tally BEGIN SELECT raise(FAIL, 'no room'); END;"
    static let accept = "DROP TRIGGER IF EXISTS p; DROP TRIGGER IF EXISTS t; DROP TRIGGER IF EXISTS x;"
}

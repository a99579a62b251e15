import Foundation
import Synchronization
import Testing
import TunetCore
import TunetTestSupport
import TunetUplink
import TunetWire

@testable import TunetNode
@testable import TunetStore

/// What leaves a device, or could be taken from it: all that an outsider has.
struct Emitted: Sendable, Equatable {
    struct Line: Sendable, Equatable {
        /// As the journal's own stamp would tell.
        var time: MonotonicInstant
        var message: NodeMessage
    }

    struct Upload: Sendable, Equatable {
        var time: MonotonicInstant
        var bytes: [UInt8]
    }

    var log: [Line] = []
    var uploads: [Upload] = []
}

/// A device on virtual time whose chance comes from a seed, with a real store on the real disk. It begins on Monday,
/// 2026-11-02 at 00:00 in Oslo, boot time 0.
final class Life: Sendable {
    private struct State: Sendable {
        var now = MonotonicInstant.zero
        var emitted = Emitted()
        var random: SeededGenerator
    }

    let scratch: ScratchFolder
    let configuration: PlaceConfiguration
    let zone: TimeZoneRules
    let key: SigningKey
    private let state: Mutex<State>

    /// - Parameter copied: a data folder from which this life goes on.
    init(seed: UInt64, from copied: String? = nil, _ configure: (inout PlaceConfiguration) -> Void = { _ in }) throws {
        scratch = try ScratchFolder()
        zone = try SmallPlace.oslo()
        key = try SigningKey(raw: [UInt8](repeating: 7, count: 32))
        let folder = scratch.file("data")
        var configuration = SmallPlace.configuration(
            dataFolder: folder, uplink: UplinkPolicy(collectorURL: "http://127.0.0.1:1", collectorKey: []))
        configure(&configuration)
        self.configuration = configuration
        state = Mutex(State(random: SeededGenerator(seed: seed)))
        if let copied {
            try FileManager.default.copyItem(atPath: copied, toPath: folder)
        } else {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            try ScratchFolder.write(key.raw, to: folder + "/device.key")
        }
    }

    var folder: String { configuration.device.dataFolder }
    var emitted: Emitted { state.withLock { $0.emitted } }
    var start: UTCInstant { zone.start(of: SmallPlace.monday) }

    /// Virtual time at a local time of day of the first day, or `days` later; minutes may be more than those of a day.
    func time(_ hour: Int, _ minute: Int = 0, _ second: Int = 0, days: Int = 0) -> MonotonicInstant {
        let minutes = 60 * hour + minute
        let utc = zone.instant(of: SmallPlace.monday.adding(days: days + minutes / 1440), minute: minutes % 1440)
        return MonotonicInstant(nanoseconds: (utc.seconds - start.seconds + Int64(second)) * 1_000_000_000)
    }

    /// Where the device leaves everything to chance.
    private var chance: RandomSource {
        RandomSource { self.state.withLock { $0.random.next() } }
    }

    func pass(to time: MonotonicInstant) {
        state.withLock { $0.now = max($0.now, time) }
    }

    fileprivate func sent(_ bytes: [UInt8]) {
        state.withLock { $0.emitted.uploads.append(.init(time: $0.now, bytes: bytes)) }
    }

    /// Every file of the data folder that is not the key or the lock, with its bytes; of a log without its salts, which SQLite
    /// draws itself, and the checksums that follow from them (https://sqlite.org/fileformat2.html#walformat), and without the
    /// number of times that it was begun anew since the start: it tells in how many quarters something was committed.
    func filesWithoutSalts() throws -> [String: [UInt8]] {
        var files = try files()
        guard var log = files["store.sqlite-wal"], log.prefix(32).contains(where: { $0 != 0 }) else { return files }
        for index in 12..<32 { log[index] = 0 }
        for frame in stride(from: 32, to: log.count - 23, by: 24 + 512) {
            for index in (frame + 8)..<(frame + 24) { log[index] = 0 }
        }
        files["store.sqlite-wal"] = log
        return files
    }

    /// Every file of the data folder that is not the key or the lock, with its bytes.
    func files() throws -> [String: [UInt8]] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        return Dictionary(
            uniqueKeysWithValues: names.filter { !["device.key", "lock"].contains($0) }
                .map { ($0, ScratchFolder.bytes(folder + "/" + $0)) })
    }

    /// Starts the service. The time of every boot goes on in that of the first one.
    func device(at now: MonotonicInstant = .zero, kernelID: String = "boot", isDated: Bool = true) async throws
        -> LivingDevice
    {
        pass(to: now)
        let store = try await openStore()
        let engine = try await NodeEngine(
            configuration: configuration, zone: zone, store: store, kernelID: kernelID, at: now,
            surroundings: .init(
                setOutput: { _, _ in },
                log: { message in self.state.withLock { $0.emitted.log.append(.init(time: $0.now, message: message)) } }
            ))
        if isDated { await engine.offer(anchor, at: now) }
        await engine.begin(levels: [:], at: now)
        return LivingDevice(life: self, engine: engine, store: store)
    }

    var anchor: Anchor { Anchor(monotonic: .zero, utc: start, quality: .synchronised) }

    /// A device that was dropped lets go of its folder when its last task is over.
    private func openStore() async throws -> Store {
        for _ in 0..<2000 {
            do {
                return try Store(configuration: configuration, zone: zone, random: chance)
            } catch let error as StoreError where error.code == .inUse {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        return try Store(configuration: configuration, zone: zone, random: chance)
    }

    /// What the batches hold that an outsider has seen, in the order of their uploads, repeated ones too.
    func leaves() throws -> [ReleasedLeaf] {
        try emitted.uploads.flatMap { try payload(of: $0.bytes).releases }
    }

    func payload(of bytes: [UInt8]) throws -> BatchPayload {
        try SealedBatch(parsing: bytes).open(BatchPayload.self, key: key.verifyingKey)
    }
}

/// A running service with what drives it.
struct LivingDevice: Sendable {
    let life: Life
    let engine: NodeEngine
    let store: Store

    /// Reaches every deadline up to `time`, as the service does. Each upload goes to `answer`.
    ///
    /// - Parameter hasPower: false once the power is gone, and nothing can leave the device any more.
    func run(
        to time: MonotonicInstant,
        answer: @Sendable ([UInt8]) async throws -> CollectorClient.Outcome = { _ in
            .unreachable(message: "there is no collector here")
        }, hasPower: @Sendable () -> Bool = { true }
    ) async throws {
        for _ in 0..<200_000 {
            while hasPower(), let dispatch = await engine.takeDispatch() {
                life.sent(dispatch.bytes)
                await engine.finish(try await answer(dispatch.bytes), of: dispatch, at: await engine.now)
            }
            guard hasPower() else { return }
            let due = await engine.deadline
            guard due <= time else {
                life.pass(to: time)
                await engine.advance(to: time)
                return
            }
            life.pass(to: due)
            await engine.advance(to: due)
        }
        Issue.record("the engine does not come to rest")
    }

    /// Plays edges in order of time, with every deadline in between.
    func play(
        _ edges: [Edge],
        answer: @Sendable ([UInt8]) async throws -> CollectorClient.Outcome = { _ in
            .unreachable(message: "there is no collector here")
        }
    ) async throws {
        for edge in edges.sorted(by: { $0.time < $1.time }) {
            try await run(to: edge.time, answer: answer)
            await engine.receive([.edge(edge)], at: edge.time)
        }
    }
}

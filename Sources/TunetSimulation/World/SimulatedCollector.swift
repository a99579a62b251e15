import TunetCollector
import TunetCore
import TunetNode
import TunetSQLite
import TunetTestSupport
import TunetUplink
import TunetWire

/// The real collector's store, and a network that can be as bad as it likes.
final class SimulatedCollector {
    enum Mood: Sendable, CaseIterable {
        case well
        /// Nobody answers.
        case away
        /// Anything may come of an attempt.
        case moody
    }

    /// A leaf that it holds.
    struct Held {
        var measure: String
        var period: String
        var session: String
        var value: Int64
    }

    var mood = Mood.well
    /// By epoch and sequence number: `0123…/17`.
    private(set) var leaves: [String: Held] = [:]
    private let store: CollectorStore
    private let path: String
    private let place: String
    private let key: VerifyingKey
    private var random: SeededGenerator

    init(path: String, place: String, key: VerifyingKey, seed: UInt64) async throws {
        self.path = path
        self.place = place
        self.key = key
        random = SeededGenerator(seed: seed)
        store = try CollectorStore(path: path)
        try await store.add(
            .init(id: place, name: "Simulated", municipality: nil, key: key), replaceKey: false,
            now: UTCInstant(seconds: 0))
    }

    /// What it holds, by measure.
    var totals: [String: Int64] {
        leaves.values.reduce(into: [:]) { $0[$1.measure, default: 0] += $1.value }
    }

    /// What comes of an attempt, and after how many nanoseconds.
    ///
    /// - Parameter now: seconds of UTC.
    func answer(_ bytes: [UInt8], now: UTCInstant) async throws -> (outcome: CollectorClient.Outcome, after: Int64) {
        let latency = Int64(random.logUniform(0.05...5) * 1e9)
        switch mood {
        case .well: return (try await ingest(bytes, now: now), latency)
        case .away: return (.unreachable(message: "nobody answers"), latency)
        case .moody: break
        }
        switch random.whole(0...6) {
        case 0: return (.unreachable(message: "nobody answers"), latency)
        case 1:
            // It is stored, and the answer is lost.
            _ = try await ingest(bytes, now: now)
            return (.unreachable(message: "the answer is lost"), 60_000_000_000)
        case 2:
            _ = try await ingest(bytes, now: now)
            return (try await ingest(bytes, now: now), latency)
        case 3: return (.refused(status: 500, message: "no", retryAfter: nil), latency)
        case 4: return (.refused(status: 503, message: "later", retryAfter: .seconds(900)), latency)
        case 5: return (try await ingest(bytes, now: now), Int64(random.uniform(5...59) * 1e9))
        default: return (try await ingest(bytes, now: now), latency)
        }
    }

    private func ingest(_ bytes: [UInt8], now: UTCInstant) async throws -> CollectorClient.Outcome {
        let batch = try VerifiedBatch(SealedBatch(parsing: bytes), key: key)
        switch try await store.ingest(batch, now: now) {
        case .stored(let watermark, let isNew):
            if isNew {
                for leaf in batch.payload.releases {
                    leaves["\(batch.header.epoch)/\(leaf.seq)"] = Held(
                        measure: StoreReading.measure(of: leaf), period: leaf.period, session: leaf.session,
                        value: leaf.value)
                }
            }
            return .delivered(try await receipt(batch.header.epoch, watermark, now, stored: batch.header.sha256))
        case .conflict(message: _, let watermark, let repeated):
            return .conflict(try await receipt(batch.header.epoch, watermark, now, repeated: repeated))
        case .unknownPlace:
            return .refused(status: 404, message: "unknown", retryAfter: nil)
        }
    }

    private func receipt(
        _ epoch: String, _ watermark: Int64, _ now: UTCInstant, stored: String? = nil, repeated: [Int64]? = nil
    ) async throws -> Receipt {
        Receipt(
            place: place, epoch: epoch, watermark: watermark, time: now.seconds,
            held: try await store.held(place, epoch), stored: stored, repeated: repeated)
    }

    /// What it has in its file, added up by measure.
    func onDisk() throws -> [String: Int64] {
        let database = try SQLiteConnection(path: path, mode: .readOnly)
        let rows = try database.query("SELECT measure, question, option, sum(value) FROM leaf GROUP BY 1, 2, 3") {
            (try $0.string(0), try $0.optionalString(1), try $0.optionalString(2), try $0.int64(3))
        }
        return Dictionary(
            rows.map { (StoreReading.name($0.0, question: $0.1, option: $0.2), $0.3) }, uniquingKeysWith: +)
    }
}

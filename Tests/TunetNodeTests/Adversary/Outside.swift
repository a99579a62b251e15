import Foundation
import TunetCore
import TunetTestSupport
import TunetUplink
import TunetWire

@testable import TunetCollector

/// A real collector's store, and everybody who reads its page, its JSON and its CSV.
struct Outside: Sendable {
    let store: CollectorStore
    private let place: String
    private let key: VerifyingKey
    private let time: UTCInstant

    /// - Parameter time: what its receipts say; a board without a clock takes it for the time.
    init(_ life: Life, time: UTCInstant = UTCInstant(seconds: 1_794_000_000)) async throws {
        self.time = time
        store = try CollectorStore(path: life.scratch.file("collector-\(UUID().uuidString).sqlite"))
        place = life.configuration.place.id
        key = life.key.verifyingKey
        try await store.add(
            .init(id: place, name: "Tunet", municipality: nil, key: key), replaceKey: false, now: time)
    }

    func answer(_ bytes: [UInt8]) async throws -> CollectorClient.Outcome {
        let batch = try VerifiedBatch(SealedBatch(parsing: bytes), key: key)
        let epoch = batch.header.epoch
        func receipt(_ watermark: Int64, stored: String? = nil, repeated: [Int64]? = nil) async throws -> Receipt {
            Receipt(
                place: place, epoch: epoch, watermark: watermark, time: time.seconds,
                held: try await store.held(place, epoch), stored: stored, repeated: repeated)
        }
        switch try await store.ingest(batch, now: time) {
        case .stored(let watermark, _):
            return .delivered(try await receipt(watermark, stored: batch.header.sha256))
        case .conflict(message: _, let watermark, let repeated):
            return .conflict(try await receipt(watermark, repeated: repeated))
        case .unknownPlace: return .refused(status: 404, message: "unknown", retryAfter: nil)
        }
    }

    /// Everything that the collector shows of one place.
    func read() async throws -> Published {
        var published = Published()
        var position: CollectorStore.ExportPosition? = .init()
        while let current = position {
            let (rows, next) = try await store.csvPart(from: current)
            for row in rows.split(separator: "\r\n") {
                let cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                let measure = [cells[5], cells[6], cells[7], cells[8]].filter { !$0.isEmpty }.joined(separator: " ")
                published.add(
                    Cell(period: cells[3], session: cells[4], measure: measure), value: Int64(cells[9]))
            }
            position = next
        }
        let json = try CanonicalJSON.encode(try await store.report())
        let report = try CanonicalJSON.decode(Report.self, from: json)
        for period in report.places.flatMap(\.periods) {
            published.add(
                Cell(period: period.period, session: Cell.total, measure: "entries"),
                value: Int64(period.visits.value))
            for session in period.sessions {
                published.add(
                    Cell(period: period.period, session: session.id, measure: "entries"),
                    value: Int64(session.visits.value))
            }
        }
        return published
    }
}

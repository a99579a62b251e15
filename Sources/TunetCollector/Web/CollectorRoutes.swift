internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import TunetCore
internal import TunetSQLite
internal import TunetWire

/// What the collector answers to over HTTP.
struct CollectorRoutes: Sendable {
    let store: CollectorStore
    let now: @Sendable () -> UTCInstant
    let logger: Logger

    func router() -> Router<BasicRequestContext> {
        let router = Router(options: [.autoGenerateHeadEndpoints])
        router.add(middleware: AnswerHeaders(logger: logger))
        router.post("/v1/batches") { request, _ in try await self.takeBatch(request) }
        router.get("/") { _, _ in try await self.page() }
        router.get("/report.json") { _, _ in try await self.json() }
        router.get("/leaves.csv") { _, _ in self.csv() }
        return router
    }

    private func takeBatch(_ request: Request) async throws -> Response {
        do {
            return try await take(request)
        } catch let error as IngestError {
            logger.notice("Batch not taken", metadata: ["reason": "\(error.message)"])
            return Answer.refusal(error)
        }
    }

    private func take(_ request: Request) async throws -> Response {
        let batch: SealedBatch
        do {
            batch = try SealedBatch(parsing: try await body(of: request))
        } catch let error as WireError {
            throw IngestError(.malformed, "This is no batch. \(error.message).")
        }
        let place = batch.header.place
        guard BatchCheck.isIdentifier(place) else {
            throw IngestError(.malformed, "This is no batch. A place's id has 1 to 40 of a-z, 0-9 and -.")
        }
        guard let key = try await store.key(ofPlace: place) else { throw Self.unknown(place) }
        let verified = try VerifiedBatch(batch, key: key)
        let time = now()
        switch try await store.ingest(verified, now: time) {
        case .unknownPlace:
            throw Self.unknown(place)
        case .conflict(let message, let watermark, let repeated):
            logger.error(
                "Alarm: batches contradict each other", metadata: ["place": "\(place)", "reason": "\(message)"])
            return Answer.receipt(
                try await receipt(for: batch.header, watermark, time, repeated: repeated), status: .conflict)
        case .stored(let watermark, let isNew):
            logger.info(
                "Batch \(isNew ? "stored" : "known already")",
                metadata: [
                    "place": "\(place)", "first": "\(batch.header.first)", "last": "\(batch.header.last)",
                    "watermark": "\(watermark)",
                ])
            return Answer.receipt(
                try await receipt(for: batch.header, watermark, time, stored: batch.header.sha256), status: .ok)
        }
    }

    /// Also a batch that contradicts another is answered with what is held, so that a card that was restored or cloned can
    /// begin anew without delivering anything twice.
    private func receipt(
        for header: BatchHeader, _ watermark: Int64, _ time: UTCInstant, stored: String? = nil,
        repeated: [Int64]? = nil
    ) async throws -> [UInt8] {
        let receipt = Receipt(
            place: header.place, epoch: header.epoch, watermark: watermark, time: time.seconds,
            held: try await store.held(header.place, header.epoch), stored: stored, repeated: repeated)
        return try SealedReceipt(header: ReceiptHeader(place: header.place), body: receipt, key: store.signingKey).bytes
    }

    private func body(of request: Request) async throws -> [UInt8] {
        let limit = BatchHeader.sizeLimit
        let tooLarge = IngestError(
            .tooLarge, "A batch has at most \(limit) bytes. Freeze fewer releases into one.")
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw tooLarge }
        var bytes: [UInt8] = []
        for try await part in request.body {
            guard bytes.count + part.readableBytes <= limit else { throw tooLarge }
            bytes += part.readableBytesView
        }
        return bytes
    }

    private static func unknown(_ place: String) -> IngestError {
        IngestError(
            .unknownPlace,
            "This collector does not know the place “\(place)”. Register it with “tunet-collector place add”."
        )
    }

    private func page() async throws -> Response {
        Answer.ok(Array(ReportPage.html(try await store.report()).utf8), type: "text/html; charset=utf-8")
    }

    private func json() async throws -> Response {
        Answer.ok(try CanonicalJSON.encode(try await store.report()), type: "application/json")
    }

    /// In parts, so that the whole export is never in memory.
    private func csv() -> Response {
        let store = store
        var response = Answer.ok([], type: "text/csv; charset=utf-8; header=present")
        response.headers[.contentDisposition] = "attachment; filename=\"tunet-leaves.csv\""
        response.headers[.contentLength] = nil
        response.body = ResponseBody { writer in
            try await writer.write(ByteBuffer(string: CSV.leafHeader))
            var position: CollectorStore.ExportPosition? = .init()
            while let current = position {
                let (rows, next) = try await store.csvPart(from: current)
                try await writer.write(ByteBuffer(string: rows))
                position = next
            }
            try await writer.finish(nil)
        }
        return response
    }
}

import AsyncHTTPClient
package import NIOCore
import NIOHTTP1
package import TunetWire

/// Carries frozen batches to the collector over HTTP, and brings its signed receipts back.
package struct CollectorClient: Sendable {
    /// What came of an attempt.
    package enum Outcome: Sendable, Equatable {
        /// The collector has stored the batch and says up to where it holds everything.
        case delivered(Receipt)
        /// The collector holds another batch of that identity. Its receipt says what it holds; nil if it gave none.
        case conflict(Receipt?)
        /// The collector answered, but did not take the batch.
        case refused(status: Int, message: String, retryAfter: Duration?)
        /// There was no answer, or none that can be believed.
        case unreachable(message: String)
    }

    private let url: String
    private let key: VerifyingKey
    private let timeout: Duration
    private let group: any EventLoopGroup

    /// - Parameters:
    ///   - collectorURL: `http://` or `https://`, host and perhaps port.
    ///   - key: the collector's, with which it signs receipts.
    ///   - timeout: longest time for one attempt.
    package init(
        collectorURL: String, key: VerifyingKey, timeout: Duration = .seconds(60), group: any EventLoopGroup
    ) {
        url = (collectorURL.hasSuffix("/") ? String(collectorURL.dropLast()) : collectorURL) + "/v1/batches"
        self.key = key
        self.timeout = timeout
        self.group = group
    }

    /// Sends one batch. Never throws: whatever goes wrong is an outcome.
    package func send(_ batch: [UInt8], place: String) async -> Outcome {
        // A client for each attempt: there is one a day, and an idle pool would keep memory and timers for nothing.
        let client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: .oneAttempt)
        let outcome: Outcome
        do {
            var request = HTTPClientRequest(url: url)
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/vnd.tunet.batch")
            request.body = .bytes(batch)
            let response = try await client.execute(request, timeout: TimeAmount(timeout))
            let body = try await response.body.collect(upTo: ReceiptHeader.sizeLimit)
            outcome = judge(
                status: Int(response.status.code), retryAfter: response.headers.first(name: "Retry-After"),
                body: Array(body.readableBytesView), place: place)
        } catch {
            outcome = .unreachable(message: "\(url) can't be reached: \(error)")
        }
        try? await client.shutdown()
        return outcome
    }

    private func judge(status: Int, retryAfter: String?, body: [UInt8], place: String) -> Outcome {
        if status == 409 {
            guard let receipt = try? receipt(body), receipt.place == place else { return .conflict(nil) }
            return .conflict(receipt)
        }
        guard status == 200 else {
            let message = String(decoding: body.prefix(500), as: UTF8.self)
            let seconds = retryAfter.flatMap { Int64($0) }
            return .refused(
                status: status, message: message, retryAfter: seconds.map { .seconds(max(0, min($0, 86_400))) })
        }
        do {
            let receipt = try receipt(body)
            guard receipt.place == place else {
                return .unreachable(message: "\(url) answered with a receipt for another place")
            }
            return .delivered(receipt)
        } catch {
            return .unreachable(
                message: "\(url) answered with a receipt that can't be believed: \(error). Check collector_key.")
        }
    }

    private func receipt(_ body: [UInt8]) throws -> Receipt {
        let receipt = try SealedReceipt(parsing: body).open(Receipt.self, key: key)
        guard Receipt.knownVersions.contains(receipt.v) else {
            throw WireError(.unsupportedVersion, "Version \(receipt.v) of receipts is unknown to this Tunet")
        }
        return receipt
    }
}

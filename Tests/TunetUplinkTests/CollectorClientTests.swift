import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix
import Synchronization
import Testing
import TunetWire

@testable import TunetUplink

@Suite("Client of the collector")
struct CollectorClientTests {
    private let collectorKey: SigningKey
    private let epoch = "00112233445566778899aabbccddeeff"

    init() throws {
        collectorKey = try SigningKey(raw: [UInt8](repeating: 3, count: 32))
    }

    private func client(_ url: String, timeout: Duration = .seconds(300)) -> CollectorClient {
        CollectorClient(
            collectorURL: url, key: collectorKey.verifyingKey, timeout: timeout,
            group: MultiThreadedEventLoopGroup.singleton)
    }

    private func receipt(
        version: Int = 1, place: String = "p-7", held: [String: String]? = nil, key: SigningKey? = nil
    ) throws -> [UInt8] {
        var receipt = Receipt(place: place, epoch: epoch, watermark: 12, time: 1_793_600_000, held: held)
        receipt.v = max(receipt.v, version)
        return try SealedReceipt(header: ReceiptHeader(place: place), body: receipt, key: key ?? collectorKey).bytes
    }

    /// What the client makes of an answer.
    private func outcome(
        _ status: HTTPResponse.Status, _ bytes: [UInt8] = [], headers: HTTPFields = [:]
    ) async throws -> CollectorClient.Outcome {
        try await LoopbackServer.with("/v1/batches") { _ in
            LoopbackServer.answer(status, bytes, headers: headers)
        } _: { url in
            await client(url).send([1, 2, 3], place: "p-7")
        }
    }

    private func unreachable(_ outcome: CollectorClient.Outcome) -> String? {
        guard case .unreachable(let message) = outcome else { return nil }
        return message
    }

    @Test(arguments: ["", "/"]) func deliversTheBytesAndBelievesTheReceipt(_ suffix: String) async throws {
        let receipt = try receipt()
        let batch = [UInt8]((0...255).map { UInt8($0) }) + [UInt8](repeating: 10, count: 100_000)
        let seen = Mutex<(type: String?, bytes: [UInt8])>((nil, []))
        let outcome = try await LoopbackServer.with("/v1/batches") { request in
            let body = try await request.body.collect(upTo: 1 << 20)
            seen.withLock { $0 = (request.headers[.contentType], Array(body.readableBytesView)) }
            return LoopbackServer.answer(.ok, receipt)
        } _: { url in
            await client(url + suffix).send(batch, place: "p-7")
        }
        #expect(
            outcome == .delivered(Receipt(place: "p-7", epoch: epoch, watermark: 12, time: 1_793_600_000)))
        #expect(seen.withLock { $0.bytes } == batch)
        #expect(seen.withLock { $0.type } == "application/vnd.tunet.batch")
    }

    @Test func aReceiptOfAnotherKeyIsNotBelieved() async throws {
        let message = unreachable(try await outcome(.ok, try receipt(key: SigningKey())))
        #expect(message?.contains("can't be believed") == true)
        #expect(message?.contains("Check collector_key") == true)
    }

    @Test func aReceiptForAnotherPlaceIsNotBelieved() async throws {
        let message = unreachable(try await outcome(.ok, try receipt(place: "p-8")))
        #expect(message?.contains("another place") == true)
    }

    @Test func aReceiptOfAnotherVersionIsNotBelieved() async throws {
        #expect(unreachable(try await outcome(.ok, try receipt(version: 3)))?.contains("can't be believed") == true)
    }

    @Test func aReceiptOfVersion2SaysWhatIsHeld() async throws {
        let held = ["attendance": "2026-11-03"]
        let wanted = Receipt(place: "p-7", epoch: epoch, watermark: 12, time: 1_793_600_000, held: held)
        #expect(wanted.v == 2)
        #expect(try await outcome(.ok, try receipt(held: held)) == .delivered(wanted))
    }

    @Test(arguments: [
        [], Array("<html>Sign in to the guest network</html>".utf8), Array("TUNET-RECEIPT 1\n{}\nx\n".utf8),
        [UInt8](repeating: 0xFF, count: 5000),
    ]) func garbageIsNoReceipt(_ bytes: [UInt8]) async throws {
        #expect(unreachable(try await outcome(.ok, bytes)) != nil)
    }

    @Test func aReceiptWithADamagedByteIsNotBelieved() async throws {
        var bytes = try receipt()
        bytes[bytes.count - 1] ^= 1
        #expect(unreachable(try await outcome(.ok, bytes)) != nil)
    }

    @Test func aHugeAnswerIsNotReadToItsEnd() async throws {
        let bytes = try receipt() + [UInt8](repeating: 32, count: 4 << 20)
        #expect(unreachable(try await outcome(.ok, bytes)) != nil)
    }

    @Test func aConflictIsToldApart() async throws {
        let held = ["attendance": "2026-11-03", "feedback": "2026-11-09"]
        let wanted = Receipt(place: "p-7", epoch: epoch, watermark: 12, time: 1_793_600_000, held: held)
        #expect(try await outcome(.conflict, try receipt(held: held)) == .conflict(wanted))
        // Nothing is thrown away because of an answer that can't be believed.
        for bytes in [
            Array("other content".utf8), try receipt(place: "p-8"), try receipt(version: 3),
            try receipt(key: SigningKey()),
        ] {
            #expect(try await outcome(.conflict, bytes) == .conflict(nil))
        }
    }

    @Test(
        arguments: [
            ("120", Duration.seconds(120)), ("0", .zero), ("-5", .zero), ("99999999", .seconds(86_400)),
            ("Wed, 21 Oct 2026 07:28:00 GMT", nil), ("", nil),
        ] as [(String, Duration?)]) func retryAfterIsHonouredWithinADay(_ value: String, _ wanted: Duration?)
        async throws
    {
        let retryAfter = try #require(HTTPField.Name("Retry-After"))
        #expect(
            try await outcome(.serviceUnavailable, Array("later".utf8), headers: [retryAfter: value])
                == .refused(status: 503, message: "later", retryAfter: wanted))
    }

    @Test func aLongRefusalIsCutShort() async throws {
        guard case .refused(_, let message, _) = try await outcome(.forbidden, [UInt8](repeating: 65, count: 20_000))
        else {
            Issue.record("not refused")
            return
        }
        #expect(message == String(repeating: "A", count: 500))
    }

    @Test func aRefusedConnectionIsAnOutcome() async throws {
        // The port was free a moment ago: the server that had it is gone.
        let url = try await LoopbackServer.with("/v1/batches") { _ in
            LoopbackServer.answer(.ok)
        } _: {
            $0
        }
        let message = unreachable(await client(url).send([1], place: "p-7"))
        #expect(message?.contains("\(url)/v1/batches can't be reached") == true)
    }

    @Test(arguments: ["http://", "not a url", "gopher://127.0.0.1"])
    func aBadAddressIsAnOutcome(_ url: String) async {
        #expect(unreachable(await client(url).send([1], place: "p-7")) != nil)
    }

    @Test func aCollectorThatHangsIsGivenUp() async throws {
        let outcome = try await LoopbackServer.with("/v1/batches") { _ in
            try await Task.sleep(for: .seconds(3600))
            return LoopbackServer.answer(.ok)
        } _: { url in
            await client(url, timeout: .milliseconds(300)).send([1], place: "p-7")
        }
        #expect(unreachable(outcome) != nil)
    }
}

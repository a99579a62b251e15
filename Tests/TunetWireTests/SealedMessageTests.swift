import Testing
import TunetWire

@Suite("Sealed messages")
struct SealedMessageTests {
    private func open(_ bytes: [UInt8]) throws -> BatchPayload {
        try SealedBatch(parsing: bytes).open(BatchPayload.self, key: Fixture.key().verifyingKey)
    }

    @Test func aBatchComesBackAsItWas() throws {
        let batch = try Fixture.batch()
        let parsed = try SealedBatch(parsing: batch.bytes)
        #expect(parsed.header == batch.header)
        #expect(parsed.header.sha256.count == 64)
        #expect(try open(batch.bytes) == Fixture.payload)
    }

    @Test func aReceiptComesBackAsItWas() throws {
        let receipt = Receipt(place: "p-7", epoch: "e", watermark: .max, time: -1)
        let sealed = try SealedReceipt(header: ReceiptHeader(place: "p-7"), body: receipt, key: Fixture.key())
        let parsed = try SealedReceipt(parsing: sealed.bytes)
        #expect(try parsed.open(Receipt.self, key: Fixture.key().verifyingKey) == receipt)
    }

    @Test func theSameContentIsFrozenToTheSameBytes() throws {
        #expect(try Fixture.batch().bytes == Fixture.batch().bytes)
    }

    @Test func everyFlippedBitIsRefused() throws {
        let bytes = try Fixture.batch().bytes
        for index in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << bit
                #expect(throws: WireError.self, "bit \(bit) of byte \(index)") { try open(damaged) }
            }
        }
    }

    @Test func everyTruncationAndEveryAdditionIsRefused() throws {
        let bytes = try Fixture.batch().bytes
        for length in bytes.indices {
            #expect(throws: WireError.self, "\(length) bytes") { try open(Array(bytes[..<length])) }
        }
        #expect(Fixture.code { _ = try open(bytes + [0]) } == .badHash)
        #expect(throws: WireError.self) { try open([10] + bytes) }
    }

    @Test func anotherKeyIsRefused() throws {
        let parsed = try SealedBatch(parsing: Fixture.batch().bytes)
        let other = try Fixture.key(1).verifyingKey
        #expect(Fixture.code { _ = try parsed.open(BatchPayload.self, key: other) } == .badSignature)
    }

    @Test func aBatchIsNoReceipt() throws {
        let bytes = try Fixture.batch().bytes
        #expect(Fixture.code { _ = try SealedReceipt(parsing: bytes) } == .malformed)
    }

    @Test(arguments: ["2", "01", "1.0", ""])
    func anUnknownVersionIsToldApart(_ version: String) throws {
        let bytes = try Fixture.batch().bytes
        let rest = bytes.drop { $0 != UInt8(ascii: "\n") }
        let changed = Array("TUNET-BATCH \(version)".utf8) + rest
        #expect(Fixture.code { _ = try SealedBatch(parsing: changed) } == .unsupportedVersion)
    }

    @Test(arguments: [
        [], Array("\n\n\n".utf8), Array("TUNET-BATCH 1\n{}\n\n".utf8), Array("TUNET-BATCH 1\n[[[[\nAA==\nx".utf8),
        [UInt8](repeating: 10, count: 100), [UInt8](repeating: 0xff, count: 5000),
        Array("TUNET-BATCH 1\n".utf8) + [UInt8](repeating: 0x5b, count: 4000) + Array("\n\n".utf8),
    ])
    func oddBytesAreMalformed(_ bytes: [UInt8]) {
        #expect(Fixture.code { _ = try SealedBatch(parsing: bytes) } == .malformed)
    }

    @Test func aMessageThatNobodyWouldAcceptIsNotFrozen() throws {
        var payload = Fixture.payload
        var generator = SplitMix64(state: 1)
        payload.software = String(
            decoding: (0..<(3 << 20)).map { _ in UInt8.random(in: 32..<127, using: &generator) }, as: UTF8.self)
        #expect(
            Fixture.code { _ = try SealedBatch(header: Fixture.header, body: payload, key: Fixture.key()) }
                == .malformed)
        payload.software = String(repeating: "a", count: BatchHeader.bodyLimit)
        #expect(
            Fixture.code { _ = try SealedBatch(header: Fixture.header, body: payload, key: Fixture.key()) }
                == .malformed)
        var header = Fixture.header
        header.place = String(repeating: "p", count: 5000)
        #expect(
            Fixture.code { _ = try SealedBatch(header: header, body: Fixture.payload, key: Fixture.key()) }
                == .malformed)
    }

    @Test func aMessageOverTheLimitIsRefusedUnread() {
        let bytes = [UInt8](repeating: 10, count: BatchHeader.sizeLimit + 1)
        #expect(Fixture.code { _ = try SealedBatch(parsing: bytes) } == .malformed)
    }

    /// Thousands of messages, each damaged in several places: none may open, none may trap.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func mutationsNeitherOpenNorTrap(_ seed: UInt64) throws {
        let bytes = try Fixture.batch().bytes
        var generator = SplitMix64(state: seed)
        for round in 0..<1500 {
            var mutated = bytes
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let index = Int.random(in: 0..<max(1, mutated.count), using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: mutated.insert(UInt8.random(in: 0...255, using: &generator), at: index)
                case 1: if !mutated.isEmpty { mutated.remove(at: index) }
                case 2: mutated.removeLast(min(mutated.count, Int.random(in: 0...20, using: &generator)))
                default: if !mutated.isEmpty { mutated[index] = UInt8.random(in: 0...255, using: &generator) }
                }
            }
            guard mutated != bytes else { continue }
            #expect(throws: WireError.self, "seed \(seed), round \(round)") { try open(mutated) }
        }
    }
}

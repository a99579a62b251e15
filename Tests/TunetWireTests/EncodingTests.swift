import Testing
import TunetWire

@Suite("Canonical JSON")
struct CanonicalJSONTests {
    @Test func hasOneFormOnly() throws {
        let json = String(decoding: try CanonicalJSON.encode(Fixture.payload), as: UTF8.self)
        #expect(json == Golden.json)
        #expect(try CanonicalJSON.decode(BatchPayload.self, from: Array(json.utf8)) == Fixture.payload)
    }

    @Test(arguments: [
        #"{"place":"a", "sha256":""}"#, #"{"sha256":"","place":"a"}"#, #"{"place":"a","sha256":"","x":1}"#,
        #"{"place":"a","place":"a","sha256":""}"#, #"{"place":"\u0061","sha256":""}"#, #"{"place":"a","sha256":""} "#,
        #"{"place":"a\/b","sha256":""}"#, #"{"place":"a","sha256":"","x":null}"#,
    ])
    func refusesOtherForms(_ json: String) {
        #expect(Fixture.code { _ = try CanonicalJSON.decode(ReceiptHeader.self, from: Array(json.utf8)) } == .malformed)
    }

    @Test(arguments: ["1.0", "1e0", "01", "-0", "9223372036854775808", "\"1\"", "null"])
    func refusesOtherFormsOfNumbers(_ number: String) {
        let json = #"{"epoch":"e","place":"p","time":0,"v":1,"watermark":\#(number)}"#
        #expect(Fixture.code { _ = try CanonicalJSON.decode(Receipt.self, from: Array(json.utf8)) } == .malformed)
    }

    @Test func refusesDeepNestingWithoutTrapping() {
        let json = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(Fixture.code { _ = try CanonicalJSON.decode(Receipt.self, from: json) } == .malformed)
    }
}

@Suite("Deflate")
struct DeflateTests {
    @Test(arguments: [0, 1, 1000, 100_000])
    func comesBackAsItWas(_ count: Int) throws {
        var generator = SplitMix64(state: UInt64(count))
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...9, using: &generator) }
        let compressed = try Deflate.compress(bytes)
        #expect(try Deflate.decompress(compressed, limit: max(1, count)) == bytes)
    }

    @Test func refusesABomb() throws {
        let bomb = try Deflate.compress([UInt8](repeating: 0, count: 16 << 20))
        #expect(bomb.count < 20_000)
        #expect(Fixture.code { _ = try Deflate.decompress(bomb, limit: BatchHeader.bodyLimit) } == .malformed)
        #expect(try Deflate.decompress(bomb, limit: 16 << 20).count == 16 << 20)
    }

    @Test func refusesWhatIsNotWhole() throws {
        let compressed = try Deflate.compress(Array("Inn på tunet".utf8))
        for length in compressed.indices {
            #expect(Fixture.code { _ = try Deflate.decompress(Array(compressed[..<length]), limit: 100) } == .malformed)
        }
        #expect(Fixture.code { _ = try Deflate.decompress(compressed + [0], limit: 100) } == .malformed)
    }
}

@Suite("Keys")
struct KeyTests {
    @Test func comeBackAsTheyWere() throws {
        let key = SigningKey()
        #expect(try SigningKey(raw: key.raw).verifyingKey == key.verifyingKey)
        #expect(try VerifyingKey(base64: key.verifyingKey.base64) == key.verifyingKey)
        #expect(key.verifyingKey.base64.count == 44)
        #expect(SigningKey().raw != key.raw)
    }

    @Test(arguments: ["", "x", "AAAA", "====", "ÆØÅ"])
    func otherTextsAreNoKeys(_ text: String) {
        #expect(Fixture.code { _ = try VerifyingKey(base64: text) } == .malformed)
    }

    /// RFC 8032, section 7.1, test 2.
    @Test func signsAsTheStandardSays() throws {
        let secret = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
        let expected =
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        let key = try SigningKey(raw: hexadecimal(secret))
        #expect(try key.signature(for: [0x72]) == hexadecimal(expected))
        #expect(key.verifyingKey.isValidSignature(hexadecimal(expected), for: [0x72]))
        #expect(!key.verifyingKey.isValidSignature(hexadecimal(expected), for: [0x73]))
        #expect(!key.verifyingKey.isValidSignature([], for: [0x72]))
    }

    private func hexadecimal(_ text: String) -> [UInt8] {
        stride(from: 0, to: text.utf8.count, by: 2).compactMap { offset in
            UInt8(text.dropFirst(offset).prefix(2), radix: 16)
        }
    }
}

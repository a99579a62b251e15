import Foundation
import Testing

@testable import TunetLocal

@Suite("The PIN")
struct PinHashTests {
    /// Made with hashlib.pbkdf2_hmac of Python 3.13; the first two salts are those of RFC 7914, section 11.
    @Test(
        "Keys are those of PBKDF2-HMAC-SHA256",
        arguments: [
            ("passwd", "salt", 1, "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"),
            ("Password", "NaCl", 300, "48377faa8be8f0a136333f58c1c542fd73bc0dc25acc1e1c7fad434dc7e91963"),
            ("2719", "0123456789abcdef", 1000, "1330aca7bcdc3487f18af5f4a4bbd57028685d4859c9f60367bfcf809674a87c"),
        ])
    func vectors(_ pin: String, _ salt: String, _ rounds: Int, _ expected: String) async {
        let key = await PinHash.derive(pin, salt: Array(salt.utf8), rounds: rounds)
        #expect(key.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == expected)
    }

    @Test func onlyTheSamePinMatches() async throws {
        let hash = await PinHash(pin: "271828", rounds: 1000)
        #expect(await hash.matches("271828"))
        for other in ["271829", "27182", "2718280", "", "271828 ", "２７１８２８"] {
            #expect(await !hash.matches(other), "\(other)")
        }
        let read = try #require(PinHash(hash.description))
        #expect(read == hash)
        #expect(await PinHash(pin: "271828", rounds: 1000) != hash, "another salt")
        #expect(!hash.description.contains("271828"))
    }

    @Test(
        "What “tunet pin” never makes is no hash",
        arguments: [
            "", "2719", "pbkdf2-sha256$1000$AAAA$AAAA", "$$$", "md5$1000$\(salt)$\(key)",
            "pbkdf2-sha256$999$\(salt)$\(key)", "pbkdf2-sha256$1000001$\(salt)$\(key)",
            "pbkdf2-sha256$+1000$\(salt)$\(key)", "pbkdf2-sha256$1000$\(salt)$\(key)$",
            "pbkdf2-sha256$1000$\(key)$\(salt)",
        ])
    func notHashes(_ text: String) {
        #expect(PinHash(text) == nil)
        #expect(PinHash("pbkdf2-sha256$1000$\(Self.salt)$\(Self.key)") != nil)
    }

    private static let salt = Data(repeating: 7, count: 16).base64EncodedString()
    private static let key = Data(repeating: 7, count: 32).base64EncodedString()

    @Test(
        "What is easy to guess is refused",
        arguments: [
            "0000", "1111", "1234", "4321", "0123", "7890", "123456", "9876543210", "1212", "7171", "123123", "1122",
            "1984", "2026", "2580", "123", "1234567890123", "12a4", "", "27 19", "٢٧١٩",
        ])
    func weak(_ pin: String) { #expect(PinRule.objection(to: pin) != nil) }

    @Test(arguments: ["2719", "0471", "271828", "3141592", "908172635401"])
    func good(_ pin: String) { #expect(PinRule.objection(to: pin) == nil) }
}

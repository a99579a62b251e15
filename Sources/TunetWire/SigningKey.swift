import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An Ed25519 key that signs: the device's own for batches, the collector's for receipts.
package struct SigningKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// A new key from the system's random source.
    package init() {
        key = Curve25519.Signing.PrivateKey()
    }

    /// - Parameter raw: the 32 bytes of the private key.
    /// - Throws: ``WireError`` `malformed` unless there are 32 of them.
    package init(raw: [UInt8]) throws(WireError) {
        do {
            key = try Curve25519.Signing.PrivateKey(rawRepresentation: raw)
        } catch {
            throw WireError(.malformed, "A signing key has 32 bytes, this one has \(raw.count)")
        }
    }

    /// The 32 bytes of the private key. To be kept in a file that only its owner can read.
    package var raw: [UInt8] { Array(key.rawRepresentation) }

    package var verifyingKey: VerifyingKey { VerifyingKey(key.publicKey) }

    package func signature(for bytes: [UInt8]) throws -> [UInt8] {
        Array(try key.signature(for: bytes))
    }
}

/// The public half of a ``SigningKey``.
package struct VerifyingKey: Sendable, Equatable {
    private let key: Curve25519.Signing.PublicKey

    fileprivate init(_ key: Curve25519.Signing.PublicKey) {
        self.key = key
    }

    /// - Parameter raw: the 32 bytes of the public key.
    /// - Throws: ``WireError`` `malformed` unless there are 32 of them.
    package init(raw: [UInt8]) throws(WireError) {
        do {
            key = try Curve25519.Signing.PublicKey(rawRepresentation: raw)
        } catch {
            throw WireError(.malformed, "A public key has 32 bytes, this one has \(raw.count)")
        }
    }

    /// - Throws: ``WireError`` `malformed` unless `base64` stands for 32 bytes.
    package init(base64: String) throws(WireError) {
        guard let raw = Data(base64Encoded: base64) else {
            throw WireError(.malformed, "“\(base64)” is no base64; a public key is 44 characters of it")
        }
        try self.init(raw: Array(raw))
    }

    package var raw: [UInt8] { Array(key.rawRepresentation) }

    /// 44 characters.
    package var base64: String { Data(raw).base64EncodedString() }

    package func isValidSignature(_ signature: [UInt8], for bytes: [UInt8]) -> Bool {
        key.isValidSignature(signature, for: bytes)
    }

    package static func == (lhs: Self, rhs: Self) -> Bool {
        lhs.raw == rhs.raw
    }
}

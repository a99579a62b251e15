import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The envelope of every message between device and collector, over the network or in a courier's file:
///
/// ```
/// TUNET-BATCH 1\n
/// {"epoch":"…","first":1,"last":40,"place":"…","sha256":"…"}\n
/// base64 of the Ed25519 signature over both lines above, line feeds included\n
/// body: canonical JSON, zlib-compressed
/// ```
///
/// The header holds the SHA-256 of the body as it is sent, so that the signature covers every byte.
package struct SealedMessage<Header: SealedHeader>: Sendable {
    package let header: Header
    /// The whole message, as it is sent and stored.
    package let bytes: [UInt8]
    private let signedLength: Int
    private let signature: [UInt8]
    private let bodyStart: Int

    /// Freezes `body` under `header`, whose hash is set here.
    ///
    /// - Throws: ``WireError`` `malformed` for a message so large that no one would accept it: a frozen message is tried
    ///   for ever, so that it must not exist.
    package init(header: Header, body: some Encodable, key: SigningKey) throws {
        let json = try CanonicalJSON.encode(body)
        guard json.count <= Header.bodyLimit else {
            throw WireError(.malformed, "The body has \(json.count) bytes; at most \(Header.bodyLimit) are allowed")
        }
        let compressed = try Deflate.compress(json)
        var header = header
        header.sha256 = Self.hash(compressed)
        var bytes = Array("\(Header.kind) \(Self.version)\n".utf8)
        bytes += try CanonicalJSON.encode(header)
        bytes.append(UInt8(ascii: "\n"))
        let signature = try key.signature(for: bytes)
        self.header = header
        self.signedLength = bytes.count
        self.signature = signature
        bytes += Array(Data(signature).base64EncodedString().utf8)
        bytes.append(UInt8(ascii: "\n"))
        self.bodyStart = bytes.count
        self.bytes = bytes + compressed
        guard self.bytes.count <= Header.sizeLimit, signedLength <= Self.lineLimit else {
            throw WireError(
                .malformed, "The message has \(self.bytes.count) bytes; at most \(Header.sizeLimit) are allowed")
        }
    }

    /// Takes a message apart and checks its form and its hash, but not yet whose signature it bears.
    ///
    /// - Throws: ``WireError`` `malformed`, `unsupportedVersion` or `badHash`.
    package init(parsing bytes: [UInt8]) throws(WireError) {
        guard bytes.count <= Header.sizeLimit else {
            throw WireError(.malformed, "The message has \(bytes.count) bytes; at most \(Header.sizeLimit) are allowed")
        }
        var lines: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        while lines.count < 3 {
            guard let end = bytes[start...].prefix(Self.lineLimit).firstIndex(of: UInt8(ascii: "\n")) else {
                throw WireError(
                    .malformed, "A \(Header.kind) message begins with three lines of at most \(Self.lineLimit) bytes")
            }
            lines.append(bytes[start..<end])
            start = end + 1
        }
        let opening = String(decoding: lines[0], as: UTF8.self)
        guard opening.hasPrefix("\(Header.kind) ") else {
            throw WireError(.malformed, "A message of this kind begins with “\(Header.kind)”")
        }
        guard opening == "\(Header.kind) \(Self.version)" else {
            throw WireError(.unsupportedVersion, "This Tunet knows version \(Self.version) of \(Header.kind) messages")
        }
        do {
            self.header = try CanonicalJSON.decode(Header.self, from: Array(lines[1]))
        } catch {
            throw error as? WireError ?? WireError(.malformed, "The header can't be read: \(error)")
        }
        // The last digit has four spare bits, which no signature covers: only one form of it is allowed.
        guard let signature = Data(base64Encoded: Data(lines[2])), signature.count == 64,
            Array(signature.base64EncodedString().utf8) == Array(lines[2])
        else {
            throw WireError(.malformed, "The third line is the base64 of a signature of 64 bytes")
        }
        self.bytes = bytes
        self.signature = Array(signature)
        self.signedLength = lines[2].startIndex
        self.bodyStart = start
        guard Self.hash(bytes[start...]) == header.sha256 else {
            throw WireError(.badHash, "The body's SHA-256 is not the one in the header; the message is damaged")
        }
    }

    /// Checks the signature and reads the body.
    ///
    /// - Throws: ``WireError`` `badSignature` or `malformed`.
    package func open<Body: Codable>(_ type: Body.Type, key: VerifyingKey) throws -> Body {
        guard key.isValidSignature(signature, for: Array(bytes[..<signedLength])) else {
            throw WireError(.badSignature, "The signature is not that of the key \(key.base64)")
        }
        let body = try Deflate.decompress(Array(bytes[bodyStart...]), limit: Header.bodyLimit)
        return try CanonicalJSON.decode(type, from: body)
    }

    private static var version: Int { 1 }
    /// Longest of the three lines in bytes, with its line feed.
    private static var lineLimit: Int { 4096 }

    private static func hash(_ bytes: some Sequence<UInt8>) -> String {
        SHA256.hash(data: Array(bytes)).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}

/// The header of a ``SealedMessage``.
package protocol SealedHeader: Codable, Sendable, Equatable {
    /// The word that the message begins with.
    static var kind: String { get }
    /// Largest size of the whole message in bytes.
    static var sizeLimit: Int { get }
    /// Largest size of the decompressed body in bytes.
    static var bodyLimit: Int { get }
    /// SHA-256 of the compressed body, 64 hexadecimal digits.
    var sha256: String { get set }
}

/// The identity of a batch.
package struct BatchHeader: SealedHeader {
    package static var kind: String { "TUNET-BATCH" }
    package static var sizeLimit: Int { 1 << 20 }
    package static var bodyLimit: Int { 8 << 20 }

    package var place: String
    package var epoch: String
    /// Sequence number of the first release in the batch.
    package var first: Int64
    /// Sequence number of the last release in the batch; at least `first`.
    package var last: Int64
    package var sha256: String

    package init(place: String, epoch: String, first: Int64, last: Int64, sha256: String = "") {
        self.place = place
        self.epoch = epoch
        self.first = first
        self.last = last
        self.sha256 = sha256
    }
}

/// The identity of a receipt.
package struct ReceiptHeader: SealedHeader {
    package static var kind: String { "TUNET-RECEIPT" }
    package static var sizeLimit: Int { 1 << 16 }
    package static var bodyLimit: Int { 1 << 18 }

    package var place: String
    package var sha256: String

    package init(place: String, sha256: String = "") {
        self.place = place
        self.sha256 = sha256
    }
}

package typealias SealedBatch = SealedMessage<BatchHeader>
package typealias SealedReceipt = SealedMessage<ReceiptHeader>

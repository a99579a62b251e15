#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// JSON in one form only: keys in the order of their UTF-8 bytes, no white space, slashes as they are, whole numbers.
///
/// With the ASCII keys and whole numbers of Tunet's messages this is the canonical form of RFC 8785.
package enum CanonicalJSON {
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    /// - Throws: ``WireError`` `malformed` if the bytes are no such message, or not in canonical form.
    package static func decode<Value: Codable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        let value: Value
        do {
            value = try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw WireError(.malformed, "This is no \(Value.self) in JSON: \(error)")
        }
        guard try encode(value) == bytes else {
            throw WireError(.malformed, "The JSON of this \(Value.self) is not in canonical form")
        }
        return value
    }
}

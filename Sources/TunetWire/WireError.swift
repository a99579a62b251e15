/// Why bytes from elsewhere were not accepted, or could not be made.
package struct WireError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        /// Not in the form of the message, or larger than allowed.
        case malformed
        /// A version of the format that this Tunet does not know.
        case unsupportedVersion
        /// The signature does not fit the bytes and the key.
        case badSignature
        /// The hash in the header does not fit the body.
        case badHash
        /// The compression library refused.
        case compression
    }

    package var code: Code
    /// What was found and what to do about it.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}

package import TunetWire

/// What became of a batch.
package enum IngestOutcome: Sendable, Equatable {
    /// It is stored, now or since an earlier time; everything up to the watermark is.
    case stored(watermark: Int64, isNew: Bool)
    /// Something else is stored under its numbers; an alarm has been raised. `repeated` are those of its releases whose leaf
    /// the epoch has already.
    case conflict(message: String, watermark: Int64, repeated: [Int64])
    /// The place was removed or is not known.
    case unknownPlace
}

/// A batch whose form, signature and content have been checked.
package struct VerifiedBatch: Sendable {
    package let header: BatchHeader
    package let payload: BatchPayload
    /// The message as it came.
    package let bytes: [UInt8]

    /// - Throws: ``IngestError`` `forbidden` for a wrong signature, `unprocessable` for a payload that is not right.
    package init(_ batch: SealedBatch, key: VerifyingKey) throws(IngestError) {
        do {
            payload = try batch.open(BatchPayload.self, key: key)
        } catch let error as WireError where error.code == .badSignature {
            throw IngestError(
                .forbidden,
                "The batch is not signed with the key registered for the place \(batch.header.place). If the device has a "
                    + "new key, register it with “tunet-collector place add --replace-key”.")
        } catch {
            throw IngestError(.unprocessable, "The signature is right, but the body can't be read: \(error)")
        }
        if let problem = BatchCheck.problem(in: payload, header: batch.header) {
            throw IngestError(.unprocessable, "The batch is not well-formed: \(problem).")
        }
        header = batch.header
        bytes = batch.bytes
    }
}

/// Why a batch is not taken. The sender is told in these words.
package struct IngestError: Error, Sendable, Equatable {
    package enum Code: Sendable, Equatable {
        case malformed, tooLarge, unknownPlace, forbidden, unprocessable
    }

    package var code: Code
    /// At most 500 characters in one line, whatever the sender put in, because it is logged and sent back.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = String(
            String.UnicodeScalarView(
                message.unicodeScalars.prefix(500).map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}

/// The collector's answer to a batch, signed with its key; the same bytes come back over HTTP and with a courier.
///
/// Version 2 of the format also says what of the epoch is held, so that a card that was restored or cloned does not deliver
/// it again.
package struct Receipt: Codable, Sendable, Equatable {
    /// The versions that this program reads.
    package static let knownVersions = 1...2

    /// Version of the format: 2 if it says what is held, else 1.
    package var v: Int
    package var place: String
    package var epoch: String
    /// Every release up to and with this sequence number is stored by the collector; 0 for none.
    package var watermark: Int64
    /// The collector's time when it answered, seconds since 1970-01-01 UTC.
    package var time: Int64
    /// By kind of leaf (`attendance`, `feedback`, `checks`), the first day after the latest period of this epoch that the
    /// collector holds, ISO 8601. Kinds of which it holds nothing are left out; nil of a collector that does not say.
    package var held: [String: String]?
    /// The SHA-256 of the batch to which this is the answer, as in its header, if it is stored. Of a former epoch, whose
    /// numbers may have gaps for ever, that is what a device waits for.
    package var stored: String?
    /// Of a batch that was not taken, because another one is stored under its numbers: those of its releases that are held
    /// all the same, with another value, because the other batch has the same leaves.
    package var repeated: [Int64]?

    package init(
        place: String, epoch: String, watermark: Int64, time: Int64, held: [String: String]? = nil,
        stored: String? = nil, repeated: [Int64]? = nil
    ) {
        v = held == nil && stored == nil && repeated == nil ? 1 : 2
        self.place = place
        self.epoch = epoch
        self.watermark = watermark
        self.time = time
        self.held = held
        self.stored = stored
        self.repeated = repeated
    }
}

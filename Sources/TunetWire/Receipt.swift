/// The collector's answer to a batch, signed with its key; the same bytes come back over HTTP and with a courier.
package struct Receipt: Codable, Sendable, Equatable {
    /// Version of the format: 1.
    package var v: Int
    package var place: String
    package var epoch: String
    /// Every release up to and with this sequence number is stored by the collector; 0 for none.
    package var watermark: Int64
    /// The collector's time when it answered, seconds since 1970-01-01 UTC.
    package var time: Int64

    package init(v: Int = 1, place: String, epoch: String, watermark: Int64, time: Int64) {
        self.v = v
        self.place = place
        self.epoch = epoch
        self.watermark = watermark
        self.time = time
    }
}

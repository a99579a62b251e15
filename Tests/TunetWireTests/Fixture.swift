import TunetWire

/// Fixed values that several tests need.
enum Fixture {
    static func key(_ first: UInt8 = 0) throws -> SigningKey {
        try SigningKey(raw: (0..<32).map { first &+ $0 })
    }

    static let payload = BatchPayload(
        place: "p-7", epoch: "00112233445566778899aabbccddeeff", software: "0.1.0",
        names: PlaceNames(
            sessions: ["kafe": "Seniorkafé", "a9": "9", "a10": "10"],
            questions: [
                "trivsel": QuestionNames(
                    text: ["nb": "Hva \"synes\" du?"], options: [OptionNames(id: "bra", text: ["nb": "Bra / fint"])])
            ]),
        releases: [
            ReleasedLeaf(
                seq: 1, period: "2026-11-02", session: "kafe", measure: "entries", value: -3, epsilon: "1/1",
                observed: 7200, scheduled: 7200),
            ReleasedLeaf(
                seq: 2, period: "2026-W45", session: "all", measure: "presses", question: "trivsel", option: "bra",
                value: 12, epsilon: "1/2", observed: 0, scheduled: 7200),
        ])

    static let header = BatchHeader(place: payload.place, epoch: payload.epoch, first: 1, last: 2)

    static func batch() throws -> SealedBatch {
        try SealedBatch(header: header, body: payload, key: key())
    }

    /// What `body` throws, as a code; nil if it throws nothing or something else.
    static func code(_ body: () throws -> Void) -> WireError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? WireError)?.code
        }
    }
}

/// Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators": SplitMix64.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

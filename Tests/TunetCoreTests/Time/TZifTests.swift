import Testing

@testable import TunetCore

@Suite("TZif files")
struct TZifTests {
    static let sample: TZifBuilder = {
        var builder = TZifBuilder(
            transitions: [
                .init(instant: -1_000_000, offset: 7200), .init(instant: 500_000, offset: 3600),
                .init(instant: 2_000_000, offset: 10_800),
            ], initialOffset: 2580, footer: "<+03>-3")
        builder.leaps = [(1_000_000, 1), (1_500_000, 2)]
        return builder
    }()

    @Test("Every version has the same transitions", arguments: [0, UInt8(ascii: "2"), UInt8(ascii: "3"), 0x34])
    func versions(version: UInt8) throws {
        var builder = Self.sample
        builder.version = version
        builder.leaps = []
        let rules = try TimeZoneRules(tzif: builder.bytes())
        let expected: [(Int64, Int64)] = [
            (-9_000_000, 2580), (-1_000_001, 2580), (-1_000_000, 7200), (499_999, 7200), (500_000, 3600),
            (1_999_999, 3600), (2_000_000, 10_800), (.max, 10_800),
        ]
        for (seconds, offset) in expected { #expect(rules.offset(at: UTCInstant(seconds: seconds)) == offset) }
    }

    @Test("Leap seconds are taken out of later transitions")
    func leapSeconds() {
        let rules = Self.sample.rules()
        #expect(rules.transitions.map(\.instant) == [-1_000_000, 500_000, 1_999_998])
    }

    @Test("Transitions that change only a name are left out, except the one where the footer begins")
    func equalOffsets() {
        let transitions = (1...4).map { TimeZoneRules.Transition(instant: $0, offset: $0 == 2 ? 60 : 0) }
        let plain = TZifBuilder(transitions: transitions, footer: "").rules()
        #expect(plain.transitions.map(\.instant) == [2, 3])
        let withRule = TZifBuilder(transitions: transitions, footer: "UTC0").rules()
        #expect(withRule.transitions.map(\.instant) == [2, 3, 4])
    }

    @Test(
        "Damaged files are refused",
        arguments: [
            [], Array("TZif".utf8), Array("GIF89a".utf8), [UInt8](repeating: 0xff, count: 100),
            Array("TZif2".utf8) + [UInt8](repeating: 0xff, count: 1000),
            Array(sample.bytes().dropLast(3)), Array(sample.bytes().dropLast(40)),
            TZifBuilder(initialOffset: 100_000, footer: "").bytes(),
            TZifBuilder(
                transitions: [.init(instant: 5, offset: 60), .init(instant: 5, offset: 0)], footer: ""
            ).bytes(),
        ])
    func damaged(bytes: [UInt8]) {
        #expect(throws: TimeZoneError.self) { try TimeZoneRules(tzif: bytes) }
    }

    @Test("No bytes make the parser trap, and what it accepts answers every question")
    func mutations() {
        var random = Xorshift(seed: 2026)
        var accepted = 0
        var zones = [Self.sample.bytes(), TZifBuilder(footer: "CET-1CEST,M3.5.0,M10.5.0/3").bytes()]
        zones.append(TZifBuilder(footer: "EST5EDT4,0/-167,J365/167:59:59").bytes())
        for round in 0..<6000 {
            var bytes = zones[round % zones.count]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.remove(at: position)
                case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
                case 2: bytes.removeLast(min(bytes.count - 1, Int.random(in: 0..<50, using: &random)))
                default: bytes[position] = UInt8.random(in: 0...255, using: &random)
                }
            }
            guard let rules = try? TimeZoneRules(tzif: bytes) else { continue }
            accepted += 1
            for seconds in [Int64.min, -1_000_000, 0, Int64.random(in: 0...4_000_000_000, using: &random), .max] {
                let day = rules.day(at: UTCInstant(seconds: seconds))
                _ = rules.minuteOfDay(at: UTCInstant(seconds: seconds))
                let start = rules.start(of: day)
                if abs(day.dayNumber) < 1_000_000 { #expect(start.seconds <= seconds, "round \(round)") }
            }
        }
        // The damage is not so great that nothing is left to ask.
        #expect(accepted > 200)
    }
}

/// A small generator for tests. Source: Marsaglia, "Xorshift RNGs", 2003.
struct Xorshift: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

import Testing

@testable import TunetCore

@Suite("Timeline")
struct TimelineTests {
    static let second: Int64 = 1_000_000_000

    static func anchor(_ monotonic: Int64, _ utc: Int64, _ quality: Anchor.Quality = .synchronised) -> Anchor {
        Anchor(monotonic: MonotonicInstant(nanoseconds: monotonic), utc: UTCInstant(seconds: utc), quality: quality)
    }

    @Test(
        "Seconds of UTC are rounded down before and after the anchor",
        arguments: [
            (0, 0), (1, 0), (999_999_999, 0), (second, 1), (second + 1, 1), (-1, -1), (-999_999_999, -1),
            (-second, -1), (-second - 1, -2), (900 * second, 900), (-900 * second, -900),
        ] as [(Int64, Int64)])
    func rounding(after: Int64, seconds: Int64) {
        let anchor = Self.anchor(5000 * Self.second + 123, 1_790_000_000)
        let instant = MonotonicInstant(nanoseconds: anchor.monotonic.nanoseconds + after)
        #expect(anchor.utc(at: instant).seconds == 1_790_000_000 + seconds)
    }

    @Test("An anchor of better or equal quality wins, a worse one does not")
    func quality() {
        for (index, present) in Anchor.Quality.allCases.enumerated() {
            for (other, offered) in Anchor.Quality.allCases.enumerated() {
                var timeline = Timeline(zone: .utc, boot: 1, anchor: Self.anchor(0, 100, present))
                #expect(timeline.judge(Self.anchor(0, 200, offered)) == (other >= index ? .taken : .ignored))
                #expect(timeline.anchor?.utc.seconds == 100, "it is not taken yet")
                timeline.take(Self.anchor(0, 200, offered))
                #expect(timeline.anchor?.utc.seconds == 200)
            }
        }
        #expect(Anchor.Quality.allCases == [.volunteer, .collector, .machine, .synchronised])
        var undated = Timeline(zone: .utc, boot: 1)
        #expect(undated.judge(Self.anchor(0, 200, .volunteer)) == .taken)
    }

    /// Somebody sets the clock, or a time server is wrong: what one anchor says against another of its quality has to last.
    @Test(
        "A clock that steps is believed when it says the same for ten minutes, in both directions",
        arguments: [3600, -3600, 451, -451, 86_400 * 30, -86_400 * 30] as [Int64])
    func steps(step: Int64) {
        for quality in [Anchor.Quality.collector, .machine, .synchronised] {
            var timeline = Timeline(zone: .utc, boot: 1, anchor: Self.anchor(0, 1_790_000_000, quality))
            func judge(_ seconds: Int64, by step: Int64) -> Timeline.Reception {
                timeline.judge(Self.anchor(seconds * Self.second, 1_790_000_000 + seconds + step, quality))
            }
            let further = step + (step > 0 ? 90 : -90)
            #expect(judge(60, by: 1) == .ignored, "it says nothing new")
            #expect(judge(100, by: step) == .doubted)
            #expect(judge(699, by: step) == .doubted)
            #expect(judge(700, by: 0) == .ignored)
            #expect(judge(701, by: step) == .doubted, "the clock was right again in between")
            #expect(judge(800, by: further) == .doubted, "it is on the move")
            #expect(judge(1399, by: further) == .doubted)
            #expect(judge(1400, by: further) == .taken)
        }
        var byHand = Timeline(zone: .utc, boot: 1, anchor: Self.anchor(0, 1_790_000_000, .volunteer))
        #expect(byHand.judge(Self.anchor(Self.second, 1_790_000_001 + step, .volunteer)) == .taken)
    }

    @Test("No clock is right before 2026 or after 2055")
    func plausible() throws {
        for (text, isPlausible) in [
            ("1970-01-01", false), ("2025-12-31", false), ("2026-01-01", true), ("2055-12-31", true),
            ("2056-01-01", false), ("2099-06-01", false),
        ] {
            let day = try #require(CivilDate(text))
            #expect(Self.anchor(0, day.dayNumber * 86_400).isPlausible == isPlausible, "\(text)")
        }
    }

    @Test("An undated boot has bins and days of its own time")
    func undated() {
        let timeline = Timeline(zone: TimeZoneRulesTests.oslo, boot: 7)
        for (seconds, bin, day): (Int64, Int64, Int64) in [(0, 0, 0), (899, 0, 0), (900, 1, 0), (86_400, 96, 1)] {
            let instant = MonotonicInstant(nanoseconds: seconds * Self.second)
            #expect(timeline.bin(at: instant) == Bin(boot: 7, index: bin))
            #expect(timeline.tallyDay(at: instant) == TallyDay(boot: 7, index: day))
            #expect(timeline.binEnd(after: instant).nanoseconds == (bin + 1) * 900 * Self.second)
        }
        #expect(timeline.utc(at: .zero) == nil && timeline.day(at: .zero) == nil)
        #expect(timeline.instant(of: UTCInstant(seconds: 0)) == nil)
    }

    @Test("A bin ends where the next begins, wherever the anchor lies", arguments: 0..<50 as Range<UInt64>)
    func binEnds(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let anchor = Self.anchor(
            Int64.random(in: 0...10_000 * Self.second, using: &random),
            Int64.random(in: 1_700_000_000...1_900_000_000, using: &random))
        let timeline = Timeline(zone: TimeZoneRulesTests.oslo, boot: 1, anchor: anchor)
        var now = MonotonicInstant(nanoseconds: Int64.random(in: 0...20_000 * Self.second, using: &random))
        for _ in 0..<30 {
            let bin = timeline.bin(at: now)
            let end = timeline.binEnd(after: now)
            #expect(end > now && end.duration(since: now) <= .seconds(900), "seed \(seed)")
            #expect(timeline.bin(at: MonotonicInstant(nanoseconds: end.nanoseconds - 1)) == bin, "seed \(seed)")
            #expect(timeline.bin(at: end) == Bin(boot: 0, index: bin.index + 1), "seed \(seed)")
            #expect(timeline.instant(of: Bin(boot: 0, index: bin.index + 1).start) == end, "seed \(seed)")
            now = MonotonicInstant(
                nanoseconds: Bool.random(using: &random)
                    ? end.nanoseconds : now.nanoseconds + Int64.random(in: 0...3600 * Self.second, using: &random))
        }
    }

    @Test("A dated boot counts presses by the local day")
    func localDay() throws {
        let day = try #require(CivilDate("2026-11-02"))
        let start = TimeZoneRulesTests.oslo.start(of: day).seconds
        let timeline = Timeline(zone: TimeZoneRulesTests.oslo, boot: 1, anchor: Self.anchor(0, start))
        #expect(timeline.tallyDay(at: .zero) == TallyDay(boot: 0, index: day.dayNumber))
        #expect(timeline.tallyDay(at: MonotonicInstant(nanoseconds: -1)).index == day.dayNumber - 1)
    }

    @Test(
        "Bins before 1970 are rounded down too",
        arguments: [(0, 0), (899, 0), (900, 1), (-1, -1), (-900, -1), (-901, -2)])
    func datedBin(seconds: Int64, index: Int64) {
        #expect(Bin.dated(UTCInstant(seconds: seconds)) == Bin(boot: 0, index: index))
    }

    @Test("Durations saturate instead of trapping")
    func saturation() {
        let late = MonotonicInstant(nanoseconds: .max - 5)
        #expect(late.advanced(by: .seconds(1)).nanoseconds == .max)
        #expect(Duration.seconds(Int64.max).wholeNanoseconds == .max)
        #expect(Duration.seconds(-Int64.max).wholeNanoseconds == .min)
        #expect(Duration.nanoseconds(1_999_999_999).wholeNanoseconds == 1_999_999_999)
        #expect(MonotonicInstant(nanoseconds: 5).duration(since: MonotonicInstant(nanoseconds: 7)) == .nanoseconds(-2))
    }
}

import Testing

@testable import TunetCore

@Suite("Time zone rules")
struct TimeZoneRulesTests {
    /// 1970-01-01 and on by the rule of central Europe alone.
    static let oslo = TZifBuilder(footer: "CET-1CEST,M3.5.0,M10.5.0/3").rules()

    @Test("UTC has days of 24 hours from midnight")
    func utc() throws {
        let day = try #require(CivilDate("2026-11-02"))
        #expect(TimeZoneRules.utc.offset(at: UTCInstant(seconds: 0)) == 0)
        #expect(TimeZoneRules.utc.start(of: day).seconds == day.dayNumber * 86_400)
        #expect(TimeZoneRules.utc.day(at: UTCInstant(seconds: -1)) == CivilDate("1969-12-31"))
        #expect(TimeZoneRules.utc.minuteOfDay(at: UTCInstant(seconds: -1)) == 1439)
    }

    @Test(
        "A footer says when the clocks change",
        arguments: [
            // Name, footer, instant, offset. The instants are the last and the first second about a change.
            ("Oslo spring", "CET-1CEST,M3.5.0,M10.5.0/3", 1_774_745_999, 3600),
            ("Oslo spring", "CET-1CEST,M3.5.0,M10.5.0/3", 1_774_746_000, 7200),
            ("Oslo autumn", "CET-1CEST,M3.5.0,M10.5.0/3", 1_792_889_999, 7200),
            ("Oslo autumn", "CET-1CEST,M3.5.0,M10.5.0/3", 1_792_890_000, 3600),
            // Daylight saving time that is an hour less: Dublin.
            ("Dublin winter", "IST-1GMT0,M10.5.0,M3.5.0/1", 1_767_225_600, 0),
            ("Dublin summer", "IST-1GMT0,M10.5.0,M3.5.0/1", 1_782_864_000, 3600),
            // Always on daylight saving time, RFC 8536, section 3.3.1.
            ("always", "EST5EDT,0/0,J365/25", 1_767_225_600, -14_400),
            ("always", "EST5EDT,0/0,J365/25", 1_767_243_600, -14_400),
            ("always", "EST5EDT,0/0,J365/25", 1_782_864_000, -14_400),
            // Hours below 0 and above 24: Nuuk and Gaza.
            ("Nuuk before", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1_774_745_999, -7200),
            ("Nuuk after", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1_774_746_000, -3600),
            ("Gaza before", "EET-2EEST,M3.4.4/50,M10.4.4/50", 1_774_655_999, 7200),
            ("Gaza after", "EET-2EEST,M3.4.4/50,M10.4.4/50", 1_774_656_000, 10_800),
            ("numeric", "<+0330>-3:30", 0, 12_600),
            ("south", "AEST-10AEDT,M10.1.0,M4.1.0/3", 1_767_225_600, 39_600),
            // 1 March in a leap year, counted without and with its 29 February.
            ("J60", "AAA0BBB,J60/0,J100/0", 1_709_251_200, 3600),
            ("J60", "AAA0BBB,J60/0,J100/0", 1_709_251_199, 0),
            ("60", "AAA0BBB,60/0,99/0", 1_709_251_200, 3600),
            ("60", "AAA0BBB,60/0,99/0", 1_709_251_199, 0),
        ])
    func footer(name: String, footer: String, seconds: Int64, offset: Int64) {
        #expect(TZifBuilder(footer: footer).rules().offset(at: UTCInstant(seconds: seconds)) == offset)
    }

    @Test(
        "A footer that POSIX does not allow is refused",
        arguments: [
            "C-1", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
            "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J365", "CET-1CEST,M3.5.0,M10.5.0/168", "CET-25", "<+03-3",
            "CET-1CEST,M3.5.0,M10.5.0/3x", "CET-1CEST,366,1", "CET-1:60",
        ])
    func refusedFooter(footer: String) {
        #expect(throws: TimeZoneError.self) { try TimeZoneRules(tzif: TZifBuilder(footer: footer).bytes()) }
    }

    @Test(
        "A local day in Oslo has 23, 24 or 25 hours",
        arguments: [
            ("2026-03-28", 24), ("2026-03-29", 23), ("2026-03-30", 24), ("2026-10-24", 24), ("2026-10-25", 25),
            ("2026-10-26", 24), ("2426-10-25", 25),
        ])
    func dayLength(date: String, hours: Int64) throws {
        let day = try #require(CivilDate(date))
        let start = Self.oslo.start(of: day)
        let end = Self.oslo.start(of: day.adding(days: 1))
        #expect(end.seconds - start.seconds == hours * 3600)
        #expect(Self.oslo.day(at: start) == day)
        #expect(Self.oslo.day(at: UTCInstant(seconds: start.seconds - 1)) == day.adding(days: -1))
        #expect(Self.oslo.minuteOfDay(at: start) == 0)
    }

    @Test("A time that is skipped is the first instant after the gap")
    func gap() throws {
        let day = try #require(CivilDate("2026-03-29"))
        for minute in [120, 150, 179, 180] {
            #expect(Self.oslo.instant(of: day, minute: minute).seconds == 1_774_746_000)
        }
        #expect(Self.oslo.instant(of: day, minute: 119).seconds == 1_774_746_000 - 60)
        #expect(Self.oslo.instant(of: day, minute: 181).seconds == 1_774_746_000 + 60)
        #expect(Self.oslo.instant(of: day, minute: 1440) == Self.oslo.start(of: day.adding(days: 1)))
    }

    @Test("A time that comes twice is the earlier one")
    func fold() throws {
        let day = try #require(CivilDate("2026-10-25"))
        #expect(Self.oslo.instant(of: day, minute: 120).seconds == 1_792_890_000 - 3600)
        #expect(Self.oslo.instant(of: day, minute: 179).seconds == 1_792_890_000 - 60)
        #expect(Self.oslo.instant(of: day, minute: 180).seconds == 1_792_890_000 + 3600)
    }

    @Test("A day begins after the gap where clocks skip midnight")
    func skippedMidnight() throws {
        // Clocks go from 00:00 to 01:00 on 1 March and from 24:00 to 23:00 on 31 October.
        let rules = TZifBuilder(footer: "AAA3BBB,J60/0,J304/24").rules()
        let day = try #require(CivilDate("2026-03-01"))
        let start = rules.start(of: day)
        #expect(rules.minuteOfDay(at: start) == 60)
        #expect(rules.day(at: start) == day)
        #expect(rules.day(at: UTCInstant(seconds: start.seconds - 1)) == day.adding(days: -1))
        #expect(rules.start(of: day.adding(days: 1)).seconds - start.seconds == 23 * 3600)
    }

    @Test("Days follow each other where clocks are turned back across midnight")
    func foldAcrossMidnight() throws {
        // 00:01 becomes 23:01, as in Newfoundland until 2011.
        let rules = TZifBuilder(footer: "NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01").rules()
        let day = try #require(CivilDate("2026-11-01"))
        let start = rules.start(of: day)
        #expect(rules.day(at: UTCInstant(seconds: start.seconds - 1)) == day.adding(days: -1))
        for minutes: Int64 in 0..<(25 * 60) {
            #expect(rules.day(at: UTCInstant(seconds: start.seconds + minutes * 60)) == day)
        }
        #expect(rules.minuteOfDay(at: UTCInstant(seconds: start.seconds + 60)) == 23 * 60 + 1)
        #expect(rules.start(of: day.adding(days: 1)).seconds - start.seconds == 25 * 3600)
    }

    @Test("A day that a zone leaves out is empty")
    func skippedDay() throws {
        // Samoa went from the eastern to the western side of the date line at the end of 29 December 2011.
        let builder = TZifBuilder(
            transitions: [.init(instant: 1_325_239_200, offset: 50_400)], initialOffset: -36_000, footer: "")
        let skipped = try #require(CivilDate("2011-12-30"))
        let rules = builder.rules()
        #expect(rules.start(of: skipped).seconds == 1_325_239_200)
        #expect(rules.start(of: skipped.adding(days: 1)).seconds == 1_325_239_200)
        #expect(rules.day(at: UTCInstant(seconds: 1_325_239_199)) == skipped.adding(days: -1))
        #expect(rules.day(at: UTCInstant(seconds: 1_325_239_200)) == skipped.adding(days: 1))
    }

    @Test("Instants and days at the ends of Int64 do not trap")
    func extremes() {
        for rules in [Self.oslo, .utc, TZifBuilder(footer: "<+2459>-24:59:59").rules()] {
            for seconds in [Int64.min, .min + 1, -1, 0, .max - 1, .max] {
                let instant = UTCInstant(seconds: seconds)
                _ = (rules.offset(at: instant), rules.day(at: instant), rules.minuteOfDay(at: instant))
            }
            for number in [Int64.min, -1, 0, .max] {
                _ = rules.instant(of: CivilDate(dayNumber: number), minute: .max)
                _ = rules.instant(of: CivilDate(dayNumber: number), minute: .min)
            }
        }
    }
}

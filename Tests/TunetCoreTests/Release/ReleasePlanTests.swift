import Testing

@testable import TunetCore

@Suite("Release plan")
struct ReleasePlanTests {
    static let oslo = TimeZoneRulesTests.oslo

    static func session(_ id: String, _ days: Set<Int>, _ start: Int, _ end: Int) -> Session {
        Session(id: id, name: id, weekdays: days, startMinute: start, endMinute: end)
    }

    static let schedules: [[Session]] = [
        [],
        [session("kafe", [2, 4], 660, 840)],
        [
            session("kafe", [2, 4], 660, 840), session("dyr", [1, 2, 3], 480, 660), session("kor", [4, 7], 1080, 1440),
        ],
        [session("natt", [1, 2, 3, 4, 5, 6, 7], 0, 180), session("dag", [1, 2, 3, 4, 5, 6, 7], 180, 1440)],
        [session("hele", [1, 2, 3, 4, 5, 6, 7], 0, 1440)],
        [session("gap", [7], 120, 180), session("kveld", [6, 7], 1425, 1440)],
    ]

    @Test(
        "Parts are disjoint and hold every bin of the period",
        arguments: [
            "2026-11-03", "2026-03-29", "2026-10-25", "2026-W13", "2026-W43", "2026-W44", "2026-W53", "2026-03",
            "2026-10", "2024-02",
        ], schedules)
    func exact(name: String, sessions: [Session]) throws {
        let period = try #require(Period(name))
        let plan = ReleasePlan(period: period, sessions: sessions, zone: Self.oslo)
        var owners: [Int64: String] = [:]
        for part in plan.parts {
            for index in part.bins.joined() {
                #expect(owners.updateValue(part.session, forKey: index) == nil, "bin \(index) twice")
            }
            #expect(part.seconds == part.bins.reduce(0) { $0 + Int64($1.count) } * 900)
            #expect(zip(part.bins, part.bins.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
        }
        let first = Self.oslo.start(of: period.firstDay).seconds
        let end = Self.oslo.start(of: period.endDay).seconds
        #expect(owners.count == Int((end - first) / 900))
        #expect(plan.parts.reduce(0) { $0 + $1.seconds } == end - first)
        // What the wall clock shows decides, bin by bin.
        for start in stride(from: first, to: end, by: 900) {
            let utc = UTCInstant(seconds: start)
            let minute = Self.oslo.minuteOfDay(at: utc)
            let weekday = Self.oslo.day(at: utc).weekday
            let expected = sessions.first {
                $0.weekdays.contains(weekday) && ($0.startMinute..<$0.endMinute).contains(minute)
            }
            #expect(owners[Bin.dated(utc).index] == expected?.id ?? Leaf.outsideSessions, "\(utc)")
        }
    }

    @Test("Parts follow the schedule's order, the rest comes last, and what is not scheduled has no part")
    func order() throws {
        let sessions = Self.schedules[2]
        func names(_ period: String) throws -> [String] {
            ReleasePlan(period: try #require(Period(period)), sessions: sessions, zone: Self.oslo).parts.map(\.session)
        }
        #expect(try names("2026-W44") == ["kafe", "dyr", "kor", "outside"])
        #expect(try names("2026-11-03") == ["kafe", "dyr", "outside"])
        #expect(try names("2026-11-06") == ["outside"])
        let all = ReleasePlan(
            period: try #require(Period("2026-11-06")), sessions: Self.schedules[4], zone: Self.oslo)
        #expect(all.parts.map(\.session) == ["hele"])
    }

    @Test(
        "A day in Oslo has 23, 24 or 25 hours of bins",
        arguments: [("2026-03-29", 23), ("2026-03-30", 24), ("2026-10-25", 25)])
    func dayLength(name: String, hours: Int64) throws {
        let plan = ReleasePlan(period: try #require(Period(name)), sessions: [], zone: Self.oslo)
        #expect(plan.parts.map(\.seconds) == [hours * 3600])
    }

    @Test("A session in the hour that the clocks skip is empty; in the one that comes twice it is two hours")
    func changes() throws {
        let sessions = [Self.session("natt", [7], 120, 180)]
        let spring = ReleasePlan(period: try #require(Period("2026-03-29")), sessions: sessions, zone: Self.oslo)
        #expect(spring.parts.map(\.session) == ["outside"])
        let autumn = ReleasePlan(period: try #require(Period("2026-10-25")), sessions: sessions, zone: Self.oslo)
        #expect(autumn.parts.map(\.seconds) == [2 * 3600, 23 * 3600])
    }

    @Test(
        "A period is due when it and its days of correction have ended",
        arguments: [
            ("2026-11-02", 2, "2026-11-04", false), ("2026-11-02", 2, "2026-11-05", true),
            ("2026-11-02", 0, "2026-11-02", false), ("2026-11-02", 0, "2026-11-03", true),
            ("2026-W44", 2, "2026-11-03", false), ("2026-W44", 2, "2026-11-04", true),
            ("2026-02", 31, "2026-03-31", false), ("2026-02", 31, "2026-04-01", true),
        ])
    func due(period: String, days: Int, today: String, isDue: Bool) throws {
        let policy = ReleasePolicy(correctionDays: days)
        #expect(try policy.isDue(#require(Period(period)), on: #require(CivilDate(today))) == isDue)
    }
}

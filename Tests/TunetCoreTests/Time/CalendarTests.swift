import Testing

@testable import TunetCore

@Suite("Calendar")
struct CalendarTests {
    /// The days of a month by the rule that everybody learns at school.
    static func length(_ year: Int, _ month: Int) -> Int {
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    @Test("Every day from 1900 to 2100 is itself after a round trip, and belongs to its periods")
    func everyDay() throws {
        // 1 January 1900 was a Monday, 25,567 days before 1970.
        var number: Int64 = -25_567
        var weekday = 1
        for year in 1900...2100 {
            for month in 1...12 {
                for dayOfMonth in 1...Self.length(year, month) {
                    let day = CivilDate(dayNumber: number)
                    guard day.components == (year, month, dayOfMonth), day.weekday == weekday,
                        CivilDate(year: year, month: month, day: dayOfMonth) == day, CivilDate(day.description) == day
                    else {
                        Issue.record("\(year)-\(month)-\(dayOfMonth) is \(day)")
                        return
                    }
                    if dayOfMonth % 9 == 1 { checkPeriods(of: day) }
                    number += 1
                    weekday = weekday % 7 + 1
                }
                #expect(CivilDate(year: year, month: month, day: Self.length(year, month) + 1) == nil)
            }
        }
        #expect(CivilDate(dayNumber: number).description == "2101-01-01")
    }

    private func checkPeriods(of day: CivilDate) {
        for kind in LeafPeriod.allCases {
            let period = Period(kind, containing: day)
            #expect(period.kind == kind)
            #expect(period.firstDay <= day && day < period.endDay)
            #expect(Period(period.description) == period, "\(period)")
            #expect(Period(kind, containing: period.endDay).firstDay == period.endDay)
            #expect(period.days.count == Int(period.endDay.dayNumber - period.firstDay.dayNumber))
            #expect(period.days.allSatisfy { Period(kind, containing: $0) == period })
        }
    }

    @Test("Any days are written as an interval of ISO 8601, and nothing else is one")
    func days() throws {
        let (first, last) = (CivilDate(dayNumber: 20_759), CivilDate(dayNumber: 20_762))
        let period = Period(from: last, through: first)
        #expect(period.description == "2026-11-02/2026-11-05")
        #expect(Period("2026-11-02/2026-11-05") == period)
        #expect(period.kind == nil && period.days.count == 4 && period.endDay == last.adding(days: 1))
        #expect(Period(from: first, through: first) == .day(first))
        for text in [
            "2026-11-05/2026-11-02", "2026-11-02/2026-11-02", "2026-11-02/", "/2026-11-02", "2026-11-02/2026-W45",
            "2026-11-02/2026-11-05/2026-11-06", "2026-11-02/2026-11-31",
        ] {
            #expect(Period(text) == nil, "\(text)")
        }
    }

    @Test(
        "ISO weeks belong to the year of their Thursday",
        arguments: [
            ("2020-12-31", "2020-W53"), ("2021-01-01", "2020-W53"), ("2021-01-03", "2020-W53"),
            ("2021-01-04", "2021-W01"), ("2025-12-28", "2025-W52"), ("2025-12-29", "2026-W01"),
            ("2026-01-01", "2026-W01"), ("2026-01-05", "2026-W02"), ("2026-12-31", "2026-W53"),
            ("2027-01-03", "2026-W53"), ("2027-01-04", "2027-W01"), ("2027-12-31", "2027-W52"),
            ("2028-01-02", "2027-W52"), ("2028-01-03", "2028-W01"), ("2024-12-30", "2025-W01"),
            ("2015-12-31", "2015-W53"), ("2010-01-03", "2009-W53"), ("2005-01-01", "2004-W53"),
            ("2006-01-01", "2005-W52"), ("2008-12-29", "2009-W01"), ("2000-01-02", "1999-W52"),
        ])
    func isoWeeks(date: String, week: String) throws {
        let day = try #require(CivilDate(date))
        #expect(Period(.week, containing: day).description == week)
        #expect(try #require(Period(week)).days.contains(day))
    }

    @Test(
        "Years have 52 or 53 weeks",
        arguments: [(2015, 53), (2020, 53), (2024, 52), (2026, 53), (2027, 52), (2032, 53)])
    func weeksOfYear(year: Int, weeks: Int) {
        #expect(Period("\(year)-W\(weeks)") != nil)
        #expect(Period("\(year)-W\(weeks + 1)") == nil)
    }

    @Test(
        "What is no date is refused",
        arguments: [
            "", "2026", "2026-13-01", "2026-00-01", "2026-02-29", "2026-1-01", "2026-01-1", "26-01-01", "2026-01-32",
            "2026-01-00", "+026-01-01", "2026-+1-01", "2026-01-+1", "2026--1-01", "2026-01-01-", "-2026-01-01",
            "2026/01/01", "0000-01-01", " 2026-01-01", "2026-01-01 ", "２０２６-01-01", "1900-02-29",
        ])
    func refusedDates(text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test(
        "What is no period is refused",
        arguments: [
            "2026-W00", "2026-W54", "2025-W53", "2026-W1", "2026-W+1", "2026-w01", "2026-00", "2026-13", "2026-+1",
            "+026-01", "2026-1", "2026", "0000-W01", "0000-01", "2026-W01-1", "2026-11-31",
        ])
    func refusedPeriods(text: String) {
        #expect(Period(text) == nil)
    }
}

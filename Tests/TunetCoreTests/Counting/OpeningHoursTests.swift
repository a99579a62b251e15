import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Opening hours")
struct OpeningHoursTests {
    private let zone = TimeZoneRulesTests.oslo

    private func openQuarters(_ hours: OpeningHours, on date: String) throws -> [Int] {
        let day = try #require(CivilDate(date))
        let first = Bin.dated(zone.start(of: day)).index
        let end = Bin.dated(zone.start(of: day.adding(days: 1))).index
        return (first..<end).filter { hours.isOpen(Bin(boot: 0, index: $0), in: zone) }.map { Int($0 - first) }
    }

    @Test(
        "The place is open in the quarters of its hours, on days of 23 and 25 hours too",
        arguments: [
            ("2026-11-02", 36..<60), ("2026-03-29", 32..<56), ("2026-10-25", 40..<64),
        ])
    func days(date: String, quarters: Range<Int>) throws {
        let hours = OpeningHours([Opening(weekdays: [1, 7], startMinute: 540, endMinute: 900)])
        #expect(try openQuarters(hours, on: date) == Array(quarters))
        #expect(try openQuarters(hours, on: "2026-11-03").isEmpty)
        #expect(hours.longestDay == 24)
    }

    @Test("Hours that overlap are one")
    func overlap() throws {
        let hours = OpeningHours([
            Opening(weekdays: [1], startMinute: 540, endMinute: 720),
            Opening(weekdays: [1, 2], startMinute: 660, endMinute: 1440),
        ])
        #expect(try openQuarters(hours, on: "2026-11-02") == Array(36..<96))
        #expect(hours.longestDay == 60)
    }

    @Test("Without hours the sessions tell, and without those the place is always open")
    func fallBack() throws {
        var configuration = SamplePlace.configuration
        #expect(try openQuarters(OpeningHours(configuration), on: "2026-11-01") == Array(0..<96))
        #expect(OpeningHours(configuration).longestDay == 672)
        configuration.sessions = [SmallPlace.cafe]
        #expect(try openQuarters(OpeningHours(configuration), on: "2026-11-03") == Array(44..<56))
        configuration.openings = [Opening(weekdays: [3], startMinute: 0, endMinute: 15)]
        #expect(try openQuarters(OpeningHours(configuration), on: "2026-11-03").isEmpty)
        #expect(try openQuarters(OpeningHours(configuration), on: "2026-11-04") == [0])
    }

    @Test("A bin without a date is never open")
    func undated() {
        #expect(!OpeningHours([]).isOpen(Bin(boot: 3, index: 40), in: zone))
    }
}

import Testing

@testable import TunetCore

@Suite("Schedule of the occupancy's resets")
struct OccupancyScheduleTests {
    private static let oslo = TimeZoneRulesTests.oslo
    private static let everyDay = OccupancyReset.everyDay

    /// Random resets at times that differ, as the reader of the configuration admits them.
    static func resets(using random: inout SeededGenerator) -> [OccupancyReset] {
        var taken: Set<Int> = []
        return (0..<Int.random(in: 1...6, using: &random)).compactMap { _ in
            let minute = 15 * Int.random(in: 0...95, using: &random)
            let weekdays = Set((1...7).filter { _ in Int.random(in: 0..<3, using: &random) > 0 })
            guard !weekdays.isEmpty, taken.insert(minute).inserted else { return nil }
            return OccupancyReset(
                weekdays: weekdays, minute: minute, value: Int.random(in: 0...12, using: &random))
        }
            + [OccupancyReset(weekdays: [Int.random(in: 1...7, using: &random)], minute: 1425, value: 3)]
            .filter { _ in taken.isEmpty || !taken.contains(1425) }
    }

    /// What the clock on the wall says: of each day the first bin that begins when the time of a reset has come.
    private static func byTheWall(_ resets: [OccupancyReset], from first: CivilDate, days: Int) -> [Int64: Int] {
        var values: [Int64: Int] = [:]
        for day in (0..<days).map(first.adding(days:)) {
            let bins =
                Bin.dated(oslo.start(of: day)).index..<Bin.dated(oslo.start(of: day.adding(days: 1))).index
            for reset in resets.sorted(by: { $0.minute < $1.minute }) where reset.weekdays.contains(day.weekday) {
                let bin = bins.first { oslo.minuteOfDay(at: Bin(boot: 0, index: $0).start) >= reset.minute }
                values[bin ?? bins.upperBound] = reset.value
            }
        }
        return values
    }

    @Test(
        "Each reset comes once, in the bin that the clock on the wall says",
        arguments: ["2026-01-01", "2026-03-25", "2026-10-20"], 0..<6 as Range<UInt64>)
    func wall(date: String, seed: UInt64) throws {
        var random = SeededGenerator(seed: 300 + seed)
        let resets = Self.resets(using: &random)
        let schedule = OccupancySchedule(resets, zone: Self.oslo)
        let first = try #require(CivilDate(date))
        let wall = Self.byTheWall(resets, from: first.adding(days: -10), days: 28)
        let start = Bin.dated(Self.oslo.start(of: first)).index
        let end = Bin.dated(Self.oslo.start(of: first.adding(days: 9))).index
        var held = schedule.latest(at: start)
        for bin in start..<end {
            let latest = try #require(schedule.latest(at: bin))
            #expect((latest.bin == bin) == (wall[bin] != nil), "seed \(seed), bin \(bin)")
            if let value = wall[bin] { #expect(latest.value == value, "seed \(seed), bin \(bin)") }
            #expect(latest == held || latest.bin == bin, "seed \(seed), bin \(bin)")
            #expect(latest.bin <= bin && latest.bin >= (held?.bin ?? latest.bin))
            held = latest
            guard bin % 37 == 0 else { continue }
            let next = try #require(schedule.next(after: bin))
            #expect(next.bin == wall.keys.filter { $0 > bin }.min(), "seed \(seed), bin \(bin)")
            #expect(next == schedule.latest(at: next.bin), "seed \(seed), bin \(bin)")
        }
        let passed = schedule.passed(after: start - 1, upTo: end - 1, limit: 5000)
        #expect(passed.map(\.bin) == wall.keys.filter { (start..<end).contains($0) }.sorted(), "seed \(seed)")
        #expect(schedule.passed(after: start - 1, upTo: end - 1, limit: 3) == passed.suffix(3))
        #expect(schedule.passed(after: end - 1, upTo: end - 1, limit: 3).isEmpty)
    }

    @Test(
        "On days on which clocks change, a time comes once: after the gap, or the first time",
        arguments: [
            // Day, local time, UTC of the reset.
            ("2026-03-29", 120, "01:00"), ("2026-03-29", 150, "01:00"), ("2026-03-29", 180, "01:00"),
            ("2026-03-29", 195, "01:15"), ("2026-10-25", 120, "00:00"), ("2026-10-25", 150, "00:30"),
            ("2026-10-25", 180, "02:00"), ("2026-10-25", 240, "03:00"), ("2026-07-01", 150, "00:30"),
        ])
    func clockChanges(date: String, minute: Int, utc: String) throws {
        let day = try #require(CivilDate(date))
        let schedule = OccupancySchedule(
            [OccupancyReset(weekdays: Self.everyDay, minute: minute, value: 4)], zone: Self.oslo)
        let bins = Bin.dated(Self.oslo.start(of: day)).index..<Bin.dated(Self.oslo.start(of: day.adding(days: 1))).index
        let resets = bins.filter { schedule.latest(at: $0)?.bin == $0 }
        let seconds = try #require(resets.first) * Bin.seconds % 86_400
        #expect(resets.count == 1)
        #expect("\(zeroPadded(Int(seconds) / 3600, width: 2)):\(zeroPadded(Int(seconds) % 3600 / 60, width: 2))" == utc)
        #expect(schedule.latest(at: bins.upperBound - 1)?.day == day)
        #expect(schedule.latest(at: bins.upperBound - 1)?.minute == minute)
    }

    @Test("Of two resets in the hour that is skipped, the later one holds")
    func bothSkipped() throws {
        let day = try #require(CivilDate("2026-03-29"))
        let resets = [(165, 7), (135, 5)].map { OccupancyReset(weekdays: Self.everyDay, minute: $0, value: $1) }
        let schedule = OccupancySchedule(resets, zone: Self.oslo)
        let three = Bin.dated(Self.oslo.instant(of: day, minute: 180)).index
        #expect(schedule.latest(at: three)?.value == 7)
        #expect(schedule.next(after: three - 1)?.value == 7)
        #expect(schedule.passed(after: three - 1, upTo: three, limit: 9).map(\.value) == [7])
    }

    @Test("A reset once a week holds until the same time a week later", arguments: 1...7, [0, 240, 1425])
    func weekly(weekday: Int, minute: Int) throws {
        let schedule = OccupancySchedule(
            [OccupancyReset(weekdays: [weekday], minute: minute, value: 2)], zone: Self.oslo)
        let start = Bin.dated(Self.oslo.start(of: try #require(CivilDate("2026-10-14")))).index
        for bin in stride(from: start, to: start + 21 * 96, by: 5) {
            let held = try #require(schedule.latest(at: bin))
            let next = try #require(schedule.next(after: bin))
            #expect(held.bin <= bin && bin < next.bin)
            #expect(held.day.weekday == weekday && next.day == held.day.adding(days: 7))
        }
    }

    // MARK: - How far back

    @Test(
        "Days that the store has to keep",
        arguments: [
            ([(1...7, 240)], 1), ([(1...7, 0)], 0), ([(1...7, 15)], 1), ([(1...5, 240)], 3), ([(1...5, 0)], 2),
            ([(1...1, 240)], 7), ([(1...1, 0)], 6), ([(1...5, 240), (6...7, 0)], 1), ([(1...7, 0), (1...7, 720)], 0),
            ([(3...3, 240), (6...6, 240)], 4),
        ] as [([(ClosedRange<Int>, Int)], Int)])
    func daysNeeded(times: [(ClosedRange<Int>, Int)], days: Int) {
        let resets = times.map { OccupancyReset(weekdays: Set($0.0), minute: $0.1, value: 0) }
        #expect(OccupancyReset.daysNeeded(by: resets) == days)
    }

    @Test("The days needed are those between a reset and any moment until the next", arguments: 0..<8 as Range<UInt64>)
    func reach(seed: UInt64) throws {
        var random = SeededGenerator(seed: 400 + seed)
        let resets = Self.resets(using: &random)
        let schedule = OccupancySchedule(resets, zone: Self.oslo)
        let first = try #require(CivilDate("2026-03-20"))
        let start = Bin.dated(Self.oslo.start(of: first)).index
        let reaches = try (start..<(start + 28 * 96)).map { bin in
            let now = Self.oslo.day(at: Bin(boot: 0, index: bin).start)
            return try now.dayNumber - #require(schedule.latest(at: bin)).day.dayNumber
        }
        #expect(reaches.max() == Int64(OccupancyReset.daysNeeded(by: resets)), "seed \(seed)")
    }

    @Test("A place that says nothing is empty at four, or at midnight if nothing of yesterday is kept")
    func standard() {
        #expect(OccupancyReset.standard(correctionDays: 2) == [.init(weekdays: Self.everyDay, minute: 240, value: 0)])
        #expect(OccupancyReset.standard(correctionDays: 1).map(\.minute) == [240])
        #expect(OccupancyReset.standard(correctionDays: 0).map(\.minute) == [0])
        for days in 0...31 {
            #expect(OccupancyReset.daysNeeded(by: OccupancyReset.standard(correctionDays: days)) <= days)
        }
        #expect(OccupancyReset.daysNeeded(by: []) == 0)
        #expect(OccupancySchedule([], zone: .utc).latest(at: 5) == nil)
    }
}

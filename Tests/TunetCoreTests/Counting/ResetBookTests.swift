import Testing

@testable import TunetCore

@Suite("Book of resets")
struct ResetBookTests {
    private static let oslo = TimeZoneRulesTests.oslo
    private static let daily = OccupancySchedule(OccupancyReset.standard(correctionDays: 2), zone: oslo)

    private static func four(_ date: String) throws -> Int64 {
        Bin.dated(oslo.instant(of: try #require(CivilDate(date)), minute: 240)).index
    }

    /// A sum of doors that were observed all the time.
    private static func sum(_ bins: Range<Int64>, in entries: Int, out exits: Int, missing: Int64 = 0) -> ResetBook.Sum
    {
        var sum = ResetBook.Sum(doors: 2, open: bins.count)
        sum.tally.in.count = entries
        sum.tally.out.count = exits
        sum.observed = [Int64(bins.count) * 900_000, Int64(bins.count) * 900_000 - missing * 900_000]
        return sum
    }

    private static func none(_ bins: Range<Int64>) -> ResetBook.Sum { sum(bins, in: 0, out: 0) }

    @Test(
        "However often it is asked, each reset comes once; a clock that goes back by less than a day repeats none",
        arguments: 0..<12 as Range<UInt64>)
    func once(seed: UInt64) throws {
        var random = SeededGenerator(seed: 700 + seed)
        let schedule = OccupancySchedule(OccupancyScheduleTests.resets(using: &random), zone: Self.oslo)
        var book = ResetBook()
        var bin = try Self.four("2026-03-01")
        let first = bin
        var passed: [Int64] = []
        var furthest = bin
        _ = book.advance(to: bin, schedule: schedule, keptFrom: 0, canTell: true, sum: Self.none)
        for _ in 0..<400 {
            bin = max(first, bin + Int64.random(in: -40...120, using: &random))
            // Within a day of the furthest that the clock has been.
            bin = max(bin, furthest - 80)
            furthest = max(furthest, bin)
            passed += book.advance(to: bin, schedule: schedule, keptFrom: 0, canTell: true, sum: Self.none).map(\.bin)
            if Bool.random(using: &random) {
                book = ResetBook(latest: book.latest, unjudged: book.unjudged, watch: book.watch)
            }
        }
        #expect(passed == schedule.passed(after: first, upTo: furthest, limit: 5000).map(\.bin), "seed \(seed)")
    }

    @Test("A clock that was wrong by days begins a new book, and does not wait for its days to come again")
    func wrongClock() throws {
        var book = ResetBook()
        let right = try Self.four("2026-11-02")
        let wrong = try Self.four("2036-11-02")
        func advance(_ bin: Int64) -> Int {
            book.advance(to: bin, schedule: Self.daily, keptFrom: 0, canTell: true, sum: Self.none).count
        }
        #expect(advance(right) == 0)
        #expect(advance(wrong) == 50, "no more than can be told of")
        #expect(advance(right) == 0)
        #expect(advance(right + 95) == 0)
        #expect(advance(right + 96) == 1)
    }

    @Test("Stretches follow each other without a gap, and are judged with the values of their resets")
    func stretches() throws {
        let resets = [
            OccupancyReset(weekdays: [1, 2, 3, 4, 5], minute: 240, value: 0),
            OccupancyReset(weekdays: [6, 7], minute: 240, value: 30),
        ]
        let schedule = OccupancySchedule(resets, zone: Self.oslo)
        var book = ResetBook()
        var seen: [Range<Int64>] = []
        let monday = try Self.four("2026-11-02")
        for day in 0..<8 as Range<Int64> {
            _ = book.advance(to: monday + 96 * day, schedule: schedule, keptFrom: 0, canTell: true) { bins in
                seen.append(bins)
                // Friday to Saturday 30 more stay than leave, Sunday to Monday they leave.
                return Self.sum(bins, in: day == 5 ? 80 : 50, out: day == 7 ? 80 : 50)
            }
        }
        #expect(seen == (0..<7).map { (monday + 96 * $0)..<(monday + 96 * ($0 + 1)) })
        #expect(book.watch == ImbalanceWatch())
    }

    @Test("Days with few people are judged together, as long as their counts exist")
    func fewPeople() throws {
        var book = ResetBook()
        let start = try Self.four("2026-11-02")
        var seen: [Range<Int64>] = []
        func advance(days: Int64, keptFrom: Int64 = 0) {
            _ = book.advance(to: start + 96 * days, schedule: Self.daily, keptFrom: keptFrom, canTell: true) { bins in
                seen.append(bins)
                return Self.sum(bins, in: 9 * bins.count / 96, out: 6 * bins.count / 96)
            }
        }
        for day in 0...3 { advance(days: Int64(day)) }
        #expect(seen.map(\.count) == [96, 192, 288])
        #expect(book.watch.score == 2, "27 in and 18 out")
        #expect(book.unjudged == start + 288)
        advance(days: 4)
        // What is gone is not judged: the next stretch begins with the first reset of which everything is kept.
        advance(days: 5, keptFrom: start + 288 + 1)
        #expect(seen.last == (start + 384)..<(start + 480))
        advance(days: 6, keptFrom: start + 960)
        #expect(seen.count == 5 && book.unjudged == start + 576 && book.watch.score == 2)
    }

    @Test(
        "A stretch in which a door was not observed says nothing",
        arguments: [(0, 2), (1, 2), (2, 0), (50, 0)] as [(Int64, Int)])
    func unobserved(missing: Int64, score: Int) throws {
        var book = ResetBook()
        let start = try Self.four("2026-11-02")
        for day in 0...1 as ClosedRange<Int64> {
            _ = book.advance(to: start + 96 * day, schedule: Self.daily, keptFrom: 0, canTell: true) {
                Self.sum($0, in: 60, out: 40, missing: missing)
            }
        }
        #expect(book.watch.score == score)
        #expect(book.unjudged == start + 96)
    }

    @Test("Doors that can't tell, and another schedule, leave nothing to judge")
    func nothingToJudge() throws {
        var book = ResetBook(
            latest: try Self.four("2026-11-01"), unjudged: 0, watch: ImbalanceWatch(score: 6, isOn: true))
        let start = try Self.four("2026-11-02")
        _ = book.advance(to: start, schedule: Self.daily, keptFrom: 0, canTell: false) { Self.sum($0, in: 60, out: 40) }
        #expect(book.watch == ImbalanceWatch() && book.latest == start)
        let noon = OccupancySchedule(
            [OccupancyReset(weekdays: OccupancyReset.everyDay, minute: 720, value: 0)], zone: Self.oslo)
        _ = book.advance(to: start + 96, schedule: noon, keptFrom: 0, canTell: true) { Self.sum($0, in: 60, out: 40) }
        #expect(book.watch == ImbalanceWatch(), "the stretch began with a reset that is no longer there")
        _ = book.advance(to: start + 192, schedule: noon, keptFrom: 0, canTell: true) { Self.sum($0, in: 60, out: 40) }
        #expect(book.watch.score == 2)
    }

    @Test("An error of the disk leaves it to the next time")
    func error() throws {
        struct Failed: Error {}
        let start = try Self.four("2026-11-02")
        let before = ResetBook(latest: start, unjudged: start)
        var book = before
        #expect(throws: Failed.self) {
            try book.advance(to: start + 96, schedule: Self.daily, keptFrom: 0, canTell: true) { _ in throw Failed() }
        }
        #expect(book.latest == start && book.unjudged == start)
    }

    @Test("A book that was damaged on the disk begins anew", arguments: [Int64.min, -1, .min + 96, .max, 4_558_272])
    func damaged(number: Int64) throws {
        let start = try Self.four("2026-11-02")
        for var book in [ResetBook(latest: number, unjudged: start), ResetBook(latest: start, unjudged: number)] {
            for day in 0...2 as ClosedRange<Int64> {
                _ = book.advance(
                    to: start + 96 * day, schedule: Self.daily, keptFrom: start, canTell: true, sum: Self.none)
            }
            #expect(book.latest == start + 192)
        }
    }
}

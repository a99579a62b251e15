import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("A door through which nobody comes")
struct SilenceWatchTests {
    /// Days of six open hours, at the beginning of each day of 96 quarters.
    struct Days {
        var watch = SilenceWatch(longestDay: 24)
        /// Quarters since the start at which it said so, and at which that ended.
        var began: [Int] = []
        var ended: [Int] = []
        var quarter = 0

        /// - Parameter passages: quarters of the open hours, 0 to 23, in which somebody comes; others are after closing.
        mutating func day(_ passages: Set<Int>, isOpen: Bool = true, wasAlive: Bool? = nil, blind: Set<Int> = []) {
            for number in 0..<96 {
                if passages.contains(number), watch.passed() { ended.append(quarter) }
                quarter += 1
                if watch.endBin(isOpen: isOpen && number < 24, wasObserved: !blind.contains(number)) {
                    began.append(quarter)
                }
            }
            watch.endDay(hasPassed: !passages.isEmpty, wasAlive: wasAlive ?? !passages.isEmpty)
        }

        /// Somebody every hour, so that the longest silence is three quarters.
        mutating func busyDays(_ count: Int) {
            for _ in 0..<count { day([0, 4, 8, 12, 16, 20, 23]) }
        }
    }

    @Test("Until five days are learned, a whole open day of silence is unusual")
    func floor() {
        var days = Days()
        days.day([0])
        #expect(days.watch.threshold == 24)
        days.day([])
        // 23 quarters of the first day and one of the second.
        #expect(days.began == [96 + 1])
        #expect(days.watch.isSilent)
        days.day([3])
        #expect(days.ended == [2 * 96 + 3] && !days.watch.isSilent)
    }

    @Test("After five days, twice the longest silence of its own, and never less than an hour")
    func learned() {
        var days = Days()
        days.busyDays(4)
        #expect(days.watch.threshold == 24)
        days.busyDays(1)
        #expect(days.watch.threshold == 6)
        days.day([0])
        #expect(days.began == [5 * 96 + 1 + 6])
        var busy = Days()
        for _ in 0..<5 { busy.day(Set(0..<24)) }
        #expect(busy.watch.threshold == SilenceWatch.least)
        busy.day([0])
        #expect(busy.began == [5 * 96 + 1 + 4])
    }

    @Test("The longest silence is remembered for ten to twenty open days")
    func generations() {
        var days = Days()
        days.day([0, 11, 23])
        days.busyDays(9)
        #expect(days.watch.threshold == 22)
        days.busyDays(9)
        #expect(days.watch.threshold == 22)
        days.busyDays(1)
        #expect(days.watch.threshold == 6, "twenty days later it is forgotten")
        #expect(days.began.isEmpty)
    }

    @Test("A door that is used once a week is learned after three false alarms")
    func seldomUsed() {
        var days = Days()
        for _ in 0..<30 {
            days.day([5], wasAlive: true)
            for _ in 0..<4 { days.day([], wasAlive: true) }
            for _ in 0..<2 { days.day([], isOpen: false) }
        }
        // 24, then 48, then 96 quarters of the 119 that its week of silence has.
        #expect(days.began.count == 3 && days.ended.count == 3)
        #expect(days.began.allSatisfy { $0 < 5 * 7 * 96 })
    }

    @Test("A sensor that was dead for a week is not learned as usual")
    func deadSensor() {
        var days = Days()
        days.busyDays(8)
        for _ in 0..<5 { days.day([], wasAlive: true) }
        #expect(days.began.count == 1)
        days.busyDays(1)
        #expect(days.watch.threshold == 12, "what was said is learned as what it took to say it")
        days.busyDays(20)
        #expect(days.watch.threshold == 6)
    }

    @Test("A holiday of the whole place is said, and nothing is learned from it")
    func holiday() {
        var days = Days()
        days.busyDays(8)
        for _ in 0..<20 { days.day([], wasAlive: false) }
        #expect(days.began.count == 1)
        days.busyDays(1)
        #expect(days.ended.count == 1)
        #expect(days.watch.threshold == 6)
    }

    @Test("Closed hours, closed days and time that was not observed are no silence")
    func notObserved() {
        var days = Days()
        days.busyDays(5)
        for _ in 0..<30 { days.day([], isOpen: false) }
        #expect(days.began.isEmpty && days.watch.run == 0)
        days.day([], blind: Set(0..<24))
        #expect(days.began.isEmpty)
        days.day([], blind: Set(0..<18))
        #expect(days.began.count == 1, "six quarters of the last one were observed")
    }

    @Test("A place that opens once a week, and one that has no hours at all")
    func others() {
        var weekly = Days()
        for week in 0..<8 {
            for _ in 0..<6 { weekly.day([], isOpen: false) }
            weekly.day(week < 6 ? [0, 4, 8, 12, 16, 20, 23] : [])
        }
        #expect(weekly.began == [7 * 7 * 96 - 96 + 6])

        let always = Days(watch: SilenceWatch(longestDay: OpeningHours([]).longestDay))
        #expect(always.watch.threshold == 7 * 96)
    }

    @Test("A passage after closing time ends the silence as well, and is no open day")
    func cleaner() {
        var days = Days()
        for _ in 0..<30 { days.day([], isOpen: false) }
        days.day([40], isOpen: false)
        #expect(days.watch.memory.days == 0)
        days.day([])
        days.day([40])
        #expect(days.ended == [32 * 96 + 40] && days.watch.run == 0)
    }

    @Test("What the store remembers goes on where it was")
    func load() {
        let memory = SilenceWatch.Memory(days: 6, longest: 5)
        var watch = SilenceWatch(longestDay: 24)
        let isQuiet = watch.load(SilenceHistory(memory: memory, run: 9, knowsPassage: true))
        #expect(!isQuiet && watch.threshold == 10)
        let began = watch.endBin(isOpen: true, wasObserved: true)
        #expect(began)
        // It was silent before: also when the last passage is released and gone, and never said twice.
        for run in [0, 10, 900] {
            var silent = SilenceWatch(longestDay: 24)
            var memory = memory
            memory.isSilent = true
            let isSilent = silent.load(SilenceHistory(memory: memory, run: run, knowsPassage: run > 0))
            #expect(isSilent)
            let again = silent.endBin(isOpen: true, wasObserved: true)
            #expect(!again)
            let ended = silent.passed()
            #expect(ended)
        }
        // A boot without a date had a passage.
        var ended = SilenceWatch(longestDay: 24)
        let history = SilenceHistory(
            memory: SilenceWatch.Memory(days: 6, longest: 5, isSilent: true), run: 2, knowsPassage: true)
        let isSilent = ended.load(history)
        #expect(!isSilent)
    }

    @Test(
        "What is remembered is four numbers",
        arguments: [
            ("0 0 - 0", SilenceWatch.Memory()), ("3 7 12 1", .init(days: 3, longest: 7, earlier: 12, isSilent: true)),
        ])
    func text(text: String, memory: SilenceWatch.Memory) {
        #expect(memory.description == text)
        #expect(SilenceWatch.Memory(text) == memory)
    }

    @Test(
        "What cannot be read is learned anew",
        arguments: [
            "", "3 7 12", "3 7 12 2", "10 7 12 0", "3 7 12 0 ", "-1 0 0 0", "3 99999999999999 - 0", "3 7 99999999 0",
            "a b c d",
            "3 7 x 0",
        ])
    func badText(text: String) {
        #expect(SilenceWatch.Memory(text) == nil)
    }

    @Test("Whatever comes, it begins and ends by turns and never before its time", arguments: 0..<60 as Range<UInt64>)
    func anything(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var watch = SilenceWatch(longestDay: Int.random(in: 0...96, using: &random))
        var isSilent = false
        var quiet = 0
        for quarter in 0..<20_000 {
            if Int.random(in: 0..<(1 + quarter / 100 % 60), using: &random) == 0 {
                let ended = watch.passed()
                #expect(ended == isSilent, "seed \(seed)")
                isSilent = false
                quiet = 0
            } else if !isSilent {
                quiet += 1
            }
            let isOpen = Int.random(in: 0..<3, using: &random) > 0
            let began = watch.endBin(isOpen: isOpen, wasObserved: Int.random(in: 0..<10, using: &random) > 0)
            if began {
                #expect(!isSilent && isOpen && quiet >= SilenceWatch.least, "seed \(seed)")
                isSilent = true
            }
            #expect(watch.isSilent == isSilent)
            if quarter % 96 == 95 {
                watch.endDay(hasPassed: Bool.random(using: &random), wasAlive: Bool.random(using: &random))
                #expect(SilenceWatch.Memory(watch.memory.description) == watch.memory)
            }
        }
    }
}

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

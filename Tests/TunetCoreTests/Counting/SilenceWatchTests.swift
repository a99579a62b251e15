import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("A door through which nobody comes")
struct SilenceWatchTests {
    static let monday = CivilDate(dayNumber: 20_759)

    /// Days of six open hours, at the beginning of each day of 96 quarters.
    struct Days {
        var watch = SilenceWatch(longestDay: 24)
        /// Quarters since the start at which it said so, and at which that ended.
        var began: [Int] = []
        var ended: [Int] = []
        var quarter = 0
        var date = SilenceWatchTests.monday

        /// - Parameter passages: quarters of the open hours, 0 to 23, in which somebody comes; others are after closing.
        mutating func day(_ passages: Set<Int>, isOpen: Bool = true, blind: Set<Int> = []) {
            for number in 0..<96 {
                if passages.contains(number), watch.passed() { ended.append(quarter) }
                quarter += 1
                if watch.endBin(isOpen: isOpen && number < 24, wasObserved: !blind.contains(number)) {
                    began.append(quarter)
                }
            }
            watch.endDay(date)
            date = date.adding(days: 1)
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
            days.day([5])
            for _ in 0..<4 { days.day([]) }
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
        for _ in 0..<5 { days.day([]) }
        #expect(days.began.count == 1)
        days.busyDays(1)
        #expect(days.watch.threshold == 12, "what was said is learned as what it took to say it")
        days.busyDays(20)
        #expect(days.watch.threshold == 6)
    }

    @Test("At a place with one door, days without anybody are learned, and not said for ever")
    func emptyDays() {
        var days = Days()
        for _ in 0..<20 {
            // Open on all five days; people come on Tuesdays and Thursdays.
            for passages in [[], [2, 9, 20], [], [3, 21], []] as [Set<Int>] { days.day(passages) }
            for _ in 0..<2 { days.day([], isOpen: false) }
        }
        // The first Monday. From one Thursday to the next Tuesday are 52 quarters, less than twice the first Wednesday's.
        #expect(days.began == [24] && days.ended.count == 1)
        #expect(days.watch.threshold == 2 * 52)
    }

    @Test("A holiday of the whole place is said once, and does not make holidays usual")
    func holiday() {
        var days = Days()
        days.busyDays(8)
        for _ in 0..<20 { days.day([]) }
        #expect(days.began.count == 1)
        days.busyDays(1)
        #expect(days.ended.count == 1)
        #expect(days.watch.threshold == 12)
        days.busyDays(20)
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

    @Test(
        "What is remembered is five numbers",
        arguments: [
            ("0 0 - - -", SilenceWatch.Memory()),
            ("3 7 12 24 20759", .init(days: 3, longest: 7, earlier: 12, silentAfter: 24, learned: monday)),
        ])
    func text(text: String, memory: SilenceWatch.Memory) {
        #expect(memory.description == text)
        #expect(SilenceWatch.Memory(text) == memory)
    }

    @Test(
        "What cannot be read is learned anew",
        arguments: [
            "", "3 7 12 -", "3 7 12 x -", "10 7 12 - -", "3 7 12 - - ", "-1 0 0 - -", "3 99999999999999 - - -",
            "3 7 99999999 - -", "3 7 12 99999999 -", "a b c d e", "- 7 12 - -", "3 - 12 - -", "3 7 x - -",
            "3 7 12 - 99999999999999999999",
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
                watch.endDay(CivilDate(dayNumber: Int64(quarter / 96)))
                #expect(SilenceWatch.Memory(watch.memory.description) == watch.memory)
            }
        }
    }
}

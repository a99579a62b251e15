import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("What a start knows of silences")
struct SilenceHistoryTests {
    private static let monday = SilenceWatchTests.monday

    /// Days of 24 open quarters each, at the beginning of the day, with somebody in those of `passages`.
    private func quarters(_ days: [(CivilDate, Set<Int>)], isOpen: Bool = true) -> [SilenceHistory.Quarter] {
        days.flatMap { day, passages in
            (0..<96).map { number in
                SilenceHistory.Quarter(
                    day: day, isOpen: isOpen && number < 24, wasObserved: true, hasPassed: passages.contains(number))
            }
        }
    }

    private func quiet(_ count: Int, on day: CivilDate = monday) -> [SilenceHistory.Quarter] {
        Array(quarters([(day, [])]).prefix(count))
    }

    private func loaded(_ history: SilenceHistory, today: CivilDate = monday) -> SilenceWatch {
        var watch = SilenceWatch(longestDay: 24)
        _ = watch.load(history, today: today)
        return watch
    }

    @Test("A silence goes on where it was")
    func goesOn() {
        let memory = SilenceWatch.Memory(days: 6, longest: 5)
        var watch = loaded(SilenceHistory(memory: memory, quarters: quiet(9)))
        #expect(watch.run == 9 && watch.threshold == 10 && !watch.isSilent)
        let began = watch.endBin(isOpen: true, wasObserved: true)
        #expect(began && watch.memory.silentAfter == 10)
    }

    @Test("Quarters that were closed, or not seen as a whole, are no silence")
    func notObserved() {
        var quarters = quiet(9) + quarters([(Self.monday, [])], isOpen: false)
        quarters[3].wasObserved = false
        #expect(loaded(SilenceHistory(quarters: quarters)).run == 8)
    }

    /// Also when the last passage is released and gone, and never said twice.
    @Test("A silence that was said lasts until somebody comes", arguments: [0, 10, 11, 24])
    func lasts(count: Int) {
        var memory = SilenceWatch.Memory(days: 6, longest: 5, silentAfter: 10)
        for threshold in [10, 40] {
            // The day that was over since may have made a longer one usual.
            memory.longest = threshold / 2
            var quarters = quiet(count)
            if count > 0 {
                quarters.insert(.init(day: Self.monday, isOpen: true, wasObserved: true, hasPassed: true), at: 0)
            }
            var watch = loaded(SilenceHistory(memory: memory, quarters: quarters))
            #expect(watch.isSilent && watch.run == 10)
            let again = watch.endBin(isOpen: true, wasObserved: true)
            let ended = watch.passed()
            #expect(!again && ended)
            _ = watch.endBin(isOpen: true, wasObserved: true)
            watch.endDay(Self.monday)
            #expect(watch.memory.longest == max(10, threshold / 2), "learned as what it took to say it")
        }
    }

    @Test("A passage that came after a silence was said has ended it")
    func ended() {
        let memory = SilenceWatch.Memory(days: 6, longest: 5, silentAfter: 10)
        let passage = SilenceHistory.Quarter(day: Self.monday, isOpen: true, wasObserved: true, hasPassed: true)
        let later = loaded(SilenceHistory(memory: memory, quarters: [passage] + quiet(9)))
        #expect(!later.isSilent && later.run == 9)
        let now = loaded(SilenceHistory(memory: memory, quarters: [passage] + quiet(20), hasPassedInBin: true))
        #expect(!now.isSilent)
        var next = now
        _ = next.endBin(isOpen: true, wasObserved: true)
        #expect(next.run == 0)
    }

    @Test("Days that ended while the board was off are learned, each one once")
    func nights() {
        var watch = SilenceWatch(longestDay: 24)
        for number in 0..<6 {
            let day = Self.monday.adding(days: number)
            // As a board that is switched off in the evening and on in the morning.
            let last = number == 0 ? [] : quarters([(day.adding(days: -1), [0, 4, 9, 12, 20])])
            _ = watch.load(SilenceHistory(memory: watch.memory, quarters: last), today: day)
            #expect(watch.memory.days == number && watch.memory.learned == day.adding(days: -1))
            let again = loaded(SilenceHistory(memory: watch.memory, quarters: last), today: day)
            #expect(again.memory.days == number, "a second start on the same day")
        }
        #expect(watch.memory.longest == 7 && watch.threshold == 14)
    }

    @Test("A clock that was ahead does not stop the learning")
    func ahead() {
        let memory = SilenceWatch.Memory(days: 2, longest: 3, learned: Self.monday.adding(days: 400))
        let watch = loaded(SilenceHistory(memory: memory), today: Self.monday)
        #expect(watch.memory.learned == Self.monday.adding(days: -1))
    }

    /// Whoever restarts a service at any time, once or a hundred times, gets the same memory and the same silences.
    @Test("A start forgets nothing", arguments: 0..<40 as Range<UInt64>)
    func restarts(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var steady = SilenceWatch(longestDay: 24)
        var restarted = steady
        var kept: [SilenceHistory.Quarter] = []
        let rarity = Int.random(in: 2...120, using: &random)
        for number in 0..<30 {
            let day = Self.monday.adding(days: number)
            for quarter in 0..<96 {
                if Int.random(in: 0..<40, using: &random) == 0 {
                    // From the last passage of the days that are learned.
                    let learned = restarted.memory.learned
                    let first =
                        kept.lastIndex { quarter in quarter.hasPassed && learned.map { quarter.day <= $0 } ?? false }
                        ?? 0
                    let history = SilenceHistory(memory: restarted.memory, quarters: Array(kept[first...]))
                    var watch = SilenceWatch(longestDay: 24)
                    let isSilent = watch.load(history, today: day)
                    #expect(isSilent == steady.isSilent, "seed \(seed)")
                    restarted = watch
                }
                let isOpen = quarter < 24 && number % 7 < 5
                let hasPassed = Int.random(in: 0..<rarity, using: &random) == 0
                let wasSilent = steady.isSilent
                if hasPassed { #expect(steady.passed() == restarted.passed(), "seed \(seed)") }
                let wasObserved = Int.random(in: 0..<10, using: &random) > 0
                let began = steady.endBin(isOpen: isOpen, wasObserved: wasObserved)
                #expect(restarted.endBin(isOpen: isOpen, wasObserved: wasObserved) == began, "seed \(seed)")
                // While it is silent nothing is observed, and the store has nothing.
                guard hasPassed || !wasSilent else { continue }
                kept.append(.init(day: day, isOpen: isOpen, wasObserved: wasObserved, hasPassed: hasPassed))
            }
            steady.endDay(day)
            restarted.endDay(day)
            #expect(restarted.memory == steady.memory && restarted.run == steady.run, "seed \(seed)")
        }
    }
}

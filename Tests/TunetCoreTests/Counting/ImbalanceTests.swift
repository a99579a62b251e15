import Testing

@testable import TunetCore

@Suite("In and out")
struct ImbalanceTests {
    private static func balance(_ entries: Int, _ exits: Int, over: Int = 0, under: Int = 0, unknown: Int = 0)
        -> Balance
    {
        var tally = DoorTally()
        tally.in.count = entries
        tally.out.count = exits
        tally.in.doubt = Doubt(over: over, under: under)
        tally.unknown.count = unknown
        return Balance(tally)
    }

    @Test(
        "What a stretch says",
        arguments: [
            // Entries, exits, expected change, verdict: two people, or one in fifty passages, are allowed.
            (20, 19, 0, nil), (22, 20, 0, .balanced), (23, 20, 0, .moreIn), (20, 23, 0, .moreOut),
            (20, 22, 0, .balanced), (19, 19, 0, nil), (20, 20, 0, .balanced), (0, 0, 0, nil), (40, 0, 0, .moreIn),
            (28, 20, 8, .balanced), (20, 20, 8, .moreOut), (20, 28, -8, .balanced), (20, 20, -8, .moreIn),
            (254, 248, 0, .balanced), (259, 248, 0, .moreIn), (248, 259, 0, .moreOut), (1000, 1040, 0, .balanced),
        ] as [(Int, Int, Int, ImbalanceWatch.Verdict?)])
    func verdicts(entries: Int, exits: Int, expected: Int, verdict: ImbalanceWatch.Verdict?) {
        #expect(ImbalanceWatch.verdict(of: Self.balance(entries, exits), expected: expected) == verdict)
    }

    @Test("Doubt and unknown directions explain more")
    func explained() {
        #expect(ImbalanceWatch.verdict(of: Self.balance(27, 20), expected: 0) == .moreIn)
        #expect(ImbalanceWatch.verdict(of: Self.balance(27, 20, over: 3000), expected: 0) == .balanced)
        #expect(ImbalanceWatch.verdict(of: Self.balance(27, 20, under: 3000), expected: 0) == .moreIn)
        #expect(ImbalanceWatch.verdict(of: Self.balance(20, 27, under: 3000), expected: 0) == .balanced)
        #expect(ImbalanceWatch.verdict(of: Self.balance(27, 20, unknown: 7), expected: 0) == .balanced)
        #expect(ImbalanceWatch.verdict(of: Self.balance(20, 27, unknown: 7), expected: 0) == .balanced)
    }

    @Test(
        "It begins after three stretches out of balance and ends after four in balance",
        arguments: [
            // One letter for each stretch, and whether numbers are doubtful after it.
            ("iiibbbb", "..iiii."), ("iii", "..i"), ("ooo", "..i"), ("ibibibib", "........"),
            ("iibiibbbbb", "....iiiii."),
            ("ooooooobbbbbb", "..iiiiiiiiii."), ("iio", "..."), ("iiioo", "..ii."), ("", ""), ("ooobibbb", "..iii..."),
        ])
    func hysteresis(stretches: String, doubtful: String) {
        var watch = ImbalanceWatch()
        var seen = ""
        for letter in stretches {
            watch.add(letter == "i" ? .moreIn : letter == "o" ? .moreOut : .balanced)
            seen += watch.isOn ? "i" : "."
            #expect(watch == ImbalanceWatch(score: watch.score, isOn: watch.isOn))
        }
        #expect(seen == doubtful)
    }

    @Test("What was kept is taken within its range")
    func kept() {
        #expect(ImbalanceWatch(score: 1_000_000, isOn: true).score == 8)
        #expect(ImbalanceWatch(score: .min, isOn: true).score == -8)
    }

    /// A day's counts of people who all come and go, by a door that errs at the rates that its doubt states, and misses a
    /// share of those who leave besides.
    private static func day(
        visitors: Int, rate: Double, missedExits: Double, using random: inout SeededGenerator
    ) -> Balance {
        var tally = DoorTally()
        for _ in 0..<visitors {
            if Double.random(in: 0..<1, using: &random) >= rate { tally.in.count += 1 }
            if Double.random(in: 0..<1, using: &random) < rate { tally.in.count += 1 }
            if Double.random(in: 0..<1, using: &random) >= rate + missedExits { tally.out.count += 1 }
            if Double.random(in: 0..<1, using: &random) < rate { tally.out.count += 1 }
        }
        let doubt = Int(Double(1000 * visitors) * rate)
        tally.in.doubt = Doubt(over: doubt, under: doubt)
        tally.out.doubt = Doubt(over: doubt, under: doubt)
        return Balance(tally)
    }

    @Test(
        "A sensor that errs as it says raises no alarm in ten years",
        arguments: [(25, 0.01), (60, 0.02), (200, 0.005), (400, 0.03)])
    func noFalseAlarm(visitors: Int, rate: Double) {
        var random = SeededGenerator(seed: UInt64(visitors))
        var watch = ImbalanceWatch()
        var days = 0
        for _ in 0..<2500 {
            let day = Self.day(visitors: visitors, rate: rate, missedExits: 0, using: &random)
            ImbalanceWatch.verdict(of: day, expected: 0).map { watch.add($0) }
            if watch.isOn { days += 1 }
        }
        #expect(days == 0)
    }

    @Test(
        "A door that misses those who leave is found within three weeks, and mended within two",
        arguments: [(50, 0.01, 0.2), (100, 0.01, 0.12), (300, 0.01, 0.1)])
    func found(visitors: Int, rate: Double, missed: Double) {
        var late = 0
        var lasting = 0
        for seed in 0..<200 as Range<UInt64> {
            var random = SeededGenerator(seed: 600 + seed)
            var watch = ImbalanceWatch()
            var days = 0
            while !watch.isOn, days < 100 {
                days += 1
                let day = Self.day(visitors: visitors, rate: rate, missedExits: missed, using: &random)
                ImbalanceWatch.verdict(of: day, expected: 0).map { watch.add($0) }
            }
            if days > 15 { late += 1 }
            #expect(watch.score > 0, "seed \(seed)")
            days = 0
            while watch.isOn, days < 100 {
                days += 1
                let day = Self.day(visitors: visitors, rate: rate, missedExits: 0, using: &random)
                ImbalanceWatch.verdict(of: day, expected: 0).map { watch.add($0) }
            }
            if days > 10 { lasting += 1 }
        }
        #expect(late <= 2 && lasting <= 2, "\(late) found late, \(lasting) lasted long, of 200")
    }
}

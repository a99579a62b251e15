import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("A line that chatters")
struct LineWatchTests {
    private static let millisecond: Int64 = 1_000_000

    /// When it begins to chatter, in milliseconds since the first edge; nil if never within `seconds`.
    private func onset(every microseconds: Int64, debounce: Duration = .milliseconds(5), seconds: Int64) -> Int64? {
        var watch = LineWatch(debounce: debounce)
        var time: Int64 = 0
        while time < seconds * 1_000_000_000 {
            if watch.receive(at: time) { return time / Self.millisecond }
            time += microseconds * 1000
        }
        return nil
    }

    @Test(
        "The faster the noise, the sooner it is noticed; what a hand can do never is",
        arguments: [
            // microseconds between edges, milliseconds until it is noticed
            (10_000, 1_220...1_260),  // the hum of the mains, 50 Hz
            (8_333, 980...1_000), (1_000, 540...560), (100, 540...560), (40_000, 18_000...21_000),
        ])
    func noise(every microseconds: Int64, within: ClosedRange<Int64>) throws {
        let noticed = try #require(onset(every: microseconds, seconds: 60))
        #expect(within.contains(noticed), "\(noticed) ms")
    }

    @Test("Twenty changes a second may go on for ever", arguments: [50_000, 51_000, 100_000, 500_000] as [Int64])
    func hands(microseconds: Int64) {
        #expect(onset(every: microseconds, seconds: 3600) == nil)
    }

    /// A relay that bounces makes many edges of one change.
    @Test("Bounce is one change, with every debounce time", arguments: [0, 5, 20, 25, 100] as [Int64])
    func bounce(debounce: Int64) {
        var random = SeededGenerator(seed: 7)
        var watch = LineWatch(debounce: .milliseconds(debounce))
        var time: Int64 = 0
        for _ in 0..<2000 {
            for _ in 0..<30 {
                let began = watch.receive(at: time + Int64.random(in: 0..<4_999_999, using: &random))
                #expect(!began)
            }
            // A crowd: ten changes a second.
            time += 100 * Self.millisecond
        }
        // And noise without a pause is noticed all the same.
        var isNoticed = false
        for _ in 0..<5000 where !isNoticed {
            isNoticed = watch.receive(at: time)
            time += Self.millisecond
        }
        #expect(isNoticed)
    }

    @Test("A class of children on the run does not chatter")
    func children() {
        var random = SeededGenerator(seed: 3)
        for seed in 0..<50 {
            var watch = LineWatch(debounce: .milliseconds(5))
            var time: Int64 = 0
            // 30 children in 15 s, each with arms and legs that break the beam up to five times.
            for _ in 0..<30 * 2 * 5 {
                let began = watch.receive(at: time)
                #expect(!began, "\(seed)")
                time += Int64.random(in: 20_000_000...80_000_000, using: &random)
            }
        }
    }

    @Test("It ends half a minute after the last of the noise, and people do not keep it up")
    func ends() {
        var watch = LineWatch(debounce: .milliseconds(5))
        var time: Int64 = 0
        while !watch.receive(at: time) { time += 10 * Self.millisecond }
        #expect(watch.isChattering)
        // The bucket is full, and runs down to the tenth in 4.5 s.
        #expect(watch.dueNanoseconds == time + 34_500 * Self.millisecond)
        let due = watch.dueNanoseconds
        for change in 0..<60 {
            let began = watch.receive(at: time + Int64(5000 + 400 * change) * Self.millisecond)
            #expect(!began)
        }
        #expect(watch.dueNanoseconds == due, "two changes and a half a second are people")
        watch.advance(to: due - 1)
        #expect(watch.isChattering)
        watch.advance(to: due)
        #expect(!watch.isChattering && watch.dueNanoseconds == .max)
    }

    @Test("A cable that the wind moves every twenty seconds chatters all the time")
    func wind() {
        var watch = LineWatch(debounce: .milliseconds(5))
        var begins = 0
        for gust in 0..<30 {
            for edge in 0..<200 {
                let time = (Int64(gust) * 20_000 + Int64(edge) * 10) * Self.millisecond
                watch.advance(to: time)
                if watch.receive(at: time) { begins += 1 }
            }
        }
        #expect(begins == 1 && watch.isChattering)
    }

    @Test(
        "Time that goes back, and any time at all, neither traps nor begins too soon",
        arguments: 0..<20 as Range<UInt64>)
    func anyTime(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var watch = LineWatch(debounce: .milliseconds(Int64.random(in: 0...100, using: &random)))
        var edges = 0
        for _ in 0..<5000 {
            let time = Int64.random(in: 0...(Bool.random(using: &random) ? 1 << 32 : .max), using: &random)
            edges += 1
            if watch.receive(at: time) {
                #expect(edges >= 100, "seed \(seed)")
                edges = 0
            }
            if Int.random(in: 0..<100, using: &random) == 0 { watch.advance(to: time) }
            if Int.random(in: 0..<1000, using: &random) == 0 {
                watch.reset()
                edges = 0
                #expect(!watch.isChattering)
            }
        }
    }

    @Test("Changes fifty milliseconds apart or more never chatter", arguments: 0..<20 as Range<UInt64>)
    func slow(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var watch = LineWatch(debounce: .milliseconds(5))
        var time: Int64 = 0
        for _ in 0..<5000 {
            let began = watch.receive(at: time)
            #expect(!began, "seed \(seed)")
            time += Int64.random(in: 50_000_000...90_000_000, using: &random)
        }
    }
}

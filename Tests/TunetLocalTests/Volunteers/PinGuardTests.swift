import Testing
import TunetCore
import TunetTestSupport

@testable import TunetLocal

/// How often a PIN may be tried, on a clock of the tests' own.
@Suite("Guard of the PIN")
struct PinGuardTests {
    private static let hour = Duration.seconds(3600)

    private func at(_ seconds: Int) -> MonotonicInstant { MonotonicInstant.zero.advanced(by: .seconds(seconds)) }

    @Test("Five tries are free; then each waits longer, up to a quarter of an hour")
    func growingDelay() {
        var guardian = PinGuard()
        var now = at(100)
        for _ in 0..<PinGuard.freeTries { #expect(guardian.ask(.machine, at: now) == .look) }
        for seconds in [30, 60, 120, 240, 480, 900, 900, 900] {
            #expect(guardian.ask(.machine, at: now) == .wait(.seconds(seconds)))
            now = now.advanced(by: .seconds(seconds - 1))
            #expect(guardian.ask(.machine, at: now) == .wait(.seconds(1)), "asking does not make the wait longer")
            now = now.advanced(by: .seconds(1))
            #expect(guardian.ask(.machine, at: now) == .look)
        }
    }

    @Test("A right PIN makes everything good")
    func right() {
        var guardian = PinGuard()
        for _ in 0..<4 { #expect(guardian.ask(.address("10.0.0.7"), at: at(1)) == .look) }
        #expect(guardian.ask(.address("10.0.0.7"), at: at(1)) == .look)
        guardian.right(.address("10.0.0.7"))
        #expect(guardian.count == 0)
        for _ in 0..<PinGuard.freeTries { #expect(guardian.ask(.address("10.0.0.7"), at: at(2)) == .look) }
        #expect(guardian.ask(.address("10.0.0.7"), at: at(2)) != .look)
    }

    @Test("Wrong tries are forgotten after a day, and not before")
    func forgetting() {
        var guardian = PinGuard()
        for _ in 0..<PinGuard.freeTries { _ = guardian.ask(.machine, at: at(0)) }
        #expect(guardian.ask(.machine, at: at(40)) == .look)
        #expect(guardian.ask(.machine, at: at(41)) != .look)
        for _ in 0..<PinGuard.freeTries { #expect(guardian.ask(.machine, at: at(40 + 24 * 3600)) == .look) }
        #expect(guardian.ask(.machine, at: at(41 + 24 * 3600)) != .look)
    }

    @Test("In no hour has a caller, or have all strangers together, more tries than promised", arguments: 0..<20)
    func bounds(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var guardian = PinGuard()
        var now = MonotonicInstant.zero
        var tries: [PinGuard.Caller: [MonotonicInstant]] = [:]
        // Few addresses, and more than are remembered.
        let addresses = Int.random(in: 1...200, using: &random)
        let eagerness = [1, 20, 600].randomElement(using: &random) ?? 1
        for _ in 0..<4000 {
            now = now.advanced(by: .milliseconds(Int.random(in: 0...(1000 * eagerness), using: &random)))
            let caller: PinGuard.Caller =
                switch Int.random(in: 0..<10, using: &random) {
                case 0: .machine
                case 1: .browser("b")
                default: .address("10.0.0.\(Int.random(in: 0..<addresses, using: &random))")
                }
            if guardian.ask(caller, at: now) == .look { tries[caller, default: []].append(now) }
            #expect(guardian.count <= PinGuard.mostCallers)
        }
        for (caller, times) in tries {
            // An address that was forgotten for others begins anew, within what strangers have together.
            if case .address = caller, addresses >= PinGuard.mostCallers - 2 { continue }
            #expect(Self.mostWithinHour(times) <= PinGuard.mostAnHour, "\(caller), seed \(seed)")
        }
        let strange = tries.filter { if case .address = $0.key { true } else { false } }.values.flatMap { $0 }.sorted()
        #expect(Self.mostWithinHour(strange) <= PinGuard.mostStrangersAnHour, "seed \(seed)")
    }

    private static func mostWithinHour(_ times: [MonotonicInstant]) -> Int {
        var (most, first) = (0, 0)
        for last in times.indices {
            while times[last].duration(since: times[first]) >= hour { first += 1 }
            most = max(most, last - first + 1)
        }
        return most
    }

    @Test("Others' wrong tries keep nobody out at the machine, nor in a browser that was let in", arguments: 0..<10)
    func othersDoNotMatter(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var guardian = PinGuard()
        var now = MonotonicInstant.zero
        for _ in 0..<2000 {
            now = now.advanced(by: .milliseconds(Int.random(in: 0...5000, using: &random)))
            _ = guardian.ask(.address("10.0.\(Int.random(in: 0..<50, using: &random)).1"), at: now)
        }
        for caller in [PinGuard.Caller.machine, .browser("known")] {
            #expect(guardian.ask(caller, at: now) == .look)
            guardian.right(caller)
        }
        // A strange address gets in soon after they have stopped.
        guard case .wait(let time) = guardian.ask(.address("192.168.1.9"), at: now) else { return }
        #expect(time <= PinGuard.strangerPause)
        #expect(guardian.ask(.address("192.168.1.9"), at: now.advanced(by: time)) == .look)
    }

    @Test("Up to five addresses that go on for ever keep no other one out for longer than a pause")
    func fewAttackers() {
        var guardian = PinGuard()
        var longest = Duration.zero
        for second in 0..<(48 * 3600) {
            for attacker in 0..<5 { _ = guardian.ask(.address("10.0.0.\(attacker)"), at: at(second)) }
            guard second % 600 == 0 else { continue }
            switch guardian.ask(.address("10.0.1.1"), at: at(second)) {
            case .look: guardian.right(.address("10.0.1.1"))
            case .wait(let time): longest = max(longest, time)
            }
        }
        #expect(longest <= PinGuard.strangerPause)
    }

    @Test("One's own wrong tries are over after a quarter of an hour at the most", arguments: 0..<5)
    func ownDelay(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var guardian = PinGuard()
        var now = MonotonicInstant.zero
        for _ in 0..<1000 {
            now = now.advanced(by: .seconds(Int.random(in: 0...2000, using: &random)))
            if case .wait(let time) = guardian.ask(.machine, at: now) { #expect(time <= PinGuard.longestDelay) }
        }
    }
}

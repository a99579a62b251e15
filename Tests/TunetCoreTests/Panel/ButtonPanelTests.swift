import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Button panel")
struct ButtonPanelTests {
    /// A panel of three buttons: debounce 20 ms, lock-out 2 s, light 1 s, stuck after 20 s.
    struct Run {
        var panel = ButtonPanel(buttons: 3, PanelParameters())
        var said: [String] = []
        var times: [MonotonicInstant] = []

        mutating func change(_ button: Int, _ isDown: Bool, at milliseconds: Int64) {
            apply { $0.receive(Edge(time: Self.at(milliseconds), line: 0, level: isDown), button: button, $1) }
        }

        mutating func press(_ button: Int, at milliseconds: Int64, for length: Int64 = 100) {
            change(button, true, at: milliseconds)
            change(button, false, at: milliseconds + length)
        }

        mutating func advance(to milliseconds: Int64) { apply { $0.advance(to: Self.at(milliseconds), $1) } }

        mutating func taken(_ button: Int, at milliseconds: Int64) {
            apply { $0.pressTaken(button: button, at: Self.at(milliseconds), $1) }
        }

        mutating func synchronise(_ pressed: [Bool], at milliseconds: Int64) {
            apply { $0.synchronise(pressed: pressed, at: Self.at(milliseconds), $1) }
        }

        mutating func unplug(at milliseconds: Int64) { apply { $0.unplug(at: Self.at(milliseconds), $1) } }

        /// What was said since the last time.
        mutating func take() -> [String] {
            defer { said = [] }
            return said
        }

        static func at(_ milliseconds: Int64) -> MonotonicInstant {
            MonotonicInstant(nanoseconds: milliseconds * 1_000_000)
        }

        private mutating func apply(_ body: (inout ButtonPanel, (PanelEvent) -> Void) -> Void) {
            var events: [PanelEvent] = []
            body(&panel) { events.append($0) }
            for event in events {
                switch event {
                case .press(let button, let time): say("press \(button)", time)
                case .misuse(let time): say("misuse", time)
                case .light(let button, let isOn): said.append("light \(button) \(isOn ? "on" : "off")")
                case .buzzer(let isOn): said.append("buzzer \(isOn ? "on" : "off")")
                case .health(let kind, let began, let time): say("\(began ? "+" : "-")\(kind.rawValue)", time)
                }
            }
        }

        private mutating func say(_ text: String, _ time: MonotonicInstant) {
            said.append(text)
            times.append(time)
        }
    }

    @Test("Light and sound answer only when the press is taken, and end in their time")
    func answer() {
        var run = Run()
        run.press(1, at: 1000)
        run.advance(to: 1500)
        #expect(run.take() == ["press 1"])
        #expect(run.times == [Run.at(1000)])
        run.taken(1, at: 1500)
        #expect(run.take() == ["light 1 on", "buzzer on"])
        #expect(run.panel.deadline == Run.at(1620))
        run.advance(to: 1619)
        #expect(run.take().isEmpty)
        run.advance(to: 1620)
        #expect(run.take() == ["buzzer off"])
        run.advance(to: 2499)
        #expect(run.take().isEmpty)
        run.advance(to: 2500)
        #expect(run.take() == ["light 1 off"])
        #expect(run.panel.deadline == nil)
    }

    @Test("A press is known when the debounce is over, within the promised 100 ms")
    func promptness() {
        var run = Run()
        run.change(0, true, at: 1000)
        run.advance(to: 1019)
        #expect(run.take().isEmpty)
        run.advance(to: 1020)
        #expect(run.take() == ["press 0"])
        run.change(1, true, at: 5000)
        run.change(1, false, at: 5019)
        run.advance(to: 6000)
        #expect(run.take().isEmpty)
    }

    @Test("Another light goes out when a new press is answered")
    func oneLight() {
        var run = Run()
        run.taken(0, at: 1000)
        run.taken(2, at: 1500)
        #expect(run.take() == ["light 0 on", "buzzer on", "light 0 off", "light 2 on", "buzzer on"])
        run.advance(to: 2499)
        #expect(run.take() == ["buzzer off"])
        run.taken(2, at: 2499)
        run.advance(to: 3498)
        #expect(run.take() == ["light 2 on", "buzzer on", "buzzer off"])
        run.advance(to: 3499)
        #expect(run.take() == ["light 2 off"])
    }

    @Test(
        "Presses in the lock-out are misuse; it ends after exactly its time",
        arguments: [(1200, false), (2999, false), (3000, true), (3001, true)])
    func lockout(second: Int64, counts: Bool) {
        for button in [0, 1] {
            var run = Run()
            run.press(0, at: 1000)
            run.press(button, at: second)
            run.advance(to: 9000)
            #expect(run.take() == ["press 0", counts ? "press \(button)" : "misuse"])
        }
    }

    @Test("Misuse does not make the lock-out longer")
    func lockoutFixed() {
        var run = Run()
        for time: Int64 in stride(from: 1000, through: 3000, by: 400) { run.press(0, at: time) }
        run.advance(to: 9000)
        #expect(run.take() == ["press 0", "misuse", "misuse", "misuse", "misuse", "press 0"])
    }

    @Test("Of two buttons at once the first is an answer and the other misuse")
    func twoAtOnce() {
        var run = Run()
        run.change(2, true, at: 1000)
        run.change(0, true, at: 1001)
        run.change(2, false, at: 1200)
        run.change(0, false, at: 1201)
        run.advance(to: 9000)
        #expect(run.take() == ["press 2", "misuse"])
    }

    @Test("While a button is held, the others are misuse even after the lock-out")
    func heldButton() {
        var run = Run()
        run.change(0, true, at: 1000)
        run.press(1, at: 6000)
        run.change(0, false, at: 7000)
        run.press(1, at: 8000)
        run.advance(to: 9000)
        #expect(run.take() == ["press 0", "misuse", "press 1"])
    }

    @Test("A press that could not be written may be tried again at once")
    func notTaken() {
        var run = Run()
        run.press(0, at: 1000)
        run.advance(to: 1130)
        run.panel.pressNotTaken()
        run.press(0, at: 1200)
        run.advance(to: 2000)
        #expect(run.take() == ["press 0", "press 0"])
    }

    @Test(
        "A button held for longer than the stuck time is stuck, exactly as long is not",
        arguments: [(20_999, false), (21_000, false), (21_001, true)])
    func stuckBoundary(released: Int64, isStuck: Bool) {
        var run = Run()
        run.change(0, true, at: 1000)
        run.change(0, false, at: released)
        run.advance(to: 30_000)
        #expect(run.take() == ["press 0"] + (isStuck ? ["+stuck", "-stuck"] : []))
        #expect(run.times == run.times.sorted())
        #expect(run.panel.isObserving)
    }

    @Test("A stuck button stops the coverage, not the others' presses")
    func stuckButton() {
        var run = Run()
        run.change(0, true, at: 1000)
        run.advance(to: 21_020)
        #expect(run.take() == ["press 0", "+stuck"])
        #expect(run.times.last == Run.at(21_000))
        #expect(!run.panel.isObserving)
        #expect(run.panel.deadline == nil)
        run.press(1, at: 30_000)
        run.change(2, true, at: 40_000)
        run.advance(to: 60_020)
        // The second one to stick begins nothing new.
        #expect(run.take() == ["press 1", "press 2"])
        run.change(0, false, at: 70_000)
        run.advance(to: 71_000)
        #expect(run.take().isEmpty)
        run.change(2, false, at: 80_000)
        run.advance(to: 81_000)
        #expect(run.take() == ["-stuck"])
        #expect(run.panel.isObserving)
    }

    @Test("A button that is down at the start answers nothing until it has been up")
    func startDown() {
        var run = Run()
        run.synchronise([true, false, false], at: 0)
        run.change(0, false, at: 1000)
        run.press(0, at: 2000)
        run.advance(to: 3000)
        #expect(run.take() == ["press 0"])
        run.synchronise([false, true, false], at: 10_000)
        run.advance(to: 30_020)
        #expect(run.take() == ["+stuck"])
        run.synchronise([false, false, false], at: 31_000)
        #expect(run.take() == ["-stuck"])
        #expect(run.panel.isObserving)
    }

    @Test("An unplugged panel takes nothing, and what was down is forgotten")
    func unplugged() {
        var run = Run()
        run.change(0, true, at: 1000)
        run.advance(to: 22_000)
        #expect(run.take() == ["press 0", "+stuck"])
        run.unplug(at: 23_000)
        run.unplug(at: 23_001)
        #expect(run.take() == ["-stuck", "+unplugged"])
        #expect(!run.panel.isObserving && run.panel.deadline == nil)
        run.press(1, at: 24_000)
        run.advance(to: 25_000)
        #expect(run.take().isEmpty)
        run.synchronise([false, false, false], at: 30_000)
        run.press(1, at: 31_000)
        run.advance(to: 32_000)
        #expect(run.take() == ["-unplugged", "press 1"])
    }

    @Test("Whatever is pressed, presses are a lock-out apart, in order of time", arguments: 0..<40 as Range<UInt64>)
    func noise(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var late = Run()
        var prompt = Run()
        var now: Int64 = 0
        var downs = 0
        for _ in 0..<500 {
            now += Int64.random(in: 0...(Int.random(in: 0..<20, using: &random) == 0 ? 25_000 : 300), using: &random)
            let button = Int.random(in: 0..<3, using: &random)
            let isDown = Bool.random(using: &random)
            downs += isDown ? 1 : 0
            while let due = prompt.panel.deadline, due < Run.at(now) { prompt.advance(to: due.nanoseconds / 1_000_000) }
            late.change(button, isDown, at: now)
            prompt.change(button, isDown, at: now)
        }
        late.advance(to: now + 60_000)
        prompt.advance(to: now + 60_000)
        #expect(late.said == prompt.said, "seed \(seed)")
        #expect(late.times == late.times.sorted(), "seed \(seed)")
        let presses = zip(late.said, late.times).filter { $0.0.hasPrefix("press") }.map(\.1)
        for (first, second) in zip(presses, presses.dropFirst()) {
            #expect(second.duration(since: first) >= .seconds(2), "seed \(seed)")
        }
        #expect(late.said.count { $0.hasPrefix("press") || $0 == "misuse" } <= downs, "seed \(seed)")
    }
}

import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Button panel")
struct ButtonPanelTests {
    /// A panel of three buttons for the three options of a question, and one with a fixed use: debounce 20 ms, lock-out 2 s,
    /// light 1 s, stuck after 20 s.
    struct Run {
        var panel: ButtonPanel

        init(options: Int = 3, _ parameters: PanelParameters = PanelParameters()) {
            panel = ButtonPanel(isFixed: [false, false, false, true], parameters)
            panel.ask(options: options)
        }
        var said: [String] = []
        var times: [MonotonicInstant] = []
        var refusals: [String] = []
        /// Whether lights and sounds are left out.
        var isTerse = true
        /// When each light went on or off.
        var lights: [(button: Int, isOn: Bool, at: MonotonicInstant)] = []

        mutating func change(_ button: Int, _ isDown: Bool, at milliseconds: Int64) {
            advance(to: milliseconds)
            apply(at: Self.at(milliseconds)) {
                $0.receive(Edge(time: Self.at(milliseconds), line: 0, level: isDown), button: button, $1)
            }
        }

        mutating func advanceLate(to milliseconds: Int64) {
            apply(at: Self.at(milliseconds)) { $0.advance(to: Self.at(milliseconds), $1) }
        }

        /// Without reaching the deadlines before.
        mutating func changeLate(_ button: Int, _ isDown: Bool, at milliseconds: Int64) {
            apply(at: Self.at(milliseconds)) {
                $0.receive(Edge(time: Self.at(milliseconds), line: 0, level: isDown), button: button, $1)
            }
        }

        mutating func press(_ button: Int, at milliseconds: Int64, for length: Int64 = 100) {
            change(button, true, at: milliseconds)
            change(button, false, at: milliseconds + length)
        }

        /// Reaches each deadline in its time.
        mutating func advance(to milliseconds: Int64) {
            while let due = panel.deadline, due < Self.at(milliseconds) { apply(at: due) { $0.advance(to: due, $1) } }
            apply(at: Self.at(milliseconds)) { $0.advance(to: Self.at(milliseconds), $1) }
        }

        mutating func touch(_ button: Int, at milliseconds: Int64) {
            advance(to: milliseconds)
            apply(at: Self.at(milliseconds)) { $0.touch(button: button, at: Self.at(milliseconds), $1) }
        }

        mutating func taken(_ button: Int, at milliseconds: Int64) {
            advance(to: milliseconds)
            apply(at: Self.at(milliseconds)) { $0.pressTaken(button: button, at: Self.at(milliseconds), $1) }
        }

        mutating func notTaken(_ button: Int, at milliseconds: Int64) {
            advance(to: milliseconds)
            apply(at: Self.at(milliseconds)) { $0.pressNotTaken(button: button, at: Self.at(milliseconds), $1) }
        }

        mutating func synchronise(_ pressed: [Bool], at milliseconds: Int64) {
            apply(at: Self.at(milliseconds)) { $0.synchronise(pressed: pressed, at: Self.at(milliseconds), $1) }
        }

        mutating func unplug(at milliseconds: Int64) {
            apply(at: Self.at(milliseconds)) { $0.unplug(at: Self.at(milliseconds), $1) }
        }

        /// What was said since the last time.
        mutating func take() -> [String] {
            defer { said = [] }
            return said
        }

        static func at(_ milliseconds: Int64) -> MonotonicInstant {
            MonotonicInstant(nanoseconds: milliseconds * 1_000_000)
        }

        private mutating func apply(at now: MonotonicInstant, _ body: (inout ButtonPanel, (PanelEvent) -> Void) -> Void)
        {
            var events: [PanelEvent] = []
            body(&panel) { events.append($0) }
            for event in events {
                switch event {
                case .press(let button, let time): say("press \(button)", time)
                case .misuse(let time): say("misuse", time)
                case .refused(let button, let refusal, _): refusals.append("\(button) \(refusal.rawValue)")
                case .light(let button, let isOn):
                    if !isTerse { said.append("light \(button) \(isOn ? "on" : "off")") }
                    lights.append((button, isOn, now))
                case .buzzer(let isOn): if !isTerse { said.append("buzzer \(isOn ? "on" : "off")") }
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
        run.isTerse = false
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
        run.isTerse = false
        run.taken(0, at: 1000)
        run.taken(2, at: 1500)
        #expect(
            run.take() == ["light 0 on", "buzzer on", "buzzer off", "light 0 off", "light 2 on", "buzzer on"])
        run.advance(to: 2499)
        #expect(run.take() == ["buzzer off"])
        run.taken(2, at: 2499)
        run.advance(to: 3498)
        #expect(run.take() == ["buzzer on", "buzzer off"])
        run.advance(to: 3499)
        #expect(run.take() == ["light 2 off"])
    }

    @Test(
        "Presses in the lock-out are misuse; it ends after exactly its time",
        arguments: [(1400, false), (2999, false), (3000, true), (3001, true)])
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

    @Test(
        "Two buttons at once are no answer; with more than a debounce between them the first one was alone",
        arguments: [(1, false), (19, false), (20, true), (21, true)])
    func twoAtOnce(apart: Int64, isAnswer: Bool) {
        var run = Run()
        run.change(2, true, at: 1000)
        run.change(0, true, at: 1000 + apart)
        run.change(2, false, at: 1200)
        run.change(0, false, at: 1201)
        run.advance(to: 9000)
        #expect(run.take() == [isAnswer ? "press 2" : "misuse", "misuse"])
        #expect(run.refusals.last == "0 several_at_once")
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
        run.notTaken(0, at: 1130)
        #expect(run.refusals == ["0 not_saved"])
        run.press(0, at: 1400)
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

    @Test("While a button is stuck its panel takes no answers, but what stands for itself")
    func stuckButton() {
        var run = Run()
        run.change(0, true, at: 1000)
        run.advance(to: 21_020)
        #expect(run.take() == ["press 0", "+stuck"])
        #expect(run.times.last == Run.at(21_000))
        #expect(!run.panel.isObserving)
        #expect(run.panel.deadline == nil)
        run.press(1, at: 30_000)
        run.press(3, at: 35_000)
        run.change(2, true, at: 40_000)
        run.advance(to: 60_020)
        // The second one to stick begins nothing new.
        #expect(run.take() == ["misuse", "press 3", "misuse"])
        #expect(run.refusals == ["1 stuck", "2 stuck"])
        run.change(0, false, at: 70_000)
        run.advance(to: 71_000)
        #expect(run.take().isEmpty)
        run.change(2, false, at: 80_000)
        run.advance(to: 81_000)
        #expect(run.take() == ["-stuck"])
        #expect(run.panel.isObserving)
        run.press(1, at: 82_000)
        run.advance(to: 83_000)
        #expect(run.take() == ["press 1"])
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

    @Test("A tremor of up to 12 presses a second is one press", arguments: [4, 6, 8, 12], [false, true])
    func tremor(perSecond: Int64, bounces: Bool) {
        // The shortest lock-out, so that it is not what keeps the presses together.
        var run = Run(options: 3, PanelParameters(lockout: .milliseconds(500)))
        let period = 1000 / perSecond
        var now: Int64 = 1000
        while now < 2900 {
            if bounces {
                for (offset, level) in [(0, true), (2, false), (3, true), (6, false)] as [(Int64, Bool)] {
                    run.change(1, level, at: now + offset)
                }
            }
            run.change(1, true, at: now + 7)
            run.change(1, false, at: now + 7 + max(25, period / 2))
            now += period
        }
        run.advance(to: 9000)
        #expect(run.take() == ["press 1"])
        #expect(run.refusals.isEmpty)
        run.press(1, at: 9000)
        run.advance(to: 9500)
        #expect(run.take() == ["press 1"], "afterwards the button answers again")
    }

    @Test("Who hammers on for longer than a tremor is counted as misuse, and gets no second answer")
    func hammering() {
        var run = Run(options: 3, PanelParameters(lockout: .milliseconds(500)))
        for time: Int64 in stride(from: 1000, to: 11_000, by: 125) { run.press(1, at: time, for: 60) }
        run.advance(to: 20_000)
        #expect(run.said.count { $0 == "press 1" } == 1)
        #expect(run.said.count { $0 == "misuse" } == 64, "eight a second after the first two")
    }

    @Test("A panel that asks nothing takes no answer, and a button without an option neither")
    func closed() {
        var run = Run(options: 0)
        run.press(0, at: 1000)
        run.press(3, at: 4000)
        run.advance(to: 7000)
        #expect(run.take() == ["misuse", "press 3"])
        #expect(run.refusals == ["0 closed"])
        run.panel.ask(options: 2)
        run.press(1, at: 8000)
        run.press(2, at: 12_000)
        run.advance(to: 15_000)
        #expect(run.take() == ["press 1", "misuse"])
        #expect(run.panel.isObserving)
    }

    @Test("A fixed use has a lock-out of its own: whoever needs help does not wait for an answer's")
    func fixedUse() {
        var run = Run()
        run.press(0, at: 1000)
        run.press(3, at: 1500)
        run.press(3, at: 2500)
        run.press(1, at: 2700)
        run.press(3, at: 3600)
        run.advance(to: 9000)
        #expect(run.take() == ["press 0", "press 3", "misuse", "misuse", "press 3"])
    }

    @Test("A finger on the screen has the same rules as one on the buttons")
    func touches() {
        var run = Run()
        run.touch(1, at: 1000)
        run.touch(1, at: 1100)
        run.touch(2, at: 2000)
        run.change(0, true, at: 3500)
        run.advance(to: 3600)
        run.touch(1, at: 3600)
        run.touch(7, at: 3700)
        #expect(run.take() == ["press 1", "misuse", "press 0", "misuse"])
        #expect(run.refusals == ["2 just_pressed", "1 several_at_once"])
        run.unplug(at: 9000)
        run.touch(1, at: 9100)
        #expect(run.take() == ["+unplugged"])
    }

    @Test("Nothing counts while somebody tests the lights")
    func testing() {
        var run = Run()
        run.panel.isTesting = true
        #expect(!run.panel.isObserving)
        run.press(0, at: 1000)
        run.advance(to: 2000)
        #expect(run.take().isEmpty)
        #expect(run.refusals == ["0 testing"])
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
            late.changeLate(button, isDown, at: now)
            prompt.change(button, isDown, at: now)
        }
        late.advanceLate(to: now + 60_000)
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

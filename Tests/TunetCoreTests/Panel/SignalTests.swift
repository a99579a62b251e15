import Testing

@testable import TunetCore

/// Lights and sounds on the virtual clock.
@Suite("Signals of a panel")
struct SignalTests {
    typealias Run = ButtonPanelTests.Run

    /// When each light of the run begins, in milliseconds.
    static func beginnings(_ run: Run, of button: Int? = nil) -> [Int64] {
        run.lights.filter { $0.isOn && (button == nil || $0.button == button) }.map { $0.at.nanoseconds / 1_000_000 }
    }

    @Test("Taken and not taken are told apart by the number and the length of lights and tones")
    func patterns() {
        let taken = PanelSignals.taken(light: .seconds(1))
        #expect(taken.light.pulses.count == 1 && taken.light.length == .seconds(1))
        #expect(taken.sound.pulses.count == 1 && taken.sound.length <= .milliseconds(200))
        for refusal in Refusal.allCases {
            let refused = PanelSignals.refused(refusal)
            #expect(refused.light.pulses.count >= 2 && refused.sound.pulses.count == refused.light.pulses.count)
            #expect(refused.light.pulses.allSatisfy { $0.on < taken.light.length })
            for pulse in refused.light.pulses { #expect(pulse.on + pulse.off >= SignalPattern.shortestFlash) }
        }
    }

    @Test("A light that flashes too fast can't be made")
    func dangerousPattern() async {
        await #expect(processExitsWith: .failure) {
            _ = SignalPattern(light: [
                .init(on: .milliseconds(100), off: .milliseconds(100)), .init(on: .milliseconds(100), off: .zero),
            ])
        }
    }

    @Test("Who presses again sees two blinks at the button, after the light of the answer has been seen")
    func refusedLight() {
        var run = Run()
        run.press(0, at: 1000)
        run.taken(0, at: 1050)
        run.press(1, at: 1300)
        run.advance(to: 9000)
        #expect(Self.beginnings(run, of: 0) == [1050])
        #expect(Self.beginnings(run, of: 1) == [2050, 2650])
        #expect(run.lights.last.map { $0.at } == Run.at(2850))
    }

    @Test("A closed panel blinks three times at once")
    func closedLight() {
        var run = Run(options: 0)
        run.press(0, at: 5000)
        run.advance(to: 9000)
        #expect(Self.beginnings(run) == [5020, 5620, 6220])
    }

    @Test("An answer that is taken never waits for a blink")
    func urgency() {
        var run = Run(options: 2)
        run.press(2, at: 1000)
        run.press(0, at: 1300)
        run.taken(0, at: 1321)
        run.advance(to: 9000)
        #expect(Self.beginnings(run, of: 0) == [1321])
        #expect(Self.beginnings(run, of: 2) == [1020], "the rest of the blinks is left out")
    }

    /// WCAG 2.2, 2.3.1: no more than three flashes in any second. Of each light by itself, and of the panel as a whole, which
    /// is lit while any of its lights is.
    @Test(
        "Whatever is pressed, no light and no panel flashes more than three times in a second",
        arguments: 0..<60 as Range<UInt64>)
    func flashes(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let lockout = [500, 700, 2000].randomElement(using: &random) ?? 500
        var run = Run(
            options: Int.random(in: 0...3, using: &random),
            PanelParameters(
                lockout: .milliseconds(lockout), lightTime: .milliseconds(Int.random(in: 500...1500, using: &random))))
        var now: Int64 = 1000
        var answered = 0
        for _ in 0..<400 {
            now += Int64.random(in: 1...(Int.random(in: 0..<5, using: &random) == 0 ? 3000 : 250), using: &random)
            if Int.random(in: 0..<40, using: &random) == 0 {
                run.panel.ask(options: Int.random(in: 0...3, using: &random))
            }
            run.change(Int.random(in: 0..<4, using: &random), Bool.random(using: &random), at: now)
            run.advance(to: now + 20)
            now += 20
            let presses = run.said.filter { $0.hasPrefix("press") }
            for press in presses.dropFirst(answered) {
                answered += 1
                guard let button = Int(press.suffix(1)) else { continue }
                let isTaken = Int.random(in: 0..<10, using: &random) != 0
                now += Int64.random(in: 0...60, using: &random)
                if isTaken {
                    run.taken(button, at: now)
                    #expect(run.lights.last { $0.button == button }?.isOn == true, "seed \(seed): no light at once")
                } else {
                    run.notTaken(button, at: now)
                }
            }
        }
        run.advance(to: now + 60_000)
        var lit: Set<Int> = []
        var panel: [Int64] = []
        var previous = (at: Int64.min, wasDark: true)
        for light in run.lights {
            let at = light.at.nanoseconds / 1_000_000
            // One light that takes the place of another in the same instant is no flash of the panel.
            if at != previous.at { previous = (at, lit.isEmpty) }
            if light.isOn { lit.insert(light.button) } else { lit.remove(light.button) }
            if light.isOn, previous.wasDark, panel.last != at { panel.append(at) }
        }
        #expect(lit.isEmpty, "seed \(seed): a light is left on")
        for times in (0..<4).map({ Self.beginnings(run, of: $0) }) + [panel] {
            for (first, fourth) in zip(times, times.dropFirst(3)) {
                #expect(fourth - first > 1000, "seed \(seed): four flashes from \(first) to \(fourth)")
            }
        }
    }
}

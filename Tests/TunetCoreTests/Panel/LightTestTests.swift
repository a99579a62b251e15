import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Test of lights and sound")
struct LightTestTests {
    /// Two panels, the first with a buzzer.
    private func machine(lights: Bool = true) throws -> PlaceMachine {
        var first = SmallPlace.panel()
        first.buzzer = OutputLine(.name("BUZZER"))
        var second = SmallPlace.panel("annet")
        if !lights {
            first.buzzer = nil
            for index in 0..<2 { (first.buttons[index].led, second.buttons[index].led) = (nil, nil) }
        }
        let timeline = Timeline(zone: try SmallPlace.oslo(), boot: 1, anchor: nil)
        return PlaceMachine(
            configuration: SmallPlace.configuration(doors: [], panels: [first, second]), timeline: timeline, at: .zero)
    }

    private func press(_ panel: Int, _ button: Int) -> PlaceMachine.Press {
        PlaceMachine.Press(
            panel: panel, button: button, time: .zero, question: "trivsel", option: button == 0 ? "ja" : "nei")
    }

    private func time(_ milliseconds: Int) -> MonotonicInstant {
        MonotonicInstant.zero.advanced(by: .milliseconds(milliseconds))
    }

    /// What comes of the machine until `end`, at the times of its own deadlines.
    private func run(_ machine: inout PlaceMachine, until end: Int) -> [String] {
        var seen: [String] = []
        func take(at now: MonotonicInstant) {
            for action in machine.takeActions() {
                switch action {
                case .setOutput(let output, let isOn):
                    seen.append("\(now.nanoseconds / 1_000_000) \(output) \(isOn ? "on" : "off")")
                case .takePress(let press): seen.append("\(now.nanoseconds / 1_000_000) press \(press.button)")
                default: break
                }
            }
        }
        var steps = 0
        while machine.deadline <= time(end), steps < 10_000 {
            let due = machine.deadline
            steps += 1
            machine.advance(to: due)
            take(at: due)
        }
        machine.advance(to: time(end))
        take(at: time(end))
        return seen
    }

    @Test func eachLightInTurnAndThenTheBuzzer() throws {
        var machine = try machine()
        try machine.startLightTest(panel: "panel", at: .zero)
        #expect(
            run(&machine, until: 20_000) == [
                "500 0 on", "1500 0 off", "2000 1 on", "3000 1 off", "3500 2 on", "3800 2 off",
            ])
        #expect(machine.lightTest?.end == time(4300) && machine.lightTest?.isOver == true)
        try machine.startLightTest(panel: nil, at: time(20_000))
        #expect(
            run(&machine, until: 40_000) == [
                "20500 0 on", "21500 0 off", "22000 1 on", "23000 1 off", "23500 2 on", "23800 2 off", "24300 3 on",
                "25300 3 off", "25800 4 on", "26800 4 off",
            ])
    }

    @Test func oneAtATimeAndOnlyWhatIsThere() throws {
        var machine = try machine()
        try machine.startLightTest(panel: "annet", at: .zero)
        #expect(throws: ActionProblem.testRuns) { try machine.startLightTest(panel: "panel", at: time(3499)) }
        #expect(run(&machine, until: 3499).last == "3000 4 off")
        #expect(throws: ActionProblem.noPanel("tredje", known: ["panel", "annet"])) {
            try machine.startLightTest(panel: "tredje", at: time(5000))
        }
        try machine.startLightTest(panel: "panel", at: time(3500))
        var dark = try self.machine(lights: false)
        #expect(throws: ActionProblem.nothingToTest) { try dark.startLightTest(panel: nil, at: .zero) }
    }

    /// No answer and no misuse, and the light of the answer before comes on again where it is still due.
    @Test func aPressMeanwhileIsNobodysAnswerAndNobodysMisuse() throws {
        var machine = try machine()
        machine.synchronise(
            levels: Dictionary((0..<4).map { ($0, false) }) { first, _ in first }, at: .zero, because: .unsynchronised)
        try machine.startLightTest(panel: "panel", at: time(1000))
        for start in [1100, 1500, 2200, 4900] {
            for edge in Footsteps.press(1, at: time(start)) { machine.receive(edge) }
        }
        // The other panel answers.
        for edge in Footsteps.press(2, at: time(5000)) { machine.receive(edge) }
        let seen = run(&machine, until: 6000)
        #expect(seen.filter { $0.contains("press") } == ["5270 press 0"], "\(seen)")
        #expect(machine.panels.allSatisfy { $0.misuse == 0 } && machine.today.misuse == [0, 0])
        // Afterwards, once the lock-out of the last one is over.
        for edge in Footsteps.press(1, at: time(60_000)) { machine.receive(edge) }
        #expect(run(&machine, until: 61_000).contains { $0.hasSuffix("press 1") })
    }

    @Test func whatAPanelShowsWaitsForTheEnd() throws {
        var machine = try machine()
        machine.pressTaken(press(0, 1), at: .zero)
        #expect(run(&machine, until: 50) == ["50 1 on", "50 2 on"])
        try machine.startLightTest(panel: "panel", at: time(50))
        machine.pressTaken(press(1, 0), at: time(60))
        // The panel's own light goes on again only if its time is not over; the test is longer here.
        #expect(
            run(&machine, until: 30_000).filter { !$0.contains(" 3 ") } == [
                "50 1 off", "50 2 off", "550 0 on", "1550 0 off", "2050 1 on", "3050 1 off", "3550 2 on", "3850 2 off",
            ])
        var later = try self.machine()
        try later.startLightTest(panel: "panel", at: .zero)
        _ = run(&later, until: 4200)
        later.pressTaken(press(0, 1), at: time(4200))
        #expect(run(&later, until: 4400) == ["4300 1 on", "4320 2 off"], "a late sound says nothing")
    }

    /// WCAG 2.2, 2.3.1, and more: whatever the panels want meanwhile, no output changes more than four times in a second, and
    /// all that the test switched on is off at its end.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func itNeverFlashesFastAndLeavesNothingOn(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var machine = try machine()
        let start = Int.random(in: 0...3000, using: &random)
        var seen: [String] = []
        var presses = (0..<3).map { _ in Int.random(in: 0...12_000, using: &random) }.sorted()[...]
        var isStarted = false
        for step in stride(from: 0, through: 20_000, by: 50) {
            if !isStarted, step >= start {
                isStarted = true
                try machine.startLightTest(panel: Bool.random(using: &random) ? nil : "panel", at: time(step))
            }
            if let due = presses.first, due <= step {
                presses.removeFirst()
                let button = Int.random(in: 0...1, using: &random)
                machine.pressTaken(press(0, button), at: time(step))
            }
            seen += run(&machine, until: step)
        }
        var on: Set<Int> = []
        var changes: [Int: [Int]] = [:]
        for entry in seen {
            let words = entry.split(separator: " ")
            guard let at = Int(words[0]), let output = Int(words[1]) else { continue }
            let isOn = words[2] == "on"
            if isOn != on.contains(output) { changes[output, default: []].append(at) }
            if isOn { on.insert(output) } else { on.remove(output) }
        }
        #expect(on == [])
        for (output, times) in changes where output != 2 {
            for index in times.indices.dropFirst(4) {
                #expect(times[index] - times[index - 4] >= 1000, "output \(output) at \(times[index])")
            }
        }
    }
}

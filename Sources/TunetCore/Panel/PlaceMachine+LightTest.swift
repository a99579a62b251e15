/// The test of lights and sound. While it runs, the panels that are tried answer nobody: a press is neither an answer nor misuse,
/// and what the panels themselves want of their lights waits for the end. Their time counts as observed: a test takes
/// seconds, and coverage is told in quarters of an hour.
extension PlaceMachine {
    /// Begins a test of one panel, or of all, one after the other.
    package mutating func startLightTest(panel id: String?, at now: MonotonicInstant) throws(ActionProblem) {
        var numbers = Array(configuration.panels.indices)
        if let id {
            numbers = numbers.filter { configuration.panels[$0].id == id }
            guard !numbers.isEmpty else { throw .noPanel(id, known: configuration.panels.map(\.id)) }
        }
        guard !(lightTest.map { now < $0.end } ?? false) else { throw .testRuns }
        var steps: [LightTest.Step] = []
        var lit: Set<Int> = []
        for number in numbers {
            var sounds: [LightTest.Step] = []
            for (output, wired) in wiring.outputs.enumerated() {
                switch wired.role {
                case .light(number, _): steps.append(LightTest.Step(output: output))
                case .buzzer(number): sounds.append(LightTest.Step(output: output, isSound: true))
                default: continue
                }
                if litOutputs.contains(output) { lit.insert(output) }
            }
            steps += sounds
        }
        guard !steps.isEmpty else { throw .nothingToTest }
        lightTest = LightTest(panels: Set(numbers), steps: steps, lit: lit, at: now)
        for number in numbers { panels[number].panel.isTesting = true }
    }

    /// When the latest test is over; nil if there was none.
    package var lightTestEnd: MonotonicInstant? { lightTest?.end }

    /// Whether a press of the panel at `time` is part of a test. It is decided a debounce later, when the test may be over.
    func isTested(panel: Int, at time: MonotonicInstant) -> Bool {
        lightTest?.covers(panel: panel, at: time) ?? false
    }

    /// A panel wants an output on or off.
    mutating func wantOutput(_ output: Int, of panel: Int, on isOn: Bool) {
        if isOn { litOutputs.insert(output) } else { litOutputs.remove(output) }
        if let panels = lightTest?.panels, panels.contains(panel), lightTest?.want(output: output, on: isOn) == false {
            return
        }
        actions.append(.setOutput(output, on: isOn))
    }

    mutating func advanceLightTest(to now: MonotonicInstant) {
        guard let due = lightTest?.advance(to: now) else { return }
        for (output, isOn) in due { actions.append(.setOutput(output, on: isOn)) }
        guard let test = lightTest, test.isOver else { return }
        for number in test.panels { panels[number].panel.isTesting = false }
    }
}

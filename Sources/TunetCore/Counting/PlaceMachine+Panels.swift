/// What a panel has last told somebody, for a screen beside it. It is live: nothing writes it down.
package struct PanelAnswer: Sendable, Equatable {
    package var button: Int
    /// Nil for a press that was taken.
    package var refusal: Refusal?

    package init(button: Int, refusal: Refusal? = nil) {
        self.button = button
        self.refusal = refusal
    }

    /// How long a screen shows it: long enough to read a line slowly.
    package static let shownFor = Duration.seconds(5)
}

/// Questions, presses and what people see of them.
extension PlaceMachine {
    /// What the panel asks now; nil while it asks nothing.
    package func question(panel index: Int) -> Question? { panels[index].question }

    /// What the panel has just told somebody; nil a while later.
    package func answer(panel index: Int) -> PanelAnswer? { panels[index].answer?.0 }

    /// The buttons of the panel that have called for somebody, and since when.
    package func calls(panel index: Int) -> [(button: Int, since: MonotonicInstant)] {
        panels[index].calls.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Numbers of buttons that may be dead.
    package func quietButtons(panel index: Int) -> [Int] { panels[index].panel.quietButtons }

    /// A finger on a screen in the place of the button, under the same rules.
    package mutating func touch(panel index: Int, button: Int, at now: MonotonicInstant) {
        catchUp(to: now)
        guard panels.indices.contains(index) else { return }
        withPanel(index) { $0.touch(button: button, at: now, $1) }
    }

    /// Somebody has come to whoever called there.
    ///
    /// - Returns: whether anybody had called.
    package mutating func endCalls(panel index: Int) -> Bool {
        guard panels.indices.contains(index), !panels[index].calls.isEmpty else { return false }
        panels[index].calls = [:]
        actions.append(.panelsChanged)
        return true
    }

    /// The press is on the disk.
    package mutating func pressTaken(_ press: Press, at now: MonotonicInstant) {
        if press.question.isEmpty {
            let use = configuration.panels[press.panel].buttons[press.button].use
            if use?.calls == true, panels[press.panel].calls[press.button] == nil {
                panels[press.panel].calls[press.button] = press.time
            }
        } else {
            today.presses[press.panel] += 1
        }
        withPanel(press.panel) { $0.pressTaken(button: press.button, at: now, $1) }
        show(PanelAnswer(button: press.button), panel: press.panel, at: now)
    }

    /// The press could not be written and is not counted.
    package mutating func pressNotTaken(_ press: Press, at now: MonotonicInstant) {
        withPanel(press.panel) { $0.pressNotTaken(button: press.button, at: now, $1) }
    }

    /// The row that takes `press` to the disk.
    package func row(for press: Press) -> Increments.PressRow {
        Increments.PressRow(
            day: timeline.tallyDay(at: press.time), panel: configuration.panels[press.panel].id,
            question: press.question, option: press.option, amount: 1)
    }

    func press(panel index: Int, button: Int, at time: MonotonicInstant) -> Press {
        let panel = configuration.panels[index]
        // Whoever pressed before midnight, a debounce ago, has answered the question of that day.
        let day = timeline.day(at: time)
        let earlier = day == currentDay ? nil : configuration.question(on: panel, at: day ?? knownDay)
        let number = panel.answerButtons.firstIndex(of: button)
        let asked = [earlier, panels[index].question].compactMap { $0 }.first { question in
            number.map { question.options.indices.contains($0) } ?? false
        }
        // One of the two is there: the panel takes no other presses.
        let option = asked.flatMap { question in number.map { question.options[$0].id } }
        return Press(
            panel: index, button: button, time: time, question: asked?.id ?? "",
            option: option ?? panel.buttons[button].use?.id ?? "")
    }

    mutating func show(_ answer: PanelAnswer, panel index: Int, at now: MonotonicInstant) {
        panels[index].answer = (answer, now.advanced(by: PanelAnswer.shownFor))
        actions.append(.panelsChanged)
    }

    mutating func endAnswers(at now: MonotonicInstant) {
        for index in panels.indices {
            guard let answer = panels[index].answer, answer.until <= now else { continue }
            panels[index].answer = nil
            actions.append(.panelsChanged)
        }
    }

    /// A new day may have new questions. While a boot has no day, they are those of the latest day that is known: what a
    /// panel shows is what its answers are answers to.
    mutating func changeQuestions() {
        for index in panels.indices {
            let panel = configuration.panels[index]
            let question = configuration.question(on: panel, at: currentDay ?? knownDay)
            panels[index].panel.ask(options: question?.options.count ?? 0)
            guard question != panels[index].question else { continue }
            panels[index].question = question
            if let question, !shownQuestions.contains(question) { shownQuestions.append(question) }
            actions.append(.panelsChanged)
        }
    }
}

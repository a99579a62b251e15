package import TunetCore
package import TunetLocal
import TunetStore

/// What the screen beside the panel shows.
extension NodeEngine {
    /// As of the latest input.
    ///
    /// - Parameter now: for the programme, and whether it is night.
    package func kiosk(at now: MonotonicInstant) async -> KioskStatus {
        let day = machine.day
        let minute = machine.timeline.utc(at: now).map { machine.timeline.zone.minuteOfDay(at: $0) }
        let known = day ?? knownDay
        let programme = day.map { day in
            configuration.sessions.filter { $0.weekdays.contains(day.weekday) }.sorted {
                $0.startMinute < $1.startMinute
            }
        }
        return KioskStatus(
            place: configuration.place.name, languages: configuration.place.languages,
            languageTime: configuration.kiosk.languageTime, day: day, minute: minute,
            panels: configuration.panels.indices.map(kioskPanel),
            programme: (programme ?? []).map { .init(name: $0.name, from: $0.startMinute, to: $0.endMinute) },
            messages: configuration.messages.filter { message in known.map(message.holds) ?? false }.map(\.text),
            promises: configuration.promises.filter { promise in known.map(promise.holds) ?? false },
            visits: await kioskVisits(), isDim: isDim(at: minute), isTouchable: configuration.kiosk.isTouchable)
    }

    /// A finger on the screen in the place of a button. Other tasks than the one that feeds the engine may call this;
    /// ``advance(to:)`` carries it out, when no edge from before is on its way any more, and ``touchesAnswered()`` waits for it.
    package func touch(panel id: String, button: Int) {
        guard isOpen, configuration.kiosk.isTouchable,
            let index = configuration.panels.firstIndex(where: { $0.id == id }),
            configuration.panels[index].buttons.indices.contains(button)
        else { return }
        touches.waiting.append((index, button))
    }

    /// Returns when the panels have answered all touches up to now.
    package func touchesAnswered() async {
        guard isOpen, touches.areUnanswered else { return }
        await withCheckedContinuation { touches.waiters.append($0) }
    }

    /// Tells the machine of the touches, whose answers come when it has settled.
    func takeTouches(at now: MonotonicInstant) {
        touches.taken = touches.waiting.count
        for touch in touches.waiting { machine.touch(panel: touch.panel, button: touch.button, at: now) }
    }

    /// The touches that were taken have their answers.
    func endTouches() {
        touches.waiting.removeFirst(touches.taken)
        touches.taken = 0
        if !touches.areUnanswered { touches.resume() }
    }

    /// Fingers on the screen that have no answer yet.
    struct Touches {
        var waiting: [(panel: Int, button: Int)] = []
        /// How many of them, from the first, the machine has been told of.
        var taken = 0
        var waiters: [CheckedContinuation<Void, Never>] = []

        var areUnanswered: Bool { !waiting.isEmpty }

        mutating func resume() {
            for waiter in waiters { waiter.resume() }
            waiters = []
        }
    }

    private func kioskPanel(_ index: Int) -> KioskStatus.PanelPart {
        let panel = configuration.panels[index]
        let question = machine.question(panel: index)
        let answers = zip(panel.answerButtons, question?.options ?? []).map { number, option in
            KioskStatus.ButtonPart(
                number: number, text: option.text, symbol: option.symbol, isFixed: false, calls: false)
        }
        let fixed = panel.buttons.enumerated().compactMap { number, button in
            button.use.map {
                KioskStatus.ButtonPart(
                    number: number, text: $0.text, symbol: $0.symbol, isFixed: true, calls: $0.calls)
            }
        }
        return KioskStatus.PanelPart(
            id: panel.id, question: question?.text, buttons: (answers + fixed).sorted { $0.number < $1.number },
            answer: machine.answer(panel: index))
    }

    private func kioskVisits() async -> KioskStatus.Visits? {
        guard configuration.countsVisits else { return nil }
        if configuration.kiosk.showsToday { return .today(machine.today.visits) }
        guard let shown = try? await store.shownVisits() else { return nil }
        return .released(shown.period, sum: shown.visits, low: shown.low, high: shown.high)
    }

    private func isDim(at minute: Int?) -> Bool {
        guard let minute, let (from, to) = configuration.kiosk.dim else { return false }
        return from < to ? (from..<to).contains(minute) : minute >= from || minute < to
    }
}

extension PlaceConfiguration {
    /// Whether any door counts passages.
    fileprivate var countsVisits: Bool { doors.contains { $0.countsPassages } }
}

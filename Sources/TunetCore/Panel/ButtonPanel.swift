/// What a panel's state machine wants done.
package enum PanelEvent: Sendable, Hashable {
    /// A press that is an answer, or a fixed use. It is taken only when it is on the disk; then
    /// ``ButtonPanel/pressTaken(button:at:_:)`` answers with light.
    case press(button: Int, at: MonotonicInstant)
    /// A use that is no answer.
    case misuse(at: MonotonicInstant)
    /// Why a press of this button was not taken, for a screen beside the panel.
    case refused(button: Int, Refusal, at: MonotonicInstant)
    case light(button: Int, on: Bool)
    case buzzer(on: Bool)
    case health(HealthKind, began: Bool, at: MonotonicInstant)
}

/// A panel of buttons: debounce, tremor, one answer at a time, a lock-out, stuck buttons, and light and sound as the answer.
///
/// A press that comes while another button is down, or begins to go down within its debounce, is no answer: an elbow, or a
/// child with both hands. A button that goes up and down again within ``tremorGap`` is still the same press, for up to
/// ``tremorTime``: hands with Parkinson's disease tremble 4 to 6 times a second, essential tremor goes to 12 (Bhatia et al.
/// 2018, "Consensus Statement on the classification of tremors"). What hammers on for longer is no answer either.
package struct ButtonPanel: Sendable {
    struct ButtonState: Sendable {
        var input: Debouncer
        var watch: LineWatch
        let isFixed: Bool
        var heldSince: Int64?
        var isStuck = false
        /// When the press began that this button is part of, and when the button last came up.
        var pressedAt = Int64.min / 2
        var releasedAt = Int64.min / 2
        /// For a button with a fixed use.
        var lockedUntil = Int64.min
        var quiet = QuietButton()

        /// Whether its level says nothing of a finger.
        var isOut: Bool { isStuck || watch.isChattering }
    }

    /// A button that is down again after a shorter pause has not been let go.
    package static let tremorGap = Duration.milliseconds(250)
    /// How long a trembling press may last.
    package static let tremorTime = Duration.seconds(2)

    let debounceNanoseconds: Int64
    private let lockoutNanoseconds: Int64
    private let stuckNanoseconds: Int64
    private let takenSignals: PanelSignals
    var buttons: [ButtonState]
    /// How many options the present question has; 0 while nothing is asked.
    private var options = 0
    private var lockedUntil = Int64.min
    private var lights = SignalPlayer()
    private var sounds = SignalPlayer()
    private(set) var isUnplugged = false
    /// Whether presses are taken for nothing: somebody tests the lights.
    package var isTesting = false

    /// - Parameter isFixed: for each button, whether it has a fixed use.
    package init(isFixed: [Bool], _ parameters: PanelParameters) {
        debounceNanoseconds = parameters.debounce.wholeNanoseconds
        lockoutNanoseconds = parameters.lockout.wholeNanoseconds
        stuckNanoseconds = parameters.stuckTime.wholeNanoseconds
        takenSignals = .taken(light: parameters.lightTime)
        buttons = isFixed.map { isFixed in
            ButtonState(
                input: Debouncer(hold: parameters.debounce), watch: LineWatch(debounce: parameters.debounce),
                isFixed: isFixed)
        }
    }

    /// Whether a press now would be taken for an answer, but for the lock-out and for want of a question.
    package var isObserving: Bool {
        !isUnplugged && !isTesting && !buttons.contains { $0.isOut }
    }

    /// The question has changed: how many of the buttons for answers stand for an option.
    package mutating func ask(options count: Int) {
        options = count
    }

    /// When ``advance(to:_:)`` has something to do, if no edge comes before.
    package var deadline: MonotonicInstant? {
        var earliest = min(lights.due, sounds.due)
        for button in buttons {
            earliest = min(earliest, button.input.dueNanoseconds ?? .max, button.watch.dueNanoseconds)
            if let since = button.heldSince, !button.isStuck { earliest = min(earliest, stuckDue(heldSince: since)) }
        }
        return earliest == .max ? nil : MonotonicInstant(nanoseconds: earliest)
    }

    /// When it is known whether the buttons that are going down now are pressed; nil if none is.
    package var decisionDue: MonotonicInstant? {
        let dues = buttons.compactMap { button in
            button.input.isBecoming(true) && !button.watch.isChattering ? button.input.dueNanoseconds : nil
        }
        return dues.max().map { MonotonicInstant(nanoseconds: $0) }
    }

    /// One raw edge of one button.
    package mutating func receive(_ edge: Edge, button: Int, _ emit: (PanelEvent) -> Void) {
        guard !isUnplugged else { return }
        advance(to: edge.time, emit)
        let wasChattering = isChattering
        if buttons[button].watch.receive(at: edge.time.nanoseconds) {
            // Nobody holds a button that does this.
            buttons[button].heldSince = nil
            if !wasChattering { emit(.health(.chattering, began: true, at: edge.time)) }
        }
        buttons[button].input.receive(level: edge.level, at: edge.time)
    }

    /// Everything that is due at `now` without a further edge.
    package mutating func advance(to now: MonotonicInstant, _ emit: (PanelEvent) -> Void) {
        while let due = deadline, due <= now {
            lights.advance(to: due.nanoseconds) { emit(.light(button: $0, on: $1)) }
            sounds.advance(to: due.nanoseconds) { emit(.buzzer(on: $1)) }
            endChattering(at: due, emit)
            for index in buttons.indices {
                if let since = buttons[index].input.settle(upTo: due.nanoseconds) {
                    moved(index, isPressed: buttons[index].input.level, at: since, decided: due, emit)
                }
                if let since = buttons[index].heldSince, !buttons[index].isStuck,
                    stuckDue(heldSince: since) <= due.nanoseconds
                {
                    let began = MonotonicInstant(nanoseconds: since + stuckNanoseconds)
                    if !isAnyStuck { emit(.health(.stuck, began: true, at: began)) }
                    buttons[index].isStuck = true
                }
            }
        }
    }

    /// The press is on the disk: light, and a short sound.
    package mutating func pressTaken(button: Int, at now: MonotonicInstant, _ emit: (PanelEvent) -> Void) {
        lights.begin(takenSignals.light, on: button, at: now.nanoseconds) { emit(.light(button: $0, on: $1)) }
        sounds.begin(takenSignals.sound, on: 0, at: now.nanoseconds) { emit(.buzzer(on: $1)) }
        noteWorking(button, at: now, emit)
    }

    /// The press could not be written: it is said so, and the person may try again at once.
    package mutating func pressNotTaken(button: Int, at now: MonotonicInstant, _ emit: (PanelEvent) -> Void) {
        if buttons[button].isFixed { buttons[button].lockedUntil = .min } else { lockedUntil = .min }
        refuse(button, .notSaved, pressed: now, at: now, emit)
    }

    /// The levels as they were read from the lines: at the start, after lost edges, or when the chip is back.
    ///
    /// A button that is down now has not been seen going down: it answers nothing until it has been up.
    package mutating func synchronise(pressed: [Bool], at now: MonotonicInstant, _ emit: (PanelEvent) -> Void) {
        advance(to: now, emit)
        if isUnplugged {
            isUnplugged = false
            emit(.health(.unplugged, began: false, at: now))
        }
        let wasStuck = isAnyStuck
        for (index, isPressed) in pressed.enumerated() where index < buttons.count {
            buttons[index].input.reset(level: isPressed)
            if isPressed {
                buttons[index].heldSince = buttons[index].heldSince ?? now.nanoseconds
            } else {
                buttons[index].heldSince = nil
                buttons[index].isStuck = false
            }
        }
        if wasStuck, !isAnyStuck { emit(.health(.stuck, began: false, at: now)) }
    }

    /// The chip of the lines is gone, and with it the lights.
    package mutating func unplug(at now: MonotonicInstant, _ emit: (PanelEvent) -> Void) {
        guard !isUnplugged else { return }
        advance(to: now, emit)
        if isAnyStuck { emit(.health(.stuck, began: false, at: now)) }
        if isChattering { emit(.health(.chattering, began: false, at: now)) }
        for index in buttons.indices {
            buttons[index].input.reset(level: false)
            buttons[index].watch.reset()
            buttons[index].heldSince = nil
            buttons[index].isStuck = false
        }
        lights.stop { emit(.light(button: $0, on: $1)) }
        sounds.stop { emit(.buzzer(on: $1)) }
        isUnplugged = true
        emit(.health(.unplugged, began: true, at: now))
    }

    // MARK: - Presses

    /// A finger on a screen in the place of the button, under the same rules.
    package mutating func touch(button: Int, at now: MonotonicInstant, _ emit: (PanelEvent) -> Void) {
        advance(to: now, emit)
        guard !isUnplugged, buttons.indices.contains(button) else { return }
        down(button, at: now, decided: now, emit)
        buttons[button].releasedAt = now.nanoseconds
    }

    /// - Parameters:
    ///   - time: when the level changed.
    ///   - now: when it had held for the debounce.
    private mutating func moved(
        _ index: Int, isPressed: Bool, at time: MonotonicInstant, decided now: MonotonicInstant,
        _ emit: (PanelEvent) -> Void
    ) {
        guard isPressed else {
            buttons[index].heldSince = nil
            buttons[index].releasedAt = time.nanoseconds
            if buttons[index].isStuck {
                buttons[index].isStuck = false
                if !isAnyStuck { emit(.health(.stuck, began: false, at: time)) }
            }
            return
        }
        guard !buttons[index].watch.isChattering else { return }
        down(index, at: time, decided: now, emit)
        buttons[index].heldSince = time.nanoseconds
    }

    private mutating func down(
        _ index: Int, at time: MonotonicInstant, decided now: MonotonicInstant, _ emit: (PanelEvent) -> Void
    ) {
        let isTremor = time.nanoseconds - buttons[index].releasedAt < Self.tremorGap.wholeNanoseconds
        guard isTremor else { return begin(index, at: time, decided: now, emit) }
        // Beyond the time of a tremor it is somebody who plays, and each time is one of misuse.
        let length = time.nanoseconds - buttons[index].pressedAt
        if length >= Self.tremorTime.wholeNanoseconds { refuse(index, .justPressed, pressed: time, at: now, emit) }
    }

    /// A press, and not the continuation of one.
    private mutating func begin(
        _ index: Int, at time: MonotonicInstant, decided now: MonotonicInstant, _ emit: (PanelEvent) -> Void
    ) {
        buttons[index].pressedAt = time.nanoseconds
        if let refusal = refusal(of: index, at: time) {
            if refusal == .testing { noteTried(index, at: now, emit) }
            refuse(index, refusal, pressed: time, at: now, emit)
            return
        }
        let until = time.nanoseconds + lockoutNanoseconds
        if buttons[index].isFixed { buttons[index].lockedUntil = until } else { lockedUntil = until }
        emit(.press(button: index, at: time))
    }

    private func refusal(of index: Int, at time: MonotonicInstant) -> Refusal? {
        if isTesting { return .testing }
        // A question of which one answer can't be given gets no fair answers. A fixed use stands for itself.
        if isAnyAnswerMissing, !buttons[index].isFixed { return .stuck }
        let anotherIsDown = buttons.indices.contains { other in
            other != index && !buttons[other].isOut
                && (buttons[other].heldSince != nil || buttons[other].input.isBecoming(true))
        }
        if anotherIsDown { return .severalAtOnce }
        if time.nanoseconds < (buttons[index].isFixed ? buttons[index].lockedUntil : lockedUntil) {
            return .justPressed
        }
        return buttons[index].isFixed || isOption(index) ? nil : .closed
    }

    /// Whether the button stands for an option of the present question.
    private func isOption(_ index: Int) -> Bool {
        buttons[..<index].count { !$0.isFixed } < options
    }

    private mutating func refuse(
        _ index: Int, _ refusal: Refusal, pressed: MonotonicInstant, at now: MonotonicInstant,
        _ emit: (PanelEvent) -> Void
    ) {
        switch refusal {
        // A test is nobody's misuse; and what could not be written is the card's fault.
        case .testing, .notSaved: break
        case .closed, .justPressed, .severalAtOnce, .stuck: emit(.misuse(at: pressed))
        }
        emit(.refused(button: index, refusal, at: now))
        guard refusal != .testing else { return }
        let signals = PanelSignals.refused(refusal)
        lights.offer(signals.light, on: index, at: now.nanoseconds) { emit(.light(button: $0, on: $1)) }
        sounds.offer(signals.sound, on: 0, at: now.nanoseconds) { emit(.buzzer(on: $1)) }
    }

    // MARK: - Health

    private var isAnyStuck: Bool { buttons.contains { $0.isStuck } }

    /// Whether an option of the present question can't be chosen.
    private var isAnyAnswerMissing: Bool {
        buttons.indices.contains { buttons[$0].isOut && !buttons[$0].isFixed && isOption($0) }
    }

    private var isChattering: Bool { buttons.contains { $0.watch.isChattering } }

    /// When it is certain that a button was held for the stuck time: a debounce later.
    private func stuckDue(heldSince since: Int64) -> Int64 {
        since + stuckNanoseconds + debounceNanoseconds
    }

    private mutating func endChattering(at now: MonotonicInstant, _ emit: (PanelEvent) -> Void) {
        guard isChattering else { return }
        for index in buttons.indices where buttons[index].watch.dueNanoseconds <= now.nanoseconds {
            buttons[index].watch.advance(to: now.nanoseconds)
            // Down, and not seen going down: it answers nothing, and may be stuck.
            if buttons[index].input.level { buttons[index].heldSince = now.nanoseconds }
        }
        if !isChattering { emit(.health(.chattering, began: false, at: now)) }
    }

    /// Others of the panel work, and this one as well.
    private mutating func noteWorking(_ index: Int, at now: MonotonicInstant, _ emit: (PanelEvent) -> Void) {
        let wasQuiet = quietButtons
        for other in buttons.indices where isOption(other) && !buttons[other].isFixed && !buttons[index].isFixed {
            if other == index { buttons[other].quiet.worked() } else { buttons[other].quiet.another() }
        }
        let isQuiet = quietButtons
        if wasQuiet.isEmpty != isQuiet.isEmpty {
            emit(.health(.buttonQuiet, began: wasQuiet.isEmpty, at: now))
        }
    }

    /// Somebody tests, and has pressed this one.
    private mutating func noteTried(_ index: Int, at now: MonotonicInstant, _ emit: (PanelEvent) -> Void) {
        guard buttons[index].quiet.isQuiet else { return }
        buttons[index].quiet.worked()
        if quietButtons.isEmpty { emit(.health(.buttonQuiet, began: false, at: now)) }
    }

    /// Numbers of the buttons that may be dead.
    package var quietButtons: [Int] { buttons.indices.filter { buttons[$0].quiet.isQuiet } }
}

/// Whether one button of a panel may be dead: nobody presses it, and many press the others.
///
/// It is kept in memory only: on the card it would say that an answer had not been given for so long, which is a count that
/// outlives its release.
struct QuietButton: Sendable {
    /// Answers on the other buttons after which it is time to try this one. An answer that one of fifty people gives fails to
    /// come so often once in 57 times.
    static let limit = 200

    private var others = 0

    var isQuiet: Bool { others >= Self.limit }

    mutating func another() { others = min(others + 1, Self.limit) }

    mutating func worked() { others = 0 }
}

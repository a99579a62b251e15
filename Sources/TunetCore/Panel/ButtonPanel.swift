/// What a panel's state machine wants done.
package enum PanelEvent: Sendable, Hashable {
    /// A press that is an answer. It is taken only when it is on the disk; then ``ButtonPanel/pressTaken(button:at:)``
    /// answers with light.
    case press(button: Int, at: MonotonicInstant)
    /// A use that is no answer.
    case misuse(at: MonotonicInstant)
    case light(button: Int, on: Bool)
    case buzzer(on: Bool)
    case health(HealthKind, began: Bool, at: MonotonicInstant)
}

/// A panel of buttons: debounce, one answer at a time, a lock-out, stuck buttons, and light as the answer.
package struct ButtonPanel: Sendable {
    private struct ButtonState: Sendable {
        var input: Debouncer
        var watch: LineWatch
        var heldSince: Int64?
        var isStuck = false
    }

    /// How long the buzzer sounds for a taken press. Short enough not to disturb a room.
    package static let soundTime = Duration.milliseconds(120)

    private let debounceNanoseconds: Int64
    private let lockoutNanoseconds: Int64
    private let lightNanoseconds: Int64
    private let stuckNanoseconds: Int64
    private var buttons: [ButtonState]
    private var lockedUntil: Int64 = .min
    private var lit: (button: Int, until: Int64)?
    private var soundUntil: Int64?
    private var isUnplugged = false

    package init(buttons count: Int, _ parameters: PanelParameters) {
        debounceNanoseconds = parameters.debounce.wholeNanoseconds
        lockoutNanoseconds = parameters.lockout.wholeNanoseconds
        lightNanoseconds = parameters.lightTime.wholeNanoseconds
        stuckNanoseconds = parameters.stuckTime.wholeNanoseconds
        let button = ButtonState(
            input: Debouncer(hold: parameters.debounce), watch: LineWatch(debounce: parameters.debounce))
        buttons = Array(repeating: button, count: count)
    }

    /// Whether a press now would be taken for an answer, but for the lock-out.
    package var isObserving: Bool {
        !isUnplugged && !buttons.contains { $0.isStuck || $0.watch.isChattering }
    }

    /// When ``advance(to:_:)`` has something to do, if no edge comes before.
    package var deadline: MonotonicInstant? {
        var earliest = min(lit?.until ?? .max, soundUntil ?? .max)
        for button in buttons {
            earliest = min(earliest, button.input.dueNanoseconds ?? .max, button.watch.dueNanoseconds)
            if let since = button.heldSince, !button.isStuck { earliest = min(earliest, stuckDue(heldSince: since)) }
        }
        return earliest == .max ? nil : MonotonicInstant(nanoseconds: earliest)
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
            endAnswer(at: due.nanoseconds, emit)
            endChattering(at: due, emit)
            for index in buttons.indices {
                if let since = buttons[index].input.settle(upTo: due.nanoseconds) {
                    moved(index, isPressed: buttons[index].input.level, at: since, emit)
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
        if let lit, lit.button != button { emit(.light(button: lit.button, on: false)) }
        lit = (button, now.nanoseconds + lightNanoseconds)
        soundUntil = now.advanced(by: Self.soundTime).nanoseconds
        emit(.light(button: button, on: true))
        emit(.buzzer(on: true))
    }

    /// The press could not be written: no light, and the person may try again at once.
    package mutating func pressNotTaken() {
        lockedUntil = .min
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
        isUnplugged = true
        emit(.health(.unplugged, began: true, at: now))
    }

    /// When it is certain that a button was held for the stuck time: a debounce later.
    private func stuckDue(heldSince since: Int64) -> Int64 {
        since + stuckNanoseconds + debounceNanoseconds
    }

    private mutating func moved(
        _ index: Int, isPressed: Bool, at time: MonotonicInstant, _ emit: (PanelEvent) -> Void
    ) {
        guard isPressed else {
            buttons[index].heldSince = nil
            if buttons[index].isStuck {
                buttons[index].isStuck = false
                if !isAnyStuck { emit(.health(.stuck, began: false, at: time)) }
            }
            return
        }
        guard !buttons[index].watch.isChattering else { return }
        let anotherIsHeld = buttons.contains { $0.heldSince != nil && !$0.isStuck }
        buttons[index].heldSince = time.nanoseconds
        if anotherIsHeld || time.nanoseconds < lockedUntil {
            emit(.misuse(at: time))
        } else {
            lockedUntil = time.nanoseconds + lockoutNanoseconds
            emit(.press(button: index, at: time))
        }
    }

    private var isAnyStuck: Bool { buttons.contains { $0.isStuck } }

    private var isChattering: Bool { buttons.contains { $0.watch.isChattering } }

    private mutating func endChattering(at now: MonotonicInstant, _ emit: (PanelEvent) -> Void) {
        guard isChattering else { return }
        for index in buttons.indices where buttons[index].watch.dueNanoseconds <= now.nanoseconds {
            buttons[index].watch.advance(to: now.nanoseconds)
            // Down, and not seen going down: it answers nothing, and may be stuck.
            if buttons[index].input.level { buttons[index].heldSince = now.nanoseconds }
        }
        if !isChattering { emit(.health(.chattering, began: false, at: now)) }
    }

    private mutating func endAnswer(at now: Int64, _ emit: (PanelEvent) -> Void) {
        if let answer = lit, answer.until <= now {
            lit = nil
            emit(.light(button: answer.button, on: false))
        }
        if let until = soundUntil, until <= now {
            soundUntil = nil
            emit(.buzzer(on: false))
        }
    }
}

/// A single beam, a mat or a turnstile: each closure is one passage.
package struct Contact: Sendable {
    private enum Phase: Sendable, Equatable {
        case open
        case closed
        /// Closed, and it is not known since when: nothing counts until it opens.
        case unsynchronised
        case blocked
        case unplugged
    }

    private let direction: Direction
    private let isPulse: Bool
    private let debounceNanoseconds: Int64
    private let holdOffNanoseconds: Int64
    private let blockNanoseconds: Int64
    private var input: Debouncer
    private var phase = Phase.open
    private var lostEdges = false
    private var closedSince: Int64 = 0
    private var openedAt: Int64?

    package init(_ parameters: ContactParameters) {
        direction = Direction(parameters.direction)
        isPulse = parameters.kind == .turnstile
        debounceNanoseconds = parameters.debounce.wholeNanoseconds
        holdOffNanoseconds = parameters.holdOff.wholeNanoseconds
        blockNanoseconds = parameters.blockTime.wholeNanoseconds
        input = Debouncer(hold: parameters.debounce)
    }

    /// Whether a passage now would be counted.
    package var isObserving: Bool {
        phase == .open || phase == .closed
    }

    /// When ``advance(to:_:)`` has something to do, if no edge comes before.
    package var deadline: MonotonicInstant? {
        var earliest = input.dueNanoseconds ?? .max
        if phase == .closed || phase == .unsynchronised {
            // A debounce later than the block time it is certain that the contact did not open within it.
            earliest = min(earliest, closedSince + blockNanoseconds + debounceNanoseconds)
        }
        return earliest == .max ? nil : MonotonicInstant(nanoseconds: earliest)
    }

    /// One raw edge of the contact.
    package mutating func receive(_ edge: Edge, _ emit: (SensorEvent) -> Void) {
        guard phase != .unplugged else { return }
        advance(to: edge.time, emit)
        input.receive(level: edge.level, at: edge.time)
    }

    /// Everything that is due at `now` without a further edge.
    package mutating func advance(to now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        while let due = deadline, due <= now {
            if let time = input.settle(upTo: due.nanoseconds) {
                moved(isClosed: input.level, at: time, emit)
            } else {
                phase = .blocked
                let began = MonotonicInstant(nanoseconds: due.nanoseconds - debounceNanoseconds)
                emit(.noted(.blocked, at: began, doubt: .none))
                emit(.health(.blocked, began: true, at: began))
            }
        }
    }

    /// The level as it was read from the line: at the start, after lost edges, or when the chip is back.
    package mutating func synchronise(
        isClosed: Bool, at now: MonotonicInstant, because reason: Reason, _ emit: (SensorEvent) -> Void
    ) {
        advance(to: now, emit)
        let before = phase
        let isFoundClosed = isClosed && (before == .open || before == .unplugged)
        if isFoundClosed || before == .closed && (!isClosed || reason != .unsynchronised) {
            emit(.noted(reason, at: now, doubt: Doubt(under: 1000)))
        } else if before == .open, reason == .lostEdges {
            // Somebody may have come and gone in the edges that nobody saw.
            emit(.noted(reason, at: now, doubt: Doubt(under: 500)))
        }
        input.reset(level: isClosed)
        closedSince = now.nanoseconds
        if before == .unplugged { emit(.health(.unplugged, began: false, at: now)) }
        if before == .blocked, !isClosed { emit(.health(.blocked, began: false, at: now)) }
        guard isClosed else {
            becomeOpen(at: now, emit)
            return
        }
        if before != .blocked { phase = .unsynchronised }
        if reason == .lostEdges, !lostEdges {
            lostEdges = true
            emit(.health(.lostEdges, began: true, at: now))
        }
    }

    /// The chip of the line is gone.
    package mutating func unplug(at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        guard phase != .unplugged else { return }
        advance(to: now, emit)
        if phase == .blocked { emit(.health(.blocked, began: false, at: now)) }
        becomeOpen(at: now, emit)
        input.reset(level: false)
        phase = .unplugged
        emit(.health(.unplugged, began: true, at: now))
    }

    private mutating func moved(isClosed: Bool, at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        switch phase {
        case .open:
            phase = .closed
            closedSince = time.nanoseconds
            if let openedAt, time.nanoseconds - openedAt < holdOffNanoseconds {
                // Mostly the same person's other leg or heel; that it was somebody else is assumed of one in ten.
                emit(.noted(.holdOff, at: time, doubt: Doubt(under: 100)))
            } else {
                count(at: time, emit)
            }
        case .closed, .unsynchronised:
            openedAt = time.nanoseconds
            becomeOpen(at: time, emit)
        case .blocked:
            openedAt = time.nanoseconds
            emit(.health(.blocked, began: false, at: time))
            becomeOpen(at: time, emit)
        case .unplugged: break
        }
    }

    private func count(at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        // A turnstile lets one person through for each pulse. A beam or mat can't tell one body from two, nor an arm
        // or a heel from a body; how often has not been measured, and a tenth is assumed.
        let doubt = isPulse ? Doubt.none : Doubt(over: 100, under: 100)
        emit(.passage(Passage(time: time, began: time, direction: direction, doubt: doubt)))
    }

    private mutating func becomeOpen(at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        phase = .open
        guard lostEdges else { return }
        lostEdges = false
        emit(.health(.lostEdges, began: false, at: time))
    }
}

/// A motion sensor or a reed contact of its own: how often it is active, and how long. What it says is never a passage.
package struct Activity: Sendable {
    private enum Phase: Sendable, Equatable {
        case resting
        case active
        /// Active, and it is not known since when: nothing counts until it rests.
        case unsynchronised
        /// Active for longer than the block time: nothing counts until it rests.
        case stuck
        case unplugged
    }

    private let kind: ActivityParameters.Kind
    private let debounceNanoseconds: Int64
    private let holdOffNanoseconds: Int64
    private let blockNanoseconds: Int64
    private var input: Debouncer
    private var phase = Phase.resting
    private var lostEdges = false
    private var activeSince: Int64 = 0
    private var endedAt: Int64?

    package init(_ parameters: ActivityParameters) {
        kind = parameters.kind
        debounceNanoseconds = parameters.debounce.wholeNanoseconds
        holdOffNanoseconds = parameters.holdOff.wholeNanoseconds
        blockNanoseconds = parameters.blockTime.wholeNanoseconds
        input = Debouncer(hold: parameters.debounce)
    }

    /// Whether an activation now would be counted.
    package var isObserving: Bool {
        phase == .resting || phase == .active
    }

    /// When ``advance(to:_:)`` has something to do, if no edge comes before.
    package var deadline: MonotonicInstant? {
        var earliest = input.dueNanoseconds ?? .max
        if phase == .active || phase == .unsynchronised {
            earliest = min(earliest, activeSince + blockNanoseconds + debounceNanoseconds)
        }
        return earliest == .max ? nil : MonotonicInstant(nanoseconds: earliest)
    }

    /// One raw edge.
    package mutating func receive(_ edge: Edge, _ emit: (SensorEvent) -> Void) {
        guard phase != .unplugged else { return }
        advance(to: edge.time, emit)
        input.receive(level: edge.level, at: edge.time)
    }

    /// Everything that is due at `now` without a further edge.
    package mutating func advance(to now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        while let due = deadline, due <= now {
            if let time = input.settle(upTo: due.nanoseconds) {
                moved(isActive: input.level, at: time, emit)
            } else {
                let began = MonotonicInstant(nanoseconds: due.nanoseconds - debounceNanoseconds)
                endPresence(as: .ended, at: began, emit)
                phase = .stuck
                if kind == .pir { emit(.noted(.blocked, at: began, doubt: .none)) }
                emit(.health(stuckKind, began: true, at: began))
            }
        }
    }

    /// The level as it was read from the line: at the start, after lost edges, or when the chip is back.
    ///
    /// Of what was going on it is not known how long it lasted: a presence is given up, and what is found going on is not
    /// counted.
    package mutating func synchronise(
        isActive: Bool, at now: MonotonicInstant, because reason: Reason, _ emit: (SensorEvent) -> Void
    ) {
        advance(to: now, emit)
        let before = phase
        endPresence(as: .lost, at: now, emit)
        if before == .active || isActive && (before == .resting || before == .unplugged) {
            emit(.noted(reason, at: now, doubt: .none))
        }
        input.reset(level: isActive)
        activeSince = now.nanoseconds
        if before == .unplugged { emit(.health(.unplugged, began: false, at: now)) }
        if before == .stuck, !isActive { emit(.health(stuckKind, began: false, at: now)) }
        guard isActive else {
            rest(at: now, emit)
            return
        }
        if before != .stuck { phase = .unsynchronised }
        if reason == .lostEdges, !lostEdges {
            lostEdges = true
            emit(.health(.lostEdges, began: true, at: now))
        }
    }

    /// The chip of the line is gone.
    package mutating func unplug(at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        guard phase != .unplugged else { return }
        advance(to: now, emit)
        endPresence(as: .lost, at: now, emit)
        if phase == .stuck { emit(.health(stuckKind, began: false, at: now)) }
        rest(at: now, emit)
        input.reset(level: false)
        phase = .unplugged
        emit(.health(.unplugged, began: true, at: now))
    }

    private var stuckKind: HealthKind { kind == .pir ? .blocked : .heldOpen }

    private mutating func moved(isActive: Bool, at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        switch phase {
        case .resting:
            phase = .active
            activeSince = time.nanoseconds
            let isNew = endedAt.map { time.nanoseconds - $0 >= holdOffNanoseconds } ?? true
            switch kind {
            case .pir: emit(.presence(.began(isNew: isNew), at: time))
            case .reed: if isNew { emit(.swing(at: time)) }
            }
        case .active, .unsynchronised:
            endPresence(as: .ended, at: time, emit)
            endedAt = time.nanoseconds
            rest(at: time, emit)
        case .stuck:
            endedAt = time.nanoseconds
            emit(.health(stuckKind, began: false, at: time))
            rest(at: time, emit)
        case .unplugged: break
        }
    }

    private func endPresence(as change: PresenceChange, at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        if phase == .active, kind == .pir { emit(.presence(change, at: time)) }
    }

    private mutating func rest(at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        phase = .resting
        guard lostEdges else { return }
        lostEdges = false
        emit(.health(.lostEdges, began: false, at: time))
    }
}

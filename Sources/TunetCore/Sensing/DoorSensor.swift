/// The state machine of whatever sensor a door has.
package enum DoorSensor: Sendable {
    case beamPair(BeamPair)
    case contact(Contact)

    package init(_ sensor: Sensor) {
        switch sensor {
        case .beamPair(_, _, let parameters): self = .beamPair(BeamPair(parameters))
        case .contact(_, let parameters): self = .contact(Contact(parameters))
        }
    }

    /// Whether a passage now would be counted.
    package var isObserving: Bool {
        switch self {
        case .beamPair(let pair): pair.isObserving
        case .contact(let contact): contact.isObserving
        }
    }

    /// When ``advance(to:_:)`` has something to do, if no edge comes before.
    package var deadline: MonotonicInstant? {
        switch self {
        case .beamPair(let pair): pair.deadline
        case .contact(let contact): contact.deadline
        }
    }

    /// One raw edge. `isOuter` says which beam of a pair it is.
    package mutating func receive(_ edge: Edge, isOuter: Bool, _ emit: (SensorEvent) -> Void) {
        switch self {
        case .beamPair(var pair):
            pair.receive(edge, isOuter: isOuter, emit)
            self = .beamPair(pair)
        case .contact(var contact):
            contact.receive(edge, emit)
            self = .contact(contact)
        }
    }

    /// Everything that is due at `now` without a further edge.
    package mutating func advance(to now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        switch self {
        case .beamPair(var pair):
            pair.advance(to: now, emit)
            self = .beamPair(pair)
        case .contact(var contact):
            contact.advance(to: now, emit)
            self = .contact(contact)
        }
    }

    /// The levels as they were read from the lines: outer and inner of a pair, or the one of a contact.
    package mutating func synchronise(
        _ levels: (outer: Bool, inner: Bool), at now: MonotonicInstant, because reason: Reason,
        _ emit: (SensorEvent) -> Void
    ) {
        switch self {
        case .beamPair(var pair):
            pair.synchronise(outer: levels.outer, inner: levels.inner, at: now, because: reason, emit)
            self = .beamPair(pair)
        case .contact(var contact):
            contact.synchronise(isClosed: levels.outer, at: now, because: reason, emit)
            self = .contact(contact)
        }
    }

    /// The chip of the lines is gone.
    package mutating func unplug(at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        switch self {
        case .beamPair(var pair):
            pair.unplug(at: now, emit)
            self = .beamPair(pair)
        case .contact(var contact):
            contact.unplug(at: now, emit)
            self = .contact(contact)
        }
    }
}

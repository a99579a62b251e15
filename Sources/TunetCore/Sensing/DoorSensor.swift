/// The state machine of whatever sensor a door has.
///
/// Not an enum, although exactly one of the three is there: an enum's payload is changed by copying it out and in again,
/// which took longer for each edge than the sensing itself. Optional chaining changes it in its place.
package struct DoorSensor: Sendable {
    private var pair: BeamPair?
    private var contact: Contact?
    private var activity: Activity?

    package init(_ sensor: Sensor) {
        switch sensor {
        case .beamPair(_, _, let parameters): pair = BeamPair(parameters)
        case .contact(_, let parameters): contact = Contact(parameters)
        case .activity(_, let parameters): activity = Activity(parameters)
        }
    }

    package init(_ pair: BeamPair) {
        self.pair = pair
    }

    package init(_ contact: Contact) {
        self.contact = contact
    }

    package init(_ activity: Activity) {
        self.activity = activity
    }

    /// Whether a passage, presence or swing now would be counted.
    package var isObserving: Bool {
        pair?.isObserving ?? contact?.isObserving ?? activity?.isObserving ?? false
    }

    /// When ``advance(to:_:)`` has something to do, if no edge comes before.
    package var deadline: MonotonicInstant? {
        pair?.deadline ?? contact?.deadline ?? activity?.deadline
    }

    /// One raw edge. `isOuter` says which beam of a pair it is.
    package mutating func receive(_ edge: Edge, isOuter: Bool, _ emit: (SensorEvent) -> Void) {
        pair?.receive(edge, isOuter: isOuter, emit)
        contact?.receive(edge, emit)
        activity?.receive(edge, emit)
    }

    /// Everything that is due at `now` without a further edge.
    package mutating func advance(to now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        pair?.advance(to: now, emit)
        contact?.advance(to: now, emit)
        activity?.advance(to: now, emit)
    }

    /// The levels as they were read from the lines: outer and inner of a pair, or the one of another sensor.
    package mutating func synchronise(
        _ levels: (outer: Bool, inner: Bool), at now: MonotonicInstant, because reason: Reason,
        _ emit: (SensorEvent) -> Void
    ) {
        pair?.synchronise(outer: levels.outer, inner: levels.inner, at: now, because: reason, emit)
        contact?.synchronise(isClosed: levels.outer, at: now, because: reason, emit)
        activity?.synchronise(isActive: levels.outer, at: now, because: reason, emit)
    }

    /// The chip of the lines is gone.
    package mutating func unplug(at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        pair?.unplug(at: now, emit)
        contact?.unplug(at: now, emit)
        activity?.unplug(at: now, emit)
    }
}

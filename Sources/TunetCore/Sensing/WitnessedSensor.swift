/// The state machine of whatever sensor a door has, with the upper beam and the leaf's contact that it may have besides.
///
/// Not an enum, although exactly one of the three is there: an enum's payload is changed by copying it out and in again,
/// which took longer for each edge than the sensing itself. Optional chaining changes it in its place.
struct WitnessedSensor: Sendable {
    private var pair: BeamPair?
    private var contact: Contact?
    private var activity: Activity?
    private var witnesses: DoorWitnesses?
    /// A pair and nothing else, which most doors have: it is asked for each edge, and answered by one comparison.
    private let isPlainPair: Bool

    init(_ door: Door) {
        switch door.sensor {
        case .beamPair(_, _, let parameters): pair = BeamPair(parameters)
        case .contact(_, let parameters): contact = Contact(parameters)
        case .activity(_, let parameters): activity = Activity(parameters)
        }
        witnesses = DoorWitnesses(door)
        isPlainPair = pair != nil && witnesses == nil
    }

    init(_ pair: BeamPair) {
        self.pair = pair
        isPlainPair = true
    }

    init(_ contact: Contact) {
        self.contact = contact
        isPlainPair = false
    }

    init(_ activity: Activity) {
        self.activity = activity
        isPlainPair = false
    }

    /// What the counting sensor says just now is not of people: its witnesses do not hear it.
    mutating func muteForWitnesses(_ isMuted: Bool) {
        witnesses?.isDeaf = isMuted
    }

    /// See ``BeamPair/loneClusters``; 0 of other sensors.
    var loneClusters: Int { pair?.loneClusters ?? 0 }

    mutating func forgetLoneClusters() {
        pair?.forgetLoneClusters()
    }

    /// Whether a passage, presence or swing now would be counted.
    var isObserving: Bool {
        pair?.isObserving ?? contact?.isObserving ?? activity?.isObserving ?? false
    }

    /// When ``advance(to:_:)`` has something to do, if no edge comes before.
    var deadline: MonotonicInstant? {
        let own = pair?.deadline ?? contact?.deadline ?? activity?.deadline
        guard let due = witnesses?.deadline, due != .max else { return own }
        return min(own ?? .distantFuture, MonotonicInstant(nanoseconds: due))
    }

    /// When the sensor that counts decides what it has not decided; nil if there is nothing. What is due at its witnesses
    /// decides no passage.
    var decisionDeadline: MonotonicInstant? {
        pair?.deadline ?? contact?.deadline ?? activity?.deadline
    }

    // MARK: - The sensor that counts, which the witnesses hear

    /// One raw edge of the sensor that counts. `isOuter` says which beam of a pair it is.
    @inline(__always)
    mutating func receive(_ edge: Edge, isOuter: Bool, _ emit: (SensorEvent) -> Void) {
        if isPlainPair {
            pair?.receive(edge, isOuter: isOuter, emit)
        } else {
            receiveHeard(edge, isOuter: isOuter, emit)
        }
    }

    @inline(never)
    private mutating func receiveHeard(_ edge: Edge, isOuter: Bool, _ emit: (SensorEvent) -> Void) {
        guard witnesses != nil else {
            receiveAlone(edge, isOuter: isOuter, emit)
            return
        }
        advance(to: edge.time, emit)
        guard var heard = witnesses else { return }
        receiveAlone(edge, isOuter: isOuter) { heard.hear($0, at: edge.time, emit) }
        witnesses = heard
    }

    /// Everything that is due at `now` without a further edge.
    mutating func advance(to now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        if isPlainPair {
            pair?.advance(to: now, emit)
            return
        }
        guard var heard = witnesses else {
            advanceAlone(to: now, emit)
            return
        }
        // One after the other, so that a verdict is heard with what was seen until then and not with what came later.
        while let due = deadline, due <= now {
            heard.advance(to: due, isObserving: isObserving, emit)
            advanceAlone(to: due) { heard.hear($0, at: due, emit) }
            witnesses = heard
        }
    }

    /// The levels as they were read from the lines: outer and inner of a pair, or the one of another sensor.
    mutating func synchronise(
        _ levels: (outer: Bool, inner: Bool), at now: MonotonicInstant, because reason: Reason,
        _ emit: (SensorEvent) -> Void
    ) {
        advance(to: now, emit)
        guard var heard = witnesses else {
            synchroniseAlone(levels, at: now, because: reason, emit)
            return
        }
        synchroniseAlone(levels, at: now, because: reason) { heard.hear($0, at: now, emit) }
        witnesses = heard
    }

    /// The service ends: a pair counts now whoever is through. The other sensors leave nothing undecided.
    mutating func conclude(at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        advance(to: now, emit)
        guard var heard = witnesses else {
            pair?.conclude(at: now, emit)
            return
        }
        pair?.conclude(at: now) { heard.hear($0, at: now, emit) }
        witnesses = heard
    }

    /// The chip of the lines is gone.
    mutating func unplug(at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        advance(to: now, emit)
        guard var heard = witnesses else {
            unplugAlone(at: now, emit)
            return
        }
        unplugAlone(at: now) { heard.hear($0, at: now, emit) }
        witnesses = heard
    }

    private mutating func receiveAlone(_ edge: Edge, isOuter: Bool, _ emit: (SensorEvent) -> Void) {
        pair?.receive(edge, isOuter: isOuter, emit)
        contact?.receive(edge, emit)
        activity?.receive(edge, emit)
    }

    private mutating func advanceAlone(to now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        pair?.advance(to: now, emit)
        contact?.advance(to: now, emit)
        activity?.advance(to: now, emit)
    }

    private mutating func synchroniseAlone(
        _ levels: (outer: Bool, inner: Bool), at now: MonotonicInstant, because reason: Reason,
        _ emit: (SensorEvent) -> Void
    ) {
        pair?.synchronise(outer: levels.outer, inner: levels.inner, at: now, because: reason, emit)
        contact?.synchronise(isClosed: levels.outer, at: now, because: reason, emit)
        activity?.synchronise(isActive: levels.outer, at: now, because: reason, emit)
    }

    private mutating func unplugAlone(at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        pair?.unplug(at: now, emit)
        contact?.unplug(at: now, emit)
        activity?.unplug(at: now, emit)
    }

    // MARK: - Upper beam

    /// One raw edge of the upper beam.
    mutating func receive(upper edge: Edge, _ emit: (SensorEvent) -> Void) {
        advance(to: edge.time, emit)
        witnesses?.upper?.receive(edge, emit)
    }

    /// The upper beam's level as it was read from its line.
    mutating func synchronise(upper isBroken: Bool, at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        advance(to: now, emit)
        witnesses?.upper?.synchronise(isBroken: isBroken, at: now, emit)
    }

    /// The chip of the upper beam's line is gone. The pair goes on without it.
    mutating func unplugUpper(at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        advance(to: now, emit)
        witnesses?.upper?.unplug(at: now, emit)
    }

    // MARK: - Contact on the leaf

    /// One raw edge of the contact on the leaf.
    mutating func receive(leaf edge: Edge, _ emit: (SensorEvent) -> Void) {
        advance(to: edge.time, emit)
        witnesses?.leaf?.receive(edge, emit)
    }

    /// Whether the leaf's contact says that the door is open, as it was read from its line.
    mutating func synchronise(leaf isOpen: Bool, at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        advance(to: now, emit)
        witnesses?.leaf?.synchronise(isOpen: isOpen, at: now, emit)
    }

    /// The chip of the line of the leaf's contact is gone. The door's sensor goes on without it.
    mutating func unplugLeaf(at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        advance(to: now, emit)
        witnesses?.leaf?.unplug()
    }
}

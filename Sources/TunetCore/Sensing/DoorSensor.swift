/// The state machine of whatever sensor a door has, and the watch over its lines.
///
/// While a line chatters, what the sensor takes for people is noted and not counted.
package struct DoorSensor: Sendable {
    private var sensor: WitnessedSensor
    private var watch: DoorWatch

    package init(_ door: Door) {
        sensor = WitnessedSensor(door)
        switch door.sensor {
        case .beamPair(_, _, let parameters): watch = DoorWatch(debounce: parameters.debounce, isPair: true)
        case .contact(_, let parameters): watch = DoorWatch(debounce: parameters.debounce, isPair: false)
        case .activity(_, let parameters): watch = DoorWatch(debounce: parameters.debounce, isPair: false)
        }
    }

    /// - Parameter debounce: of both beams, as the pair has it.
    package init(_ pair: BeamPair, debounce: Duration = .milliseconds(5)) {
        sensor = WitnessedSensor(pair)
        watch = DoorWatch(debounce: debounce, isPair: true)
    }

    /// - Parameter debounce: as the contact has it.
    package init(_ contact: Contact, debounce: Duration = .milliseconds(5)) {
        sensor = WitnessedSensor(contact)
        watch = DoorWatch(debounce: debounce, isPair: false)
    }

    /// - Parameter debounce: as the activity has it.
    package init(_ activity: Activity, debounce: Duration = .milliseconds(5)) {
        sensor = WitnessedSensor(activity)
        watch = DoorWatch(debounce: debounce, isPair: false)
    }

    /// Whether a passage, presence or swing now would be counted, and be one.
    package var isObserving: Bool { watch.isTrusted && sensor.isObserving }

    /// The beam of a pair that does not break any more; nil if both do.
    package var deadBeam: Beam? { watch.dead }

    /// The beam of a pair that chatters; nil if none does, or both.
    package var chatteringBeam: Beam? { watch.chattering }

    /// When ``advance(to:_:)`` has something to do, if no edge comes before.
    package var deadline: MonotonicInstant? {
        let own = sensor.deadline
        guard let due = watch.deadline else { return own }
        return min(own ?? due, due)
    }

    /// When the sensor decides what it has not decided; nil if there is nothing, whatever else is due.
    package var decisionDeadline: MonotonicInstant? { sensor.decisionDeadline }

    /// One raw edge of the sensor that counts. `isOuter` says which beam of a pair it is.
    @inline(__always)
    package mutating func receive(_ edge: Edge, isOuter: Bool, _ emit: (SensorEvent) -> Void) {
        guard watch.isOrdinary else {
            receiveOdd(edge, isOuter: isOuter, emit)
            return
        }
        sensor.receive(edge, isOuter: isOuter, emit)
        if watch.count(isOuter: isOuter, at: edge.time.nanoseconds) { look() }
    }

    @inline(never)
    private mutating func look() {
        guard watch.look(), !sensor.isObserving else { return }
        // A beam that is broken all the time is blocked, and not dead.
        watch.trustBeams()
    }

    @inline(never)
    private mutating func receiveOdd(_ edge: Edge, isOuter: Bool, _ emit: (SensorEvent) -> Void) {
        advance(to: edge.time, emit)
        let isMuted = watch.isChattering
        sensor.receive(edge, isOuter: isOuter) { Self.hand($0, isMuted: isMuted, to: emit) }
        if watch.count(isOuter: isOuter, at: edge.time.nanoseconds) { look() }
        if watch.receiveAny(edge, isOuter: isOuter, emit) {
            // Each of those clusters was somebody, half of them on the way in.
            let doubt = Doubt(under: 500 * sensor.loneClusters)
            emit(.doubted(.in, doubt, at: edge.time))
            emit(.doubted(.out, doubt, at: edge.time))
        }
        sensor.muteForWitnesses(watch.isChattering)
    }

    /// Everything that is due at `now` without a further edge.
    package mutating func advance(to now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        if let due = watch.deadline, due <= now {
            advanceSensor(to: due, emit)
            watch.advance(to: due, emit)
            sensor.forgetLoneClusters()
            sensor.muteForWitnesses(watch.isChattering)
        }
        advanceSensor(to: now, emit)
    }

    private mutating func advanceSensor(to now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        let isMuted = watch.isChattering
        sensor.advance(to: now) { Self.hand($0, isMuted: isMuted, to: emit) }
    }

    /// Passes on what can be believed.
    private static func hand(_ event: SensorEvent, isMuted: Bool, to emit: (SensorEvent) -> Void) {
        guard isMuted else {
            emit(event)
            return
        }
        switch event {
        case .passage(let passage): emit(.noted(.chattering, at: passage.time, doubt: .none))
        case .presence(.began, let time), .swing(let time): emit(.noted(.chattering, at: time, doubt: .none))
        // The doubt at its beginning stands for what is not observed anyway; else it would grow for as long as it lasts.
        case .noted(let reason, let time, _): emit(.noted(reason, at: time, doubt: .none))
        case .doubted: break
        case .presence, .health: emit(event)
        }
    }

    /// The levels as they were read from the lines: outer and inner of a pair, or the one of another sensor.
    package mutating func synchronise(
        _ levels: (outer: Bool, inner: Bool), at now: MonotonicInstant, because reason: Reason,
        _ emit: (SensorEvent) -> Void
    ) {
        advance(to: now, emit)
        let isMuted = watch.isChattering
        sensor.synchronise(levels, at: now, because: reason) { Self.hand($0, isMuted: isMuted, to: emit) }
        watch.synchronise(levels, at: now)
        sensor.forgetLoneClusters()
    }

    /// The service ends: whoever is through is counted now.
    package mutating func conclude(at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        advance(to: now, emit)
        let isMuted = watch.isChattering
        sensor.conclude(at: now) { Self.hand($0, isMuted: isMuted, to: emit) }
    }

    /// The chip of the lines is gone.
    package mutating func unplug(at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        advance(to: now, emit)
        let isMuted = watch.isChattering
        watch.unplug(at: now, emit)
        sensor.unplug(at: now) { Self.hand($0, isMuted: isMuted, to: emit) }
        sensor.muteForWitnesses(false)
        sensor.forgetLoneClusters()
    }

    // MARK: - Upper beam and contact on the leaf

    /// One raw edge of the upper beam.
    package mutating func receive(upper edge: Edge, _ emit: (SensorEvent) -> Void) {
        advance(to: edge.time, emit)
        sensor.receive(upper: edge, emit)
    }

    /// The upper beam's level as it was read from its line.
    package mutating func synchronise(upper isBroken: Bool, at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        advance(to: now, emit)
        sensor.synchronise(upper: isBroken, at: now, emit)
    }

    /// The chip of the upper beam's line is gone. The pair goes on without it.
    package mutating func unplugUpper(at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        advance(to: now, emit)
        sensor.unplugUpper(at: now, emit)
    }

    /// One raw edge of the contact on the leaf.
    package mutating func receive(leaf edge: Edge, _ emit: (SensorEvent) -> Void) {
        advance(to: edge.time, emit)
        sensor.receive(leaf: edge, emit)
    }

    /// Whether the leaf's contact says that the door is open, as it was read from its line.
    package mutating func synchronise(leaf isOpen: Bool, at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        advance(to: now, emit)
        sensor.synchronise(leaf: isOpen, at: now, emit)
    }

    /// The chip of the line of the leaf's contact is gone. The door's sensor goes on without it.
    package mutating func unplugLeaf(at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        advance(to: now, emit)
        sensor.unplugLeaf(at: now, emit)
    }
}

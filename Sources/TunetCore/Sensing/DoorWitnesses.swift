/// What else is mounted at a door besides the sensor that counts: it hears each event of that sensor before anybody else
/// does, and may change it.
struct DoorWitnesses: Sendable {
    var upper: UpperBeam?
    var leaf: LeafContact?
    /// While the sensor's lines chatter, what it says is not about people, and proves nothing against a witness.
    var isDeaf = false

    /// Nil for a door that has none.
    init?(_ door: Door) {
        if door.upper != nil, case .beamPair(_, _, let parameters) = door.sensor {
            upper = UpperBeam(debounce: parameters.debounce, blockTime: parameters.blockTime)
        }
        if door.reed != nil { leaf = LeafContact() }
        if upper == nil, leaf == nil { return nil }
    }

    /// When ``advance(to:isObserving:_:)`` has something to do, in nanoseconds.
    var deadline: Int64 {
        min(upper?.deadline ?? .max, leaf?.deadline ?? .max)
    }

    /// - Parameter isObserving: whether the door's sensor is.
    mutating func advance(to now: MonotonicInstant, isObserving: Bool, _ emit: (SensorEvent) -> Void) {
        upper?.advance(to: now.nanoseconds, isPairObserving: isObserving, emit)
        leaf?.advance(to: now.nanoseconds, emit)
    }

    /// Passes on what the door's sensor said at `now`, as far as it stands.
    mutating func hear(_ event: SensorEvent, at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        guard !isDeaf else {
            emit(event)
            return
        }
        guard upper != nil else {
            pass(event, at: now, emit)
            return
        }
        guard case .passage(let passage) = event else {
            pass(event, at: now, emit)
            return
        }
        // The leaf is asked only about what the upper beam lets stand.
        var own = leaf
        upper?.judge(passage) { judged in
            if case .passage(let passage) = judged { own?.witness(passage, at: now.nanoseconds) }
            emit(judged)
        }
        leaf = own
    }

    private mutating func pass(_ event: SensorEvent, at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        switch event {
        case .passage(let passage): leaf?.witness(passage, at: now.nanoseconds)
        case .noted(.halfCrossing, let time, let doubt):
            let reason = leaf?.reason(ofHalfCrossingAt: time) ?? .halfCrossing
            emit(.noted(reason, at: time, doubt: doubt))
            return
        default: break
        }
        emit(event)
    }
}

/// Watches the lines of a door, beside the machine that counts what passes through it.
///
/// While all is well, an edge costs it one look at one line. The beams of a pair are compared only once verdicts make one of
/// them suspect.
struct DoorWatch: Sendable {
    /// What a verdict of a pair tells of its beams.
    enum Verdict: Sendable {
        case nothing
        /// One beam was broken alone.
        case half
        /// Both were.
        case both

        @inline(__always)
        mutating func hear(_ event: SensorEvent) {
            switch event {
            case .passage, .noted(.turnBack, _, _), .noted(.diagonal, _, _): self = .both
            case .noted(.halfCrossing, _, _), .noted(.doorSwing, _, _): if self == .nothing { self = .half }
            default: break
            }
        }
    }

    /// Half-crossings in a row that make the beam that is missing in them suspect.
    static let suspectHalves = 3

    /// So many are enough to say that nothing is known.
    private static let unjudgedLimit = 1000

    private var outer: LineWatch
    private var inner: LineWatch
    private var beams: BeamWatch
    private let isPair: Bool
    private var isPlugged = true
    /// Half-crossings since a verdict about both beams, as far as ``suspectHalves``.
    private var halves = 0
    /// All of them, and each may have been somebody if the other beam is dead.
    private var unjudged = 0
    /// Whether either line chatters.
    private(set) var isChattering = false
    /// Neither line chatters, both are there, and no beam is suspect. Kept, because it is asked with each edge.
    private(set) var isOrdinary = true

    /// - Parameters:
    ///   - debounce: of the lines.
    ///   - isPair: whether there are two beams, which watch each other.
    init(debounce: Duration, isPair: Bool) {
        outer = LineWatch(debounce: debounce)
        inner = LineWatch(debounce: debounce)
        beams = BeamWatch(debounce: debounce)
        self.isPair = isPair
    }

    /// Whether what the lines say can be taken for people.
    var isTrusted: Bool { !isChattering && beams.dead == nil }

    /// The one beam of a pair that chatters; nil if both do, or neither, or if it is no pair.
    var chattering: Beam? {
        guard isPair, outer.isChattering != inner.isChattering else { return nil }
        return outer.isChattering ? .outer : .inner
    }

    var dead: Beam? { beams.dead }

    /// When ``advance(to:_:)`` has something to do, if no edge comes before: when both lines are quiet.
    var deadline: MonotonicInstant? {
        guard isChattering else { return nil }
        let outerDue = outer.isChattering ? outer.dueNanoseconds : .min
        let innerDue = inner.isChattering ? inner.dueNanoseconds : .min
        return MonotonicInstant(nanoseconds: max(outerDue, innerDue))
    }

    /// One raw edge while the door is ordinary.
    ///
    /// - Returns: whether the line chatters from now on; then ``chatter(at:_:)`` has to be called.
    @inline(__always)
    mutating func receive(_ edge: Edge, isOuter: Bool) -> Bool {
        let time = edge.time.nanoseconds
        return isOuter ? outer.receive(at: time) : inner.receive(at: time)
    }

    /// One raw edge at any time.
    mutating func receiveAny(_ edge: Edge, isOuter: Bool, _ emit: (SensorEvent) -> Void) {
        guard isPlugged else { return }
        let began = receive(edge, isOuter: isOuter)
        // What a line says that chatters is no proof of life.
        guard !isChattering else { return }
        if began { chatter(at: edge.time, emit) }
        guard isPair, !isOrdinary else { return }
        let change = beams.receive(edge.level, isOuter: isOuter, at: edge.time.nanoseconds)
        guard change != .none else { return }
        if change == .began {
            // Each of the half-crossings was somebody, half of them on the way in.
            emit(.doubted(.in, Doubt(under: 500 * unjudged), at: edge.time))
            emit(.doubted(.out, Doubt(under: 500 * unjudged), at: edge.time))
        }
        emit(.health(.beamDead, began: change == .began, at: edge.time))
    }

    mutating func chatter(at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        isChattering = true
        isOrdinary = false
        // Until it was certain, somebody may have been made up, or may have gone under in the noise.
        emit(.noted(.chattering, at: time, doubt: Doubt(over: 1000, under: 1000)))
        emit(.health(.chattering, began: true, at: time))
    }

    /// What the pair has said since the last time.
    mutating func hear(_ verdict: Verdict) {
        guard isPair, !isChattering, isPlugged else { return }
        switch verdict {
        case .nothing: return
        case .half:
            halves = min(halves + 1, Self.suspectHalves)
            unjudged = min(unjudged + 1, Self.unjudgedLimit)
        case .both:
            halves = 0
            unjudged = 0
        }
        let isSuspect = halves == Self.suspectHalves || beams.dead != nil
        if isSuspect == isOrdinary { beams.reset() }
        isOrdinary = !isSuspect
    }

    mutating func advance(to now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        guard let due = deadline, due <= now else { return }
        outer.advance(to: due.nanoseconds)
        inner.advance(to: due.nanoseconds)
        isChattering = false
        beams.forget()
        isOrdinary = halves < Self.suspectHalves && beams.dead == nil
        emit(.health(.chattering, began: false, at: due))
    }

    /// What was seen so far may have holes, and suspicion begins anew; a dead beam stays so until it breaks.
    mutating func synchronise(_ levels: (outer: Bool, inner: Bool), at now: MonotonicInstant) {
        isPlugged = true
        halves = 0
        unjudged = 0
        beams.synchronise(outer: levels.outer, inner: levels.inner, at: now.nanoseconds)
        isOrdinary = !isChattering && beams.dead == nil
    }

    mutating func unplug(at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        guard isPlugged else { return }
        if isChattering { emit(.health(.chattering, began: false, at: now)) }
        if beams.dead != nil { emit(.health(.beamDead, began: false, at: now)) }
        outer.reset()
        inner.reset()
        beams.reset()
        halves = 0
        unjudged = 0
        isChattering = false
        isPlugged = false
        isOrdinary = false
    }
}

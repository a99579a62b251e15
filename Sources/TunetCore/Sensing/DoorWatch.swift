/// Watches the lines of a door, beside the machine that counts what passes through it.
///
/// While all is well, it only counts the edges, and looks with each sixteenth. Each line is watched once so many come faster
/// than people make them for long, and the beams of a pair are compared once so many come of one of them alone.
struct DoorWatch: Sendable {
    /// Edges between two looks.
    static let lookEdges = 16
    /// A line makes the edges of two looks in less time, nanoseconds, only if it changes 40 times a second, twice as often
    /// as a ``LineWatch`` lets run out; or if several people come at once and the relays bounce.
    static let fastTime: Int64 = 800_000_000

    private var outer: LineWatch
    private var inner: LineWatch
    private var beams: BeamWatch
    private let isPair: Bool
    private var isPlugged = true
    /// Whether either line chatters.
    private(set) var isChattering = false
    /// Whether so many edges have come so fast that each line is looked at.
    private var isFast = false
    /// Whether the beams are compared.
    private var isSuspect = false
    /// Edges since the last look, and those of them of the outer beam.
    private var edges = 0
    private var outerEdges = 0
    /// When the last two looks were.
    private var lookedAt = Int64.min / 2
    private var lookedBefore = Int64.min / 2
    /// What the edges between them were.
    private var seen = (fast: false, lone: false)
    /// Neither line chatters or is fast, both are there, and no beam is suspect. Kept, because it is asked with each edge.
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

    /// One more raw edge.
    ///
    /// - Returns: whether ``look()`` has to be called: so many edges have come, and were odd or are not ordinary already.
    @inline(__always)
    mutating func count(isOuter: Bool, at time: Int64) -> Bool {
        edges &+= 1
        if isOuter { outerEdges &+= 1 }
        guard edges == Self.lookEdges else { return false }
        seen = (
            fast: time &- lookedBefore < Self.fastTime,
            lone: isPair && (outerEdges == 0 || outerEdges == Self.lookEdges)
        )
        edges = 0
        outerEdges = 0
        lookedBefore = lookedAt
        lookedAt = time
        return seen.fast || seen.lone || !isOrdinary
    }

    /// - Returns: whether a beam has become suspect.
    mutating func look() -> Bool {
        let wasSuspect = isSuspect
        isSuspect = beams.dead != nil || seen.lone
        if isFast != seen.fast, !isChattering {
            outer.reset()
            inner.reset()
        }
        isFast = seen.fast
        if isSuspect != wasSuspect, !isChattering { beams.forget() }
        updateOrdinary()
        return isSuspect && !wasSuspect
    }

    mutating func trustBeams() {
        isSuspect = false
        updateOrdinary()
    }

    private mutating func updateOrdinary() {
        isOrdinary = isPlugged && !isChattering && !isSuspect && !isFast
    }

    /// One raw edge at any time.
    ///
    /// - Returns: whether a beam has been found dead.
    mutating func receiveAny(_ edge: Edge, isOuter: Bool, _ emit: (SensorEvent) -> Void) -> Bool {
        guard isPlugged else { return false }
        let time = edge.time.nanoseconds
        let began = (isFast || isChattering) && (isOuter ? outer.receive(at: time) : inner.receive(at: time))
        // What a line says that chatters is no proof of life.
        guard !isChattering else { return false }
        if began { chatter(at: edge.time, emit) }
        guard isPair, isSuspect || isChattering else { return false }
        let change = beams.receive(edge.level, isOuter: isOuter, at: edge.time.nanoseconds)
        guard change != .none else { return false }
        emit(.health(.beamDead, began: change == .began, at: edge.time))
        return change == .began
    }

    private mutating func chatter(at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        isChattering = true
        updateOrdinary()
        // Until it was certain, somebody may have been made up, or may have gone under in the noise.
        emit(.noted(.chattering, at: time, doubt: Doubt(over: 1000, under: 1000)))
        emit(.health(.chattering, began: true, at: time))
    }

    mutating func advance(to now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        guard let due = deadline, due <= now else { return }
        outer.advance(to: due.nanoseconds)
        inner.advance(to: due.nanoseconds)
        isChattering = false
        beams.forget()
        isSuspect = beams.dead != nil
        updateOrdinary()
        emit(.health(.chattering, began: false, at: due))
    }

    /// What was seen so far may have holes, and suspicion begins anew; a dead beam stays so until it breaks.
    mutating func synchronise(_ levels: (outer: Bool, inner: Bool), at now: MonotonicInstant) {
        isPlugged = true
        beams.synchronise(outer: levels.outer, inner: levels.inner, at: now.nanoseconds)
        isSuspect = beams.dead != nil
        updateOrdinary()
    }

    mutating func unplug(at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        guard isPlugged else { return }
        if isChattering { emit(.health(.chattering, began: false, at: now)) }
        if beams.dead != nil { emit(.health(.beamDead, began: false, at: now)) }
        outer.reset()
        inner.reset()
        beams.reset()
        isChattering = false
        isFast = false
        isSuspect = false
        isPlugged = false
        updateOrdinary()
    }
}

/// Two beams one after the other across a door: tells in from out by the order in which they break and clear.
///
/// Breaks are gathered in a ``Cluster`` until both beams have been clear for long enough, and judged by ``ClusterJudge``.
///
/// Takes edges in order of time and never allocates. Deadlines (the end of a debounce, of a cluster, of the block time)
/// are reached by ``advance(to:_:)``, which ``receive(_:isOuter:_:)`` calls by itself.
package struct BeamPair: Sendable {
    private enum Phase: Sendable, Equatable {
        /// Both beams are clear, and nothing is undecided.
        case clear
        /// A cluster of breaks has begun and is not judged yet.
        case occupied
        /// Not clear, and it is not known how that came about: nothing counts until both are clear.
        case unsynchronised
        /// A beam has been broken for longer than the block time: nothing counts until both are clear.
        case blocked
        /// The lines are gone.
        case unplugged
    }

    /// More are not told apart.
    private static let mostLoneClusters = 1000

    private let holdNanoseconds: Int64
    private let blockNanoseconds: Int64
    private var counter: BodyCounter
    private var outer: Debouncer
    private var inner: Debouncer
    private var phase = Phase.clear
    /// When the first of all deadlines is, in nanoseconds; the largest number if there is none. Kept, because most edges
    /// only ask whether it is over.
    private var due = Int64.max
    /// While a beam is broken, when the door is blocked; while a cluster is not judged, when it is over if no beam breaks
    /// before; otherwise the largest number.
    private var phaseDue = Int64.max
    /// Since when a beam is broken, in nanoseconds; the largest number if it is clear.
    private var outerBrokenSince = Int64.max
    private var innerBrokenSince = Int64.max
    private var lastClusterEnd = Int64.min / 2
    private var lostEdges = false
    /// Clusters in a row in which only one of the beams was broken: so many that a dead beam would explain.
    private(set) var loneClusters = 0
    private var cluster = Cluster()

    package init(_ parameters: BeamPairParameters) {
        holdNanoseconds = parameters.debounce.wholeNanoseconds
        blockNanoseconds = parameters.blockTime.wholeNanoseconds
        counter = BodyCounter(parameters)
        outer = Debouncer(hold: parameters.debounce)
        inner = Debouncer(hold: parameters.debounce)
    }

    /// Whether a passage now would be counted.
    package var isObserving: Bool {
        phase == .clear || phase == .occupied
    }

    /// When ``advance(to:_:)`` has something to do, if no edge comes before.
    package var deadline: MonotonicInstant? {
        due == .max ? nil : MonotonicInstant(nanoseconds: due)
    }

    /// Both beams are clear, as far as it is certain.
    private var isClear: Bool { !outer.level && !inner.level }

    /// One raw edge of one of the two beams.
    @inline(__always)
    package mutating func receive(_ edge: Edge, isOuter: Bool, _ emit: (SensorEvent) -> Void) {
        guard phase != .unplugged else { return }
        advance(to: edge.time, emit)
        if isOuter {
            outer.receive(level: edge.level, at: edge.time)
        } else {
            inner.receive(level: edge.level, at: edge.time)
        }
        updateDue()
    }

    /// Everything that is due at `now` without a further edge.
    @inline(__always)
    package mutating func advance(to now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        while due <= now.nanoseconds {
            step(emit)
        }
    }

    /// The levels as they were read from the lines: at the start, after lost edges, or when the chip is back.
    ///
    /// What was going on, or is found going on, is counted as `reason` and not as a passage; unless both beams are
    /// clear, nothing counts until they are. Lost edges are a doubt even if nothing was and nothing is going on.
    package mutating func synchronise(
        outer outerLevel: Bool, inner innerLevel: Bool, at now: MonotonicInstant, because reason: Reason,
        _ emit: (SensorEvent) -> Void
    ) {
        advance(to: now, emit)
        if phase == .occupied, isClear { judge(emit) }
        let before = phase
        if before == .occupied { breakOff(emit) }
        let isAway = outerLevel || innerLevel
        if before == .occupied || isAway && (before == .clear || before == .unplugged) {
            emit(.noted(reason, at: now, doubt: Doubt(under: 1000)))
        } else if before == .clear, reason == .lostEdges {
            // Somebody may have come and gone in the edges that nobody saw.
            emit(.noted(reason, at: now, doubt: Doubt(under: 500)))
        }
        forgetCluster()
        outer.reset(level: outerLevel)
        inner.reset(level: innerLevel)
        outerBrokenSince = outerLevel ? now.nanoseconds : .max
        innerBrokenSince = innerLevel ? now.nanoseconds : .max
        updateDue()
        if before == .unplugged { emit(.health(.unplugged, began: false, at: now)) }
        if before == .blocked, !outerLevel, !innerLevel { emit(.health(.blocked, began: false, at: now)) }
        guard isAway else {
            becomeClear(at: now, emit)
            return
        }
        if before != .blocked {
            phase = .unsynchronised
            phaseDue = blockDue
            updateDue()
        }
        if reason == .lostEdges, !lostEdges {
            lostEdges = true
            emit(.health(.lostEdges, began: true, at: now))
        }
    }

    /// The service ends: whoever is through is counted now, although somebody might have followed.
    package mutating func conclude(at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        // The levels hold, as far as anybody will know.
        advance(to: MonotonicInstant(nanoseconds: now.nanoseconds + holdNanoseconds), emit)
        guard phase == .occupied else { return }
        concludeCluster(because: .unsynchronised, at: now, emit)
        forgetCluster()
        phase = isClear ? .clear : .unsynchronised
        updateDue()
    }

    /// The chip of the lines is gone.
    package mutating func unplug(at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        guard phase != .unplugged else { return }
        advance(to: now, emit)
        if phase == .occupied { concludeCluster(because: .lostEdges, at: now, emit) }
        if phase == .blocked { emit(.health(.blocked, began: false, at: now)) }
        becomeClear(at: now, emit)
        forgetCluster()
        outer.reset(level: false)
        inner.reset(level: false)
        outerBrokenSince = .max
        innerBrokenSince = .max
        updateDue()
        phase = .unplugged
        emit(.health(.unplugged, began: true, at: now))
    }

    // MARK: - Deadlines

    @inline(__always)
    private mutating func updateDue() {
        due = min(min(outer.due, inner.due), phaseDue)
    }

    /// When it is certain that a beam was broken for longer than the block time: a debounce later. One must be broken.
    @inline(__always)
    private var blockDue: Int64 {
        min(outerBrokenSince, innerBrokenSince) + blockNanoseconds + holdNanoseconds
    }

    /// Carries out the one thing that is due first.
    @inline(__always)
    private mutating func step(_ emit: (SensorEvent) -> Void) {
        // Of a break and a clearing at the same instant the break comes first, on whichever beam it is.
        if outer.due == due, inner.due != due || !outer.level || inner.level, let time = outer.settle(upTo: due) {
            outerBrokenSince = outer.level ? time.nanoseconds : .max
            moved(isOuter: true, level: outer.level, at: time, emit)
        } else if let time = inner.settle(upTo: due) {
            innerBrokenSince = inner.level ? time.nanoseconds : .max
            moved(isOuter: false, level: inner.level, at: time, emit)
        } else if isClear {
            judge(emit)
        } else {
            block(at: MonotonicInstant(nanoseconds: due - holdNanoseconds), emit)
        }
        updateDue()
    }

    @inline(never)
    private mutating func block(at began: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        if phase == .occupied {
            breakOff(emit)
            emit(.noted(.blocked, at: began, doubt: Doubt(under: 1000)))
        }
        forgetCluster()
        phase = .blocked
        emit(.health(.blocked, began: true, at: began))
    }

    // MARK: - Breaks

    @inline(__always)
    private mutating func moved(
        isOuter: Bool, level: Bool, at time: MonotonicInstant, _ emit: (SensorEvent) -> Void
    ) {
        guard phase == .clear || phase == .occupied else {
            movedUncounted(at: time, emit)
            return
        }
        phase = .occupied
        if level {
            open(isOuter: isOuter, at: time.nanoseconds, emit)
        } else if isOuter {
            cluster.outer.close(at: time.nanoseconds)
        } else {
            cluster.inner.close(at: time.nanoseconds)
        }
        phaseDue = isClear ? time.nanoseconds + wait + holdNanoseconds : blockDue
    }

    /// A beam broke or cleared while nothing counts.
    @inline(never)
    private mutating func movedUncounted(at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        guard isClear else {
            if phase == .unsynchronised { phaseDue = blockDue }
            return
        }
        if phase == .blocked { emit(.health(.blocked, began: false, at: time)) }
        becomeClear(at: time, emit)
    }

    @inline(__always)
    private mutating func open(isOuter: Bool, at time: Int64, _ emit: (SensorEvent) -> Void) {
        if isOuter ? inner.level : outer.level {
            if isOuter ? cluster.outer.isFull : cluster.inner.isFull { cut(emit) }
        } else if cluster.touchesBoth, cluster.outer.count == cluster.inner.count,
            cluster.outer.count > 3 || cluster.start - lastClusterEnd <= counter.limits.aloneTime,
            time - cluster.start > counter.gauge.longest(afterLag: cluster.lastLag, counter.limits)
        {
            // Both beams were clear, and longer than this takes no body among others, nor has a wheeled walker so many
            // parts: the verdict does not wait for all those who follow.
            judge(emit)
            phase = .occupied
        } else if isOuter ? cluster.outer.isFull : cluster.inner.isFull {
            cut(emit)
        }
        let new = Break(start: time, end: .max)
        if isOuter { cluster.outer.append(new) } else { cluster.inner.append(new) }
    }

    /// How long both beams have to be clear until the cluster is over.
    @inline(__always)
    private var wait: Int64 {
        mutating get {
            cluster.touchesBoth ? counter.gauge.wait(afterLag: cluster.lastLag) : counter.limits.gapTime
        }
    }

    /// The cluster is full: what is over in it is judged, what is not begins a new one. Whoever is in the second beam now
    /// and was in the first one just before begins it as a whole.
    @inline(never)
    private mutating func cut(_ emit: (SensorEvent) -> Void) {
        var rest = Cluster()
        if let broken = cluster.outer.takeOpen() {
            if let first = cluster.inner.takeLast(overlapping: broken) { rest.inner.append(first) }
            rest.outer.append(broken)
        } else if let broken = cluster.inner.takeOpen() {
            if let first = cluster.outer.takeLast(overlapping: broken) { rest.outer.append(first) }
            rest.inner.append(broken)
        }
        judge(emit)
        cluster = rest
        phase = .occupied
    }

    /// No more is seen of the cluster: it is judged, or broken off if somebody is in it.
    private mutating func concludeCluster(
        because reason: Reason, at now: MonotonicInstant, _ emit: (SensorEvent) -> Void
    ) {
        if isClear {
            judge(emit)
        } else {
            breakOff(emit)
            emit(.noted(reason, at: now, doubt: Doubt(under: 1000)))
        }
    }

    /// What is still in the beams can't be followed to its end. Whoever is through already is counted.
    private mutating func breakOff(_ emit: (SensorEvent) -> Void) {
        _ = cluster.outer.takeOpen()
        _ = cluster.inner.takeOpen()
        if cluster.touchesBoth { judge(emit) }
    }

    @inline(never)
    private mutating func judge(_ emit: (SensorEvent) -> Void) {
        defer {
            forgetCluster()
            phase = .clear
        }
        let began = cluster.start
        let isAlone = began - lastClusterEnd > counter.limits.aloneTime
        lastClusterEnd = cluster.end
        loneClusters = cluster.touchesBoth ? 0 : min(loneClusters + 1, Self.mostLoneClusters)
        if cluster.isSimple {
            let (outer, inner) = (cluster.outer[0], cluster.inner[0])
            counter.judge(outer: outer, inner: inner, began: began, isWhole: true, emit)
        } else if cluster.touchesBoth {
            var judge = ClusterJudge(cluster, counter.limits, beamGap: counter.gauge.beamGap, isAlone: isAlone)
            judge.judge(&counter, emit)
        } else {
            let isOuter = cluster.outer.count > 0
            for index in 0..<cluster.count(isOuter) {
                counter.note(.halfCrossing, at: cluster[isOuter, index].end, .none, emit)
            }
        }
    }

    /// What was seen so far says nothing about either beam.
    mutating func forgetLoneClusters() {
        loneClusters = 0
    }

    private mutating func forgetCluster() {
        cluster.removeAll()
        phaseDue = .max
    }

    @inline(never)
    private mutating func becomeClear(at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        phase = .clear
        phaseDue = .max
        guard lostEdges else { return }
        lostEdges = false
        emit(.health(.lostEdges, began: false, at: time))
    }
}

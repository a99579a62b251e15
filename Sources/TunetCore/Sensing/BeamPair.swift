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

    private let holdNanoseconds: Int64
    private let blockNanoseconds: Int64
    private var counter: BodyCounter
    private var outer: Debouncer
    private var inner: Debouncer
    private var phase = Phase.clear
    private var lostEdges = false
    private var cluster = Cluster()
    /// When the cluster is over if no beam breaks before; the largest number while one is broken.
    private var clusterDue = Int64.max
    private var lastClusterEnd = Int64.min / 2
    private var outerBrokenSince: Int64 = 0
    private var innerBrokenSince: Int64 = 0

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
        let earliest = nextDue
        return earliest == .max ? nil : MonotonicInstant(nanoseconds: earliest)
    }

    @inline(__always)
    private var nextDue: Int64 {
        min(min(outer.dueNanoseconds ?? .max, inner.dueNanoseconds ?? .max), min(clusterDue, blockDue))
    }

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
    }

    /// Everything that is due at `now` without a further edge.
    @inline(__always)
    package mutating func advance(to now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        while nextDue <= now.nanoseconds {
            step(at: nextDue, emit)
        }
    }

    /// The levels as they were read from the lines: at the start, after lost edges, or when the chip is back.
    ///
    /// What was going on, or is found going on, is counted as `reason` and not as a passage; unless both beams are
    /// clear, nothing counts until they are.
    package mutating func synchronise(
        outer outerLevel: Bool, inner innerLevel: Bool, at now: MonotonicInstant, because reason: Reason,
        _ emit: (SensorEvent) -> Void
    ) {
        advance(to: now, emit)
        if phase == .occupied, clusterDue != .max { judge(emit) }
        let before = phase
        let isAway = outerLevel || innerLevel
        if before == .occupied || isAway && (before == .clear || before == .unplugged) {
            emit(.noted(reason, at: now, doubt: Doubt(under: 1000)))
        }
        forgetCluster()
        outer.reset(level: outerLevel)
        inner.reset(level: innerLevel)
        outerBrokenSince = now.nanoseconds
        innerBrokenSince = now.nanoseconds
        if before == .unplugged { emit(.health(.unplugged, began: false, at: now)) }
        if before == .blocked, !outerLevel, !innerLevel { emit(.health(.blocked, began: false, at: now)) }
        guard isAway else {
            becomeClear(at: now, emit)
            return
        }
        if before != .blocked { phase = .unsynchronised }
        if reason == .lostEdges, !lostEdges {
            lostEdges = true
            emit(.health(.lostEdges, began: true, at: now))
        }
    }

    /// The chip of the lines is gone.
    package mutating func unplug(at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        guard phase != .unplugged else { return }
        advance(to: now, emit)
        if phase == .occupied, clusterDue != .max { judge(emit) }
        if phase == .occupied { emit(.noted(.lostEdges, at: now, doubt: Doubt(under: 1000))) }
        if phase == .blocked { emit(.health(.blocked, began: false, at: now)) }
        becomeClear(at: now, emit)
        forgetCluster()
        outer.reset(level: false)
        inner.reset(level: false)
        phase = .unplugged
        emit(.health(.unplugged, began: true, at: now))
    }

    // MARK: - Deadlines

    /// When it is certain that a beam was broken for longer than the block time: a debounce later.
    @inline(__always)
    private var blockDue: Int64 {
        guard outer.level || inner.level, phase == .occupied || phase == .unsynchronised else { return .max }
        var since = Int64.max
        if outer.level { since = min(since, outerBrokenSince) }
        if inner.level { since = min(since, innerBrokenSince) }
        return since + blockNanoseconds + holdNanoseconds
    }

    /// Carries out the one thing that is due first at `now`.
    private mutating func step(at now: Int64, _ emit: (SensorEvent) -> Void) {
        if let due = outer.dueNanoseconds, due <= now, due <= inner.dueNanoseconds ?? .max,
            let time = outer.settle(upTo: now)
        {
            if outer.level { outerBrokenSince = time.nanoseconds }
            moved(isOuter: true, level: outer.level, at: time, emit)
        } else if let time = inner.settle(upTo: now) {
            if inner.level { innerBrokenSince = time.nanoseconds }
            moved(isOuter: false, level: inner.level, at: time, emit)
        } else if blockDue <= now {
            block(at: MonotonicInstant(nanoseconds: now - holdNanoseconds), emit)
        } else {
            judge(emit)
        }
    }

    private mutating func block(at began: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        if phase == .occupied { emit(.noted(.blocked, at: began, doubt: Doubt(under: 1000))) }
        forgetCluster()
        phase = .blocked
        emit(.health(.blocked, began: true, at: began))
    }

    // MARK: - Breaks

    @inline(__always)
    private mutating func moved(
        isOuter: Bool, level: Bool, at time: MonotonicInstant, _ emit: (SensorEvent) -> Void
    ) {
        let isClear = !outer.level && !inner.level
        switch phase {
        case .clear, .occupied:
            phase = .occupied
            if level {
                open(isOuter: isOuter, at: time.nanoseconds, emit)
            } else {
                if isOuter {
                    cluster.outer.close(at: time.nanoseconds)
                } else {
                    cluster.inner.close(at: time.nanoseconds)
                }
                if isClear { clusterDue = time.nanoseconds + wait + holdNanoseconds }
            }
        case .unsynchronised:
            if isClear { becomeClear(at: time, emit) }
        case .blocked:
            if isClear {
                emit(.health(.blocked, began: false, at: time))
                becomeClear(at: time, emit)
            }
        case .unplugged: break
        }
    }

    @inline(__always)
    private mutating func open(isOuter: Bool, at time: Int64, _ emit: (SensorEvent) -> Void) {
        if isOuter ? cluster.outer.isFull : cluster.inner.isFull { cut(emit) }
        clusterDue = .max
        let new = Break(start: time, end: .max)
        if isOuter { cluster.outer.append(new) } else { cluster.inner.append(new) }
    }

    /// How long both beams have to be clear until the cluster is over.
    @inline(__always)
    private var wait: Int64 {
        cluster.touchesBoth ? counter.gauge.wait(afterLag: cluster.lastLag) : counter.limits.gapTime
    }

    /// The cluster is full: what is over in it is judged, what is not begins a new one.
    private mutating func cut(_ emit: (SensorEvent) -> Void) {
        var rest = Cluster()
        if outer.level, let last = cluster.outer.takeOpen() { rest.outer.append(last) }
        if inner.level, let last = cluster.inner.takeOpen() { rest.inner.append(last) }
        judge(emit)
        cluster = rest
        phase = .occupied
    }

    private mutating func judge(_ emit: (SensorEvent) -> Void) {
        defer {
            forgetCluster()
            phase = .clear
        }
        let began = cluster.start
        let isAlone = began - lastClusterEnd > counter.limits.aloneTime
        lastClusterEnd = cluster.end
        if cluster.isSimple {
            let (outer, inner) = (cluster.outer[0], cluster.inner[0])
            counter.judge(outer: outer, inner: inner, began: began, isWhole: true, emit)
        } else if cluster.touchesBoth {
            var judge = ClusterJudge(cluster, counter.limits, beamGap: counter.gauge.beamGap, isAlone: isAlone)
            judge.judge(&counter, emit)
        } else {
            let isOuter = cluster.outer.count > 0
            for index in 0..<cluster[isOuter: isOuter].count {
                counter.note(.halfCrossing, at: cluster[isOuter: isOuter][index].end, .none, emit)
            }
        }
    }

    private mutating func forgetCluster() {
        cluster.removeAll()
        clusterDue = .max
    }

    private mutating func becomeClear(at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        phase = .clear
        guard lostEdges else { return }
        lostEdges = false
        emit(.health(.lostEdges, began: false, at: time))
    }
}

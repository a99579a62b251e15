/// Two beams one after the other across a door: tells in from out by the order in which they break and clear.
///
/// The levels (outer, inner) make four positions on a circle, 00 → 10 → 11 → 01 → 00. A body on its way in walks once
/// around it forwards, a body on its way out backwards; whoever turns back undoes their steps. The verdict falls when
/// both beams are clear again, from the sum of the steps.
///
/// Takes edges in order of time and never allocates. Deadlines (the end of a debounce, of the gap time, of the block
/// time) are reached by ``advance(to:_:)``, which ``receive(_:isOuter:_:)`` calls by itself.
package struct BeamPair: Sendable {
    private enum Phase: Sendable, Equatable {
        /// Both beams are clear and have been seen so.
        case clear
        /// At least one beam is broken since both were clear.
        case occupied
        /// Not clear, and it is not known how that came about: nothing counts until both are clear.
        case unsynchronised
        /// A beam has been broken for longer than the block time: nothing counts until both are clear.
        case blocked
        /// The lines are gone.
        case unplugged
    }

    private let holdNanoseconds: Int64
    private let gapNanoseconds: Int64
    private let blockNanoseconds: Int64
    private var outer: Debouncer
    private var inner: Debouncer
    private var phase = Phase.clear
    private var lostEdges = false
    private var crossing = Crossing()
    private var outerBrokenSince: Int64 = 0
    private var innerBrokenSince: Int64 = 0
    /// A half-crossing that may become a gap crossing.
    private var half: HalfCrossing?

    package init(_ parameters: BeamPairParameters) {
        holdNanoseconds = parameters.debounce.wholeNanoseconds
        gapNanoseconds = parameters.gapTime.wholeNanoseconds
        blockNanoseconds = parameters.blockTime.wholeNanoseconds
        outer = Debouncer(hold: parameters.debounce)
        inner = Debouncer(hold: parameters.debounce)
    }

    /// Whether a passage now would be counted.
    package var isObserving: Bool {
        phase == .clear || phase == .occupied
    }

    /// When ``advance(to:_:)`` has something to do, if no edge comes before.
    package var deadline: MonotonicInstant? {
        var earliest = Int64.max
        if let due = outer.dueNanoseconds { earliest = min(earliest, due) }
        if let due = inner.dueNanoseconds { earliest = min(earliest, due) }
        if let due = halfDue { earliest = min(earliest, due) }
        if let due = blockDue { earliest = min(earliest, due) }
        return earliest == .max ? nil : MonotonicInstant(nanoseconds: earliest)
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
        while let due = deadline, due <= now {
            step(at: due.nanoseconds, emit)
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
        let before = phase
        endHalf(emit)
        let isAway = outerLevel || innerLevel
        if before == .occupied || isAway && (before == .clear || before == .unplugged) {
            emit(.noted(reason, at: now, doubt: Doubt(under: 1000)))
        }
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
        endHalf(emit)
        if phase == .occupied { emit(.noted(.lostEdges, at: now, doubt: Doubt(under: 1000))) }
        if phase == .blocked { emit(.health(.blocked, began: false, at: now)) }
        becomeClear(at: now, emit)
        outer.reset(level: false)
        inner.reset(level: false)
        phase = .unplugged
        emit(.health(.unplugged, began: true, at: now))
    }

    // MARK: - Deadlines

    /// When a half-crossing can no longer become a gap crossing. A break of the other beam in the last moment of the
    /// gap time is known only after its debounce; once it is known, the half-crossing waits for its end.
    private var halfDue: Int64? {
        guard let half, phase == .clear else { return nil }
        return half.endedAt + gapNanoseconds + holdNanoseconds
    }

    /// When it is certain that a beam was broken for longer than the block time: a debounce later.
    private var blockDue: Int64? {
        guard phase == .occupied || phase == .unsynchronised else { return nil }
        var since = Int64.max
        if outer.level { since = min(since, outerBrokenSince) }
        if inner.level { since = min(since, innerBrokenSince) }
        return since == .max ? nil : since + blockNanoseconds + holdNanoseconds
    }

    /// Carries out the one thing that is due first at `now`.
    private mutating func step(at now: Int64, _ emit: (SensorEvent) -> Void) {
        let outerDue = outer.dueNanoseconds ?? .max
        let innerDue = inner.dueNanoseconds ?? .max
        if outerDue <= now || innerDue <= now {
            // Of two changes at the same instant the break comes first, whichever beam it is: else the pair would be
            // clear for a time of no length, and one crossing would be judged as two.
            let outerFirst = outerDue == innerDue ? !outer.level || inner.level : outerDue < innerDue
            if outerFirst, let time = outer.settle(upTo: now) {
                if outer.level { outerBrokenSince = time.nanoseconds }
                moved(isOuter: true, level: outer.level, at: time, emit)
            } else if let time = inner.settle(upTo: now) {
                if inner.level { innerBrokenSince = time.nanoseconds }
                moved(isOuter: false, level: inner.level, at: time, emit)
            }
        } else if let due = halfDue, due <= now {
            endHalf(emit)
        } else if let due = blockDue, due <= now {
            let began = MonotonicInstant(nanoseconds: due - holdNanoseconds)
            endHalf(emit)
            if phase == .occupied { emit(.noted(.blocked, at: began, doubt: Doubt(under: 1000))) }
            phase = .blocked
            emit(.health(.blocked, began: true, at: began))
        }
    }

    // MARK: - Positions

    private mutating func moved(
        isOuter: Bool, level: Bool, at time: MonotonicInstant, _ emit: (SensorEvent) -> Void
    ) {
        let isClear = !outer.level && !inner.level
        switch phase {
        case .clear:
            phase = .occupied
            crossing = Crossing()
            crossing.add(isOuter: isOuter, level: level, other: false, at: time)
        case .occupied:
            crossing.add(isOuter: isOuter, level: level, other: isOuter ? inner.level : outer.level, at: time)
            if isClear {
                phase = .clear
                judge(at: time, emit)
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

    private mutating func becomeClear(at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        phase = .clear
        guard lostEdges else { return }
        lostEdges = false
        emit(.health(.lostEdges, began: false, at: time))
    }

    private mutating func endHalf(_ emit: (SensorEvent) -> Void) {
        guard let ended = half else { return }
        half = nil
        emit(.noted(.halfCrossing, at: MonotonicInstant(nanoseconds: ended.endedAt), doubt: .none))
    }

    // MARK: - Verdict

    private mutating func judge(at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        guard crossing.touchedBoth else {
            judgeHalf(isOuter: crossing.outerBreaks > 0, at: time, emit)
            return
        }
        endHalf(emit)
        let bodies = min(crossing.outerBreaks, crossing.innerBreaks)
        if crossing.isDiagonal {
            judgeDiagonal(bodies: bodies, at: time, emit)
        } else if crossing.steps == 0 {
            // With several breaks of both beams, somebody may have come while another went.
            let hidden = bodies - 1
            emit(.noted(.turnBack, at: time, doubt: Doubt(under: 1000 * hidden)))
        } else {
            let direction: Direction = crossing.steps > 0 ? .in : .out
            if bodies > 1 {
                emit(.noted(.tailgateSuspect, at: time, doubt: .none))
            }
            let over = bodies > 1 ? Confidence.severalBreaks : Confidence.ordered
            let began = MonotonicInstant(nanoseconds: crossing.beganAt)
            let doubt = Doubt(over: over, under: 1000 * (bodies - 1))
            emit(.passage(Passage(time: time, began: began, direction: direction, doubt: doubt)))
        }
    }

    private mutating func judgeHalf(isOuter: Bool, at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        if let first = half, first.isOuter != isOuter, crossing.beganAt - first.endedAt <= gapNanoseconds {
            half = nil
            emit(.noted(.gapCrossing, at: time, doubt: .none))
            let direction: Direction = first.isOuter ? .in : .out
            let began = MonotonicInstant(nanoseconds: first.endedAt)
            let doubt = Doubt(over: Confidence.doubtful)
            emit(.passage(Passage(time: time, began: began, direction: direction, doubt: doubt)))
        } else {
            endHalf(emit)
            half = HalfCrossing(isOuter: isOuter, endedAt: time.nanoseconds)
        }
    }

    private func judgeDiagonal(bodies: Int, at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        guard crossing.steps != 0 else {
            emit(.noted(.diagonal, at: time, doubt: Doubt(under: 1000 * bodies)))
            return
        }
        emit(.noted(.diagonal, at: time, doubt: .none))
        let direction: Direction = crossing.steps > 0 ? .in : .out
        let began = MonotonicInstant(nanoseconds: crossing.beganAt)
        let doubt = Doubt(over: Confidence.doubtful, under: 1000 * (bodies - 1))
        emit(.passage(Passage(time: time, began: began, direction: direction, doubt: doubt)))
    }
}

/// How often a verdict was wrong on recorded walks of people (door-a, door-b, crowd-uo050, bottleneck), in thousandths of a passage, by
/// Laplace's rule of succession: (wrong + 1) / (all + 2). A test repeats the count.
package enum Confidence {
    /// Each beam broken once, in order: 828 of 830.
    package static let ordered = 3
    /// Each beam broken several times: 6 of 7 were at least one passage in this direction.
    package static let severalBreaks = 222
    /// Gap crossings and diagonals: 4 of 4.
    package static let doubtful = 166
}

/// One beam broken and clear again while the other stayed clear.
private struct HalfCrossing: Sendable {
    var isOuter: Bool
    var endedAt: Int64
}

/// What has happened between the beams since both were clear.
private struct Crossing: Sendable {
    /// Steps forwards (in) less steps backwards (out) on the circle of positions.
    private(set) var steps = 0
    private(set) var outerBreaks = 0
    private(set) var innerBreaks = 0
    private(set) var isDiagonal = false
    private(set) var beganAt: Int64 = 0
    private var lastStep = 0
    private var lastAt: Int64 = .min
    private var lastWasOuter = false

    var touchedBoth: Bool { outerBreaks > 0 && innerBreaks > 0 }

    /// - Parameter other: the level of the other beam at that time.
    mutating func add(isOuter: Bool, level: Bool, other: Bool, at time: MonotonicInstant) {
        if outerBreaks + innerBreaks == 0 { beganAt = time.nanoseconds }
        if level {
            if isOuter { outerBreaks += 1 } else { innerBreaks += 1 }
        }
        // Forwards: the outer beam breaks while the inner is clear (00 → 10), the inner breaks while the outer is
        // broken (10 → 11), the outer clears while the inner is broken (11 → 01), the inner clears alone (01 → 00).
        let step = (isOuter ? level != other : level == other) ? 1 : -1
        if lastAt == time.nanoseconds, lastWasOuter != isOuter {
            // Both beams at the same instant: neither came first, so that the two steps say nothing.
            isDiagonal = true
            steps -= lastStep
        } else {
            steps += step
        }
        lastStep = step
        lastAt = time.nanoseconds
        lastWasOuter = isOuter
    }
}

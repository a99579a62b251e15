/// A single beam above a beam pair, at a height that people reach and animals do not.
///
/// A passage during which it was never broken was made by somebody who walks below it, and so was one that has no break of
/// its own beside that of another: a dog beside its owner. It is judged by the breaks in the time from the passage's
/// beginning to its end, with a margin. Nothing is vetoed on what the beam has not seen: not after lost edges, not while it
/// is unplugged, and not while it seems to have failed, that is while it stays broken, chatters, or after ``vetoLimit``
/// vetoes with no break between them. Then passages are counted, with more doubt.
///
/// It takes constant memory and never allocates.
package struct UpperBeam: Sendable {
    private enum Phase: Sendable, Equatable {
        case working
        /// Broken for longer than anybody stands in a door.
        case stuck
        /// So many passages without a break that it probably can't see any.
        case unbroken
        case chattering
        case unplugged
    }

    private struct Break: Sendable {
        var began: Int64
        var ended: Int64

        static var never: Self { Self(began: .min, ended: .min) }
    }

    /// Vetoes in a row after which the beam is taken to be dead. A dog that lives at the place makes some in a row, and
    /// twenty people who come one after the other and are all missed are about as many as a place can do without.
    package static let vetoLimit = 20

    /// How far the breaks may lie outside the passage: heads and shoulders lean 10 to 20 cm ahead of hips or behind them,
    /// which at 1 m/s is 0.2 s.
    package static let margin = Duration.milliseconds(200)

    /// What one veto leaves in doubt: a child who crawls or somebody who bends down. Assumed, not measured.
    package static let vetoDoubt = Doubt(under: 50)

    /// Nobody who goes through breaks the beam for longer: a wheelchair of 1.2 m at 0.4 m/s takes 3 s.
    package static let bodyTime = Duration.seconds(3)

    /// What it leaves in doubt that a passage had no break of its own: two people so close that they were one to this beam
    /// and two to the pair. On generated walks at such a door without any dog, one in twenty of these verdicts was wrong on
    /// balance: the rest were second legs. Three times that, because some errors hide each other.
    package static let companionDoubt = Doubt(under: 150)

    /// What is added to the doubt of a passage that nothing could veto, in thousandths that it was none. Assumed: one of
    /// ten passages at a door that needs an upper beam is an animal's.
    package static let unwitnessedDoubt = 100

    private let holdNanoseconds: Int64
    private let stuckNanoseconds: Int64
    private var input: Debouncer
    private var watch: LineWatch
    private var phase = Phase.working
    private var brokenSince: Int64 = 0
    /// From when the beam's being broken is counted towards its being stuck.
    private var stuckClock: Int64 = 0
    /// The last breaks that have ended, oldest first, and when the last one ended that is not among them. Of what was
    /// before that nothing is known.
    private var breaks = (Break.never, Break.never, Break.never, Break.never)
    private var unknownUntil = Int64.min
    /// When the latest break began that witnessed a passage.
    private var usedBreak = Int64.min
    private var vetoesIn = 0
    private var vetoesOut = 0

    /// - Parameters:
    ///   - debounce: that of the pair, so that the order of all three beams is right.
    ///   - blockTime: the pair's; the upper beam is stuck after twice that time in which the pair is not blocked.
    package init(debounce: Duration, blockTime: Duration) {
        holdNanoseconds = debounce.wholeNanoseconds
        stuckNanoseconds = 2 * blockTime.wholeNanoseconds + debounce.wholeNanoseconds
        input = Debouncer(hold: debounce)
        watch = LineWatch(debounce: debounce)
    }

    /// When ``advance(to:isPairObserving:_:)`` has something to do, if no edge comes before.
    package var deadline: Int64 {
        var earliest = input.dueNanoseconds ?? .max
        if phase == .chattering { earliest = min(earliest, watch.dueNanoseconds) }
        if input.level, phase == .working { earliest = min(earliest, stuckClock + stuckNanoseconds) }
        return earliest
    }

    /// One raw edge. Everything due before has to be reached first.
    package mutating func receive(_ edge: Edge, _ emit: (SensorEvent) -> Void) {
        guard phase != .unplugged else { return }
        input.receive(level: edge.level, at: edge.time)
        guard watch.receive(at: edge.time.nanoseconds) else { return }
        if phase == .working { emit(.health(.upperBeamFailed, began: true, at: edge.time)) }
        phase = .chattering
    }

    /// Everything that is due at `now`.
    ///
    /// - Parameter isPairObserving: whether the pair is neither blocked nor otherwise blind: who stands in the door breaks
    ///   all beams, and is no fault of this one.
    package mutating func advance(to now: Int64, isPairObserving: Bool, _ emit: (SensorEvent) -> Void) {
        if let time = input.settle(upTo: now) {
            input.level ? broke(at: time, emit) : cleared(at: time, emit)
        }
        if phase == .chattering, watch.dueNanoseconds <= now {
            let due = watch.dueNanoseconds
            watch.advance(to: now)
            stuckClock = due
            // What was seen meanwhile is worth nothing.
            unknownUntil = due
            recover(at: MonotonicInstant(nanoseconds: due), emit)
        }
        guard input.level, phase == .working, stuckClock + stuckNanoseconds <= now else { return }
        guard isPairObserving else {
            stuckClock = now
            return
        }
        phase = .stuck
        emit(.health(.upperBeamFailed, began: true, at: MonotonicInstant(nanoseconds: now)))
    }

    /// The level as it was read from the line, when what happened before is unknown.
    package mutating func synchronise(isBroken: Bool, at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        let isWell =
            switch phase {
            case .working: true
            case .stuck: !isBroken
            case .unbroken: isBroken
            case .chattering, .unplugged: true
            }
        watch.reset()
        if isWell, phase != .working { recover(at: now, emit) }
        input.reset(level: isBroken)
        brokenSince = now.nanoseconds
        stuckClock = now.nanoseconds
        unknownUntil = now.nanoseconds
    }

    /// The chip of the line is gone.
    package mutating func unplug(at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        guard phase != .unplugged else { return }
        let isNew = phase == .working
        phase = .unplugged
        watch.reset()
        input.reset(level: false)
        if isNew { emit(.health(.upperBeamFailed, began: true, at: now)) }
    }

    /// Whether a passage of the pair stands. What is vetoed is noted as an animal's.
    package mutating func judge(_ passage: Passage, _ emit: (SensorEvent) -> Void) {
        guard phase == .working else {
            var doubted = passage
            doubted.doubt.over = max(passage.doubt.over, min(1000, passage.doubt.over + Self.unwitnessedDoubt))
            emit(.passage(doubted))
            return
        }
        let from = passage.began.nanoseconds - Self.margin.wholeNanoseconds
        let to = passage.time.nanoseconds + Self.margin.wholeNanoseconds
        if let witness = witness(from: from, to: to) {
            // Behind somebody who stands there, this beam sees nobody else.
            let isLong = witness.ended - witness.began > Self.bodyTime.wholeNanoseconds
            guard witness.began <= usedBreak, !isLong else {
                usedBreak = witness.began
                emit(.passage(passage))
                return
            }
            // Who is below the beam beside somebody who breaks it, as a dog on a lead; or the second leg of one person.
            emit(.noted(.animal, at: passage.time, doubt: .none))
            emit(.doubted(passage.direction, Self.companionDoubt, at: passage.time))
            return
        }
        guard unknownUntil < from else {
            emit(.passage(passage))
            return
        }
        emit(.noted(.animal, at: passage.time, doubt: .none))
        emit(.doubted(passage.direction, Self.vetoDoubt, at: passage.time))
        if passage.direction == .in { vetoesIn += 1 } else { vetoesOut += 1 }
        if vetoesIn + vetoesOut >= Self.vetoLimit { fail(at: passage.time, emit) }
    }

    /// The vetoes may all have been wrong: whom they rejected is in doubt as a whole.
    private mutating func fail(at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        phase = .unbroken
        emit(.health(.upperBeamFailed, began: true, at: time))
        let rest = 1000 - Self.vetoDoubt.under
        if vetoesIn > 0 { emit(.doubted(.in, Doubt(under: rest * vetoesIn), at: time)) }
        if vetoesOut > 0 { emit(.doubted(.out, Doubt(under: rest * vetoesOut), at: time)) }
        vetoesIn = 0
        vetoesOut = 0
    }

    private mutating func broke(at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        brokenSince = time.nanoseconds
        stuckClock = time.nanoseconds
        vetoesIn = 0
        vetoesOut = 0
        if phase == .unbroken { recover(at: time, emit) }
    }

    private mutating func cleared(at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        unknownUntil = max(unknownUntil, breaks.0.ended)
        breaks = (breaks.1, breaks.2, breaks.3, Break(began: brokenSince, ended: time.nanoseconds))
        if phase == .stuck { recover(at: time, emit) }
    }

    private mutating func recover(at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        phase = .working
        emit(.health(.upperBeamFailed, began: false, at: time))
    }

    /// The latest break between two instants, as far as it has come; nil if there was none.
    private func witness(from: Int64, to: Int64) -> Break? {
        if input.level, brokenSince <= to { return Break(began: brokenSince, ended: to) }
        func overlaps(_ one: Break) -> Bool { one.ended >= from && one.began <= to }
        if overlaps(breaks.3) { return breaks.3 }
        if overlaps(breaks.2) { return breaks.2 }
        if overlaps(breaks.1) { return breaks.1 }
        return overlaps(breaks.0) ? breaks.0 : nil
    }
}

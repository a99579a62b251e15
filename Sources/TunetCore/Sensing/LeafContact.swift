/// A reed contact on the leaf of a door that another sensor watches: says when the leaf swings, and whether the door was
/// open at all when somebody is said to have gone through it.
///
/// It never counts people, and never takes a passage away: it counts the openings, names the half-crossings that a
/// moving leaf makes, and raises the doubt of passages through a door that stayed closed, and of those that a leaf makes
/// that swings through the beams. While its line chatters it says nothing. It takes constant memory and never allocates.
package struct LeafContact: Sendable {
    /// How long a level must hold before it counts: see ``ActivityParameters/debounce``.
    package static let debounce = ActivityParameters.reed.debounce

    /// How long after a closing the door may be closed when somebody who came through it reaches the sensor, and how
    /// long before an opening when somebody reaches the sensor first. At 1 m/s the sensor may be some steps from the leaf;
    /// a door closer takes longer than that.
    package static let before = Duration.seconds(5)
    package static let after = Duration.seconds(2)

    /// How long a leaf takes to swing.
    package static let swingTime = Duration.seconds(3)

    /// Passages through the closed door in a row after which the contact is taken to be stuck.
    package static let passageLimit = 20

    /// What is added to the doubt of a passage through a closed door. It is impossible if the contact is right; one of
    /// ten is left for a contact that isn't. Assumed, not measured.
    package static let closedDoubt = 900

    /// How soon after the opening, and how shortly before the closing, a leaf that swings through the beams breaks them. It
    /// is open after 0.6 to 1.4 s; a closer takes 1.5 to 4 s, and the beams are beside its last fifth or before.
    package static let openingTime = Duration.seconds(2)
    package static let closingTime = Duration.seconds(1)

    /// What is added to the doubt of a passage right after the opening and of one the other way right before the closing,
    /// in thousandths: a leaf that swings through the beams makes both, and two people seldom do. Assumed, not measured.
    package static let leafDoubt = 900

    /// What passed since the leaf was opened.
    private struct Opening: Sendable {
        /// The first one, if it began when the leaf moved.
        var first: Passage?
        var last: Passage?
        /// When it is certain what had passed until the closing.
        var due = Int64.max
    }

    /// Passages through the closed door that may still turn out to be through an open one.
    private struct Waiting: Sendable {
        var count = 0
        var due = Int64.max
        /// What their doubt will be raised by, in thousandths.
        var `in` = 0
        var out = 0
        var unknown = 0
    }

    private let holdNanoseconds = Self.debounce.wholeNanoseconds
    private var input = Debouncer(hold: Self.debounce)
    private var watch = LineWatch(debounce: Self.debounce)
    private var isPlugged = true
    private var isFailed = false
    private var closedSince: Int64 = 0
    private var closedAt = Int64.min / 2
    private var swungAt = Int64.min / 2
    private var openedAt = Int64.min / 2
    private var opening = Opening()
    private var waiting = Waiting()
    private var passagesInRow = 0

    package init() {}

    /// When ``advance(to:_:)`` has something to do, if no edge comes before.
    package var deadline: Int64 {
        min(input.dueNanoseconds ?? .max, waiting.due, opening.due, watch.dueNanoseconds)
    }

    /// One raw edge. Everything due before has to be reached first.
    package mutating func receive(_ edge: Edge, _ emit: (SensorEvent) -> Void) {
        guard isPlugged else { return }
        input.receive(level: edge.level, at: edge.time)
        guard watch.receive(at: edge.time.nanoseconds) else { return }
        waiting = Waiting()
        opening = Opening()
        if !isFailed { emit(.health(.reedFailed, began: true, at: edge.time)) }
        isFailed = true
    }

    /// Everything that is due at `now`.
    package mutating func advance(to now: Int64, _ emit: (SensorEvent) -> Void) {
        if let time = input.settle(upTo: now), !watch.isChattering {
            input.level ? opened(at: time, emit) : closed(at: time)
        }
        if watch.isChattering, watch.dueNanoseconds <= now {
            let due = watch.dueNanoseconds
            watch.advance(to: now)
            closedSince = due
            recover(at: MonotonicInstant(nanoseconds: due), emit)
        }
        if waiting.due <= now { doubtWaiting(at: MonotonicInstant(nanoseconds: waiting.due), emit) }
        if opening.due <= now { doubtLeaf(emit) }
    }

    /// The level as it was read from the line, when what happened before is unknown.
    package mutating func synchronise(isOpen: Bool, at now: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        isPlugged = true
        if isFailed, isOpen || watch.isChattering { recover(at: now, emit) }
        watch.reset()
        input.reset(level: isOpen)
        closedSince = now.nanoseconds
        waiting = Waiting()
        opening = Opening()
    }

    /// The chip of the line is gone: nothing is said of the door until it is back.
    package mutating func unplug() {
        isPlugged = false
        watch.reset()
        input.reset(level: false)
        waiting = Waiting()
        opening = Opening()
    }

    /// A passage that was counted at `now`: it stands, but is doubted if the door does not open soon.
    package mutating func witness(_ passage: Passage, at now: Int64) {
        guard isPlugged, !isFailed else { return }
        note(passage)
        guard !input.level, closedSince <= passage.began.nanoseconds - Self.before.wholeNanoseconds else {
            passagesInRow = 0
            return
        }
        // No passage can be more doubtful than not to have been.
        let over = max(0, min(Self.closedDoubt, 1000 - passage.doubt.over))
        waiting.count += 1
        switch passage.direction {
        case .in: waiting.in += over
        case .out: waiting.out += over
        case .unknown: waiting.unknown += over
        }
        // A door that opens within the time is known to after its debounce. A stream of people may put this off, but
        // not beyond the number that is doubted at once.
        waiting.due = max(now, passage.time.nanoseconds + Self.after.wholeNanoseconds + holdNanoseconds)
        if waiting.count >= Self.passageLimit { waiting.due = now }
    }

    /// What a half-crossing that ended at `time` is: the leaf's, if it has moved shortly before that or since.
    package func reason(ofHalfCrossingAt time: MonotonicInstant) -> Reason {
        isPlugged && swungAt >= time.nanoseconds - Self.swingTime.wholeNanoseconds ? .doorSwing : .halfCrossing
    }

    private mutating func note(_ passage: Passage) {
        let soon = 0...Self.openingTime.wholeNanoseconds
        if opening.last == nil, soon.contains(passage.began.nanoseconds - openedAt) { opening.first = passage }
        opening.last = passage
    }

    /// The leaf is closed, and everybody judged who was in the beams before that.
    private mutating func doubtLeaf(_ emit: (SensorEvent) -> Void) {
        defer { opening = Opening() }
        guard let first = opening.first, let last = opening.last, first.direction == last.direction.opposite,
            first.direction != .unknown, abs(closedAt - last.time.nanoseconds) <= Self.closingTime.wholeNanoseconds
        else { return }
        doubt(first, emit)
        doubt(last, emit)
    }

    private func doubt(_ passage: Passage, _ emit: (SensorEvent) -> Void) {
        // No passage can be more doubtful than not to have been.
        let over = max(0, min(Self.leafDoubt, 1000 - passage.doubt.over))
        emit(.doubted(passage.direction, Doubt(over: over), at: MonotonicInstant(nanoseconds: closedAt)))
    }

    private mutating func opened(at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        doubtLeaf(emit)
        openedAt = time.nanoseconds
        let holdOff = ActivityParameters.reed.holdOff.wholeNanoseconds
        if time.nanoseconds - closedAt >= holdOff { emit(.swing(at: time)) }
        swungAt = time.nanoseconds
        waiting = Waiting()
        passagesInRow = 0
        if isFailed { recover(at: time, emit) }
    }

    private mutating func closed(at time: MonotonicInstant) {
        swungAt = time.nanoseconds
        closedAt = time.nanoseconds
        closedSince = time.nanoseconds
        opening.due = time.nanoseconds + Self.after.wholeNanoseconds
    }

    private mutating func recover(at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        isFailed = false
        passagesInRow = 0
        emit(.health(.reedFailed, began: false, at: time))
    }

    private mutating func doubtWaiting(at time: MonotonicInstant, _ emit: (SensorEvent) -> Void) {
        for _ in 0..<waiting.count { emit(.noted(.throughClosedDoor, at: time, doubt: .none)) }
        if waiting.in > 0 { emit(.doubted(.in, Doubt(over: waiting.in), at: time)) }
        if waiting.out > 0 { emit(.doubted(.out, Doubt(over: waiting.out), at: time)) }
        if waiting.unknown > 0 { emit(.doubted(.unknown, Doubt(over: waiting.unknown), at: time)) }
        passagesInRow += waiting.count
        waiting = Waiting()
        guard passagesInRow >= Self.passageLimit else { return }
        isFailed = true
        emit(.health(.reedFailed, began: true, at: time))
    }
}

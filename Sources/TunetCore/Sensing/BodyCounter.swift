/// Counts bodies that have been told apart, each with its doubt, and remembers how people walk at this door.
struct BodyCounter: Sendable {
    /// What is expected to be wrong with a verdict, in thousandths of a passage: measured on generated walks of all kinds
    /// of doors and rounded up; `Tests/Accuracy` shows what the sums of them are worth.
    enum Wrong {
        /// One break of each beam, or parts that one body made: nobody was there.
        static let crossing = 3
        /// The same, if it took the beams as long as two and a half bodies.
        static let longCrossing = 53
        /// Somebody hides in a crossing, where nothing hints at it.
        static let hidden = 2
        /// Somebody hides in a crossing whose parts have been joined.
        static let hiddenInParts = 47
        /// A follower who was seen apart from the one ahead.
        static let follower = 250
        /// A follower who was seen apart on one beam only.
        static let mergedFollower = 500
        /// Somebody who overlapped with the one behind on the first beam.
        static let overlapping = 200
        /// Somebody who passed another who stood in the beams.
        static let passing = 600
        /// Two who met in the beams.
        static let meeting = 300
        /// Somebody passed unseen while another turned back, in either direction.
        static let turnBack = 25
    }

    let limits: BodyLimits
    private(set) var gauge: BeamGauge
    private var company = Company()

    init(_ parameters: BeamPairParameters) {
        limits = BodyLimits(parameters)
        gauge = BeamGauge(parameters, limits)
    }

    // MARK: - One break of each beam

    /// - Parameter isWhole: whether these are the breaks as they were, and not joined ones.
    mutating func judge(
        outer: Break, inner: Break, began: Int64, isWhole: Bool, _ emit: (SensorEvent) -> Void
    ) {
        switch Match(outer: outer, inner: inner) {
        case .inward: cross(.in, outer, inner, began: began, isWhole: isWhole, emit)
        case .outward: cross(.out, inner, outer, began: began, isWhole: isWhole, emit)
        case .innerWithin: judge(inner, within: outer, direction: .in, began: began, emit)
        case .outerWithin: judge(outer, within: inner, direction: .out, began: began, emit)
        case .same: note(.diagonal, at: inner.end, Doubt(under: 500), emit)
        }
    }

    private mutating func cross(
        _ direction: Direction, _ first: Break, _ second: Break, began: Int64, isWhole: Bool,
        _ emit: (SensorEvent) -> Void
    ) {
        guard second.start - first.end <= limits.gapTime, first.length >= limits.limbTime,
            second.length >= limits.limbTime
        else {
            note(.halfCrossing, at: first.end, .none, emit)
            note(.halfCrossing, at: second.end, .none, emit)
            return
        }
        if second.start >= first.end { note(.gapCrossing, at: second.end, .none, emit) }
        if first.start == second.start || first.end == second.end { note(.diagonal, at: second.end, .none, emit) }
        if isWhole {
            gauge.learn(
                lags: second.start - first.start + (second.end - first.end), lengths: first.length + second.length)
        }
        let parts = isWhole ? Doubt(under: Wrong.hidden) : Doubt(under: Wrong.hiddenInParts)
        count(direction, first, second, began: began, parts, emit)
    }

    /// A break within one of the other beam: somebody turned back, or two met, or one passed another who stood there.
    ///
    /// - Parameter direction: of a body that comes from the side of the longer break.
    mutating func judge(
        _ guest: Break, within host: Break, direction: Direction, began: Int64, _ emit: (SensorEvent) -> Void
    ) {
        guard limits.passingTime.contains(guest.length) else {
            note(.turnBack, at: host.end, Doubt(under: Wrong.turnBack), emit)
            return
        }
        if host.length < limits.meetingTime {
            let doubt = Doubt(over: Wrong.meeting)
            pass(direction, at: guest.end, began: began, doubt, emit)
            pass(direction.opposite, at: host.end, began: began, doubt, emit)
        } else if guest.start - host.start > limits.standingTime, host.end - guest.end > limits.standingTime {
            pass(direction, at: guest.end, began: began, Doubt(over: Wrong.passing, under: 50), emit)
            note(.halfCrossing, at: host.end, .none, emit)
        } else {
            note(.turnBack, at: host.end, Doubt(under: Wrong.turnBack), emit)
        }
    }

    // MARK: - Passages

    /// One body, from its breaks of both beams; with those that are expected to hide behind it.
    mutating func count(
        _ direction: Direction, _ first: Break, _ second: Break, began: Int64, _ doubt: Doubt,
        _ emit: (SensorEvent) -> Void
    ) {
        let lags = max(1, abs(second.start - first.start) + abs(second.end - first.end))
        let lengths = (first.length + second.length) * gauge.beamGap
        let usual = lags * limits.depth
        let hidden = company.add(direction, first, depth: lengths, usual: usual)
        var doubt = doubt
        doubt.over += 2 * lengths > 5 * usual ? Wrong.longCrossing : Wrong.crossing
        if hidden.isTogether {
            doubt.over += hidden.expected
            doubt.under += hidden.expected * 3 / 2
        } else {
            doubt.under += hidden.expected / 2
        }
        pass(direction, at: second.end, began: began, doubt, emit)
        if hidden.counted > 0 {
            note(.tailgateSuspect, at: second.end, .none, emit)
            pass(direction, at: second.end, began: began, .none, emit)
        }
    }

    mutating func pass(
        _ direction: Direction, at time: Int64, began: Int64, _ doubt: Doubt, _ emit: (SensorEvent) -> Void
    ) {
        guard company.admits(at: time) else {
            note(.implausible, at: time, Doubt(under: 100), emit)
            return
        }
        emit(
            .passage(
                Passage(
                    time: MonotonicInstant(nanoseconds: time), began: MonotonicInstant(nanoseconds: began),
                    direction: direction, doubt: doubt)))
    }

    func note(_ reason: Reason, at time: Int64, _ doubt: Doubt, _ emit: (SensorEvent) -> Void) {
        emit(.noted(reason, at: MonotonicInstant(nanoseconds: time), doubt: doubt))
    }
}

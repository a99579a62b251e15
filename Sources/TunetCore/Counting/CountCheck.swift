/// A count check that is under way at one door: a person counts by hand, the sensor counts what it counts anyway.
///
/// It lives in memory only. What it holds is an exact count of some minutes, which must not outlive them; and a check
/// that a power cut has broken off can't be compared with anything.
package struct CountCheck: Sendable, Equatable {
    /// A check that nobody ends is cancelled after this time.
    package static let longest = Duration.seconds(8 * 3600)
    /// How long the sensor may take to decide what began before the end. A decision comes at most 3 s after the last edge
    /// of a group; a group may go on a little.
    package static let settleTime = Duration.seconds(10)

    /// How a check ended, or did not.
    package enum Outcome: Sendable, Equatable {
        /// To be kept. `isStraddled`: somebody was in the door at the start or at the end, so that one person more or
        /// less may be in one of the counts.
        case compared(CheckedCount, isStraddled: Bool)
        /// Not to be kept: the sensor did not see everything, for these reasons.
        case void(CheckedCount, [Flaw])
        /// The numbers are far from the sensor's. The check waits for better ones, or for the assurance that they are
        /// right.
        case implausible
        /// It went on for longer than ``longest``.
        case expired
    }

    /// Why the sensor did not see all of a check.
    package enum Flaw: Sendable, Hashable {
        /// The door was not observed.
        case health(HealthKind)
        /// Not observed for a reason that health does not tell.
        case notObserved
        /// The sensor had not decided ``settleTime`` after the end: somebody stood in the door.
        case notClear
    }

    private(set) var startedAt: MonotonicInstant
    /// Nil while people are counted.
    private(set) var stoppedAt: MonotonicInstant?
    /// Whether the sensor has decided everything up to the end.
    private(set) var isSettled = false
    private var sensed = CheckedCount()
    private var hand: HandCount?
    private var isStraddled = false
    /// The sensor has decided something that began after the end, and so everything before it.
    private var isBeyondEnd = false
    private var flaws: [Flaw] = []

    init(at now: MonotonicInstant) {
        startedAt = now
    }

    /// Whether the person still counts; otherwise the check waits for the sensor or for the person's numbers.
    package var isCounting: Bool { stoppedAt == nil }

    /// A passage falls into the check in which the person was clear of the sensor.
    mutating func add(_ passage: Passage) {
        guard !isSettled, passage.time > startedAt, stoppedAt.map({ passage.time <= $0 }) ?? true else {
            if let stoppedAt, passage.time > stoppedAt {
                if passage.began <= stoppedAt { isStraddled = true } else { isBeyondEnd = true }
            }
            return
        }
        if passage.began <= startedAt { isStraddled = true }
        sensed[passage.direction].bySensor += 1
    }

    /// The sensor does not see everything just now.
    mutating func disturb(_ flaw: Flaw) {
        guard !isSettled, !flaws.contains(flaw) else { return }
        // What health says is more than that something is wrong.
        if flaw == .notObserved, !flaws.isEmpty { return }
        flaws.append(flaw)
    }

    /// The person has counted enough. The first call fixes the end; later ones give better numbers.
    ///
    /// - Throws: if the numbers are not those that the door needs; the end stays fixed all the same.
    mutating func stop(
        with hand: HandCount, directions: DoorDirections, at now: MonotonicInstant
    ) throws(CountCheckProblem) {
        if stoppedAt == nil { stoppedAt = max(now, startedAt) }
        guard hand.numbers.allSatisfy({ (0...HandCount.most).contains($0) }) else { throw .absurdNumber }
        guard hand.counts(for: directions) != nil else { throw .numbersNeeded(directions) }
        self.hand = hand
    }

    /// When ``advance(to:sensorRests:directions:)`` has something to do.
    ///
    /// - Parameter sensorDue: the sensor's own deadline; nil if it has decided everything.
    func deadline(sensorDue: MonotonicInstant?) -> MonotonicInstant {
        let last = startedAt.advanced(by: Self.longest)
        guard let stoppedAt else { return last }
        if isSettled { return hand == nil ? last : stoppedAt }
        return sensorDue == nil || isBeyondEnd ? stoppedAt : stoppedAt.advanced(by: Self.settleTime)
    }

    /// - Parameter sensorRests: whether the sensor has decided everything up to `now`.
    /// - Returns: how the check ended, if it did now.
    mutating func advance(
        to now: MonotonicInstant, sensorRests: Bool, directions: DoorDirections
    ) -> Outcome? {
        settle(at: now, sensorRests: sensorRests)
        guard isSettled, let hand, let counts = hand.counts(for: directions) else {
            return now >= startedAt.advanced(by: Self.longest) ? .expired : nil
        }
        var count = CheckedCount()
        for (direction, byHand) in counts {
            count[direction] = CheckedCount.Pair(byHand: byHand, bySensor: sensed[direction].bySensor)
        }
        guard flaws.isEmpty else { return .void(count, flaws) }
        if !hand.isSure, counts.contains(where: { count[$0.direction].isImplausible }) {
            self.hand = nil
            return .implausible
        }
        return .compared(count, isStraddled: isStraddled)
    }

    private mutating func settle(at now: MonotonicInstant, sensorRests: Bool) {
        guard let stoppedAt, !isSettled, now >= stoppedAt else { return }
        if !sensorRests, !isBeyondEnd {
            guard now >= stoppedAt.advanced(by: Self.settleTime) else { return }
            disturb(.notClear)
        }
        isSettled = true
    }
}

/// Why something that was asked for a count check could not be done.
package enum CountCheckProblem: Error, Sendable, Hashable {
    /// The place has no door that counts passages.
    case noDoor
    /// The place has several doors, or several checks are running: one has to be named.
    case doorNeeded([String])
    case unknownDoor(String, known: [String])
    /// The sensor of this door does not count passages.
    case uncounted(door: String)
    /// The sensor does not see its door just now.
    case notObserving(door: String)
    case alreadyRunning(door: String)
    case noneRunning
    /// The service has started anew during the check, which is lost.
    case interrupted(door: String)
    /// The check was ended because it went on for too long.
    case expired(door: String)
    /// Not the numbers that a door with these directions needs.
    case numbersNeeded(DoorDirections)
    /// Below 0 or above ``HandCount/most``.
    case absurdNumber
    /// See ``CountCheck/Outcome/implausible``.
    case implausible(door: String)
    /// The store can't be written: the result could not be kept.
    case storeFailed
    /// The service is just starting or stopping.
    case notReady
}

extension HandCount {
    /// What was counted in the directions that the sensor tells apart; nil if the numbers do not say it.
    func counts(for directions: DoorDirections) -> [(direction: Direction, byHand: Int)]? {
        switch directions {
        case .inAndOut:
            guard let entries = self.in, let exits = out, all == nil else { return nil }
            return [(.in, entries), (.out, exits)]
        case .only(.in):
            guard all == nil else { return nil }
            return self.in.map { [(.in, $0)] }
        case .only(.out):
            guard all == nil else { return nil }
            return out.map { [(.out, $0)] }
        case .only(.unknown):
            if let all { return self.in == nil && out == nil ? [(.unknown, all)] : nil }
            guard let entries = self.in, let exits = out else { return nil }
            return [(.unknown, entries + exits)]
        case .uncounted: return nil
        }
    }
}

extension CheckedCount.Pair {
    /// More than twice as many, and more than twenty apart: rather a slip of the fingers than an error of a sensor.
    var isImplausible: Bool {
        abs(byHand - bySensor) > 20 && max(byHand, bySensor) > 2 * min(byHand, bySensor)
    }
}

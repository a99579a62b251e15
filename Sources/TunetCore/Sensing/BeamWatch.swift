/// One of the two beams of a pair.
package enum Beam: String, Sendable, Hashable, CaseIterable {
    case outer, inner
}

/// Finds the beam of a pair that never breaks any more, while the other one does: a cut cable, a receiver that sees
/// another sender, a beam that somebody turned aside.
///
/// Whoever reaches into the door or waits before it breaks one beam alone as well. What a healthy pair does not do is
/// break the same beam alone again and again, with never a break of the other one between.
package struct BeamWatch: Sendable {
    /// Breaks in a row of the one beam alone that make the other one dead. With the eight that made it suspect as a rule,
    /// they are 18: at a door where 4 of 10 breaks are half-crossings on the same side, that many in a row come by chance
    /// once in ten million (0.4¹⁸); where relays bounce it takes fewer, but more than these.
    package static let loneBreaks = 10
    /// Lone breaks closer than this to the last one that was counted are the same person, who waits or plays: it takes 20
    /// minutes of that, with nobody going through, to look like a dead beam.
    package static let occasion = Duration.seconds(120)

    package enum Change: Sendable {
        case none, began, ended
    }

    private struct Side: Sendable {
        /// The largest number while the beam is clear.
        var brokenSince = Int64.max
        /// When its last break began and ended.
        var lastBegan = Int64.min / 2
        var lastEnded = Int64.min / 2
        /// Occasions since the other beam last broke.
        var lone = 0
        var loneAt = Int64.min / 2

        /// - Returns: whether a break is over that held for `hold` nanoseconds.
        @inline(__always)
        mutating func receive(_ level: Bool, at nanoseconds: Int64, hold: Int64) -> Bool {
            if level {
                brokenSince = min(brokenSince, nanoseconds)
                return false
            }
            let since = brokenSince
            brokenSince = .max
            guard since != .max, nanoseconds &- since >= hold else { return false }
            lastBegan = since
            lastEnded = nanoseconds
            return true
        }

        /// Counts the last break if it was alone: the other beam was clear from its beginning to its end. One that is
        /// broken all the time is not dead but blocked.
        @inline(__always)
        mutating func count(besides other: Side, occasion: Int64) {
            guard other.brokenSince == .max, other.lastEnded < lastBegan, lastEnded &- loneAt >= occasion else {
                return
            }
            lone += 1
            loneAt = lastEnded
        }
    }

    private let hold: Int64
    private let occasion = Self.occasion.wholeNanoseconds
    private var outer = Side()
    private var inner = Side()
    package private(set) var dead: Beam?

    /// - Parameter debounce: of both beams. Shorter breaks are noise.
    package init(debounce: Duration) {
        hold = debounce.wholeNanoseconds
    }

    /// One raw edge.
    @inline(__always)
    package mutating func receive(_ level: Bool, isOuter: Bool, at nanoseconds: Int64) -> Change {
        if isOuter {
            guard outer.receive(level, at: nanoseconds, hold: hold) else { return .none }
            inner.lone = 0
            outer.count(besides: inner, occasion: occasion)
            return judge(.outer, lone: outer.lone)
        }
        guard inner.receive(level, at: nanoseconds, hold: hold) else { return .none }
        outer.lone = 0
        inner.count(besides: outer, occasion: occasion)
        return judge(.inner, lone: inner.lone)
    }

    @inline(__always)
    private mutating func judge(_ beam: Beam, lone: Int) -> Change {
        if dead == beam {
            dead = nil
            return .ended
        }
        guard dead == nil, lone >= Self.loneBreaks else { return .none }
        dead = beam == .outer ? .inner : .outer
        return .began
    }

    /// Begins anew, but for a beam that is dead, without knowing whether the beams are broken now.
    package mutating func forget() {
        outer = Side()
        inner = Side()
    }

    /// The levels as they were read from the lines. What was seen of the beams so far may have holes, and begins anew; a
    /// dead beam stays so until it breaks.
    package mutating func synchronise(outer outerLevel: Bool, inner innerLevel: Bool, at nanoseconds: Int64) {
        outer = Side(brokenSince: outerLevel ? nanoseconds : .max)
        inner = Side(brokenSince: innerLevel ? nanoseconds : .max)
    }

    /// The lines are gone, and with them all that is known of them.
    package mutating func reset() {
        forget()
        dead = nil
    }
}

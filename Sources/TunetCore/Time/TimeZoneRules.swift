/// When and by how much the local clocks of a place differ from UTC.
///
/// Made from the bytes of a TZif file, the compiled form of the IANA time zone database that every Linux system has
/// (RFC 8536, and RFC 9636 for its version 4). The names of the local times and whether they are called "summer time"
/// are not kept: Tunet needs to know only when a local day begins.
///
/// Every operation takes any instant and any day; those more than 27 billion years away are moved to that distance, so
/// that no sum leaves `Int64`.
package struct TimeZoneRules: Sendable, Equatable {
    /// Seconds east of UTC before the first transition.
    let initialOffset: Int64
    /// Instants at which the offset changes, in ascending order.
    let transitions: [Transition]
    /// What holds from the last transition on; nil if its offset stays for good.
    let tail: TimeZoneTail?

    /// A change of the offset.
    struct Transition: Sendable, Equatable {
        /// Seconds since 1970-01-01 00:00:00 UTC; the first second of the new offset.
        var instant: Int64
        /// Seconds east of UTC from then on.
        var offset: Int64
    }

    /// No local time at all: every day begins at midnight UTC.
    package static let utc = TimeZoneRules(initialOffset: 0, transitions: [], tail: nil)

    /// Leaves out the transitions that change nothing but a name, so that equal rules are equal values.
    init(initialOffset: Int64, transitions: [Transition], tail: TimeZoneTail?) {
        self.initialOffset = initialOffset
        self.tail = tail
        var kept: [Transition] = []
        for (index, transition) in transitions.enumerated() {
            // The last one is kept: it tells where the tail begins.
            let isLast = index == transitions.count - 1 && tail != nil
            if isLast || transition.offset != (kept.last?.offset ?? initialOffset) { kept.append(transition) }
        }
        self.transitions = kept
    }

    /// Seconds to add to UTC for the local time at `instant`: 3600 in Oslo in winter.
    package func offset(at instant: UTCInstant) -> Int64 {
        stretch(at: bounded(instant)).offset
    }

    /// The local day that `instant` belongs to: the last one whose ``start(of:)`` is not after it.
    ///
    /// That is what a calendar on the wall shows, with one exception. Where clocks are turned back across midnight, as
    /// in Newfoundland until 2011, the old day would come again for less than an hour after the new one began; that
    /// hour is given to the new day, so that days follow each other and none is interrupted.
    package func day(at instant: UTCInstant) -> CivilDate {
        let shown = CivilDate(dayNumber: floorDivision(local(instant), secondsPerDay))
        let following = shown.adding(days: 1)
        return start(of: following).seconds <= bounded(instant) ? following : shown
    }

    /// What the clock on the wall shows at `instant`, in minutes after midnight, 0 to 1439.
    package func minuteOfDay(at instant: UTCInstant) -> Int {
        Int(floorRemainder(local(instant), secondsPerDay) / 60)
    }

    /// The first instant at which the clock on the wall shows `minute` of `day`, or has gone past it.
    ///
    /// Where clocks are put forward and skip the time, it is the first instant after the gap; where they are turned
    /// back and show the time twice, it is the earlier one.
    ///
    /// - Parameter minute: Minutes after midnight, 0 to 1440; what lies outside is moved to the nearer end.
    package func instant(of day: CivilDate, minute: Int) -> UTCInstant {
        let dayNumber = min(max(day.dayNumber, -farthestDay), farthestDay)
        let wanted = dayNumber * secondsPerDay + Int64(min(max(minute, 0), 1440)) * 60
        // The earliest instant at which the local time could be `wanted`, and then stretch by stretch.
        var from = wanted - offsetLimits.upperBound
        while true {
            let stretch = stretch(at: from)
            let candidate = max(from, wanted - stretch.offset)
            guard let end = stretch.end, candidate >= end else { return UTCInstant(seconds: candidate) }
            from = end
        }
    }

    /// The first instant of the local `day`: midnight, or the end of the gap where clocks skip midnight.
    ///
    /// The length of a day is the time from its start to the start of the next day: 23, 24 or 25 hours in Oslo.
    package func start(of day: CivilDate) -> UTCInstant {
        instant(of: day, minute: 0)
    }

    /// The offset at an instant, and the next instant at which it may change; nil if it never does.
    private func stretch(at seconds: Int64) -> (offset: Int64, end: Int64?) {
        let next = firstTransition(after: seconds)
        if next < transitions.count {
            return (next == 0 ? initialOffset : transitions[next - 1].offset, transitions[next].instant)
        }
        if let tail { return tail.stretch(at: seconds) }
        return (transitions.last?.offset ?? initialOffset, nil)
    }

    /// The index of the first transition later than `seconds`, by bisection.
    private func firstTransition(after seconds: Int64) -> Int {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].instant > seconds { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private func local(_ instant: UTCInstant) -> Int64 {
        bounded(instant) + offset(at: instant)
    }

    private func bounded(_ instant: UTCInstant) -> Int64 {
        min(max(instant.seconds, -farthestSecond), farthestSecond)
    }
}

/// Offsets that a zone may have, in seconds. Source: RFC 8536, section 3.2, `utoff`.
let offsetLimits: ClosedRange<Int64> = -89_999...93_599

let secondsPerDay: Int64 = 86_400

/// 27 billion years in days.
private let farthestDay: Int64 = 10_000_000_000_000

/// 27 billion years in seconds, a tenth of what `Int64` holds.
let farthestSecond: Int64 = farthestDay * secondsPerDay

/// `number / divisor`, rounded down. For divisors above 0.
func floorDivision(_ number: Int64, _ divisor: Int64) -> Int64 {
    let quotient = number / divisor
    return number % divisor < 0 ? quotient - 1 : quotient
}

/// What ``floorDivision(_:_:)`` leaves: 0 up to `divisor`.
func floorRemainder(_ number: Int64, _ divisor: Int64) -> Int64 {
    let remainder = number % divisor
    return remainder < 0 ? remainder + divisor : remainder
}

/// Lets a level through once it has held for the debounce time, stamped with the beginning of that time.
///
/// A photoelectric relay or a button chatters for some milliseconds at each change. Two lines with the same debounce
/// time keep their order.
package struct Debouncer: Sendable {
    private let holdNanoseconds: Int64
    /// The level that has been let through.
    package private(set) var level: Bool
    /// When a pending change is due, in nanoseconds; the largest number if none is pending.
    private(set) var due = Int64.max

    package init(hold: Duration, level: Bool = false) {
        self.holdNanoseconds = hold.wholeNanoseconds
        self.level = level
    }

    /// The raw level changed at `time`. Everything due before has to be taken with ``settle(upTo:)`` first.
    @inline(__always)
    package mutating func receive(level newLevel: Bool, at time: MonotonicInstant) {
        due = newLevel == level ? .max : time.nanoseconds + holdNanoseconds
    }

    /// When a change is due to be let through; nil if none is pending.
    @inline(__always)
    package var dueNanoseconds: Int64? {
        due == .max ? nil : due
    }

    /// Whether the level is about to change to `level`, if it holds.
    package func isBecoming(_ level: Bool) -> Bool { due != .max && self.level != level }

    /// Lets a pending change through if it has held until `nanoseconds`.
    ///
    /// - Returns: when the new level began, or nil if nothing was due.
    @inline(__always)
    package mutating func settle(upTo nanoseconds: Int64) -> MonotonicInstant? {
        guard due <= nanoseconds, due != .max else { return nil }
        let since = due - holdNanoseconds
        due = .max
        level.toggle()
        return MonotonicInstant(nanoseconds: since)
    }

    /// Takes `level` as it is read from the line, and forgets what was pending.
    package mutating func reset(level newLevel: Bool) {
        level = newLevel
        due = .max
    }
}

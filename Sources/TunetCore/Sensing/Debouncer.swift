/// Lets a level through once it has held for the debounce time, stamped with the beginning of that time.
///
/// A photoelectric relay or a button chatters for some milliseconds at each change. Two lines with the same debounce
/// time keep their order.
package struct Debouncer: Sendable {
    private let holdNanoseconds: Int64
    /// The level that has been let through.
    package private(set) var level: Bool
    private var pendingSince: Int64?

    package init(hold: Duration, level: Bool = false) {
        self.holdNanoseconds = hold.wholeNanoseconds
        self.level = level
    }

    /// The raw level changed at `time`. Everything due before has to be taken with ``settle(upTo:)`` first.
    @inline(__always)
    package mutating func receive(level newLevel: Bool, at time: MonotonicInstant) {
        pendingSince = newLevel == level ? nil : time.nanoseconds
    }

    /// When a change is due to be let through; nil if none is pending.
    @inline(__always)
    package var dueNanoseconds: Int64? {
        guard let pendingSince else { return nil }
        return pendingSince + holdNanoseconds
    }

    /// Lets a pending change through if it has held until `nanoseconds`.
    ///
    /// - Returns: when the new level began, or nil if nothing was due.
    @inline(__always)
    package mutating func settle(upTo nanoseconds: Int64) -> MonotonicInstant? {
        guard let since = pendingSince, since + holdNanoseconds <= nanoseconds else { return nil }
        pendingSince = nil
        level.toggle()
        return MonotonicInstant(nanoseconds: since)
    }

    /// Takes `level` as it is read from the line, and forgets what was pending.
    package mutating func reset(level newLevel: Bool) {
        level = newLevel
        pendingSince = nil
    }
}

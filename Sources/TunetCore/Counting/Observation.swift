/// The time in which a door or panel was really observed, added up bin by bin.
package struct Observation: Sendable {
    private var since: Int64?
    private var nanoseconds: Int64 = 0

    package init() {}

    /// The door or panel is observed from now on, or no longer.
    package mutating func set(_ isObserving: Bool, at now: MonotonicInstant) {
        guard isObserving != (since != nil) else { return }
        accrue(to: now)
        since = isObserving ? now.nanoseconds : nil
    }

    /// Hands over the whole milliseconds up to `now`; the rest stays for the next time.
    package mutating func takeMilliseconds(at now: MonotonicInstant) -> Int64 {
        accrue(to: now)
        let whole = nanoseconds / 1_000_000
        nanoseconds -= whole * 1_000_000
        return whole
    }

    private mutating func accrue(to now: MonotonicInstant) {
        guard let since, now.nanoseconds > since else { return }
        nanoseconds += now.nanoseconds - since
        self.since = now.nanoseconds
    }
}

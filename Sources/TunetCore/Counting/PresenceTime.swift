/// How long somebody was in front of a motion sensor, for the page at the place and for the store.
///
/// The store gets it in steps of a whole bin, once a bin is over, and what does not fill a step is carried on. Milliseconds
/// would date what they measure: a bin with 300 s of presence, and a full one after it, say that somebody came 300 s before
/// the bin's end, and nothing on the disk may date people more finely than a bin. So the sum over a day is right to a
/// quarter of an hour, and each row says no more than that there was presence in its bin. What is carried when the service
/// ends is lost.
package struct PresenceTime: Sendable {
    /// What the store's amounts are multiples of, in milliseconds.
    package static let step = Bin.seconds * 1000

    /// Since when somebody has been there, as far as it has not been handed over.
    private var since: Int64?
    /// Of presences that have ended since the last time, in nanoseconds.
    private var ended: Int64 = 0
    /// Milliseconds that do not fill a step.
    private var carried: Int64 = 0

    package init() {}

    /// - Parameter now: when it was decided, not when it began: what was handed over is not changed any more.
    package mutating func change(_ change: PresenceChange, at now: MonotonicInstant) {
        switch change {
        case .began: since = now.nanoseconds
        case .ended:
            ended = nanoseconds(at: now)
            since = nil
        case .lost: since = nil
        }
    }

    /// Milliseconds that have not been handed over yet.
    package func milliseconds(at now: MonotonicInstant) -> Int64 {
        nanoseconds(at: now) / 1_000_000
    }

    /// Hands over what has come up to `now`.
    ///
    /// - Returns: the exact milliseconds, for today's numbers, and those for the store.
    package mutating func take(at now: MonotonicInstant) -> (exact: Int64, stored: Int64) {
        let exact = milliseconds(at: now)
        ended = nanoseconds(at: now) - exact * 1_000_000
        since = since.map { max($0, now.nanoseconds) }
        carried += exact
        let stored = carried / Self.step * Self.step
        carried -= stored
        return (exact, stored)
    }

    private func nanoseconds(at now: MonotonicInstant) -> Int64 {
        ended + max(0, now.nanoseconds - (since ?? now.nanoseconds))
    }
}

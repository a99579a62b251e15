/// A reading of CLOCK_MONOTONIC: nanoseconds since an arbitrary start, which is the boot on Linux.
///
/// The only time in which durations are measured. It says nothing about the date; an ``Anchor`` does that.
package struct MonotonicInstant: Sendable, Hashable, Comparable {
    /// Nanoseconds since the boot, at least 0.
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    package static let zero = MonotonicInstant(nanoseconds: 0)
    /// Later than everything that has a time.
    static let distantFuture = MonotonicInstant(nanoseconds: .max)

    package static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.nanoseconds < rhs.nanoseconds
    }

    /// The instant `duration` later. Saturates at the largest instant instead of trapping.
    package func advanced(by duration: Duration) -> Self {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
        return Self(nanoseconds: overflow ? .max : sum)
    }

    /// The time from `earlier` to this instant; negative if `earlier` is later.
    package func duration(since earlier: Self) -> Duration {
        .nanoseconds(nanoseconds &- earlier.nanoseconds)
    }
}

extension Duration {
    /// The duration in whole nanoseconds, rounded towards zero, saturating at the ends of `Int64` (292 years).
    package var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        let (sum, sumOverflow) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
        return sumOverflow ? (seconds < 0 ? .min : .max) : sum
    }
}

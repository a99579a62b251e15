import TunetCore

/// Which numbers a device writes. Others were changed on the disk: a bit that flips in a value is not found by SQLite's
/// `quick_check`, which looks at the order of the pages and rows. They are never used, because a sum of them might leave
/// `Int64`, or a table be as long as they say.
enum StoreLimits {
    /// Bins of one boot that are looked at one by one: ten years.
    static let mostBootBins: Int64 = 3660 * 96
    /// Bins and days of a boot that is not dated: a hundred years.
    static let undatedBins: ClosedRange<Int64> = 0...(36_525 * 96)
    static let undatedDays: ClosedRange<Int64> = 0...36_525
    /// Numbers of days: those of ``Bin/datedIndices``.
    static let days: ClosedRange<Int64> = 0...47_481
    /// 2020-01-01: no Tunet is older. A place that measures now has not measured before.
    static let firstMeasured: Int64 = 18_262
    /// Nanoseconds since a boot: a hundred years.
    static let monotonic: ClosedRange<Int64> = 0...3_155_760_000_000_000_000
    /// Seconds of UTC.
    static let utc: ClosedRange<Int64> = 0...(47_482 * 86_400 - 1)
    /// Of one button, or of misuse, on one day.
    static let presses: ClosedRange<Int64> = 0...1_000_000
    /// Of one direction in a count check.
    static let byHand: ClosedRange<Int64> = 0...Int64(HandCount.most)
    static let bySensor: ClosedRange<Int64> = 0...100_000
    /// Checks of one month that came out the same.
    static let checks: ClosedRange<Int64> = 1...1000
    /// What one action of a person changes: all corrections of a part may be taken back at once.
    static let changes: ClosedRange<Int64> = -BinCounter.mostCounted...BinCounter.mostCounted
    /// Ids of actions and of recorded sessions.
    static let ids: ClosedRange<Int64> = 1...1_000_000_000_000
    /// Sequence numbers, and how often something was released.
    static let sequence: ClosedRange<Int64> = 0...1_000_000_000_000
    /// Whole numbers among the settings, whatever they say.
    static let settings: ClosedRange<Int64> = -1000...1_000_000_000_000
    static let years: ClosedRange<Int64> = 1970...2100
    static let mostReleased: Int64 = 1_000_000_000_000_000
}

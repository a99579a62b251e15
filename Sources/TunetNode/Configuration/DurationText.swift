/// Durations as people write them: a whole number and a unit, such as `5 ms`.
enum DurationText {
    private static let units: [(name: String, nanoseconds: Int64)] = [
        ("h", 3_600_000_000_000), ("min", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1000),
    ]

    /// Nil unless `text` is a whole number of up to nine digits and one of `us`, `ms`, `s`, `min`, `h`.
    static func read(_ text: String) -> Duration? {
        guard let text = NumberWithUnit(text), let unit = units.first(where: { $0.name == text.unit }) else {
            return nil
        }
        let (nanoseconds, overflow) = Int64(text.number).multipliedReportingOverflow(by: unit.nanoseconds)
        return overflow ? nil : .nanoseconds(nanoseconds)
    }

    /// In the largest unit that divides `duration`; for whole microseconds.
    static func write(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        if seconds == 0 && attoseconds == 0 { return "0 ms" }
        let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        let unit = units.first { nanoseconds % $0.nanoseconds == 0 } ?? ("us", 1000)
        return "\(nanoseconds / unit.nanoseconds) \(unit.name)"
    }
}

import TunetCore

/// Since when something has been wrong.
extension HealthText {
    /// `siden kl. 08:15`, `siden mandag kl. 08:15`, `siden 26. oktober kl. 08:15`; with `før` where the beginning is not
    /// known, but that it was earlier.
    ///
    /// - Parameter today: ISO 8601.
    /// - Returns: nil if no time is known.
    static func since(_ entry: NodeStatus.HealthStatus, on today: String?, _ say: Catalogue) -> String? {
        guard let time = entry.since else { return nil }
        let isOlder = entry.isOlder == true
        var words = ["time": Catalogue.Word.text(say.time(time))]
        guard let day = entry.sinceDay, day != today else {
            return isOlder ? say("health.since.older_today", words) : say("health.since.today", words)
        }
        words["day"] = .text(Self.day(day, on: today, say))
        return isOlder ? say("health.since.older_day", words) : say("health.since.day", words)
    }

    /// The weekday of a day of the last week, else its date.
    private static func day(_ iso: String, on today: String?, _ say: Catalogue) -> String {
        guard let date = CivilDate(iso) else { return iso }
        if let now = today.flatMap({ CivilDate($0) }), (1...6).contains(now.dayNumber - date.dayNumber) {
            return say.weekday(date)
        }
        return say.shortDate(date)
    }
}

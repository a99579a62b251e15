import TunetCore

/// Since when something has been wrong.
extension HealthText {
    /// `siden kl. 08:15`, `siden mandag kl. 08:15`, `siden 26. oktober kl. 08:15`; with `før` where the beginning is not
    /// known, but that it was earlier.
    ///
    /// - Parameter today: ISO 8601.
    /// - Returns: nil if no time is known.
    static func since(_ entry: NodeStatus.HealthStatus, on today: String?, in language: String) -> String? {
        guard let time = entry.since, let words = sinceWords[language] else { return nil }
        let named = entry.sinceDay.flatMap { day($0, on: today, in: words) }
        let parts = [words.since, entry.isOlder == true ? words.before : nil, named, words.clock, time]
        return parts.compactMap { $0 }.joined(separator: " ")
    }

    /// The weekday of a day of the last week, else its date; nil for today itself.
    private static func day(_ iso: String, on today: String?, in words: SinceWords) -> String? {
        guard iso != today else { return nil }
        guard let date = CivilDate(iso) else { return iso }
        if let now = today.flatMap({ CivilDate($0) }), (1...6).contains(now.dayNumber - date.dayNumber) {
            return words.weekdays[date.weekday - 1]
        }
        let (_, month, day) = date.components
        return "\(day)\(words.ordinal) \(words.months[month - 1])"
    }

    private struct SinceWords {
        var since: String
        var before: String
        var clock: String?
        var ordinal: String
        var weekdays: [String]
        var months = [
            "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
            "desember",
        ]
    }

    private static let sinceWords = [
        "nb": SinceWords(
            since: "siden", before: "før", clock: "kl.", ordinal: ".",
            weekdays: ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]),
        "nn": SinceWords(
            since: "sidan", before: "før", clock: "kl.", ordinal: ".",
            weekdays: ["måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "søndag"]),
        "en": SinceWords(
            since: "since", before: "before", clock: nil, ordinal: "",
            weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
            months: [
                "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December",
            ]),
    ]
}

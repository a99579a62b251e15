/// How long a text may be where it stands: on a button, in a column, on a sign that is read in passing.
package enum CatalogueLimits {
    /// Keys with this beginning and this end, and the most characters of their texts, with words in braces as they stand.
    struct Limit: Sendable {
        var beginning: String
        var end = ""
        var most: Int

        func covers(_ key: String) -> Bool { key.hasPrefix(beginning) && key.hasSuffix(end) }
    }

    /// The narrowest that covers a key holds.
    static let all: [Limit] =
        [
            // A sentence is read at a glance, and what to do in ten seconds.
            Limit(beginning: "health.", end: ".what", most: 90),
            Limit(beginning: "health.", end: ".remedy", most: 210),
            Limit(beginning: "health.since.", most: 40),
            // Words within sentences.
            Limit(beginning: "calendar.", most: 40),
            Limit(beginning: "duration.", most: 30),
            Limit(beginning: "sensor.", most: 40),
            Limit(beginning: "clock.source.", most: 50),
            Limit(beginning: "count_check.direction.", most: 20),
            Limit(beginning: "correction.direction.", most: 20),
            Limit(beginning: "privacy.each.", most: 20),
            Limit(beginning: "privacy.the.", most: 20),
            Limit(beginning: "privacy.measure.", most: 40),
            // Beside a number, and in cells of tables.
            Limit(beginning: "occupancy.here_now", most: 20),
            Limit(beginning: "count_check.title", most: 30),
            Limit(beginning: "door.", most: 50),
            // Large letters, seen from where one stands.
            Limit(beginning: "kiosk.", most: 100),
            // The sign is one sheet, read in passing.
            Limit(beginning: "privacy.sign.title_", most: 32),
            Limit(beginning: "privacy.sign.lead", most: 70),
            Limit(beginning: "privacy.sign.processing_", most: 240),
            Limit(beginning: "privacy.sign.deletion", most: 200),
            Limit(beginning: "privacy.sign.access_", most: 160),
            Limit(beginning: "privacy.sign.footer", most: 130),
            Limit(beginning: "privacy.sensor.", most: 70),
        ]
        + ["purpose", "technology", "processing", "storage", "access", "accountability"].map {
            Limit(beginning: "privacy.sign.", end: ".\($0)", most: 20)
        }
        + ["absent", "camera", "microphone", "radio", "identity"].map {
            Limit(beginning: "privacy.sign.", end: ".\($0)", most: 30)
        }

    /// Of every other text: nobody reads a longer one.
    static let longest = 500

    /// The most characters of the text with this key.
    package static func most(for key: String) -> Int {
        all.filter { $0.covers(key) }.map(\.most).min() ?? longest
    }
}

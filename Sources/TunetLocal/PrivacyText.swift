import TunetCore

/// What a place does for the protection of those who come there, in words for people.
package struct PrivacyText: Sendable {
    let facts: PrivacyFacts
    let say: Catalogue

    /// - Parameter language: nil for the place's first.
    package init(_ facts: PrivacyFacts, language: String? = nil) {
        self.facts = facts
        say = Catalogue(firstOf: language.map { [$0] } ?? facts.configuration.place.languages)
    }

    package var language: String { say.code }

    // MARK: - What is there

    /// What a kind of sensor is called, and what it does.
    func words(_ kind: PrivacyFacts.Apparatus.Kind) -> (name: String, does: String) {
        (say("privacy.sensor.\(kind.rawValue).name"), say("privacy.sensor.\(kind.rawValue).does"))
    }

    /// A sentence for each kind of sensor, with the names of its doors.
    var sensors: [String] {
        facts.apparatus(in: [language]).map { apparatus in
            let words = words(apparatus.kind)
            let names = apparatus.kind == .panel ? apparatus.names.map(quoted) : apparatus.names
            return "\(words.name) (\(say.list(names))): \(words.does)."
        }
    }

    /// What Tunet never has.
    var without: String { say("privacy.without") }

    var purpose: String { facts.controller?.purpose?.text(in: [language]) ?? say("privacy.usual_purpose") }

    // MARK: - Periods

    /// `hver dag`.
    func each(_ period: LeafPeriod) -> Catalogue.Word { .text(say("privacy.each.\(period.rawValue)")) }

    /// `dagen`.
    func the(_ period: LeafPeriod) -> Catalogue.Word { .text(say("privacy.the.\(period.rawValue)")) }

    /// When a period is released: `kl. 03:15, 3 dager senere`.
    func delay(after period: LeafPeriod) -> Catalogue.Word {
        let words: [String: Catalogue.Word] = [
            "count": .number(facts.release.correctionDays + 1), "time": .text(uploadTime),
        ]
        return .text(say("privacy.after.\(period.rawValue)", words))
    }

    /// `03:15`.
    var uploadTime: String { Catalogue.clock(facts.uploadMinute) }

    // MARK: - Words

    /// What a measure is called, as batches and the ledger name it.
    static func measure(_ name: String, _ say: Catalogue) -> String {
        let parts = name.split(separator: " ", maxSplits: 1).map(String.init)
        if parts.count == 2 { return measure(parts[0], say) + " (\(parts[1]))" }
        return say.has("privacy.measure.\(name)") ? say("privacy.measure.\(name)") : name
    }

    func quoted(_ text: String) -> String { say("privacy.quoted", ["text": .text(text)]) }

    /// With at most three decimals, rounded up, so that a charge is never said to be smaller than it is.
    static func decimal(_ value: Double, _ say: Catalogue) -> String {
        var number = Int((min(value, 1e12) * 1000 - 1e-6).rounded(.up))
        var digits = 3
        while digits > 0, number % 10 == 0 { (number, digits) = (number / 10, digits - 1) }
        return digits == 0 ? "\(number)" : say.decimal(number, digits: digits)
    }
}

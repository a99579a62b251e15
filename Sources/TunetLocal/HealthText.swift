package import TunetCore

/// What is wrong, and what to do about it, in words for a volunteer who has never opened the box: the one place where
/// ``HealthKind`` becomes words.
///
/// The catalogues have them in the table `[health]`: `health.blocked` for the device, a pair and a single beam, and
/// `health.mat.blocked` for what is said in other words where the sensor is a mat.
package enum HealthText {
    /// What is wrong, and what to do.
    package struct Words: Sendable, Equatable {
        package var what: String
        package var remedy: String
    }

    /// What the trouble is about, as ``NodeStatus/HealthStatus/sensor`` names it. Nil stands for the device itself.
    package enum Subject: String, Sendable, CaseIterable {
        case pair = "beam-pair"
        case beam, mat, turnstile, pir, reed, panel

        /// Where its own words are looked for, before the general ones. The sun does not shine into what is only wired.
        fileprivate var tables: [String] {
            switch self {
            case .pair, .beam: []
            case .mat, .turnstile, .pir, .reed: [rawValue, "wired"]
            case .panel: [rawValue]
            }
        }
    }

    /// - Parameters:
    ///   - today: ISO 8601; nil while the clock is not trusted.
    ///   - languages: of the place, first one preferred.
    package static func problems(
        _ health: [NodeStatus.HealthStatus], on today: String?, in languages: [String]
    ) -> [String] {
        guard !health.isEmpty else { return [] }
        let say = Catalogue(firstOf: languages)
        return health.map { entry in
            guard let kind = HealthKind(rawValue: entry.kind) else { return entry.kind }
            let words = words(
                kind, beam: entry.beam.flatMap { Beam(rawValue: $0) },
                of: entry.sensor.flatMap { Subject(rawValue: $0) }, say)
            guard let since = since(entry, on: today, say) else { return "\(words.what) \(words.remedy)" }
            let sentence = words.what.hasSuffix(".") ? String(words.what.dropLast()) : words.what
            return "\(sentence) (\(since)). \(words.remedy)"
        }
    }

    /// The language in which these words are said: the first one of the place that they exist in.
    package static func language(_ languages: [String]) -> String {
        Catalogue(firstOf: languages).code
    }

    /// - Parameters:
    ///   - beam: the beam of a pair that it is about; nil for both, or for another sensor.
    ///   - subject: nil for the device itself.
    ///   - language: bokmål is taken if it is not known.
    package static func words(
        _ kind: HealthKind, beam: Beam?, of subject: Subject?, in language: String
    ) -> Words {
        words(kind, beam: beam, of: subject, Catalogue(firstOf: [language]))
    }

    private static func words(_ kind: HealthKind, beam: Beam?, of subject: Subject?, _ say: Catalogue) -> Words {
        let tables = (subject?.tables ?? []).map { "\($0).\(kind.rawValue)" } + [kind.rawValue]
        let names = names(of: subject, beam: beam, say)
        func text(_ part: String) -> String {
            let table = tables.first { say.has("health.\($0).\(part)") } ?? kind.rawValue
            return say("health.\(table).\(part)", names)
        }
        return Words(what: text("what"), remedy: text("remedy"))
    }

    /// What stands for `{it}`, `{It}` and `{signal}` (in front of a sentence), `{other}` and `{door}`.
    private static func names(of subject: Subject?, beam: Beam?, _ say: Catalogue) -> [String: Catalogue.Word] {
        let own = beam?.rawValue ?? subject?.rawValue
        func name(_ name: String) -> String {
            if let own, say.has("sensor.\(own).\(name)") { return say("sensor.\(own).\(name)") }
            return say("sensor.\(name)")
        }
        let it = name("it")
        return [
            "it": .text(it), "It": .text(say.capitalised(it)), "signal": .text(name("signal")),
            "other": .text(name("opposite")),
            // A trouble of the whole place is about all of its doors.
            "door": .text(subject == nil ? say("sensor.doors") : say("sensor.door")),
        ]
    }
}

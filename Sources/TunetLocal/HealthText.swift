package import TunetCore

/// What is wrong, and what to do about it, in words for a volunteer who has never opened the box: the one place where
/// ``HealthKind`` becomes words.
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
    }

    /// - Parameters:
    ///   - today: ISO 8601; nil while the clock is not trusted.
    ///   - languages: of the place, first one preferred.
    package static func problems(
        _ health: [NodeStatus.HealthStatus], on today: String?, in languages: [String]
    ) -> [String] {
        let language = language(languages)
        return health.map { entry in
            guard let kind = HealthKind(rawValue: entry.kind) else { return entry.kind }
            let words = words(
                kind, beam: entry.beam.flatMap { Beam(rawValue: $0) },
                of: entry.sensor.flatMap { Subject(rawValue: $0) }, in: language)
            guard let since = since(entry, on: today, in: language) else { return "\(words.what) \(words.remedy)" }
            let sentence = words.what.hasSuffix(".") ? String(words.what.dropLast()) : words.what
            return "\(sentence) (\(since)). \(words.remedy)"
        }
    }

    /// The language in which these words are said: the first one of the place that they exist in.
    package static func language(_ languages: [String]) -> String {
        languages.first(where: Place.knownLanguages.contains) ?? "nb"
    }

    /// - Parameters:
    ///   - beam: the beam of a pair that it is about; nil for both, or for another sensor.
    ///   - subject: nil for the device itself.
    ///   - language: one of ``Place/knownLanguages``.
    package static func words(
        _ kind: HealthKind, beam: Beam?, of subject: Subject?, in language: String
    ) -> Words {
        let own = subject.flatMap { bySubject[$0]?[kind]?[language] }
        let words = own ?? texts[kind]?[language] ?? Words(kind.rawValue, "")
        let names = names(of: subject, beam: beam, in: language)
        func fill(_ text: String) -> String {
            text.replacing("{it}", with: names.it).replacing("{It}", with: capitalised(names.it))
                .replacing("{signal}", with: names.signal).replacing("{other}", with: names.other)
                .replacing("{door}", with: names.door)
        }
        return Words(fill(words.what), fill(words.remedy))
    }

    private static func capitalised(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    /// What stands for `{it}`, `{signal}` (in front of a sentence), `{other}` and `{door}`.
    private struct Names {
        var it: String
        var signal: String
        var other: String
        var door: String
    }

    private static func names(of subject: Subject?, beam: Beam?, in language: String) -> Names {
        let names = generalNames[language] ?? Names(it: "", signal: "", other: "", door: "")
        let doors = subject == nil ? (allDoors[language] ?? names.door) : names.door
        if let beam, let (it, other) = beams[language]?[beam] {
            return Names(it: it, signal: capitalised(it), other: other, door: doors)
        }
        let own = subject.flatMap { subjectNames[$0]?[language] }
        return Names(it: own?.it ?? names.it, signal: own?.signal ?? names.signal, other: names.other, door: doors)
    }

    private static let generalNames = [
        "nb": Names(it: "sensoren", signal: "Signalet fra sensoren", other: "den andre", door: "døra"),
        "nn": Names(it: "sensoren", signal: "Signalet frå sensoren", other: "den andre", door: "døra"),
        "en": Names(it: "the sensor", signal: "The sensor's signal", other: "the other one", door: "the door"),
    ]

    /// A trouble of the whole place is about all of its doors.
    private static let allDoors = ["nb": "dørene", "nn": "dørene", "en": "the doors"]

    private static let beams: [String: [Beam: (it: String, other: String)]] = [
        "nb": [.outer: ("den ytre lysstrålen", "den indre"), .inner: ("den indre lysstrålen", "den ytre")],
        "nn": [.outer: ("den ytre lysstrålen", "den indre"), .inner: ("den indre lysstrålen", "den ytre")],
        "en": [
            .outer: ("the outer light beam", "the inner one"), .inner: ("the inner light beam", "the outer one"),
        ],
    ]

    private static let subjectNames: [Subject: [String: (it: String, signal: String)]] = [
        .pair: [
            "nb": ("begge lysstrålene", "Signalet fra sensoren"), "nn": ("begge lysstrålane", "Signalet frå sensoren"),
            "en": ("both light beams", "The sensor's signal"),
        ],
        .beam: [
            "nb": ("lysstrålen", "Signalet fra sensoren"), "nn": ("lysstrålen", "Signalet frå sensoren"),
            "en": ("the light beam", "The sensor's signal"),
        ],
        .mat: [
            "nb": ("matta", "Signalet fra matta"), "nn": ("matta", "Signalet frå matta"),
            "en": ("the mat", "The mat's signal"),
        ],
        .turnstile: [
            "nb": ("dreiekorset", "Signalet fra dreiekorset"), "nn": ("dreiekorset", "Signalet frå dreiekorset"),
            "en": ("the turnstile", "The turnstile's signal"),
        ],
        .pir: [
            "nb": ("bevegelsessensoren", "Signalet fra bevegelsessensoren"),
            "nn": ("rørslesensoren", "Signalet frå rørslesensoren"),
            "en": ("the motion sensor", "The motion sensor's signal"),
        ],
        .reed: [
            "nb": ("dørkontakten", "Signalet fra dørkontakten"), "nn": ("dørkontakten", "Signalet frå dørkontakten"),
            "en": ("the door's contact", "The signal of the door's contact"),
        ],
        .panel: [
            "nb": ("panelet", "Signalet fra en av knappene"), "nn": ("panelet", "Signalet frå ein av knappane"),
            "en": ("the panel", "The signal of one of the buttons"),
        ],
    ]
}

extension HealthText.Words {
    init(_ what: String, _ remedy: String) {
        self.init(what: what, remedy: remedy)
    }
}

import TunetCore

/// A language in which Tunet speaks to people: one of ``Place/knownLanguages``.
package enum SpokenLanguage: String, Sendable, CaseIterable {
    case nb, nn, en

    /// The first of `languages` that is known, else bokmål.
    package init(firstOf languages: [String]) {
        self = languages.lazy.compactMap(Self.init(rawValue:)).first ?? .nb
    }

    /// The text in this language.
    func pick(_ nb: String, _ nn: String, _ en: String) -> String {
        switch self {
        case .nb: nb
        case .nn: nn
        case .en: en
        }
    }

    /// What whoever asks the service for something is told while it starts or ends.
    var notReady: String {
        pick(
            "Tjenesten er i ferd med å starte eller stoppe. Prøv igjen om litt.",
            "Tenesta er i ferd med å starte eller stoppe. Prøv igjen om litt.",
            "The service is just starting or ending. Try again in a moment.")
    }

    /// `torsdag 5. november 2026`, `Thursday 2026-11-05`; what is no date stays as it is.
    func day(_ iso: String) -> String {
        guard let date = CivilDate(iso) else { return iso }
        switch self {
        case .nb: return NorwegianText.day(iso)
        case .nn:
            let nynorsk = ["måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "sundag"]
            return nynorsk[date.weekday - 1] + NorwegianText.day(iso).drop { $0 != " " }
        case .en:
            let english = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
            return "\(english[date.weekday - 1]) \(iso)"
        }
    }
}

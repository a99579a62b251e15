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
}

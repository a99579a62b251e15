/// A panel of buttons. What its buttons mean follows from the question of the day, but for those with a fixed use.
package struct Panel: Sendable, Equatable {
    /// 1 to 40 characters of `a-z`, `0-9`, `-`; unique among doors and panels.
    package var id: String
    package var name: String
    /// 1 to 8 buttons, from the left: 2 to 6 of them for answers, or none; and those with a fixed use.
    package var buttons: [Button]
    package var parameters: PanelParameters
    /// A short sound with each answer of the panel; nil for silence.
    package var buzzer: OutputLine?

    package init(
        id: String, name: String, buttons: [Button], parameters: PanelParameters, buzzer: OutputLine? = nil
    ) {
        self.id = id
        self.name = name
        self.buttons = buttons
        self.parameters = parameters
        self.buzzer = buzzer
    }

    /// Numbers of the buttons that stand for the options of a question: the first one for the first option.
    package var answerButtons: [Int] { buttons.indices.filter { buttons[$0].use == nil } }
}

/// One button of a panel.
package struct Button: Sendable, Equatable {
    package var line: InputLine
    /// The light in or beside the button; nil if it has none.
    package var led: OutputLine?
    /// What the button is for, whatever the question; nil for a button that answers the question.
    package var use: FixedUse?

    package init(line: InputLine, led: OutputLine? = nil, use: FixedUse? = nil) {
        self.line = line
        self.led = led
        self.use = use
    }
}

/// What a button is always for, such as "I need help" or "count me in". It is a measure of its own.
package struct FixedUse: Sendable, Equatable {
    /// 1 to 40 characters of `a-z`, `0-9`, `-`; unique among uses, questions and their options. Buttons of several panels may
    /// have the same use; then the texts are the same.
    package var id: String
    package var text: LocalizedText
    /// A drawing or a sign beside the words: see ``Option/symbol``.
    package var symbol: String?
    /// Whether a press calls for somebody: volunteers see it at once, until one of them has come.
    package var calls: Bool

    package init(id: String, text: LocalizedText, symbol: String? = nil, calls: Bool = false) {
        self.id = id
        self.text = text
        self.symbol = symbol
        self.calls = calls
    }
}

/// What panels ask in a period.
package struct Question: Sendable, Equatable {
    /// 1 to 40 characters of `a-z`, `0-9`, `-`; unique. A new question needs a new id, or its answers would be added up.
    package var id: String
    /// Ids of the panels that ask it.
    package var panels: [String]
    package var text: LocalizedText
    /// 2 to 6, in the order of the panels' answer buttons.
    package var options: [Option]
    /// First local day; nil for always before.
    package var from: CivilDate?
    /// Last local day; nil for always after. It changes over at the midnight that ends it.
    package var until: CivilDate?

    package init(
        id: String, panels: [String], text: LocalizedText, options: [Option], from: CivilDate? = nil,
        until: CivilDate? = nil
    ) {
        self.id = id
        self.panels = panels
        self.text = text
        self.options = options
        self.from = from
        self.until = until
    }
}

/// One answer to a question.
package struct Option: Sendable, Equatable {
    /// 1 to 40 characters of `a-z`, `0-9`, `-`; unique in its question.
    package var id: String
    package var text: LocalizedText
    /// Stands beside the words, never in their place: the name of a face (``faces``), or up to 4 characters such as an emoji.
    package var symbol: String?

    package init(id: String, text: LocalizedText, symbol: String? = nil) {
        self.id = id
        self.text = text
        self.symbol = symbol
    }

    /// Faces that screens draw themselves, from glad to sad. Their mouths tell them apart, not their colour.
    package static let faces = ["very-happy", "happy", "neutral", "sad", "very-sad"]
}

/// A text that is shown in a period.
package struct Message: Sendable, Equatable {
    /// 1 to 40 characters of `a-z`, `0-9`, `-`; unique.
    package var id: String
    package var text: LocalizedText
    package var from: CivilDate?
    package var until: CivilDate?

    package init(id: String, text: LocalizedText, from: CivilDate? = nil, until: CivilDate? = nil) {
        self.id = id
        self.text = text
        self.from = from
        self.until = until
    }
}

/// "Dere sa – vi gjorde": what people answered, and what came of it.
package struct Promise: Sendable, Equatable {
    package var said: LocalizedText
    package var did: LocalizedText
    package var from: CivilDate?
    package var until: CivilDate?

    package init(said: LocalizedText, did: LocalizedText, from: CivilDate? = nil, until: CivilDate? = nil) {
        self.said = said
        self.did = did
        self.from = from
        self.until = until
    }
}

/// Something that holds on the days of a period.
package protocol Dated {
    var from: CivilDate? { get }
    var until: CivilDate? { get }
}

extension Dated {
    package func holds(on day: CivilDate) -> Bool {
        (from.map { $0 <= day } ?? true) && (until.map { day <= $0 } ?? true)
    }

    /// Whether it holds on any day from `first` until before `end`.
    package func overlaps(_ first: CivilDate, _ end: CivilDate) -> Bool {
        (from.map { $0 < end } ?? true) && (until.map { first <= $0 } ?? true)
    }

    /// Whether both hold on some day.
    package func overlaps(_ other: some Dated) -> Bool {
        let starts = [from, other.from].compactMap { $0 }
        let ends = [until, other.until].compactMap { $0 }
        guard let start = starts.max(), let end = ends.min() else { return true }
        return start <= end
    }
}

extension Question: Dated {}
extension Message: Dated {}
extension Promise: Dated {}

/// The page for a screen beside the panel.
package struct Kiosk: Sendable, Equatable {
    /// Whether today's exact number of visits is shown. Everybody in the room can see how many there are; it never leaves
    /// the place.
    package var showsToday: Bool
    /// Whether the page may be touched in the place of the buttons, under the same rules.
    package var isTouchable: Bool
    /// How long each of the place's languages is shown: 5 s to 10 min.
    package var languageTime: Duration
    /// Local minutes after midnight between which the screen is dim; nil for never.
    package var dim: (from: Int, to: Int)?

    package init(
        showsToday: Bool = false, isTouchable: Bool = false, languageTime: Duration = .seconds(15),
        dim: (from: Int, to: Int)? = (from: 1320, to: 420)
    ) {
        self.showsToday = showsToday
        self.isTouchable = isTouchable
        self.languageTime = languageTime
        self.dim = dim
    }

    package static func == (lhs: Self, rhs: Self) -> Bool {
        lhs.showsToday == rhs.showsToday && lhs.isTouchable == rhs.isTouchable
            && lhs.languageTime == rhs.languageTime && lhs.dim?.from == rhs.dim?.from && lhs.dim?.to == rhs.dim?.to
    }
}

extension PlaceConfiguration {
    /// Each fixed use once, in the order of the panels.
    package var uses: [FixedUse] {
        panels.flatMap(\.buttons).compactMap(\.use).reduce(into: []) { uses, use in
            if !uses.contains(where: { $0.id == use.id }) { uses.append(use) }
        }
    }

    /// What `panel` asks on `day`.
    ///
    /// - Parameter day: nil while nobody knows any day: then only a question without a beginning and an end is asked.
    /// - Returns: nil if it asks nothing: the panel is closed, but for its fixed uses.
    package func question(on panel: Panel, at day: CivilDate?) -> Question? {
        questions.first { question in
            guard question.panels.contains(panel.id) else { return false }
            guard let day else { return question.from == nil && question.until == nil }
            return question.holds(on: day)
        }
    }
}

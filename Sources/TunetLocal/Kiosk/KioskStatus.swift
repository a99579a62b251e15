package import TunetCore

/// What the screen beside a panel shows. It is live and local, and never written down.
package struct KioskStatus: Sendable, Equatable {
    /// A panel and what it asks.
    package struct PanelPart: Sendable, Equatable {
        package var id: String
        /// Nil while nothing is asked.
        package var question: LocalizedText?
        /// One for each button in use, from the left.
        package var buttons: [ButtonPart]
        /// What the panel has just told somebody.
        package var answer: PanelAnswer?

        package init(id: String, question: LocalizedText?, buttons: [ButtonPart], answer: PanelAnswer?) {
            self.id = id
            self.question = question
            self.buttons = buttons
            self.answer = answer
        }
    }

    package struct ButtonPart: Sendable, Equatable {
        /// From 0, as counted from the left.
        package var number: Int
        package var text: LocalizedText
        package var symbol: String?
        /// Whether it is for the same thing whatever the question.
        package var isFixed: Bool
        /// Whether it calls for somebody.
        package var calls: Bool

        package init(number: Int, text: LocalizedText, symbol: String?, isFixed: Bool, calls: Bool) {
            self.number = number
            self.text = text
            self.symbol = symbol
            self.isFixed = isFixed
            self.calls = calls
        }
    }

    /// A session of today.
    package struct ProgrammePart: Sendable, Equatable {
        package var name: String
        /// Local minutes after midnight.
        package var from: Int
        package var to: Int

        package init(name: String, from: Int, to: Int) {
            self.name = name
            self.from = from
            self.to = to
        }
    }

    package enum Visits: Sendable, Equatable {
        /// Today's, as they are counted; corrected.
        case today(Int)
        /// Of the latest week or month with released numbers: their noised sum, and its 95 % interval.
        case released(Period, sum: Int, low: Int, high: Int)
    }

    package var place: String
    /// The place's, first one preferred.
    package var languages: [String]
    package var languageTime: Duration
    /// Nil while the clock is not trusted.
    package var day: CivilDate?
    /// Local minutes after midnight; nil while the clock is not trusted.
    package var minute: Int?
    package var panels: [PanelPart]
    package var programme: [ProgrammePart]
    package var messages: [LocalizedText]
    package var promises: [Promise]
    package var visits: Visits?
    package var isDim: Bool
    package var isTouchable: Bool

    package init(
        place: String, languages: [String], languageTime: Duration, day: CivilDate?, minute: Int?,
        panels: [PanelPart], programme: [ProgrammePart] = [], messages: [LocalizedText] = [],
        promises: [Promise] = [], visits: Visits? = nil, isDim: Bool = false, isTouchable: Bool = false
    ) {
        self.place = place
        self.languages = languages
        self.languageTime = languageTime
        self.day = day
        self.minute = minute
        self.panels = panels
        self.programme = programme
        self.messages = messages
        self.promises = promises
        self.visits = visits
        self.isDim = isDim
        self.isTouchable = isTouchable
    }
}

/// Whoever knows what the panels ask and answer.
package protocol KioskSource: Sendable {
    func kiosk() async -> KioskStatus
    /// A finger on the screen. Returns when the panel has answered.
    func touch(panel: String, button: Int) async
    /// An element for each change of what the screen shows; nil if too many listen already.
    func kioskChanges() -> AsyncStream<Void>?
}

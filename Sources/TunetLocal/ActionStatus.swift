/// The local log, for the people at the place.
package struct ActionList: Codable, Sendable, Equatable {
    package struct Entry: Codable, Sendable, Equatable {
        package var id: Int64
        /// The local day on which it was done, ISO 8601; nil if it was not known. Never a time.
        package var day: String?
        /// As ``LoggedAction/Kind`` names it.
        package var kind: String
        /// A sentence, in the place's first language.
        package var words: String
        /// Whether it can be undone, as far as that can be told before.
        package var canUndo: Bool
        package var undone: Bool

        package init(id: Int64, day: String?, kind: String, words: String, canUndo: Bool, undone: Bool) {
            self.id = id
            self.day = day
            self.kind = kind
            self.words = words
            self.canUndo = canUndo
            self.undone = undone
        }
    }

    /// First language of the place.
    package var language: String
    /// The newest first.
    package var actions: [Entry]

    package init(language: String, actions: [Entry]) {
        self.language = language
        self.actions = actions
    }
}

/// Names an entry of the log, or the record of a session.
package struct IDRequest: Codable, Sendable, Equatable {
    package var id: Int64

    package init(id: Int64) { self.id = id }
}

/// A session that happened without a schedule.
package struct SessionRequest: Codable, Sendable, Equatable {
    /// ISO 8601, `today` or `yesterday`.
    package var day: String
    package var name: String
    /// `HH:MM`, whole quarters of an hour; both or none.
    package var from: String?
    package var to: String?
    /// An organisation, and not a person.
    package var organiser: String
    /// As ``RecordedSession/Sector`` names it.
    package var sector: String
    /// How many came, if somebody counted.
    package var counted: Int?

    package init(
        day: String, name: String, from: String? = nil, to: String? = nil, organiser: String, sector: String,
        counted: Int? = nil
    ) {
        self.day = day
        self.name = name
        self.from = from
        self.to = to
        self.organiser = organiser
        self.sector = sector
        self.counted = counted
    }
}

/// The sessions of the last year that were recorded, with exact counts by hand of days that are not released: for the people at
/// the place only.
package struct SessionList: Codable, Sendable, Equatable {
    package struct Entry: Codable, Sendable, Equatable {
        package var id: Int64
        /// ISO 8601.
        package var day: String
        package var name: String
        package var from: String?
        package var to: String?
        package var organiser: String
        package var sector: String
        package var counted: Int?

        package init(
            id: Int64, day: String, name: String, from: String?, to: String?, organiser: String, sector: String,
            counted: Int?
        ) {
            self.id = id
            self.day = day
            self.name = name
            self.from = from
            self.to = to
            self.organiser = organiser
            self.sector = sector
            self.counted = counted
        }
    }

    /// A sector with its name in the place's first language.
    package struct Sector: Codable, Sendable, Equatable {
        package var id: String
        package var name: String

        package init(id: String, name: String) {
            self.id = id
            self.name = name
        }
    }

    /// First language of the place.
    package var language: String
    /// The latest day first.
    package var sessions: [Entry]
    /// All that may be chosen.
    package var sectors: [Sector]

    package init(language: String, sessions: [Entry], sectors: [Sector]) {
        self.language = language
        self.sessions = sessions
        self.sectors = sectors
    }
}

/// Names what is wrong with a door, a panel or, without a source, the device itself.
package struct FaultRequest: Codable, Sendable, Equatable {
    package var source: String?
    /// As in the status, or ``call``.
    package var kind: String

    /// Somebody has pressed a button that calls for a volunteer, at the panel that is the source.
    package static let call = "call"

    package init(source: String? = nil, kind: String) {
        self.source = source
        self.kind = kind
    }
}

/// Names a panel; nil for all of them.
package struct LightTestRequest: Codable, Sendable, Equatable {
    package var panel: String?

    package init(panel: String? = nil) { self.panel = panel }
}

/// What is said of what was done, and of a refusal.
package struct ActionAnswer: Codable, Sendable, Equatable {
    package var message: String
    /// Of a session that was recorded.
    package var id: Int64?

    package init(message: String, id: Int64? = nil) {
        self.message = message
        self.id = id
    }
}

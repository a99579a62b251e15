/// What of the last days can still be corrected, with exact counts: for the people at the place only.
package struct CorrectionStatus: Codable, Sendable, Equatable {
    /// A part of a day: a session, or the rest.
    package struct Part: Codable, Sendable, Equatable {
        /// A session's id, or `outside`.
        package var session: String
        /// The session's name; nil for the rest.
        package var name: String?
        package var counts: [Count]

        package init(session: String, name: String?, counts: [Count]) {
            self.session = session
            self.name = name
            self.counts = counts
        }
    }

    /// One direction of a part.
    package struct Count: Codable, Sendable, Equatable {
        package enum Direction: String, Codable, Sendable, CaseIterable {
            case `in`, out, unknown
        }

        package var direction: Direction
        /// By the sensors.
        package var counted: Int64
        /// By people: added, or taken away if it is negative.
        package var corrected: Int64

        package init(direction: Direction, counted: Int64, corrected: Int64) {
            self.direction = direction
            self.counted = counted
            self.corrected = corrected
        }
    }

    package struct Day: Codable, Sendable, Equatable {
        /// Local, ISO 8601.
        package var day: String
        package var parts: [Part]

        package init(day: String, parts: [Part]) {
            self.day = day
            self.parts = parts
        }
    }

    /// First language of the place.
    package var language: String
    /// The latest first.
    package var days: [Day]

    package init(language: String, days: [Day]) {
        self.language = language
        self.days = days
    }
}

/// What a person wants to correct.
package struct CorrectionRequest: Codable, Sendable, Equatable {
    /// ISO 8601, `today` or `yesterday`.
    package var day: String
    /// A session's id, or `outside`; nil for the only part of the day.
    package var session: String?
    /// Nil for entries, or for passages where directions can't be told.
    package var direction: CorrectionStatus.Count.Direction?
    /// Passages more, or fewer if it is negative; nil to take back what was corrected.
    package var amount: Int?

    package init(
        day: String, session: String? = nil, direction: CorrectionStatus.Count.Direction? = nil, amount: Int?
    ) {
        self.day = day
        self.session = session
        self.direction = direction
        self.amount = amount
    }
}

/// What is said of a refusal.
package struct CorrectionRefusal: Codable, Sendable, Equatable {
    package var message: String

    package init(message: String) { self.message = message }
}

/// What the service knows of the time, for the people at the place.
package struct ClockStatus: Codable, Sendable, Equatable {
    /// Where the time of a boot came from.
    package enum Source: String, Codable, Sendable {
        case volunteer, collector, machine, synchronised
    }

    /// One boot of the board, the present one or one that matters to it.
    package struct Boot: Codable, Sendable, Equatable {
        /// The local day on which it began, ISO 8601.
        package var day: String
        package var source: Source

        package init(day: String, source: Source) {
            self.day = day
            self.source = source
        }
    }

    /// Earlier boots that nothing dates, and between which days they lie.
    package struct Undated: Codable, Sendable, Equatable {
        package var boots: Int
        /// Local days, ISO 8601.
        package var from: String
        /// Nil until a later boot is dated.
        package var through: String?

        package init(boots: Int, from: String, through: String?) {
            self.boots = boots
            self.from = from
            self.through = through
        }
    }

    /// First language of the place.
    package var language: String
    /// The place's time zone, such as `Europe/Oslo`.
    package var zone: String
    /// The local day, ISO 8601, and time, `HH:MM`; nil while the boot is not dated.
    package var day: String?
    package var time: String?
    /// Nil while the boot is not dated.
    package var source: Source?
    /// How long the board has been on, in whole minutes.
    package var uptimeMinutes: Int
    /// What the machine's own clock says, ISO 8601, if it can't be right and is not believed.
    package var refused: String?
    /// The latest local day that the store knows; nil before the first.
    package var latestDay: String?
    /// Earlier boots that are dated and still kept, oldest first.
    package var earlier: [Boot]
    package var undated: [Undated]

    package init(
        language: String, zone: String, day: String?, time: String?, source: Source?, uptimeMinutes: Int,
        refused: String?, latestDay: String?, earlier: [Boot], undated: [Undated]
    ) {
        self.language = language
        self.zone = zone
        self.day = day
        self.time = time
        self.source = source
        self.uptimeMinutes = uptimeMinutes
        self.refused = refused
        self.latestDay = latestDay
        self.earlier = earlier
        self.undated = undated
    }
}

/// What a volunteer says of the time.
package struct ClockRequest: Codable, Sendable, Equatable {
    /// The local day, ISO 8601; or else ``weekday``; nil of both for today, as the service knows it.
    package var day: String?
    /// 1 for Monday to 7 for Sunday: the one nearest to today, or else the first one that may be.
    package var weekday: Int?
    /// Minutes after local midnight, 0 to 1439.
    package var minute: Int
    /// Whether a day that can hardly be is meant all the same.
    package var isSure: Bool?

    package init(day: String? = nil, weekday: Int? = nil, minute: Int, isSure: Bool? = nil) {
        self.day = day
        self.weekday = weekday
        self.minute = minute
        self.isSure = isSure
    }
}

/// Why the clock was not set.
package enum ClockProblem: Error, Sendable, Equatable {
    /// The service is just starting or ending.
    case notReady
    /// The present time comes from a source that is trusted more than a person.
    case trusted(ClockStatus.Source)
    /// Neither the day nor anything that tells it is known.
    case dayNeeded
    /// No such day or time, or none between 2026 and 2055.
    case impossible
    /// The store has counts of a later day.
    case beforeLatest(day: String, latest: String)
    /// More than ``ClockProblem/askedAhead`` days after the latest day that the store knows.
    case farAhead(day: String, latest: String)
    /// The store could not keep it.
    case storeFailed

    /// Days without any count after which a date of the machine's own clock is not believed.
    package static let farAhead = 400
    /// The same for what a person says: a wrong month or year would release every open day.
    package static let askedAhead = 35
}

/// What is said of a refusal.
package struct ClockRefusal: Codable, Sendable, Equatable {
    package var message: String

    package init(message: String) {
        self.message = message
    }
}

/// Whoever knows and keeps the time of the running service.
package protocol ClockKeeper: Sendable {
    /// The languages of the place, first one preferred.
    var languages: [String] { get }

    func clock() async throws -> ClockStatus
    func setClock(_ request: ClockRequest) async throws(ClockProblem) -> ClockStatus
}

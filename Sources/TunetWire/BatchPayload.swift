/// What a batch says: consecutive releases of one epoch of one place, and the words needed to read them.
///
/// Keys are short English words; numbers are whole; absent values are left out.
///
/// Version 2 of the format has two measures more than version 1, `checked_by_hand` and `checked_by_sensor`. Version 3 has
/// the session `uncertain`, whose period is the time in which its counts may have come, and batches that were dropped.
/// Version 4 has the measure `exits`, and says what was not released. Version 5 has the measure `uses`. A batch says the
/// lowest version that knows all that is in it, so that a collector that knows version 1 only takes what it can read, and
/// refuses the rest for the right reason.
package struct BatchPayload: Codable, Sendable, Equatable {
    /// The versions that this program reads.
    package static let knownVersions = 1...5

    /// Version of the format.
    package var v: Int
    /// The place's opaque id.
    package var place: String
    /// The random id of the store's life: 32 hexadecimal digits.
    package var epoch: String
    /// The version of Tunet that froze the batch.
    package var software: String
    /// Names that the place has given to its sessions, questions and panels, so that a report can be read.
    package var names: PlaceNames
    /// In the order of their sequence numbers, without gaps; not empty, unless the batch was dropped.
    package var releases: [ReleasedLeaf]
    /// True, from version 3 on: the device had no room for the batch and has dropped it. Nothing will ever come under its
    /// sequence numbers. Absent otherwise.
    package var dropped: Bool?
    /// From version 4 on: what the yearly ceiling has kept back, in the year of the latest release and the one before it.
    /// Absent if there is nothing to tell.
    package var stopped: [StoppedMeasure]?

    /// - Parameter v: nil for the lowest version that knows all of `releases` and `stopped`.
    package init(
        v: Int? = nil, place: String, epoch: String, software: String, names: PlaceNames, releases: [ReleasedLeaf],
        stopped: [StoppedMeasure] = []
    ) {
        let lowest = releases.map(\.version).max() ?? Self.knownVersions.lowerBound
        self.v = v ?? stopped.map(\.version).reduce(lowest, max)
        self.stopped = stopped.isEmpty ? nil : stopped
        self.place = place
        self.epoch = epoch
        self.software = software
        self.names = names
        self.releases = releases
    }

    /// The lowest version that knows ``stopped``.
    package static let stoppedVersion = 4

    /// What stands in the place of a batch that was dropped.
    package init(droppedOf place: String, epoch: String, software: String) {
        self.init(v: 3, place: place, epoch: epoch, software: software, names: PlaceNames(), releases: [])
        dropped = true
    }
}

/// One released leaf.
package struct ReleasedLeaf: Codable, Sendable, Equatable {
    /// Sequence number in the epoch, from 1.
    package var seq: Int64
    /// ISO 8601: `2026-11-02`, `2026-W45` or `2026-11`; from version 3 on also `2026-11-02/2026-11-05`.
    package var period: String
    /// A session's id, `outside` (no session) or `all` (the whole period); from version 3 on also `uncertain`: counted on a
    /// day that nobody knows, within the period.
    package var session: String
    /// `entries`, `passages`, `presses` or `misuse`; from version 2 on also `checked_by_hand` and `checked_by_sensor`,
    /// from version 4 on `exits`, from version 5 on `uses`.
    package var measure: String
    /// The question, for `presses`; the fixed use of the buttons, for `uses`.
    package var question: String?
    /// The option, for `presses`.
    package var option: String?
    /// The panel, for `misuse`.
    package var panel: String?
    /// The noised value; may be negative.
    package var value: Int64
    /// ε of the noise, as a fraction `p/q`.
    package var epsilon: String
    /// Seconds of the period (and session) in which the doors or the panel were really observed.
    package var observed: Int64
    /// Seconds that there were to observe.
    package var scheduled: Int64

    package init(
        seq: Int64, period: String, session: String, measure: String, question: String? = nil, option: String? = nil,
        panel: String? = nil, value: Int64, epsilon: String, observed: Int64, scheduled: Int64
    ) {
        self.seq = seq
        self.period = period
        self.session = session
        self.measure = measure
        self.question = question
        self.option = option
        self.panel = panel
        self.value = value
        self.epsilon = epsilon
        self.observed = observed
        self.scheduled = scheduled
    }

    /// The kinds of leaves, each with periods of its own, by which a ``Receipt`` says what is held.
    package enum Kind: String, Sendable, CaseIterable {
        case attendance, feedback, checks

        package var measures: [String] {
            switch self {
            case .attendance: ["entries", "exits", "passages"]
            case .feedback: ["presses", "uses", "misuse"]
            case .checks: ["checked_by_hand", "checked_by_sensor"]
            }
        }
    }

    /// Nil for a measure that this version does not know.
    package var kind: Kind? {
        Kind.allCases.first { $0.measures.contains(measure) }
    }

    /// The lowest version of the format that knows the leaf's session and measure.
    package var version: Int {
        if measure == "uses" { return 5 }
        if measure == "exits" { return 4 }
        if session == "uncertain" { return 3 }
        return ["checked_by_hand", "checked_by_sensor"].contains(measure) ? 2 : 1
    }
}

/// What a place has not released in a year, because the ceiling of the year's Σε had no room for it. It follows from the
/// calendar and the configuration, never from counts.
package struct StoppedMeasure: Codable, Sendable, Equatable {
    package var year: Int
    /// `entries`, `exits`, `passages`, `presses`, `misuse` or `checks`; from version 5 on `uses`.
    package var measure: String
    /// The question, for `presses`: all of its options. The fixed use, for `uses`.
    package var question: String?
    /// The panel, for `misuse`.
    package var panel: String?
    /// Σε that the year may have.
    package var ceiling: Int
    /// Leaves that were not released so far. Their counts are destroyed.
    package var leaves: Int

    /// The lowest version of the format that knows it.
    package var version: Int { measure == "uses" ? 5 : BatchPayload.stoppedVersion }

    package init(
        year: Int, measure: String, question: String? = nil, panel: String? = nil, ceiling: Int, leaves: Int
    ) {
        self.year = year
        self.measure = measure
        self.question = question
        self.panel = panel
        self.ceiling = ceiling
        self.leaves = leaves
    }
}

/// The names that a place gives to its parts. Keys are ids; texts are keyed by language code.
package struct PlaceNames: Codable, Sendable, Equatable {
    package var sessions: [String: String]
    /// And the fixed uses of buttons, which have no options.
    package var questions: [String: QuestionNames]
    package var panels: [String: String]

    package init(
        sessions: [String: String] = [:], questions: [String: QuestionNames] = [:], panels: [String: String] = [:]
    ) {
        self.sessions = sessions
        self.questions = questions
        self.panels = panels
    }
}

/// A question and its options in the place's languages.
package struct QuestionNames: Codable, Sendable, Equatable {
    package var text: [String: String]
    /// In the order of the buttons.
    package var options: [OptionNames]

    package init(text: [String: String], options: [OptionNames]) {
        self.text = text
        self.options = options
    }
}

/// One option of a question in the place's languages.
package struct OptionNames: Codable, Sendable, Equatable {
    package var id: String
    package var text: [String: String]

    package init(id: String, text: [String: String]) {
        self.id = id
        self.text = text
    }
}

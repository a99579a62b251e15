/// What coordinators see, as plain values: the same numbers on the page, as JSON and on a terminal.
package struct Report: Codable, Sendable, Equatable {
    /// By name.
    package var places: [PlaceReport]
    /// Newest first; at most 100.
    package var alarms: [AlarmReport]
}

/// One place.
package struct PlaceReport: Codable, Sendable, Equatable {
    package var id: String
    package var name: String
    package var municipality: String?
    /// When the latest batch came, seconds since 1970-01-01 UTC; nil before the first one.
    package var received: Int64?
    /// Oldest first; at most the latest ``ReportBuilder/periodLimit``.
    package var periods: [PeriodReport]
    /// Oldest first: all visits of a year, of leaves whose period begins in it. Those of an uncertain date are not in it.
    package var years: [YearReport]
    /// Visits of which it is known between which days they came, and not on which. They are in no other number. Oldest
    /// first; at most the latest ``ReportBuilder/periodLimit``.
    package var uncertain: [UncertainReport]
    package var questions: [QuestionReport]
    package var uses: [UseReport]
    package var misuse: [MisuseReport]
    /// Released values that the device had no room for and has dropped before it could deliver them; nil for none.
    package var missing: Int64?
    /// Nil before the first month was released.
    package var check: CheckReport?
    package var epsilon: [YearEpsilon]
    /// What the place has not released, by year; empty for nothing.
    package var stopped: [StoppedReport]
}

/// What came of the count checks of a place's latest twelve months: what people counted by hand at its doors, and the
/// sensors in the same minutes. Never applied to any other number.
package struct CheckReport: Codable, Sendable, Equatable {
    /// First and last month of these, `2026-11`.
    package var from: String
    package var to: String
    /// For how many months sums were released. Whether anybody made a check in one is not known.
    package var months: Int
    /// With their noise; may be negative.
    package var byHand: Int64
    package var bySensor: Int64
    /// Nil if the noise is too large beside the sums.
    package var factor: FactorReport?
}

/// By hand / by sensor, with the 95 % interval of the noise alone.
package struct FactorReport: Codable, Sendable, Equatable {
    package var value: Double
    package var low: Double
    package var high: Double
}

/// Visits with their interval.
package struct Visits: Codable, Sendable, Equatable {
    /// Entries and half the undirected passages, as released; may be negative.
    package var value: Double
    /// The 95 % interval, at least 0.
    package var low: Double
    package var high: Double
    /// What people see: `<5`, or the rounded value.
    package var shown: String
    /// Seconds really observed, and seconds that there were to observe.
    package var observed: Int64
    package var scheduled: Int64
    /// Observed by scheduled, 0 to 1; nil if nothing was scheduled.
    package var coverage: Double?
    /// How many released values are added up.
    package var leaves: Int
}

/// Visits of one ISO week, or of one month if the place releases its numbers by month.
package struct PeriodReport: Codable, Sendable, Equatable {
    /// `2026-W45` or `2026-11`.
    package var period: String
    package var visits: Visits
    /// By id.
    package var sessions: [SessionReport]
}

/// Visits of one year.
package struct YearReport: Codable, Sendable, Equatable {
    package var year: Int
    package var visits: Visits
}

/// Visits on an unknown day between two, both included.
package struct UncertainReport: Codable, Sendable, Equatable {
    /// ISO 8601.
    package var from: String
    package var through: String
    package var visits: Visits
}

/// The part of a period's visits that fell into one session.
package struct SessionReport: Codable, Sendable, Equatable {
    package var id: String
    package var name: String
    package var visits: Visits
}

/// The answers to one question since it was first asked.
package struct QuestionReport: Codable, Sendable, Equatable {
    package var id: String
    package var text: String
    /// First and last period with released answers, ISO 8601.
    package var from: String
    package var to: String
    /// All released answers added up, with their noise; may be negative.
    package var n: Int64
    /// The 95 % interval of n, at least 0.
    package var low: Int64
    package var high: Int64
    /// Whether n is large enough for shares: at least 10.
    package var enough: Bool
    package var options: [OptionReport]
}

/// One option of a question.
package struct OptionReport: Codable, Sendable, Equatable {
    package var id: String
    package var text: String
    /// With its noise; may be negative.
    package var value: Int64
    /// The 95 % interval of the value, at least 0.
    package var low: Int64
    package var high: Int64
    /// 0 to 1, of the options' sum with negative ones taken as 0; nil unless there are enough answers.
    package var share: Double?
}

/// Presses of the buttons with a fixed use, such as "count me in".
package struct UseReport: Codable, Sendable, Equatable {
    package var id: String
    package var text: String
    /// With its noise; may be negative.
    package var value: Int64
    /// The 95 % interval of the value, at least 0.
    package var low: Int64
    package var high: Int64
}

/// Uses of a panel that were not answers.
package struct MisuseReport: Codable, Sendable, Equatable {
    package var panel: String
    package var name: String
    /// With its noise; may be negative.
    package var value: Int64
    /// The 95 % interval of the value, at least 0.
    package var low: Int64
    package var high: Int64
}

/// The sum of ε of all values that a place has released for a year.
package struct YearEpsilon: Codable, Sendable, Equatable {
    package var year: Int
    package var epsilon: Double
    package var leaves: Int
}

/// A kind of number that a place has not released in a year, or no longer, because the ceiling of the year's Σε had no room
/// for it. It says nothing of how many came.
package struct StoppedReport: Codable, Sendable, Equatable {
    package var year: Int
    /// `entries`, `exits`, `passages`, `presses`, `uses`, `misuse` or `checks`.
    package var measure: String
    /// The question, use or panel as people know it; nil for other measures.
    package var name: String?
    package var ceiling: Int
    /// Numbers that were not released so far.
    package var leaves: Int
}

/// Other content came under numbers that are stored already.
package struct AlarmReport: Codable, Sendable, Equatable {
    package var place: String
    package var placeName: String
    package var epoch: String
    package var first: Int64
    package var last: Int64
    /// Seconds since 1970-01-01 UTC.
    package var raised: Int64
    /// How often the same came again.
    package var repeated: Int64
}

/// The smallest thing released: place × period × session × measure. The place is that of the device.
package struct Leaf: Sendable, Hashable {
    package var period: Period
    /// The session's id, ``outsideSessions``, or ``allDay`` for what is not divided by sessions.
    package var session: String
    package var measure: Measure

    /// The part of a day in which no session is scheduled.
    package static let outsideSessions = "outside"
    /// Counts of boots that nothing has dated: their period is the time in which they may have come.
    package static let uncertain = "uncertain"
    /// The whole of a period; used for feedback, which is counted by day.
    package static let allDay = "all"

    package init(period: Period, session: String, measure: Measure) {
        self.period = period
        self.session = session
        self.measure = measure
    }
}

/// What a leaf counts.
package enum Measure: Sendable, Hashable {
    /// Passages in.
    case entries
    /// Passages out; only where ``ReleasePolicy/directions`` are ``ReleasedDirections/both``.
    case exits
    /// Passages of undirected sensors; a visit is half of one.
    case passages
    /// Accepted presses for one option of a question, on all panels that ask it.
    case presses(question: String, option: String)
    /// Uses of a panel that were not answers: repeats in the lock-out, several buttons at once, a stuck button.
    case misuse(panel: String)
    /// Passages of all doors that people counted by hand in the month's count checks.
    case checkedByHand
    /// Passages that the sensors counted in the same minutes.
    case checkedBySensor
}

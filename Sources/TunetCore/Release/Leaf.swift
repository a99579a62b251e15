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

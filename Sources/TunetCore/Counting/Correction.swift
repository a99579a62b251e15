/// What a person at the place adds to the counts of a day, or takes away, because the sensor was wrong: a class that came in
/// through the garden, boxes that were carried through the beams.
///
/// It belongs to a part of a day, a session or the rest, and to no time in it. It is kept until the part is released and changes
/// the value that is noised, as if it had been counted.
package struct Correction: Sendable, Equatable {
    /// Passages of one correction at most; more is a slip of the finger.
    package static let most = 1000

    package var day: CivilDate
    /// A session's id, or ``Leaf/outsideSessions``; nil for the only part of the day.
    package var session: String?
    /// Nil for the first measure of the day: entries, or passages where directions can't be told.
    package var direction: Direction?
    /// Passages more, or fewer if it is negative; nil to take back what was corrected.
    package var amount: Int?

    package init(day: CivilDate, session: String? = nil, direction: Direction? = nil, amount: Int?) {
        self.day = day
        self.session = session
        self.direction = direction
        self.amount = amount
    }
}

/// A part of a day that can still be corrected.
package struct OpenPart: Sendable, Equatable {
    /// What was counted of one measure, and what was corrected.
    package struct Count: Sendable, Equatable {
        package var direction: Direction
        /// By the sensors.
        package var counted: Int64
        /// Added, or taken away if it is negative.
        package var corrected: Int64

        package init(direction: Direction, counted: Int64, corrected: Int64) {
            self.direction = direction
            self.counted = counted
            self.corrected = corrected
        }
    }

    package var day: CivilDate
    /// A session's id, or ``Leaf/outsideSessions``.
    package var session: String
    /// Of each measure of attendance that the day has.
    package var counts: [Count]

    package init(day: CivilDate, session: String, counts: [Count]) {
        self.day = day
        self.session = session
        self.counts = counts
    }
}

/// Why a correction was not made.
package enum CorrectionProblem: Error, Sendable, Equatable {
    /// The service is just starting or ending.
    case notReady
    /// Nobody knows what day it is.
    case undated
    /// What was said is no day.
    case noDay(String)
    /// The day is still to come.
    case notYet(CivilDate)
    /// The day is not open: it has been released, or nothing was measured on it. Open are the days from `first` on.
    case closed(CivilDate, first: CivilDate)
    /// The day has several parts; these.
    case sessionNeeded([String])
    /// The day has no such part, but these.
    case noSession(String, known: [String])
    /// The place does not release that direction, but these.
    case notMeasured(Direction, known: [Direction])
    /// Nothing, or more than ``Correction/most``.
    case absurd
    /// So many fewer than none.
    case tooMany(counted: Int)
    /// The store could not keep it.
    case storeFailed
}

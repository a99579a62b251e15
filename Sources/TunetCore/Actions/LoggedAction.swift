/// What a person at the place did, as the local log keeps it: as data, and without a time of day.
package struct LoggedAction: Sendable, Equatable {
    /// As the control socket names it.
    package enum Kind: String, Sendable, CaseIterable {
        case correction
        case countCheck = "count_check"
        case clock
        case session
        case acknowledged
        case test
        case undo
    }

    /// What happened to a count check.
    package enum CheckStep: String, Sendable, CaseIterable {
        case started
        /// It ended, and counts.
        case kept
        /// It ended without anything to keep.
        case void
        case cancelled
    }

    /// What happened to the record of a session.
    package enum SessionStep: String, Sendable, CaseIterable {
        case recorded, removed
    }

    package enum Deed: Sendable, Equatable {
        /// A part of a day was corrected by `change` passages.
        ///
        /// - `session`: a session's id, or ``Leaf/outsideSessions``.
        /// - `change`: nil once the day has been released: an exact count must not outlive that.
        /// - `isWhole`: all that had been corrected of the part was taken back.
        case corrected(day: CivilDate, session: String, direction: Direction, change: Int64?, isWhole: Bool)
        case countCheck(CheckStep, door: String)
        /// To that day.
        case clockSet(CivilDate)
        case session(SessionStep, id: Int64, day: CivilDate)
        /// `source` is the id of a door or panel, nil for the device itself.
        case acknowledged(kind: String, source: String?)
        /// Of one panel, or of all.
        case tested(panel: String?)
        /// The action with that id was undone.
        case undone(id: Int64, kind: Kind)

        package var kind: Kind {
            switch self {
            case .corrected: .correction
            case .countCheck: .countCheck
            case .clockSet: .clock
            case .session: .session
            case .acknowledged: .acknowledged
            case .tested: .test
            case .undone: .undo
            }
        }
    }

    /// Entries are kept at most; the oldest go first.
    package static let most = 200
    /// As many as that, if they are corrections of days that have not been released.
    package static let mostOpen = 1000

    /// Grows along the log; never given twice.
    package var id: Int64
    /// The local day on which it was done; nil if it was not known.
    package var day: CivilDate?
    package var deed: Deed
    package var isUndone: Bool
    /// Why it can't be undone any more; nil if it can, as far as that can be told before.
    package var obstacle: UndoObstacle?

    package init(id: Int64, day: CivilDate?, deed: Deed, isUndone: Bool = false, obstacle: UndoObstacle? = nil) {
        self.id = id
        self.day = day
        self.deed = deed
        self.isUndone = isUndone
        self.obstacle = obstacle
    }
}

/// Why an action can't be undone.
package enum UndoObstacle: Error, Sendable, Equatable {
    /// The log has no such entry, or none any more.
    case unknown
    /// It has been undone already.
    case alreadyUndone
    /// The day that was corrected has been released.
    case released(CivilDate)
    /// A better clock has moved what was counted, and with it what was corrected.
    case moved(CivilDate)
    /// All corrections of the part were taken back since.
    case takenBack(CivilDate)
    /// The part would have fewer passages than none.
    case negative(CivilDate)
    /// The record of the session is gone.
    case sessionGone
    /// The fault has ended; there is nothing to take back.
    case faultOver
    /// Setting the clock again is the way.
    case clock
    /// A check that has begun can be cancelled.
    case checkStarted
    /// The numbers of a check are added to those of others.
    case checkKept
    /// Nothing came of the check.
    case checkOver
    case test
    /// What was undone can be done again.
    case undo
}

/// What the terminal wants of the running service.
package enum TerminalRequest: Sendable, Equatable {
    /// What can be corrected.
    case corrections
    case correct(CorrectionRequest)
    /// `start`, `stop` or `cancel`.
    case countCheck(String, CountCheckRequest)
    case setClock(ClockRequest)
    /// What people have done lately.
    case actions
    case undo(Undo)
    case recordSession(Session)
    case acknowledge(Fault)
    case test(Test)

    /// Whether it changes nothing at the service.
    var onlyAsks: Bool { self == .corrections || self == .actions }

    package struct Undo: Codable, Sendable, Equatable {
        package var id: String
    }

    /// A use of the place that no schedule has.
    package struct Session: Codable, Sendable, Equatable {
        /// Local day, ISO 8601.
        package var day: String
        package var name: String
        /// Local times, `HH:MM`.
        package var from: String?
        package var to: String?
        package var organiser: String
        package var sector: String
        /// Counted by hand.
        package var counted: Int?
    }

    package struct Fault: Codable, Sendable, Equatable {
        /// A door's or panel's id; nil for the device.
        package var source: String?
        package var kind: String
    }

    package struct Test: Codable, Sendable, Equatable {
        /// Nil for all of them.
        package var panel: String?
    }
}

/// What the running service answers.
package enum TerminalAnswer: Sendable, Equatable {
    case corrections(CorrectionStatus)
    /// The part that was corrected, as it is now.
    case corrected(CorrectionStatus)
    case countCheck(CountCheckAnswer)
    case clock(ClockStatus)
    case actions([LoggedAction])
    /// It was done; perhaps with a sentence.
    case done(String?)
    /// It was not done, in the service's words.
    case refused(String)
    /// The service is older than this terminal.
    case unknown
    case unreachable

    /// What somebody has done.
    package struct LoggedAction: Codable, Sendable, Equatable {
        package var id: String
        /// Local day, ISO 8601.
        package var day: String?
        package var words: String
        package var canUndo: Bool?
        package var undone: Bool?
    }

    package struct Actions: Codable, Sendable, Equatable {
        package var actions: [LoggedAction]
    }

    /// A sentence, also of a refusal.
    package struct Message: Codable, Sendable, Equatable {
        package var message: String?
    }
}

/// What the model wants done.
package enum TerminalAction: Sendable, Equatable {
    /// To be answered with the same number.
    case ask(Int, TerminalRequest)
    case quit
}

/// What has happened, other than keys.
package enum TerminalEvent: Sendable, Equatable {
    case status(TerminalStatus)
    case lost(TerminalModel.Loss)
    case answer(Int, TerminalAnswer)
}

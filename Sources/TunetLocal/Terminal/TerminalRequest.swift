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
    case undo(IDRequest)
    case recordSession(SessionRequest)
    case acknowledge(FaultRequest)
    case test(LightTestRequest)

    /// Whether it changes nothing at the service.
    var onlyAsks: Bool { self == .corrections || self == .actions }
}

/// What the running service answers.
package enum TerminalAnswer: Sendable, Equatable {
    case corrections(CorrectionStatus)
    /// The part that was corrected, as it is now.
    case corrected(CorrectionStatus)
    case countCheck(CountCheckAnswer)
    case clock(ClockStatus)
    case actions([ActionList.Entry])
    /// It was done; perhaps with a sentence.
    case done(String?)
    /// It was not done, in the service's words.
    case refused(String)
    /// The service is older than this terminal.
    case unknown
    case unreachable

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

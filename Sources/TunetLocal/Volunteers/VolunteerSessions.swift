package import TunetCore

/// The browsers that have given the PIN: in memory only, and bounded. Tokens come from outside.
package struct VolunteerSessions: Sendable {
    package struct Session: Sendable {
        /// What each form has to send along.
        package var formToken: String
        var lastUse: MonotonicInstant
        /// What the next page says: the answer to the last form.
        var notice: String?
        /// What was in a form that was sent after the last session had ended.
        var draft: Draft?
    }

    package struct Draft: Sendable, Equatable {
        package var path: String
        package var fields: FormFields

        package init(path: String, fields: FormFields) {
            self.path = path
            self.fields = fields
        }
    }

    /// How long a session lasts without any request.
    package static let idle = Duration.seconds(8 * 3600)
    package static let most = 32

    private var sessions: [String: Session] = [:]

    package init() {}

    package var count: Int { sessions.count }

    /// - Parameter token: of the cookie. The session that was not used for the longest time makes room.
    package mutating func open(_ token: String, formToken: String, draft: Draft? = nil, at now: MonotonicInstant) {
        sweep(at: now)
        if sessions.count >= Self.most, let oldest = sessions.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            sessions[oldest.key] = nil
        }
        sessions[token] = Session(formToken: formToken, lastUse: now, draft: draft)
    }

    /// The session of this token; nil if it has ended or never was.
    package mutating func use(_ token: String, at now: MonotonicInstant) -> Session? {
        sweep(at: now)
        sessions[token]?.lastUse = now
        return sessions[token]
    }

    package mutating func close(_ token: String) { sessions[token] = nil }

    /// Keeps words for the next page.
    package mutating func say(_ notice: String, to token: String) { sessions[token]?.notice = notice }

    /// What the next page says, once.
    package mutating func takeNotice(of token: String) -> String? {
        defer { sessions[token]?.notice = nil }
        return sessions[token]?.notice
    }

    /// What was in the form at this path, once.
    package mutating func takeDraft(of token: String, for path: String) -> FormFields? {
        guard let draft = sessions[token]?.draft, draft.path == path else { return nil }
        sessions[token]?.draft = nil
        return draft.fields
    }

    private mutating func sweep(at now: MonotonicInstant) {
        sessions = sessions.filter { now.duration(since: $0.value.lastUse) < Self.idle }
    }
}

package import TunetCore

/// The browsers that have given the PIN: in memory only, and bounded. Tokens come from outside.
package struct VolunteerSessions: Sendable {
    package struct Session: Sendable {
        /// What each form has to send along.
        package var formToken: String
        let began: MonotonicInstant
        var lastUse: MonotonicInstant
        /// What the next page says: the answer to the last form.
        var notice: Notice?
        /// What was in a form that was sent after the last session had ended.
        var draft: Draft?
    }

    /// What the next page says. Whoever reads it may have chosen another language meanwhile.
    package struct Notice: Sendable, Equatable {
        package var words: String
        /// That of the words.
        package var language: String

        package init(words: String, language: String) {
            self.words = words
            self.language = language
        }
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
    /// How long it lasts at most: an open page asks for itself, and is in use as long as it is open.
    package static let longest = Duration.seconds(16 * 3600)
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
        sessions[token] = Session(formToken: formToken, began: now, lastUse: now, draft: draft)
    }

    /// The session of this token; nil if it has ended or never was.
    package mutating func use(_ token: String, at now: MonotonicInstant) -> Session? {
        sweep(at: now)
        sessions[token]?.lastUse = now
        return sessions[token]
    }

    /// Whether it goes on; to ask is not to use it.
    package mutating func isOpen(_ token: String, at now: MonotonicInstant) -> Bool {
        sweep(at: now)
        return sessions[token] != nil
    }

    package mutating func close(_ token: String) { sessions[token] = nil }

    /// Keeps words for the next page.
    package mutating func say(_ notice: Notice, to token: String) { sessions[token]?.notice = notice }

    /// What the next page says, once.
    package mutating func takeNotice(of token: String) -> Notice? {
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
        sessions = sessions.filter {
            now.duration(since: $0.value.lastUse) < Self.idle && now.duration(since: $0.value.began) < Self.longest
        }
    }
}

package import TunetCore

/// Who may do what on the page for volunteers: the PIN, its guard, the sessions, and who listens.
package actor VolunteerDesk {
    package enum LogIn: Sendable, Equatable {
        /// Tokens for the two cookies.
        case isIn(session: String, browser: String)
        case wrong
        case wait(Duration)
    }

    /// A request's session.
    package struct Visit: Sendable {
        package var session: String
        package var formToken: String
    }

    /// At most so many pages follow the numbers at a time.
    package static let mostListeners = 8
    /// PINs that are looked at, or wait for it, at a time.
    private static let mostLooks = 4
    private static let mostBrowsers = 32

    private let hash: PinHash?
    private let now: @Sendable () -> MonotonicInstant
    private var pinGuard = PinGuard()
    private var sessions = VolunteerSessions()
    /// Browsers that were let in, the latest last.
    private var browsers: [String] = []
    private var looks = 0
    private nonisolated let slots = ListenerSlots(most: VolunteerDesk.mostListeners)

    /// - Parameters:
    ///   - hash: nil for a page that everybody at the machine may read, and on which nobody may do anything.
    ///   - now: the monotonic clock.
    package init(hash: PinHash?, now: @escaping @Sendable () -> MonotonicInstant) {
        self.hash = hash
        self.now = now
    }

    package nonisolated var needsPin: Bool { hash != nil }

    // MARK: - PIN

    /// - Parameters:
    ///   - address: of the caller, as text.
    ///   - browser: what the browser's cookie says.
    package func logIn(
        pin: String, address: String, browser: String?, draft: VolunteerSessions.Draft?
    ) async -> LogIn {
        guard let hash else { return .wrong }
        guard looks < Self.mostLooks else { return .wait(.seconds(2)) }
        let caller = caller(address: address, browser: browser)
        // A slip that can't be the PIN costs no try.
        let digits = pin.filter { !$0.isWhitespace }
        guard PinRule.lengths.contains(digits.utf8.count) else { return .wrong }
        if case .wait(let time) = pinGuard.ask(caller, at: now()) { return .wait(time) }
        looks += 1
        defer { looks -= 1 }
        guard await hash.matches(digits) else { return .wrong }
        pinGuard.right(caller)
        let session = Self.token()
        sessions.open(session, formToken: Self.token(), draft: draft, at: now())
        if let browser, browsers.contains(browser) { return .isIn(session: session, browser: browser) }
        let known = Self.token()
        browsers = browsers.suffix(Self.mostBrowsers - 1) + [known]
        return .isIn(session: session, browser: known)
    }

    private func caller(address: String, browser: String?) -> PinGuard.Caller {
        if let browser, browsers.contains(browser) { return .browser(browser) }
        if LocalNetwork.isLoopback(address) { return .machine }
        return .address(address)
    }

    // MARK: - Sessions

    package func visit(_ token: String?) -> Visit? {
        guard let token, let session = sessions.use(token, at: now()) else { return nil }
        return Visit(session: token, formToken: session.formToken)
    }

    /// Whether whoever was let in may still look; nil for somebody of whom no PIN was asked.
    package func mayLook(_ token: String?) -> Bool {
        guard let token else { return !needsPin }
        return sessions.isOpen(token, at: now())
    }

    package func logOut(_ token: String) { sessions.close(token) }

    package func say(_ notice: VolunteerSessions.Notice, to token: String) { sessions.say(notice, to: token) }

    package func takeNotice(of token: String) -> VolunteerSessions.Notice? { sessions.takeNotice(of: token) }

    package func takeDraft(of token: String, for path: String) -> FormFields? {
        sessions.takeDraft(of: token, for: path)
    }

    // MARK: - Listeners

    /// Nil if enough follow already.
    nonisolated func beginListening() -> ListenerSlots.Slot? { slots.take() }

    package nonisolated var listenerCount: Int { slots.count }

    /// 256 random bits, in letters that a cookie may have.
    private static func token() -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let digits = String(UInt64.random(in: .min ... .max, using: &random), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

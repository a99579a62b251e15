/// When batches are sent, in which order, and what follows from each answer. Retries never end.
///
/// ```
/// resting ──window──▶ preparing ──prepared──▶ sending ──delivered──▶ sending … ──▶ resting
///                         ▲                     │ ▲
///                         │               failed▼ │time
///                         └────────window──── backing off
/// ```
/// A window that comes while the collector is away still has the store release and freeze what is due.
///
/// Pure: the shell tells the time, releases and freezes when asked, sends, and reports each result.
package struct UplinkMachine: Sendable {
    /// A frozen batch that waits for its delivery.
    package struct Parcel: Sendable, Hashable {
        /// The id of the store's life in which it was frozen.
        package var epoch: String
        package var first: Int64
        package var last: Int64
        /// Bytes on the wire.
        package var size: Int

        package init(epoch: String, first: Int64, last: Int64, size: Int) {
            self.epoch = epoch
            self.first = first
            self.last = last
            self.size = size
        }
    }

    package enum Action: Sendable, Equatable {
        /// Release what is due, freeze it, and call ``prepared(_:)`` with every batch that waits.
        case prepare
        /// Send this batch, then call ``delivered(_:)``, ``setAside(_:)`` or ``failed(retryAfter:at:using:)``.
        case send(Parcel)
        case none
    }

    package enum State: Sendable, Equatable {
        /// May become `preparing`.
        case resting
        /// May become `sending` or `resting`.
        case preparing
        /// May become `sending` (the next one), `resting` or `backingOff`.
        case sending(Parcel)
        /// May become `sending`, or `preparing` with the next window.
        case backingOff(until: MonotonicInstant)
    }

    /// Longest delay of the first retry.
    package static let base = Duration.seconds(30)
    /// Longest delay of any retry.
    package static let cap = Duration.seconds(3600)
    /// What is sent in one window at the most, after the newest batch. The oldest batch of the backlog goes in any case,
    /// so that one that is larger does not stand in the way for ever.
    package static let byteBudget = 256 * 1024

    package private(set) var state = State.resting
    /// Failures since the last success.
    package private(set) var failures = 0
    private var window: MonotonicInstant?
    private var waiting: [Parcel] = []
    /// What the backlog may still use in this window; nil until the newest batch is delivered.
    private var budget: Int?

    package init() {}

    /// The next fixed clock time for an upload; nil while none is known.
    package mutating func setWindow(_ window: MonotonicInstant?) {
        self.window = window
    }

    /// When ``advance(to:)`` has something to do.
    package var deadline: MonotonicInstant? {
        switch state {
        case .resting: window
        case .backingOff(let until): min(until, window ?? until)
        case .preparing, .sending: nil
        }
    }

    package mutating func advance(to now: MonotonicInstant) -> Action {
        switch state {
        case .resting:
            return isWindow(now) ? prepare() : .none
        case .backingOff(let until):
            if isWindow(now) { return prepare() }
            return until <= now ? sendNext() : .none
        case .preparing, .sending: return .none
        }
    }

    /// The batches that wait, in the order in which they were frozen.
    package mutating func prepared(_ parcels: [Parcel]) -> Action {
        // Newest first, so that a coordinator sees this week at once; then the backlog from its oldest, so that the
        // watermark moves.
        waiting = parcels.suffix(1) + parcels.dropLast()
        budget = nil
        return sendNext()
    }

    /// The collector has stored the batch.
    package mutating func delivered(_ parcel: Parcel) -> Action {
        failures = 0
        waiting.removeAll { $0 == parcel }
        let left = budget.map { $0 - parcel.size }
        budget = left ?? Self.byteBudget
        guard let left, let next = waiting.first else { return sendNext() }
        guard next.size <= left else {
            waiting.removeAll()
            state = .resting
            return .none
        }
        return sendNext()
    }

    /// The collector holds another batch of this identity: no retry changes that soon. The others go on; the batch stays
    /// on the device, and is tried again in the next window.
    package mutating func setAside(_ parcel: Parcel) -> Action {
        waiting.removeAll { $0 == parcel }
        return sendNext()
    }

    /// The batch could not be sent, or was not taken.
    ///
    /// - Parameter retryAfter: what the collector asked for; at most a day of it counts.
    package mutating func failed(
        retryAfter: Duration?, at now: MonotonicInstant, using random: inout some RandomNumberGenerator
    ) {
        let longest = min(Self.cap.wholeNanoseconds, Self.base.wholeNanoseconds << min(failures, 20))
        failures += 1
        // Full jitter: Marc Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015).
        var delay = Int64.random(in: 0...longest, using: &random)
        if let retryAfter {
            delay += min(max(0, retryAfter.wholeNanoseconds), 24 * Self.cap.wholeNanoseconds)
        }
        state = .backingOff(until: MonotonicInstant(nanoseconds: now.nanoseconds + delay))
    }

    /// Whether the next window has to be set: none is known, and one could be used.
    package var needsWindow: Bool {
        switch state {
        case .resting, .backingOff: window == nil
        case .preparing, .sending: false
        }
    }

    private func isWindow(_ now: MonotonicInstant) -> Bool {
        window.map { $0 <= now } ?? false
    }

    private mutating func prepare() -> Action {
        window = nil
        state = .preparing
        return .prepare
    }

    private mutating func sendNext() -> Action {
        guard let next = waiting.first else {
            state = .resting
            return .none
        }
        state = .sending(next)
        return .send(next)
    }
}

/// The fixed clock times of uploads.
package struct UplinkSchedule: Sendable {
    /// Minutes after local midnight of the daily upload.
    package var uploadMinute: Int

    package init(uploadMinute: Int) {
        self.uploadMinute = uploadMinute
    }

    /// The next daily time after `now`, or the next full hour and the same minute if the last daily time was missed,
    /// perhaps because the power was off.
    ///
    /// While the boot is not dated: the next full hour of its own time. What waits may then be delivered, and the receipt
    /// dates the boot.
    package func nextWindow(after now: MonotonicInstant, missed: Bool, timeline: Timeline) -> MonotonicInstant? {
        guard let utc = timeline.utc(at: now) else {
            let hour: Int64 = 3_600_000_000_000
            return MonotonicInstant(nanoseconds: (now.nanoseconds / hour + 1) * hour)
        }
        let day = timeline.zone.day(at: utc)
        let minutes = missed ? (0..<24).map { $0 * 60 + uploadMinute % 60 } : [uploadMinute]
        for candidateDay in [day, day.adding(days: 1), day.adding(days: 2)] {
            for minute in minutes {
                let candidate = timeline.zone.instant(of: candidateDay, minute: minute)
                if candidate > utc { return timeline.instant(of: candidate) }
            }
        }
        return nil
    }
}

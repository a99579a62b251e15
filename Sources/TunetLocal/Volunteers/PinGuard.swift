package import TunetCore

/// How often a PIN may be tried: a state machine without a clock of its own.
///
/// Three kinds of callers, so that nobody's wrong tries keep out those at the place:
/// - the machine itself, whose tries only its own can delay;
/// - a browser that has once given the right PIN since the service started, likewise;
/// - any other address of the local network. Each has its own delay, and all of them together a common one.
///
/// Bounds, which tests hold it to: one caller has at most ``mostAnHour`` tries in any hour, all strange addresses together at
/// most ``mostStrangersAnHour``. Whoever has the right PIN waits at the machine itself, and in a browser that was let in
/// before, for at most ``longestDelay``, whatever others do. A strange address is kept out by others only as long as these
/// together try more often than every ``strangerPause``, and then for at most that time after they stop.
package struct PinGuard: Sendable {
    package enum Caller: Sendable, Hashable {
        /// The machine on which the service runs.
        case machine
        /// A browser by its token.
        case browser(String)
        /// An address of the local network.
        case address(String)
    }

    package enum Answer: Sendable, Equatable {
        /// The PIN may be looked at. The try counts as a wrong one until ``right(_:)``.
        case look
        /// Not now, but after this time.
        case wait(Duration)
    }

    /// Tries without any delay.
    package static let freeTries = 5
    package static let firstDelay = Duration.seconds(30)
    package static let longestDelay = Duration.seconds(900)
    /// Wrong tries are forgotten after this time without another one.
    package static let memory = Duration.seconds(24 * 3600)
    /// 5 free ones, and those after 30 s, 1, 2, 4, 8, 15, 15 and 15 minutes: the last of these comes after an hour.
    package static let mostAnHour = 12
    /// How long strange addresses together wait for another try once they have used up ``strangerTries``.
    package static let strangerPause = Duration.seconds(180)
    package static let strangerTries = 20
    package static let mostStrangersAnHour = 40
    /// Callers that are remembered.
    package static let mostCallers = 64

    private struct Record {
        var wrong: Int
        var last: MonotonicInstant
    }

    private var records: [Caller: Record] = [:]
    /// When the strangers' tries are all there again: the theoretical arrival time of the generic cell rate algorithm
    /// (ITU-T I.371).
    private var strangersDue = MonotonicInstant.zero

    package init() {}

    /// How many callers are remembered.
    package var count: Int { records.count }

    /// Asks for a try.
    package mutating func ask(_ caller: Caller, at now: MonotonicInstant) -> Answer {
        records = records.filter { now.duration(since: $0.value.last) < Self.memory }
        let record = records[caller]
        if let record, let delay = Self.delay(after: record.wrong) {
            let left = delay - now.duration(since: record.last)
            if left > .zero { return .wait(left) }
        }
        if case .address = caller {
            let full = max(strangersDue, now)
            let left = full.duration(since: now) - Self.strangerPause * (Self.strangerTries - 1)
            if left > .zero { return .wait(left) }
            strangersDue = full.advanced(by: Self.strangerPause)
        }
        if record == nil { makeRoom() }
        records[caller] = Record(wrong: (record?.wrong ?? 0) + 1, last: now)
        return .look
    }

    /// The try that was let through was right.
    package mutating func right(_ caller: Caller) {
        guard records.removeValue(forKey: caller) != nil else { return }
        if case .address = caller { strangersDue = strangersDue.advanced(by: .zero - Self.strangerPause) }
    }

    /// Nil while tries are free.
    private static func delay(after wrong: Int) -> Duration? {
        guard wrong >= freeTries else { return nil }
        return min(longestDelay, firstDelay * (1 << min(wrong - freeTries, 10)))
    }

    /// Forgets the address whose last try is longest ago; the common delay of addresses stands.
    private mutating func makeRoom() {
        guard records.count >= Self.mostCallers else { return }
        let addresses = records.filter { if case .address = $0.key { true } else { false } }
        guard let oldest = (addresses.isEmpty ? records : addresses).min(by: { $0.value.last < $1.value.last })
        else { return }
        records[oldest.key] = nil
    }
}

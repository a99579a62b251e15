/// Finds a line that changes faster than any body could: one that floats, hangs on a loose cable, or whose receiver looks
/// into the sun.
///
/// A bucket with a hole in it: each change pours in a portion, and as much runs out as the fastest hand could pour in. It
/// looks at raw edges, since a line may chatter so fast that no level ever holds for the debounce time. The bounce of a
/// contact is one change, however many edges it has: edges closer than a window to the first of them are not counted.
///
/// Two numbers and no allocation; time that goes back changes nothing.
package struct LineWatch: Sendable {
    /// How long one change takes to run out: 20 changes, 10 breaks, a second. In a tapping test people reach 5 to 7 taps a
    /// second, and a crowd with swinging arms does not break a beam more often.
    package static let portion = Duration.milliseconds(50)
    /// How full the bucket is when the line chatters: 100 changes more than could run out. The hum of the mains, 100
    /// changes a second, takes 1.25 s, noise without a pause 0.55 s; a class of children on the run does not get there.
    package static let limit = Duration.seconds(5)
    /// Below this, a tenth of the limit, the line is quiet: one person with a walking frame stays below it.
    package static let quiet = Duration.milliseconds(500)
    /// How long the line must have been quiet before it is believed again. A cable that the wind moves takes such pauses.
    package static let quietTime = Duration.seconds(30)
    /// The window of one change: the debounce time, within these limits. Relays bounce for up to 5 ms; with a window of
    /// more than 20 ms a line that never rests would make too few changes to be noticed soon.
    package static let windows = Duration.milliseconds(5)...Duration.milliseconds(20)

    private let window: Int64
    // Kept here, because a static that has to be computed is asked for with each edge whether it has been.
    private let portion = Self.portion.wholeNanoseconds
    private let limit = Self.limit.wholeNanoseconds
    private let quiet = Self.quiet.wholeNanoseconds
    /// When the latest change began.
    private var changedAt = Int64.min / 2
    /// When the bucket will be empty, if nothing else comes.
    private var emptyAt = Int64.min / 2
    /// When chattering ends, if nothing else comes; the largest number while the line does not chatter.
    private var due = Int64.max

    /// - Parameter debounce: of the line's sensor.
    package init(debounce: Duration) {
        window = min(max(debounce, Self.windows.lowerBound), Self.windows.upperBound).wholeNanoseconds
    }

    package var isChattering: Bool { due != .max }

    /// When ``advance(to:)`` will end the chattering, if no edge comes before; the largest number if there is none.
    package var dueNanoseconds: Int64 { due }

    /// One raw edge, of whichever level.
    ///
    /// - Returns: whether the line chatters from now on and did not before.
    @inline(__always)
    package mutating func receive(at nanoseconds: Int64) -> Bool {
        guard nanoseconds &- changedAt >= window else { return false }
        changedAt = nanoseconds
        emptyAt = max(emptyAt, nanoseconds) &+ portion
        guard emptyAt &- nanoseconds >= quiet else { return false }
        return fill(at: nanoseconds)
    }

    @inline(never)
    private mutating func fill(at nanoseconds: Int64) -> Bool {
        let wasChattering = isChattering
        guard wasChattering || emptyAt &- nanoseconds >= limit else { return false }
        emptyAt = min(emptyAt, nanoseconds &+ limit)
        due = emptyAt &- quiet &+ Self.quietTime.wholeNanoseconds
        return !wasChattering
    }

    /// Ends the chattering if the line has been quiet for long enough.
    package mutating func advance(to nanoseconds: Int64) {
        if due <= nanoseconds { due = .max }
    }

    /// The line is gone, and with it all that is known of it.
    package mutating func reset() {
        changedAt = .min / 2
        emptyAt = .min / 2
        due = .max
    }
}

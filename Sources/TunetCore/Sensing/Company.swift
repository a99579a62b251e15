/// How closely people follow each other at a door just now, and how many are expected to hide behind another.
///
/// Two bodies that overlap on both beams make one break of each. What cannot be seen can be estimated from what can: where
/// bodies are seen to follow with less than a tenth of a second between them, about twice as many overlap, because a body
/// takes about two tenths to pass a beam. Physicists correct the dead time of counters in the same way (J. W. Müller,
/// Dead-time problems, Nucl. Instrum. Methods 112 (1973) 47).
///
/// Where nobody is seen to follow closely, nothing is estimated and nobody is added.
struct Company: Sendable {
    /// What is expected to hide behind one body.
    struct Hidden: Sendable {
        /// Thousandths of a body.
        var expected = 0
        /// Bodies that are to be counted now: what was expected and not counted has added up to one.
        var counted = 0
        /// Whether the body came soon after another in the same direction.
        var isTogether = false
    }

    private static let closely: Int64 = 100_000_000
    private static let together: Int64 = 1_500_000_000
    /// Six bodies a second: a door of 1.8 m lets through three or four at the most (Hoogendoorn & Daamen, Transp. Sci.
    /// 39 (2005) 147).
    private static let leastInterval: Int64 = 170_000_000

    /// How many bodies the rate is made of.
    private static let remembered = 64

    /// Of 1000 bodies, how many hide one.
    private var rate = 0
    private var bodies = 0
    private var lastDirection = Direction.unknown
    /// When the last body was off the beam that it broke first.
    private var lastEnd = Int64.min / 2
    /// Thousandths of bodies that were expected and not counted yet.
    private var carry = 0
    private var nextAdmitted = Int64.min / 2

    /// One body, with the break that it made first.
    ///
    /// - Parameters:
    ///   - depth: how deep it was, in the same unit as `usual`.
    ///   - usual: what is usual at this door.
    @inline(__always)
    mutating func add(_ direction: Direction, _ first: Break, depth: Int64, usual: Int64) -> Hidden {
        let gap = first.start - lastEnd
        var hidden = Hidden(isTogether: direction == lastDirection && gap < Self.together)
        lastDirection = direction
        lastEnd = first.end
        bodies = min(bodies + 1, Self.remembered)
        let isClose = hidden.isTogether && gap >= 0 && gap < Self.closely
        guard isClose || rate != 0 else { return hidden }
        let change = (isClose ? 2000 : 0) - rate
        // The usual case apart: a division by a constant is a multiplication.
        rate += bodies == Self.remembered ? change / (Self.remembered + 8) : change / (bodies + 8)
        let odds = rate * Self.likelihood(100 * depth, usual) / 100
        hidden.expected = 1000 * odds / (1000 + odds)
        guard hidden.isTogether else { return hidden }
        carry += hidden.expected
        if carry >= 500 {
            carry -= 1000
            hidden.counted = 1
        }
        return hidden
    }

    /// Whether a body may have passed at `time` after all those that did.
    mutating func admits(at time: Int64) -> Bool {
        let earliest = max(nextAdmitted, time)
        guard earliest - time <= 4 * Self.leastInterval else { return false }
        nextAdmitted = earliest + Self.leastInterval
        return true
    }

    /// How much likelier two overlapping bodies make this depth than one does, in hundredths: one has a depth that is
    /// log-normally distributed about the median with σ = 0.27 (recorded walks), two have any from 1 to 2.3 times it.
    ///
    /// - Parameter depth: in hundredths of the unit of `usual`.
    private static func likelihood(_ depth: Int64, _ usual: Int64) -> Int {
        switch depth {
        case ..<(90 * usual): 10
        case ..<(120 * usual): 50
        case ..<(150 * usual): 130
        case ..<(180 * usual): 400
        case ..<(260 * usual): 1700
        default: 300
        }
    }
}

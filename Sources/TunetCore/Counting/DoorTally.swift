/// What a door's sensor has said, added up. Adding an event allocates nothing.
package struct DoorTally: DirectionKeyed, Sendable, Equatable {
    /// A count with its doubt.
    package struct Counted: Sendable, Equatable {
        package var count = 0
        package var doubt = Doubt.none

        /// What the truth may be.
        package var bounds: ClosedRange<Int> { doubt.bounds(of: count) }

        package static func += (lhs: inout Self, rhs: Self) {
            lhs.count += rhs.count
            lhs.doubt += rhs.doubt
        }
    }

    package var `in` = Counted()
    package var out = Counted()
    package var unknown = Counted()
    package var noted = ReasonCounts()
    /// How often somebody came in front of a motion sensor. No measure of attendance.
    package var presences = 0
    /// How long somebody was in front of it.
    package var presenceMilliseconds: Int64 = 0
    /// How often the door leaf was opened. No measure of attendance.
    package var swings = 0

    package init() {}

    package mutating func add(_ passage: Passage) {
        let counted = Counted(count: 1, doubt: passage.doubt)
        switch passage.direction {
        case .in: self.in += counted
        case .out: out += counted
        case .unknown: unknown += counted
        }
    }

    /// - Parameter directions: the directions that the sensor tells apart; the doubt holds for each of them.
    package mutating func add(_ reason: Reason, doubt: Doubt, directions: DoorDirections) {
        noted[reason] += 1
        switch directions {
        case .inAndOut:
            self.in.doubt += doubt
            out.doubt += doubt
        case .only(.in): self.in.doubt += doubt
        case .only(.out): out.doubt += doubt
        case .only(.unknown): unknown.doubt += doubt
        case .uncounted: break
        }
    }

    /// More doubt about passages in one direction.
    package mutating func add(_ doubt: Doubt, to direction: Direction) {
        self[direction].doubt += doubt
    }

    package static func += (lhs: inout Self, rhs: Self) {
        lhs.in += rhs.in
        lhs.out += rhs.out
        lhs.unknown += rhs.unknown
        lhs.presences += rhs.presences
        lhs.presenceMilliseconds += rhs.presenceMilliseconds
        lhs.swings += rhs.swings
        for reason in Reason.allCases { lhs.noted[reason] += rhs.noted[reason] }
    }
}

/// The directions that a sensor tells apart.
package enum DoorDirections: Sendable, Hashable {
    case inAndOut
    case only(Direction)
    /// None: the sensor does not count passages.
    case uncounted

    package init(_ sensor: Sensor) {
        switch sensor {
        case .beamPair: self = .inAndOut
        case .contact(_, let parameters): self = .only(Direction(parameters.direction))
        case .activity: self = .uncounted
        }
    }
}

extension Door {
    /// Whether its sensor counts people. Others tell of motion, or of the door leaf.
    package var countsPassages: Bool { DoorDirections(sensor) != .uncounted }

    /// Whether its sensor tells that somebody is there.
    package var hasMotionSensor: Bool {
        if case .activity(_, let parameters) = sensor { parameters.kind == .pir } else { false }
    }

    /// Whether a contact tells when its leaf is opened.
    package var hasLeafContact: Bool {
        if case .activity(_, let parameters) = sensor { return parameters.kind == .reed }
        return reed != nil
    }
}

/// A count for each ``Reason``.
package struct ReasonCounts: Sendable, Equatable {
    private var counts: [Int]

    package init() {
        counts = Array(repeating: 0, count: Reason.allCases.count)
    }

    package subscript(reason: Reason) -> Int {
        get { counts[reason.rawIndex] }
        set { counts[reason.rawIndex] = newValue }
    }

    /// The reasons that occurred, in the order of their cases.
    package var nonzero: [(reason: Reason, count: Int)] {
        Reason.allCases.map { ($0, self[$0]) }.filter { $0.1 > 0 }
    }
}

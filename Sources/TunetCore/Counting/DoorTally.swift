/// What a door's sensor has said, added up. Adding an event allocates nothing.
package struct DoorTally: Sendable, Equatable {
    /// A count with the bounds that the edges allow.
    package struct Bounded: Sendable, Equatable {
        package var count = 0
        package var low = 0
        package var high = 0

        package static func += (lhs: inout Self, rhs: Self) {
            lhs.count += rhs.count
            lhs.low += rhs.low
            lhs.high += rhs.high
        }
    }

    package var `in` = Bounded()
    package var out = Bounded()
    package var unknown = Bounded()
    package var noted = ReasonCounts()

    package init() {}

    package mutating func add(_ passage: Passage) {
        let counted = Bounded(count: 1, low: passage.low, high: passage.high)
        switch passage.direction {
        case .in: self.in += counted
        case .out: out += counted
        case .unknown: unknown += counted
        }
    }

    /// - Parameter directions: the directions that the sensor tells apart; hidden passages may be in any of them.
    package mutating func add(_ reason: Reason, hidden: Int, directions: DoorDirections) {
        noted[reason] += 1
        guard hidden > 0 else { return }
        switch directions {
        case .inAndOut:
            self.in.high += hidden
            out.high += hidden
        case .only(.in): self.in.high += hidden
        case .only(.out): out.high += hidden
        case .only(.unknown): unknown.high += hidden
        }
    }

    package static func += (lhs: inout Self, rhs: Self) {
        lhs.in += rhs.in
        lhs.out += rhs.out
        lhs.unknown += rhs.unknown
        for reason in Reason.allCases { lhs.noted[reason] += rhs.noted[reason] }
    }
}

/// The directions that a sensor tells apart.
package enum DoorDirections: Sendable, Equatable {
    case inAndOut
    case only(Direction)

    package init(_ sensor: Sensor) {
        switch sensor {
        case .beamPair: self = .inAndOut
        case .contact(_, let parameters): self = .only(Direction(parameters.direction))
        }
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

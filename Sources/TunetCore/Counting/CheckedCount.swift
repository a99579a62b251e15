/// What a person and the sensor of a door counted in the same minutes.
package struct CheckedCount: DirectionKeyed, Sendable, Hashable {
    /// One direction, or all passages of a sensor that tells none.
    package struct Pair: Sendable, Hashable {
        package var byHand: Int
        package var bySensor: Int

        package init(byHand: Int = 0, bySensor: Int = 0) {
            self.byHand = byHand
            self.bySensor = bySensor
        }

        /// Passages that the sensor missed at least.
        package var missed: Int { max(0, byHand - bySensor) }
        /// Passages that the sensor counted at least, and that were none.
        package var extra: Int { max(0, bySensor - byHand) }
    }

    package var `in`: Pair
    package var out: Pair
    /// Of a sensor that does not tell directions.
    package var unknown: Pair

    package init(in: Pair = Pair(), out: Pair = Pair(), unknown: Pair = Pair()) {
        self.in = `in`
        self.out = out
        self.unknown = unknown
    }

    package var byHand: Int { `in`.byHand + out.byHand + unknown.byHand }
    package var bySensor: Int { `in`.bySensor + out.bySensor + unknown.bySensor }
    package var missed: Int { `in`.missed + out.missed + unknown.missed }
    package var extra: Int { `in`.extra + out.extra + unknown.extra }
    /// The differences of the directions added up. At least as many passages were counted wrongly, for within one check
    /// somebody missed and something counted too much make good for each other.
    package var errors: Int { missed + extra }

    /// With fewer people, by hand and by the sensor, a check is shown and not kept: a row that stays on the disk would say
    /// that one person went through the door.
    package static let leastPeople = 5

    /// Whether it tells of too few people to be kept.
    package var isOfTooFew: Bool { max(byHand, bySensor) < Self.leastPeople }
}

/// What somebody counted by hand, as they say it.
package struct HandCount: Sendable, Equatable {
    package var `in`: Int?
    package var out: Int?
    /// Everybody, whichever way they went.
    package var all: Int?
    /// Whether the numbers are right even if they look wrong.
    package var isSure: Bool

    /// More than anybody counts in eight hours.
    package static let most = 9999

    package init(in: Int? = nil, out: Int? = nil, all: Int? = nil, isSure: Bool = false) {
        self.in = `in`
        self.out = out
        self.all = all
        self.isSure = isSure
    }

    var numbers: [Int] { [`in`, out, all].compactMap { $0 } }
}

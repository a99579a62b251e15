package import TunetCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The count checks of a place's doors, as the people at the place may see them: what is under way, and what all checks
/// together say.
package struct CountCheckStatus: Codable, Sendable, Equatable {
    /// The place's first language: `nb`, `nn` or `en`.
    package var language: String
    /// In the order of the configuration.
    package var doors: [DoorChecks]

    package init(language: String, doors: [DoorChecks]) {
        self.language = language
        self.doors = doors
    }

    /// JSON with sorted keys in snake case.
    package func json(pretty: Bool = false) throws -> [UInt8] {
        try LocalJSON.encode(self, pretty: pretty)
    }

    /// - Throws: what the decoder says of bytes that are no such status.
    package init(json: [UInt8]) throws {
        self = try LocalJSON.decode(Self.self, from: json)
    }
}

/// One door's checks.
package struct DoorChecks: Codable, Sendable, Equatable {
    package enum State: String, Codable, Sendable {
        case idle
        /// A person counts.
        case counting
        /// The end is fixed, and the check waits for the sensor or for the person's numbers.
        case stopped
        /// The service has started anew during a check, which is lost.
        case interrupted
    }

    /// The directions that a check of the door compares.
    package enum Directions: String, Codable, Sendable {
        case inAndOut = "in_and_out"
        case `in`, out
        /// All passages together.
        case undirected
    }

    package var id: String
    package var name: String
    package var directions: Directions
    package var state: State
    package var accuracy: AccuracyStatus
    /// By month, without their order within it. Nil where it would be too much.
    package var history: [CheckRecord]?

    package init(
        id: String, name: String, directions: Directions, state: State, accuracy: AccuracyStatus,
        history: [CheckRecord]? = nil
    ) {
        self.id = id
        self.name = name
        self.directions = directions
        self.state = state
        self.accuracy = accuracy
        self.history = history
    }
}

extension DoorChecks.Directions {
    package init(_ directions: DoorDirections) {
        self =
            switch directions {
            case .inAndOut: .inAndOut
            case .only(.in): .in
            case .only(.out): .out
            // A door that does not count passages has no checks either.
            case .only(.unknown), .uncounted: .undirected
            }
    }
}

/// ``CountAccuracy`` for people and programs.
package struct AccuracyStatus: Codable, Sendable, Equatable {
    /// A value with its 95 % interval.
    package struct Estimate: Codable, Sendable, Equatable {
        package var value: Double
        package var low: Double
        package var high: Double

        package init(value: Double, low: Double, high: Double) {
            self.value = value
            self.low = low
            self.high = high
        }

        init(_ estimate: CountAccuracy.Estimate) {
            self.init(value: estimate.value, low: estimate.low, high: estimate.high)
        }
    }

    package var checks: Int
    package var byHand: Int
    package var bySensor: Int
    package var errors: Int
    /// Nil before anybody was counted.
    package var accuracy: Estimate?
    /// By hand / by sensor; nil as long as nothing can be said. Never applied to a count.
    package var factor: Estimate?
    /// How many more people should be counted; 0 if the accuracy is certain enough.
    package var missing: Int

    package init(_ accuracy: CountAccuracy) {
        checks = accuracy.checks
        byHand = accuracy.byHand
        bySensor = accuracy.bySensor
        errors = accuracy.errors
        self.accuracy = accuracy.accuracy.map(Estimate.init)
        factor = accuracy.factor.map(Estimate.init)
        missing = accuracy.missing
    }
}

/// Checks that came out the same.
package struct CheckRecord: Codable, Sendable, Equatable {
    /// `2026-11`; nil if the clock was not trusted.
    package var month: String?
    /// False for checks from before the door's sensor was changed; they count no more.
    package var counts: Bool
    /// Nil for a direction that the sensor does not tell.
    package var `in`: ComparedCount?
    package var out: ComparedCount?
    package var undirected: ComparedCount?
    package var times: Int

    package init(
        month: String?, counts: Bool, compared: CheckedCount, directions: DoorChecks.Directions, times: Int = 1
    ) {
        self.month = month
        self.counts = counts
        self.times = times
        if directions == .inAndOut || directions == .in { `in` = ComparedCount(compared.in) }
        if directions == .inAndOut || directions == .out { out = ComparedCount(compared.out) }
        if directions == .undirected { undirected = ComparedCount(compared.unknown) }
    }
}

/// What a person and the sensor counted.
package struct ComparedCount: Codable, Sendable, Equatable {
    package var byHand: Int
    package var bySensor: Int

    package init(_ pair: CheckedCount.Pair) {
        byHand = pair.byHand
        bySensor = pair.bySensor
    }
}

/// What is asked of the running service.
package struct CountCheckRequest: Codable, Sendable, Equatable {
    package var door: String?
    /// What was counted by hand, with `stop`.
    package var `in`: Int?
    package var out: Int?
    package var all: Int?
    /// Whether the numbers are right even if they look wrong.
    package var isSure: Bool?

    package init(door: String? = nil, in: Int? = nil, out: Int? = nil, all: Int? = nil, isSure: Bool? = nil) {
        self.door = door
        self.in = `in`
        self.out = out
        self.all = all
        self.isSure = isSure
    }
}

/// What came of it.
package struct CountCheckAnswer: Codable, Sendable, Equatable {
    package enum Event: String, Codable, Sendable {
        case started, cancelled
        /// Compared and kept.
        case kept
        /// Compared, but not kept: the sensor did not see everything, or too few people came.
        case void
    }

    package var event: Event
    package var language: String
    /// The door's checks, with this one if it was kept.
    package var door: DoorChecks
    /// Nil unless something was compared.
    package var result: CheckRecord?
    /// Somebody was in the door at the start or at the end.
    package var isStraddled: Bool?
    /// Why a check is not kept: `not_clear`, `not_observed`, `too_few` or a kind of health such as `blocked`.
    package var flaws: [String]?

    package init(
        event: Event, language: String, door: DoorChecks, result: CheckRecord? = nil, isStraddled: Bool? = nil,
        flaws: [String]? = nil
    ) {
        self.event = event
        self.language = language
        self.door = door
        self.result = result
        self.isStraddled = isStraddled
        self.flaws = flaws
    }
}

/// Why something was not done, in words for whoever asked.
package struct CountCheckRefusal: Codable, Sendable, Equatable {
    package var message: String

    package init(message: String) {
        self.message = message
    }
}

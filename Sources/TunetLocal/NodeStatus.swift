#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the running service says about itself to the people at the place. Exact and live; it never leaves the machine.
package struct NodeStatus: Codable, Sendable, Equatable {
    package struct DoorStatus: Codable, Sendable, Equatable {
        package var id: String
        package var name: String
        /// Passages today, with the bounds that the edges allow.
        package var `in`: Int
        package var out: Int
        package var unknown: Int
        package var inLow: Int
        package var inHigh: Int
        package var outLow: Int
        package var outHigh: Int
        /// What was not counted, or with doubt, by reason.
        package var rejected: [String: Int]
        package var observing: Bool
        /// Whether its sensor tells in from out.
        package var isDirected: Bool
        /// Whether its sensor counts people at all.
        package var countsPassages: Bool
        package var health: [HealthStatus]
        /// Nil unless its sensor is a motion sensor, which counts nobody.
        package var presence: PresenceStatus?
        /// How often the door leaf was opened today; nil without a contact on it. Nobody is counted by it.
        package var swings: Int?

        package init(
            id: String, name: String, in: Int, out: Int, unknown: Int, inLow: Int, inHigh: Int, outLow: Int,
            outHigh: Int, rejected: [String: Int], observing: Bool, isDirected: Bool, health: [HealthStatus],
            countsPassages: Bool = true, presence: PresenceStatus? = nil, swings: Int? = nil
        ) {
            self.id = id
            self.name = name
            self.in = `in`
            self.out = out
            self.unknown = unknown
            self.inLow = inLow
            self.inHigh = inHigh
            self.outLow = outLow
            self.outHigh = outHigh
            self.rejected = rejected
            self.observing = observing
            self.isDirected = isDirected
            self.countsPassages = countsPassages
            self.health = health
            self.presence = presence
            self.swings = swings
        }
    }

    /// What a motion sensor has seen today.
    package struct PresenceStatus: Codable, Sendable, Equatable {
        /// How often somebody came in front of it.
        package var times: Int
        /// How long somebody was there, in whole minutes.
        package var minutes: Int

        package init(times: Int, minutes: Int) {
            self.times = times
            self.minutes = minutes
        }
    }

    package struct PanelStatus: Codable, Sendable, Equatable {
        package var id: String
        package var name: String
        /// In the place's first language; nil while the panel asks nothing.
        package var question: String?
        /// Accepted answers today, over all options: an answer is not shown until it is released.
        package var presses: Int
        package var misuse: Int
        package var observing: Bool
        package var health: [HealthStatus]
        /// Who has called for somebody and waits; nil for nobody.
        package var calls: [CallStatus]?
        /// Buttons that may be dead, from 1; nil for none.
        package var quietButtons: [Int]?

        package init(
            id: String, name: String, question: String?, presses: Int, misuse: Int, observing: Bool,
            health: [HealthStatus], calls: [CallStatus]? = nil, quietButtons: [Int]? = nil
        ) {
            self.calls = calls
            self.quietButtons = quietButtons
            self.id = id
            self.name = name
            self.question = question
            self.presses = presses
            self.misuse = misuse
            self.observing = observing
            self.health = health
        }
    }

    /// Somebody has pressed a button that calls for a volunteer. It is live: nothing writes it down.
    package struct CallStatus: Codable, Sendable, Equatable {
        /// From 1, as counted from the left.
        package var button: Int
        /// What the button says, in the place's first language.
        package var text: String
        /// For how many whole minutes.
        package var minutes: Int

        package init(button: Int, text: String, minutes: Int) {
            self.button = button
            self.text = text
            self.minutes = minutes
        }
    }

    /// A text for the people at the place, in its first language.
    package struct MessageStatus: Codable, Sendable, Equatable {
        package var id: String
        package var text: String

        package init(id: String, text: String) {
            self.id = id
            self.text = text
        }
    }

    package struct HealthStatus: Codable, Sendable, Equatable {
        package var kind: String
        /// The quarter of an hour in which it began, local time `HH:MM`; nil while the clock is not trusted.
        package var since: String?
        /// The local day of ``since``, ISO 8601; nil if that is today.
        package var sinceDay: String?
        /// True if it began before ``since``, and when is not known; nil if not.
        package var isOlder: Bool?
        /// `outer` or `inner` if it is about one beam of a pair.
        package var beam: String?
        /// Of a door, the kind of its sensor as in the configuration, such as `beam-pair`; `panel` of a panel; nil of the
        /// device itself.
        package var sensor: String?
        /// True if a person has said that it was seen; nil if not.
        package var acknowledged: Bool?

        package init(
            kind: String, since: String?, sinceDay: String? = nil, isOlder: Bool? = nil, beam: String? = nil,
            sensor: String? = nil, acknowledged: Bool? = nil
        ) {
            self.acknowledged = acknowledged
            self.kind = kind
            self.since = since
            self.sinceDay = sinceDay
            self.isOlder = isOlder
            self.beam = beam
            self.sensor = sensor
        }
    }

    /// Trouble that ended today.
    package struct PastHealth: Codable, Sendable, Equatable {
        /// The id of a door or panel; nil for the device itself.
        package var source: String?
        package var kind: String
        /// The quarters of an hour in which it began and ended, local time `HH:MM`; nil if the clock was not trusted.
        package var since: String?
        package var until: String?
        /// The local day on which it began, ISO 8601; nil if that is today.
        package var sinceDay: String?
        /// True if it began before ``since``, and when is not known; nil if not.
        package var isOlder: Bool?

        package init(
            source: String?, kind: String, since: String?, until: String?, sinceDay: String? = nil, isOlder: Bool? = nil
        ) {
            self.source = source
            self.kind = kind
            self.since = since
            self.until = until
            self.sinceDay = sinceDay
            self.isOlder = isOlder
        }
    }

    package struct UplinkStatus: Codable, Sendable, Equatable {
        /// False for a place without a collector.
        package var configured: Bool
        /// Frozen batches that wait.
        package var waiting: Int
        /// Failed attempts since the last success.
        package var failures: Int
        package var lastError: String?
        /// The day of the last delivery.
        package var lastDelivery: String?
        /// Batches that had to go undelivered because the store's quota was full, since the store began; nil for none.
        package var droppedBatches: Int64?
        /// Released values in them.
        package var droppedReleases: Int64?
        /// Kinds of numbers for which the yearly ceiling has no room this year, such as `exits`; nil for none.
        package var stopped: [String]?

        package init(
            configured: Bool, waiting: Int, failures: Int, lastError: String?, lastDelivery: String?,
            droppedBatches: Int64? = nil, droppedReleases: Int64? = nil, stopped: [String]? = nil
        ) {
            self.stopped = stopped
            self.droppedBatches = droppedBatches
            self.droppedReleases = droppedReleases
            self.configured = configured
            self.waiting = waiting
            self.failures = failures
            self.lastError = lastError
            self.lastDelivery = lastDelivery
        }
    }

    package struct LineStatus: Codable, Sendable, Equatable {
        package var line: Int
        /// What it is for: `front outer`.
        package var title: String
        /// Where it is: its name, or chip and offset.
        package var address: String
        /// Nil while its chip is unplugged.
        package var level: Bool?
        /// Edges since the service started; of a button since the last look, so that it does not tell the answers.
        package var edges: Int

        package init(line: Int, title: String, address: String, level: Bool?, edges: Int) {
            self.line = line
            self.title = title
            self.address = address
            self.level = level
            self.edges = edges
        }
    }

    package var place: String
    package var name: String
    package var software: String
    package var libgpiod: String
    /// False with libgpiod 1: edges that the kernel dropped can't be noticed.
    package var lossDetectable: Bool
    /// Edges lost on their way since the service started, as far as that can be noticed.
    package var lostEdges: Int
    /// The local day, ISO 8601; nil while the clock is not trusted.
    package var day: String?
    package var visits: Int
    package var visitsLow: Int
    package var visitsHigh: Int
    /// What the sensors say, if people have corrected it.
    package var visitsCounted: Int?
    /// How many people are there; nil for a place that does not count people.
    package var occupancy: OccupancyStatus?
    /// Entries by hour of the local day.
    package var hours: [Int]
    package var doors: [DoorStatus]
    package var panels: [PanelStatus]
    /// Health of the device itself.
    package var health: [HealthStatus]
    /// What was wrong earlier today with doors, panels and the device; the latest 32 at the most.
    package var pastHealth: [PastHealth]
    /// The languages of the place, first one preferred.
    package var languages: [String]
    package var uplink: UplinkStatus
    package var lines: [LineStatus]
    /// Count checks, without their history; nil of a service that makes none.
    package var countCheck: CountCheckStatus?
    /// From the coordinators, or the place itself; nil for none.
    package var messages: [MessageStatus]?
    /// Nil where the machine does not tell.
    package var power: PowerStatus?
    /// Nil where it can't be read.
    package var disk: DiskStatus?
    package var clock: TimeStatus?
    /// The local day on which the collector answered the last time, ISO 8601; nil for none since the start.
    package var lastContact: String?
    /// The sessions that the schedule has today, in its order; nil while the day is not known.
    package var sessionsToday: [SessionToday]?

    package init(
        place: String, name: String, software: String, libgpiod: String, lossDetectable: Bool, lostEdges: Int,
        day: String?,
        visits: Int, visitsLow: Int, visitsHigh: Int, occupancy: OccupancyStatus?, hours: [Int], doors: [DoorStatus],
        panels: [PanelStatus], health: [HealthStatus], uplink: UplinkStatus, lines: [LineStatus],
        pastHealth: [PastHealth] = [], languages: [String] = ["nb"], countCheck: CountCheckStatus? = nil,
        visitsCounted: Int? = nil, messages: [MessageStatus]? = nil
    ) {
        self.messages = messages
        self.place = place
        self.name = name
        self.software = software
        self.libgpiod = libgpiod
        self.lossDetectable = lossDetectable
        self.lostEdges = lostEdges
        self.day = day
        self.visits = visits
        self.visitsLow = visitsLow
        self.visitsHigh = visitsHigh
        self.occupancy = occupancy
        self.hours = hours
        self.doors = doors
        self.panels = panels
        self.health = health
        self.pastHealth = pastHealth
        self.languages = languages
        self.uplink = uplink
        self.lines = lines
        self.countCheck = countCheck
        self.visitsCounted = visitsCounted
    }

    /// JSON with sorted keys in snake case.
    package func json(pretty: Bool = false) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = pretty ? [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes] : [.sortedKeys]
        return Array(try encoder.encode(self))
    }

    /// - Throws: what the decoder says of bytes that are no status.
    package init(json: [UInt8]) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(Self.self, from: Data(json))
    }
}

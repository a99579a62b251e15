/// Everything an installer decides about one place, checked and ready for use.
///
/// It is read from a TOML file on the device; the reader reports every mistake at once, so that a value of this type
/// never holds an impossible combination.
package struct PlaceConfiguration: Sendable, Equatable {
    package var place: Place
    /// At least one door or one panel exists.
    package var doors: [Door]
    package var panels: [Panel]
    /// In the order of the file. On any day a panel has one of them at most.
    package var questions: [Question]
    /// What the coordinators, or the place itself, tell the people there.
    package var messages: [Message]
    /// What came of earlier answers: "dere sa – vi gjorde".
    package var promises: [Promise]
    package var kiosk: Kiosk
    /// Scheduled uses of the place; disjoint within a day.
    package var sessions: [Session]
    /// At least one; each time of the week at most once.
    package var occupancyResets: [OccupancyReset]
    /// When the place is open; empty if only its sessions say so.
    package var openings: [Opening]
    package var release: ReleasePolicy
    /// Nil for a place that only shows its numbers locally, or hands them over by courier.
    package var uplink: UplinkPolicy?
    package var device: Device
    /// Nil if nobody has said who is responsible.
    package var controller: Controller?
    package var volunteers: VolunteerAccess

    /// - Parameter occupancyResets: nil for ``OccupancyReset/standard(correctionDays:)``.
    package init(
        place: Place, doors: [Door], panels: [Panel], sessions: [Session], release: ReleasePolicy,
        uplink: UplinkPolicy?, device: Device, openings: [Opening] = [], occupancyResets: [OccupancyReset]? = nil,
        controller: Controller? = nil, questions: [Question] = [], messages: [Message] = [],
        promises: [Promise] = [], kiosk: Kiosk = Kiosk(), volunteers: VolunteerAccess = VolunteerAccess()
    ) {
        self.place = place
        self.doors = doors
        self.panels = panels
        self.questions = questions
        self.messages = messages
        self.promises = promises
        self.kiosk = kiosk
        self.sessions = sessions
        self.occupancyResets = occupancyResets ?? OccupancyReset.standard(correctionDays: release.correctionDays)
        self.openings = openings
        self.release = release
        self.uplink = uplink
        self.device = device
        self.controller = controller
        self.volunteers = volunteers
    }
}

/// A meeting place.
package struct Place: Sendable, Equatable {
    /// Opaque: it must not name the place. 1 to 40 characters of `a-z`, `0-9`, `-`.
    package var id: String
    /// What people call the place.
    package var name: String
    /// Name in the IANA database, such as `Europe/Oslo`.
    package var timeZone: String
    /// Languages in which the place speaks, first one preferred, by their ISO 639 codes.
    package var languages: [String]
    /// KOSTRA function, three digits and perhaps a letter, such as `234`; nil if not given.
    package var kostraFunction: String?
    /// Targets of the UN's sustainable development goals, such as `3.4`.
    package var sdgTargets: [String]

    package init(
        id: String, name: String, timeZone: String, languages: [String] = ["nb"], kostraFunction: String? = nil,
        sdgTargets: [String] = []
    ) {
        self.id = id
        self.name = name
        self.timeZone = timeZone
        self.languages = languages
        self.kostraFunction = kostraFunction
        self.sdgTargets = sdgTargets
    }
}

/// A text in one or more languages, keyed by language code.
package struct LocalizedText: Sendable, Equatable {
    package var byLanguage: [String: String]

    package init(_ byLanguage: [String: String]) {
        self.byLanguage = byLanguage
    }

    /// The text in the first of `languages` that has one, else in any language, by code order.
    package func text(in languages: [String]) -> String {
        for language in languages {
            if let text = byLanguage[language] { return text }
        }
        return byLanguage.min { $0.key < $1.key }?.value ?? ""
    }
}

/// An opening watched by a sensor.
package struct Door: Sendable, Equatable {
    /// 1 to 40 characters of `a-z`, `0-9`, `-`; unique among doors and panels.
    package var id: String
    package var name: String
    package var sensor: Sensor
    /// A single beam above a beam pair, higher than animals: see ``UpperBeam``. Nil for other sensors.
    package var upper: InputLine?
    /// A contact on the leaf, active while the door is open, besides a sensor that counts passages: see ``LeafContact``.
    package var reed: InputLine?

    package init(id: String, name: String, sensor: Sensor, upper: InputLine? = nil, reed: InputLine? = nil) {
        self.id = id
        self.name = name
        self.sensor = sensor
        self.upper = upper
        self.reed = reed
    }
}

/// What watches a door.
package enum Sensor: Sendable, Equatable {
    /// Two beams one after the other; tells in from out.
    case beamPair(outer: InputLine, inner: InputLine, BeamPairParameters)
    /// One contact that closes once for each person. Tells direction only if every closure has the same one.
    case contact(InputLine, ContactParameters)
    /// A motion sensor, or a contact on the door leaf: never counts passages.
    case activity(InputLine, ActivityParameters)
}

/// Where a line of a GPIO chip is found. Never by chip number, which changes with the kernel.
package enum LineAddress: Sendable, Hashable {
    /// The line's own name, as `gpioinfo` shows it.
    case name(String)
    /// The chip's label and the line's offset on it.
    case chip(label: String, offset: UInt32)
}

extension LineAddress: CustomStringConvertible {
    /// `DOOR_OUTER`, or `pinctrl-bcm2711 17` for a chip's label and an offset.
    package var description: String {
        switch self {
        case .name(let name): name
        case .chip(let label, let offset): "\(label) \(offset)"
        }
    }
}

/// The resistor on a line.
package enum LineBias: String, Sendable, Equatable, CaseIterable {
    /// Leave it as the firmware set it.
    case asIs = "as-is"
    case pullUp = "pull-up"
    case pullDown = "pull-down"
    case disabled
}

/// A line that is read.
package struct InputLine: Sendable, Equatable {
    package var address: LineAddress
    /// True if the line is low when the beam is broken, the mat trodden or the button pressed.
    package var activeLow: Bool
    package var bias: LineBias
    /// Debounce in the kernel, before and besides Tunet's own; nil for none. Needs libgpiod 2.
    package var kernelDebounce: Duration?

    package init(
        _ address: LineAddress, activeLow: Bool = false, bias: LineBias = .asIs, kernelDebounce: Duration? = nil
    ) {
        self.address = address
        self.activeLow = activeLow
        self.bias = bias
        self.kernelDebounce = kernelDebounce
    }
}

/// A line that is driven.
package struct OutputLine: Sendable, Equatable {
    package var address: LineAddress
    /// True if the light or buzzer is on while the line is low.
    package var activeLow: Bool

    package init(_ address: LineAddress, activeLow: Bool = false) {
        self.address = address
        self.activeLow = activeLow
    }
}

/// A named, scheduled use of the place on certain weekdays.
package struct Session: Sendable, Equatable {
    /// 1 to 40 characters of `a-z`, `0-9`, `-`; unique, and none of ``Leaf/outsideSessions``,
    /// ``Leaf/allDay`` and ``Leaf/uncertain``.
    package var id: String
    package var name: String
    /// ISO weekdays, 1 (Monday) to 7 (Sunday); not empty.
    package var weekdays: Set<Int>
    /// Start in minutes after local midnight: 0 to 1425, a multiple of 15, so that no bin is shared.
    package var startMinute: Int
    /// End in minutes after local midnight: 15 to 1440, a multiple of 15, after the start.
    package var endMinute: Int

    package init(id: String, name: String, weekdays: Set<Int>, startMinute: Int, endMinute: Int) {
        self.id = id
        self.name = name
        self.weekdays = weekdays
        self.startMinute = startMinute
        self.endMinute = endMinute
    }
}

/// The period that one leaf of attendance covers.
package enum LeafPeriod: String, Sendable, Equatable, CaseIterable {
    case day, week, month
}

/// How exact counts become public.
package struct ReleasePolicy: Sendable, Equatable {
    /// Large places: day. Small places: week or month.
    package var leaf: LeafPeriod
    /// ε of each leaf as a fraction of whole numbers from 1 to 1000; from 1/1000 to 10, 1/1 by default.
    package var epsilonNumerator: UInt64
    package var epsilonDenominator: UInt64
    /// Days after a period's end during which volunteers may correct it, 0 to 31; 2 by default.
    package var correctionDays: Int
    /// Which passages of sensors that tell directions are released.
    package var directions: ReleasedDirections
    /// The most that the ε of all leaves of one year may add up to, 1 to 1,000,000. A kind of measure for which there is
    /// no room in a year is not released in it.
    package var yearlyCeiling: Int

    /// Room for a place that releases five parts of each day in both directions, and a few panels, at ε = 1.
    package static let defaultCeiling = 5000

    package init(
        leaf: LeafPeriod = .day, epsilonNumerator: UInt64 = 1, epsilonDenominator: UInt64 = 1, correctionDays: Int = 2,
        directions: ReleasedDirections = .entries, yearlyCeiling: Int = Self.defaultCeiling
    ) {
        self.leaf = leaf
        self.epsilonNumerator = epsilonNumerator
        self.epsilonDenominator = epsilonDenominator
        self.correctionDays = correctionDays
        self.directions = directions
        self.yearlyCeiling = yearlyCeiling
    }
}

/// Which passages of sensors that tell directions are released. Undirected passages always are.
package enum ReleasedDirections: String, Sendable, Equatable, CaseIterable {
    /// Each visit is in one leaf.
    case entries = "in"
    /// Exits have leaves of their own: whoever comes and goes is in two, and is charged twice.
    case both
}

/// Where batches go and when.
package struct UplinkPolicy: Sendable, Equatable {
    /// `http://` or `https://`, host and perhaps port; without path.
    package var collectorURL: String
    /// The collector's Ed25519 public key, 32 bytes, with which it signs its receipts.
    package var collectorKey: [UInt8]
    /// Time of the daily upload, minutes after local midnight, 0 to 1439.
    package var uploadMinute: Int

    /// 03:15, when every meeting place is empty.
    package static let defaultUploadMinute = 195

    package init(collectorURL: String, collectorKey: [UInt8], uploadMinute: Int = Self.defaultUploadMinute) {
        self.collectorURL = collectorURL
        self.collectorKey = collectorKey
        self.uploadMinute = uploadMinute
    }
}

/// Where things are on the device itself.
package struct Device: Sendable, Equatable {
    /// Folder of the store and the device's key; `/var/lib/tunet` by default.
    package var dataFolder: String
    /// The control socket; `/run/tunet/control.sock` by default.
    package var controlSocket: String
    /// Port of the pages, such as that for volunteers; nil for none; 8481 by default.
    package var pagePort: UInt16?
    /// Whether the system's clock is believed from the start.
    package var clockTrust: ClockTrust

    package static let defaultControlSocket = "/run/tunet/control.sock"

    package init(
        dataFolder: String = "/var/lib/tunet", controlSocket: String = Self.defaultControlSocket,
        pagePort: UInt16? = 8481, clockTrust: ClockTrust = .synchronised
    ) {
        self.dataFolder = dataFolder
        self.controlSocket = controlSocket
        self.pagePort = pagePort
        self.clockTrust = clockTrust
    }
}

/// When the system's clock may date counts.
package enum ClockTrust: String, Sendable, Equatable, CaseIterable {
    /// Once systemd-timesyncd says that it is synchronised; the rule for a board without a battery-backed clock.
    case synchronised
    /// From the start: the machine keeps its own time, such as a computer with a clock of its own.
    case always
}

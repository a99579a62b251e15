/// What a beam pair needs to know about its door.
package struct BeamPairParameters: Sendable, Equatable {
    /// How long a level must hold before it counts, for both beams: 0 to 100 ms; 5 ms by default.
    ///
    /// The chatter of photoelectric relays lasts up to 3 ms; a torso of 20 cm at 2 m/s breaks a beam for 100 ms.
    package var debounce: Duration
    /// Longest time between two half-crossings that are one passage: 0 to 5 s; 900 ms by default.
    ///
    /// A body thinner than the distance between the beams leaves both clear for a moment: 20 cm at 0.25 m/s is 800 ms.
    package var gapTime: Duration
    /// How long a beam may be broken before the door counts as blocked: 5 s to 1 h; 30 s by default.
    ///
    /// Longer than people stand and talk in a door that others want to use, and so short that a covered beam is told of
    /// before many have passed unseen. Assumed, not measured.
    package var blockTime: Duration
    /// Distance between the two beams along the way through the door: 2 to 50 cm; nil if it was not measured.
    ///
    /// Without it, ``usualBeamGap`` is assumed until the first bodies have shown what it is: see ``BeamGauge``. The least
    /// is that of two beams in one housing; beyond the greatest, two bodies fit between the beams.
    package var beamGap: Length?
    /// The middle of the 10 to 20 cm at which `Firmware-config/README.md` says to mount the beams.
    package static let usualBeamGap = Length.centimetres(15)
    /// How deep a body is along its way, with clothes and at the height of the beams: 10 to 60 cm; 25 cm by default.
    ///
    /// The depth of an adult's chest is 25 cm on average and 30 cm for few (Gordon et al., 2012 Anthropometric Survey
    /// of U.S. Army Personnel, NATICK/TR-15/007); with heavy clothes up to 33 cm (Fruin, Pedestrian Planning and Design,
    /// 1971). Hips are as deep as chests, children less. The least is a child's leg; the greatest leaves room for a
    /// rucksack.
    package var bodyDepth: Length

    package init(
        debounce: Duration = .milliseconds(5), gapTime: Duration = .milliseconds(900),
        blockTime: Duration = .seconds(30), beamGap: Length? = nil, bodyDepth: Length = .centimetres(25)
    ) {
        self.debounce = debounce
        self.gapTime = gapTime
        self.blockTime = blockTime
        self.beamGap = beamGap
        self.bodyDepth = bodyDepth
    }
}

/// What a single contact is and how long it rests.
package struct ContactParameters: Sendable, Equatable {
    package enum Kind: String, Sendable, Equatable, CaseIterable {
        /// One beam across the door: undirected.
        case beam
        /// A pressure mat: undirected.
        case mat
        /// A turnstile's pulse, once for each person.
        case turnstile
    }

    /// Direction of every closure; `unknown` for a door that is used both ways, and by default.
    package enum Direction: String, Sendable, Equatable, CaseIterable {
        case `in`, out, unknown
    }

    package var kind: Kind
    /// Which way everybody goes; `unknown` by default, since one contact can't tell.
    package var direction: Direction
    /// How long a level must hold before it counts: 0 to 100 ms; 5 ms by default.
    ///
    /// As for a beam pair: relays chatter for up to 3 ms, and so do a turnstile's contacts.
    package var debounce: Duration
    /// Closures this soon after the last one ended belong to the same person: 0 to 10 s; 300 ms by default.
    ///
    /// The other leg or heel comes within half a step, 0.25 to 0.3 s at an ordinary walk of two steps a second. Whoever
    /// follows at arm's length comes later: 0.6 m at 1.2 m/s is 500 ms.
    package var holdOff: Duration
    /// How long the contact may be closed before the door counts as blocked: 5 s to 1 h; 30 s by default.
    ///
    /// For the same reason as that of a beam pair; a turnstile's pulse lasts less than a second.
    package var blockTime: Duration

    package init(
        kind: Kind, direction: Direction = .unknown, debounce: Duration = .milliseconds(5),
        holdOff: Duration = .milliseconds(300), blockTime: Duration = .seconds(30)
    ) {
        self.kind = kind
        self.direction = direction
        self.debounce = debounce
        self.holdOff = holdOff
        self.blockTime = blockTime
    }
}

/// How a panel treats its buttons.
package struct PanelParameters: Sendable, Equatable {
    /// How long a level must hold before it counts: 0 to 100 ms; 20 ms by default.
    package var debounce: Duration
    /// Time after a press in which further presses of the panel count as misuse: 0.5 to 60 s; 2 s by default.
    package var lockout: Duration
    /// How long the light answers an accepted press: 0.5 to 10 s; 1 s by default.
    package var lightTime: Duration
    /// A button held this long is stuck: 2 s to 10 min; 20 s by default.
    package var stuckTime: Duration

    package init(
        debounce: Duration = .milliseconds(20), lockout: Duration = .seconds(2), lightTime: Duration = .seconds(1),
        stuckTime: Duration = .seconds(20)
    ) {
        self.debounce = debounce
        self.lockout = lockout
        self.lightTime = lightTime
        self.stuckTime = stuckTime
    }
}

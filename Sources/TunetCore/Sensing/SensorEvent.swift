/// Which way a person went.
package enum Direction: String, Sendable, Hashable, CaseIterable {
    case `in`, out, unknown

    /// The other way.
    var opposite: Direction {
        switch self {
        case .in: .out
        case .out: .in
        case .unknown: .unknown
        }
    }

    package init(_ direction: ContactParameters.Direction) {
        self =
            switch direction {
            case .in: .in
            case .out: .out
            case .unknown: .unknown
            }
    }
}

/// A person went through a door.
package struct Passage: Sendable, Hashable {
    /// When the person was clear of the sensor.
    package var time: MonotonicInstant
    /// When the sensor first saw the person, or the group that the person came in.
    package var began: MonotonicInstant
    package var direction: Direction
    /// `over`: how likely it is that this was no passage in this direction. `under`: further passages in this direction
    /// that are expected to hide in it.
    package var doubt: Doubt

    package init(
        time: MonotonicInstant, began: MonotonicInstant, direction: Direction, doubt: Doubt = .none
    ) {
        self.time = time
        self.began = began
        self.direction = direction
        self.doubt = doubt
    }

    /// Of 1000 passages that look like this one, how many are expected to be passages in this direction.
    package var confidence: Int { max(0, 1000 - doubt.over) }
}

/// Why edges did not make a certain passage. Counted, so that a door's quality can be judged.
package enum Reason: String, Sendable, Hashable, CaseIterable {
    /// One beam of the pair was broken, the other never.
    case halfCrossing = "half_crossing"
    /// Both beams were broken, and the body went back to the side it came from.
    case turnBack = "turn_back"
    /// Both beams changed at the same instant, so that no order can be told.
    case diagonal
    /// Two half-crossings close in time, counted as one passage of low confidence.
    case gapCrossing = "gap_crossing"
    /// Both beams were broken more than once: perhaps several people close behind each other.
    case tailgateSuspect = "tailgate_suspect"
    /// Edges were lost: passages among them are not known.
    case lostEdges = "lost_edges"
    /// A beam was broken for longer than a person takes.
    case blocked
    /// The sensor was away from clear when it was switched on, or back after being unplugged.
    case unsynchronised
    /// The contact closed again within its hold-off.
    case holdOff = "hold_off"
    /// More passages in a short time than bodies could make.
    case implausible
    /// A passage below the upper beam, which was not counted.
    case animal
    /// One beam of the pair was broken while the leaf of the door moved.
    case doorSwing = "door_swing"
    /// A passage, counted with doubt, though the door stayed closed.
    case throughClosedDoor = "through_closed_door"
    /// A line changed faster than any body could.
    case chattering

    /// The place of the case among all of them, from 0.
    package var rawIndex: Int {
        switch self {
        case .halfCrossing: 0
        case .turnBack: 1
        case .diagonal: 2
        case .gapCrossing: 3
        case .tailgateSuspect: 4
        case .lostEdges: 5
        case .blocked: 6
        case .unsynchronised: 7
        case .holdOff: 8
        case .implausible: 9
        case .animal: 10
        case .doorSwing: 11
        case .throughClosedDoor: 12
        case .chattering: 13
        }
    }
}

/// What a sensor's state machine says.
package enum SensorEvent: Sendable, Hashable {
    case passage(Passage)
    /// Edges that were not counted, or counted with doubt. The doubt holds for every direction that the sensor tells
    /// apart.
    case noted(Reason, at: MonotonicInstant, doubt: Doubt)
    /// More doubt about passages in this direction that were counted, or rejected, before.
    case doubted(Direction, Doubt, at: MonotonicInstant)
    /// Somebody is in front of a motion sensor, or no longer. Never a passage.
    case presence(PresenceChange, at: MonotonicInstant)
    /// A door leaf was opened. Never a passage.
    case swing(at: MonotonicInstant)
    /// Whether the sensor sees the door has changed.
    case health(HealthKind, began: Bool, at: MonotonicInstant)
}

/// How a presence goes on.
package enum PresenceChange: Sendable, Hashable {
    /// The sensor is active. `isNew` unless the last presence ended within the hold-off.
    case began(isNew: Bool)
    case ended
    /// Since when it has not been so is unknown.
    case lost
}

/// What can be wrong with a door, a panel or the device.
package enum HealthKind: String, Sendable, Hashable, CaseIterable {
    /// Broken or pressed for longer than a person takes.
    case blocked
    /// A button that does not come back.
    case stuck
    /// Nobody presses one button of a panel, while many press the others: it may be dead.
    case buttonQuiet = "button_quiet"
    /// The chip of its lines is gone.
    case unplugged
    /// A beam was broken at the start, or when the chip came back, and has not been clear since.
    case unsynchronised
    /// Edges were lost in this bin, or the sensor has not been clear since.
    case lostEdges = "lost_edges"
    /// A door has stood open for long, or the cable of its contact is cut.
    case heldOpen = "held_open"
    /// The upper beam of a pair is stuck, dead, unplugged or chatters, so that animals are counted as people.
    case upperBeamFailed = "upper_beam_failed"
    /// The contact on a door leaf says that the door is always closed, although people go through; or it chatters.
    case reedFailed = "reed_failed"
    /// More people go in than out, or the other way, than the doubt of the counts explains. The door is observed all the
    /// same.
    case imbalance
    /// A line changes faster than any body could: it floats, or its cable is loose.
    case chattering
    /// One beam of a pair never breaks any more, while the other one does.
    case beamDead = "beam_dead"
    /// Nobody has come through a door for much longer than is usual there, while the place was open.
    case silent
    /// The card can't be written; counts are held in memory and presses are not taken.
    case storeFailed = "store_failed"
    /// The collector could not be reached or refused a batch.
    case uplinkFailed = "uplink_failed"
    /// The store's quota was full, and undelivered numbers had to go; others still wait.
    case numbersDropped = "numbers_dropped"
    /// The yearly ceiling has no room for some kind of number, which is not released this year.
    case releaseStopped = "release_stopped"
    /// Nothing has dated this boot yet.
    case undated

    /// Whether the time of the door or panel does not count as observed while it lasts.
    package var cutsCoverage: Bool {
        switch self {
        case .blocked, .stuck, .unplugged, .unsynchronised, .lostEdges, .heldOpen, .chattering, .beamDead: true
        case .buttonQuiet, .silent, .upperBeamFailed, .reedFailed, .imbalance, .storeFailed, .uplinkFailed,
            .numbersDropped, .releaseStopped, .undated:
            false
        }
    }
}

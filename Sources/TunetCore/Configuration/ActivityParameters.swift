/// What a sensor is that never counts people: a motion sensor, or a contact on a door leaf.
package struct ActivityParameters: Sendable, Equatable {
    package enum Kind: String, Sendable, Equatable, CaseIterable {
        /// A passive infrared motion sensor: tells that somebody is there, not how many, nor which way they go.
        case pir
        /// A reed contact with a magnet on the door leaf, active while the door is open: counts openings.
        case reed
    }

    package var kind: Kind
    /// Of a PIR: whether its module holds the output for as long as motion lasts, and some seconds longer
    /// («retriggering», H on most modules, the default). One that does not (L) lets the output fall after a set time
    /// though somebody still moves, is blind for some seconds, and then begins anew.
    package var retriggers: Bool
    /// How long a level must hold before it counts: 0 to 100 ms; 20 ms by default.
    ///
    /// A PIR module holds its output for at least 300 ms. Reed contacts bounce for about 1 ms, the magnet on a door that
    /// shakes for some more.
    package var debounce: Duration
    /// Time after the end in which a new activation is the same presence, or the same swing of the door.
    ///
    /// PIR: 0 to 10 min; 10 s by default. A module that does not retrigger needs at least 5 s, since it is blind for 2.5
    /// to 4 s after each end (data sheets of the HC-SR501). Reed: 0 to 10 s; 1 s by default, in which a door that was
    /// slammed has come to rest.
    package var holdOff: Duration
    /// How long the sensor may be active before it counts as stuck: 1 min to 12 h.
    ///
    /// PIR: 1 h by default, since a lively room keeps a module active for as long; 15 min if it does not retrigger, which
    /// is more than the longest hold time of common modules, 5 to 10 min. Reed: 1 h by default; a door that stands open for
    /// longer was left open, and its openings are not what they seem.
    package var blockTime: Duration

    /// The defaults of a motion sensor.
    package static func pir(retriggers: Bool = true) -> Self {
        Self(
            kind: .pir, retriggers: retriggers, holdOff: .seconds(10),
            blockTime: retriggers ? .seconds(3600) : .seconds(900))
    }

    /// The defaults of a reed contact.
    package static let reed = Self(kind: .reed, holdOff: .seconds(1), blockTime: .seconds(3600))

    package init(
        kind: Kind, retriggers: Bool = true, debounce: Duration = .milliseconds(20), holdOff: Duration,
        blockTime: Duration
    ) {
        self.kind = kind
        self.retriggers = retriggers
        self.debounce = debounce
        self.holdOff = holdOff
        self.blockTime = blockTime
    }
}

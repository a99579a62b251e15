package import TunetCore

/// A door as it is built: two beams across it, the outer at 0 m and the inner ``gap`` further in.
package struct WalkDoor: Sendable, Equatable {
    /// Metres between the beams. 0.10 to 0.20 as doors are fitted; anything from 0.05 to 0.30 works.
    package var gap: Double
    /// Metres of both beams above the floor. What is lower does not break them.
    package var beamHeight: Double
    /// Metres of a third beam above the floor, half-way between the two; nil if there is none. It is line 2.
    package var upperHeight: Double?
    /// Metres between the posts. From 1 m on two people can be in the door beside each other.
    package var width: Double

    package init(gap: Double = 0.12, beamHeight: Double = 1, upperHeight: Double? = nil, width: Double = 0.9) {
        self.gap = gap
        self.beamHeight = beamHeight
        self.upperHeight = upperHeight
        self.width = width
    }

    /// Where along the way the beam of `line` is, seen by somebody who walks in or out: from the first beam on their way.
    func position(ofLine line: Int, inward: Bool) -> Double {
        switch line {
        case 0: inward ? 0 : gap
        case 1: inward ? gap : 0
        default: gap / 2
        }
    }

    func height(ofLine line: Int) -> Double {
        line < 2 ? beamHeight : upperHeight ?? .infinity
    }

    var beamCount: Int { upperHeight == nil ? 2 : 3 }
    /// Two beams, the upper one and the contact of the leaf, whether they are there or not.
    static let lineCount = 4
}

/// A person got clear of both beams on the side to which they were going.
package struct WalkCrossing: Sendable, Equatable {
    /// When the torso was clear of both beams.
    package var time: MonotonicInstant
    package var direction: Direction
}

/// What a door saw, and what really happened.
package struct Walks: Sendable {
    package var door: WalkDoor
    /// In order of time. Line 0 is the outer beam, 1 the inner, 2 the upper, 3 a contact at the leaf: true while it is open.
    package var edges: [Edge] = []
    /// In order of time.
    package var crossings: [WalkCrossing] = []
    /// When the last person was gone and every debounce is over.
    package var end = MonotonicInstant.zero

    package func count(_ direction: Direction) -> Int {
        crossings.count { $0.direction == direction }
    }
}

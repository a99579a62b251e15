import Glibc
package import TunetCore

/// What goes through a door: a stack of parts, each of some depth, at some height, before or behind the torso.
package struct WalkBody: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case adult
        /// 0.4 to 0.9 m/s.
        case senior
        case child
        /// An adult in thick clothes.
        case winter
        /// Somebody behind a wheeled walker.
        case rollator
        case wheelchair
        /// Somebody who pulls a shopping trolley.
        case trolley
        /// An adult with a backpack or with a bag before or behind them.
        case bag
        case dog
        /// An arm that reaches in from somebody who stays outside.
        case hand
    }

    /// One thing that can break a beam, along the way of the body.
    struct Part: Sendable {
        /// Metres before the middle of the torso; `back` is less than `front`.
        var back: Double
        var front: Double
        /// Metres above the floor.
        var heights: ClosedRange<Double>
        /// How far it swings forwards and backwards with the stride, in metres.
        var swing = 0.0
        /// Where in the stride it swings, in radians.
        var phase = 0.0
        var isTorso = false
    }

    package var kind: Kind
    var parts: [Part]
    /// Metres from breast to back, and from shoulder to shoulder.
    var depth: Double
    var shoulders: Double
    /// Free walking speed at a door, in m/s.
    var speed: Double
    /// Strides (two steps) per second.
    var strides: Double

    /// Metres from the middle of the torso to the foremost part.
    var front: Double { parts.reduce(0) { max($0, $1.front + abs($1.swing)) } }
    /// Metres from the middle of the torso to the hindmost part; negative.
    var back: Double { parts.reduce(0) { min($0, $1.back - abs($1.swing)) } }

    /// The same without the arms that swing: nobody walks into that.
    var solidFront: Double { parts.reduce(0) { max($0, $1.swing == 0 ? $1.front : 0) } }
    var solidBack: Double { parts.reduce(0) { min($0, $1.swing == 0 ? $1.back : 0) } }
    /// Metres from the middle of the torso farther than which nothing of the body is, however it turns or steps.
    var reach: Double { max(front, -back, shoulders / 2) + 0.1 }

    /// - Parameter beamHeight: of the lower beams: an arm swings less, the higher one looks at it.
    package init(_ kind: Kind, beamHeight: Double, using random: inout SeededGenerator) {
        switch kind {
        case .dog:
            self.init(dog: &random)
        case .hand:
            self.init(hand: &random)
        default:
            self.init(person: kind, beamHeight: beamHeight, using: &random)
        }
    }

    private init(person kind: Kind, beamHeight: Double, using random: inout SeededGenerator) {
        self.kind = kind
        let isChild = kind == .child
        let stature =
            isChild ? random.uniform(1.05...1.45) : random.normal(1.7, 0.1, within: 1.5...2)
        depth =
            isChild ? random.uniform(0.12...0.20) : random.normal(0.24, 0.035, within: 0.18...0.32)
        if kind == .winter { depth += random.uniform(0.03...0.08) }
        shoulders = isChild ? random.uniform(0.26...0.34) : random.uniform(0.38...0.50)
        speed = Self.speed(kind, &random)
        // Walkers of 0.6 to 1.8 m/s take 0.7 to 1.05 strides a second.
        strides = 0.5 + 0.3 * speed
        parts = [Part(back: -depth / 2, front: depth / 2, heights: 0...stature, isTorso: true)]
        addArms(stature: stature, beamHeight: beamHeight, using: &random)
        addThings(using: &random)
    }

    private static func speed(_ kind: Kind, _ random: inout SeededGenerator) -> Double {
        switch kind {
        case .senior: random.normal(0.65, 0.13, within: 0.4...0.9)
        case .rollator: random.normal(0.42, 0.08, within: 0.3...0.6)
        case .wheelchair: random.normal(0.55, 0.15, within: 0.35...1)
        case .child: random.normal(1.2, 0.3, within: 0.5...2)
        default: random.normal(1.1, 0.25, within: 0.5...2)
        }
    }

    /// An arm hangs from the shoulder and swings against the leg of its side: at the height of the hand by up to 30 cm,
    /// at the shoulder not at all.
    private mutating func addArms(stature: Double, beamHeight: Double, using random: inout SeededGenerator) {
        guard kind != .rollator, kind != .wheelchair else { return }
        let shoulder = 0.82 * stature
        let hand = 0.44 * stature
        let down = min(max((shoulder - beamHeight) / (shoulder - hand), 0), 1)
        // Many carry something or have their hands in their pockets.
        let reach = random.chance(0.4) ? random.uniform(0...0.1) : random.uniform(0.12...0.30)
        let phase = random.uniform(0...2 * .pi)
        let thick = random.uniform(0.06...0.10) * (kind == .child ? 0.7 : 1)
        for side in [0, Double.pi] where down > 0 {
            parts.append(
                Part(
                    back: -thick / 2, front: thick / 2, heights: hand...shoulder,
                    swing: reach * down * min(speed / 1.2, 1.1) * (kind == .child ? 0.7 : 1), phase: phase + side))
        }
    }

    private mutating func addThings(using random: inout SeededGenerator) {
        switch kind {
        case .bag:
            switch random.whole(0...2) {
            case 0:  // A backpack.
                parts.append(
                    Part(back: -depth / 2 - random.uniform(0.08...0.2), front: -depth / 2, heights: 0.8...1.5))
            case 1:  // Something carried before the breast.
                parts.append(Part(back: 0, front: depth / 2 + random.uniform(0.1...0.3), heights: 0.8...1.3))
            default:  // A bag in a hand.
                let middle = random.uniform(-0.25...0.25)
                let half = random.uniform(0.08...0.2)
                parts.append(Part(back: middle - half, front: middle + half, heights: 0.2...0.9))
            }
        case .trolley:
            // The arm that pulls it hangs backwards: at one height a beam meets a slice of it. The trolley is behind.
            let behind = depth / 2 + random.uniform(0.1...0.3)
            parts.append(Part(back: -behind - 0.05, front: -behind + 0.05, heights: 0.85...1.05))
            parts.append(Part(back: -behind - random.uniform(0.25...0.4), front: -behind, heights: 0...0.95))
        case .rollator: addRollator(using: &random)
        case .wheelchair: addWheelchair(using: &random)
        default: break
        }
    }

    /// Tubes and a basket ahead, handles with the forearms on them, and then the person: up to 1.3 m in all. Between the
    /// parts one can look through; which of them a beam meets depends on the model, not only on the height.
    private mutating func addRollator(using random: inout SeededGenerator) {
        let everywhere = 0.0...1.15
        var at = depth / 2
        if random.chance(0.6) {  // Forearms on the handles.
            let reach = at + random.uniform(0.15...0.30)
            parts.append(Part(back: at - 0.02, front: reach, heights: everywhere))
            at = reach
        }
        if random.chance(0.5) {  // Basket or seat.
            at += random.uniform(0.02...0.18)
            let length = random.uniform(0.12...0.28)
            parts.append(Part(back: at, front: at + length, heights: everywhere))
            at += length
        }
        // The tube in front.
        at += random.uniform(0.05...0.20)
        parts.append(Part(back: at, front: at + random.uniform(0.03...0.06), heights: everywhere))
    }

    /// Feet and knees ahead, arm rests, the person, and handles behind.
    private mutating func addWheelchair(using random: inout SeededGenerator) {
        parts.append(Part(back: -0.1, front: random.uniform(0.40...0.55), heights: 0...0.75))  // Arm rests, thighs.
        let feet = random.uniform(0.58...0.65)
        parts.append(Part(back: feet, front: feet + random.uniform(0.1...0.2), heights: 0...0.5))
        if random.chance(0.5) {  // Hands on the rims, or a bag on the knees.
            parts.append(Part(back: 0.05, front: random.uniform(0.25...0.45), heights: 0.5...1.1))
        }
        let behind = depth / 2 + random.uniform(0.03...0.15)
        parts.append(Part(back: -behind - random.uniform(0.04...0.12), front: -behind, heights: 0...1.0))
    }

    /// Hands on the handles of what is pushed, `reach` metres before the breast.
    mutating func push(reach: Double) {
        parts.removeAll { $0.swing != 0 }
        parts.append(Part(back: depth / 2 - 0.02, front: depth / 2 + reach, heights: 0.85...1.1))
    }

    private init(dog random: inout SeededGenerator) {
        kind = .dog
        let length = random.uniform(0.5...0.9)
        let height = 0.35 + 0.45 * (length - 0.5) / 0.4
        depth = length
        shoulders = 0.2
        speed = random.uniform(0.5...2.5)
        strides = 1.5
        parts = [Part(back: -length / 2, front: length / 2, heights: 0...height)]
        let tail = random.uniform(0.1...0.3)
        parts.append(
            Part(back: -length / 2 - tail, front: -length / 2, heights: 0...(height + 0.1), swing: 0.03, phase: 0))
    }

    private init(hand random: inout SeededGenerator) {
        kind = .hand
        depth = 0.08
        shoulders = 0.08
        speed = random.uniform(0.4...1.5)
        strides = 0
        // The tip of the fingers is the front; the rest of the arm follows.
        parts = [Part(back: -0.7, front: 0, heights: 0...1.6)]
    }

    /// The same body on a way that crosses the door at an angle, in radians: it shows more of its breadth.
    mutating func turn(by angle: Double) {
        let along = cos(angle)
        let wide = (depth * depth * along * along + shoulders * shoulders * sin(angle) * sin(angle)).squareRoot()
        for index in parts.indices {
            if parts[index].isTorso {
                parts[index].back = -wide / 2
                parts[index].front = wide / 2
            } else {
                parts[index].back *= along
                parts[index].front *= along
                parts[index].swing *= along
            }
        }
        depth = wide
        speed *= along
    }
}

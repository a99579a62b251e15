import Glibc

/// A body on its way through a door, and what it means to do there.
///
/// The way is measured in metres from the first beam that a body meets; it walks towards greater numbers, whether that
/// is in or out.
struct Walker: Sendable {
    enum Stage: Sendable {
        /// Walks until the middle of the torso is there, forwards or backwards as it faces.
        case walk(to: Double)
        /// Stands for some seconds, and sways.
        case stand(Double)
        /// Turns around on the spot, in some seconds.
        case turn(Double)
    }

    var body: WalkBody
    var isInward: Bool
    var plan: [Stage]
    /// Seconds on the clock of the scene at which it appears.
    var startsAt = 0.0
    var pose: WalkPose
    /// Share of the free speed before and behind the door: people slow down for it, or speed up.
    var pace = (before: 1.0, behind: 1.0)
    /// The walker ahead, by its number in the scene; metres and seconds that are kept from it. A negative distance is
    /// somebody who walks half beside the other.
    var follows: Int?
    var distance = 0.2
    var timeGap = 0.5

    /// Whether it turns its parts with it; an arm that is drawn back does not.
    var turnsAround = true

    private var facesForwards = true
    private var stage = 0
    private var inStage = 0.0
    private var swayPhase: Double
    private let swayRate: Double
    private let swayReach: Double

    init(_ body: WalkBody, isInward: Bool, from place: Double, plan: [Stage], using sway: (Double, Double, Double)) {
        self.body = body
        self.isInward = isInward
        pose = WalkPose(place: place)
        self.plan = plan
        (swayPhase, swayRate, swayReach) = sway
    }

    var isDone: Bool { stage >= plan.count }

    /// Where the middle of the torso is after `step` seconds more.
    ///
    /// - Parameter room: metres to the walker ahead.
    mutating func move(_ step: Double, at clock: Double, room: Double?, gap: Double) {
        guard stage < plan.count else { return }
        switch plan[stage] {
        case .walk(let target):
            let share = min(max((pose.place + 0.8) / (gap + 1.6), 0), 1)
            var wanted = body.speed * (pace.before + (pace.behind - pace.before) * share)
            // The body is faster and slower twice in a stride.
            wanted *= 1 + 0.06 * sin(4 * .pi * body.strides * clock)
            pose.speed += (wanted - pose.speed) * min(step / 0.25, 1)
            if let room, facesForwards {
                // Nobody walks into the one ahead: Tordeux, Chraibi & Seyfried, "Collision-free speed model" (2016).
                pose.speed = min(pose.speed, max(0, (room - distance) / timeGap))
            }
            pose.place += (facesForwards ? pose.speed : -pose.speed) * step
            if facesForwards ? pose.place >= target : pose.place <= target { next() }
        case .stand(let seconds):
            pose.speed = 0
            let rate = 2 * .pi * swayRate
            pose.place += swayReach * rate * cos(rate * clock + swayPhase) * step
            inStage += step
            if inStage >= seconds { next() }
        case .turn(let seconds):
            pose.speed = 0
            inStage += step
            let angle = Double.pi * min(inStage / seconds, 1)
            if turnsAround { pose.cosine = facesForwards ? cos(angle) : -cos(angle) }
            if inStage >= seconds {
                facesForwards.toggle()
                if turnsAround { pose.cosine = facesForwards ? 1 : -1 }
                next()
            }
        }
    }

    private mutating func next() {
        stage += 1
        inStage = 0
    }
}

/// How a body stands at one moment.
struct WalkPose: Sendable {
    /// Where the middle of the torso is, in metres, and how fast it goes, in m/s.
    var place: Double
    var speed = 0.0
    /// Of the angle between the body and its way: 1 forwards, -1 backwards.
    var cosine = 1.0

    /// From where to where a part of the body reaches.
    @inline(__always)
    func extent(of part: WalkBody.Part, _ body: WalkBody, at clock: Double) -> (back: Double, front: Double) {
        if part.isTorso {
            var half = body.depth / 2
            if cosine != 1, cosine != -1 {
                // An ellipse that turns.
                let wide = body.shoulders / 2
                half = (half * half * cosine * cosine + wide * wide * (1 - cosine * cosine)).squareRoot()
            }
            return (place - half, place + half)
        }
        var back = part.back
        var front = part.front
        if part.swing != 0 {
            // An arm hangs still when its owner stands.
            let offset = part.swing * min(speed / 0.3, 1) * sin(2 * .pi * body.strides * clock + part.phase)
            back += offset
            front += offset
        }
        if cosine >= 0 { return (place + back * cosine, place + front * cosine) }
        return (place + front * cosine, place + back * cosine)
    }
}

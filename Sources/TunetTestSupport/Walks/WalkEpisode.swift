import TunetCore

/// What happens at a door from when the first of some bodies comes until the last is gone.
struct WalkEpisode {
    /// Where people appear and vanish, in metres before the first and behind the second beam.
    private static let far = 1.0

    let mix: WalkMix
    let door: WalkDoor
    private(set) var walkers: [Walker] = []

    init(_ mix: WalkMix, door: WalkDoor, using random: inout SeededGenerator) {
        self.mix = mix
        self.door = door
        let straight =
            1 - mix.turnBacks - mix.hesitations - mix.reaches - mix.loiterers - mix.meetings - mix.dogs
        let happening = random.pick([
            (0, straight), (1, mix.turnBacks), (2, mix.hesitations), (3, mix.reaches), (4, mix.loiterers),
            (5, mix.meetings), (6, mix.dogs),
        ])
        let isInward = random.chance(mix.inward)
        switch happening {
        case 1: turnBack(isInward, &random)
        case 2: hesitate(isInward, &random)
        case 3: reach(isInward, &random)
        case 4: loiter(isInward, &random)
        case 5: meet(isInward, &random)
        case 6: dog(isInward, &random)
        default: group(random.pick(mix.groups), isInward, at: 0, &random)
        }
    }

    private var end: Double { door.gap + Self.far }

    private func body(_ random: inout SeededGenerator) -> WalkBody {
        var body = WalkBody(random.pick(mix.bodies), beamHeight: door.beamHeight, using: &random)
        if random.chance(mix.diagonals) { body.turn(by: random.uniform(0...0.7)) }
        return body
    }

    private func walker(
        _ body: WalkBody, _ isInward: Bool, plan: [Walker.Stage], _ random: inout SeededGenerator
    ) -> Walker {
        let sway = (random.uniform(0...2 * .pi), random.uniform(0.2...0.5), random.uniform(0.005...0.02))
        var walker = Walker(body, isInward: isInward, from: -Self.far - body.front, plan: plan, using: sway)
        walker.pose.speed = body.speed
        walker.pace = (random.uniform(0.8...1.15), random.uniform(0.85...1.25))
        return walker
    }

    /// People behind each other, all in one direction.
    private mutating func group(_ size: Int, _ isInward: Bool, at time: Double, _ random: inout SeededGenerator) {
        for number in 0..<size {
            var next = walker(body(&random), isInward, plan: [.walk(to: end)], &random)
            next.startsAt = time
            // Their parts are not to reach over the end, so that they vanish out of sight.
            next.plan = [.walk(to: end - next.body.back)]
            guard number > 0, let ahead = walkers.last else {
                add(next, &random)
                continue
            }
            let isBeside = door.width >= 1 && random.chance(mix.beside)
            let manner = random.unit()
            let headway = random.logUniform(mix.headway)
            if isBeside {
                next.body.speed = ahead.body.speed * random.uniform(0.95...1.05)
                next.pace = ahead.pace
                next.pose.place = ahead.pose.place - random.uniform(-0.1...0.4)
            } else {
                next.follows = walkers.count - 1
                // Whoever is faster than the one ahead closes up.
                // Nobody walks faster than the fastest, however long the file.
                next.body.speed = max(next.body.speed, min(2, ahead.body.speed * random.uniform(0.9...1.2)))
                keep(&next, manner, &random)
                let lengths = next.body.front - ahead.body.back
                let isNear = manner < mix.close + mix.staggered
                let apart = isNear ? next.body.solidFront - ahead.body.solidBack + next.distance : lengths
                let free = isNear ? next.timeGap * ahead.body.speed : max(0, headway * ahead.body.speed - lengths)
                next.pose.place = ahead.pose.place - apart - free
            }
            next.pose.speed = min(next.body.speed, ahead.body.speed)
            add(next, &random)
        }
    }

    /// The next walker; and who pushes it, if it is a wheelchair: then two people go through.
    private mutating func add(_ ahead: Walker, _ random: inout SeededGenerator) {
        walkers.append(ahead)
        guard ahead.body.kind == .wheelchair, random.chance(mix.pushed) else { return }
        var body = WalkBody(.adult, beamHeight: door.beamHeight, using: &random)
        let reach = random.uniform(0.15...0.35)
        body.push(reach: reach)
        body.speed = ahead.body.speed
        var pusher = walker(body, ahead.isInward, plan: [.walk(to: end - body.back)], &random)
        pusher.pace = ahead.pace
        pusher.startsAt = ahead.startsAt
        pusher.pose.place = ahead.pose.place + ahead.body.back - reach - body.depth / 2
        pusher.pose.speed = ahead.pose.speed
        walkers.append(pusher)
    }

    /// How near somebody goes to the one ahead.
    private func keep(_ next: inout Walker, _ manner: Double, _ random: inout SeededGenerator) {
        if manner < mix.close {
            next.distance = random.uniform(0...0.2)
            next.timeGap = random.uniform(0.1...0.3)
        } else if manner < mix.close + mix.staggered {
            next.distance = random.uniform(-0.18...0)
            next.timeGap = random.uniform(0.1...0.3)
        } else {
            next.distance = random.uniform(0.2...0.5)
            next.timeGap = random.uniform(0.3...0.8)
        }
    }

    /// Somebody comes, breaks one or both beams, and goes back; one of twenty goes through first and then back.
    private mutating func turnBack(_ isInward: Bool, _ random: inout SeededGenerator) {
        let body = body(&random)
        let half = body.depth / 2
        let turning = random.pick([
            // The torso reaches into the first beam only, into both, has left the first, or was through.
            (random.uniform(-half...max(-half + 0.01, door.gap - half)), 0.4),
            (random.uniform(min(door.gap - half, half)...max(door.gap - half, half)), 0.4),
            (random.uniform(half...(door.gap + half)), 0.15),
            (random.uniform((door.gap + half + 0.05)...(door.gap + 1)), 0.05),
        ])
        walkers = [
            walker(
                body, isInward,
                plan: [
                    .walk(to: turning), .stand(random.logUniform(0.1...3)), .turn(random.uniform(0.4...1.2)),
                    .walk(to: -Self.far - body.front),
                ], &random)
        ]
    }

    /// Somebody stops in the beams or steps back in between, and then goes through.
    private mutating func hesitate(_ isInward: Bool, _ random: inout SeededGenerator) {
        let body = body(&random)
        let half = body.depth / 2
        let stop = random.uniform((-half - 0.05)...(door.gap + half))
        var plan: [Walker.Stage] = [.walk(to: stop), .stand(random.logUniform(0.2...3))]
        if random.chance(0.4) {
            plan += [
                .turn(random.uniform(0.4...1)), .walk(to: stop - random.uniform(0.05...0.3)),
                .turn(random.uniform(0.4...1)),
            ]
        }
        plan.append(.walk(to: end - body.back))
        walkers = [walker(body, isInward, plan: plan, &random)]
    }

    /// An arm comes in and goes out again: somebody waves, points, or leans past the post.
    private mutating func reach(_ isInward: Bool, _ random: inout SeededGenerator) {
        let arm = WalkBody(.hand, beamHeight: door.beamHeight, using: &random)
        let farthest = random.uniform(0.01...(door.gap + 0.25))
        var plan: [Walker.Stage] = []
        for _ in 0..<random.whole(1...3) {
            plan += [
                .walk(to: farthest), .stand(random.uniform(0...0.4)), .turn(1e-6),
                .walk(to: -random.uniform(0.02...0.3)), .turn(1e-6),
            ]
        }
        var hand = walker(arm, isInward, plan: plan, &random)
        hand.pose.place = -0.4
        // It draws back as an arm does: what was behind stays behind.
        hand.turnsAround = false
        walkers = [hand]
    }

    /// Somebody stands in the door for seconds, and goes on or back.
    private mutating func loiter(_ isInward: Bool, _ random: inout SeededGenerator) {
        let body = body(&random)
        let stop = random.uniform(-0.15...(door.gap + 0.15))
        var plan: [Walker.Stage] = [.walk(to: stop), .stand(random.logUniform(2...20))]
        if random.chance(0.7) {
            plan.append(.walk(to: end - body.back))
        } else {
            plan += [.turn(random.uniform(0.4...1.2)), .walk(to: -Self.far - body.front)]
        }
        walkers = [walker(body, isInward, plan: plan, &random)]
    }

    /// Two or more come from both sides: mostly one waits, in a wide door they may pass each other in the beams.
    private mutating func meet(_ isInward: Bool, _ random: inout SeededGenerator) {
        group(random.pick(mix.groups), isInward, at: 0, &random)
        // When the others are out of the beams.
        let free = walkers.map { $0.startsAt + (door.gap + 0.4 - $0.pose.place) / ($0.body.speed * 0.9) }.max() ?? 0
        var other = walker(body(&random), !isInward, plan: [], &random)
        other.plan = [.walk(to: end - other.body.back)]
        let isOverlapping = door.width >= 0.9 && random.chance(0.3)
        let arrives = isOverlapping ? random.uniform(0...free) : free + random.uniform(0...1.5)
        other.startsAt = max(0, arrives - (Self.far - 0.2) / other.body.speed)
        walkers.append(other)
    }

    /// A dog, alone or with somebody who holds the lead.
    private mutating func dog(_ isInward: Bool, _ random: inout SeededGenerator) {
        let animal = WalkBody(.dog, beamHeight: door.beamHeight, using: &random)
        var dog = walker(animal, isInward, plan: [.walk(to: end - animal.back)], &random)
        if random.chance(0.6) {
            group(1, isInward, at: 0, &random)
            let ahead = random.uniform(-1.2...1.2)
            dog.body.speed = walkers[0].body.speed
            dog.pace = walkers[0].pace
            dog.pose.place = walkers[0].pose.place + ahead
        }
        walkers.append(dog)
    }
}

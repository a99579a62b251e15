/// What kind of people use a door, and how.
package struct WalkMix: Sendable {
    /// True crossings in a day, about.
    package var peoplePerDay: ClosedRange<Int>
    /// Hours from the first to the last of them.
    package var hours: Double
    package var bodies: [(value: WalkBody.Kind, weight: Double)]
    /// How many come together.
    package var groups: [(value: Int, weight: Double)] = [(1, 1)]
    /// Seconds from one to the next within a group, if they do not have to hurry or wait; logarithmically uniform.
    package var headway: ClosedRange<Double> = 0.8...3
    /// Share of those who follow that walk close behind: 0 to 20 cm from body to body.
    package var close = 0.0
    /// Share of those who follow that walk half beside the one ahead, so that the bodies overlap along the way.
    package var staggered = 0.0
    /// Share of those who follow that walk beside the one ahead; only in doors of 1 m and more.
    package var beside = 0.0
    /// Shares of everything that happens at the door; the rest goes straight through.
    package var turnBacks = 0.0
    package var hesitations = 0.0
    package var reaches = 0.0
    package var loiterers = 0.0
    package var meetings = 0.0
    package var dogs = 0.0
    /// Share of the wheelchairs that somebody pushes.
    package var pushed = 0.3
    /// Share of those who go through at an angle of up to 40 degrees.
    package var diagonals = 0.1
    /// Share of groups on their way in.
    package var inward = 0.5
    package var gap: ClosedRange<Double> = 0.10...0.20
    package var beamHeight: ClosedRange<Double> = 0.9...1.1
    package var upperHeight: Double?
    package var width: ClosedRange<Double> = 0.8...0.95
    package var sensor = WalkSensor()
    /// Seconds for which both beams are clear before anybody comes, at least; nil if people come when they like.
    package var clearBefore: Double?
    /// Share of what happens for which a leaf swings through the beams, before and afterwards. Line 3 is then a contact
    /// that is closed while the leaf is.
    package var leaves = 0.0
}

/// Days at doors, by name.
package enum WalkScenario: String, Sendable, CaseIterable {
    /// A small meeting place: 40 to 150 a day, most of them alone.
    case quietDoor
    /// A main entrance, up to 1.4 m wide: groups, turn-backs, people who meet.
    case busyDoor
    /// Old people, wheeled walkers, wheelchairs.
    case seniorCentre
    /// Children in groups, close together.
    case school
    /// A loose stream in one direction, 1.8 m wide.
    case stream
    /// A crowd that presses through 0.5 m.
    case bottleneck
    /// Everybody alone: both beams are clear for at least 1.5 s before the next one. No chatter, nobody turns back.
    case spaced
    /// A quiet door with a leaf on the side of the beams: mostly it stands open, and now and then somebody opens it and it
    /// closes behind them.
    case swingingDoor
    /// A quiet door whose beams are so low that dogs break them, and an upper beam that they do not reach.
    case dog

    package var mix: WalkMix {
        switch self {
        case .quietDoor: Self.quiet
        case .busyDoor: Self.busy
        case .seniorCentre: Self.seniors
        case .school: Self.pupils
        case .stream: Self.loose
        case .bottleneck: Self.pressing
        case .spaced: Self.apart
        case .swingingDoor:
            Self.quiet.with { $0.leaves = 0.15 }
        case .dog:
            Self.quiet.with {
                $0.beamHeight = 0.5...0.6
                $0.upperHeight = 0.8
                $0.dogs = 0.08
            }
        }
    }

    private static let grown: [(value: WalkBody.Kind, weight: Double)] = [
        (.adult, 50), (.senior, 18), (.winter, 12), (.bag, 10), (.child, 5), (.trolley, 2), (.rollator, 2),
        (.wheelchair, 1),
    ]

    private static let quiet = WalkMix(
        peoplePerDay: 40...150, hours: 8, bodies: grown, groups: [(1, 0.80), (2, 0.15), (3, 0.05)], close: 0.04,
        staggered: 0.02, turnBacks: 0.065, hesitations: 0.02, reaches: 0.015, loiterers: 0.005, meetings: 0.01)

    private static let busy = WalkMix(
        peoplePerDay: 300...800, hours: 10, bodies: grown,
        groups: [(1, 0.60), (2, 0.22), (3, 0.10), (4, 0.05), (5, 0.03)], headway: 0.5...3, close: 0.08,
        staggered: 0.04, beside: 0.04, turnBacks: 0.10, hesitations: 0.03, reaches: 0.03, loiterers: 0.01,
        meetings: 0.04, width: 0.9...1.4)

    private static let seniors = WalkMix(
        peoplePerDay: 40...150, hours: 8,
        bodies: [(.senior, 55), (.rollator, 15), (.wheelchair, 7), (.adult, 13), (.winter, 6), (.bag, 4)],
        groups: [(1, 0.72), (2, 0.22), (3, 0.06)], headway: 1...3, close: 0.03, turnBacks: 0.05, hesitations: 0.06,
        reaches: 0.01, loiterers: 0.03, meetings: 0.02, width: 0.9...1.2)

    private static let pupils = WalkMix(
        peoplePerDay: 100...400, hours: 8, bodies: [(.child, 80), (.adult, 14), (.bag, 6)],
        groups: [(1, 0.40), (2, 0.25), (3, 0.15), (4, 0.12), (5, 0.08)], headway: 0.4...1.5, close: 0.12,
        staggered: 0.06, beside: 0.02, turnBacks: 0.08, hesitations: 0.03, reaches: 0.02, loiterers: 0.01,
        meetings: 0.03, width: 0.9...1.2)

    private static let loose = WalkMix(
        peoplePerDay: 60...300, hours: 0.15, bodies: [(.adult, 80), (.bag, 15), (.child, 5)],
        groups: [(15, 0.5), (30, 0.5)], headway: 0.5...2.5, close: 0.04, staggered: 0.03, beside: 0.04, inward: 1,
        gap: 0.10...0.15, width: 1.8...1.8)

    private static let pressing = WalkMix(
        peoplePerDay: 50...150, hours: 0.1, bodies: [(.adult, 100)], groups: [(20, 0.5), (40, 0.5)],
        headway: 0.5...1.2, close: 0.12, staggered: 0.04, inward: 1, gap: 0.10...0.15, width: 0.5...0.5)

    private static let apart = WalkMix(
        peoplePerDay: 1000...1000, hours: 0.1,
        bodies: [
            (.adult, 30), (.senior, 15), (.child, 15), (.winter, 10), (.bag, 10), (.rollator, 8), (.wheelchair, 6),
        ], pushed: 0, gap: 0.05...0.30, sensor: .ideal, clearBefore: 1.5)
}

extension WalkMix {
    /// The same with some things changed.
    package func with(_ change: (inout Self) -> Void) -> Self {
        var changed = self
        change(&changed)
        return changed
    }
}

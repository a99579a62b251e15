/// Passages of people who are through a door, and of whom the sensor has not yet decided whether they belong together.
///
/// In a stream that decision may take seconds. The disk is told of them before, as if the sensor had to decide now, so that
/// a power cut takes no more than the last second of them; with the verdict it is told the difference.
struct Undecided: Sendable, Equatable {
    private(set) var `in` = DoorTally.Counted()
    private(set) var out = DoorTally.Counted()
    private(set) var unknown = DoorTally.Counted()

    init() {}

    /// What `sensor` would say if nobody else came.
    init(_ sensor: DoorSensor, at now: MonotonicInstant) {
        guard sensor.decisionDeadline != nil else { return }
        var sensor = sensor
        var tally = Undecided()
        sensor.conclude(at: now) { event in
            if case .passage(let passage) = event { tally.add(passage) }
        }
        self = tally
    }

    private mutating func add(_ passage: Passage) {
        let counted = DoorTally.Counted(count: 1, doubt: passage.doubt)
        switch passage.direction {
        case .in: self.in += counted
        case .out: out += counted
        case .unknown: unknown += counted
        }
    }

    /// Adds the difference between this and what the disk was told before.
    func add(to tally: inout DoorTally, toldBefore before: Undecided) {
        tally.in.add(self.in, less: before.in)
        tally.out.add(out, less: before.out)
        tally.unknown.add(unknown, less: before.unknown)
    }
}

extension DoorTally.Counted {
    fileprivate mutating func add(_ more: Self, less: Self) {
        count += more.count - less.count
        doubt.over += more.doubt.over - less.doubt.over
        doubt.under += more.doubt.under - less.doubt.under
    }
}

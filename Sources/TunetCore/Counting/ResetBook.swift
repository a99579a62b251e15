/// What a place keeps from one reset of its occupancy to the next: which reset was the latest, so that each comes to pass
/// once, and what ``ImbalanceWatch`` has seen.
///
/// The two times are those of scheduled resets, so that they tell of the calendar and not of anybody.
package struct ResetBook: Sendable, Equatable {
    /// The bin of the latest reset that has come to pass; nil before the first.
    package private(set) var latest: Int64?
    /// The bin of the reset from which on no stretch has been judged.
    package private(set) var unjudged: Int64
    package private(set) var watch: ImbalanceWatch

    /// A clock that was set back by less must not repeat a reset. One that was wrong by more begins a new book.
    private static let longestStepBack = 86_400 / Bin.seconds
    /// Resets that are told of after a long time without power.
    private static let mostAtOnce = 50

    /// - Parameters: as kept; times that no calendar of a place holds begin a new book.
    package init(latest: Int64? = nil, unjudged: Int64 = 0, watch: ImbalanceWatch = ImbalanceWatch()) {
        self.latest = latest.flatMap { Bin.datedIndices.contains($0) ? $0 : nil }
        self.unjudged = Bin.datedIndices.contains(unjudged) ? unjudged : 0
        self.watch = watch
    }

    /// What the doors counted in a run of bins.
    package struct Sum: Sendable {
        package var tally = DoorTally()
        /// How many of the bins the place is open in.
        package var open: Int
        /// Milliseconds in which each door was observed in those, in the order of the configuration.
        package var observed: [Int64]

        package init(doors: Int, open: Int) {
            self.open = open
            observed = Array(repeating: 0, count: doors)
        }
    }

    /// Enters the resets that have come up to the beginning of `bin`, and judges what lies between them.
    ///
    /// - Parameters:
    ///   - keptFrom: the first bin that has not been destroyed.
    ///   - canTell: whether the doors can tell how many people are there.
    ///   - sum: what was counted.
    /// - Returns: the resets that are new.
    package mutating func advance(
        to bin: Int64, schedule: OccupancySchedule, keptFrom: Int64, canTell: Bool,
        sum: (Range<Int64>) throws -> Sum
    ) rethrows -> [OccupancySchedule.Occurrence] {
        guard let newest = schedule.latest(at: bin) else { return [] }
        guard let latest, latest - bin < Self.longestStepBack else {
            // What was before the first reset can't be told.
            self.latest = newest.bin
            unjudged = newest.bin
            return []
        }
        if !canTell { watch = ImbalanceWatch() }
        let passed = schedule.passed(after: latest, upTo: newest.bin, limit: Self.mostAtOnce)
        for occurrence in passed {
            try judge(upTo: occurrence, schedule: schedule, keptFrom: keptFrom, canTell: canTell, sum: sum)
            self.latest = occurrence.bin
        }
        return passed
    }

    private mutating func judge(
        upTo end: OccupancySchedule.Occurrence, schedule: OccupancySchedule, keptFrom: Int64, canTell: Bool,
        sum: (Range<Int64>) throws -> Sum
    ) rethrows {
        if unjudged < keptFrom { unjudged = schedule.next(after: keptFrom - 1)?.bin ?? end.bin }
        // A schedule that has changed since has no value for the beginning of the stretch.
        guard canTell, unjudged < end.bin, let start = schedule.latest(at: unjudged), start.bin == unjudged else {
            unjudged = end.bin
            return
        }
        let bins = unjudged..<end.bin
        let counted = try sum(bins)
        let missing = Occupancy.unobservedQuarters(of: counted.open, observed: counted.observed)
        if missing > max(1, bins.count / ImbalanceWatch.binsForOneMissing) {
            unjudged = end.bin
            return
        }
        guard let verdict = ImbalanceWatch.verdict(of: Balance(counted.tally), expected: end.value - start.value)
        else { return }
        watch.add(verdict)
        unjudged = end.bin
    }
}

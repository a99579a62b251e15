/// What may happen in a simulated world, and for how long.
package struct SimulationPlan: Sendable {
    /// Kinds of events. People and power cuts are always there.
    package enum Event: String, Sendable, CaseIterable {
        /// The service is stopped, or killed, and started again in the same boot.
        case restarts
        /// A full disk, or one that fails to write, to synchronise or to read, for seconds to hours.
        case trouble
        /// Boots that learn the time only after hours.
        case late
        /// Boots that never learn it.
        case undated
        /// Times that volunteers set wrongly, by minutes to days, and a clock that steps by hours and back.
        case wrong
        /// Clocks that begin in 1970 or in 2099.
        case absurd
        /// A collector that is away for days, answers late, twice, with an error, or whose answer is lost.
        case collector
        /// A card that is put back to an earlier state.
        case restored
    }

    /// Days with people.
    package var days: Int
    /// Power cuts that are aimed at, in all. Some don't happen, because the power is off already.
    package var cuts: Int
    package var events: Set<Event>

    package init(days: Int = 14, cuts: Int = 60, events: Set<Event> = Self.standard) {
        self.days = days
        self.cuts = cuts
        self.events = events
    }

    /// Every event of which the promises hold.
    package static let standard: Set<Event> = [.restarts, .trouble, .late, .undated, .wrong, .absurd, .collector]
}

/// What came of one simulated world.
package struct SimulationResult: Sendable {
    package var seed: UInt64
    /// What was promised and not kept; the world ends with the first.
    package var violations: [String] = []
    package var days = 0
    package var cuts = 0
    /// Cuts in the midst of an operation of the disk.
    package var cutsInOperations = 0
    package var starts = 0
    /// Starts that had to be tried again, because the disk failed just then.
    package var troubledStarts = 0
    package var passages = 0
    package var presses = 0
    /// Passages that were complete and are missing after a cut.
    package var lostPassages = 0
    /// The longest that a passage that is missing was complete before a cut, in nanoseconds.
    package var oldestLoss: Int64 = 0
    /// The most passages that one cut took.
    package var mostLost = 0
    /// Leaves that the collector holds in the end.
    package var leaves = 0
    package var lostSectors = 0
    package var failedOperations = 0

    package init(seed: UInt64) {
        self.seed = seed
    }

    package static func += (lhs: inout Self, rhs: Self) {
        lhs.violations += rhs.violations
        lhs.days += rhs.days
        lhs.cuts += rhs.cuts
        lhs.cutsInOperations += rhs.cutsInOperations
        lhs.starts += rhs.starts
        lhs.troubledStarts += rhs.troubledStarts
        lhs.passages += rhs.passages
        lhs.presses += rhs.presses
        lhs.lostPassages += rhs.lostPassages
        lhs.oldestLoss = max(lhs.oldestLoss, rhs.oldestLoss)
        lhs.mostLost = max(lhs.mostLost, rhs.mostLost)
        lhs.leaves += rhs.leaves
        lhs.lostSectors += rhs.lostSectors
        lhs.failedOperations += rhs.failedOperations
    }
}

extension SimulationResult {
    /// In a few lines, for people.
    package var summary: String {
        """
        \(days) days, \(cuts) cuts (\(cutsInOperations) in the midst of an operation), \(starts) starts
        \(troubledStarts) starts had to wait for a failing disk; \(failedOperations) operations failed
        \(passages) passages that are compared, \(lostPassages) lost at cuts: \(mostLost) at one cut at the most, \
        the oldest \(oldestLoss / 1_000_000) ms before it
        \(presses) presses were answered; \(leaves) leaves were delivered; \(lostSectors) sectors were lost
        """
    }
}

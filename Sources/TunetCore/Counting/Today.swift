/// What has been counted since local midnight, or since the boot while it is not dated. Live, local and exact.
package struct Today: Sendable, Equatable {
    /// In the order of the configuration.
    package var doors: [DoorTally]
    /// Accepted presses of each panel. Not by option: an answer is not shown until it is released.
    package var presses: [Int]
    package var misuse: [Int]
    /// Entries by hour of the local day; passages of undirected doors count as they are.
    package var hours: [Int]
    package var corrected = Corrected()

    /// What people have added to the counts of the sensors, or taken away: see ``Correction``.
    package struct Corrected: DirectionKeyed, Sendable, Equatable {
        package var `in` = 0
        package var out = 0
        package var unknown = 0

        package init() {}
    }

    package init(doors: Int, panels: Int) {
        self.doors = Array(repeating: DoorTally(), count: doors)
        presses = Array(repeating: 0, count: panels)
        misuse = Array(repeating: 0, count: panels)
        hours = Array(repeating: 0, count: 24)
    }

    /// Entries, and half of the undirected passages, rounded up; corrected.
    package var visits: Int { visits(corrected) }

    /// What ``visits`` were without the corrections.
    package var countedVisits: Int { visits(Corrected()) }

    private func visits(_ corrected: Corrected) -> Int {
        let entries = doors.reduce(corrected.in) { $0 + $1.in.count }
        let passages = doors.reduce(corrected.unknown) { $0 + $1.unknown.count }
        return max(0, entries) + (max(0, passages) + 1) / 2
    }

    /// What the true number of visits may be: see ``Doubt/bounds(of:)``.
    package var visitBounds: ClosedRange<Int> {
        let sum = doors.reduce(into: DoorTally()) { $0 += $1 }
        let (entries, passages) = (sum.in.bounds, sum.unknown.bounds)
        let low = max(0, entries.lowerBound + corrected.in) + max(0, passages.lowerBound + corrected.unknown) / 2
        let high =
            max(0, entries.upperBound + corrected.in) + (max(0, passages.upperBound + corrected.unknown) + 1) / 2
        return min(low, visits)...max(high, visits)
    }
}

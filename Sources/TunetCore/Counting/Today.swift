/// What has been counted since local midnight, or since the boot while it is not dated. Live, local and exact.
package struct Today: Sendable, Equatable {
    /// In the order of the configuration.
    package var doors: [DoorTally]
    /// Accepted presses of each panel. Not by option: an answer is not shown until it is released.
    package var presses: [Int]
    package var misuse: [Int]
    /// Entries by hour of the local day; passages of undirected doors count as they are.
    package var hours: [Int]

    package init(doors: Int, panels: Int) {
        self.doors = Array(repeating: DoorTally(), count: doors)
        presses = Array(repeating: 0, count: panels)
        misuse = Array(repeating: 0, count: panels)
        hours = Array(repeating: 0, count: 24)
    }

    /// Entries, and half of the undirected passages, rounded up.
    package var visits: Int {
        let entries = doors.reduce(0) { $0 + $1.in.count }
        let passages = doors.reduce(0) { $0 + $1.unknown.count }
        return entries + (passages + 1) / 2
    }

    /// What the true number of visits may be: see ``Doubt/bounds(of:)``.
    package var visitBounds: ClosedRange<Int> {
        let sum = doors.reduce(into: DoorTally()) { $0 += $1 }
        let (entries, passages) = (sum.in.bounds, sum.unknown.bounds)
        let low = entries.lowerBound + passages.lowerBound / 2
        let high = entries.upperBound + (passages.upperBound + 1) / 2
        return min(low, visits)...max(high, visits)
    }
}

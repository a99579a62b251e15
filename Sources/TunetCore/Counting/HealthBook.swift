/// What is wrong just now, and since when.
package struct HealthBook: Sendable {
    package struct Entry: Sendable, Hashable {
        /// The id of a door or panel; nil for the device itself.
        package var source: String?
        package var kind: HealthKind
        package var since: MonotonicInstant
    }

    package private(set) var entries: [Entry] = []

    package init() {}

    /// - Returns: whether anything changed.
    package mutating func set(
        _ kind: HealthKind, of source: String?, began: Bool, at now: MonotonicInstant
    ) -> Bool {
        let index = entries.firstIndex { $0.kind == kind && $0.source == source }
        switch (index, began) {
        case (nil, true):
            entries.append(Entry(source: source, kind: kind, since: now))
            return true
        case (let index?, false):
            entries.remove(at: index)
            return true
        default: return false
        }
    }
}

/// What is wrong just now and since when, and what was wrong earlier today.
package struct HealthBook: Sendable {
    package struct Entry: Sendable, Hashable {
        /// The id of a door or panel; nil for the device itself.
        package var source: String?
        package var kind: HealthKind
        package var since: MonotonicInstant
        /// Whether it began before ``since``, and when is not known: it was there when the service started.
        package var isOlder = false
    }

    /// A trouble that is over.
    package struct Past: Sendable, Hashable {
        package var source: String?
        package var kind: HealthKind
        package var since: MonotonicInstant
        package var until: MonotonicInstant
        /// Whether it began before ``since``.
        package var isOlder = false
    }

    /// Of the troubles that are over, only the latest are remembered.
    package static let pastLimit = 32

    package private(set) var entries: [Entry] = []
    /// Troubles that ended today, in the order of their ends. In memory only.
    package private(set) var past: [Past] = []

    package init() {}

    /// - Parameter isOlder: it began before `now`, and when is not known.
    /// - Returns: whether anything changed.
    package mutating func set(
        _ kind: HealthKind, of source: String?, began: Bool, at now: MonotonicInstant, isOlder: Bool = false
    ) -> Bool {
        let index = entries.firstIndex { $0.kind == kind && $0.source == source }
        switch (index, began) {
        case (nil, true):
            entries.append(Entry(source: source, kind: kind, since: now, isOlder: isOlder))
            return true
        case (let index?, false):
            let ended = entries.remove(at: index)
            if past.count == Self.pastLimit { past.removeFirst() }
            // A passage is stamped with a time before the one at which it was decided.
            past.append(
                Past(
                    source: source, kind: kind, since: ended.since, until: max(ended.since, now), isOlder: ended.isOlder
                ))
            return true
        default: return false
        }
    }

    package mutating func forgetPast() {
        past.removeAll(keepingCapacity: true)
    }
}

/// A bounded queue between the thread that reads the lines and the consumer. When it is full, what comes is counted
/// and dropped until the consumer has taken everything, so that there is one gap, and it is at a known place.
package struct EventQueue {
    /// What did not fit.
    package struct Overflow: Hashable, Sendable {
        /// How many edges were dropped, those included whose loss was itself dropped.
        package var edges: Int
        /// When the last of it happened: `CLOCK_MONOTONIC`, nanoseconds.
        package var nanoseconds: Int64
        /// Whether lines went away or came back unseen.
        package var plugging: Bool

        /// Describes an overflow.
        package init(edges: Int, nanoseconds: Int64, plugging: Bool) {
            self.edges = edges
            self.nanoseconds = nanoseconds
            self.plugging = plugging
        }
    }

    private let capacity: Int
    private var events: [GPIOEvent] = []
    private var overflow: Overflow?

    /// Makes an empty queue for so many events, at least 1.
    package init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
        events.reserveCapacity(capacity)
    }

    /// Whether there is nothing to take.
    package var isEmpty: Bool { events.isEmpty && overflow == nil }

    /// Adds an event, or counts it as dropped.
    package mutating func push(_ event: GPIOEvent) {
        guard overflow != nil || events.count >= capacity else { return events.append(event) }
        var dropped = overflow ?? Overflow(edges: 0, nanoseconds: 0, plugging: false)
        dropped.nanoseconds = event.nanoseconds
        switch event {
        case .edge: dropped.edges += 1
        case .lost(let count, _, _): dropped.edges += count
        case .unplugged, .plugged: dropped.plugging = true
        }
        overflow = dropped
    }

    /// Exchanges the queue's events for an empty array, whose memory the queue uses from now on. What is returned
    /// came after all of the events.
    package mutating func take(into other: inout [GPIOEvent]) -> Overflow? {
        other.removeAll(keepingCapacity: true)
        other.reserveCapacity(capacity)
        swap(&events, &other)
        defer { overflow = nil }
        return overflow
    }
}

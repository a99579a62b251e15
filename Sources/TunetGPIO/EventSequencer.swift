/// An edge as the kernel reports it: `struct gpio_v2_line_event` without its padding.
package struct RawEdge: Hashable, Sendable {
    /// `CLOCK_MONOTONIC`, in nanoseconds.
    package var nanoseconds: Int64
    /// The line's offset in its chip.
    package var offset: UInt32
    /// Counts the edges of a request from 1, wrapping at 2³²; 0 where there are no such numbers (libgpiod 1.6).
    package var sequence: UInt32
    /// The logical level after the change.
    package var level: Bool

    /// Describes an edge.
    package init(nanoseconds: Int64, offset: UInt32, sequence: UInt32, level: Bool) {
        self.nanoseconds = nanoseconds
        self.offset = offset
        self.sequence = sequence
        self.level = level
    }
}

/// Makes one ordered stream of events out of the edges of several requests, and finds the gaps in it.
///
/// Edges are taken in as they are read, and leave in batches: ``flush(levels:_:)`` is called when all that waited
/// in the kernel has been taken. It keeps no clock and does no I/O.
package struct EventSequencer {
    private struct Source {
        let number: Int
        var lines: [UInt32: Int]
        var lastSequence: UInt32 = 0
    }

    private struct Pending {
        var edge: GPIOEdge
        /// How many edges the kernel dropped before this one.
        var lostBefore: Int
    }

    /// A chip or two: an array is searched quicker than a dictionary, and changed in place without allocating.
    private var sources: [Source] = []
    private var pending: [Pending] = []
    private var lastNanoseconds = Int64.min

    /// Makes a sequencer without sources.
    package init() { pending.reserveCapacity(1024) }

    /// Begins to follow a request whose lines have these ids, by offset. Its sequence numbers start anew.
    package mutating func add(source: Int, lines: [UInt32: Int]) {
        remove(source: source)
        sources.append(Source(number: source, lines: lines))
    }

    /// Ends following a request. Edges taken from it already still leave.
    package mutating func remove(source: Int) { sources.removeAll { $0.number == source } }

    /// Takes an edge, in the order in which its request gave it. Edges of unknown sources and lines are ignored.
    package mutating func take(_ edge: RawEdge, from source: Int) {
        guard let index = sources.firstIndex(where: { $0.number == source }),
            let line = sources[index].lines[edge.offset]
        else { return }
        var lost = 0
        let last = sources[index].lastSequence
        if edge.sequence != 0 || last != 0 {
            let gap = edge.sequence &- last &- 1
            // A number at or before the last one, which the kernel never gives, is not 4 billion lost edges.
            lost = gap < 1 << 31 ? Int(gap) : 0
            sources[index].lastSequence = edge.sequence
        }
        pending.append(
            Pending(edge: GPIOEdge(nanoseconds: edge.nanoseconds, line: line, level: edge.level), lostBefore: lost))
    }

    /// Gives away all that was taken, in order of time. `levels` reads the lines as they are now; it is called only
    /// if a gap was found.
    package mutating func flush(levels: () -> [Int: Bool], _ body: (GPIOEvent) -> Void) {
        sortByTime()
        var levelsNow: [Int: Bool]?
        for index in pending.indices {
            let item = pending[index]
            lastNanoseconds = max(lastNanoseconds, item.edge.nanoseconds)
            if item.lostBefore > 0 {
                let now = levelsNow ?? levels()
                levelsNow = now
                body(.lost(count: item.lostBefore, at: lastNanoseconds, levels: levelsBefore(index, now: now)))
            }
            // The stamp is taken in the interrupt and the edge queued by a thread, so an edge of another line can
            // arrive a batch too late. Consumers rely on time that does not go back more than on those microseconds.
            body(.edge(GPIOEdge(nanoseconds: lastNanoseconds, line: item.edge.line, level: item.edge.level)))
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// What the edges from `index` on start from: a line that changes later had the opposite level before, and
    /// one that does not has had its present level since.
    private func levelsBefore(_ index: Int, now: [Int: Bool]) -> [Int: Bool] {
        var levels = now
        for item in pending[index...].reversed() where levels[item.edge.line] != nil {
            levels[item.edge.line] = !item.edge.level
        }
        return levels
    }

    /// In place, stable, and linear for what is in order already, as nearly all batches are.
    private mutating func sortByTime() {
        for index in pending.indices.dropFirst()
        where pending[index - 1].edge.nanoseconds > pending[index].edge.nanoseconds {
            let item = pending[index]
            var at = index
            while at > 0, pending[at - 1].edge.nanoseconds > item.edge.nanoseconds {
                pending[at] = pending[at - 1]
                at -= 1
            }
            pending[at] = item
        }
    }
}

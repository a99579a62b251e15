/// One change of one input.
package struct GPIOEdge: Hashable, Sendable {
    /// When the kernel saw it: `CLOCK_MONOTONIC`, in nanoseconds. Never less than that of the edge before it.
    package var nanoseconds: Int64
    /// The ``GPIOInput/id`` of the line.
    package var line: Int
    /// The logical level after the change: `true` is active. A line whose contacts bounce faster than the kernel's
    /// interrupt thread runs may report the same level twice.
    package var level: Bool

    /// Describes an edge.
    package init(nanoseconds: Int64, line: Int, level: Bool) {
        self.nanoseconds = nanoseconds
        self.line = line
        self.level = level
    }
}

/// What the lines have to tell, in the order in which it happened.
package enum GPIOEvent: Hashable, Sendable {
    /// A line changed.
    case edge(GPIOEdge)
    /// `count` edges are missing here, dropped by the kernel or by a consumer that did not keep up. `at` is the time
    /// (`CLOCK_MONOTONIC`, nanoseconds) of the edge that revealed it, and `levels` are those that the edges after
    /// this event start from, for each input that is plugged in.
    case lost(count: Int, at: Int64, levels: [Int: Bool])
    /// These inputs and outputs went away with their chip, and are looked for until they are back.
    case unplugged(lines: [Int], at: Int64)
    /// These lines are back: inputs with the levels they have now, outputs with the last one that was set.
    case plugged(levels: [Int: Bool], at: Int64)

    /// `CLOCK_MONOTONIC` in nanoseconds.
    package var nanoseconds: Int64 {
        switch self {
        case .edge(let edge): edge.nanoseconds
        case .lost(_, let at, _), .unplugged(_, let at), .plugged(_, let at): at
        }
    }
}

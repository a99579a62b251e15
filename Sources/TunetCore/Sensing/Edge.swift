/// One change of one line, as the kernel stamped it.
package struct Edge: Sendable, Hashable {
    package var time: MonotonicInstant
    /// The line's number in the wiring of the place, or in a trace.
    package var line: Int
    /// True: beam broken, mat trodden, button pressed.
    package var level: Bool

    package init(time: MonotonicInstant, line: Int, level: Bool) {
        self.time = time
        self.line = line
        self.level = level
    }
}

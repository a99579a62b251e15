package import TunetCore

/// The counter that Tunet is measured against: it looks at the order of the beams and at nothing else.
///
/// It debounces for 5 ms. When both beams are clear again, it counts one passage from the side of the beam that was
/// broken alone first to the side of the one that was broken alone last, if both were broken at once in between.
package struct PlainMachine: Sendable {
    package private(set) var `in` = 0
    package private(set) var out = 0

    private var outer = Debouncer(hold: .milliseconds(5))
    private var inner = Debouncer(hold: .milliseconds(5))
    /// Which beam was broken alone, for the first and the last time since both were clear.
    private var first: Int?
    private var last: Int?
    private var wereBoth = false

    package init() {}

    package mutating func receive(_ edge: Edge) {
        advance(to: edge.time)
        if edge.line == 0 {
            outer.receive(level: edge.level, at: edge.time)
        } else {
            inner.receive(level: edge.level, at: edge.time)
        }
    }

    package mutating func advance(to now: MonotonicInstant) {
        while true {
            let outerDue = outer.dueNanoseconds ?? .max
            let innerDue = inner.dueNanoseconds ?? .max
            let due = min(outerDue, innerDue)
            guard due <= now.nanoseconds else { return }
            // Of two changes at the same instant the outer beam's comes first.
            if outerDue == due { _ = outer.settle(upTo: due) } else { _ = inner.settle(upTo: due) }
            changed()
        }
    }

    private mutating func changed() {
        switch (outer.level, inner.level) {
        case (true, true): wereBoth = true
        case (true, false): broken(0)
        case (false, true): broken(1)
        case (false, false):
            if wereBoth, let first, let last, first != last {
                if first == 0 { `in` += 1 } else { out += 1 }
            }
            (first, last, wereBoth) = (nil, nil, false)
        }
    }

    private mutating func broken(_ beam: Int) {
        if first == nil { first = beam }
        last = beam
    }
}

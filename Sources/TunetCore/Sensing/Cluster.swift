/// The breaks of both beams from the first until both have been clear for long enough: those of one or several bodies, and
/// of parts of bodies.
struct Cluster: Sendable {
    var outer = BreakList()
    var inner = BreakList()

    /// One break of the outer or the inner beam.
    @inline(__always)
    subscript(isOuter: Bool, index: Int) -> Break {
        mutating get { isOuter ? outer[index] : inner[index] }
        set { if isOuter { outer[index] = newValue } else { inner[index] = newValue } }
    }

    /// How many breaks the outer or the inner beam has.
    @inline(__always)
    func count(_ isOuter: Bool) -> Int { isOuter ? outer.count : inner.count }

    /// Whether each beam was broken once.
    @inline(__always)
    var isSimple: Bool { outer.count == 1 && inner.count == 1 }

    /// Whether both beams were broken.
    @inline(__always)
    var touchesBoth: Bool { outer.count > 0 && inner.count > 0 }

    /// When the first beam broke.
    var start: Int64 {
        mutating get {
            if outer.count == 0 { return inner[0].start }
            if inner.count == 0 { return outer[0].start }
            return min(outer[0].start, inner[0].start)
        }
    }

    /// When the last beam was clear.
    var end: Int64 {
        mutating get {
            if outer.count == 0 { return inner.last.end }
            if inner.count == 0 { return outer.last.end }
            return max(outer.last.end, inner.last.end)
        }
    }

    /// Nanoseconds between the middles of the last breaks. Both beams must have been broken.
    var lastLag: Int64 {
        mutating get {
            let last = Self.lag(outer.last, inner.last)
            guard outer.count != inner.count else { return last }
            let both = min(outer.count, inner.count) - 1
            return max(Self.lag(outer[both], inner[both]), last)
        }
    }

    @inline(__always)
    private static func lag(_ first: Break, _ second: Break) -> Int64 {
        abs((second.start - first.start) + (second.end - first.end)) / 2
    }

    /// Whether the cluster as a whole begins on one side and ends on the other.
    var isCrossing: Bool {
        mutating get {
            switch Match(outer: outer.span, inner: inner.span) {
            case .inward, .outward: true
            default: false
            }
        }
    }

    /// Nanoseconds from beam to beam: half the sum of the lags of the first start and of the last end. Where these differ
    /// too much, because somebody stood still, the least lag between the middles of two long breaks of similar length; and
    /// where there are none, the least lag of two ends.
    ///
    /// - Parameter fallback: if no two breaks match.
    mutating func transit(or fallback: Int64) -> Int64 {
        let (start, end) = (inner.span.start - outer.span.start, inner.span.end - outer.span.end)
        let way = start.signum() == end.signum() ? start.signum() : 0
        let (less, more) = (min(abs(start), abs(end)), max(abs(start), abs(end)))
        if way != 0, 2 * more < 5 * less { return (less + more) / 2 }
        let long = min(outer.longest, inner.longest) / 2
        var similar = Int64.max
        var shortest = Int64.max
        for first in 0..<outer.count {
            for second in 0..<inner.count {
                let (one, other) = (outer[first], inner[second])
                let (start, end) = (other.start - one.start, other.end - one.end)
                guard start.signum() * end.signum() > 0, way == 0 || start.signum() == way else { continue }
                shortest = min(shortest, min(abs(start), abs(end)))
                let (less, more) = (min(one.length, other.length), max(one.length, other.length))
                if less > long, 3 * less > 2 * more { similar = min(similar, abs(start + end) / 2) }
            }
        }
        return max(1, similar < .max ? similar : shortest < .max ? shortest : fallback)
    }

    /// Whether each break of one beam has its like on the other, about a transit time away at both ends.
    mutating func isRegular(transit: Int64) -> Bool {
        guard outer.count == inner.count else { return false }
        for index in 0..<outer.count {
            let start = abs(inner[index].start - outer[index].start)
            let end = abs(inner[index].end - outer[index].end)
            guard 3 * min(start, end) > 2 * transit, 2 * max(start, end) < 3 * transit else { return false }
        }
        return true
    }

    mutating func removeAll() {
        outer.removeAll()
        inner.removeAll()
    }
}

/// How two breaks, one of each beam, lie in time.
enum Match: Sendable {
    /// The outer one starts and ends first, as a body makes them that goes in.
    case inward
    /// The inner one starts and ends first.
    case outward
    /// The inner one lies within the outer one.
    case innerWithin
    /// The outer one lies within the inner one.
    case outerWithin
    /// They start and end at the same instants.
    case same

    /// Where they begin at the same instant, the ends decide, and the other way round.
    init(outer: Break, inner: Break) {
        let start = (inner.start - outer.start).signum()
        let end = (inner.end - outer.end).signum()
        switch (start, end) {
        case (0, 0): self = .same
        case (0..., 0...): self = .inward
        case (...0, ...0): self = .outward
        case (1, _): self = .innerWithin
        default: self = .outerWithin
        }
    }
}

/// A beam broken and clear again.
struct Break: Sendable, Equatable {
    /// Nanoseconds on the monotonic clock.
    var start: Int64
    /// Nanoseconds on the monotonic clock; the largest number while the beam is still broken.
    var end: Int64

    var isOpen: Bool { end == .max }

    /// Nanoseconds from start to end.
    var length: Int64 { end - start }
}

/// The breaks of one beam, in order of time, up to a fixed number of them. Never allocates.
///
/// To read them is `mutating`, although nothing changes: only then is an `InlineArray` read where it is. Otherwise Swift
/// 6.3 copies the whole array to the stack for each element, which took a third of the time of an edge.
struct BreakList: Sendable {
    /// How many breaks there is room for. A body makes one to four on each beam.
    static let capacity = 12

    private var breaks = InlineArray<12, Break>(repeating: Break(start: 0, end: 0))
    private(set) var count = 0

    var isFull: Bool { count == Self.capacity }

    @inline(__always)
    subscript(index: Int) -> Break {
        mutating get { breaks[index] }
        set { breaks[index] = newValue }
    }

    /// From the first start to the last end.
    @inline(__always)
    var span: Break {
        mutating get { Break(start: breaks[0].start, end: breaks[count - 1].end) }
    }

    /// There must be one.
    @inline(__always)
    var last: Break {
        mutating get { breaks[count - 1] }
    }

    /// The length of the longest, in nanoseconds.
    var longest: Int64 {
        mutating get {
            var longest: Int64 = 0
            for index in 0..<count { longest = max(longest, breaks[index].length) }
            return longest
        }
    }

    /// There must be room.
    @inline(__always)
    mutating func append(_ new: Break) {
        breaks[count] = new
        count += 1
    }

    @inline(__always)
    mutating func close(at time: Int64) {
        breaks[count - 1].end = time
    }

    mutating func removeAll() {
        count = 0
    }

    /// Takes the last break out if its end is not known yet.
    mutating func takeOpen() -> Break? {
        guard count > 0, breaks[count - 1].isOpen else { return nil }
        count -= 1
        return breaks[count]
    }

    /// Takes the last break out if it began before `other` and ended within it.
    mutating func takeLast(overlapping other: Break) -> Break? {
        guard count > 0 else { return nil }
        let last = breaks[count - 1]
        guard last.start < other.start, last.end > other.start, last.end < other.end else { return nil }
        count -= 1
        return last
    }

    /// Keeps those of at least `length` nanoseconds, in their order.
    mutating func keep(atLeast length: Int64) {
        var kept = 0
        for index in 0..<count where breaks[index].length >= length {
            breaks[kept] = breaks[index]
            kept += 1
        }
        count = kept
    }

    /// Makes one break of that at `index` and the next one.
    mutating func join(at index: Int) {
        breaks[index].end = breaks[index + 1].end
        var next = index + 1
        while next + 1 < count {
            breaks[next] = breaks[next + 1]
            next += 1
        }
        count -= 1
    }
}

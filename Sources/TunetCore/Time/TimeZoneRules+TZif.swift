extension TimeZoneRules {
    /// Reads the bytes of a TZif file of versions 1 to 4, or a later one, which every reader of version 2 can read.
    ///
    /// Leap seconds, which the files under `right/` have, are taken out: Tunet counts time as POSIX does.
    ///
    /// - Throws: ``TimeZoneError`` of code `damaged` for anything else. No bytes make it trap.
    package init(tzif bytes: [UInt8]) throws(TimeZoneError) {
        var reader = TZifReader(bytes: bytes[...])
        let header = try reader.header()
        if header.version == 0 {
            self = try reader.block(header, wide: false).rules(tail: nil)
            return
        }
        // The first block is for readers of version 1; the same header and a wider block follow it.
        try reader.skip(header.blockLength(wide: false))
        let wideHeader = try reader.header()
        let block = try reader.block(wideHeader, wide: true)
        self = try block.rules(tail: try reader.footer())
    }
}

/// The six counts of a header. Source: RFC 8536, section 3.1.
private struct TZifHeader {
    var version: UInt8
    var isUTCCount: Int
    var isStandardCount: Int
    var leapCount: Int
    var transitionCount: Int
    var typeCount: Int
    var characterCount: Int

    /// The length of the block that the header announces. Its numbers have 32 bits, so that no product overflows.
    func blockLength(wide: Bool) -> Int {
        let time = wide ? 8 : 4
        return transitionCount * (time + 1) + typeCount * 6 + characterCount + leapCount * (time + 4)
            + isStandardCount + isUTCCount
    }
}

/// A data block. Source: RFC 8536, section 3.2.
private struct TZifBlock {
    var offsets: [Int64]
    var transitions: [(instant: Int64, type: Int)] = []
    var leaps: [(instant: Int64, correction: Int64)] = []

    func rules(tail: TimeZoneTail?) throws(TimeZoneError) -> TimeZoneRules {
        for offset in offsets where !offsetLimits.contains(offset) {
            throw TimeZoneError(.damaged, "an offset of \(offset) seconds from UTC is more than a day")
        }
        var made: [TimeZoneRules.Transition] = []
        for transition in transitions {
            guard transition.type < offsets.count else {
                throw TimeZoneError(.damaged, "a transition has type \(transition.type) of \(offsets.count)")
            }
            let instant = withoutLeapSeconds(transition.instant)
            if let last = made.last, instant <= last.instant {
                throw TimeZoneError(.damaged, "the transitions are not in ascending order")
            }
            made.append(.init(instant: instant, offset: offsets[transition.type]))
        }
        guard let initial = offsets.first else { throw TimeZoneError(.damaged, "there is no offset from UTC") }
        return TimeZoneRules(initialOffset: initial, transitions: made, tail: tail)
    }

    private func withoutLeapSeconds(_ instant: Int64) -> Int64 {
        guard let leap = leaps.last(where: { $0.instant <= instant }) else { return instant }
        let (difference, overflow) = instant.subtractingReportingOverflow(leap.correction)
        return overflow ? instant : difference
    }
}

/// A cursor over the bytes of a file.
private struct TZifReader {
    var bytes: ArraySlice<UInt8>

    mutating func skip(_ count: Int) throws(TimeZoneError) {
        guard count <= bytes.count else { throw TimeZoneError(.damaged, "the time zone file ends too early") }
        bytes = bytes.dropFirst(count)
    }

    /// A big-endian number in two's complement.
    mutating func number(bytes width: Int) throws(TimeZoneError) -> Int64 {
        let digits = bytes.prefix(width)
        try skip(width)
        var value: Int64 = (digits.first ?? 0) & 0x80 == 0 ? 0 : -1
        for digit in digits { value = value << 8 | Int64(digit) }
        return value
    }

    private mutating func count() throws(TimeZoneError) -> Int {
        Int(try number(bytes: 4) & 0xffff_ffff)
    }

    mutating func header() throws(TimeZoneError) -> TZifHeader {
        guard bytes.starts(with: Array("TZif".utf8)) else {
            throw TimeZoneError(.damaged, "this is not a time zone file: it does not begin with TZif")
        }
        try skip(4)
        let version = UInt8(truncatingIfNeeded: try number(bytes: 1))
        try skip(15)
        return TZifHeader(
            version: version, isUTCCount: try count(), isStandardCount: try count(), leapCount: try count(),
            transitionCount: try count(), typeCount: try count(), characterCount: try count())
    }

    mutating func block(_ header: TZifHeader, wide: Bool) throws(TimeZoneError) -> TZifBlock {
        // Before anything is allocated: the bytes that were announced must be there.
        guard header.blockLength(wide: wide) <= bytes.count else {
            throw TimeZoneError(.damaged, "the time zone file ends too early")
        }
        let time = wide ? 8 : 4
        var instants: [Int64] = []
        for _ in 0..<header.transitionCount { instants.append(try number(bytes: time)) }
        var block = TZifBlock(offsets: [])
        for instant in instants { block.transitions.append((instant, Int(try number(bytes: 1) & 0xff))) }
        for _ in 0..<header.typeCount {
            block.offsets.append(try number(bytes: 4))
            // Whether it is daylight saving time, and where its name begins.
            try skip(2)
        }
        try skip(header.characterCount)
        for _ in 0..<header.leapCount {
            block.leaps.append((try number(bytes: time), try number(bytes: 4)))
        }
        try skip(header.isStandardCount + header.isUTCCount)
        return block
    }

    /// The `TZ` string between two line feeds; nil if it is empty.
    mutating func footer() throws(TimeZoneError) -> TimeZoneTail? {
        guard bytes.first == 0x0a, let end = bytes.dropFirst().firstIndex(of: 0x0a) else {
            throw TimeZoneError(.damaged, "the time zone file has no footer")
        }
        let text = bytes[bytes.startIndex + 1..<end]
        if text.isEmpty { return nil }
        guard let tail = TimeZoneTail(posix: text) else {
            throw TimeZoneError(.damaged, "the rule \"\(String(decoding: text, as: UTF8.self))\" is not understood")
        }
        return tail
    }
}

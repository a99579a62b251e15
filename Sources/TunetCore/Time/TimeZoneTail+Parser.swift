extension TimeZoneTail {
    /// Reads a POSIX `TZ` string; nil if it is not one, or has a daylight saving time without its two moments.
    init?(posix text: some Sequence<UInt8>) {
        var parser = POSIXZoneParser(bytes: Array(text))
        guard let tail = parser.zone(), parser.isAtEnd else { return nil }
        self = tail
    }
}

/// A cursor over a `TZ` string; each method moves it over what it names, and returns nil where that is missing.
private struct POSIXZoneParser {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func zone() -> TimeZoneTail? {
        guard name(), let west = time(hours: 24) else { return nil }
        // POSIX counts west of Greenwich.
        let standard = -west
        guard offsetLimits.contains(standard) else { return nil }
        if isAtEnd { return TimeZoneTail(standardOffset: standard, daylight: nil) }
        guard name() else { return nil }
        var daylight = standard + 3600
        if next != UInt8(ascii: ",") {
            guard let west = time(hours: 24) else { return nil }
            daylight = -west
        }
        guard offsetLimits.contains(daylight), let start = moment(), let end = moment() else { return nil }
        return TimeZoneTail(standardOffset: standard, daylight: .init(offset: daylight, start: start, end: end))
    }

    /// Three letters or more, or `<+03>`.
    private mutating func name() -> Bool {
        let begin = position
        if skip("<") {
            while let byte = next, byte != UInt8(ascii: ">") { position += 1 }
            return skip(">")
        }
        while let byte = next, isLetter(byte) { position += 1 }
        return position - begin >= 3
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// `[+-]h[:m[:s]]` in seconds.
    private mutating func time(hours limit: Int64) -> Int64? {
        let isNegative = skip("-")
        if !isNegative { _ = skip("+") }
        guard let hours = number(upTo: limit) else { return nil }
        var seconds = hours * 3600
        if skip(":") {
            guard let minutes = number(upTo: 59) else { return nil }
            seconds += minutes * 60
            if skip(":") {
                guard let rest = number(upTo: 59) else { return nil }
                seconds += rest
            }
        }
        return isNegative ? -seconds : seconds
    }

    /// `,date[/time]`; 02:00 without a time.
    private mutating func moment() -> YearlyMoment? {
        guard skip(","), let day = day() else { return nil }
        guard skip("/") else { return YearlyMoment(day: day, seconds: 7200) }
        return time(hours: 167).map { YearlyMoment(day: day, seconds: $0) }
    }

    private mutating func day() -> YearlyMoment.Day? {
        if skip("J") {
            guard let number = number(upTo: 365), number >= 1 else { return nil }
            return .withoutLeapDay(Int(number))
        }
        guard skip("M") else { return number(upTo: 365).map { .fromZero(Int($0)) } }
        guard let month = number(upTo: 12), month >= 1, skip("."), let week = number(upTo: 5), week >= 1, skip("."),
            let weekday = number(upTo: 6)
        else { return nil }
        return .weekday(month: Int(month), week: Int(week), weekday: Int(weekday))
    }

    /// One to three digits.
    private mutating func number(upTo limit: Int64) -> Int64? {
        let begin = position
        var value: Int64 = 0
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), position - begin < 3 {
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
            position += 1
        }
        return position > begin && value <= limit ? value : nil
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let byte = next, byte == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }
}

/// Reads recorded edges, `t_ns,line,value` with one header line, from bytes that come in pieces of any size.
///
/// Nanoseconds and line are whole numbers of at least 0, value is 0 or 1; time never goes backwards. Allocates nothing
/// per edge.
package struct TraceParser: Sendable {
    /// Why a trace can't be read.
    package struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        /// From 1, the header line included.
        package var lineNumber: Int
        /// What was found and what is allowed.
        package var message: String

        /// The file gave an error instead of its bytes.
        package static func unreadable(_ reason: String) -> Failure {
            Failure(lineNumber: 0, message: "it can't be read: \(reason)")
        }

        package var description: String { "line \(lineNumber): \(message)" }
    }

    private enum Field: Sendable {
        case time, line, value
    }

    /// Lines are numbered from 0 up to but not including this.
    private let lineCount: Int
    private var lineNumber = 1
    private var isHeader = true
    private var header: [UInt8] = []
    private var field = Field.time
    private var digits = 0
    private var number: Int64 = 0
    private var time: Int64 = 0
    private var line: Int64 = 0
    private var lastTime: Int64 = 0
    private var sawReturn = false

    /// - Parameter lineCount: how many lines the configuration has, at least 1.
    package init(lineCount: Int) {
        self.lineCount = lineCount
    }

    /// Takes the next bytes, and hands over every edge whose line is complete.
    package mutating func feed(_ bytes: Span<UInt8>, _ body: (Edge) -> Void) throws(Failure) {
        var index = 0
        while index < bytes.count {
            if !isHeader, !sawReturn, Self.digit(bytes[index]) <= 9 {
                try takeDigits(bytes, from: &index)
            } else {
                try take(bytes[index], body)
                index += 1
            }
        }
    }

    /// Four bytes of five are digits: they are taken in one go, without looking at the rest of the state for each.
    @inline(__always)
    private mutating func takeDigits(_ bytes: Span<UInt8>, from index: inout Int) throws(Failure) {
        var number = number
        var digits = digits
        while index < bytes.count {
            let digit = Self.digit(bytes[index])
            guard digit <= 9 else { break }
            guard digits < 18 else { throw failure("a number of more than 18 digits") }
            number = number &* 10 &+ Int64(digit)
            digits += 1
            index += 1
        }
        self.number = number
        self.digits = digits
    }

    /// The value of a digit; more than 9 for any other byte.
    @inline(__always)
    private static func digit(_ byte: UInt8) -> UInt8 {
        byte &- UInt8(ascii: "0")
    }

    /// The end of the file, which may come without a line feed.
    package mutating func end(_ body: (Edge) -> Void) throws(Failure) {
        if isHeader || digits > 0 || field != .time { try endLine(body) }
    }

    @inline(__always)
    private mutating func take(_ byte: UInt8, _ body: (Edge) -> Void) throws(Failure) {
        if isHeader {
            if byte == UInt8(ascii: "\n") { try endLine(body) } else if header.count < 200 { header.append(byte) }
            return
        }
        switch byte {
        case UInt8(ascii: ",") where !sawReturn: try endField()
        case UInt8(ascii: "\n"): try endLine(body)
        case UInt8(ascii: "\r") where !sawReturn: sawReturn = true
        default: throw failure("an unexpected \(Self.printable(byte))")
        }
    }

    private mutating func endField() throws(Failure) {
        guard digits > 0 else { throw failure("an empty field") }
        switch field {
        case .time:
            time = number
            field = .line
        case .line:
            line = number
            field = .value
        case .value: throw failure("more than three fields")
        }
        number = 0
        digits = 0
    }

    private mutating func endLine(_ body: (Edge) -> Void) throws(Failure) {
        defer { lineNumber += 1 }
        if isHeader {
            if header.last == UInt8(ascii: "\r") { header.removeLast() }
            guard header == Array("t_ns,line,value".utf8) else {
                throw failure(
                    "“\(String(decoding: header.prefix(60), as: UTF8.self))” instead of the header t_ns,line,value")
            }
            isHeader = false
            return
        }
        if digits == 0, field == .time {
            sawReturn = false
            return
        }
        guard field == .value, digits > 0 else { throw failure("fewer than three fields") }
        guard number <= 1 else { throw failure("the value \(number)") }
        guard line < Int64(lineCount) else {
            throw failure(
                "the unknown line \(line); there \(lineCount == 1 ? "is only line 0" : "are lines 0 to \(lineCount - 1)")"
            )
        }
        guard time >= lastTime else { throw failure("time going backwards, from \(lastTime) to \(time) ns") }
        body(Edge(time: MonotonicInstant(nanoseconds: time), line: Int(line), level: number == 1))
        lastTime = time
        field = .time
        digits = 0
        number = 0
        sawReturn = false
    }

    private func failure(_ found: String) -> Failure {
        Failure(
            lineNumber: lineNumber,
            message: "found \(found); each line has nanoseconds, a line number and 0 or 1, separated by commas")
    }

    private static func printable(_ byte: UInt8) -> String {
        byte > 32 && byte < 127 ? "“\(UnicodeScalar(byte))”" : "byte \(byte)"
    }
}

import Glibc

/// What is wrong with a line or its chip, and what to do about it.
package struct GPIOError: Error, Hashable, Sendable {
    /// The kind of error.
    package struct Code: Hashable, Sendable {
        private enum Kind {
            case chipNotFound, lineNotFound, ambiguous, permissionDenied, busy, usedTwice, unsupported, invalid
            case unplugged, system
        }
        private let kind: Kind

        private init(_ kind: Kind) { self.kind = kind }

        /// No chip has the label.
        package static let chipNotFound = Code(.chipNotFound)
        /// No line has the name, or the chip has no line with that offset.
        package static let lineNotFound = Code(.lineNotFound)
        /// Several chips or lines have the name.
        package static let ambiguous = Code(.ambiguous)
        /// The process may not open the chips.
        package static let permissionDenied = Code(.permissionDenied)
        /// Another program, or the kernel itself, holds the line.
        package static let busy = Code(.busy)
        /// Two of the lines asked for are one line, or have one id.
        package static let usedTwice = Code(.usedTwice)
        /// The installed libgpiod or the controller cannot do what was asked for.
        package static let unsupported = Code(.unsupported)
        /// A value is outside its range, or no line has the id.
        package static let invalid = Code(.invalid)
        /// The line's chip is gone at present.
        package static let unplugged = Code(.unplugged)
        /// A system call failed; ``GPIOError/errno`` says how.
        package static let system = Code(.system)
    }

    /// The kind of error.
    package var code: Code
    /// What is wrong and what to do about it, for the person at the place.
    package var message: String
    /// The system's error number that it began with, if one did.
    package var errno: CInt?
    /// The ids of the lines concerned, if known.
    package var lines: [Int]

    /// Makes an error.
    package init(_ code: Code, _ message: String, errno: CInt? = nil, lines: [Int] = []) {
        self.code = code
        self.message = message
        self.errno = errno
        self.lines = lines
    }
}

extension GPIOError: CustomStringConvertible {
    /// The message, with the system's words for the error number after it.
    package var description: String {
        guard let errno else { return message }
        return "\(message) (\(SystemFailure(errno)))"
    }
}

/// A failed call into C: an error number, not yet a message.
struct SystemFailure: Error, Hashable, Sendable, CustomStringConvertible {
    let number: CInt

    init(_ number: CInt) { self.number = number }

    /// Of a function that gives a negative errno.
    static func check(_ result: CInt) throws(SystemFailure) -> Int {
        guard result >= 0 else { throw SystemFailure(-result) }
        return Int(result)
    }

    var description: String {
        guard let words = unsafe strerror(number) else { return "errno \(number)" }
        return unsafe String(cString: words)
    }
}

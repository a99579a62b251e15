/// Why the rules of a time zone could not be had.
package struct TimeZoneError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, for programs.
    package enum Code: Sendable, Equatable {
        /// The name could not be that of a zone.
        case invalidName
        /// No zone of that name is installed.
        case unknownZone
        /// The zone's file exists and could not be read.
        case unreadable
        /// The bytes are not those of a TZif file, or contradict themselves.
        case damaged
    }

    package var code: Code
    /// What went wrong and what to do about it, for people.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}

/// Why the store could not be opened, read or written.
package struct StoreError: Error, Sendable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        /// Another Tunet uses the same folder.
        case inUse
        /// The folder can't be made, read or written.
        case folder
        /// The disk or the quota is full.
        case full
        /// The file was written by a newer Tunet.
        case newer
        /// What the file holds can't be right; the next opening sets it aside.
        case damaged
        /// Anything that SQLite reports besides.
        case database
    }

    package var code: Code
    /// What was found and what to do about it.
    package var message: String
    /// What the system or SQLite said.
    package var cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String {
        cause.map { "\(message) (\($0))" } ?? message
    }
}

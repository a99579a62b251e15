internal import TunetSQLite

/// Why the collector could not start, or a command could not be carried out. For the person who typed the command.
package struct CollectorError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        /// The file can't be used as a collector's database.
        case database
        /// The database was written by a newer Tunet.
        case newerSchema
        /// The place exists already.
        case placeExists
        /// A value on the command line is not allowed.
        case invalidArgument
        /// The port is in use.
        case portTaken
    }

    package var code: Code
    /// What was found and what to do about it.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }

    /// What SQLite says about the database at `path`.
    static func database(at path: String, _ error: SQLiteError) -> CollectorError {
        let problem =
            switch error.code {
            case .notADatabase: "is no SQLite database"
            case .corrupt: "is damaged"
            case .readOnly: "can't be written"
            case .cantOpen: "can't be opened"
            case .busy: "is in use by another program"
            case .full: "can't grow, because the disk is full"
            default: "can't be used"
            }
        return CollectorError(.database, "\(path) \(problem). \(error.description)")
    }
}

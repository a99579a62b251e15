internal import CSQLite

/// Why SQLite, or the layer over it, refused.
package struct SQLiteError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of trouble it is, and so what the caller may do.
    package enum Code: Sendable, Equatable {
        /// Another connection holds the database; trying again later may help.
        case busy
        /// A constraint of the schema does not allow the change.
        case constraint
        /// The disk, or the size allowed for the database, is full.
        case full
        /// The operating system could not read or write.
        case ioError
        /// The file is a database, but damaged.
        case corrupt
        /// The file is no SQLite database.
        case notADatabase
        /// The file, or the connection, may only be read.
        case readOnly
        /// The file can't be opened or created.
        case cantOpen
        /// A column holds another type than the one asked for.
        case mismatch
        /// The layer was used wrongly: a mistake in the program, not in the data.
        case misuse
        /// Anything else; the extended code tells.
        case other
    }

    package var code: Code
    /// SQLite's extended result code (https://sqlite.org/rescode.html); 0 if SQLite was not asked.
    package var extendedCode: Int32
    /// SQLite's message, and the statement in which it happened.
    package var message: String
    /// What to do about it.
    package var hint: String

    package init(_ code: Code, extendedCode: Int32 = 0, message: String, hint: String? = nil) {
        self.code = code
        self.extendedCode = extendedCode
        self.message = message
        self.hint = hint ?? Self.hint(for: code)
    }

    package var description: String {
        "\(message)\(extendedCode == 0 ? "" : " (SQLite code \(extendedCode))"). \(hint)"
    }

    /// The kind of an extended result code, which holds the primary code in its lowest byte.
    static func code(for extendedCode: Int32) -> Code {
        switch extendedCode & 0xff {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_CONSTRAINT: .constraint
        case SQLITE_FULL: .full
        case SQLITE_IOERR: .ioError
        case SQLITE_CORRUPT: .corrupt
        case SQLITE_NOTADB: .notADatabase
        case SQLITE_READONLY: .readOnly
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .cantOpen
        case SQLITE_MISMATCH: .mismatch
        case SQLITE_MISUSE, SQLITE_RANGE: .misuse
        default: .other
        }
    }

    private static func hint(for code: Code) -> String {
        switch code {
        case .busy: "Another program is using the database; try again, or end that program."
        case .constraint: "The change contradicts what is stored already."
        case .full: "Free some space on the disk and try again."
        case .ioError: "Check the disk or memory card and the system's log; it may be failing."
        case .corrupt: "Set the file aside and start with a new one or a backup."
        case .notADatabase: "Check the path: this file was not made by SQLite."
        case .readOnly: "Check the permissions of the file and its folder, and that the disk is not mounted read-only."
        case .cantOpen: "Check that the folder exists and that this user may read and write in it."
        case .mismatch: "The data was not written by this program; check which file it is."
        case .misuse: "This is a mistake in the program; please report it."
        case .other: "See https://sqlite.org/rescode.html for the code."
        }
    }
}

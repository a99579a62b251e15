import Glibc
import TunetLocal

/// What `tunet pin` does.
package enum PinCommands {
    /// The lines for the configuration.
    ///
    /// - Throws: ``NodeError`` for what is no PIN, or too easy to guess.
    package static func table(pin: String) async throws -> String {
        if let objection = PinRule.objection(to: pin) { throw NodeError(objection) }
        return """
            [volunteers]
            pin_hash = "\(await PinHash(pin: pin))"
            """
    }

    /// Asks for the PIN, twice, without showing it.
    ///
    /// - Throws: ``NodeError`` if nobody sits at a terminal, or if the two are not the same.
    package static func ask() throws -> String {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else {
            throw NodeError("Standard input is no terminal. Give the PIN on it with --stdin.")
        }
        let shown = settings
        // Interrupting would leave the terminal without echo.
        settings.c_lflag &= ~tcflag_t(ECHO | ISIG)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
        defer {
            var shown = shown
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
        }
        let first = try line(after: "PIN for the volunteers, 4 to 12 digits: ")
        if let objection = PinRule.objection(to: first) { throw NodeError(objection) }
        guard try line(after: "The same once more: ") == first else {
            throw NodeError("The two are not the same. Nothing has been made.")
        }
        return first
    }

    /// The first line of standard input.
    package static func readLineOfInput() throws -> String {
        guard let line = readLine() else { throw NodeError("Standard input is empty.") }
        return line
    }

    private static func line(after question: String) throws -> String {
        let bytes = Array(question.utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
        defer { _ = write(STDERR_FILENO, "\n", 1) }
        return try readLineOfInput()
    }
}

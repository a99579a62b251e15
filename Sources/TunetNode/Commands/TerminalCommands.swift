import TunetLocal

/// What `tunet terminal` does.
package enum TerminalCommands {
    /// Shows the running service full screen until somebody quits.
    ///
    /// - Parameters:
    ///   - socket: the service's; nobody need answer there yet.
    ///   - language: a code such as `nn`; nil for the place's first language.
    /// - Throws: ``NodeError`` if there is no such language, or no terminal to draw on.
    package static func run(socket: String, language: String?) async throws {
        var catalogue: Catalogue?
        if let language {
            catalogue = Catalogue(language)
            guard catalogue != nil else {
                throw NodeError(
                    "There is no catalogue for “\(language)”. The languages are: "
                        + "\(LanguageFiles.codes.joined(separator: ", ")). Others are files in \(LanguageFiles.folder)."
                )
            }
        }
        try await TerminalLoop(socket: socket).run(TerminalModel(language: catalogue))
    }
}

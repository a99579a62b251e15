import TunetLocal

/// What `tunet language` does, for whoever translates Tunet.
package enum LanguageCommands {
    /// The codes of all languages that are known.
    package static var codes: [String] { LanguageFiles.codes }

    /// One line for each language that is known, and where further ones are looked for.
    package static func list() -> String {
        let lines = LanguageFiles.codes.map { code in
            let isBuiltIn = LanguageFiles.builtInCodes.contains(code)
            let place = isBuiltIn ? "built in" : LanguageFiles.place(of: code)
            let name = Catalogue(code)?.name ?? "can't be read; “tunet language check” says why"
            return "\(code)  \(name) (\(place))"
        }
        return (lines + ["Further languages are files in \(LanguageFiles.folder)."]).joined(separator: "\n")
    }

    /// The file to start a translation from.
    package static func template() -> String { LanguageFiles.template }

    /// What is missing in a file, and what is wrong in it.
    ///
    /// - Returns: whether nothing was found.
    /// - Throws: ``NodeError`` for a file that is no language at all.
    package static func check(file: String) throws -> (isWhole: Bool, text: String) {
        let check: CatalogueCheck
        do {
            check = try CatalogueCheck(file: file)
        } catch {
            throw NodeError("\(file) is no language: \(error)")
        }
        let counts = "\(file): \(check.name), \(check.translated) of \(check.texts) texts"
        guard !check.findings.isEmpty else { return (true, "\(counts). Nothing is missing.") }
        return (false, (check.findings + ["\(counts), \(check.findings.count) to mend."]).joined(separator: "\n"))
    }
}

internal import Synchronization

/// What Tunet says in one language: texts by key, and how the language writes dates, times, numbers and plurals.
///
/// A language is one TOML file. Those of bokmål, nynorsk and English are built in; a further one is a file in
/// ``LanguageFiles/folder``, and what is missing in it is said in English.
package struct Catalogue: Sendable {
    /// What stands in for `{name}` in a text.
    package enum Word: Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        case text(String)
        /// Written as the language writes numbers. The word `count` chooses the plural form.
        case number(Int)

        package init(stringLiteral value: String) { self = .text(value) }
        package init(integerLiteral value: Int) { self = .number(value) }
    }

    /// ISO 639, such as `nb`: the name of the file.
    package let code: String
    let contents: CatalogueContents
    /// Nil for a language that is built in, which lacks nothing.
    let fallback: CatalogueContents?

    /// The language's own name, such as `norsk bokmål`.
    package var name: String { contents.name }

    /// The text with this key, with the words filled in.
    ///
    /// - Returns: the key itself if no catalogue has it.
    package func callAsFunction(_ key: String, _ words: [String: Word] = [:]) -> String {
        var count: Int?
        if case .number(let number) = words["count"] { count = number }
        guard let text = contents.text(key, count: count) ?? fallback?.text(key, count: count) else { return key }
        return fill(text, words)
    }

    /// Whether there is a text with this key.
    package func has(_ key: String) -> Bool {
        contents.has(key) || fallback?.has(key) == true
    }

    private func fill(_ text: String, _ words: [String: Word]) -> String {
        guard !words.isEmpty else { return text }
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            filled += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            switch words[name] {
            case .text(let word): filled += word
            case .number(let number): filled += self.number(number)
            case nil: filled += rest[open...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }
}

extension Catalogue {
    /// The catalogue of the first of `languages` that is known, else of bokmål.
    package init(firstOf languages: [String]) {
        guard let first = (languages + ["nb"]).lazy.compactMap({ Catalogue($0) }).first else {
            preconditionFailure("the catalogue of bokmål is built in and sound, which a test shows")
        }
        self = first
    }

    /// - Returns: nil if the language is neither built in nor in the folder of languages, or its file is none.
    package init?(_ code: String) {
        guard LanguageFiles.codes.contains(code) else { return nil }
        let known = Self.read.withLock { (read) -> Catalogue? in
            if let known = read[code] { return known }
            let catalogue = Self.contents(of: code).map { contents in
                let isBuiltIn = LanguageFiles.builtInCodes.contains(code)
                let english = isBuiltIn ? nil : read["en"]??.contents ?? Self.contents(of: "en")
                return Catalogue(code: code, contents: contents, fallback: english)
            }
            read[code] = .some(catalogue)
            return catalogue
        }
        guard let known else { return nil }
        self = known
    }

    private static func contents(of code: String) -> CatalogueContents? {
        try? LanguageFiles.contents(of: code)
    }

    /// What has been read, since a file is read but once; nil for a file that is no catalogue.
    private static let read = Mutex<[String: Catalogue?]>([:])
}

/// What is missing in a language's file, and what is wrong in it: for whoever translates.
package struct CatalogueCheck: Sendable {
    /// The language's own name.
    package let name: String
    /// Texts that the file has, of ``texts``.
    package let translated: Int
    /// Texts that there are.
    package let texts: Int
    /// One line each, with the key in front, in the order of the keys.
    package let findings: [String]

    /// Compares a file with the texts of English.
    ///
    /// - Throws: ``CatalogueContents/Mistake`` if it is no catalogue at all.
    package init(file path: String) throws {
        self.init(
            try LanguageFiles.contents(ofFile: path), against: try LanguageFiles.contents(of: "en"))
    }

    init(_ own: CatalogueContents, against model: CatalogueContents) {
        name = own.name
        let (ownForms, modelForms) = (own.forms, model.forms)
        texts = modelForms.count
        translated = ownForms.keys.count { modelForms[$0] != nil }
        let keys = Set(ownForms.keys).union(modelForms.keys).sorted()
        findings = keys.flatMap { key -> [String] in
            let (given, wanted) = (ownForms[key] ?? [:], modelForms[key] ?? [:])
            guard !given.isEmpty else { return ["\(key): is missing, and is said in English."] }
            guard !wanted.isEmpty else { return ["\(key): no text has this key; Tunet never says it."] }
            return Self.flaws(of: given, wanted: wanted, plural: own.plural, key: key).map { "\(key)\($0)" }
        }
    }

    private static func flaws(
        of given: [PluralRule.Category: String], wanted: [PluralRule.Category: String], plural: PluralRule, key: String
    ) -> [String] {
        var flaws: [String] = []
        let needed = plural.categories
        if given.count > 1 || (wanted.count > 1 && needed.count > 1) {
            let missing = needed.subtracting(given.keys).map(\.rawValue).sorted()
            if !missing.isEmpty { flaws.append(": the plural form \(missing.joined(separator: ", ")) is missing.") }
        }
        let words = Set(wanted.values.flatMap(Self.words))
        for (form, text) in given.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let name = given.count > 1 ? ".\(form.rawValue)" : ""
            if form != .other, !needed.contains(form) {
                flaws.append("\(name): numbers of this language never have this plural form.")
            }
            // A form for one number only may say it in a word.
            let isFree = plural.fixed.contains(form)
            flaws += Self.flaws(of: text, words: words, mayLeaveOut: isFree, key: key).map { "\(name): \($0)" }
        }
        return flaws
    }

    private static func flaws(of text: String, words: Set<String>, mayLeaveOut: Bool, key: String) -> [String] {
        let own = Self.words(of: text)
        var flaws: [String] = []
        for word in words.subtracting(own).sorted() where !mayLeaveOut { flaws.append("{\(word)} is missing.") }
        for word in own.subtracting(words).sorted() {
            let known = words.sorted().map { "{\($0)}" }.joined(separator: ", ")
            flaws.append("{\(word)} is never filled in; \(known.isEmpty ? "no word is" : "known here: \(known)").")
        }
        let most = CatalogueLimits.most(for: key)
        if text.count > most { flaws.append("has \(text.count) characters; there is room for \(most).") }
        if text.isEmpty { flaws.append("is empty.") }
        if text.contains("  ") || text.first == " " || text.last == " " || text.contains(where: \.isNewline) {
            flaws.append("has a line break, or more spaces than needed.")
        }
        return flaws
    }

    /// The names in braces.
    static func words(of text: String) -> Set<String> {
        Set(
            text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap { part in
                part.firstIndex(of: "}").map { String(part[..<$0]) }
            })
    }
}

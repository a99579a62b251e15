internal import TOMLKit

/// One file of a language, read.
struct CatalogueContents: Sendable, Equatable {
    /// Why a file is no catalogue, for whoever translates.
    struct Mistake: Error, Equatable, CustomStringConvertible {
        var description: String
    }

    /// Texts with one form, by key, such as `door.opened`.
    private var texts: [String: String] = [:]
    /// Texts with a form for each plural.
    private var plurals: [String: [PluralRule.Category: String]] = [:]
    private(set) var name = ""
    private(set) var plural = PluralRule.oneOther
    /// ISO order, from Monday.
    private(set) var weekdays: [String] = []
    private(set) var months: [String] = []
    /// What separates groups of three digits, and from how many digits on.
    private(set) var thousands = (separator: "", digits: 5)
    /// Between a whole number and its fraction.
    private(set) var decimal = ","

    /// - Throws: ``Mistake`` for what is no TOML, and for a file without the table `[language]`.
    init(toml: String) throws(Mistake) {
        let root: TOMLTable
        do {
            root = try TOMLTable(string: toml)
        } catch {
            throw Mistake(description: "\(error)")
        }
        guard let language = root["language"]?.table else {
            throw Mistake(description: "There is no table [language].")
        }
        try readLanguage(language)
        for key in root.keys where key != "language" {
            guard let table = root[key]?.table else {
                throw Mistake(description: "\"\(key)\" stands outside of the tables.")
            }
            try add(table, below: key)
        }
    }

    static func == (lhs: Self, rhs: Self) -> Bool {
        lhs.texts == rhs.texts && lhs.plurals == rhs.plurals && lhs.name == rhs.name && lhs.plural == rhs.plural
            && lhs.weekdays == rhs.weekdays
            && lhs.months == rhs.months && lhs.thousands == rhs.thousands && lhs.decimal == rhs.decimal
    }

    /// By plural category; `other` for texts with one form. To look at all of them: a service keeps few dictionaries.
    var forms: [String: [PluralRule.Category: String]] {
        texts.mapValues { [.other: $0] }.merging(plurals) { $1 }
    }

    func has(_ key: String) -> Bool { texts[key] != nil || plurals[key] != nil }

    /// Nil if there is no such text.
    func text(_ key: String, count: Int?) -> String? {
        if let text = texts[key] { return text }
        guard let forms = plurals[key] else { return nil }
        let category = count.map { plural.category($0) } ?? .other
        return forms[category] ?? forms[.other] ?? forms[.many]
    }

    private mutating func readLanguage(_ table: TOMLTable) throws(Mistake) {
        name = try string("name", of: table)
        let rule = try string("plural", of: table)
        guard let plural = PluralRule(rawValue: rule) else {
            let known = PluralRule.allCases.map(\.rawValue).joined(separator: ", ")
            throw Mistake(description: "language.plural is \"\(rule)\"; it is one of \(known).")
        }
        self.plural = plural
        weekdays = try list("weekdays", 7, of: table)
        months = try list("months", 12, of: table)
        thousands = (try string("thousands", of: table), table["thousands_from_digits"]?.int ?? 5)
        decimal = table["decimal"]?.string ?? ","
    }

    private func string(_ key: String, of table: TOMLTable) throws(Mistake) -> String {
        guard let text = table[key]?.string else { throw Mistake(description: "language.\(key) is missing.") }
        return text
    }

    private func list(_ key: String, _ count: Int, of table: TOMLTable) throws(Mistake) -> [String] {
        let list = table[key]?.array?.compactMap { $0.string } ?? []
        guard list.count == count else { throw Mistake(description: "language.\(key) is no list of \(count) words.") }
        return list
    }

    private mutating func add(_ table: TOMLTable, below path: String) throws(Mistake) {
        for key in table.keys {
            let full = "\(path).\(key)"
            if let text = table[key]?.string {
                texts[full] = text
            } else if let inner = table[key]?.table {
                if inner.keys.contains(where: { PluralRule.Category(rawValue: $0) != nil }) {
                    try addForms(inner, key: full)
                } else {
                    try add(inner, below: full)
                }
            } else {
                throw Mistake(description: "\(full) is no text.")
            }
        }
    }

    private mutating func addForms(_ table: TOMLTable, key: String) throws(Mistake) {
        for form in table.keys {
            guard let category = PluralRule.Category(rawValue: form), let text = table[form]?.string else {
                throw Mistake(description: "\(key).\(form) is no plural form.")
            }
            plurals[key, default: [:]][category] = text
        }
    }
}

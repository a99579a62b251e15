import Testing
import TunetCore
import TunetTestSupport

@testable import TunetLocal

/// Every language says everything, with the same words filled in.
@Suite("Catalogues of languages")
struct CatalogueTests {
    static func contents(_ code: String) throws -> CatalogueContents { try LanguageFiles.contents(of: code) }

    static func words(in text: String) -> Set<String> { CatalogueCheck.words(of: text) }

    @Test("No language lacks a text of another", arguments: LanguageFiles.builtInCodes)
    func sameKeys(_ code: String) throws {
        let own = Set(try Self.contents(code).forms.keys)
        for other in LanguageFiles.builtInCodes {
            #expect(Set(try Self.contents(other).forms.keys).subtracting(own).isEmpty, "of \(other), not in \(code)")
        }
    }

    @Test(
        "Each text has the words of the same text in bokmål, and each plural its forms",
        arguments: LanguageFiles.builtInCodes)
    func sameWords(_ code: String) throws {
        let own = try Self.contents(code)
        let bokmål = try Self.contents("nb").forms
        for (key, forms) in own.forms {
            let expected = Set((bokmål[key] ?? [:]).values.flatMap { Self.words(in: $0) })
            // “one” may say a word for its number.
            #expect(Self.words(in: forms[.other] ?? "") == expected, "\(key)")
            for (form, text) in forms {
                #expect(Self.words(in: text).subtracting(expected).isEmpty, "\(key).\(form)")
                #expect(!text.isEmpty && !text.contains("  ") && text == text.trimmed, "\(key).\(form)")
            }
            #expect(forms.count == 1 || Set(forms.keys) == own.plural.categories, "\(key): plural forms")
        }
    }

    @Test("Every text that the code asks for exists, and every text is asked for")
    func keysOfTheCode() throws {
        let known = Set(try Self.contents("nb").forms.keys)
        let tables = Set(known.map { $0.prefix { $0 != "." } })
        var asked: Set<String> = []
        var begun: Set<String> = []
        for path in try Repository.files(below: "Sources") where path.hasSuffix(".swift") {
            // Names keys, and asks for none.
            guard !path.hasSuffix("/CatalogueLimits.swift") else { continue }
            for literal in Self.literals(in: try Repository.text(path)) where literal.contains(".") {
                guard tables.contains(literal.prefix { $0 != "." }), !literal.contains(" ") else { continue }
                if let end = literal.firstIndex(of: "\\") {
                    begun.insert(String(literal[..<end]))
                } else {
                    asked.insert(literal)
                }
            }
        }
        let unknown = asked.subtracting(known).filter { !Self.areNoKeys.contains($0) }
        #expect(unknown.isEmpty, "asked for, and in no catalogue: \(unknown.sorted())")
        let unused = known.subtracting(asked).filter { key in !begun.contains { key.hasPrefix($0) } }
        #expect(unused.isEmpty, "in the catalogues, and never asked for: \(unused.sorted())")
    }

    /// Literals that look like keys.
    static let areNoKeys: Set<String> = []

    static func literals(in source: String) -> [String] {
        source.split(separator: "\n").flatMap { line -> [String] in
            guard !line.trimmed.hasPrefix("//") else { return [] }
            let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
            return parts.enumerated().filter { $0.offset % 2 == 1 || isKey($0.element) }.map { String($0.element) }
        }
    }

    /// Whether a part of a line between quotes is a key: one that is asked for within another literal has them the other way
    /// round.
    private static func isKey(_ text: Substring) -> Bool {
        text.contains(".") && text.utf8.allSatisfy { (97...122).contains($0) || $0 == 46 || $0 == 95 }
    }

    @Test(
        "Plural forms are those of CLDR",
        arguments: [
            (PluralRule.oneOther, [0: "other", 1: "one", 2: "other", 21: "other"]),
            (.oneTwoOther, [0: "other", 1: "one", 2: "two", 3: "other"]),
            (
                .slavic,
                [0: "many", 1: "one", 2: "few", 5: "many", 11: "many", 12: "many", 21: "one", 22: "few", 112: "many"]
            ),
            (.polish, [0: "many", 1: "one", 2: "few", 12: "many", 21: "many", 22: "few", 101: "many"]),
            (.arabic, [0: "zero", 1: "one", 2: "two", 3: "few", 11: "many", 100: "other", 103: "few", 111: "many"]),
            (.none, [0: "other", 1: "other"]),
        ])
    func plurals(_ rule: PluralRule, _ expected: [Int: String]) {
        for (number, category) in expected {
            #expect(rule.category(number).rawValue == category, "\(number)")
            #expect(rule.categories.contains(rule.category(number)))
        }
    }

    @Test(
        "Dates and numbers are written as the language writes them",
        arguments: [
            ("nb", "torsdag 5. november 2026", "5. november", "12\u{A0}345", "9876", "−5", "a, b og c"),
            ("nn", "torsdag 5. november 2026", "5. november", "12\u{A0}345", "9876", "−5", "a, b og c"),
            ("en", "Thursday 5 November 2026", "5 November", "12,345", "9,876", "−5", "a, b and c"),
        ])
    func calendar(
        _ code: String, _ long: String, _ short: String, _ large: String, _ four: String, _ negative: String,
        _ list: String
    ) throws {
        let say = try #require(Catalogue(code))
        let day = try #require(CivilDate("2026-11-05"))
        #expect(say.date(day) == long)
        #expect(say.shortDate(day) == short)
        #expect(say.number(12_345) == large)
        #expect(say.number(9876) == four)
        #expect(say.number(-5) == negative)
        #expect(say.number(1_234_567).filter(\.isNumber) == "1234567")
        #expect(say.list(["a", "b", "c"]) == list)
        #expect(say.list(["a"]) == "a")
        #expect(say.day(day.adding(days: -3), seenOn: day) == say.weekday(day.adding(days: -3)))
        #expect(say.day(day.adding(days: -7), seenOn: day) == say.shortDate(day.adding(days: -7)))
        #expect(say.day(day, seenOn: day) == say("calendar.today"))
    }

    @Test("Fractions and short lengths of time are written as the language writes them")
    func fractions() throws {
        let (bokmål, english) = (try #require(Catalogue("nb")), try #require(Catalogue("en")))
        #expect([0, 5, 97, 976].map { bokmål.decimal($0, digits: 1) } == ["0,0", "0,5", "9,7", "97,6"])
        #expect([0, 5, 102].map { english.decimal($0, digits: 2) } == ["0.00", "0.05", "1.02"])
        #expect([0, 59, 60, 200].map(bokmål.briefly) == ["0 min", "59 min", "1 t 0 min", "3 t 20 min"])
        #expect(english.month(11, of: 2026) == "November 2026" && bokmål.month(11, of: 2026) == "november 2026")
        #expect(bokmål.time("08:15") == "kl. 08:15" && english.time("08:15") == "08:15")
    }

    @Test("A text that does not exist is its own key, and a word that is not given stays")
    func unknownKeys() throws {
        let say = try #require(Catalogue("nb"))
        #expect(say("nothing.like.it") == "nothing.like.it")
        #expect(say("calendar.time") == "kl. {time}")
        #expect(
            say("calendar.time", ["time": "{day}", "day": "x"]) == "kl. {day}", "what is filled in is not filled again")
        #expect(Catalogue("xx") == nil)
        #expect(Catalogue("../nb") == nil)
        #expect(Catalogue(firstOf: ["xx", "nn"]).code == "nn")
        #expect(Catalogue(firstOf: []).code == "nb")
    }

    @Test(
        "A file that is no catalogue says why",
        arguments: [
            ("[language", "line"), ("x = 1", "[language]"), ("[language]\nname = 'x'", "language.plural"),
            ("[language]\nname = 'x'\nplural = 'dual'", "one-other"),
            ("\(Self.head)\n[a]\nb = 1", "a.b"), ("\(Self.head)\n[a.b]\nother = 'x'\nfive = 'y'", "a.b.five"),
        ])
    func mistakes(_ toml: String, _ part: String) throws {
        #expect {
            try CatalogueContents(toml: toml)
        } throws: { error in
            "\(error)".contains(part)
        }
    }

    static let head = """
        [language]
        name = "x"
        plural = "one-two-other"
        thousands = " "
        weekdays = ["1", "2", "3", "4", "5", "6", "7"]
        months = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]
        """

    @Test("Plural forms and nested tables are read")
    func reading() throws {
        let read = try CatalogueContents(
            toml: "\(Self.head)\n[a.b]\nc = 'deep'\n[a.people]\none = 'one'\ntwo = 'both'\nother = '{count} people'")
        #expect(read.text("a.b.c", count: nil) == "deep")
        #expect([1, 2, 3].map { read.text("a.people", count: $0) } == ["one", "both", "{count} people"])
        #expect(read.text("a.people", count: nil) == "{count} people")
    }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        let start = drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}

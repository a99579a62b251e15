import Testing

@testable import TunetLocal

/// What a translator is told.
@Suite("Checks of a language's file")
struct CatalogueCheckTests {
    private static func head(_ plural: String) -> String {
        """
        [language]
        name = "davvisámegiella"
        plural = "\(plural)"
        thousands = " "
        weekdays = ["1", "2", "3", "4", "5", "6", "7"]
        months = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]

        """
    }

    private static let model = """
        [door]
        opened = "Opened {times}"
        closed = "Closed"
        [door.times]
        one = "once"
        other = "{count} times"
        """

    private func findings(_ toml: String, plural: String = "one-two-other") throws -> [String] {
        let model = try CatalogueContents(toml: Self.head("one-other") + Self.model)
        return CatalogueCheck(try CatalogueContents(toml: Self.head(plural) + toml), against: model).findings
    }

    /// The whole file, with `part` changed to `other`.
    private func findings(_ part: String, _ other: String) throws -> [String] {
        let whole = """
            [door]
            opened = "Rahpan {times}"
            closed = "Gitta"
            [door.times]
            one = "oktii"
            two = "guktii"
            other = "{count} geardde"
            """
        #expect(whole.contains(part))
        return try findings(whole.replacing(part, with: other))
    }

    @Test(
        "Each mistake is named with its key",
        arguments: [
            ("", "", []),
            ("closed = \"Gitta\"", "", ["door.closed: is missing, and is said in English."]),
            (
                "closed =", "shut =",
                [
                    "door.closed: is missing, and is said in English.",
                    "door.shut: no text has this key; Tunet never says it.",
                ]
            ),
            (
                "{times}", "{time}",
                [
                    "door.opened: {times} is missing.", "door.opened: {time} is never filled in; known here: {times}.",
                ]
            ),
            ("\"Gitta\"", "\"Gitta {count}\"", ["door.closed: {count} is never filled in; no word is."]),
            ("two = \"guktii\"\n", "", ["door.times: the plural form two is missing."]),
            (
                "two =", "few =",
                [
                    "door.times: the plural form two is missing.",
                    "door.times.few: numbers of this language never have this plural form.",
                    "door.times.few: {count} is missing.",
                ]
            ),
            ("{count} geardde", "geardde", ["door.times.other: {count} is missing."]),
            ("\"Gitta\"", "\"\"", ["door.closed: is empty."]),
            ("\"Gitta\"", "\"Gitta \"", ["door.closed: has a line break, or more spaces than needed."]),
            ("\"Gitta\"", "\"Git\\nta\"", ["door.closed: has a line break, or more spaces than needed."]),
            (
                "\"Gitta\"", "\"\(String(repeating: "x", count: 51))\"",
                [
                    "door.closed: has 51 characters; there is room for 50."
                ]
            ),
        ])
    func mistakes(_ part: String, _ other: String, _ wanted: [String]) throws {
        #expect(try (part.isEmpty ? findings("two =", "two =") : findings(part, other)) == wanted)
    }

    @Test("A language with more plural forms than English needs all of them, and one with none only one")
    func plurals() throws {
        let single = "[door]\nopened = \"a {times}\"\nclosed = \"b\"\ntimes = \"{count} c\""
        #expect(try findings(single, plural: "none").isEmpty)
        #expect(try findings(single) == ["door.times: the plural form one, two is missing."])
        let slavic =
            "[door]\nopened = \"a {times}\"\nclosed = \"b\"\n[door.times]\none = \"{count} c\"\nfew = \"{count} d\"\n"
        #expect(try findings(slavic + "many = \"{count} e\"", plural: "one-few-many").isEmpty)
        #expect(
            try findings(slavic, plural: "one-few-many") == ["door.times: the plural form many is missing."])
        // 21 is “one” too.
        #expect(
            try findings(
                slavic.replacing("one = \"{count} c\"", with: "one = \"c\"") + "many = \"{count} e\"",
                plural: "one-few-many") == ["door.times.one: {count} is missing."])
    }

    @Test("The languages that are built in have nothing to mend", arguments: LanguageFiles.builtInCodes)
    func builtIn(_ code: String) throws {
        let check = CatalogueCheck(
            try LanguageFiles.contents(of: code), against: try LanguageFiles.contents(of: "en"))
        #expect(check.findings.isEmpty, "\(check.findings.joined(separator: "\n"))")
        #expect(check.translated == check.texts && check.texts > 100)
    }

    @Test("Every limit is of some text, and of one that it leaves room for")
    func limits() throws {
        let forms = try LanguageFiles.builtInCodes.map { try LanguageFiles.contents(of: $0).forms }
        let keys = forms[0].keys
        for limit in CatalogueLimits.all {
            #expect(keys.contains { limit.covers($0) }, "\(limit)")
        }
        #expect(CatalogueLimits.most(for: "health.blocked.what") == 90)
        #expect(CatalogueLimits.most(for: "nothing.like.it") == CatalogueLimits.longest)
        #expect(CatalogueLimits.most(for: "privacy.sign.processing") == 20)
    }
}

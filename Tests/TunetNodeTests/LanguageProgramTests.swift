import Testing
import TunetCore
import TunetLocal
import TunetTestSupport

@testable import TunetNode

/// A language that is not built in, as one file in a folder.
@Suite("tunet language")
struct LanguageProgramTests {
    /// German, with a few texts.
    private static let german = """
        [language]
        name = "Deutsch"
        plural = "one-other"
        thousands = "."
        weekdays = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]
        months = [
            "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
            "Dezember",
        ]

        [calendar]
        date = "{weekday}, {day}. {month} {year}"

        [health.undated]
        what = "Das Gerät weiß nicht, welcher Tag heute ist."

        [clock.source]
        volunteer = "von Hand gestellt"

        [privacy.sign]
        title_visits = "Hier zählen wir Besuche"

        """

    private static func withGerman(
        _ text: String = german, _ body: (ScratchFolder, [String: String]) async throws -> Void
    ) async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        try ScratchFolder.write(Array(text.utf8), to: scratch.file("de.toml"))
        try await body(scratch, ["TUNET_LANGUAGES": scratch.path])
    }

    @Test func aPlaceSpeaksALanguageThatIsAFile() async throws {
        try await Self.withGerman { _, environment in
            let world = try World { $0.place.languages = ["de", "nb"] }
            defer { world.scratch.remove() }
            try await ServedDevice.serving(world, isDated: false) { service in
                func tunet(_ arguments: String...) async throws -> String {
                    let result = try await Program.run(
                        "tunet", arguments + ["--socket", service.socket], environment: environment)
                    #expect(result.status == 0, "\(result.errors)")
                    return result.output
                }
                await service.run(to: world.time(10))
                // What the file has not is said in English.
                let status = try await tunet("status")
                #expect(status.contains("  Das Gerät weiß nicht, welcher Tag heute ist"), "\(status)")
                #expect(status.contains(" It counts all the same, and dates the numbers once the clock is set."))
                let unset = try await tunet("clock")
                #expect(unset.hasPrefix("The machine does not know what day it is. It has been on for 2 h 0 min"))
                _ = try await tunet("clock", "set", "2026-11-02", "10:05")
                let set = try await tunet("clock", "set", "Dienstag", "10:05")
                #expect(set.hasPrefix("The clock is set: Dienstag, 3. November 2026, 10:0"), "\(set)")
                #expect(try await tunet("clock").contains("The time comes from: von Hand gestellt."))
            }
        }
    }

    @Test func aConfigurationNamesALanguageThatHasAFile() async throws {
        try await Self.withGerman { scratch, environment in
            let example = try Repository.text("Firmware-config/examples/care-farm.toml")
            #expect(example.contains("languages = [\"nn\", \"nb\"]"))
            let config = scratch.file("place.toml")
            let german = example.replacing("[\"nn\", \"nb\"]", with: "[\"de\", \"nb\"]")
                .replacing("purpose = { ", with: "purpose = { de = \"Wir zählen.\", ")
            try ScratchFolder.write(Array(german.utf8), to: config)
            let known = try await Program.run("tunet", ["check", config], environment: environment)
            #expect(known.status == 0, "\(known.errors)")
            let unknown = try await Program.run(
                "tunet", ["check", config], environment: ["TUNET_LANGUAGES": scratch.file("nowhere")])
            #expect(unknown.status != 0)
            #expect(unknown.errors.contains("found \"de\"; allowed are nb, nn, en; a further language is a file"))
            #expect(unknown.errors.contains("nowhere/de.toml"))
            let sign = try await Program.run(
                "tunet", ["privacy", "sign", "--config", config, "--language", "de"], environment: environment)
            #expect(sign.output.contains("lang=\"de\">\n<header>"), "\(sign.errors)")
            #expect(sign.output.contains("<h1>Hier zählen wir Besuche</h1>"))
            #expect(sign.output.contains("We count how many come."))
        }
    }

    @Test func languagesAreListed() async throws {
        try await Self.withGerman { scratch, environment in
            try ScratchFolder.write(Array("nothing".utf8), to: scratch.file("xx.toml"))
            let list = try await Program.run("tunet", ["language"], environment: environment)
            #expect(
                list.output == """
                    nb  norsk bokmål (built in)
                    nn  norsk nynorsk (built in)
                    en  English (built in)
                    de  Deutsch (\(scratch.file("de.toml")))
                    xx  can't be read; “tunet language check” says why (\(scratch.file("xx.toml")))
                    Further languages are files in \(scratch.path).

                    """)
        }
    }

    @Test func theTemplateIsAWholeLanguage() async throws {
        let template = try await Program.run("tunet", ["language", "template"])
        #expect(template.output == (try Repository.text("Sources/TunetLocal/Languages/en.toml")))
        try await Self.withGerman(template.output) { scratch, _ in
            let check = try await Program.run("tunet", ["language", "check", scratch.file("de.toml")])
            #expect(check.status == 0 && check.output.hasSuffix(" texts. Nothing is missing.\n"), "\(check.output)")
        }
    }

    @Test func whatIsMissingIsNamed() async throws {
        try await Self.withGerman(Self.german + "[door]\nopened = \"Geöffnet\"\nshut = \"x\"\n") { scratch, _ in
            let check = try await Program.run("tunet", ["language", "check", scratch.file("de.toml")])
            #expect(check.status == 1 && check.errors.isEmpty)
            for line in [
                "clock.now: is missing, and is said in English.", "door.opened: {times} is missing.",
                "door.shut: no text has this key; Tunet never says it.",
            ] { #expect(check.output.contains(line + "\n"), "\(line)") }
            #expect(!check.output.contains("calendar.date:"))
            #expect(check.output.contains("de.toml: Deutsch, 5 of "))
        }
    }

    @Test(
        "A file that is no language says why",
        arguments: [
            ("[language", "no language: "), ("[language]\nname = \"x\"\n", "language.plural is missing"),
            ("\u{0}", "no language: "), (String(repeating: "# long\n", count: 40_000), "longer than 262144 bytes"),
        ])
    func noLanguage(_ text: String, _ reason: String) async throws {
        try await Self.withGerman(text) { scratch, _ in
            let check = try await Program.run("tunet", ["language", "check", scratch.file("de.toml")])
            #expect(check.status == 1 && check.output.isEmpty)
            #expect(check.errors.contains(reason), "\(check.errors)")
        }
        let missing = try await Program.run("tunet", ["language", "check", "/nowhere/de.toml"])
        #expect(
            missing.status == 1 && missing.errors.contains("/nowhere/de.toml is no language: The file can't be read"))
    }
}

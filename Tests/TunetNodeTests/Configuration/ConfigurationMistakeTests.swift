import Foundation
import Testing
import TunetCore

@testable import TunetNode

/// A change of the sample that makes one mistake.
struct OneMistake: Sendable, CustomTestStringConvertible {
    /// Text of the sample.
    var from: String
    /// What replaces it; the mistake is on the line with `§`, or on the first line of this.
    var to: String
    var key: String
    /// What the message says, among other things.
    var says: String
    /// What the line of the mistake begins with, where it is not a line that was changed.
    var expectedAt: String?

    init(_ from: String, _ to: String, _ key: String, _ says: String) {
        self.from = from
        self.to = to
        self.key = key
        self.says = says
    }

    var testDescription: String { "\(key) \(says)" }
}

@Suite("Mistakes in a configuration")
struct ConfigurationMistakeTests {
    @Test("The sample itself has no mistake")
    func sample() throws {
        let configuration = try ConfigurationReader.read(toml: ConfigurationSample.text, file: "sted.toml")
        #expect(configuration.doors.count == 2)
    }

    @Test("A mistake is told with its line, its key and what is allowed", arguments: mistakes)
    func mistake(_ mistake: OneMistake) throws {
        let (toml, line) = try Self.applied(mistake)
        let error = try #require(throws: ConfigurationError.self) {
            try ConfigurationReader.read(toml: toml, file: "sted.toml")
        }
        #expect(error.mistakes.count == 1, "\(error)")
        let found = try #require(error.mistakes.first)
        #expect(found.line == line, "\(found)")
        #expect(found.key == mistake.key)
        #expect(found.message.contains(mistake.says), "\(found)")
    }

    /// The sample with a mistake, and the line on which it should be found.
    private static func applied(_ mistake: OneMistake) throws -> (toml: String, line: Int) {
        let range = try #require(ConfigurationSample.text.range(of: mistake.from), "not in the sample")
        let marked = mistake.to.contains("§") ? mistake.to : "§" + mistake.to
        let broken = ConfigurationSample.text.replacingCharacters(in: range, with: marked)
        let toml = broken.replacingOccurrences(of: "§", with: "")
        if let beginning = mistake.expectedAt {
            let lines = toml.split(separator: "\n", omittingEmptySubsequences: false)
            return (toml, try #require(lines.firstIndex { $0.hasPrefix(beginning) }) + 1)
        }
        let mark = try #require(broken.range(of: "§"))
        return (toml, broken[..<mark.lowerBound].count { $0 == "\n" } + 1)
    }

    @Test("A mistake reads as FILE:LINE: KEY: what was found; what is allowed")
    func format() throws {
        let toml = ConfigurationSample.text.replacingOccurrences(of: "\"beam-pair\"", with: "\"beem-pair\"")
        let error = try #require(throws: ConfigurationError.self) {
            try ConfigurationReader.read(toml: toml, file: "sted.toml")
        }
        #expect(
            error.description
                == "sted.toml:42: door[0].sensor.kind: found \"beem-pair\"; allowed are beam-pair, beam, mat, turnstile, "
                + "pir, reed")
    }

    @Test("All mistakes are told in one go, in the order of their lines")
    func allAtOnce() throws {
        var toml = ConfigurationSample.text
        for (from, to) in [
            ("\"Europe/Oslo\"", "\"Europe/Olso\""), ("page_port = 8481", "page_prot = 8481"),
            ("epsilon = \"1/2\"", "epsilon = 0.5"), ("to = \"14:00\"", "to = \"14:10\""),
            ("line = \"MAT\"", "line = \"OUTER\""), ("en = \"No\"", "fr = \"Non\""),
        ] {
            #expect(toml.contains(from))
            toml = toml.replacingOccurrences(of: from, with: to)
        }
        let error = try #require(throws: ConfigurationError.self) {
            try ConfigurationReader.read(toml: toml, file: "sted.toml")
        }
        #expect(
            error.mistakes.map { "\($0.line) \($0.key)" } == [
                "4 place.time_zone", "12 device.page_prot", "17 release.epsilon", "30 session[0].to",
                "47 door[1].sensor", "83 question[0].option[1].text.fr", "83 question[0].option[1].text.en",
            ], "\(error)")
    }

    @Test(
        "What is not TOML has one message with line and column",
        arguments: [
            ("[place\nid = 1", 1, "column"), ("[place]\nid = \"a\nname = 2", 2, "column"),
            ("[place]\nid = \"a\"\nid = \"b\"", 3, "column"), ("a = 1\n= 2", 2, "column 1"),
            ("\u{1}", 1, "column"), ("a = 1\nb = \u{0}", 2, "NUL"), ("a = 1\nb = \"\\u0000\"", 2, "NUL"),
            (String(repeating: "a = [", count: 1) + String(repeating: "[", count: 100_000), 1, "column"),
            ("a = " + String(repeating: "{ a = ", count: 100_000), 1, "column"),
            // The TOML library's assertions end the process on these.
            ("[place]\n[dør]", 2, "column 3: this is not TOML: ] is needed here"), ("[#]", 1, "column 2"),
            ("[[.a]]", 1, "column 3"), ("a = [}", 1, "column 6"),
        ])
    func notTOML(toml: String, line: Int, says: String) throws {
        let error = try #require(throws: ConfigurationError.self) {
            try ConfigurationReader.read(toml: toml, file: "sted.toml")
        }
        #expect(error.mistakes.count == 1)
        #expect(error.mistakes.first?.line == line)
        #expect(error.mistakes.first?.message.contains(says) == true, "\(error)")
        #expect(error.description.hasPrefix("sted.toml:\(line): "))
    }

    @Test("An empty file says what is needed")
    func empty() throws {
        let error = try #require(throws: ConfigurationError.self) {
            try ConfigurationReader.read(toml: "", file: "sted.toml")
        }
        #expect(
            error.description.split(separator: "\n") == [
                "sted.toml:1: place: found nothing; needed is the table [place]",
                "sted.toml:1: found no door and no panel; needed is at least one [[door]] or [[panel]]",
            ])
    }

    @Test("A file that cannot be read says why")
    func unreadable() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "configuration-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data([0x61, 0x0a, 0x62, 0xff, 0x0a]).write(to: folder.appending(path: "latin1.toml"))
        let long = Data(repeating: 0x20, count: ConfigurationReader.longestFile + 1)
        try long.write(to: folder.appending(path: "long.toml"))
        for (name, says) in [
            ("missing.toml", "No such file or directory"), (".", "not a regular file"), ("long.toml", "longer than"),
            ("latin1.toml:2", "UTF-8"), ("a\0b", "NUL"),
        ] {
            let path = folder.path + "/" + name.replacingOccurrences(of: ":2", with: "")
            let error = try #require(throws: ConfigurationError.self) {
                try ConfigurationReader.read(contentsOf: path)
            }
            #expect(error.mistakes.count == 1)
            #expect(error.description.contains(says), "\(error)")
            #expect(error.description.hasPrefix("\(folder.path)/\(name): "))
        }
    }
}

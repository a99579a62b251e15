import Foundation
import Testing
import TunetCore
import TunetLocal
import TunetTestSupport

@testable import TunetNode
@testable import TunetStore

/// `tunet privacy`, as a data protection officer runs it.
@Suite("The tools for privacy")
struct PrivacyProgramTests {
    private func tool(_ arguments: String...) async throws -> Program.Result {
        try await Program.run("tunet", ["privacy"] + arguments)
    }

    private static func example(_ name: String) -> String {
        ConfigurationReaderTests.examples.first { $0.lastPathComponent == "\(name).toml" }?.path ?? ""
    }

    @Test(arguments: [
        ("care-farm", [], "Personvern: Gården", "KVA SOM BLIR TALT"),
        ("senior-centre", [], "Personvern: Seniorsenteret", "HVA SOM BLIR TALT"),
        ("volunteer-centre", ["--language", "en"], "Privacy: Frivilligsentralen", "WHAT IS COUNTED"),
    ])
    func explainSpeaksThePlacesLanguageOrAnother(
        _ example: String, _ options: [String], _ title: String, _ section: String
    ) async throws {
        let result = try await Program.run(
            "tunet", ["privacy", "explain", "--config", Self.example(example)] + options)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.hasPrefix("\(title)\n\n\(section)\n- "))
    }

    @Test func explainIsAlsoJSON() async throws {
        let result = try await tool("explain", "--config", Self.example("senior-centre"), "--format", "json")
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(json["epsilon"] as? String == "1/1" && json["leaf"] as? String == "day")
        #expect(json["correction_days"] as? Int == 2 && json["upload_minute"] as? Int == 195)
        #expect((json["sections"] as? [[String: Any]])?.count == 6)
        #expect(json["controller"] as? String == "Kommunen, helse og mestring")
    }

    // MARK: - sample

    @Test func drawsAreThoseOfARelease() async throws {
        let count = 20_000
        let result = try await tool("sample", "--epsilon", "1/1", "--value", "12", "--count", "\(count)")
        #expect(result.status == 0, "\(result.errors)")
        let draws = try result.output.split(separator: "\n").map { try #require(Int($0)) }
        #expect(draws.count == count)
        // P(0) = (1 − t)/(1 + t), t = 1/e. Six standard deviations of the share: a false alarm in 1e-9 of all runs.
        let share = Double(draws.count { $0 == 12 }) / Double(count)
        #expect(abs(share - 0.46212) < 6 * 0.00353, "\(share)")
        // The standard deviation of one draw is 1.357.
        let mean = Double(draws.reduce(0, +)) / Double(count)
        #expect(abs(mean - 12) < 6 * 1.357 / Double(count).squareRoot(), "\(mean)")
        let again = try await tool("sample", "--epsilon", "1/1", "--value", "12", "--count", "200")
        let twice = try await tool("sample", "--epsilon", "1/1", "--value", "12", "--count", "200")
        #expect(again.output != twice.output, "each run has noise of its own")
    }

    @Test func aReaderThatGoesEndsTheDraws() async throws {
        let result = try await Program.run(
            executable: "/bin/bash",
            [
                "-c", "\"$0\" privacy sample --epsilon 1/2 --value 0 --count 10000000 | head -1; echo ${PIPESTATUS[0]}",
                try Program.path("tunet"),
            ])
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 2 && Int(lines[0]) != nil && lines[1] == "0", "\(result)")
        #expect(result.errors.isEmpty)
    }

    @Test(arguments: [
        (["--epsilon", "1", "--value", "1", "--count", "1"], "--epsilon: found \"1\"; allowed is a fraction"),
        (["--epsilon", "0/1", "--value", "1", "--count", "1"], "--epsilon"),
        (["--epsilon", "11/1", "--value", "1", "--count", "1"], "from 1/1000 to 10/1"),
        (
            ["--epsilon", "1/1", "--value", "1", "--count", "0"],
            "--count: found 0; allowed is a whole number from 1 to"
        ),
        (["--epsilon", "1/1", "--value", "1", "--count", "10000001"], "--count"),
        (["--epsilon", "1/1", "--value=-1", "--count", "1"], "--value: found -1"),
    ])
    func drawsThatCanNotBeAreRefused(_ arguments: [String], _ message: String) async throws {
        let result = try await Program.run("tunet", ["privacy", "sample"] + arguments)
        #expect(result.status == 1 && result.output.isEmpty)
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    // MARK: - plan

    @Test func planRecommends() async throws {
        let result = try await tool("plan", "--visits-per-day", "12")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("Anbefaling: frigi tallene for hver dag (leaf = \"day\")."))
        let json = try await tool(
            "plan", "--visits-per-day", "3", "--days-per-week", "2", "--sessions", "1", "--epsilon", "1/2", "--format",
            "json")
        #expect(json.output.contains("\"recommended\" : \"month\""))
        for wrong in [
            ["0"], ["100001"], ["9", "--days-per-week", "8"], ["9", "--sessions", "21"], ["9", "--epsilon", "x"],
        ] {
            let refused = try await Program.run("tunet", ["privacy", "plan", "--visits-per-day"] + wrong)
            #expect(refused.status == 1 && refused.errors.contains("allowed is"), "\(wrong): \(refused.errors)")
        }
    }

    // MARK: - ledger

    @Test func theLedgerOfAYearIsWhatWasForetold() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let zone = try SmallPlace.oslo()
        let folder = scratch.file("data")
        let configuration = SmallPlace.configuration(
            dataFolder: folder, doors: [SmallPlace.frontDoor, SmallPlace.gardenDoor], sessions: [SmallPlace.cafe],
            release: ReleasePolicy(leaf: .week, epsilonDenominator: 2, directions: .both))
        let store = try Store(configuration: configuration, zone: zone)
        for day in ["2026-12-01", "2028-01-10"] { try await store.noteMeasures(on: try #require(CivilDate(day))) }
        _ = try await store.prepareUpload(on: CivilDate("2028-01-12"), software: "test")

        // While the service holds the lock and the file.
        let result = try await tool("ledger", "--folder", folder, "--format", "json")
        #expect(result.status == 0, "\(result.errors)")
        try await store.close()
        struct Ledger: Decodable {
            struct Entry: Decodable {
                var year: Int
                var kind: String
                var epsilon: String
                var leaves: Int
            }
            var entries: [Entry]
        }
        let year = try JSONDecoder().decode(Ledger.self, from: Data(result.output.utf8)).entries.filter {
            $0.year == 2027
        }
        let foretold = PrivacyFacts(configuration).yearlyLeaves
        #expect(year.allSatisfy { $0.epsilon == "1/2" } && year.count == foretold.count)
        for entry in foretold {
            let leaves = year.filter { $0.kind == "\(entry.measure)" }.map(\.leaves)
            #expect(leaves == [entry.leaves], "\(entry.measure)")
        }
        let text = try await tool("ledger", "--folder", folder, "--language", "en")
        #expect(
            text.output.contains("2027\n  count checks: 24 numbers × ε 1/2 = 12\n  in: 104 numbers × ε 1/2 = 52\n"),
            "\(text.output)")
    }

    @Test func aLedgerThatIsNotThereIsSaid() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let empty = try await tool("ledger", "--folder", scratch.path)
        #expect(empty.status == 0 && empty.output == "Ingenting er frigitt ennå.\n")
        let missing = try await tool("ledger", "--folder", scratch.file("none"))
        #expect(missing.status == 1 && missing.errors.contains("There is no data folder"))
        let neither = try await tool("ledger")
        #expect(neither.status == 1 && neither.errors.contains("--config"))
    }

    // MARK: - Papers

    @Test func papersAreWrittenOnceAndNeverOver() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let config = Self.example("senior-centre")
        for (paper, words) in [("sign", "Her tel vi besøk"), ("assessment", "Vurdering av personvernkonsekvenser")] {
            let path = scratch.file("\(paper).html")
            let result = try await tool(paper, "--config", config, "--output", path)
            #expect(result.status == 0 && result.output.isEmpty, "\(result.errors)")
            let printed = try await tool(paper, "--config", config)
            #expect(printed.output.contains(words))
            #expect(ScratchFolder.bytes(path) == Array(printed.output.utf8))
            let again = try await tool(paper, "--config", config, "--output", path)
            #expect(again.status == 1 && again.errors.contains("Nothing is overwritten"))
            let english = try await tool(paper, "--config", config, "--language", "en")
            #expect(english.output.contains("<html lang=\"en\">") && !english.output.contains(words))
            let unknown = try await tool(paper, "--config", config, "--language", "de")
            #expect(unknown.status == 64)
        }
    }

    @Test func papersNeedSomebodyWhoIsResponsible() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let config = scratch.file("place.toml")
        let text = """
            place = { id = "p", name = "P", time_zone = "Europe/Oslo" }
            door = [{ id = "d", name = "D", sensor = { kind = "mat", line = "T" } }]
            """
        try ScratchFolder.write(Array(text.utf8), to: config)
        #expect(try await tool("explain", "--config", config).status == 0)
        for paper in ["sign", "assessment"] {
            let result = try await tool(paper, "--config", config)
            #expect(result.status == 1 && result.output.isEmpty)
            for words in ["[controller]", "name = ", "contact = ", config] { #expect(result.errors.contains(words)) }
        }
    }
}

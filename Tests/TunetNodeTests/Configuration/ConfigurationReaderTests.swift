import Foundation
import Testing
import TunetCore

@testable import TunetNode

@Suite("Configuration")
struct ConfigurationReaderTests {
    @Test("Everything in the file arrives in the configuration")
    func everything() throws {
        let read = try ConfigurationReader.read(toml: ConfigurationSample.text, file: "sted.toml")
        #expect(
            read.place
                == Place(
                    id: "p-1", name: "Tunet", timeZone: "Europe/Oslo", languages: ["nb", "en"], kostraFunction: "234",
                    sdgTargets: ["3.4", "11.a"]))
        #expect(read.device == Device())
        #expect(read.release == ReleasePolicy(leaf: .day, epsilonDenominator: 2))
        #expect(
            read.uplink
                == UplinkPolicy(
                    collectorURL: "http://127.0.0.1:8480", collectorKey: Array("replace-with-your-collectors-key".utf8))
        )
        #expect(
            read.sessions == [
                Session(id: "kafe", name: "Seniorkafé", weekdays: [1, 2], startMinute: 660, endMinute: 840),
                Session(id: "dans", name: "Sittedans", weekdays: [2], startMinute: 840, endMinute: 1440),
            ])
        #expect(
            read.controller
                == Controller(
                    name: "Vestbygda kommune", contact: "post@kommune.example",
                    dataProtectionOfficer: "ombud@kommune.example",
                    purpose: LocalizedText(["nb": "Vi vil vite det.", "en": "We want to know."])))
        #expect(
            read.occupancyResets == [
                OccupancyReset(weekdays: [1, 2, 3, 4, 5], minute: 240, value: 0),
                OccupancyReset(weekdays: [6, 7], minute: 300, value: 8),
            ])
        #expect(
            read.openings == [
                Opening(weekdays: [1, 2, 7], startMinute: 540, endMinute: 900),
                Opening(weekdays: [2], startMinute: 1080, endMinute: 1440),
            ])
        let front = Sensor.beamPair(
            outer: InputLine(.name("OUTER")), inner: InputLine(.chip(label: "soc", offset: 27)), BeamPairParameters())
        let back = Sensor.contact(
            InputLine(.name("MAT"), activeLow: true, bias: .pullUp, kernelDebounce: .milliseconds(1)),
            ContactParameters(
                kind: .mat, direction: .in, debounce: .milliseconds(10), holdOff: .seconds(1), blockTime: .seconds(60)))
        #expect(
            read.doors == [
                Door(id: "front", name: "Hoveddøra", sensor: front), Door(id: "back", name: "Bakdøra", sensor: back),
            ])
        #expect(
            read.panels == [
                Panel(
                    id: "panel", name: "Panelet",
                    buttons: [
                        Button(
                            line: InputLine(.name("YES"), activeLow: true), led: OutputLine(.name("YES_LED"))),
                        Button(line: InputLine(.name("NO"))),
                        Button(
                            line: InputLine(.name("HELP")),
                            use: FixedUse(
                                id: "hjelp", text: LocalizedText(["nb": "Hjelp", "en": "Help"]), calls: true)),
                    ], parameters: PanelParameters(lockout: .seconds(3)),
                    buzzer: OutputLine(.name("BUZZER"), activeLow: true))
            ])
    }

    @Test("Questions have their period, panels and options, and the screen what it shows")
    func questions() throws {
        let read = try ConfigurationReader.read(toml: ConfigurationSample.text, file: "sted.toml")
        #expect(
            read.questions == [
                Question(
                    id: "vaffel", panels: ["panel"], text: LocalizedText(["nb": "Vafler?", "en": "Waffles?"]),
                    options: [
                        Option(id: "ja", text: LocalizedText(["nb": "Ja", "en": "Yes"]), symbol: "happy"),
                        Option(id: "nei", text: LocalizedText(["nb": "Nei", "en": "No"])),
                    ], from: CivilDate("2026-11-02"), until: CivilDate("2026-11-15"))
            ])
        #expect(
            read.messages == [
                Message(
                    id: "ferie", text: LocalizedText(["nb": "God jul!", "en": "Merry Christmas!"]),
                    from: CivilDate("2026-12-24"))
            ])
        #expect(
            read.promises == [
                Promise(
                    said: LocalizedText(["nb": "Mer kaffe.", "en": "More coffee."]),
                    did: LocalizedText(["nb": "Mer kaffe!", "en": "More coffee!"]), until: CivilDate("2026-12-31"))
            ])
        #expect(
            read.kiosk
                == Kiosk(showsToday: true, isTouchable: true, languageTime: .seconds(20), dim: (from: 1260, to: 480)))
    }

    @Test("Exits are released if the place says so, and a year may have a lower ceiling")
    func release() throws {
        let read = try ConfigurationReader.read(
            toml: """
                place = { id = "p", name = "P", time_zone = "UTC" }
                release = { directions = "both", yearly_ceiling = 900, leaf = "week" }
                door = [{ id = "d", name = "D", sensor = { kind = "turnstile", line = "T" } }]
                """, file: "sted.toml")
        #expect(read.release == ReleasePolicy(leaf: .week, directions: .both, yearlyCeiling: 900))
    }

    @Test("A controller needs a name and a contact, and nothing else")
    func controller() throws {
        let read = try ConfigurationReader.read(
            toml: """
                place = { id = "p", name = "P", time_zone = "UTC" }
                controller = { name = "Grenda", contact = "55 00 00 00" }
                door = [{ id = "d", name = "D", sensor = { kind = "turnstile", line = "T" } }]
                """, file: "sted.toml")
        #expect(read.controller == Controller(name: "Grenda", contact: "55 00 00 00"))
    }

    @Test("What is left out has its default")
    func defaults() throws {
        let read = try ConfigurationReader.read(
            toml: """
                place = { id = "p", name = "P", time_zone = "UTC" }
                device = { page_port = 0, clock_trust = "always" }
                door = [{ id = "d", name = "D", sensor = { kind = "turnstile", line = "T" } }]
                """, file: "sted.toml")
        #expect(read.place == Place(id: "p", name: "P", timeZone: "UTC"))
        #expect(read.device == Device(pagePort: nil, clockTrust: .always))
        #expect(read.release == ReleasePolicy())
        #expect(read.uplink == nil && read.controller == nil)
        #expect(read.occupancyResets == OccupancyReset.standard(correctionDays: 2))
        #expect(read.sessions.isEmpty && read.openings.isEmpty && read.panels.isEmpty)
        #expect(
            read.doors == [
                Door(
                    id: "d", name: "D",
                    sensor: .contact(InputLine(.name("T")), ContactParameters(kind: .turnstile)))
            ])
    }

    @Test(
        "Addresses of collectors that are allowed",
        arguments: [
            ("https://collector.example", "https://collector.example"), ("http://[::1]:8480/", "http://[::1]:8480"),
            ("https://a-b.example:1/", "https://a-b.example:1"), ("http://[fe80::1]", "http://[fe80::1]"),
        ])
    func collectors(text: String, url: String) throws {
        let toml = ConfigurationSample.text.replacingOccurrences(of: "http://127.0.0.1:8480", with: text)
        #expect(try ConfigurationReader.read(toml: toml, file: "a").uplink?.collectorURL == url)
    }

    @Test("A question is asked by all panels that have buttons for answers, unless it names some")
    func askingPanels() throws {
        let second = """
            [[panel]]
            id = "panel-2"
            name = "B"
            button = [{ line = { line = "B1" } }, { line = { line = "B2" } }]
            [[panel]]
            id = "klokke"
            name = "C"
            [[panel.button]]
            line = { line = "B3" }
            use = { id = "hjelp", calls = true, text = { nb = "Hjelp", en = "Help" } }
            """
        let read = try ConfigurationReader.read(toml: ConfigurationSample.text + "\n" + second, file: "a")
        #expect(read.questions[0].panels == ["panel", "panel-2"])
        let named = ConfigurationSample.text.replacingOccurrences(
            of: "[[question]]", with: "[[question]]\npanels = [\"panel-2\"]")
        #expect(try ConfigurationReader.read(toml: named + "\n" + second, file: "a").questions[0].panels == ["panel-2"])
        #expect(read.uses.map(\.id) == ["hjelp"], "the same use on two panels is one")
    }

    @Test(
        "Durations",
        arguments: [
            ("5 ms", Duration.milliseconds(5)), ("5ms", .milliseconds(5)), ("250 us", .microseconds(250)),
            ("2 s", .seconds(2)), ("1 min", .seconds(60)), ("1 h", .seconds(3600)), ("0 s", .zero),
        ])
    func durations(text: String, duration: Duration) {
        #expect(DurationText.read(text) == duration)
    }

    @Test(
        "What is no duration",
        arguments: ["", "5", "ms", "5  ms", "5 m", "-5 ms", "1.5 s", "5 ms ", " 5 ms", "9999999999 s", "5 MS", "٥ ms"])
    func noDurations(text: String) {
        #expect(DurationText.read(text) == nil)
    }

    @Test(
        "Lengths",
        arguments: [("15 cm", 150), ("150 mm", 150), ("1 m", 1000), ("20cm", 200), ("0 mm", 0)])
    func lengths(text: String, millimetres: Int) {
        #expect(LengthText.read(text) == Length(millimetres: millimetres))
    }

    @Test("What is no length", arguments: ["", "15", "cm", "15  cm", "1.5 cm", "-1 cm", "15 cm ", "15 km", "15 CM"])
    func noLengths(text: String) {
        #expect(LengthText.read(text) == nil)
    }

    @Test("A beam pair takes the distances at its door")
    func distances() throws {
        let toml = ConfigurationSample.text.replacingOccurrences(
            of: "offset = 27 } }", with: "offset = 27 }, beam_gap = \"6 cm\", body_depth = \"300 mm\" }")
        let sensor = try #require(try ConfigurationReader.read(toml: toml, file: "sted.toml").doors.first?.sensor)
        guard case .beamPair(_, _, let parameters) = sensor else {
            Issue.record("\(sensor)")
            return
        }
        #expect(parameters == BeamPairParameters(beamGap: .millimetres(60), bodyDepth: .centimetres(30)))
    }

    @Test("An upper beam stands with its pair, a contact on the leaf with the door")
    func witnesses() throws {
        let toml = ConfigurationSample.text.replacingOccurrences(
            of: "sensor = { kind = \"beam-pair\",",
            with: "reed = { line = \"LEAF\", bias = \"pull-up\" }\n"
                + "sensor = { kind = \"beam-pair\", upper = { line = \"UPPER\", active = \"low\" },")
        let doors = try ConfigurationReader.read(toml: toml, file: "sted.toml").doors
        #expect(doors.map(\.upper) == [InputLine(.name("UPPER"), activeLow: true), nil])
        #expect(doors.map(\.reed) == [InputLine(.name("LEAF"), bias: .pullUp), nil])
        #expect(doors.map(\.hasLeafContact) == [true, false])
    }

    @Test(
        "Motion sensors and door contacts",
        arguments: [
            ("kind = \"pir\"", ActivityParameters.pir()),
            (
                "kind = \"pir\", retrigger = true, hold_off = \"0 s\"",
                .init(kind: .pir, holdOff: .zero, blockTime: .seconds(3600))
            ),
            ("kind = \"pir\", retrigger = false", .pir(retriggers: false)),
            (
                "kind = \"pir\", retrigger = false, debounce = \"50 ms\", hold_off = \"5 s\", block_time = \"1 min\"",
                .init(
                    kind: .pir, retriggers: false, debounce: .milliseconds(50), holdOff: .seconds(5),
                    blockTime: .seconds(60))
            ),
            ("kind = \"reed\"", .reed),
            (
                "kind = \"reed\", hold_off = \"2 s\", block_time = \"12 h\"",
                .init(kind: .reed, holdOff: .seconds(2), blockTime: .seconds(43_200))
            ),
        ])
    func activities(keys: String, parameters: ActivityParameters) throws {
        let toml = """
            place = { id = "p", name = "P", time_zone = "UTC" }
            door = [{ id = "d", name = "D", sensor = { \(keys), line = "L", bias = "pull-up" } }]
            """
        let read = try ConfigurationReader.read(toml: toml, file: "sted.toml")
        #expect(read.doors.map(\.sensor) == [.activity(InputLine(.name("L"), bias: .pullUp), parameters)])
    }

    @Test(
        "The nearest word is offered if it is near",
        arguments: [("nmae", "name"), ("names", "name"), ("langauges", "languages"), ("x", nil), ("idd", "id")])
    func nearest(word: String, nearest: String?) {
        #expect(nearestWord(to: word, among: ["id", "name", "languages"]) == nearest)
    }

    static let examples: [URL] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../../Firmware-config/examples")
        let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).filter { $0.pathExtension == "toml" }.sorted { $0.path < $1.path }
    }()

    @Test("The examples are there")
    func examplesExist() {
        #expect(
            Self.examples.map(\.lastPathComponent) == ["care-farm.toml", "senior-centre.toml", "volunteer-centre.toml"])
    }

    @Test("An example has no mistake", arguments: examples)
    func example(file: URL) throws {
        let read = try ConfigurationReader.read(contentsOf: file.path)
        #expect(!read.doors.isEmpty)
        #expect(!read.sessions.isEmpty)
        #expect(read.controller != nil)
    }

    @Test("No text makes the reader crash, and every mistake is on a line of the file", arguments: 0..<8)
    func mutations(seed: UInt64) throws {
        var random = Xorshift(seed: seed)
        var texts = [Array(ConfigurationSample.text.utf8)]
        for example in Self.examples { texts.append(Array(try Data(contentsOf: example))) }
        let pieces = [
            "\"", "'", "\"\"\"", "[", "]", "[[", "{", "}", "=", ".", "\n", "#", "-1", "\\u0000", "é", "[door]",
        ]
        var valid = 0
        for _ in 0..<150 {
            var bytes = texts[Int.random(in: 0..<texts.count, using: &random)]
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0:
                    bytes.removeSubrange(position..<min(bytes.count, position + Int.random(in: 1...30, using: &random)))
                case 1:
                    bytes.insert(
                        contentsOf: pieces[Int.random(in: 0..<pieces.count, using: &random)].utf8, at: position)
                case 2: bytes[position] = UInt8.random(in: 0...127, using: &random)
                case 3: bytes.insert(contentsOf: bytes[position..<min(bytes.count, position + 40)], at: position)
                default: bytes.replaceSubrange(position..<position + 1, with: "0123456789".utf8.prefix(position % 9))
                }
                if bytes.isEmpty { bytes = [0x20] }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let lines = text.utf8.count { $0 == 0x0a } + 1
            do {
                _ = try ConfigurationReader.read(toml: text, file: "a", checkZone: { _ in })
                valid += 1
            } catch {
                #expect(!error.mistakes.isEmpty)
                for mistake in error.mistakes where !(1...lines).contains(mistake.line) {
                    Issue.record("\(mistake) of \(lines) lines")
                }
            }
        }
        #expect(valid > 5, "seed \(seed)")
    }
}

/// A small generator for tests. Source: Marsaglia, "Xorshift RNGs", 2003.
private struct Xorshift: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = (seed &+ 1) &* 0x9e37_79b9_7f4a_7c15 | 1
    }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

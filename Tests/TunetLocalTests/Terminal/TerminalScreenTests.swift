import Testing
import TunetCore

@testable import TunetLocal

/// What is drawn, in every language and size, without a terminal.
@Suite("Terminal: what is drawn")
struct TerminalScreenTests {
    /// Words with their punctuation taken off.
    static func words(_ text: String) -> [String] {
        text.split { " \u{A0}\n│┌┐└┘─[]█▌".contains($0) }.map { word in
            let edges = ".,:;!?«»“”()►•–+−"
            return String(String(word).drop { edges.contains($0) }.reversed().drop { edges.contains($0) }.reversed())
        }.filter { $0.contains(where: \.isLetter) }
    }

    /// Every word that may stand on a screen in whole.
    static func vocabulary(_ model: TerminalModel, _ code: String) throws -> Set<String> {
        let contents = try LanguageFiles.contents(of: code)
        var texts = contents.forms.values.flatMap { $0.values } + contents.weekdays + contents.months
        texts += contents.weekdays.map { $0.prefix(1).uppercased() + $0.dropFirst() }
        texts += LanguageFiles.codes.compactMap { Catalogue($0) }.map { $0.capitalised($0.name) }
        texts += texts.map { $0.prefix(1).uppercased() + $0.dropFirst() }
        for status in [TerminalFixtures.busy(), TerminalFixtures.quiet()] {
            texts += [status.node.name, model.words.presentSince, model.words.presentRemark ?? ""]
            texts += status.node.doors.map(\.name) + status.node.panels.flatMap { [$0.name, $0.question ?? ""] }
            texts += status.problems.map { model.words.problem($0.health) }
            texts += (status.node.messages ?? []).map(\.text) + (status.more.sessionsToday ?? []).map(\.name)
            texts += model.words.accuracy(Fixtures.doorChecks()) + [model.words.checkTitle]
            let cancelled = CountCheckAnswer(event: .cancelled, language: "nb", door: Fixtures.doorChecks())
            texts.append(model.words.check(cancelled))
        }
        texts +=
            TerminalFixtures.actions.map(\.words) + [
                "Jeg trenger hjelp Tunet Enter Esc F1 MB PageUp Seniorkafé Klokka Hoveddøra"
            ]
        texts += ["Klokka kan ikke stilles for hånd nå, for den går etter noe sikrere: tidsserver. Det er skrevet opp."]
        texts += TerminalCommand.allCases.map { model.say("terminal.letter.\($0.rawValue)") }
        return Set(texts.flatMap { Self.words($0) })
    }

    @Test(
        "No word is cut without an ellipsis, and nothing of a catalogue's keys is seen",
        arguments: LanguageFiles.builtInCodes)
    func wholeWords(_ code: String) throws {
        let known = try Self.vocabulary(try TerminalFixtures.model(code), code)
        for size in TerminalFixtures.sizes {
            for (name, model) in try TerminalFixtures.views(code, size) {
                let screen = TerminalDrawing.screen(model)
                #expect(screen.size == size)
                for line in screen.text {
                    for word in Self.words(line) where !word.hasSuffix("…") && !known.contains(word) {
                        Issue.record("\(code), \(name), \(size.columns)x\(size.rows): “\(word)” in “\(line)”")
                    }
                    #expect(!line.contains("terminal."), "\(name)")
                    #expect(TerminalWidth.of(line) <= size.columns)
                }
                // In the usual size nothing is shortened but the place's name.
                for line in screen.text.dropFirst() where size.columns >= TerminalSize.usual.columns {
                    #expect(!Self.words(line).contains { $0.hasSuffix("…") }, "\(code), \(name): \(line)")
                }
            }
        }
    }

    @Test("What matters most is on the first screen of the usual size", arguments: LanguageFiles.builtInCodes)
    func overview(_ code: String) throws {
        let model = try TerminalFixtures.model(code)
        let text = TerminalDrawing.screen(model).text.joined(separator: "\n")
        let say = model.say
        for part in [
            say.number(12_345), say("terminal.visits", ["count": 12_345]), "112 " + say("terminal.present"),
            say("terminal.between", ["low": 12_300, "high": 12_400]), "10–11", "Hoveddøra", say("terminal.needs_help"),
            "2026", say("terminal.key.menu"), say("terminal.more_below"),
        ] {
            #expect(text.contains(part), "\(part)\n\(text)")
        }
        let large = TerminalDrawing.screen(try TerminalFixtures.model(code, TerminalSize(rows: 90, columns: 200)))
        let all = large.text.joined(separator: "\n")
        for part in [
            "Seniorkafé med allsang", "Takk for alle svarene", "Dyrestell", say("terminal.delivery"),
            String(say("terminal.under_voltage").prefix(12)), "93 %", say("terminal.clock_from.volunteer"), "██",
            String(say("terminal.acknowledged").prefix(4)), say("terminal.contact"),
        ] {
            #expect(all.contains(part), "\(part)\n\(all)")
        }
    }

    @Test("A terminal of any size gets something, down to nothing at all")
    func anySize() throws {
        for rows in [0, 1, 2, 3, 5, 9, 10, 11, 14, 70] {
            for columns in [0, 1, 2, 5, 20, 35, 36, 37, 41, 79, 81, 150, 300] {
                let size = TerminalSize(rows: rows, columns: columns)
                var model = try TerminalFixtures.model("nb", size)
                for key: TerminalKey in [.down, .enter, .down, .enter, .end, .help, .pageDown] {
                    let screen = TerminalDrawing.screen(model)
                    #expect(screen.size == size && screen.text.count == rows)
                    _ = model.press(key)
                }
            }
        }
        let small = TerminalDrawing.screen(try TerminalFixtures.model("en", TerminalSize(rows: 6, columns: 30)))
        #expect(small.text[0...1].joined(separator: " ").contains("12,345 visits"))
        #expect(small.text.joined(separator: " ").contains("The window is too small."))
    }

    @Test("On 40 by 12 everything of the overview can be read by scrolling")
    func scrolling() throws {
        var model = try TerminalFixtures.model("nb", TerminalSize(rows: 12, columns: 40))
        var seen = TerminalDrawing.screen(model).text
        for _ in 0..<200 {
            _ = model.press(.down)
            seen += TerminalDrawing.screen(model).text
        }
        let all = seen.joined(separator: "\n")
        for part in ["Takk for", "Seniorkafé", "Hoveddøra", "Gangen", "Redskapsboden", "Panelet", "Levering"] {
            #expect(all.contains(part), "\(part)")
        }
        let end = TerminalDrawing.screen(model)
        #expect(end.text.joined().contains(model.say("terminal.more_above")))
        _ = model.press(.up)
        #expect(TerminalDrawing.screen(model) != end, "keys that were too many need not be taken back")
        _ = model.press(.home)
        #expect(TerminalDrawing.screen(model).text[1].contains("I dag"))
    }

    @Test("Only what has changed is sent, and the sum of what was sent is the screen")
    func changes() throws {
        var model = try TerminalFixtures.model()
        let first = TerminalDrawing.screen(model)
        #expect(TerminalDrawing.screen(model).changes(since: first).isEmpty)
        var status = TerminalFixtures.busy()
        status.node.visits += 1
        _ = model.receive(.status(status))
        let second = TerminalDrawing.screen(model)
        let changes = second.changes(since: first)
        #expect(changes.count == 1 && changes[0].text == "6", "\(changes)")
        _ = model.press(.enter)
        let third = TerminalDrawing.screen(model)
        var copy = first
        for run in second.changes(since: first) + third.changes(since: second) {
            copy.put(TerminalLine(run.text, run.style), row: run.row, column: run.column)
        }
        copy.cursor = third.cursor
        #expect(copy == third)
        #expect(third.changes(since: nil).map(\.text).joined().count == 24 * 80)
    }

    @Test("What others write can't move the cursor, and wide letters keep their columns")
    func foreignText() throws {
        var status = TerminalFixtures.busy()
        status.node.name = "A\u{1B}[2J\u{7}\u{9B}1mB\u{202E}C\nD"
        status.node.doors[0].name = "玄関ドア"
        let screen = TerminalDrawing.screen(try TerminalFixtures.model("nb", status: status))
        for row in 0..<24 {
            for column in 0..<80 {
                let character = screen[row, column].character ?? "x"
                #expect(character.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
                #expect(character != "\u{202E}")
            }
            // The line between the columns stands where it stands on every row.
            if (1...20).contains(row) { #expect(screen[row, 39].character == "│", "row \(row)") }
        }
    }

    @Test("Nothing is said by colour alone")
    func withoutColours() throws {
        let busy = TerminalDrawing.screen(try TerminalFixtures.model("nb")).text
        let line = try #require(busy.first { $0.contains("Hoveddøra") })
        #expect(line.contains("! Trenger hjelp"))
        var menu = try TerminalFixtures.model("nb")
        _ = menu.press(.enter)
        #expect(TerminalDrawing.screen(menu).text.contains { $0.contains("► R  Rett en dag") })
    }

    @Test("Whoever calls for somebody is seen on every screen", arguments: LanguageFiles.builtInCodes)
    func calls(_ code: String) throws {
        for size in TerminalFixtures.sizes {
            for (name, model) in try TerminalFixtures.views(code, size) where model.status?.calls.isEmpty == false {
                #expect(TerminalDrawing.screen(model).text.contains { $0.contains("! Panelet: ") }, "\(name)")
            }
        }
        var status = TerminalFixtures.busy()
        let call = NodeStatus.CallStatus(button: 1, text: "Hjelp", minutes: 0)
        status.node.panels[0].calls = [call, call, call]
        let text = TerminalDrawing.screen(try TerminalFixtures.model("nb", status: status)).text
        #expect(text.count { $0.contains("! Panelet: «Hjelp» – nå nettopp") } == 3)
    }

    @Test("Letters outside of an older encoding have a stand-in of the same width")
    func plain() throws {
        for (_, model) in try TerminalFixtures.views("nb", .usual) {
            for line in TerminalDrawing.screen(model).text {
                let plain = String(line.map(TerminalScreen.plain))
                #expect(plain.count == line.count)
                // Latin-1, which all of Tunet's own languages fit in.
                #expect(plain.unicodeScalars.allSatisfy { $0.value < 0x100 }, "\(plain)")
            }
        }
    }
}

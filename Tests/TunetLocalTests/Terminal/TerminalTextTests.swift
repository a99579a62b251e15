import Testing
import TunetCore

@testable import TunetLocal

/// Fitting text into cells.
@Suite("Terminal: text in cells")
struct TerminalTextTests {
    @Test("Text is fitted with an ellipsis and wrapped without a loss", arguments: 0..<200 as Range<UInt64>)
    func fitting(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let letters = Array("abcæøå 漢字é–  ")
        let text = String(
            (0..<Int.random(in: 0...60, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" })
        let width = Int.random(in: 2...30, using: &random)
        let fitted = TerminalWidth.fit(text, width)
        #expect(TerminalWidth.of(fitted) <= width)
        #expect(fitted == text || fitted.hasSuffix("…"))
        let lines = TerminalWidth.wrap(text, width)
        #expect(lines.allSatisfy { TerminalWidth.of($0) <= width })
        #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " }, "seed \(seed)")
        let line = TerminalLine(text, .bold)
        #expect(line.fitted(width).width == width)
        #expect(TerminalLine.sides(text, "høyre", width).width == width)
    }

    @Test(
        "Lines are wrapped between words",
        arguments: [
            ("en to tre", 6, ["en to", "tre"]), ("lang", 2, ["la", "ng"]), ("", 5, [""]),
            ("to\nlinjer her", 6, ["to", "linjer", "her"]), ("a  b", 5, ["a b"]),
        ])
    func wrapping(_ text: String, _ width: Int, _ expected: [String]) {
        #expect(TerminalWidth.wrap(text, width) == expected)
    }

    @Test("What only newer services say is read, each part for itself")
    func more() throws {
        let json = String(
            decoding: try Fixtures.status { $0.health = [Fixtures.health("disk_full")] }.json(), as: UTF8.self)
        func read(_ extra: String) throws -> TerminalStatus.More {
            try TerminalStatus(json: Array((json.dropLast() + "," + extra + "}").utf8)).more
        }
        #expect(
            try TerminalStatus(json: Array(json.utf8)).more.acknowledged == ["": [false], "front": [], "panel": []])
        let more = try read(
            """
            "power": {"under_voltage": true}, "disk": {"free_megabytes": 5, "total_megabytes": 9, "quota_percent": 3},
            "clock": {"quality": "volunteer", "day": "2026-11-05"}, "last_contact": "2026-11-04",
            "sessions_today": [{"id": "a", "name": "A", "from": "11:00", "to": "12:00", "is_now": true}]
            """)
        #expect(more.power?.underVoltage == true && more.disk?.quotaPercent == 3 && more.clock?.quality == "volunteer")
        #expect(more.lastContact == "2026-11-04" && more.sessionsToday?.first?.isNow == true)
        #expect(throws: (any Error).self) { _ = try read(#""power": 7"#) }
        #expect(throws: (any Error).self) { try TerminalStatus(json: Array("{}".utf8)) }
    }
}

import Testing
import TunetCore
import TunetTestSupport
import TunetWire

@testable import TunetNode

/// A panel is there for everybody, also for somebody who presses as often as he likes.
@Suite("Fake presses")
struct PressTests {
    private static let questions = 20
    /// What the player presses himself, of each button, and takes away again.
    private static let fake = 3

    private static func configure(_ configuration: inout PlaceConfiguration) {
        configuration.panels = (0..<questions).map { SmallPlace.panel("p\($0)") }
        configuration.questions = configuration.panels.enumerated().map {
            SmallPlace.question("q\($0.offset)", on: [$0.element])
        }
        configuration.release.correctionDays = 0
    }

    /// A week in which one person presses each button or does not. The player knows everybody else's presses.
    private static func play(seed: UInt64) async throws -> (hasCome: [Cell: Bool], published: Published) {
        let life = try Life(seed: seed, configure)
        defer { life.scratch.remove() }
        let outside = try await Outside(life)
        let device = try await life.device()
        var random = SeededGenerator(seed: seed)
        var hasCome: [Cell: Bool] = [:]
        var edges: [Edge] = []
        for button in 0..<(2 * questions) {
            let cell = Cell(
                period: "2026-W45", session: Leaf.allDay,
                measure: "presses q\(button / 2) \(["ja", "nei"][button % 2])")
            let isThere = random.chance(0.5)
            hasCome[cell] = isThere
            // Longer apart than the lock-out.
            for press in 0..<(fake + (isThere ? 1 : 0)) {
                let start = life.time(12, button % 2, 10 * press, days: press)
                edges += Footsteps.press(2 + button, at: start.advanced(by: .milliseconds(40 * (button / 2))))
            }
        }
        try await device.play(edges) { try await outside.answer($0) }
        try await device.run(to: life.time(12, days: 8)) { try await outside.answer($0) }
        var published = Published()
        for leaf in try life.leaves() { published.add(leaf) }
        return (hasCome, published)
    }

    @Test func subtractingThemFindsNobodyOut() async throws {
        var score = Score()
        for seed: UInt64 in 1...6 {
            let (hasCome, published) = try await Self.play(seed: seed)
            for (cell, isThere) in hasCome {
                let value = try #require(published.value(cell))
                #expect(published.values[cell]?.count == 1)
                score.add((value - Int64(Self.fake) > 0) == isThere)
            }
        }
        #expect(score.games == 240)
        #expect(score.chance(at: Bound.membership(epsilon: 1)) > Bound.falseAlarm, "\(score)")
        #expect(score.rate > 0.55, "the player does what can be done: \(score)")
    }

    /// A child that presses all the time gives one answer in each lock-out, or only one in all if it hammers; the rest is counted
    /// apart. What comes in the first two seconds of hammering may be a tremor, and is part of the answer.
    @Test(arguments: [(600, 10, 30), (400, 1, 35)])
    func aChildIsCountedApart(apart: Int, answers: Int64, misuse: Int64) async throws {
        var values: [String: Int64] = [:]
        let life = try Life(seed: 1) { configuration in
            configuration.release.correctionDays = 0
            // No noise.
            configuration.release.epsilonNumerator = 1000
            configuration.release.yearlyCeiling = 1_000_000_000
        }
        defer { life.scratch.remove() }
        let outside = try await Outside(life)
        let device = try await life.device()
        let edges = (0..<40).flatMap { number in
            Footsteps.press(2, at: life.time(12).advanced(by: .milliseconds(apart * number)))
        }
        try await device.play(edges) { try await outside.answer($0) }
        try await device.run(to: life.time(12, days: 8)) { try await outside.answer($0) }
        for leaf in try life.leaves() where leaf.period == "2026-W45" {
            values[leaf.option ?? leaf.measure] = leaf.value
        }
        #expect(values == ["ja": answers, "nei": 0, "misuse": misuse])
    }
}

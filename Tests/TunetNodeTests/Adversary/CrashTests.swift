import Foundation
import Testing
import TunetCore
import TunetTestSupport
import TunetUplink
import TunetWire

@testable import TunetNode
@testable import TunetSimulation
@testable import TunetStore

/// The power goes at every single step in which a release is written, its batch frozen and its receipt kept. An outsider who
/// has seen the values before and sees them after learns nothing more.
@Suite("A crash between any two steps of a release")
struct CrashTests {
    private static let days = 1

    struct Case: Sendable, CustomTestStringConvertible {
        /// 1000 for no noise, so that it can be told whether every passage is in one value.
        var epsilon: UInt64
        /// The collector takes the batch, and its answer does not arrive.
        var isAnswerLost: Bool

        var testDescription: String { "ε \(epsilon), answer \(isAnswerLost ? "lost" : "kept")" }
    }

    private static func configure(_ configuration: inout PlaceConfiguration, _ epsilon: UInt64) {
        configuration.sessions = Crowd.sessions
        configuration.panels = []
        configuration.release.epsilonNumerator = epsilon
        configuration.release.yearlyCeiling = 1_000_000_000
        configuration.release.correctionDays = 0
    }

    /// A day with people, up to the minute before its release; what the card holds then.
    private static func day(_ epsilon: UInt64) async throws -> (life: Life, card: String, exact: [String: Int64]) {
        let life = try Life(seed: 1) { configure(&$0, epsilon) }
        let device = try await life.device()
        var exact: [String: Int64] = [:]
        var edges: [Edge] = []
        for number in 0..<30 {
            let session = number % 16
            edges += Footsteps.walkIn(at: life.time(9, 30 * session + number % 20, days: number % days))
            exact["s\(session)", default: 0] += 1
        }
        try await device.play(edges)
        try await device.run(to: life.time(3, 14, days: days))
        let card = life.scratch.file("card")
        try FileManager.default.copyItem(atPath: life.folder, toPath: card)
        withExtendedLifetime(device) {}
        return (life, card, exact)
    }

    private static func name(_ leaf: ReleasedLeaf) -> String {
        leaf.session
    }

    @Test(arguments: [
        Case(epsilon: 1, isAnswerLost: false), Case(epsilon: 1, isAnswerLost: true),
        Case(epsilon: 1000, isAnswerLost: true),
    ])
    func eachValueIsDrawnOnce(_ test: Case) async throws {
        let (life, card, exact) = try await Self.day(test.epsilon)
        defer { life.scratch.remove() }
        var cuts = 0
        var seenBefore = 0
        for step in 1...2000 {
            let found = try await crash(at: step, card: card, test)
            guard let found else { break }
            cuts += 1
            if found.before > 0 { seenBefore += 1 }
            var values: [String: Set<Int64>] = [:]
            for leaf in found.leaves where leaf.period == "2026-11-02" {
                values[Self.name(leaf), default: []].insert(leaf.value)
            }
            // The sessions and the time outside of them.
            #expect(
                values.count == Crowd.sessions.count + 1 && values.values.allSatisfy { $0.count == 1 },
                "step \(step): \(values)")
            guard test.epsilon == 1000 else { continue }
            for (name, value) in values { #expect(value == [exact[name] ?? 0], "step \(step): \(name)") }
        }
        #expect(cuts > 30)
        #expect(seenBefore > 3, "some values were seen before the power went")
    }

    /// - Returns: every leaf that an outsider saw, and how many uploads before the power went; nil if it did not go.
    private func crash(at step: Int, card: String, _ test: Case) async throws -> (leaves: [ReleasedLeaf], before: Int)?
    {
        let life = try Life(seed: UInt64(1000 + step), from: card) { Self.configure(&$0, test.epsilon) }
        defer { life.scratch.remove() }
        let outside = try await Outside(life)
        let disk = FaultyDisk(folder: life.folder, seed: UInt64(step))
        defer { disk.remove() }
        do {
            let device = try await life.device(at: life.time(3, 14, 1, days: Self.days))
            disk.armCut(after: step)
            let answer: @Sendable ([UInt8]) async throws -> CollectorClient.Outcome = { bytes in
                let answer = try await outside.answer(bytes)
                return test.isAnswerLost ? .unreachable(message: "the answer is lost") : answer
            }
            // Where no answer arrives, nothing is written after the upload before the day is over.
            try await device.run(
                to: test.isAnswerLost ? life.time(0, 20, days: Self.days + 1) : life.time(3, 20, days: Self.days),
                answer: answer, hasPower: { !disk.isOff })
        }
        guard disk.isOff else { return nil }
        let before = life.emitted.uploads.count
        for _ in 0..<20_000 where disk.openFiles > 0 { try await Task.sleep(for: .milliseconds(1)) }
        var random = SeededGenerator(seed: UInt64(step))
        disk.cut(using: &random)
        disk.switchOn()
        let again = try await life.device(at: life.time(4, days: Self.days + 1), kernelID: "second")
        try await again.run(to: life.time(4, days: Self.days + 2)) { try await outside.answer($0) }
        #expect(again.store.findings == [])
        try await again.engine.end(at: life.time(4, days: Self.days + 2))
        return (try life.leaves(), before)
    }
}

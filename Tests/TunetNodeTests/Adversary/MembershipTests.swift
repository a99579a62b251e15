import Testing
import TunetCore
import TunetTestSupport

@testable import TunetNode

/// An outsider who has read everything, knows everybody else's passages, and wants to know whether one person came. He
/// plays against Tunet and against suppression with the same attacks.
@Suite("An adversary who reads what was published")
struct MembershipTests {
    private struct Play: Sendable {
        var crowd: Crowd
        var tunet: Published
        var suppression: Published
    }

    /// A week of a place, by the whole path: door, store, release, batch, collector.
    private static func play(seed: UInt64) async throws -> Play {
        let life = try Life(seed: seed) { configuration in
            configuration.panels = []
            configuration.sessions = Crowd.sessions
            configuration.release.correctionDays = 0
        }
        defer { life.scratch.remove() }
        let crowd = Crowd(life, seed: seed)
        let outside = try await Outside(life)
        let device = try await life.device()
        try await device.play(crowd.edges) { try await outside.answer($0) }
        try await device.run(to: life.time(12, days: Crowd.days + 1)) { try await outside.answer($0) }
        var tunet = try await outside.read()
        for leaf in try life.leaves() { tunet.add(leaf) }
        return Play(crowd: crowd, tunet: tunet, suppression: Suppression.publish(crowd.exact))
    }

    private static let plays = Task { () -> [Play] in
        var plays: [Play] = []
        for seed: UInt64 in 1...3 { plays.append(try await play(seed: seed)) }
        return plays
    }

    /// How often an estimate is the exact number.
    private func exact(_ attack: Attack, on publication: KeyPath<Play, Published>, onlyBlanks: Bool) async throws
        -> (score: Score, cells: Int)
    {
        var score = Score()
        var cells = 0
        for play in try await Self.plays.value {
            for (cell, count) in play.crowd.exact where !onlyBlanks || play[keyPath: publication].isBlank(cell) {
                cells += 1
                for estimate in attack.estimates(play[keyPath: publication], cell) { score.add(estimate == count) }
            }
        }
        return (score, cells)
    }

    @Test(arguments: Attack.all)
    func differencesGiveNoExactNumber(_ attack: Attack) async throws {
        let (score, cells) = try await exact(attack, on: \.tunet, onlyBlanks: false)
        #expect(cells == 3 * 7 * 19)
        #expect(score.chance(at: Bound.exact(epsilon: 1)) > Bound.falseAlarm, "\(score)")
        // Tunet hides nothing: whoever reads the number itself has an estimate of each.
        // Of a place with leaves of days nobody publishes a day's total, nor a month's: there is nothing to subtract from.
        let needsTotals = [Attack.daysMinusSessions.name, Attack.monthsMinusWeeks.name].contains(attack.name)
        #expect((score.games == 0) == needsTotals, "\(score.games)")
        if attack.name == Attack.repeatedReads.name { #expect(score.games == cells, "each number has one value") }
    }

    /// The same attacks give away what suppression hides, exactly. So they work.
    @Test(arguments: [Attack.daysMinusSessions, .weeksMinusDays, .monthsMinusWeeks, .elimination])
    func differencesUndoSuppression(_ attack: Attack) async throws {
        let (score, cells) = try await exact(attack, on: \.suppression, onlyBlanks: true)
        #expect(cells > 60)
        #expect(score.right == score.games)
        // One hidden cell in five, and 26 % with these seeds.
        let least = attack.name == Attack.elimination.name ? 0.2 : 0
        #expect(Double(score.games) >= least * Double(cells), "\(score.games) of \(cells)")
    }

    /// The player knows the others, and claims that the person came, or did not, once the estimates of all attacks say so
    /// with a lead of `lead`. Estimates that are the same number are one.
    private func membership(on publication: KeyPath<Play, Published>, lead: Int) async throws -> Score {
        var score = Score()
        for play in try await Self.plays.value {
            for (cell, isThere) in play.crowd.hasCome {
                let others = (play.crowd.exact[cell] ?? 0) - (isThere ? 1 : 0)
                let estimates = Set(Attack.all.flatMap { $0.estimates(play[keyPath: publication], cell) })
                let votes = estimates.reduce(0) { $0 + ($1 > others ? 1 : -1) }
                if abs(votes) >= lead { score.add((votes > 0) == isThere) }
            }
        }
        return score
    }

    @Test(arguments: 1...3)
    func nobodyIsFoundOut(lead: Int) async throws {
        let score = try await membership(on: \.tunet, lead: lead)
        #expect(score.chance(at: Bound.membership(epsilon: 1)) > Bound.falseAlarm, "\(score)")
        // The bound is reached: the noise is no larger than it has to be.
        if lead == 1 { #expect(score.rate > 0.65, "\(score)") } else { #expect(score.games == 0, "\(score)") }
    }

    @Test func suppressionGivesEverybodyAway() async throws {
        let score = try await membership(on: \.suppression, lead: 1)
        #expect(score.rate == 1)
        #expect(score.games > 300)
        #expect(score.chance(at: Bound.membership(epsilon: 1)) < Bound.falseAlarm)
    }
}

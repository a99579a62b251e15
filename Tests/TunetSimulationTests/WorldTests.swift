import Testing
import TunetCore
import TunetTestSupport

@testable import TunetSimulation

@Suite("What is promised holds in every world", .serialized)
struct WorldTests {
    /// Seeds that once broke a promise, and what it was.
    static let kept: [(seed: UInt64, events: Set<SimulationPlan.Event>)] = [
        // A page that could not be read during the check of the store was taken for damage.
        (9, SimulationPlan.standard), (40, SimulationPlan.standard),
        // Counts of an undated boot were destroyed without a leaf, after a clock had been corrected forwards.
        (1057, SimulationPlan.standard),
        // The disk itself took back a length that a later sync had made durable.
        (100_032, SimulationPlan.standard),
    ]

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func everyPromiseIsKept(seed: UInt64) async throws {
        let result = try await World(seed: seed).run()
        #expect(result.violations == [])
        #expect(result.cuts > 5 && result.starts > 5)
    }

    @Test(arguments: kept)
    func whatWasBrokenOnceIsKept(seed: UInt64, events: Set<SimulationPlan.Event>) async throws {
        #expect(try await World(seed: seed, plan: SimulationPlan(events: events)).run().violations == [])
    }

    /// With clocks that are right, also each day, week or month by itself.
    @Test(arguments: 21...24 as ClosedRange<UInt64>)
    func eachPeriodHasWhatHappenedInIt(seed: UInt64) async throws {
        let plan = SimulationPlan(days: 21, cuts: 40, events: [.restarts, .collector])
        #expect(try await World(seed: seed, plan: plan).run().violations == [])
    }

    @Test(arguments: [2021, 2027, 2031] as [UInt64])
    func aCardThatIsPutBackDeliversNothingTwice(seed: UInt64) async throws {
        let plan = SimulationPlan(events: [.restarts, .collector, .restored, .late, .trouble])
        #expect(try await World(seed: seed, plan: plan).run().violations == [])
    }

    /// Without any mishap there is nothing that may differ.
    @Test func withoutMishapsEverythingIsCounted() async throws {
        let result = try await World(seed: 5, plan: SimulationPlan(cuts: 0, events: [])).run()
        #expect(result.violations == [])
        #expect(result.passages > 30 && result.presses > 10 && result.leaves > 5)
        #expect(result.lostPassages == 0)
    }

    @Test func oneSeedIsOneWorld() async throws {
        var results: [SimulationResult] = []
        for _ in 0..<2 { results.append(try await World(seed: 77).run()) }
        #expect(results[0].summary == results[1].summary)
        #expect(results[0].summary != (try await World(seed: 78).run().summary))
    }
}

@Suite("What the ledger tells")
struct LedgerTests {
    private func ledger(_ ages: [Int64], isPress: Bool = false) -> Ledger {
        var ledger = Ledger()
        for age in ages {
            _ = ledger.add(
                .init(
                    measure: "entries", end: 10_000_000_000 - age * 1_000_000, isComplete: true, isPress: isPress,
                    day: 0))
        }
        return ledger
    }

    private func violations(
        _ ledger: Ledger, found: Int64, isClean: Bool = false, troubleSince: Int64? = nil
    ) -> Int {
        var ledger = ledger
        let end = Ledger.End(time: 10_000_000_000, isClean: isClean, troubleSince: troubleSince)
        return ledger.settle(end, found: ["entries": found]).violations.count
    }

    @Test func aSecondOfPassagesMayBeMissingAndNoMore() {
        let passages = ledger([2000, 1000, 999, 10])
        #expect((0...5).map { violations(passages, found: $0) } == [1, 1, 0, 0, 0, 1])
        #expect((0...5).map { violations(passages, found: $0, isClean: true) } == [1, 1, 1, 1, 0, 1])
        #expect((0...5).map { violations(passages, found: $0, troubleSince: 5_000_000_000) } == [0, 0, 0, 0, 0, 1])
    }

    @Test func noAnsweredPressMayBeMissing() {
        #expect((0...3).map { violations(ledger([2000, 1], isPress: true), found: $0) } == [1, 1, 0, 1])
    }

    @Test func whatWasFoundHasToBeFoundAgain() {
        var ledger = ledger([100])
        let end = Ledger.End(time: 10_000_000_000, isClean: false)
        #expect(ledger.settle(end, found: ["entries": 1]).violations == [])
        #expect(ledger.settle(end, found: ["entries": 0]).violations.count == 1)
    }
}

import Foundation
import Testing
import TunetCore
import TunetTestSupport
import TunetWire

@testable import TunetStore

/// From a counter in the store to the bytes of a batch: what the noise does there, not only in the sampler. With fixed seeds;
/// for another one, all of these together would give a false alarm in less than one of a million cases.
@Suite("From a counter to the file")
struct PathOfACountTests {
    private static let days = 260
    /// Without those in which the clock is changed.
    private static let hours = 4..<24
    /// Of each comparison of a test, both sides.
    private static let falseAlarms = 5e-8
    private static let outputs: ClosedRange<Int64> = -10...20

    /// How often each value was published of a count that was the same in every hour of ``days``, in and out.
    private func published(_ count: Int64, epsilon: UInt64 = 1, seed: UInt64) throws -> [Int64: Int] {
        let sessions = Self.hours.map { hour in
            Session(
                id: "h\(hour)", name: "Kl. \(hour)", weekdays: Set(1...7), startMinute: 60 * hour,
                endMinute: 60 * hour + 60)
        }
        let fixture = try StoreFixture(
            SmallPlace.configuration(
                panels: [], sessions: sessions,
                release: ReleasePolicy(
                    epsilonNumerator: epsilon, directions: .both, yearlyCeiling: 1_000_000_000)))
        defer { fixture.scratch.remove() }
        let first = SmallPlace.monday
        return try fixture.open { store in
            try fixture.note(store, first, first.adding(days: Self.days - 1))
            let start = fixture.bin(first, 0).index
            let end = fixture.bin(first.adding(days: Self.days), 0).index
            // Four bins an hour; the count is in the second of them.
            for bins in stride(from: start, to: end, by: 960) {
                let rows = stride(from: bins + 1, to: min(end, bins + 960), by: 4).flatMap { bin in
                    [BinCounter.count(.in), .count(.out)].map { fixture.row(Bin(boot: 0, index: bin), $0, count) }
                }
                try store.commit(Increments(rows: rows))
            }
            _ = try fixture.release(store, on: first.adding(days: Self.days + 2), seed: seed)
            try fixture.freeze(store)
            let left = try fixture.number(store, "SELECT count(*) FROM tally")
            #expect(left == 0)
            // The bytes, as they reach the collector or a courier's file.
            return try fixture.frozen(store).filter { $0.session.hasPrefix("h") }.reduce(into: [:]) {
                $0[$1.value, default: 0] += 1
            }
        }
    }

    /// P(X = x) of the noise, from its definition.
    private func probability(_ x: Int64, epsilon: Double) -> Double {
        let t = exp(-epsilon)
        return (1 - t) / (1 + t) * pow(t, Double(abs(x)))
    }

    private func draws(_ counts: [Int64: Int]) -> Int { counts.values.reduce(0, +) }

    /// Values that chance does not explain.
    private func suspicious(_ counts: [Int64: Int], of count: Int64, epsilon: Double) -> [Int64] {
        let chernoff = Chernoff(
            draws: draws(counts), falseAlarms: Self.falseAlarms / Double(2 * Self.outputs.count))
        return Self.outputs.filter {
            !chernoff.allows(counts[$0] ?? 0, probability: probability($0 - count, epsilon: epsilon))
        }
    }

    private func refutes(_ one: [Int64: Int], _ other: [Int64: Int], epsilon: Double) -> Bool {
        Chernoff(
            draws: min(draws(one), draws(other)),
            falseAlarms: Self.falseAlarms / Double(Chernoff.comparisons(of: Self.outputs))
        ).refutesRatio(one, other, factor: exp(epsilon), outputs: Self.outputs)
    }

    @Test(arguments: [(Int64(0), UInt64(10)), (6, 20)])
    func neighbouringCountsAreNoMoreThanEToTheEpsilonApart(count: Int64, seed: UInt64) throws {
        let one = try published(count, seed: seed)
        let other = try published(count + 1, seed: seed + 1)
        #expect(draws(one) == Self.days * 40 && draws(other) == Self.days * 40)
        #expect(suspicious(one, of: count, epsilon: 1).isEmpty)
        #expect(suspicious(other, of: count + 1, epsilon: 1).isEmpty)
        #expect(!refutes(one, other, epsilon: 1))
        // The comparisons can fail.
        #expect(!suspicious(one, of: count + 1, epsilon: 1).isEmpty)
        #expect(!suspicious(one, of: count, epsilon: 0.9).isEmpty)
        #expect(refutes(one, other, epsilon: 0.8))
    }

    /// A place that was given twice the ε shows twice the difference, and not the difference of one.
    @Test func aLargerEpsilonIsSeen() throws {
        let one = try published(3, epsilon: 2, seed: 30)
        let other = try published(4, epsilon: 2, seed: 31)
        #expect(refutes(one, other, epsilon: 1) && !refutes(one, other, epsilon: 2))
    }
}

package import TunetCore
import TunetSQLite
import TunetWire

/// The visits of a week or month as they were released, for a screen at the place. It is the sum of published numbers, with
/// their noise.
package struct ShownVisits: Sendable, Equatable {
    /// A week, or a month where leaves are months. It may not be over yet.
    package let period: Period
    /// Entries and half of the undirected passages; may be negative.
    package let visits: Int
    /// The 95 % interval of the noise, at least 0.
    package let low: Int
    package let high: Int
}

extension StoreDatabase {
    /// In half visits, so that they are whole numbers.
    private struct Sum {
        var halves: Int64 = 0
        var entryLeaves: Int64 = 0
        var passageLeaves: Int64 = 0
        var text: String { "\(halves) \(entryLeaves) \(passageLeaves)" }

        init() {}

        init?(_ text: String) {
            let numbers = text.split(separator: " ").compactMap { Int64($0) }
            guard numbers.count == 3, abs(numbers[0]) < 1 << 40, numbers.allSatisfy({ $0 < 1 << 40 }),
                numbers[1] >= 0, numbers[2] >= 0, numbers[1] + numbers[2] < 100_000
            else { return nil }
            (halves, entryLeaves, passageLeaves) = (numbers[0], numbers[1], numbers[2])
        }
    }

    private static let shownPrefix = "shown:"

    /// Adds leaves that are being released. Part of the transaction of their release.
    func addShown(_ leaves: [ReleasedLeaf]) throws {
        var sums: [String: Sum] = [:]
        for leaf in leaves where leaf.session != Leaf.uncertain && ["entries", "passages"].contains(leaf.measure) {
            guard let period = Period(leaf.period) else { continue }
            let shown = period.kind == .month ? period : Period(.week, containing: period.firstDay)
            let key = Self.shownPrefix + shown.description
            var sum = try sums[key] ?? self.sum(key)
            if leaf.measure == "entries" {
                sum.halves += 2 * leaf.value
                sum.entryLeaves += 1
            } else {
                sum.halves += leaf.value
                sum.passageLeaves += 1
            }
            sums[key] = sum
        }
        guard let latest = sums.keys.max() else { return }
        for (key, sum) in sums where key == latest {
            try database.run("DELETE FROM meta WHERE key LIKE 'shown:%' AND key < ?", .text(key))
            try database.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", .text(key), .text(sum.text))
        }
    }

    /// Of the latest week or month of which anything was released; nil before.
    ///
    /// - Parameter epsilon: of each leaf.
    package func shownVisits(epsilon: Double) throws -> ShownVisits? {
        try reporting {
            let rows = try database.query("SELECT key FROM meta WHERE key LIKE 'shown:%'") { try $0.string(0) }
            guard let key = rows.max(), let period = Period(String(key.dropFirst(Self.shownPrefix.count))) else {
                return nil
            }
            let sum = try self.sum(key)
            let terms = [
                NoiseTerm(leaves: Int(sum.entryLeaves), epsilon: epsilon, weight: 2),
                NoiseTerm(leaves: Int(sum.passageLeaves), epsilon: epsilon),
            ].filter { $0.leaves > 0 }
            guard !terms.isEmpty else { return nil }
            let range = NoiseInterval(terms: terms).range(around: Int(sum.halves))
            return ShownVisits(
                period: period, visits: Int((Double(sum.halves) / 2).rounded()), low: range.lowerBound / 2,
                high: (range.upperBound + 1) / 2)
        }
    }

    private func sum(_ key: String) throws -> Sum {
        let text = try database.first("SELECT value FROM meta WHERE key = ? AND typeof(value) = 'text'", .text(key)) {
            try $0.string(0)
        }
        return text.flatMap { Sum($0) } ?? Sum()
    }
}

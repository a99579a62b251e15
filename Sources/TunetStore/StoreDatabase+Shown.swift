package import TunetCore
import TunetSQLite
import TunetWire

/// The visits of a whole week or month as they were released, for a screen at the place. It is the sum of published numbers,
/// with their noise.
package struct ShownVisits: Sendable, Equatable {
    /// A week, or a month where leaves are months. Every day of it that the place measured has been released.
    package let period: Period
    /// Entries and half of the undirected passages; may be negative.
    package let visits: Int
    /// The 95 % interval of the noise, at least 0.
    package let low: Int
    package let high: Int
}

/// What has been released of one week or month.
private struct ShownSum {
    struct Leaves {
        var entries: Int64 = 0
        var passages: Int64 = 0
    }

    /// Number of the first day from which on none is missing.
    private(set) var first: Int64
    /// Number of the day after the last one.
    private(set) var end: Int64
    /// In half visits, so that they are whole numbers.
    private(set) var halves: Int64 = 0
    /// By the ε that each was released with: a later change of the policy does not change their noise.
    private(set) var leaves: [Epsilon: Leaves] = [:]

    private static let most: Int64 = 1 << 40

    /// Nothing yet, with no day missing from `first` until `end`.
    init(from first: CivilDate, to end: CivilDate) {
        self.first = first.dayNumber
        self.end = end.dayNumber
    }

    /// Nil for what ``text`` does not write.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count >= 6, words.count.isMultiple(of: 3), let first = Int64(words[0]), let end = Int64(words[1]),
            let halves = Int64(words[2]), StoreLimits.days.contains(first), StoreLimits.days.contains(end), first < end,
            (-Self.most...Self.most).contains(halves)
        else { return nil }
        self.first = first
        self.end = end
        self.halves = halves
        var count: Int64 = 0
        for place in stride(from: 3, to: words.count, by: 3) {
            guard let epsilon = Epsilon(String(words[place])), (0.001...1000).contains(epsilon.value),
                let entries = Int64(words[place + 1]), let passages = Int64(words[place + 2]),
                (0..<100_000).contains(entries), (0..<100_000).contains(passages)
            else { return nil }
            leaves[epsilon] = Leaves(entries: entries, passages: passages)
            count += entries + passages
        }
        guard (1..<100_000).contains(count) else { return nil }
    }

    var text: String {
        (["\(first) \(end) \(halves)"] + sorted.map { "\($0.key) \($0.value.entries) \($0.value.passages)" })
            .joined(separator: " ")
    }

    /// The noise in ``halves``.
    var terms: [NoiseTerm] {
        sorted.flatMap { epsilon, count in
            [
                NoiseTerm(leaves: Int(count.entries), epsilon: epsilon.value, weight: 2),
                NoiseTerm(leaves: Int(count.passages), epsilon: epsilon.value),
            ]
        }.filter { $0.leaves > 0 }
    }

    private var sorted: [(key: Epsilon, value: Leaves)] {
        leaves.sorted { $0.key.description < $1.key.description }
    }

    func isWhole(_ period: Period) -> Bool {
        first <= period.firstDay.dayNumber && end >= period.endDay.dayNumber
    }

    /// Leaves come in the order of their days.
    mutating func add(_ leaf: ReleasedLeaf, of period: Period, _ epsilon: Epsilon) {
        // Days between were not released: the yearly ceiling had no room for them, or nothing was measured.
        if period.firstDay.dayNumber > end { first = period.firstDay.dayNumber }
        end = max(end, period.endDay.dayNumber)
        let value = min(max(leaf.value, -Self.most), Self.most)
        if leaf.measure == "entries" {
            halves += 2 * value
            leaves[epsilon, default: Leaves()].entries += 1
        } else {
            halves += value
            leaves[epsilon, default: Leaves()].passages += 1
        }
    }
}

extension StoreDatabase {
    private static let shownPrefix = "shown:"

    /// Adds leaves that are being released. Part of the transaction of their release.
    func addShown(_ leaves: [ReleasedLeaf]) throws {
        let visits = leaves.filter {
            $0.session != Leaf.uncertain && ["entries", "passages"].contains($0.measure)
        }
        guard !visits.isEmpty else { return }
        var sums = try shownSums()
        for leaf in visits {
            guard let period = Period(leaf.period), let epsilon = Epsilon(leaf.epsilon) else { continue }
            let shown = period.kind == .month ? period : Period(.week, containing: period.firstDay)
            var sum = try sums[shown] ?? emptySum(of: shown, before: period, after: sums)
            sum.add(leaf, of: period, epsilon)
            sums[shown] = sum
        }
        // Only the latest can become whole yet: days are released in their order.
        let kept = [Self.latestWhole(sums)?.key, sums.max { $0.value.end < $1.value.end }?.key]
        try database.run("DELETE FROM meta WHERE key LIKE 'shown:%'")
        // In one order, so that the same history leaves the same file.
        for (period, sum) in sums.sorted(by: { $0.key.endDay < $1.key.endDay }) where kept.contains(period) {
            try database.run(
                "INSERT INTO meta VALUES (?, ?)", .text(Self.shownPrefix + period.description), .text(sum.text))
        }
    }

    /// Of the latest week or month of which every day that the place measured has been released; nil before.
    package func shownVisits() throws -> ShownVisits? {
        try reporting {
            guard let (period, sum) = try Self.latestWhole(shownSums()) else { return nil }
            let range = NoiseInterval(terms: sum.terms).range(around: Int(sum.halves))
            return ShownVisits(
                period: period, visits: Int((Double(sum.halves) / 2).rounded()), low: range.lowerBound / 2,
                high: (range.upperBound + 1) / 2)
        }
    }

    /// By the last day and not by the name: as text, a week comes after every month of its year.
    private static func latestWhole(_ sums: [Period: ShownSum]) -> (key: Period, value: ShownSum)? {
        sums.filter { $0.value.isWhole($0.key) }.max { $0.key.endDay < $1.key.endDay }
    }

    /// - Parameter leaf: the period of the first leaf. After a change from weeks to months it may begin with days that
    ///   were released with a week: then it is not whole.
    private func emptySum(
        of period: Period, before leaf: Period, after sums: [Period: ShownSum]
    ) throws -> ShownSum {
        let released = sums.values.map(\.end).max() ?? leaf.firstDay.dayNumber
        let first = max(leaf.firstDay.dayNumber, released)
        let start =
            try database.first("SELECT min(first_day) FROM measured WHERE measure IN ('entries', 'passages')") {
                try $0.optionalInt64(0)
            } ?? nil
        // Days before the place measured are not missing.
        if let start, first <= start { return ShownSum(from: period.firstDay, to: leaf.firstDay) }
        return ShownSum(from: CivilDate(dayNumber: first), to: CivilDate(dayNumber: first))
    }

    /// The latest that is whole, and the latest. A row that an older version wrote says neither its days nor its ε, and is
    /// not used.
    private func shownSums() throws -> [Period: ShownSum] {
        let rows = try database.query(
            "SELECT key, value FROM meta WHERE key LIKE 'shown:%' AND typeof(value) = 'text'"
        ) { (try $0.string(0), try $0.string(1)) }
        return rows.reduce(into: [:]) { sums, row in
            guard let period = Period(String(row.0.dropFirst(Self.shownPrefix.count))),
                let sum = ShownSum(row.1)
            else { return }
            sums[period] = sum
        }
    }
}

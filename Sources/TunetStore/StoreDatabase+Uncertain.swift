package import TunetCore
import TunetSQLite

/// Earlier boots that nothing has dated, and the days between which they lie.
package struct UndatedBoots: Sendable, Equatable {
    /// As the store numbers them.
    package var numbers: [Int64]
    /// The latest day that was known when the first of them began, or 2026-01-01 if none was.
    package var from: CivilDate
    /// The day on which the next dated boot began; nil if none has come yet.
    package var through: CivilDate?
}

/// Boots that nothing dates while they last are bounded by the boots around them. Their counts are released as such, once
/// and for all measures, with those days for their period: never dropped, and never guessed into a day.
extension StoreDatabase {
    /// Every earlier boot that is not dated, those with the same bounds together.
    ///
    /// Which there are follows from when the board had power and no clock, and not from what was counted.
    package func undatedBoots(zone: TimeZoneRules) throws -> [UndatedBoots] {
        try reporting {
            let all = try boots()
            var groups: [UndatedBoots] = []
            for (index, boot) in all.enumerated() where boot.anchor == nil && boot.number != presentBoot.number {
                let next = all[(index + 1)...].compactMap(\.anchor).first
                let through = next.map { zone.day(at: $0.utc(at: .zero)) }
                let earliest = zone.day(at: Anchor.plausible.lowerBound)
                var from = boot.afterDay.map(CivilDate.init(dayNumber:)) ?? earliest
                // A clock that was ahead has left no bound.
                if let through, from > through { from = min(earliest, through) }
                if let last = groups.indices.last, groups[last].from == from, groups[last].through == through {
                    groups[last].numbers.append(boot.number)
                } else {
                    groups.append(UndatedBoots(numbers: [boot.number], from: from, through: through))
                }
            }
            return groups
        }
    }

    /// Releases what was counted in boots that will never be dated, once the time in which they may have come is due. Part of
    /// a transaction.
    func releaseUncertain(
        on today: CivilDate, into run: inout ReleaseRun, using random: inout some RandomNumberGenerator
    ) throws {
        for boots in try undatedBoots(zone: run.zone) {
            guard let through = boots.through else { continue }
            let period = Period(from: boots.from, through: through)
            guard run.configuration.release.isDue(period, on: today) else { continue }
            try release(boots.numbers, period, into: &run, using: &random)
        }
    }

    private func release(
        _ boots: [Int64], _ period: Period, into run: inout ReleaseRun, using random: inout some RandomNumberGenerator
    ) throws {
        let configuration = run.configuration
        var sums: [Measure: Int64] = [:]
        var observed: [String: Int64] = [:]
        for boot in boots {
            var seen: [(source: String, bin: Int64, milliseconds: Int64)] = []
            try forEachTally(boot: boot, bins: 0..<Int64.max) { bin, source, counter, amount in
                switch counter {
                case .count(let direction), .added(let direction): sums[.attendance(direction), default: 0] += amount
                case .removed(let direction): sums[.attendance(direction), default: 0] -= amount
                case .observed: seen.append((source, bin, amount))
                default: break
                }
            }
            for (source, coverage) in Self.coverages(of: seen) {
                observed[source, default: 0] += coverage
            }
            for (measure, amount) in try presses(inBoot: boot) { sums[measure, default: 0] += amount }
        }
        // A boot without a date has noted nothing of what it measured; and a clock that was corrected may have moved what others
        // noted out of the period. Without a leaf its counts would be destroyed unseen.
        let noted = try measures(in: period)
        let measures = noted + configuration.measures.filter { !noted.contains($0) }
        for measure in measures {
            let seconds = seconds(of: measure, observed, configuration)
            try run.release(
                Leaf(period: period, session: Leaf.uncertain, measure: measure), exact: sums[measure] ?? 0,
                observed: seconds, scheduled: seconds, using: &random)
        }
        for boot in boots {
            for table in ["tally", "press"] {
                try database.run("DELETE FROM \(table) WHERE boot = ?", .integer(boot))
            }
            try database.run("DELETE FROM boot WHERE number = ?", .integer(boot))
        }
    }

    /// Seconds that each source was observed in one boot, without the gaps of less than an hour that it had in the bins of its
    /// life: see ``Coverage``.
    private static func coverages(of seen: [(source: String, bin: Int64, milliseconds: Int64)]) -> [String: Int64] {
        let bins = seen.map(\.bin)
        guard let first = bins.min(), let last = bins.max(), last - first < StoreLimits.mostBootBins else {
            return Dictionary(grouping: seen, by: \.source).mapValues { $0.reduce(0) { $0 + $1.milliseconds / 1000 } }
        }
        var coverages: [String: Coverage] = [:]
        for (source, bin, milliseconds) in seen {
            coverages[source, default: Coverage(period: first..<last + 1)].add(milliseconds, in: bin)
        }
        return coverages.mapValues { coverage in
            var closed = coverage
            closed.closeShortGaps()
            return closed.observed(in: [first..<last + 1])
        }
    }

    private func presses(inBoot boot: Int64) throws -> [(Measure, Int64)] {
        try database.query(
            "SELECT panel, question, option, amount FROM press WHERE boot = ?", .integer(boot)
        ) { row -> (Measure, Int64) in
            let (panel, question, option) = (try row.string(0), try row.string(1), try row.string(2))
            return (Measure(panel: panel, question: question, option: option), try row.int64(3))
        }
    }

    /// How long the doors that count, or the panels that ask, were observed on average. Nobody knows how long they should
    /// have been, so that this is the scheduled time, too.
    private func seconds(of measure: Measure, _ observed: [String: Int64], _ configuration: PlaceConfiguration) -> Int64
    {
        let sources =
            measure.isAttendance
            ? configuration.doors.filter(\.countsPassages).map(\.id)
            : configuration.panels.filter { configuration.isTaken(measure, by: $0) }.map(\.id)
        let sum = sources.reduce(0) { $0 + (observed[$1] ?? 0) } / Int64(max(1, sources.count))
        return (sum + Bin.seconds / 2) / Bin.seconds * Bin.seconds
    }

    /// Forgets boots that date nothing any more: dated ones of which no counts are left, and after which no undated boot
    /// needs a bound.
    func forgetBoots() throws {
        try reporting {
            _ = try database.run(
                """
                DELETE FROM boot WHERE number < ? AND utc IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM boot AS other WHERE other.utc IS NULL AND other.number < boot.number)
                AND NOT EXISTS (SELECT 1 FROM tally WHERE tally.boot = -boot.number)
                AND NOT EXISTS (SELECT 1 FROM press WHERE press.boot = -boot.number)
                """, .integer(presentBoot.number))
        }
    }
}

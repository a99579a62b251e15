package import TunetCore
import TunetSQLite
import TunetWire

extension StoreDatabase {
    /// Notes what the place measures on `day`, and its sessions, so that the leaves of its period exist whatever is counted.
    package func noteMeasures(on day: CivilDate, configuration: PlaceConfiguration) throws {
        try reporting {
            let known = try measures(in: .day(day))
            // Written once a day: an idle device writes nothing.
            let missing = configuration.measures(on: day).filter { !known.contains($0) }
            guard !missing.isEmpty else { return }
            try roomyTransaction {
                try noteSchedule(configuration.sessions, on: day)
                try orderPresses()
                for measure in missing { try note(measure, from: day, to: day) }
            }
        }
    }

    /// Notes that panels have asked `questions` from `first` to `last`, whatever the calendar says of them: a boot without a
    /// date, or with a wrong one, has shown what it took for the question of the day.
    package func noteQuestions(_ questions: [Question], from first: CivilDate, to last: CivilDate) throws {
        try reporting {
            try roomyTransaction {
                for question in questions {
                    for option in question.options {
                        try note(.presses(question: question.id, option: option.id), from: first, to: last)
                    }
                }
            }
        }
    }

    private func note(_ measure: Measure, from first: CivilDate, to last: CivilDate) throws {
        let parts = measure.parts
        try database.run(
            """
            INSERT INTO measured VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
                first_day = min(first_day, excluded.first_day), last_day = max(last_day, excluded.last_day)
            """, .text(parts.name), .text(parts.panel), .text(parts.question), .text(parts.option),
            .integer(first.dayNumber), .integer(last.dayNumber))
    }

    /// Writes the rows of presses anew in the order of their key. SQLite puts a row into its page where there is room, so that their
    /// places would tell which answer of a day came first.
    private func orderPresses() throws {
        let rows = try database.query(
            """
            SELECT boot, day, panel, question, option, amount FROM press ORDER BY boot, day, panel, question, option
            """
        ) { row -> [SQLiteValue] in
            try [.integer(row.int64(0)), .integer(row.int64(1))] + (2...4).map { .text(try row.string($0)) }
                + [.integer(row.int64(5))]
        }
        guard rows.count > 1 else { return }
        try database.execute("DELETE FROM press")
        let statement = try database.prepare("INSERT INTO press VALUES (?, ?, ?, ?, ?, ?)")
        for row in rows { try statement.run(row) }
    }

    /// Releases every leaf of attendance, feedback, count checks and undated boots that is due on `today`, in one
    /// transaction: it draws the noise, writes the noised values and destroys the exact counts, all or nothing.
    ///
    /// A period is released once: what is counted into it afterwards – by a clock that was set back, or in a boot that was
    /// dated late – is released with the next one.
    ///
    /// - Returns: how many leaves were released.
    package func releaseDue(
        on today: CivilDate, configuration: PlaceConfiguration, zone: TimeZoneRules,
        using random: inout some RandomNumberGenerator
    ) throws -> Int {
        let released = try reporting {
            try roomyTransaction {
                var run = try ReleaseRun(self, configuration: configuration, zone: zone)
                try releaseUncertain(on: today, into: &run, using: &random)
                for stream in ReleaseStream.allCases {
                    while let period = try nextPeriod(of: stream, configuration: configuration, zone: zone),
                        configuration.release.isDue(period, on: today)
                    {
                        switch stream {
                        case .attendance: try releaseAttendance(period, into: &run, using: &random)
                        case .feedback: try releaseFeedback(period, into: &run, using: &random)
                        case .checks: try releaseChecks(period, into: &run, using: &random)
                        }
                        try set(stream.key, period.endDay.dayNumber)
                    }
                }
                try run.write()
                try forgetReleasedActions(on: today, configuration.release)
                return run.leaves.count
            }
        }
        try forgetBoots()
        // Also when nothing was due: the last time may have ended before it came to this.
        try scrub()
        return released
    }

    /// The first period that has not been released; nil before the place has measured on a dated day.
    ///
    /// A place without a measure releases nothing, but destroys what its motion sensors and door contacts counted as any
    /// place does.
    private func nextPeriod(
        of stream: ReleaseStream, configuration: PlaceConfiguration, zone: TimeZoneRules
    ) throws -> Period? {
        let kind = stream.period(configuration.release)
        if let released = try number(of: stream.key) {
            // After a change from days to weeks the first week may begin with released days; it then holds the rest.
            return Period(kind, containing: CivilDate(dayNumber: released))
        }
        if let first = try firstMeasuredDay() { return Period(kind, containing: CivilDate(dayNumber: first)) }
        guard configuration.measures.isEmpty, stream != .checks else { return nil }
        let bin = try database.first("SELECT min(bin) FROM tally WHERE boot <= 0") { try $0.optionalInt64(0) } ?? nil
        return bin.map { Period(kind, containing: zone.day(at: Bin(boot: 0, index: $0).start)) }
    }

    /// Nil before the place has measured on a dated day. What a disk says besides is damage, which the next opening mends.
    func firstMeasuredDay() throws -> Int64? {
        let first = try database.first("SELECT min(first_day) FROM measured") { try $0.optionalInt64(0) } ?? nil
        guard let first, !StoreLimits.days.contains(first) else { return first }
        throw SQLiteError(.corrupt, message: "the first day of measuring is \(first)")
    }

    private func releaseAttendance(
        _ period: Period, into run: inout ReleaseRun, using random: inout some RandomNumberGenerator
    ) throws {
        let (configuration, zone) = (run.configuration, run.zone)
        let plan = ReleasePlan(period: period, zone: zone) { run.schedule.sessions(on: $0) }
        let measures = try measures(in: period).filter(\.isAttendance)
        let doors = Set(configuration.doors.filter(\.countsPassages).map(\.id))
        let start = Bin.dated(zone.start(of: period.firstDay)).index
        let end = Bin.dated(zone.start(of: period.endDay)).index
        let coverages = try coverages(in: start..<end)
        for (number, part) in plan.parts.enumerated() {
            var sums: [Measure: Int64] = [:]
            // What came too late for its own period is in the last part, which is the time outside sessions.
            let late = number == plan.parts.count - 1 ? [0..<max(0, start)] : []
            for bins in part.bins + late {
                try forEachTally(bins: bins) { _, _, counter, amount in
                    switch counter {
                    case .count(let direction): sums[.attendance(direction), default: 0] += amount
                    case .added(let direction): sums[.attendance(direction), default: 0] += amount
                    case .removed(let direction): sums[.attendance(direction), default: 0] -= amount
                    default: break
                    }
                }
            }
            // Several doors are observed at the same time; the coverage of the place is their mean. Motion sensors and
            // door contacts count nobody, so that they don't cover anything.
            let observed = doors.reduce(0) { $0 + (coverages[$1]?.observed(in: part.bins) ?? 0) }
            let seconds = min(part.seconds, observed / Int64(max(1, doors.count)))
            for measure in measures {
                try run.release(
                    Leaf(period: period, session: part.session, measure: measure), exact: sums[measure] ?? 0,
                    observed: seconds, scheduled: part.seconds, using: &random)
            }
        }
        for door in try database.query("SELECT DISTINCT source FROM tally WHERE boot <= 0", map: { try $0.string(0) })
        where !configuration.panels.contains(where: { $0.id == door }) {
            try database.run("DELETE FROM tally WHERE boot <= 0 AND bin < ? AND source = ?", .integer(end), .text(door))
        }
    }

    private func releaseFeedback(
        _ period: Period, into run: inout ReleaseRun, using random: inout some RandomNumberGenerator
    ) throws {
        let (configuration, zone) = (run.configuration, run.zone)
        let measures = try measures(in: period).filter { !$0.isAttendance }
        let first = Bin.dated(zone.start(of: period.firstDay)).index
        let end = Bin.dated(zone.start(of: period.endDay)).index
        let coverages = try coverages(in: first..<end)
        let asked = Set(measures.compactMap { if case .presses(let question, _) = $0 { question } else { nil } })
        for measure in measures {
            let asking = configuration.panels.filter { configuration.isTaken(measure, by: $0) }
            let days = configuration.days(of: measure, in: period)
            let bins =
                Bin.dated(zone.start(of: days.lowerBound)).index..<Bin.dated(zone.start(of: days.upperBound)).index
            let scheduled = Int64(bins.count) * Bin.seconds
            // Several panels ask at the same time; the coverage of the question is their mean.
            let seconds =
                asking.reduce(0) { $0 + (coverages[$1.id]?.observed(in: [bins]) ?? 0) } / Int64(max(1, asking.count))
            try run.release(
                Leaf(period: period, session: Leaf.allDay, measure: measure),
                exact: exactPresses(measure, in: period, asked: asked), observed: min(scheduled, seconds),
                scheduled: scheduled, using: &random)
        }
        try database.run("DELETE FROM press WHERE boot <= 0 AND day < ?", .integer(period.endDay.dayNumber))
        for panel in configuration.panels {
            try database.run(
                "DELETE FROM tally WHERE boot <= 0 AND bin < ? AND source = ?", .integer(end), .text(panel.id))
        }
    }

    /// Of each door and panel with any observed time in the bins.
    private func coverages(in bins: Range<Int64>) throws -> [String: Coverage] {
        var coverages: [String: Coverage] = [:]
        try forEachTally(bins: bins) { bin, source, counter, amount in
            guard counter == .observed else { return }
            coverages[source, default: Coverage(period: bins)].add(amount, in: bin)
        }
        return coverages.mapValues { coverage in
            var closed = coverage
            closed.closeShortGaps()
            return closed
        }
    }

    /// - Parameter asked: questions that have leaves in the period. A press for another one, which a corrected clock has
    ///   moved there, is no answer to any of them: it is with the uses of its panel that are none.
    private func exactPresses(_ measure: Measure, in period: Period, asked: Set<String>) throws -> Int64 {
        try database.query(
            "SELECT panel, question, option, amount FROM press WHERE boot <= 0 AND day < ?",
            .integer(period.endDay.dayNumber)
        ) { (try $0.string(0), try $0.string(1), try $0.string(2), try $0.int64(3)) }.reduce(0) { sum, row in
            let (panel, question, option, amount) = row
            let isForeign = !question.isEmpty && !option.isEmpty && !asked.contains(question)
            let counts =
                isForeign
                ? measure == .misuse(panel: panel)
                : Measure(panel: panel, question: question, option: option) == measure
            return counts ? sum + amount : sum
        }
    }

    /// What the place measured on any day of `period`.
    func measures(in period: Period) throws -> [Measure] {
        try database.query(
            """
            SELECT measure, panel, question, option FROM measured WHERE last_day >= ? AND first_day < ?
            ORDER BY measure, panel, question, option
            """, .integer(period.firstDay.dayNumber), .integer(period.endDay.dayNumber)
        ) { row in
            Measure(
                name: try row.string(0), panel: try row.string(1), question: try row.string(2),
                option: try row.string(3))
        }.compactMap { $0 }
    }
}

/// The series of leaves, each with its own length of period.
enum ReleaseStream: CaseIterable {
    case attendance
    case feedback
    case checks

    /// As receipts call it.
    var kind: ReleasedLeaf.Kind {
        switch self {
        case .attendance: .attendance
        case .feedback: .feedback
        case .checks: .checks
        }
    }

    /// The setting that holds the day up to which everything has been released.
    var key: String {
        switch self {
        case .attendance: "attendance_released_before"
        case .feedback: "feedback_released_before"
        case .checks: StoreDatabase.checkedKey
        }
    }

    func period(_ policy: ReleasePolicy) -> LeafPeriod {
        switch self {
        case .attendance: policy.leaf
        case .feedback: .week
        case .checks: .month
        }
    }

    init(_ kind: MeasureKind) {
        switch kind {
        case .entries, .exits, .passages: self = .attendance
        case .presses, .uses, .misuse: self = .feedback
        case .checks: self = .checks
        }
    }
}

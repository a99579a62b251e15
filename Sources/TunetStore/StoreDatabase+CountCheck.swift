package import TunetCore
import TunetSQLite

/// Checks of a door that came out the same.
package struct KeptCheck: Sendable, Equatable {
    package var door: String
    /// See ``CountSeries``.
    package var series: String
    /// The first day of the month in which they were made; nil if the clock was not trusted.
    package var month: CivilDate?
    package var count: CheckedCount
    /// How many checks, at least 1.
    package var times: Int

    package init(door: String, series: String, month: CivilDate?, count: CheckedCount, times: Int = 1) {
        self.door = door
        self.series = series
        self.month = month
        self.count = count
        self.times = times
    }
}

extension KeptCheck {
    fileprivate var isPlausible: Bool {
        let days = StoreLimits.days
        return StoreLimits.checks.contains(Int64(times)) && month.map { days.contains($0.dayNumber) } ?? true
            && [count.in, count.out, count.unknown].allSatisfy {
                StoreLimits.byHand.contains(Int64($0.byHand)) && StoreLimits.bySensor.contains(Int64($0.bySensor))
            }
    }
}

extension StoreDatabase {
    /// How many rows of checks are kept at most. The oldest months go first.
    static let checkLimit = 1000

    /// Keeps a check, durable on return, and forgets that it was under way.
    ///
    /// - Parameter day: nil if the clock is not trusted. Of the day no more than its month is kept, and never a month
    ///   whose checks have been released already: such a check is released with the next.
    package func keep(_ count: CheckedCount, door: String, series: String, on day: CivilDate?) throws {
        try reporting {
            try roomyTransaction {
                let month = try day.map { day in
                    max(Period(.month, containing: day).firstDay.dayNumber, try number(of: Self.checkedKey) ?? 0)
                }
                try database.run(
                    """
                    INSERT INTO count_check VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
                    ON CONFLICT DO UPDATE SET times = times + 1
                    """, .text(door), .text(series), .integer(month ?? 0), .integer(Int64(count.in.byHand)),
                    .integer(Int64(count.out.byHand)), .integer(Int64(count.unknown.byHand)),
                    .integer(Int64(count.in.bySensor)), .integer(Int64(count.out.bySensor)),
                    .integer(Int64(count.unknown.bySensor)))
                try database.run("DELETE FROM running_check WHERE door = ?", .text(door))
                try forgetOldChecks()
                try append(.countCheck(.kept, door: door), on: day)
            }
        }
    }

    private func forgetOldChecks() throws {
        while let rows = try database.first("SELECT count(*) FROM count_check", map: { try $0.int(0) }),
            rows > Self.checkLimit
        {
            let deleted = try database.run(
                """
                DELETE FROM count_check WHERE month = (SELECT min(month) FROM count_check)
                AND month < (SELECT max(month) FROM count_check)
                """)
            // So many in one month are nobody's work; they stay until the next month.
            guard deleted > 0 else { return }
        }
    }

    /// Every check that is kept: by door, series and month, otherwise in no order that tells anything. Numbers that no check
    /// has are passed over.
    package func checks() throws -> [KeptCheck] {
        let rows: [KeptCheck] = try reporting {
            try database.query(
                """
                SELECT door, series, month, hand_in, hand_out, hand_unknown, sensor_in, sensor_out, sensor_unknown, times
                FROM count_check
                ORDER BY door, series, month, hand_in, hand_out, hand_unknown, sensor_in, sensor_out, sensor_unknown
                """
            ) { row in
                let month = try row.int64(2)
                let count = CheckedCount(
                    in: CheckedCount.Pair(byHand: try row.int(3), bySensor: try row.int(6)),
                    out: CheckedCount.Pair(byHand: try row.int(4), bySensor: try row.int(7)),
                    unknown: CheckedCount.Pair(byHand: try row.int(5), bySensor: try row.int(8)))
                return KeptCheck(
                    door: try row.string(0), series: try row.string(1),
                    month: month > 0 ? CivilDate(dayNumber: month) : nil, count: count, times: try row.int(9))
            }
        }
        return rows.filter(\.isPlausible)
    }

    // MARK: - Release

    /// The setting that holds the day up to which the checks have been released.
    static let checkedKey = "checks_released_before"

    /// Releases what was counted in the checks of a month, by hand and by the sensors, all doors together. The two leaves
    /// exist for each month in which the place counted people, whether or not anybody made a check.
    func releaseChecks(
        _ month: Period, into run: inout ReleaseRun, using random: inout some RandomNumberGenerator
    ) throws {
        guard try measures(in: month).contains(where: \.isAttendance) else { return }
        let sums = try database.first(
            """
            SELECT coalesce(sum((hand_in + hand_out + hand_unknown) * times), 0),
                coalesce(sum((sensor_in + sensor_out + sensor_unknown) * times), 0)
            FROM count_check WHERE month = ?
            """, .integer(month.firstDay.dayNumber)
        ) { (try $0.int64(0), try $0.int64(1)) }
        let (byHand, bySensor) = sums ?? (0, 0)
        for (measure, exact) in [(Measure.checkedByHand, byHand), (.checkedBySensor, bySensor)] {
            try run.release(
                Leaf(period: month, session: Leaf.allDay, measure: measure), exact: exact, observed: 0, scheduled: 0,
                using: &random)
        }
    }

    // MARK: - Checks under way

    /// Says that a check is under way, so that its loss can be told after a power cut. Nothing of it is written but that it was
    /// started on that day.
    package func noteRunningCheck(door: String, on day: CivilDate? = nil) throws {
        try reporting {
            try roomyTransaction {
                try database.run("INSERT OR IGNORE INTO running_check VALUES (?)", .text(door))
                try append(.countCheck(.started, door: door), on: day)
            }
        }
    }

    /// The check is over without anything to keep.
    ///
    /// - Parameter step: what a person did for that; nil if nobody did anything.
    package func forgetRunningCheck(
        door: String, because step: LoggedAction.CheckStep? = nil, on day: CivilDate? = nil
    ) throws {
        try reporting {
            try roomyTransaction {
                try database.run("DELETE FROM running_check WHERE door = ?", .text(door))
                if let step { try append(.countCheck(step, door: door), on: day) }
            }
        }
    }

    /// Doors whose checks were under way when the service ended.
    package func runningChecks() throws -> [String] {
        try reporting { try database.query("SELECT door FROM running_check ORDER BY door") { try $0.string(0) } }
    }
}

package import TunetCore
import TunetSQLite

extension StoreDatabase {
    // MARK: - Counters

    /// Adds the increments to the counters, all or none, durable on return.
    package func commit(_ increments: Increments) throws {
        guard !increments.isEmpty else { return }
        try reporting {
            try roomyTransaction {
                for row in increments.rows {
                    try database.run(
                        """
                        INSERT INTO tally VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT DO UPDATE SET amount = amount + excluded.amount
                        """, .integer(key(row.bin.boot)), .integer(row.bin.index), .text(row.source),
                        .text(row.counter.rawValue), .integer(row.amount))
                }
                for row in increments.presses {
                    try database.run(
                        """
                        INSERT INTO press VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT DO UPDATE SET amount = amount + excluded.amount
                        """, .integer(key(row.day.boot)), .integer(row.day.index), .text(row.panel),
                        .text(row.question),
                        .text(row.option ?? ""), .integer(row.amount))
                }
                for row in increments.silences { try keep(row) }
            }
        }
    }

    /// What has been counted on `day`, in the order of the configuration.
    package func today(_ day: CivilDate, configuration: PlaceConfiguration, zone: TimeZoneRules) throws -> Today {
        var today = Today(doors: configuration.doors.count, panels: configuration.panels.count)
        let first = Bin.dated(zone.start(of: day)).index
        let end = Bin.dated(zone.start(of: day.adding(days: 1))).index
        return try reporting {
            try forEachTally(bins: first..<end) { bin, source, counter, amount in
                guard let index = configuration.doors.firstIndex(where: { $0.id == source }) else { return }
                today.doors[index].add(amount, to: counter)
                if counter == .count(.in) || counter == .count(.unknown) {
                    let hour = zone.minuteOfDay(at: Bin(boot: 0, index: bin).start) / 60
                    today.hours[hour] += Int(amount)
                }
            }
            let presses = try database.query(
                "SELECT panel, question, option, amount FROM press WHERE boot <= 0 AND day = ?",
                .integer(day.dayNumber)
            ) { (try $0.string(0), try $0.string(1), try $0.string(2), try $0.int(3)) }
            for (panel, question, option, amount) in presses where StoreLimits.presses.contains(Int64(amount)) {
                guard let index = configuration.panels.firstIndex(where: { $0.id == panel }) else { continue }
                switch Measure(panel: panel, question: question, option: option) {
                case .misuse: today.misuse[index] += amount
                case .presses: today.presses[index] += amount
                default: break
                }
            }
            today.corrected = try corrected(on: day, zone: zone)
            return today
        }
    }

    /// Under which number of a boot the rows of a bin or day are kept: see ``PresentBoot``.
    private func key(_ boot: Int64) -> Int64 {
        boot == 0 ? presentBoot.datedKey : boot
    }

    /// Every counter of bins in the range. Counters that this version does not know are passed over, and so are amounts that
    /// none can have, which the next opening tells of.
    ///
    /// - Parameter boot: 0 for dated bins.
    func forEachTally(
        boot: Int64 = 0, bins: Range<Int64>, _ body: (Int64, String, BinCounter, Int64) throws -> Void
    ) throws {
        let rows = try database.query(
            "SELECT bin, source, counter, amount FROM tally WHERE \(boot == 0 ? "boot <= ?" : "boot = ?") AND bin >= ? AND bin < ?",
            .integer(boot), .integer(bins.lowerBound), .integer(bins.upperBound)
        ) { (try $0.int64(0), try $0.string(1), try $0.string(2), try $0.int64(3)) }
        for (bin, source, name, amount) in rows {
            guard let counter = BinCounter(rawValue: name), counter.amounts.contains(amount) else { continue }
            try body(bin, source, counter, amount)
        }
    }
}

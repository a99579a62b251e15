internal import TunetCore

extension ConfigurationReader {
    /// - Returns: nil where none is given, and after a mistake.
    static func readOccupancyResets(_ root: ConfigurationTable) -> [OccupancyReset]? {
        guard root.values["occupancy_reset"] != nil else { return nil }
        let mistakes = root.context.mistakes.count
        let tables = root.tables("occupancy_reset")
        if case .array([]) = root.values["occupancy_reset"] {
            root.report("occupancy_reset", "found an empty list; leave it out for a reset to 0 every day")
        }
        // Each reset is compared with those before it.
        if tables.count > 100 {
            root.report("occupancy_reset", "found \(tables.count) resets; allowed are at most 100")
        }
        var resets: [OccupancyReset] = []
        var paths: [ConfigurationPath] = []
        for table in tables.prefix(100) {
            table.allow(["weekdays", "at", "to"])
            let minute = quarterHour("at", in: 0...1425, table)
            let value = table.integer("to", in: OccupancyReset.values)
            let reset = OccupancyReset(weekdays: readWeekdays(table), minute: minute ?? 0, value: value)
            if minute != nil, let earlier = resets.firstIndex(where: { $0.coincides(with: reset) }) {
                let line = table.context.lines.line(of: paths[earlier])
                table.report(
                    "at", "found the time of \(paths[earlier]) in line \(line); allowed is one reset at a time")
            }
            // One without a time does not coincide with any.
            if minute != nil {
                resets.append(reset)
                paths.append(table.path)
            }
        }
        return root.context.mistakes.count > mistakes ? nil : resets
    }

    /// What happened since the latest reset has to be in the store, or a restart would lose it.
    static func checkOccupancyResets(_ root: ConfigurationTable, _ configuration: PlaceConfiguration) {
        let needed = OccupancyReset.daysNeeded(by: configuration.occupancyResets)
        let kept = configuration.release.correctionDays
        guard needed > kept else { return }
        let days = { (number: Int) in number == 1 ? "1 day" : "\(number) days" }
        root.context.report(
            ConfigurationPath.root.appending("occupancy_reset"),
            "found resets that reach back \(days(needed)); allowed are \(days(kept)), which is correction_days: counts are "
                + "destroyed after that, and with them what happened since the reset. Add resets on the days between, also "
                + "where the place is closed")
    }
}

extension OccupancyReset {
    fileprivate func coincides(with other: OccupancyReset) -> Bool {
        minute == other.minute && !weekdays.isDisjoint(with: other.weekdays)
    }
}

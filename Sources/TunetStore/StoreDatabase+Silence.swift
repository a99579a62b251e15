package import TunetCore
import TunetSQLite

/// What is remembered of silences: a setting for each door, without a date. The time since the last passage is not kept,
/// but found from the bins for as long as those exist: after their release it would date a passage that is gone.
extension StoreDatabase {
    private static let silencePrefix = "silence:"

    /// Part of the transaction of a commit.
    func keep(_ silence: Increments.SilenceRow) throws {
        try database.run(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)", .text(Self.silencePrefix + silence.door),
            .text(silence.memory.description))
    }

    /// What is known of the silences of each door, in the order of the configuration. Doors that are no longer there are
    /// forgotten.
    package func silences(configuration: PlaceConfiguration, zone: TimeZoneRules) throws -> [SilenceHistory] {
        let hours = OpeningHours(configuration)
        return try reporting {
            let keys = try database.query("SELECT key FROM meta WHERE key LIKE ?", .text(Self.silencePrefix + "%")) {
                try $0.string(0)
            }
            let known = Set(configuration.doors.map { Self.silencePrefix + $0.id })
            for key in keys where !known.contains(key) {
                try database.run("DELETE FROM meta WHERE key = ?", .text(key))
            }
            return try configuration.doors.map { try history(of: $0, hours: hours, zone: zone) }
        }
    }

    private func history(of door: Door, hours: OpeningHours, zone: TimeZoneRules) throws -> SilenceHistory {
        let kept = try database.first(
            "SELECT value FROM meta WHERE key = ?", .text(Self.silencePrefix + door.id)
        ) { try $0.string(0) }
        // What can't be read is learned anew.
        let memory = kept.flatMap { SilenceWatch.Memory($0) } ?? SilenceWatch.Memory()
        let counters: [BinCounter] =
            door.sensor.isActivity ? [.presences, .swings] : [.count(.in), .count(.out), .count(.unknown)]
        let last = try counters.compactMap { counter in
            try database.first(
                "SELECT max(bin) FROM tally WHERE boot = 0 AND source = ? AND counter = ? AND amount > 0",
                .text(door.id), .text(counter.rawValue)
            ) { try $0.optionalInt64(0) } ?? nil
        }.max()
        let quiet = try database.query(
            """
            SELECT bin FROM tally WHERE boot = 0 AND bin > ? AND source = ? AND counter = 'observed' AND amount >= ?
            """, .integer(last ?? .min), .text(door.id), .integer(Bin.seconds * 1000 / 2)
        ) { Bin(boot: 0, index: try $0.int64(0)) }
        return SilenceHistory(
            memory: memory, run: quiet.count { hours.isOpen($0, in: zone) }, knowsPassage: last != nil)
    }
}

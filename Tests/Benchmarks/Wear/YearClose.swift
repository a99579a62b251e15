import Foundation
import TunetCore
import TunetStore
import TunetWire

/// Releases a whole year at once: what a device does that learns the date after a year, or that nobody has let release.
struct YearClose {
    struct Cost {
        var leaves: Int
        var seconds: Double
        /// Given to `write` and `pwrite`: the store's log, its file, and the zeros over what is destroyed.
        var bytes: Int
    }

    /// A leap year.
    private static let year = 2028
    private static let key = [UInt8](repeating: 7, count: 32)

    let configuration: PlaceConfiguration
    let zone: TimeZoneRules
    /// A folder of its own, which is emptied.
    let folder: String

    /// Nine sessions a day, and the time outside them: ten leaves a day.
    init(_ configuration: PlaceConfiguration, zone: TimeZoneRules, folder: String) {
        var configuration = configuration
        configuration.panels = []
        configuration.sessions = (0..<9).map {
            Session(
                id: "s\($0)", name: "S", weekdays: Set(1...7), startMinute: 540 + 60 * $0, endMinute: 600 + 60 * $0)
        }
        self.configuration = configuration
        self.zone = zone
        self.folder = folder
    }

    /// - Parameter counts: rows of exact counts for each leaf, that the release destroys.
    func measure(counts: Int) throws -> (release: Cost, freeze: Cost) {
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard let first = CivilDate(year: Self.year, month: 1, day: 1),
            let last = CivilDate(year: Self.year, month: 12, day: 31)
        else { throw WearError("there is no such year") }
        let store = try StoreDatabase(path: folder + "/store.sqlite")
        for day in [first, last] { try store.noteMeasures(on: day, configuration: configuration) }
        for day in Period(from: first, through: last).days {
            let rows = (0..<10).flatMap { part in
                (0..<counts).map { quarter in
                    Increments.Row(
                        bin: .dated(zone.instant(of: day, minute: 540 + 60 * part + 15 * quarter)),
                        source: configuration.doors.first?.id ?? "door", counter: .count(.in), amount: 2)
                }
            }
            if !rows.isEmpty { try store.commit(Increments(rows: rows)) }
        }
        let release = try cost {
            var random = RandomSource.system
            return try store.releaseDue(
                on: last.adding(days: 1 + configuration.release.correctionDays), configuration: configuration,
                zone: zone,
                using: &random)
        }
        let freeze = try cost {
            try store.freeze(
                place: configuration.place.id, names: PlaceNames(configuration), software: "benchmark",
                key: SigningKey(raw: Self.key))
            return release.leaves
        }
        return (release, freeze)
    }

    private func cost(_ body: () throws -> Int) throws -> Cost {
        let before = try Self.written()
        let start = ContinuousClock.now
        let leaves = try body()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return Cost(leaves: leaves, seconds: seconds, bytes: try Self.written() - before)
    }

    /// `wchar` of proc_pid_io(5).
    private static func written() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/io", encoding: .utf8)
        for line in text.split(separator: "\n") where line.hasPrefix("wchar: ") {
            if let number = Int(line.dropFirst(7)) { return number }
        }
        throw WearError("/proc/self/io does not tell what was written")
    }
}

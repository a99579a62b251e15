import Glibc
import TunetCore
import TunetNode

/// Writes with Tunet's own engine and store on virtual time, for `Tests/Benchmarks/wear` and `storage`, beside this folder.
/// Answers with lines of JSON.
@main
enum WearBenchmark {
    private static let usage = """
        usage: tunet-wear-benchmark COMMAND CONFIGURATION …
          commits FOLDER DEVICE SECONDS COMMITS    bytes for each event, alone and in a group of 20
          days    FOLDER DEVICE SECONDS EVENTS     bytes of a day, an idle hour and an idle day
          fill    DAYS EVENTS FIRST-DAY            undelivered days, and then an unclean end
          offline DAYS EVENTS                      days without a collector: sizes and memory
          close   FOLDER                           a year of ten leaves a day, released at once: time and bytes
        FOLDER is on the block device DEVICE, such as ubda, mounted with a commit interval of hours. SECONDS is after how
        long the kernel is to write what nobody has synced. EVENTS are those of a day.
        """

    static func main() async {
        do {
            switch try argument(1) {
            case "commits": try commits()
            case "days": try await days()
            case "fill": try await fill()
            case "offline": try await offline()
            case "close": try close()
            default: throw WearError(usage)
            }
        } catch {
            complain("\(error)")
            exit(1)
        }
    }

    private static func argument(_ index: Int) throws(WearError) -> String {
        guard CommandLine.arguments.indices.contains(index) else { throw WearError(usage) }
        return CommandLine.arguments[index]
    }

    private static func number(_ index: Int) throws -> Int {
        guard let number = Int(try argument(index)), number > 0 else { throw WearError(usage) }
        return number
    }

    private static func configuration() throws -> PlaceConfiguration {
        try ConfigurationReader.read(contentsOf: argument(2))
    }

    private static func watchedDisk() throws -> WatchedDisk {
        try WatchedDisk(device: argument(4), interval: .seconds(number(5)))
    }

    // MARK: - Bytes

    private static func commits() throws {
        let configuration = try configuration()
        let zone = try TimeZoneFile.rules(named: configuration.place.timeZone)
        let cost = CommitCost(
            configuration: configuration, zone: zone, disk: try watchedDisk(), folder: try argument(3))
        for way in CommitCost.Way.allCases {
            for group in [1, 20] {
                let bytes = try cost.measure(way, group: group, commits: number(6))
                print(
                    "{\"what\": \"commit\", \"way\": \"\(way)\", \"group\": \(group), "
                        + "\"bytes\": \(Int(bytes.rounded()))}")
            }
        }
    }

    private static func close() throws {
        let configuration = try configuration()
        let zone = try TimeZoneFile.rules(named: configuration.place.timeZone)
        let year = YearClose(configuration, zone: zone, folder: try argument(3))
        for counts in [0, 1, 4] {
            let (release, freeze) = try year.measure(counts: counts)
            print(
                "{\"what\": \"close\", \"counts\": \(counts), \"leaves\": \(release.leaves), "
                    + "\"release_seconds\": \(release.seconds), \"release_bytes\": \(release.bytes), "
                    + "\"freeze_seconds\": \(freeze.seconds), \"freeze_bytes\": \(freeze.bytes)}")
        }
    }

    private static func days() async throws {
        let disk = try watchedDisk()
        let events = try number(6)
        // A Monday.
        let place = try await VirtualPlace(
            configuration: configuration(), firstDay: CivilDate(dayNumber: 20_759), collector: .willing, disk: disk)
        // Until releases have begun, with the week's on Thursday.
        for day in 0..<4 { await place.runDay(day, events: 50) }
        disk.settle()
        disk.reset()
        for day in 4..<6 { await place.runDay(day, events: events) }
        disk.settle()
        print(day("day", disk, days: 2, events: events))
        disk.reset()
        // Sunday, after the upload and the reset of the occupancy.
        await place.run(to: place.time(day: 6, minute: 5 * 60))
        disk.settle()
        let night = disk.total
        disk.reset()
        await place.run(to: place.time(day: 6, minute: 23 * 60))
        disk.settle()
        print("{\"what\": \"idle hours\", \"hours\": 18, \"bytes\": \(disk.total)}")
        await place.run(to: place.time(day: 7, minute: 60))
        disk.settle()
        print("{\"what\": \"idle day\", \"bytes\": \(night + disk.total)}")
        try await place.end()
    }

    private static func day(_ name: String, _ disk: WatchedDisk, days: Int, events: Int) -> String {
        let parts = WatchedDisk.Purpose.allCases.map { "\"\($0)\": \(disk.bytes[$0, default: 0] / Int64(days))" }
        return "{\"what\": \"\(name)\", \"events\": \(events), \"bytes\": \(disk.total / Int64(days)), "
            + parts.joined(separator: ", ") + "}"
    }

    // MARK: - Sizes

    private static func fill() async throws {
        let configuration = try configuration()
        let disk = try WatchedDisk(device: nil, interval: .seconds(35))
        guard let first = CivilDate(try argument(5)) else { throw WearError("\(try argument(5)) is no day") }
        let place = try await VirtualPlace(
            configuration: configuration, firstDay: first, collector: .none, disk: disk)
        let (days, events) = (try number(3), try number(4))
        for day in 0..<days { await place.runDay(day, events: events) }
        print("{\"what\": \"filled\", \"days\": \(days), \"bytes\": \(Footprint.size(of: configuration))}")
        // No end: the power goes.
        fflush(nil)
        _exit(0)
    }

    private static func offline() async throws {
        let configuration = try configuration()
        let disk = try WatchedDisk(device: nil, interval: .seconds(35))
        let place = try await VirtualPlace(
            configuration: configuration, firstDay: CivilDate(dayNumber: 20_759), collector: .none, disk: disk)
        let (days, events) = (try number(3), try number(4))
        for day in 0..<days {
            await place.runDay(day, events: events)
            guard day % 30 == 29 || day == days - 1 else { continue }
            print(
                "{\"what\": \"offline\", \"day\": \(day + 1), \"bytes\": \(Footprint.size(of: configuration)), "
                    + "\"memory\": \(Footprint.memory())}")
            fflush(nil)
        }
        try await place.end()
        print("{\"what\": \"offline end\", \"day\": \(days), \"bytes\": \(Footprint.size(of: configuration))}")
    }
}

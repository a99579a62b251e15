import Foundation
import Testing

@testable import TunetCore
@testable import TunetNode

/// Every installed zone against `zdump` of the C library, at every transition from 1900 to 2100.
@Suite("Time zones of this machine")
struct ZoneDumpTests {
    @Test("Every zone has zdump's offset on both sides of every transition until 2038", arguments: 0..<8)
    func everyZone(part: Int) throws {
        let names = Self.names.enumerated().filter { $0.offset % 8 == part }.map(\.element)
        try Self.compare(names, years: "1900,2038")
    }

    /// What follows 2038 is the rule in the footer, with later transitions in a few zones: one zone for each of these.
    @Test("Every footer has zdump's offset on both sides of every transition until 2100")
    func everyFooter() throws {
        let begin = try #require(CivilDate("2037-01-01")).dayNumber * 86_400
        var names: [String: String] = [:]
        for name in Self.names {
            let rules = try TimeZoneFile.rules(named: name)
            let later = rules.transitions.filter { $0.instant > begin }
            names["\(String(describing: rules.tail)) \(later)"] = name
        }
        #expect(names.count > 50)
        try Self.compare(names.values.sorted(), years: "2036,2100")
    }

    /// Compares offsets at each line of zdump and half-way between two lines, so that no other transition is there.
    static func compare(_ names: [String], years: String) throws {
        let dump = try zdump(names, years: years)
        #expect(Set(dump.keys) == Set(names))
        for (name, lines) in dump {
            let rules = try TimeZoneFile.rules(named: name)
            var earlier: (seconds: Int64, offset: Int64)?
            for line in lines {
                let offset = rules.offset(at: UTCInstant(seconds: line.seconds))
                // An #expect for each of 90,000 lines would take half a minute.
                if offset != line.offset { Issue.record("\(name) at \(line.seconds): \(offset)") }
                if let earlier, earlier.offset == line.offset {
                    let middle = UTCInstant(seconds: (earlier.seconds + line.seconds) / 2)
                    if rules.offset(at: middle) != offset { Issue.record("\(name) at \(middle.seconds)") }
                }
                earlier = line
            }
        }
    }

    @Test("Days of every zone follow each other, and each begins where its calendar turns")
    func everyDay() throws {
        for name in Self.names {
            let rules = try TimeZoneFile.rules(named: name)
            var day = try #require(CivilDate("2025-01-01"))
            let end = try #require(CivilDate("2026-01-01"))
            var start = rules.start(of: day)
            while day < end {
                let following = rules.start(of: day.adding(days: 1))
                let hours = Double(following.seconds - start.seconds) / 3600
                // Troll in Antarctica moves its clocks by two hours.
                if !(22...26).contains(hours) { Issue.record("\(name), \(day): \(hours) h") }
                if rules.day(at: start) != day || rules.day(at: UTCInstant(seconds: following.seconds - 1)) != day {
                    Issue.record("\(name), \(day)")
                }
                start = following
                day = day.adding(days: 1)
            }
        }
    }

    @Test("Days in Oslo have 23 hours in March, 25 in October and 24 else", arguments: 2000...2099)
    func oslo(year: Int) throws {
        let rules = try TimeZoneFile.rules(named: "Europe/Oslo")
        for month in 1...12 {
            for day in Period.month(year: year, month: month).days {
                let hours = (rules.start(of: day.adding(days: 1)).seconds - rules.start(of: day).seconds) / 3600
                let isLastSunday = day.weekday == 7 && day.adding(days: 7).components.month != month
                #expect(hours == (isLastSunday && month == 3 ? 23 : isLastSunday && month == 10 ? 25 : 24))
            }
        }
    }

    @Test(
        "A zone with leap seconds has the offsets of the one without, until its table of leap seconds expires",
        arguments: ["Europe/Oslo", "Australia/Sydney"])
    func leapSeconds(name: String) throws {
        let folder = "\(TimeZoneFile.folder)/right"
        guard FileManager.default.fileExists(atPath: "\(folder)/\(name)") else { return }
        let with = try TimeZoneFile.rules(named: name, folder: folder)
        let without = try TimeZoneFile.rules(named: name)
        let from = try #require(CivilDate("1972-01-01"))
        let to = try #require(CivilDate("2025-06-01"))
        var day = from
        while day < to {
            if with.start(of: day) != without.start(of: day) { Issue.record("\(name), \(day)") }
            day = day.adding(days: 1)
        }
    }

    @Test("The zones with leap seconds are refused, for their rules end when their leap seconds do")
    func refusedLeapSeconds() {
        let error = #expect(throws: TimeZoneError.self) { try TimeZoneFile.rules(named: "right/Europe/Oslo") }
        #expect(error?.code == .invalidName)
    }

    @Test(
        "A name that cannot be a zone is refused before any file is touched",
        arguments: [
            "", "..", "../zoneinfo/UTC", "Europe/../UTC", "/etc/passwd", "Europe//Oslo", "Europe/", "Europe Oslo",
            "Europe/Oslo\0", "-x", "Europe\\Oslo", String(repeating: "a", count: 101), "Öst/Oslo",
        ])
    func invalidName(name: String) {
        let error = #expect(throws: TimeZoneError.self) { try TimeZoneFile.rules(named: name) }
        #expect(error?.code == .invalidName)
    }

    @Test("A zone that is not there names the package to install")
    func unknownZone() {
        let error = #expect(throws: TimeZoneError.self) { try TimeZoneFile.rules(named: "Europe/Olso") }
        #expect(error?.code == .unknownZone)
        #expect(error?.message.contains("Europe/Olso") == true)
        #expect(error?.message.contains("tzdata") == true)
    }

    @Test(
        "A file that is no zone is damaged, a folder unreadable",
        arguments: [("tzdata", TimeZoneError.Code.damaged), ("Europe", .unreadable)])
    func otherFiles(name: String, code: TimeZoneError.Code) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "zones-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appending(path: "Europe"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("# version 2026a".utf8).write(to: folder.appending(path: "tzdata"))
        let error = #expect(throws: TimeZoneError.self) {
            try TimeZoneFile.rules(named: name, folder: folder.path)
        }
        #expect(error?.code == code)
    }

    @Test("The zones of the package tzdata are here")
    func installed() {
        #expect(Self.names.count > 300)
        #expect(Self.names.contains("Europe/Oslo"))
    }

    /// The names of all TZif files that are no links, without the copies in `posix` and those with leap seconds in
    /// `right`.
    static let names: [String] = {
        let folder = TimeZoneFile.folder
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return names.filter { name in
            guard !name.hasPrefix("posix"), !name.hasPrefix("right"), name != "localtime",
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)")) == nil,
                let file = FileHandle(forReadingAtPath: "\(folder)/\(name)")
            else { return false }
            return (try? file.read(upToCount: 4)) == Data("TZif".utf8)
        }.sorted()
    }()

    /// `zdump -v -c YEARS` for all `names`, read into seconds of UTC and seconds east of it.
    ///
    /// A year of all zones is 450 lines: the C library finds the numbers in them, which Swift without optimisation
    /// would do slowly.
    static func zdump(_ names: [String], years: String) throws -> [String: [(seconds: Int64, offset: Int64)]] {
        let pipe = try #require(popen("zdump -v -c \(years) \(names.joined(separator: " "))", "r"))
        defer { pclose(pipe) }
        let line = UnsafeMutablePointer<CChar>.allocate(capacity: 512)
        defer { line.deallocate() }
        var dump: [String: [(seconds: Int64, offset: Int64)]] = [:]
        var name = ""
        while fgets(line, 512, pipe) != nil {
            // Europe/Oslo  Sun Mar 29 00:59:59 2015 UT = Sun Mar 29 01:59:59 2015 CET isdst=0 gmtoff=3600
            let space = try #require(strchr(line, CInt(UInt8(ascii: " "))))
            space.pointee = 0
            if strcmp(name, line) != 0 { name = String(cString: line) }
            // Lines that end in NULL stand for the first and last seconds of time_t.
            guard let offset = strstr(space + 1, "gmtoff=") else {
                dump[name, default: []] += []
                continue
            }
            // Names are filled up to the longest one.
            let time = space + 1 + strspn(space + 1, " ")
            let month = try #require(Self.months[String(decoding: (4..<7).map { UInt8(time[$0]) }, as: UTF8.self)])
            let date = CivilDate(year: strtol(time + 20, nil, 10), month: month, day: strtol(time + 8, nil, 10))
            let clock = strtol(time + 11, nil, 10) * 3600 + strtol(time + 14, nil, 10) * 60 + strtol(time + 17, nil, 10)
            let seconds = try #require(date).dayNumber * 86_400 + Int64(clock)
            dump[name, default: []].append((seconds, Int64(strtol(offset + 7, nil, 10))))
        }
        return dump
    }

    static let months: [String: Int] = {
        let names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(separator: " ").map(String.init)
        return Dictionary(uniqueKeysWithValues: zip(names, 1...12))
    }()
}

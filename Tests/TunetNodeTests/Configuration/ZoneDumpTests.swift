import Foundation
import Testing
import TunetCore

@testable import TunetNode

/// Every installed zone against `zdump` of the C library, at every transition from 1900 to 2100.
@Suite("Time zones of this machine")
struct ZoneDumpTests {
    @Test("Every zone has zdump's offset on both sides of every transition, and no other transition")
    func everyZone() throws {
        let names = try Self.zoneNames()
        #expect(names.count > 300, "tzdata is not installed")
        let dump = try Self.zdump(names)
        #expect(Set(dump.keys) == Set(names))
        for (name, lines) in dump {
            let rules = try TimeZoneFile.rules(named: name)
            // The zones without transitions from 1900 to 2100 have no lines but those of NULL.
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
        for name in try Self.zoneNames() {
            let rules = try TimeZoneFile.rules(named: name)
            var day = try #require(CivilDate("2024-12-25"))
            let end = try #require(CivilDate("2026-01-05"))
            while day < end {
                let start = rules.start(of: day)
                let following = rules.start(of: day.adding(days: 1))
                let hours = Double(following.seconds - start.seconds) / 3600
                // Troll in Antarctica moves its clocks by two hours.
                if !(22...26).contains(hours) { Issue.record("\(name), \(day): \(hours) h") }
                if rules.day(at: start) != day || rules.day(at: UTCInstant(seconds: following.seconds - 1)) != day {
                    Issue.record("\(name), \(day)")
                }
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

    /// The names of all TZif files, without the copies in `posix` and those with leap seconds in `right`.
    static func zoneNames() throws -> [String] {
        let folder = TimeZoneFile.folder
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return names.filter { name in
            guard !name.hasPrefix("posix"), !name.hasPrefix("right"), name != "localtime",
                let file = FileHandle(forReadingAtPath: "\(folder)/\(name)")
            else { return false }
            return (try? file.read(upToCount: 4)) == Data("TZif".utf8)
        }
    }

    /// `zdump -v -c 1900,2100` for all `names`, read into seconds of UTC and seconds east of it.
    ///
    /// It has 90,000 lines; the C library reads them in a second, Swift without optimisation in half a minute.
    static func zdump(_ names: [String]) throws -> [String: [(seconds: Int64, offset: Int64)]] {
        let pipe = try #require(popen("zdump -v -c 1900,2100 \(names.joined(separator: " "))", "r"))
        defer { pclose(pipe) }
        let text = UnsafeMutablePointer<CChar>.allocate(capacity: 1024)
        let numbers = UnsafeMutablePointer<CInt>.allocate(capacity: 6)
        defer {
            text.deallocate()
            numbers.deallocate()
        }
        // Two of the words that are read are kept, behind the line itself.
        let (name, month) = (text + 512, text + 1000)
        var dump: [String: [(seconds: Int64, offset: Int64)]] = [:]
        while fgets(text, 512, pipe) != nil {
            // Europe/Oslo  Sun Mar 29 00:59:59 2015 UT = Sun Mar 29 01:59:59 2015 CET isdst=0 gmtoff=3600
            let format =
                "%400s %*s %3s %d %d:%d:%d %d UT = %*s %*s %*d %*s %*d %*s isdst=%*d gmtoff=%d"
            let arguments: [any CVarArg] = [name, month] + (0..<6).map { numbers + $0 }
            let count = withVaList(arguments) { vsscanf(text, format, $0) }
            let zone = String(cString: name)
            guard count == 8 else {
                dump[zone, default: []] += []
                continue
            }
            let monthNumber = Self.months[String(cString: month)] ?? 0
            let date = try #require(CivilDate(year: Int(numbers[4]), month: monthNumber, day: Int(numbers[0])))
            let clock = Int64(numbers[1]) * 3600 + Int64(numbers[2]) * 60 + Int64(numbers[3])
            dump[zone, default: []].append((date.dayNumber * 86_400 + clock, Int64(numbers[5])))
        }
        return dump
    }

    static let months: [String: Int] = {
        let names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(separator: " ").map(String.init)
        return Dictionary(uniqueKeysWithValues: zip(names, 1...12))
    }()
}

package import TunetCore
internal import TunetLocal

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Finds the rules of a time zone among the system's TZif files.
package enum TimeZoneFile {
    /// Where the zones are: `TZDIR` if it is set, as for the C library, else `/usr/share/zoneinfo`.
    package static var folder: String {
        if let folder = ProcessInfo.processInfo.environment["TZDIR"], !folder.isEmpty { return folder }
        return "/usr/share/zoneinfo"
    }

    /// The rules of the zone called `name`, such as `Europe/Oslo`.
    ///
    /// - Throws: ``TimeZoneError``, whose message says what to do.
    package static func rules(named name: String, folder: String = Self.folder) throws(TimeZoneError) -> TimeZoneRules {
        guard isPlausible(name) else {
            throw TimeZoneError(.invalidName, "\"\(name)\" is not a name of a time zone; write it like Europe/Oslo")
        }
        let path = "\(folder)/\(name)"
        let bytes: [UInt8]
        do throws(BoundedFile.Failure) {
            // The largest zone of the database has 4 KB.
            bytes = try BoundedFile.read(path, limit: 1 << 20)
        } catch {
            guard error.isMissing else {
                throw TimeZoneError(.unreadable, "the time zone file \(path) cannot be read: \(error.message)")
            }
            throw TimeZoneError(
                .unknownZone,
                "there is no time zone \"\(name)\" in \(folder); Debian's package tzdata holds the zones, Europe/Oslo "
                    + "among them")
        }
        do throws(TimeZoneError) {
            return try TimeZoneRules(tzif: bytes)
        } catch {
            throw TimeZoneError(error.code, "\(path): \(error.message); install the package tzdata anew")
        }
    }

    /// Whether `name` has the form of the database's names and stays within the folder.
    ///
    /// The zones in `right` count leap seconds, and their rules end on the day until which leap seconds are known.
    private static func isPlausible(_ name: String) -> Bool {
        guard (1...100).contains(name.utf8.count), !name.hasPrefix("right/") else { return false }
        return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            part.utf8.first.map(isLetterOrDigit) ?? false
                && part.utf8.allSatisfy { isLetterOrDigit($0) || "+-_".utf8.contains($0) }
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

internal import TunetCore
internal import TunetLocal

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension ConfigurationReader {
    static func readPlace(
        _ root: ConfigurationTable, checkZone: (String) throws(TimeZoneError) -> Void
    ) -> Place {
        guard let table = root.table("place", needed: "the table [place]") else {
            return Place(id: "", name: "", timeZone: "")
        }
        table.allow(["id", "name", "time_zone", "languages", "kostra_function", "sdg_targets"])
        let zone = table.text("time_zone", allowed: "the name of a time zone, such as \"Europe/Oslo\"") { _ in true }
        if table.values["time_zone"]?.isString == true {
            do throws(TimeZoneError) {
                try checkZone(zone)
            } catch {
                table.report("time_zone", "found \"\(shown(zone))\"; \(error.message)")
            }
        }
        let place = Place(
            id: table.identifier(), name: table.words("name"), timeZone: zone, languages: readLanguages(table),
            kostraFunction: table.parsed(
                "kostra_function", allowed: "three digits and perhaps a letter, such as \"234\""
            ) { isKOSTRAFunction($0) ? $0 : nil },
            sdgTargets: readTargets(table))
        root.context.languages = place.languages
        return place
    }

    private static func readLanguages(_ table: ConfigurationTable) -> [String] {
        let known = LanguageFiles.codes.joined(separator: ", ")
        let given = table.texts("languages", allowed: "a list of \(known), first one preferred", default: ["nb"])
        if given.isEmpty, case .array([]) = table.values["languages"] {
            table.report("languages", "found an empty list; allowed are \(known)")
        }
        var languages: [String] = []
        for (language, path) in given {
            if !LanguageFiles.codes.contains(language) {
                let file = LanguageFiles.place(of: language)
                table.context.report(
                    path,
                    "found \"\(shown(language))\"; allowed are \(known); a further language is a file, such as \(file)")
            } else if languages.contains(language) {
                table.context.report(path, "found \"\(language)\" twice; allowed is each language once")
            } else {
                languages.append(language)
            }
        }
        return languages
    }

    private static func readTargets(_ table: ConfigurationTable) -> [String] {
        let allowed = "a target of the UN's goals 1 to 17, such as \"3.4\" or \"11.a\""
        var targets: [String] = []
        for (target, path) in table.texts("sdg_targets", allowed: "a list of targets such as \"3.4\"", default: []) {
            if !isTarget(target) {
                table.context.report(path, "found \"\(shown(target))\"; allowed is \(allowed)")
            } else if targets.contains(target) {
                table.context.report(path, "found \"\(target)\" twice; allowed is each target once")
            } else {
                targets.append(target)
            }
        }
        return targets
    }

    private static func isKOSTRAFunction(_ text: String) -> Bool {
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
        let rest = text.utf8.dropFirst(digits.count)
        return digits.count == 3 && rest.count <= 1 && rest.allSatisfy { (0x61...0x7a).contains($0 | 0x20) }
    }

    /// A goal and a number or letter within it. Source: UN resolution 71/313, global indicator framework.
    private static func isTarget(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.utf8.count) }),
            parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let goal = Int(parts[0]),
            (1...17).contains(goal), parts[0].utf8.first != 0x30
        else { return false }
        if parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return parts[1].utf8.first != 0x30 }
        return parts[1].utf8.count == 1 && parts[1].utf8.allSatisfy { (0x61...0x7a).contains($0) }
    }

    static func readDevice(_ root: ConfigurationTable) -> Device {
        var device = Device()
        guard let table = root.table("device") else { return device }
        table.allow(["data_folder", "control_socket", "page_port", "clock_trust"])
        device.dataFolder = table.text(
            "data_folder", allowed: "a whole path, such as \"/var/lib/tunet\"", default: device.dataFolder
        ) { isWholePath($0, longest: 1000) }
        // The address of a socket has 108 bytes, the last one a NUL: unix(7).
        device.controlSocket = table.text(
            "control_socket", allowed: "a whole path of at most 107 bytes, such as \"/run/tunet/control.sock\"",
            default: device.controlSocket
        ) { isWholePath($0, longest: 107) }
        let port = table.integer("page_port", in: 0...65_535, default: 8481)
        device.pagePort = port == 0 ? nil : UInt16(port)
        device.clockTrust = table.choice("clock_trust", default: device.clockTrust) ?? device.clockTrust
        return device
    }

    private static func isWholePath(_ path: String, longest: Int) -> Bool {
        path.hasPrefix("/") && (2...longest).contains(path.utf8.count)
            && path.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            && !path.split(separator: "/").contains("..")
    }

    static func readRelease(_ root: ConfigurationTable) -> ReleasePolicy {
        var policy = ReleasePolicy()
        guard let table = root.table("release") else { return policy }
        table.allow(["leaf", "epsilon", "correction_days", "directions", "yearly_ceiling"])
        policy.leaf = table.choice("leaf", default: policy.leaf) ?? policy.leaf
        let epsilon = table.parsed("epsilon", allowed: EpsilonText.allowed) { EpsilonText.read($0) }
        if let (numerator, denominator) = epsilon {
            policy.epsilonNumerator = numerator
            policy.epsilonDenominator = denominator
        }
        policy.correctionDays = table.integer("correction_days", in: 0...31, default: policy.correctionDays)
        policy.directions = table.choice("directions", default: policy.directions) ?? policy.directions
        policy.yearlyCeiling = table.integer("yearly_ceiling", in: 1...1_000_000, default: policy.yearlyCeiling)
        return policy
    }

    static func readUplink(_ root: ConfigurationTable) -> UplinkPolicy? {
        guard let table = root.table("uplink") else { return nil }
        table.allow(["collector", "collector_key", "upload_at"])
        let collector = table.parsed(
            "collector",
            allowed: "an address such as \"https://collector.example:8480\": http or https, a host, "
                + "perhaps a port from 1 to 65535, and no path", isNeeded: true, readURL)
        let key = table.parsed(
            "collector_key", allowed: "the collector's public key: 32 bytes in base64, which are 44 characters",
            isNeeded: true
        ) { text in
            Data(base64Encoded: text).flatMap { $0.count == 32 ? [UInt8]($0) : nil }
        }
        let minute = table.parsed("upload_at", allowed: "a time from \"00:00\" to \"23:59\"") {
            ClockTime.read($0).flatMap { $0 < 1440 ? $0 : nil }
        }
        return UplinkPolicy(
            collectorURL: collector ?? "", collectorKey: key ?? [], uploadMinute: minute ?? 195)
    }

    /// An address without the slash at its end; nil if it is not one.
    private static func readURL(_ text: String) -> String? {
        let url = text.hasSuffix("/") ? text.dropLast() : text[...]
        guard let scheme = ["http://", "https://"].first(where: url.hasPrefix) else { return nil }
        var host = url.dropFirst(scheme.count)
        if let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") {
            let digits = host[colon...].dropFirst()
            guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let port = Int(digits), (1...65_535).contains(port)
            else { return nil }
            host = host[..<colon]
        }
        guard (1...253).contains(host.utf8.count) else { return nil }
        if host.hasPrefix("["), host.hasSuffix("]") {
            let address = host.dropFirst().dropLast()
            return address.contains(":") && address.utf8.allSatisfy { ":.0123456789abcdefABCDEF".utf8.contains($0) }
                ? String(url) : nil
        }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let isHost = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.utf8.allSatisfy { isBareKeyByte($0) && $0 != 0x5f }
        }
        return isHost ? String(url) : nil
    }
}

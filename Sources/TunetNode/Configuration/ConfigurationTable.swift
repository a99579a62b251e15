internal import TunetCore

/// The mistakes found so far, and where things are.
///
/// Readers go on after a mistake with a value that keeps them going; no value is used once there is a mistake.
final class ConfigurationContext {
    let file: String
    let lines: KeyLines
    private(set) var mistakes: [ConfigurationMistake] = []
    /// The languages of the place, known once `[place]` has been read.
    var languages: [String] = []
    /// Where each GPIO line is used.
    var lineUses: [LineAddress: ConfigurationPath] = [:]

    init(file: String, lines: KeyLines) {
        self.file = file
        self.lines = lines
    }

    /// - Parameter message: What was found; what is allowed.
    func report(_ path: ConfigurationPath, _ message: String) {
        let line = lines.line(of: path)
        mistakes.append(ConfigurationMistake(file: file, line: line, key: path.description, message: message))
    }
}

/// A table of the configuration that is being read.
///
/// Each accessor reports what is wrong with its key, and then returns the given default or something empty.
struct ConfigurationTable {
    let values: [String: ConfigurationValue]
    let path: ConfigurationPath
    let context: ConfigurationContext

    func report(_ key: String, _ message: String) {
        context.report(path.appending(key), message)
    }

    /// Reports each key that is not among `keys`.
    func allow(_ keys: [String]) {
        for key in values.keys.sorted() where !keys.contains(key) {
            let advice = nearestWord(to: key, among: keys).map { "did you mean \($0)?" }
            report(key, "found an unknown key; \(advice ?? "allowed are \(keys.joined(separator: ", "))")")
        }
    }

    /// The value of `key`; nil, and reported if it is `needed`, where there is none.
    func value(_ key: String, needed: String? = nil) -> ConfigurationValue? {
        if let value = values[key] { return value }
        if let needed { report(key, "found nothing; needed is \(needed)") }
        return nil
    }

    /// The text of `key`; nil where there is none. What `isAllowed` refuses is reported.
    private func text(_ key: String, allowed: String, isNeeded: Bool, isAllowed: (String) -> Bool) -> String? {
        guard let value = value(key, needed: isNeeded ? allowed : nil) else { return nil }
        if case .string(let text) = value, isAllowed(text) { return text }
        report(key, "found \(value.name); allowed is \(allowed)")
        return nil
    }

    /// The text of `key`, or `fallback`, which is needed if the key may be absent.
    func text(
        _ key: String, allowed: String, default fallback: String? = nil, where isAllowed: (String) -> Bool
    ) -> String {
        text(key, allowed: allowed, isNeeded: fallback == nil, isAllowed: isAllowed) ?? fallback ?? ""
    }

    /// What `parse` makes of the text of `key`; nil where it is absent, and where `parse` returns nil, which is reported.
    func parsed<Parsed>(
        _ key: String, allowed: String, isNeeded: Bool = false, _ parse: (String) -> Parsed?
    ) -> Parsed? {
        var parsed: Parsed?
        _ = text(key, allowed: allowed, isNeeded: isNeeded) { text in
            parsed = parse(text)
            return parsed != nil
        }
        return parsed
    }

    /// Words for people: 1 to 200 characters on one line.
    func words(_ key: String) -> String {
        text(key, allowed: "a text of 1 to 200 characters on one line") { text in
            !text.allSatisfy(\.isWhitespace) && text.unicodeScalars.count <= 200
                && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        }
    }

    /// 1 to 40 characters of `a-z`, `0-9`, `-`; empty after a mistake.
    func identifier(_ key: String = "id") -> String {
        text(key, allowed: "1 to 40 of the characters a-z, 0-9 and -") { text in
            (1...40).contains(text.utf8.count) && text.utf8.allSatisfy { byte in isBareKeyByte(byte) && byte != 0x5f }
                && !text.utf8.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        }
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, default fallback: Choice? = nil, as type: Choice.Type = Choice.self
    ) -> Choice? {
        let names = Choice.allCases.map(\.rawValue)
        guard let value = value(key, needed: fallback == nil ? "one of \(names.joined(separator: ", "))" : nil) else {
            return fallback
        }
        if case .string(let name) = value, let choice = Choice(rawValue: name) { return choice }
        report(key, "found \(value.name); allowed are \(names.joined(separator: ", "))")
        return fallback
    }

    func integer(_ key: String, in range: ClosedRange<Int>, default fallback: Int? = nil) -> Int {
        let allowed = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard let value = value(key, needed: fallback == nil ? allowed : nil) else { return fallback ?? 0 }
        if case .integer(let number) = value, range.contains(number) { return number }
        report(key, "found \(value.name); allowed is \(allowed)")
        return fallback ?? 0
    }

    func flag(_ key: String, default fallback: Bool) -> Bool {
        guard let value = values[key] else { return fallback }
        if case .boolean(let flag) = value { return flag }
        report(key, "found \(value.name); allowed are true, false")
        return fallback
    }

    func duration(_ key: String, in range: ClosedRange<Duration>) -> Duration? {
        let (low, high) = (DurationText.write(range.lowerBound), DurationText.write(range.upperBound))
        return parsed(key, allowed: "a time from \"\(low)\" to \"\(high)\", such as \"5 ms\", \"2 s\" or \"1 min\"") {
            DurationText.read($0).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func length(_ key: String, in range: ClosedRange<Length>) -> Length? {
        let (low, high) = (LengthText.write(range.lowerBound), LengthText.write(range.upperBound))
        return parsed(key, allowed: "a length from \"\(low)\" to \"\(high)\", such as \"15 cm\" or \"150 mm\"") {
            LengthText.read($0).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A list of texts, each with its path; those of other types are reported.
    func texts(_ key: String, allowed: String, default fallback: [String]? = nil) -> [(String, ConfigurationPath)] {
        let own = path.appending(key)
        guard let value = value(key, needed: fallback == nil ? allowed : nil) else {
            return (fallback ?? []).map { ($0, own) }
        }
        guard case .array(let elements) = value else {
            report(key, "found \(value.name); allowed is \(allowed)")
            return []
        }
        var texts: [(String, ConfigurationPath)] = []
        for (index, element) in elements.enumerated() {
            if case .string(let text) = element {
                texts.append((text, own.appending(index)))
            } else {
                context.report(own.appending(index), "found \(element.name); allowed is \(allowed)")
            }
        }
        return texts
    }

    func table(_ key: String, needed: String? = nil) -> ConfigurationTable? {
        guard let value = value(key, needed: needed) else { return nil }
        if case .table(let values) = value {
            return ConfigurationTable(values: values, path: path.appending(key), context: context)
        }
        let advice = path.steps.isEmpty ? "the table [\(key)], once" : "a table, \(key) = { … }"
        report(key, "found \(value.name); allowed is \(advice)")
        return nil
    }

    /// The tables of `[[key]]`.
    ///
    /// - Parameter isQuiet: Whether mistakes have been reported before.
    func tables(_ key: String, isQuiet: Bool = false) -> [ConfigurationTable] {
        guard let value = values[key] else { return [] }
        guard case .array(let elements) = value else {
            if !isQuiet { report(key, "found \(value.name); allowed are tables [[\(key)]], with two brackets") }
            return []
        }
        var tables: [ConfigurationTable] = []
        for (index, element) in elements.enumerated() {
            let own = path.appending(key).appending(index)
            if case .table(let values) = element {
                tables.append(ConfigurationTable(values: values, path: own, context: context))
            } else if !isQuiet {
                context.report(own, "found \(element.name); allowed is a table [[\(key)]]")
            }
        }
        return tables
    }
}

package import TunetCore
internal import TunetLocal

/// Reads the TOML file in which an installer describes a place.
///
/// All mistakes are found in one go, each with its line, its key, what was found and what is allowed. See the
/// examples in `Firmware-config/examples` for the keys.
package enum ConfigurationReader {
    /// The longest file that is read; a place with a hundred sessions has 10 KB.
    static let longestFile = 1 << 18

    /// Reads the file at `path`.
    ///
    /// - Throws: ``ConfigurationError`` with all mistakes; a file that cannot be read is one mistake.
    package static func read(contentsOf path: String) throws(ConfigurationError) -> PlaceConfiguration {
        let bytes: [UInt8]
        do throws(BoundedFile.Failure) {
            bytes = try BoundedFile.read(path, limit: longestFile)
        } catch {
            throw ConfigurationError([
                ConfigurationMistake(
                    file: path, line: 0, key: "", message: "the configuration cannot be read: \(error.message)")
            ])
        }
        guard let toml = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationError([
                ConfigurationMistake(
                    file: path, line: lineOfBadUTF8(in: bytes), key: "",
                    message: "found bytes that are not UTF-8; save the file as UTF-8 text")
            ])
        }
        return try read(toml: toml, file: path)
    }

    /// Reads a configuration from its text.
    ///
    /// - Parameters:
    ///   - file: The name of the file, for the mistakes.
    ///   - checkZone: Throws if there is no time zone of that name.
    /// - Throws: ``ConfigurationError`` with all mistakes, in the order of their lines.
    package static func read(
        toml: String, file: String,
        checkZone: (String) throws(TimeZoneError) -> Void = { name throws(TimeZoneError) in
            _ = try TimeZoneFile.rules(named: name)
        }
    ) throws(ConfigurationError) -> PlaceConfiguration {
        let root = try parse(toml: toml, file: file)
        root.allow([
            "place", "controller", "device", "release", "uplink", "opening", "session", "occupancy_reset", "door",
            "panel", "question", "message", "you_said", "kiosk", "volunteers",
        ])
        let place = readPlace(root, checkZone: checkZone)
        let (doors, panels) = (readDoors(root), readPanels(root))
        let configuration = PlaceConfiguration(
            place: place, doors: doors, panels: panels, sessions: readSessions(root),
            release: readRelease(root), uplink: readUplink(root), device: readDevice(root),
            openings: readOpenings(root), occupancyResets: readOccupancyResets(root),
            controller: readController(root), questions: readQuestions(root, panels: panels),
            messages: readMessages(root), promises: readPromises(root), kiosk: readKiosk(root),
            volunteers: readVolunteers(root))
        checkWhole(root, configuration)
        let mistakes = root.context.mistakes
        guard mistakes.isEmpty else {
            // A stable order: by line, and as found within a line.
            let ordered = mistakes.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
            throw ConfigurationError(ordered.map(\.element))
        }
        return configuration
    }

    private static func parse(toml: String, file: String) throws(ConfigurationError) -> ConfigurationTable {
        func mistake(line: Int, _ message: String) -> ConfigurationError {
            ConfigurationError([ConfigurationMistake(file: file, line: line, key: "", message: message)])
        }
        // The TOML library takes strings that end at a NUL, and would leave the rest of the file out in silence.
        if let end = toml.utf8.firstIndex(of: 0) {
            let line = toml.utf8[..<end].count { $0 == UInt8(ascii: "\n") } + 1
            throw mistake(line: line, "found a NUL character; a configuration is text")
        }
        let values: [String: ConfigurationValue]
        let lines: KeyLines
        do throws(ConfigurationValue.SyntaxError) {
            lines = try KeyLocator.locate(in: toml)
            values = try ConfigurationValue.parse(toml: toml)
        } catch {
            throw mistake(line: error.line, "column \(error.column): this is not TOML: \(error.message)")
        }
        if let line = lines.nulLines.first {
            throw mistake(line: line, "found the escape of a NUL character; leave it out")
        }
        return ConfigurationTable(
            values: values, path: .root, context: ConfigurationContext(file: file, lines: lines))
    }

    private static func lineOfBadUTF8(in bytes: [UInt8]) -> Int {
        // UTF-8 never hides the end of a line within a character, so that lines can be looked at one by one.
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
    }

    /// What can be judged only with everything read.
    private static func checkWhole(_ root: ConfigurationTable, _ configuration: PlaceConfiguration) {
        if root.values["door"] == nil && root.values["panel"] == nil {
            root.context.report(.root, "found no door and no panel; needed is at least one [[door]] or [[panel]]")
        }
        reportDuplicates(root, [("door", configuration.doors.map(\.id)), ("panel", configuration.panels.map(\.id))])
        reportDuplicates(root, [("session", configuration.sessions.map(\.id))])
        reportDuplicates(root, [("question", configuration.questions.map(\.id))])
        reportDuplicates(root, [("message", configuration.messages.map(\.id))])
        checkQuestions(root, configuration)
        checkOccupancyResets(root, configuration)
        if root.context.mistakes.isEmpty { checkCeiling(root, configuration) }
    }

    /// A ceiling may stop further kinds of numbers, but a place that releases nothing could not even tell so.
    private static func checkCeiling(_ root: ConfigurationTable, _ configuration: PlaceConfiguration) {
        guard let first = configuration.measureKinds.first else { return }
        // A leap year, and one of 53 weeks.
        let charge = [2024, 2026].map { year in
            let plan = YearCharge(year: year, configuration: configuration)
            return Double(plan.leaves[first] ?? 0) * plan.epsilon
        }.reduce(0, max)
        guard charge > Double(configuration.release.yearlyCeiling) else { return }
        root.context.report(
            .root.appending("release").appending("yearly_ceiling"),
            "\(configuration.release.yearlyCeiling) has no room for a year of \(first), which is charged "
                + "\(Int(charge.rounded(.up))); allowed is that or more, or choose longer leaves or fewer sessions")
    }

    /// Reports each id that an earlier element of the same lists has.
    private static func reportDuplicates(_ root: ConfigurationTable, _ lists: [(key: String, ids: [String])]) {
        var seen: [String: ConfigurationPath] = [:]
        for (key, ids) in lists {
            for (table, id) in zip(root.tables(key, isQuiet: true), ids) where !id.isEmpty {
                if let earlier = seen[id] {
                    let line = root.context.lines.line(of: earlier)
                    let others = lists.map { "\($0.key)s" }.joined(separator: " and ")
                    table.report(
                        "id",
                        "found \"\(id)\", the id of \(earlier) in line \(line); allowed is an id that "
                            + "no other of the \(others) has")
                } else {
                    seen[id] = table.path
                }
            }
        }
    }
}

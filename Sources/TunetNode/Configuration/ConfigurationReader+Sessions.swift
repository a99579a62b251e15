internal import TunetCore

extension ConfigurationReader {
    static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    static func readSessions(_ root: ConfigurationTable) -> [Session] {
        var sessions: [Session] = []
        var paths: [ConfigurationPath] = []
        let tables = root.tables("session")
        // Each session is compared with those before it.
        if tables.count > 100 { root.report("session", "found \(tables.count) sessions; allowed are at most 100") }
        for table in tables.prefix(100) {
            let session = readSession(table)
            for (other, path) in zip(sessions, paths) where session.overlaps(other) {
                table.report(
                    "from",
                    "found a time in \(path), \"\(other.id)\", in line \(root.context.lines.line(of: path)); allowed "
                        + "is one session at a time")
                break
            }
            sessions.append(session)
            paths.append(table.path)
        }
        return sessions
    }

    private static func readSession(_ table: ConfigurationTable) -> Session {
        table.allow(["id", "name", "weekdays", "from", "to"])
        let id = table.identifier()
        if [Leaf.outsideSessions, Leaf.allDay, Leaf.uncertain].contains(id) {
            table.report("id", "found \"\(id)\", which Tunet uses itself; allowed is any other id")
        }
        let (start, end) = readTimes(table, of: "a session")
        return Session(
            id: id, name: table.words("name"), weekdays: readWeekdays(table), startMinute: start, endMinute: end)
    }

    static func readOpenings(_ root: ConfigurationTable) -> [Opening] {
        let tables = root.tables("opening")
        if tables.count > 100 { root.report("opening", "found \(tables.count) openings; allowed are at most 100") }
        return tables.prefix(100).map { table in
            table.allow(["weekdays", "from", "to"])
            let (start, end) = readTimes(table, of: "an opening")
            return Opening(weekdays: readWeekdays(table), startMinute: start, endMinute: end)
        }
    }

    private static func readTimes(_ table: ConfigurationTable, of what: String) -> (start: Int, end: Int) {
        let start = quarterHour("from", in: 0...1425, table)
        let end = quarterHour("to", in: 15...1440, table)
        if let start, let end, start >= end {
            table.report("to", "found an end that is not after the start; allowed is \(what) within one day")
        }
        return (start ?? 0, end ?? 0)
    }

    static func quarterHour(_ key: String, in range: ClosedRange<Int>, _ table: ConfigurationTable) -> Int? {
        let (low, high) = (ClockTime.write(range.lowerBound), ClockTime.write(range.upperBound))
        return table.parsed(key, allowed: "a quarter of an hour from \"\(low)\" to \"\(high)\"", isNeeded: true) {
            ClockTime.read($0).flatMap { $0 % 15 == 0 && range.contains($0) ? $0 : nil }
        }
    }

    static func readWeekdays(_ table: ConfigurationTable) -> Set<Int> {
        let allowed = weekdays.joined(separator: ", ")
        let given = table.texts("weekdays", allowed: "a list of \(allowed)")
        if case .array([]) = table.values["weekdays"] {
            table.report("weekdays", "found an empty list; allowed are \(allowed)")
        }
        var days: Set<Int> = []
        for (name, path) in given {
            guard let index = weekdays.firstIndex(of: name) else {
                table.context.report(path, "found \"\(shown(name))\"; allowed are \(allowed)")
                continue
            }
            if !days.insert(index + 1).inserted {
                table.context.report(path, "found \"\(name)\" twice; allowed is each weekday once")
            }
        }
        return days
    }
}

extension Session {
    fileprivate func overlaps(_ other: Session) -> Bool {
        !weekdays.isDisjoint(with: other.weekdays) && startMinute < other.endMinute && other.startMinute < endMinute
    }
}

/// Times of day as people write them, such as `03:15`.
enum ClockTime {
    /// Minutes after midnight, 0 to 1440; nil unless `text` is two digits, a colon and two digits.
    static func read(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        let digits = [0, 1, 3, 4].map { Int(bytes[$0]) - Int(UInt8(ascii: "0")) }
        guard digits.allSatisfy({ (0...9).contains($0) }), digits[2] < 6 else { return nil }
        let minutes = (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 + digits[3]
        return minutes <= 1440 ? minutes : nil
    }

    static func write(_ minutes: Int) -> String {
        "\(zeroPadded(minutes / 60, width: 2)):\(zeroPadded(minutes % 60, width: 2))"
    }
}

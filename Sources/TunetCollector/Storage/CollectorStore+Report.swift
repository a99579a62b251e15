internal import TunetCore
internal import TunetSQLite

extension CollectorStore {
    /// What is stored, added up. Kept until something changes, also by another process.
    package func report() throws -> Report {
        let state = try [
            database.first("PRAGMA data_version") { row in try row.int64(0) } ?? 0,
            database.first("SELECT total_changes()") { row in try row.int64(0) } ?? 0,
        ]
        if let cachedReport, cachedReport.state == state { return cachedReport.report }
        var builder = ReportBuilder()
        builder.names = try names()
        try addLeaves(to: &builder)
        try addStopped(to: &builder)
        let received = try database.query("SELECT place, max(received) FROM batch GROUP BY place") { row in
            (try row.string(0), try row.int64(1))
        }
        let missing = Dictionary(
            try database.query(
                """
                SELECT place, sum(last - first + 1) FROM batch WHERE NOT EXISTS (
                    SELECT 1 FROM leaf WHERE leaf.place = batch.place AND leaf.epoch = batch.epoch AND seq = batch.first)
                GROUP BY place
                """
            ) { (try $0.string(0), try $0.int64(1)) }
        ) { first, _ in first }
        let times = Dictionary(received) { first, _ in first }
        var places: [PlaceReport] = []
        for place in try self.places() {
            var report = builder.place(
                id: place.id, name: place.name, municipality: place.municipality, received: times[place.id])
            report.missing = missing[place.id]
            places.append(report)
        }
        places.sort { ($0.name, $0.id) < ($1.name, $1.id) }
        let report = Report(places: places, alarms: try alarms())
        cachedReport = (state, report)
        return report
    }

    private func addLeaves(to builder: inout ReportBuilder) throws {
        let statement = try database.prepare(
            """
            SELECT place, period, session, measure, coalesce(question, ''), coalesce(option, ''), coalesce(panel, ''),
                epsilon, value, observed, scheduled
            FROM leaf
            """)
        try statement.forEachRow { row in
            let period = try row.string(1)
            let epsilon = try row.string(7)
            guard let parsed = Period(period), let fraction = Epsilon(epsilon) else {
                throw SQLiteError(.mismatch, message: "A stored leaf has the period “\(period)” and ε “\(epsilon)”")
            }
            builder.add(
                LeafRow(
                    place: try row.string(0), period: parsed, session: try row.string(2), measure: try row.string(3),
                    question: try row.string(4), option: try row.string(5), panel: try row.string(6),
                    epsilon: fraction.value, value: try row.int64(8), observed: try row.int64(9),
                    scheduled: try row.int64(10)))
            return true
        }
    }

    private func addStopped(to builder: inout ReportBuilder) throws {
        let statement = try database.prepare(
            "SELECT place, year, measure, question, panel, ceiling, leaves FROM stopped")
        try statement.forEachRow { row in
            builder.add(
                StoppedRow(
                    place: try row.string(0), year: try row.int(1), measure: try row.string(2),
                    question: try row.string(3), panel: try row.string(4), ceiling: try row.int(5),
                    leaves: try row.int(6)))
            return true
        }
    }

    private func names() throws -> [NameKey: Name] {
        var names: [NameKey: Name] = [:]
        let statement = try database.prepare("SELECT place, kind, parent, id, language, position, text FROM name")
        try statement.forEachRow { row in
            let key = NameKey(
                place: try row.string(0), kind: try row.string(1), parent: try row.string(2), id: try row.string(3))
            let position = try row.int(5)
            names[key, default: Name(position: position)].text.byLanguage[try row.string(4)] = try row.string(6)
            return true
        }
        return names
    }

    private func alarms() throws -> [AlarmReport] {
        try database.query(
            """
            SELECT alarm.place, coalesce(place.name, alarm.place), epoch, first, last, raised, repeated
            FROM alarm LEFT JOIN place ON place.id = alarm.place ORDER BY raised DESC LIMIT 100
            """
        ) { row in
            AlarmReport(
                place: try row.string(0), placeName: try row.string(1), epoch: try row.string(2),
                first: try row.int64(3), last: try row.int64(4), raised: try row.int64(5), repeated: try row.int64(6))
        }
    }
}

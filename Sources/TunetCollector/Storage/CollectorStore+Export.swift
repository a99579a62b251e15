internal import TunetSQLite

extension CollectorStore {
    /// Where the next part of an export begins.
    package struct ExportPosition: Sendable, Equatable {
        var place = ""
        var epoch = ""
        var seq: Int64 = 0
    }

    /// How many leaves are read at a time, so that an export of many years stays small in memory and lets batches in.
    static let exportPartSize: Int64 = 2000

    /// The next part of all released leaves as CSV (RFC 4180), without the header row.
    ///
    /// - Returns: nil for the position after the last part.
    package func csvPart(from position: ExportPosition) throws -> (rows: String, next: ExportPosition?) {
        var rows = ""
        var next = position
        var count: Int64 = 0
        let statement = try database.prepare(
            """
            SELECT leaf.place, epoch, seq, place.municipality, period, session, measure, question, option, panel, value,
                epsilon, observed, scheduled
            FROM leaf JOIN place ON place.id = leaf.place
            WHERE (leaf.place, epoch, seq) > (?, ?, ?) ORDER BY leaf.place, epoch, seq LIMIT ?
            """)
        let values: [SQLiteValue] = [
            .text(position.place), .text(position.epoch), .integer(position.seq), .integer(Self.exportPartSize),
        ]
        try statement.forEachRow(values) { row in
            next = ExportPosition(place: try row.string(0), epoch: try row.string(1), seq: try row.int64(2))
            count += 1
            rows += CSV.row([
                .text(next.place), .text(try row.optionalString(3) ?? ""), .number(next.seq), .text(try row.string(4)),
                .text(try row.string(5)), .text(try row.string(6)), .text(try row.optionalString(7) ?? ""),
                .text(try row.optionalString(8) ?? ""), .text(try row.optionalString(9) ?? ""),
                .number(try row.int64(10)), .text(try row.string(11)), .number(try row.int64(12)),
                .number(try row.int64(13)),
            ])
            return true
        }
        return (rows, count < Self.exportPartSize ? nil : next)
    }
}

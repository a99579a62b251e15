package import TunetCore
internal import TunetSQLite
internal import TunetWire

extension CollectorStore {
    /// Stores a batch with the effect of exactly once, however often and in whatever order batches come.
    ///
    /// - Throws: ``SQLiteError``; nothing is stored then, and the batch should be sent again.
    package func ingest(_ batch: VerifiedBatch, now: UTCInstant) throws -> IngestOutcome {
        let header = batch.header
        return try database.transaction {
            guard try key(ofPlace: header.place) != nil else { return .unknownPlace }
            // Ranges [first, last] of one epoch never overlap, so that the one that begins latest, not after our last
            // number, is the only one that can meet ours.
            let stored = try database.first(
                """
                SELECT first, last, sha256 FROM batch WHERE place = ? AND epoch = ? AND first <= ?
                ORDER BY first DESC LIMIT 1
                """, .text(header.place), .text(header.epoch), .integer(header.last)
            ) { row in (first: try row.int64(0), last: try row.int64(1), sha256: try row.string(2)) }
            if let stored, stored.last >= header.first {
                guard (stored.first, stored.last, stored.sha256) == (header.first, header.last, header.sha256) else {
                    let isSameRange = (stored.first, stored.last) == (header.first, header.last)
                    if isSameRange, let isNew = try takeInstead(batch, now: now) {
                        return .stored(watermark: try watermark(header.place, header.epoch), isNew: isNew)
                    }
                    return .conflict(
                        message: try raiseAlarm(for: header, against: stored, now: now),
                        watermark: try watermark(header.place, header.epoch), repeated: try repeated(in: batch))
                }
                return .stored(watermark: try watermark(header.place, header.epoch), isNew: false)
            }
            try insert(batch, now: now)
            return .stored(watermark: try watermark(header.place, header.epoch), isNew: true)
        }
    }

    /// A batch that a device had no room for and has dropped may have been saved before, or have come already: what is
    /// there is better than the word that it will not come.
    ///
    /// - Returns: whether the batch took the place of that word; nil if this is a real contradiction.
    private func takeInstead(_ batch: VerifiedBatch, now: UTCInstant) throws -> Bool? {
        let header = batch.header
        if batch.payload.dropped == true { return false }
        let isEmpty =
            try database.first(
                "SELECT count(*) FROM leaf WHERE place = ? AND epoch = ? AND seq = ?", .text(header.place),
                .text(header.epoch), .integer(header.first)
            ) { try $0.int64(0) } == 0
        guard isEmpty else { return nil }
        try database.run(
            "DELETE FROM batch WHERE place = ? AND epoch = ? AND first = ?", .text(header.place), .text(header.epoch),
            .integer(header.first))
        try insert(batch, now: now)
        return true
    }

    /// The highest number such that all releases from 1 up to it are stored; 0 for none.
    func watermark(_ place: String, _ epoch: String) throws -> Int64 {
        var watermark: Int64 = 0
        let sql = "SELECT first, last FROM batch WHERE place = ? AND epoch = ? ORDER BY first"
        try database.prepare(sql).forEachRow([.text(place), .text(epoch)]) { row in
            guard try row.int64(0) == watermark + 1 else { return false }
            watermark = try row.int64(1)
            return true
        }
        return watermark
    }

    /// The releases of a batch that is not taken whose leaf is stored already.
    private func repeated(in batch: VerifiedBatch) throws -> [Int64] {
        try batch.payload.releases.filter { leaf in
            try database.first(
                """
                SELECT 1 FROM leaf WHERE place = ? AND epoch = ? AND period = ? AND session = ? AND measure = ?
                AND question IS ? AND option IS ? AND panel IS ?
                """, .text(batch.header.place), .text(batch.header.epoch), .text(leaf.period), .text(leaf.session),
                .text(leaf.measure), .optional(leaf.question), .optional(leaf.option), .optional(leaf.panel)
            ) { try $0.int64(0) } != nil
        }.map(\.seq)
    }

    /// What the collector's receipt says of the epoch: for each kind of leaf, the first day after the latest period that is
    /// stored.
    package func held(_ place: String, _ epoch: String) throws -> [String: String] {
        var held: [String: String] = [:]
        for kind in ReleasedLeaf.Kind.allCases {
            let measures = kind.measures.map { "'\($0)'" }.joined(separator: ", ")
            let period = try database.first(
                """
                SELECT period FROM leaf WHERE place = ? AND epoch = ? AND measure IN (\(measures)) AND session <> ?
                ORDER BY seq DESC LIMIT 1
                """, .text(place), .text(epoch), .text(Leaf.uncertain)
            ) { try $0.string(0) }
            held[kind.rawValue] = period.flatMap { Period($0) }?.endDay.description
        }
        return held
    }

    private func insert(_ batch: VerifiedBatch, now: UTCInstant) throws {
        let header = batch.header
        try database.run(
            "INSERT INTO batch (place, epoch, first, last, sha256, received, message) VALUES (?, ?, ?, ?, ?, ?, ?)",
            .text(header.place), .text(header.epoch), .integer(header.first), .integer(header.last),
            .text(header.sha256), .integer(now.seconds), .blob(batch.bytes))
        let id = database.lastInsertedRowID
        let statement = try database.prepare("INSERT INTO leaf VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for leaf in batch.payload.releases {
            try statement.run([
                .text(header.place), .text(header.epoch), .integer(leaf.seq), .integer(id), .text(leaf.period),
                .text(leaf.session), .text(leaf.measure), .optional(leaf.question), .optional(leaf.option),
                .optional(leaf.panel), .integer(leaf.value), .text(leaf.epsilon), .integer(leaf.observed),
                .integer(leaf.scheduled),
            ])
        }
        try insert(batch.payload.names, header: header)
        try insert(batch.payload.stopped ?? [], header: header)
    }

    /// The number of leaves only grows in a year, so that the largest one is the latest, in whatever order batches come.
    private func insert(_ stopped: [StoppedMeasure], header: BatchHeader) throws {
        for kind in stopped {
            try database.run(
                """
                INSERT INTO stopped VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET ceiling = excluded.ceiling, leaves = excluded.leaves
                WHERE stopped.leaves < excluded.leaves
                """, .text(header.place), .integer(Int64(kind.year)), .text(kind.measure), .text(kind.question ?? ""),
                .text(kind.panel ?? ""), .integer(Int64(kind.ceiling)), .integer(Int64(kind.leaves)))
        }
    }

    /// Names of a later batch replace those of an earlier one, also when the earlier one comes later.
    private func insert(_ names: PlaceNames, header: BatchHeader) throws {
        func insert(
            _ kind: String, of parent: String, _ id: String, position: Int = 0, _ texts: [String: String]
        ) throws {
            for (language, text) in texts {
                try database.run(
                    """
                    INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE
                    SET position = excluded.position, text = excluded.text, epoch = excluded.epoch, seq = excluded.seq
                    WHERE name.epoch <> excluded.epoch OR name.seq < excluded.seq
                    """, .text(header.place), .text(kind), .text(parent), .text(id), .text(language),
                    .integer(Int64(position)),
                    .text(String(text.prefix(300))), .text(header.epoch), .integer(header.last))
            }
        }
        for (id, text) in names.sessions { try insert("session", of: "", id, ["": text]) }
        for (id, text) in names.panels { try insert("panel", of: "", id, ["": text]) }
        for (id, question) in names.questions {
            try insert("question", of: "", id, question.text)
            for (position, option) in question.options.enumerated() {
                try insert("option", of: id, option.id, position: position, option.text)
            }
        }
    }

    /// The same conflict again is counted, so that a device that never gives up does not fill the table.
    private func raiseAlarm(
        for header: BatchHeader, against stored: (first: Int64, last: Int64, sha256: String), now: UTCInstant
    ) throws -> String {
        let message =
            "Releases \(header.first) to \(header.last) of epoch \(header.epoch) came with another content than the "
            + "batch \(stored.first) to \(stored.last) that is stored. The card of the device was probably restored or "
            + "copied."
        try database.run(
            """
            INSERT INTO alarm (place, epoch, first, last, raised, message) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET repeated = repeated + 1
            """, .text(header.place), .text(header.epoch), .integer(header.first), .integer(header.last),
            .integer(now.seconds), .text(message))
        return message
    }
}

internal import TunetSQLite

/// The collector's tables and how they come to be.
///
/// A rollback journal, not a write-ahead log: `place add` may write while the service runs, and before SQLite 3.51.3 two
/// connections meeting at a checkpoint of a WAL can lose a commit (https://sqlite.org/wal.html#walreset). A collector
/// commits a few times a day for each place, so that the slower journal costs nothing. `synchronous=EXTRA` also syncs the
/// folder after the journal is gone, so that a commit that was answered is on the disk.
enum CollectorSchema {
    /// In the file's header: “Tune”, so that another program's database is not taken for ours.
    static let applicationID: Int64 = 0x5475_6e65
    /// `PRAGMA user_version` of what this program reads and writes.
    static var version: Int64 { Int64(migrations.count) }

    /// Brings the database to the current version, or says why it can't.
    static func prepare(_ database: SQLiteConnection, path: String) throws {
        try database.execute(
            """
            PRAGMA journal_mode = TRUNCATE;
            PRAGMA synchronous = EXTRA;
            PRAGMA foreign_keys = ON;
            PRAGMA trusted_schema = OFF;
            """)
        let application = try database.first("PRAGMA application_id") { row in try row.int64(0) } ?? 0
        let found = try database.userVersion()
        let isEmpty = try database.first("SELECT count(*) FROM sqlite_schema") { row in try row.int64(0) } == 0
        guard application == applicationID || (isEmpty && application == 0 && found == 0) else {
            throw CollectorError(
                .database, "\(path) is a database of another program. Name the collector's own file, or a new one.")
        }
        guard found <= version else {
            throw CollectorError(
                .newerSchema,
                "\(path) was written by a newer Tunet (version \(found) of the tables; this one knows \(version)). "
                    + "Install that version again, or a later one.")
        }
        guard (0..<version).contains(found) else { return }
        try database.transaction {
            // Another process may have been faster.
            let current = try database.userVersion()
            guard (0..<version).contains(current) else { return }
            for migration in migrations[Int(current)...] { try database.execute(migration) }
            try database.execute("PRAGMA application_id = \(applicationID)")
            try database.setUserVersion(Int32(version))
        }
    }

    /// Statement groups that lead from each version to the next one. Never changed once released; only added to.
    private static let migrations = [
        """
        CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;

        CREATE TABLE place (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            municipality TEXT,
            key BLOB NOT NULL,
            added INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- A batch as it came, so that it can be verified again at any time.
        CREATE TABLE batch (
            id INTEGER PRIMARY KEY,
            place TEXT NOT NULL REFERENCES place,
            epoch TEXT NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            received INTEGER NOT NULL,
            message BLOB NOT NULL,
            UNIQUE (place, epoch, first)
        ) STRICT;

        CREATE TABLE leaf (
            place TEXT NOT NULL,
            epoch TEXT NOT NULL,
            seq INTEGER NOT NULL,
            batch INTEGER NOT NULL REFERENCES batch,
            period TEXT NOT NULL,
            session TEXT NOT NULL,
            measure TEXT NOT NULL,
            question TEXT,
            option TEXT,
            panel TEXT,
            value INTEGER NOT NULL,
            epsilon TEXT NOT NULL,
            observed INTEGER NOT NULL,
            scheduled INTEGER NOT NULL,
            PRIMARY KEY (place, epoch, seq)
        ) STRICT, WITHOUT ROWID;

        -- What a place calls its parts; kind is session, panel, question or option, parent an option's question.
        CREATE TABLE name (
            place TEXT NOT NULL,
            kind TEXT NOT NULL,
            parent TEXT NOT NULL,
            id TEXT NOT NULL,
            language TEXT NOT NULL,
            -- An option's place among its question's buttons, from 0.
            position INTEGER NOT NULL,
            text TEXT NOT NULL,
            epoch TEXT NOT NULL,
            seq INTEGER NOT NULL,
            PRIMARY KEY (place, kind, parent, id, language)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE alarm (
            place TEXT NOT NULL,
            epoch TEXT NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            raised INTEGER NOT NULL,
            repeated INTEGER NOT NULL DEFAULT 0,
            message TEXT NOT NULL,
            PRIMARY KEY (place, epoch, first, last)
        ) STRICT, WITHOUT ROWID;
        """,
        """
        -- What a place said that it has not released in a year, for want of room under its ceiling. No question, no panel: ''.
        CREATE TABLE stopped (
            place TEXT NOT NULL,
            year INTEGER NOT NULL,
            measure TEXT NOT NULL,
            question TEXT NOT NULL,
            panel TEXT NOT NULL,
            ceiling INTEGER NOT NULL,
            leaves INTEGER NOT NULL,
            PRIMARY KEY (place, year, measure, question, panel)
        ) STRICT, WITHOUT ROWID;
        """,
    ]
}

import TunetSQLite

/// The tables of the store. Counters only: no row stands for one passage or one press.
enum StoreSchema {
    /// `PRAGMA user_version` of what this program reads and writes.
    static var version: Int64 { Int64(migrations.count) }

    /// Settings of the connection. The smallest pages, because each commit writes whole ones; FULL, because a press is
    /// answered only when it is on the disk; `secure_delete`, because an exact count is destroyed at its release; an
    /// exclusive lock, because there is only one connection, which then needs no shared memory file.
    static let settings = """
        PRAGMA page_size = 512;
        PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA secure_delete = ON;
        PRAGMA journal_size_limit = -1;
        PRAGMA foreign_keys = OFF;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -512;
        """

    /// The log is written over and over in the same place. It is written back when its bin is over, and not by a commit,
    /// for which somebody at a panel would wait; so it has room for a bin in which hundreds press.
    static let log = SQLiteConnection.LogSpace(reserved: 262_144)

    /// Statements that lead from each version to the next one, the first from an empty file. Never changed once released;
    /// only added to.
    static let migrations = [tables, countChecks, lives, compactReleases, actions]

    private static let tables = """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

        -- One life of the kernel. The anchor dates it; all three are NULL until then.
        CREATE TABLE boot (
            number INTEGER PRIMARY KEY, kernel_id TEXT NOT NULL UNIQUE,
            monotonic INTEGER, utc INTEGER, quality INTEGER);

        -- boot 0: bin is UTC seconds / 900. Other boots: seconds since that boot / 900.
        CREATE TABLE tally (
            boot INTEGER, bin INTEGER, source TEXT, counter TEXT, amount INTEGER NOT NULL,
            PRIMARY KEY (boot, bin, source, counter)) WITHOUT ROWID;

        -- boot 0: day is the number of the local day. Other boots: days since that boot. No option: misuse.
        CREATE TABLE press (
            boot INTEGER, day INTEGER, panel TEXT, question TEXT, option TEXT, amount INTEGER NOT NULL,
            PRIMARY KEY (boot, day, panel, question, option)) WITHOUT ROWID;

        -- What the place measured on which days: it decides which leaves exist, whatever was counted.
        CREATE TABLE measured (
            measure TEXT, panel TEXT, question TEXT, option TEXT, first_day INTEGER, last_day INTEGER,
            PRIMARY KEY (measure, panel, question, option)) WITHOUT ROWID;

        -- Released leaves of this epoch, as the batch will hold them.
        CREATE TABLE release (seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL);

        -- Frozen batches that the collector has not confirmed.
        CREATE TABLE batch (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, bytes BLOB NOT NULL);

        CREATE TABLE ledger (
            year INTEGER, measure TEXT, epsilon TEXT, leaves INTEGER NOT NULL,
            PRIMARY KEY (year, measure, epsilon)) WITHOUT ROWID;
        """

    /// A row stands for as many checks as `times` says that came out the same. It has no id and no place but that of its
    /// content, so that the order of checks is not kept; month is the number of its first day, 0 if it was not known.
    private static let countChecks = """
        CREATE TABLE count_check (
            door TEXT, series TEXT, month INTEGER,
            hand_in INTEGER, hand_out INTEGER, hand_unknown INTEGER,
            sensor_in INTEGER, sensor_out INTEGER, sensor_unknown INTEGER, times INTEGER NOT NULL,
            PRIMARY KEY (
                door, series, month, hand_in, hand_out, hand_unknown, sensor_in, sensor_out, sensor_unknown)
            ) WITHOUT ROWID;

        -- Doors at which a check is under way, so that a start after a power cut can say that it is lost.
        CREATE TABLE running_check (door TEXT PRIMARY KEY) WITHOUT ROWID;
        """

    /// Batches of an earlier life of the store wait beside those of the present one. A boot that nothing dates lies after
    /// the day that was the latest one known when it began.
    private static let lives = """
        ALTER TABLE boot ADD COLUMN after_day INTEGER;

        -- The number of a dated boot may stand negative in tally and press: then a better anchor may still move its rows.

        ALTER TABLE batch RENAME TO batch_of_one_life;
        CREATE TABLE batch (
            epoch TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, bytes BLOB NOT NULL,
            PRIMARY KEY (epoch, first));
        INSERT INTO batch
            SELECT (SELECT value FROM meta WHERE key = 'epoch'), first, last, bytes FROM batch_of_one_life ORDER BY first;
        DROP TABLE batch_of_one_life;
        """

    /// Releases lie together until they are frozen. What a kind of measure is charged, and what the ceiling has stopped, is
    /// kept for each year; and which sessions were in force on each day, because a change comes before the days before it
    /// are released.
    private static let compactReleases = """
        -- Consecutive releases as canonical JSON, compressed or not, until a batch holds them.
        CREATE TABLE released (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, leaves BLOB NOT NULL);
        INSERT INTO released
            SELECT first, last, leaves FROM (
                SELECT min(seq) AS first, max(seq) AS last,
                    CAST('[' || group_concat(CAST(leaf AS TEXT), ',') || ']' AS BLOB) AS leaves
                FROM (
                    SELECT seq, leaf FROM release
                    WHERE seq > coalesce((SELECT value FROM meta WHERE key = 'frozen'), 0) ORDER BY seq))
            WHERE first IS NOT NULL;
        DROP TABLE release;

        CREATE TABLE charge (
            year INTEGER, kind TEXT, epsilon TEXT, leaves INTEGER NOT NULL,
            PRIMARY KEY (year, kind, epsilon)) WITHOUT ROWID;
        INSERT INTO charge
            SELECT year, CASE WHEN measure LIKE 'checked%' THEN 'checks' ELSE measure END, epsilon, sum(leaves)
            FROM ledger GROUP BY 1, 2, 3;
        DROP TABLE ledger;

        -- Leaves that were not released because the year's ceiling had no room for their kind.
        CREATE TABLE stopped (
            year INTEGER, kind TEXT, ceiling INTEGER NOT NULL, leaves INTEGER NOT NULL,
            PRIMARY KEY (year, kind)) WITHOUT ROWID;

        CREATE TABLE schedule (first_day INTEGER PRIMARY KEY, sessions BLOB NOT NULL);

        -- The bin of the boot's own time in which the service first ran: the place measures from then on.
        ALTER TABLE boot ADD COLUMN first_bin INTEGER;
        """

    /// What people at the place did, without any time of day, and the sessions that they recorded afterwards.
    private static let actions = """
        -- subject and detail say of what, about is the number of the day that it is about, refers the id of another row or of
        -- a session. amount is what a correction has changed, NULL from the release of that day on.
        CREATE TABLE action (
            id INTEGER PRIMARY KEY, day INTEGER, kind TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL,
            about INTEGER, refers INTEGER, amount INTEGER, undone INTEGER NOT NULL);

        -- first and last are minutes of the local day. counted is NULL from the release of that day on.
        CREATE TABLE session (
            id INTEGER PRIMARY KEY, day INTEGER NOT NULL, name TEXT NOT NULL, first INTEGER, last INTEGER,
            organiser TEXT NOT NULL, sector TEXT NOT NULL, counted INTEGER, removed INTEGER NOT NULL);
        """
}

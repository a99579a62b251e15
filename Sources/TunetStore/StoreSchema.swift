import TunetSQLite

/// The tables of the store. Counters only: no row stands for one passage or one press.
enum StoreSchema {
    static let version: Int64 = 1

    /// Settings of the connection. Small pages, because each commit writes whole ones; FULL, because a press is
    /// answered only when it is on the disk; `secure_delete`, because an exact count is destroyed at its release; an
    /// exclusive lock, because there is only one connection, which then needs no shared memory file.
    static let settings = """
        PRAGMA page_size = 1024;
        PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA secure_delete = ON;
        PRAGMA wal_autocheckpoint = 256;
        PRAGMA journal_size_limit = 524288;
        PRAGMA foreign_keys = OFF;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -512;
        """

    static let tables = """
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
}

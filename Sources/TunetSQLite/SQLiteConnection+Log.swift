internal import CSQLite

extension SQLiteConnection {
    /// How the write-ahead log is kept between two emptyings.
    package struct LogSpace: Sendable {
        /// Bytes that the file keeps, full of zeros. A commit into them changes neither the file's length nor which blocks
        /// belong to it, so that the file system has nothing of its own to write.
        package var reserved: Int64
        /// A file longer than this is cut once it holds zeros only, and begun anew.
        package var most: Int64

        package init(reserved: Int64, most: Int64) {
            self.reserved = reserved
            self.most = most
        }

        /// A file that never stays longer than what is reserved.
        package init(reserved: Int64) {
            self.init(reserved: reserved, most: reserved)
        }
    }

    /// Zeros are written in pieces of this size, and only where there are none: no smaller than what a disk writes, no
    /// larger than the blocks of a small file system.
    private static let piece = 1024
    /// https://sqlite.org/fileformat2.html#walformat
    private static let headerSize = 32

    /// Takes everything out of the write-ahead log: what it holds is written to the database, and zeros take its place.
    /// Does nothing to a database that has no such log.
    ///
    /// `wal_checkpoint(TRUNCATE)` does the same by cutting the file to nothing. Every later commit then makes it grow, and
    /// a file system writes several blocks of its own each time a file grows. After `RESTART` nobody reads the log, and the
    /// next writer begins at its front (https://sqlite.org/c3ref/wal_checkpoint_v2.html), so that its bytes may be zeroed
    /// where they are. The header goes first, and is on the disk before the rest is touched: a log of which only the last
    /// commits were gone would bring back older ones after a power cut.
    ///
    /// - Throws: `busy` if a statement is still reading; what the disk says.
    package func emptyLog(_ space: LogSpace) throws {
        let state = try first("PRAGMA wal_checkpoint(RESTART)") { row in
            (busy: try row.int(0), frames: try row.int(1), written: try row.int(2))
        }
        guard let state, state.frames >= 0 || state.busy != 0 else { return }
        guard state.busy == 0, state.frames == state.written else {
            throw SQLiteError(.busy, message: "The log can't be emptied while something reads the database")
        }
        guard let log = LogFile(of: handle) else { return }
        let size = try log.size()
        do {
            try Self.putZeros(into: log, size: size)
        } catch {
            // Who begins anew on what is left must not bring it back.
            try? execute("PRAGMA wal_checkpoint(TRUNCATE)")
            throw error
        }
        if size > space.most {
            // Only now: the blocks that a shorter file leaves are out of reach, with all that they hold.
            try execute("PRAGMA wal_checkpoint(TRUNCATE)")
            try? log.writeZeros(at: 0, count: Int(space.reserved))
            try? log.sync()
        } else if size < space.reserved {
            // A full disk leaves a log that grows with its commits, as far as it can.
            try? log.writeZeros(at: size, count: Int(space.reserved - size))
            try? log.sync()
        }
    }

    /// Whether the log has grown beyond what is reserved, and is to be emptied soon.
    package func isLogFull(_ space: LogSpace) throws -> Bool {
        guard let log = LogFile(of: handle) else { return false }
        return try log.size() > space.reserved
    }

    private static func putZeros(into log: LogFile, size: Int64) throws(SQLiteError) {
        if try !log.isZero(at: 0, count: Self.headerSize) {
            try log.writeZeros(at: 0, count: Self.headerSize)
            try log.sync()
        }
        var isTouched = false
        for offset in stride(from: 0, to: size, by: Self.piece) {
            let count = min(Self.piece, Int(size - offset))
            guard try !log.isZero(at: offset, count: count) else { continue }
            try log.writeZeros(at: offset, count: count)
            isTouched = true
        }
        if isTouched { try log.sync() }
    }
}

/// The write-ahead log as SQLite has it open.
@safe
private struct LogFile {
    private let file: UnsafeMutablePointer<sqlite3_file>
    private let methods: UnsafePointer<sqlite3_io_methods>

    /// Nil without a log.
    init?(of handle: SQLiteHandle) {
        var found: UnsafeMutablePointer<sqlite3_file>?
        let status = unsafe sqlite3_file_control(handle.pointer, "main", SQLITE_FCNTL_JOURNAL_POINTER, &found)
        guard status == SQLITE_OK, let found = unsafe found, let methods = unsafe found.pointee.pMethods else {
            return nil
        }
        unsafe file = found
        unsafe self.methods = methods
    }

    func size() throws(SQLiteError) -> Int64 {
        var size: sqlite3_int64 = 0
        try check(unsafe methods.pointee.xFileSize(file, &size))
        return size
    }

    func isZero(at offset: Int64, count: Int) throws(SQLiteError) -> Bool {
        var bytes = [UInt8](repeating: 0, count: count)
        let status = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe methods.pointee.xRead(file, buffer.baseAddress, Int32(count), offset)
        }
        // What is beyond the end of the file is read as zeros.
        if status != SQLITE_IOERR | (2 << 8) { try check(status) }
        return bytes.allSatisfy { $0 == 0 }
    }

    func writeZeros(at offset: Int64, count: Int) throws(SQLiteError) {
        let zeros = [UInt8](repeating: 0, count: count)
        try check(
            unsafe zeros.withUnsafeBytes { buffer in
                unsafe methods.pointee.xWrite(file, buffer.baseAddress, Int32(count), offset)
            })
    }

    func sync() throws(SQLiteError) {
        try check(unsafe methods.pointee.xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY))
    }

    private func check(_ status: Int32) throws(SQLiteError) {
        guard status != SQLITE_OK else { return }
        throw SQLiteError(
            SQLiteError.code(for: status), extendedCode: status, message: "The log can't be emptied (\(status))")
    }
}

internal import CSQLite
import Glibc
import Synchronization

/// The layer under SQLite that asks a ``FaultyDisk`` before each operation on a file of its folder. SQLite's own layer does
/// what is to be done, and everything for files elsewhere.
@safe
enum FaultyVFS {
    /// What belongs to one open file.
    private final class Handle {
        let disk: FaultyDisk
        let path: String

        init(disk: FaultyDisk, path: String) {
            self.disk = disk
            self.path = path
        }
    }

    /// SQLite gives each file room for what its layer needs: first the methods, then our handle, then the file of the layer
    /// below.
    private static let handleOffset = 8
    private static let fileOffset = 16

    /// Extended codes, which Swift can't read from the header (https://sqlite.org/rescode.html).
    private enum IOError {
        static let read = SQLITE_IOERR | 1 << 8
        static let write = SQLITE_IOERR | 3 << 8
        static let sync = SQLITE_IOERR | 4 << 8
        static let truncate = SQLITE_IOERR | 6 << 8
        static let delete = SQLITE_IOERR | 10 << 8
    }

    private static let disks = Mutex<[FaultyDisk]>([])

    // Both are set once, before SQLite is told of this layer, and only read from then on; they live as long as the process,
    // because SQLite keeps their addresses.
    nonisolated(unsafe) private static let real: UnsafeMutablePointer<sqlite3_vfs> = unsafe sqlite3_vfs_find(nil)
    nonisolated(unsafe) private static let methods: UnsafeMutablePointer<sqlite3_io_methods> = unsafe makeMethods()
    private static let isInstalled: Bool = install()

    static func add(_ disk: FaultyDisk) {
        precondition(isInstalled, "SQLite did not take the layer")
        disks.withLock { $0.append(disk) }
    }

    static func remove(_ disk: FaultyDisk) {
        disks.withLock { $0.removeAll { $0 === disk } }
    }

    private static func disk(of path: String) -> FaultyDisk? {
        disks.withLock { disks in disks.first { path.hasPrefix($0.folder) } }
    }

    // MARK: - The layer

    private static func install() -> Bool {
        let own = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        unsafe own.initialize(to: real.pointee)
        unsafe own.pointee.pNext = nil
        unsafe own.pointee.szOsFile = Int32(fileOffset) + real.pointee.szOsFile
        unsafe own.pointee.zName = unsafe UnsafePointer(strdup("tunet-faulty"))
        unsafe own.pointee.xOpen = { _, name, file, flags, outFlags in
            unsafe FaultyVFS.open(name, file, flags, outFlags)
        }
        unsafe own.pointee.xDelete = { _, name, sync in unsafe FaultyVFS.delete(name, sync) }
        return unsafe sqlite3_vfs_register(own, 1) == SQLITE_OK
    }

    private static func open(
        _ name: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
        _ outFlags: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        let path = unsafe name.map { unsafe String(cString: $0) } ?? ""
        guard let file = unsafe file, let disk = disk(of: path) else {
            return unsafe real.pointee.xOpen(real, name, file, flags, outFlags)
        }
        unsafe file.pointee.pMethods = nil
        guard !disk.isOff else { return SQLITE_IOERR }
        let isNew = unsafe access(path, F_OK) != 0
        let status = unsafe real.pointee.xOpen(real, name, below(file), flags, outFlags)
        guard status == SQLITE_OK else { return status }
        let handle = unsafe Unmanaged.passRetained(Handle(disk: disk, path: path))
        unsafe UnsafeMutableRawPointer(file).storeBytes(
            of: handle.toOpaque(), toByteOffset: handleOffset, as: UnsafeMutableRawPointer.self)
        unsafe file.pointee.pMethods = unsafe UnsafePointer(methods)
        disk.opened(path, length: unsafe size(of: file), isNew: isNew)
        return SQLITE_OK
    }

    private static func delete(_ name: UnsafePointer<CChar>?, _ sync: Int32) -> Int32 {
        let path = unsafe name.map { unsafe String(cString: $0) } ?? ""
        guard let disk = disk(of: path) else { return unsafe real.pointee.xDelete(real, name, sync) }
        switch disk.judge(.delete) {
        case .fail, .goAndFail: return IOError.delete
        case .full: return SQLITE_FULL
        case .go:
            let content = FaultyDisk.read(path)
            let status = unsafe real.pointee.xDelete(real, name, 0)
            if status == SQLITE_OK { disk.deleted(path, durably: sync != 0, content: content) }
            return status
        }
    }

    // MARK: - Methods of a file

    private static func makeMethods() -> UnsafeMutablePointer<sqlite3_io_methods> {
        let own = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        // Version 1: no shared memory. The store needs none, because it locks its file for itself before it opens the log.
        var made = sqlite3_io_methods()
        made.iVersion = 1
        unsafe made.xClose = { unsafe FaultyVFS.close($0) }
        unsafe made.xRead = { unsafe FaultyVFS.read($0, $1, $2, $3) }
        unsafe made.xWrite = { unsafe FaultyVFS.write($0, $1, $2, $3) }
        unsafe made.xTruncate = { unsafe FaultyVFS.truncate($0, $1) }
        unsafe made.xSync = { file, _ in unsafe FaultyVFS.sync(file) }
        unsafe made.xFileSize = { file, size in
            unsafe FaultyVFS.below(file).pointee.pMethods.pointee.xFileSize(FaultyVFS.below(file), size)
        }
        unsafe made.xLock = { file, level in
            unsafe FaultyVFS.below(file).pointee.pMethods.pointee.xLock(FaultyVFS.below(file), level)
        }
        unsafe made.xUnlock = { file, level in
            unsafe FaultyVFS.below(file).pointee.pMethods.pointee.xUnlock(FaultyVFS.below(file), level)
        }
        unsafe made.xCheckReservedLock = { file, result in
            unsafe FaultyVFS.below(file).pointee.pMethods.pointee.xCheckReservedLock(FaultyVFS.below(file), result)
        }
        unsafe made.xFileControl = { file, operation, argument in
            unsafe FaultyVFS.below(file).pointee.pMethods.pointee.xFileControl(
                FaultyVFS.below(file), operation, argument)
        }
        unsafe made.xSectorSize = { file in
            unsafe FaultyVFS.below(file).pointee.pMethods.pointee.xSectorSize(FaultyVFS.below(file))
        }
        unsafe made.xDeviceCharacteristics = { file in
            unsafe FaultyVFS.below(file).pointee.pMethods.pointee.xDeviceCharacteristics(FaultyVFS.below(file))
        }
        unsafe own.initialize(to: made)
        return unsafe own
    }

    /// The file of the layer below.
    private static func below(_ file: UnsafeMutablePointer<sqlite3_file>?) -> UnsafeMutablePointer<sqlite3_file> {
        guard let file = unsafe file else { preconditionFailure("SQLite names no file") }
        return unsafe UnsafeMutableRawPointer(file).advanced(by: fileOffset)
            .assumingMemoryBound(to: sqlite3_file.self)
    }

    private static func unmanaged(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Unmanaged<Handle> {
        guard let file = unsafe file else { preconditionFailure("SQLite names no file") }
        let raw = unsafe UnsafeMutableRawPointer(file).load(
            fromByteOffset: handleOffset, as: UnsafeMutableRawPointer.self)
        return unsafe Unmanaged<Handle>.fromOpaque(raw)
    }

    private static func handle(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Handle {
        unsafe unmanaged(file).takeUnretainedValue()
    }

    private static func size(of file: UnsafeMutablePointer<sqlite3_file>?) -> Int64 {
        var size: Int64 = 0
        let file = unsafe below(file)
        return unsafe file.pointee.pMethods.pointee.xFileSize(file, &size) == SQLITE_OK ? size : 0
    }

    private static func close(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Int32 {
        let handle = unsafe unmanaged(file).takeRetainedValue()
        let file = unsafe below(file)
        let status = unsafe file.pointee.pMethods.pointee.xClose(file)
        handle.disk.closed()
        return status
    }

    private static func read(
        _ file: UnsafeMutablePointer<sqlite3_file>?, _ buffer: UnsafeMutableRawPointer?, _ count: Int32, _ start: Int64
    ) -> Int32 {
        let disk = unsafe handle(file).disk
        // Without power there is nothing that could be read, which is no word on the file.
        guard case .go = disk.judge(.read) else { return disk.isOff ? SQLITE_IOERR : IOError.read }
        let file = unsafe below(file)
        return unsafe file.pointee.pMethods.pointee.xRead(file, buffer, count, start)
    }

    private static func write(
        _ file: UnsafeMutablePointer<sqlite3_file>?, _ buffer: UnsafeRawPointer?, _ count: Int32, _ start: Int64
    ) -> Int32 {
        let handle = unsafe handle(file)
        let verdict = handle.disk.judge(.write)
        switch verdict {
        case .fail: return IOError.write
        case .full: return SQLITE_FULL
        case .go, .goAndFail: break
        }
        let range = start..<start + Int64(count)
        unsafe keepOld(range, of: file, handle)
        let file = unsafe below(file)
        let status = unsafe file.pointee.pMethods.pointee.xWrite(file, buffer, count, start)
        handle.disk.wrote(handle.path, range: range)
        if case .goAndFail = verdict { return IOError.write }
        return status
    }

    private static func truncate(_ file: UnsafeMutablePointer<sqlite3_file>?, _ length: Int64) -> Int32 {
        let handle = unsafe handle(file)
        let verdict = handle.disk.judge(.truncate)
        switch verdict {
        case .fail: return IOError.truncate
        case .full: return SQLITE_FULL
        case .go, .goAndFail: break
        }
        unsafe keepOld(length..<max(length, size(of: file)), of: file, handle)
        let file = unsafe below(file)
        let status = unsafe file.pointee.pMethods.pointee.xTruncate(file, length)
        if status == SQLITE_OK { handle.disk.truncated(handle.path, to: length) }
        if case .goAndFail = verdict { return IOError.truncate }
        return status
    }

    private static func sync(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Int32 {
        let handle = unsafe handle(file)
        guard case .go = handle.disk.judge(.sync) else {
            handle.disk.syncFailed(handle.path)
            return IOError.sync
        }
        // The real file need not be synchronised: only this process ever loses it.
        handle.disk.synced(handle.path, length: unsafe size(of: file))
        return SQLITE_OK
    }

    /// Keeps what the sectors of `range` hold before they change.
    private static func keepOld(
        _ range: Range<Int64>, of file: UnsafeMutablePointer<sqlite3_file>?, _ handle: Handle
    ) {
        let file = unsafe below(file)
        var old: [Int64: [UInt8]] = [:]
        for sector in handle.disk.unknownSectors(of: handle.path, in: range) {
            var bytes = [UInt8](repeating: 0, count: FaultyDisk.sector)
            // What lies beyond the end of the file is read as zeros.
            _ = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe file.pointee.pMethods.pointee.xRead(
                    file, buffer.baseAddress, Int32(FaultyDisk.sector), sector * Int64(FaultyDisk.sector))
            }
            old[sector] = bytes
        }
        handle.disk.keep(old, of: handle.path)
    }
}

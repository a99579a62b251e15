import Glibc

/// The store's files in the data folder, and what becomes of those that are damaged.
///
/// A damaged file is never deleted; only its counts are destroyed, once they were brought back and have been released
/// (``SetAsideFile``). It gets a second name first, and its log too; then a new store,
/// which is whole already, takes the first name. Wherever the power goes in between, both names lead to the damaged file
/// and its log, or the new store is there: ``finishSettingAside()`` does the rest at the next start.
struct StoreFiles {
    /// What stands where the store should be.
    enum Kind: Equatable {
        case missing
        case file(size: Int64)
        /// A folder, a device, or a link that leads nowhere.
        case other(String)
    }

    /// Of the store itself. A link that leads to a file is followed, because SQLite keeps the log beside that.
    private(set) var path: String

    var log: String { path + "-wal" }
    /// Where a new store is made.
    var draft: String { path + ".new" }

    init(_ path: String) {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        self.path = path
        guard Self.isLink(path), unsafe realpath(path, &target) != nil else { return }
        let bytes = target.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let resolved = String(decoding: bytes, as: UTF8.self)
        if case .file = Self.kind(resolved) { self.path = resolved }
    }

    // MARK: - Looking

    var kind: Kind { Self.kind(path) }

    static func kind(_ path: String) -> Kind {
        guard let status = status(path) else { return .missing }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file(size: Int64(status.st_size))
        case S_IFDIR: return .other("a folder")
        case S_IFLNK: return .other("a link that leads to no file")
        default: return .other("no file")
        }
    }

    /// 0 also for a file that is not there.
    static func size(_ path: String) -> Int64 {
        if case .file(let size) = kind(path) { size } else { 0 }
    }

    /// Of the name itself, also if it is a link; nil if there is none.
    private static func status(_ path: String) -> stat? {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status : nil
    }

    private static func isLink(_ path: String) -> Bool {
        status(path).map { $0.st_mode & S_IFMT == S_IFLNK } ?? false
    }

    /// Whether the store itself has this name as well, because it is just being set aside.
    func isStore(_ aside: String) -> Bool { Self.isSame(aside, path) || Self.isSame(aside + "-wal", log) }

    /// Tells files of the same name apart.
    static func identity(_ path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return "\(name):\((status(path) ?? status(path + "-wal"))?.st_ino ?? 0)"
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        guard let one = status(one), let other = status(other) else { return false }
        return one.st_ino == other.st_ino && one.st_dev == other.st_dev
    }

    /// Whether this user may write the store and make files beside it. Nothing is set aside because of permissions: the
    /// file is well, and its owner has to be set right.
    ///
    /// - Throws: ``StoreError`` `folder`, with what to do.
    func checkAccess() throws(StoreError) {
        let folder = folder
        if unsafe faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) != 0 { throw Self.accessError(folder) }
        for file in [path, log] {
            guard case .file = Self.kind(file) else { continue }
            let descriptor = unsafe open(file, O_RDWR | O_CLOEXEC | O_NONBLOCK)
            guard descriptor >= 0 else { throw Self.accessError(file) }
            close(descriptor)
        }
    }

    static func accessError(_ path: String) -> StoreError {
        let reason = errno
        let text = unsafe String(cString: strerror(reason))
        switch reason {
        case EROFS:
            return StoreError(
                .folder,
                "\(path) can't be written: \(text). Linux does that to a card that fails: look at its log (journalctl -k), "
                    + "save the card's content and replace it; or mount it for writing.")
        case EACCES, EPERM:
            let owner = status(path).map { "it belongs to user \($0.st_uid), and this is user \(geteuid())" }
            return StoreError(
                .folder,
                "\(path) can't be written: \(text); \(owner ?? "who owns it can't be seen"). Nothing was changed. Make the "
                    + "service's user the owner, such as with: chown -R tunet:tunet \(folder(of: path)) && chmod -R u+rwX "
                    + folder(of: path))
        default: return StoreError(.folder, "\(path) can't be opened: \(text). Look at the card and the system's log.")
        }
    }

    private var folder: String { Self.folder(of: path) }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    // MARK: - What was set aside

    /// Every file that was set aside, the oldest first.
    var asides: [String] {
        let prefix = (path.split(separator: "/").last.map(String.init) ?? path) + ".damaged-"
        var numbers: Set<Int> = []
        for name in Self.names(in: folder) where name.hasPrefix(prefix) {
            let digits = name.dropFirst(prefix.count).prefix { $0.isNumber }
            if let number = Int(digits) { numbers.insert(number) }
        }
        return numbers.sorted().map { aside($0) }
    }

    private func aside(_ number: Int) -> String { "\(path).damaged-\(number)" }

    static func names(in folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe _ = closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
            names.append(String(decoding: name, as: UTF8.self))
        }
        return names
    }

    /// A number that two files share only if they are the same, as far as chance goes (FNV-1a,
    /// http://www.isthe.com/chongo/tech/comp/fnv/).
    static func digest(_ path: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        forEachPart(of: path) { bytes in
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            return true
        }
        return String(hash, radix: 16)
    }

    /// The ids that stand in the store's own file, without its log: those after the key of that setting. None if it can't
    /// be told.
    func identities() -> Set<String> {
        var found: Set<String> = []
        let key = Array("identity".utf8)
        // The settings are the first table, and few.
        Self.forEachPart(of: path) { bytes in
            let bytes = Array(bytes)
            for start in bytes.indices.dropLast(key.count + 31) where bytes[start] == key[0] {
                let id = bytes[(start + key.count)..<(start + key.count + 32)]
                guard bytes[start..<(start + key.count)].elementsEqual(key), id.allSatisfy(Self.isHexadecimal) else {
                    continue
                }
                found.insert(String(decoding: id, as: UTF8.self))
            }
            return false
        }
        return found
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    /// Reads the file in parts of 64 KiB until `body` wants no more.
    private static func forEachPart(of path: String, _ body: (ArraySlice<UInt8>) -> Bool) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            guard count > 0, body(buffer[..<count]) else { return }
        }
    }

    /// Bytes of all files of the store: itself, its log, and what was set aside.
    var bytes: Int64 {
        let all = [path, log] + asides.flatMap { [$0, $0 + "-wal"] }
        return all.reduce(0) { $0 + Self.size($1) }
    }

    /// The name for what is to be set aside next: the first that is free, or that leads to the same file already.
    private func nextAside() -> String {
        var number = 1
        while true {
            let aside = aside(number)
            let isFree = Self.kind(aside) == .missing && Self.kind(aside + "-wal") == .missing
            if isFree || Self.isSame(aside, path) { return aside }
            number += 1
        }
    }

    /// Gives the store's files a second name.
    ///
    /// - Returns: that of the store's own file.
    /// - Throws: ``StoreError`` `folder`.
    func nameAside() throws(StoreError) -> String {
        let aside = nextAside()
        for suffix in ["", "-wal", "-journal"] where Self.kind(path + suffix) != .missing {
            guard !Self.isSame(path + suffix, aside + suffix) else { continue }
            // Folders have one name only, and some file systems give nothing a second one.
            let isNamed = unsafe link(path + suffix, aside + suffix) == 0 || rename(path + suffix, aside + suffix) == 0
            guard isNamed else {
                let reason = unsafe String(cString: strerror(errno))
                throw StoreError(
                    .folder,
                    "\(path + suffix) can't be used and can't be set aside: \(reason). Move it out of the folder by hand."
                )
            }
        }
        synchronise()
        return aside
    }

    /// Lets the new store take the place of what was set aside under another name.
    ///
    /// - Throws: ``StoreError`` `folder`.
    func replace(setAsideAs aside: String) throws(StoreError) {
        // Without its second name the log would be taken for the new store's own.
        for suffix in ["-wal", "-journal"] where Self.kind(path + suffix) != .missing {
            let isNamed =
                unsafe Self.isSame(path + suffix, aside + suffix) || rename(path + suffix, aside + suffix) == 0
            guard isNamed else {
                throw StoreError(.folder, "\(path + suffix) can't be set aside. Move it out of the folder by hand.")
            }
        }
        guard unsafe rename(draft, path) == 0 else {
            throw StoreError(
                .folder, "A new store can't take its name \(path): \(unsafe String(cString: strerror(errno)))")
        }
        synchronise()
        finishSettingAside()
    }

    /// Takes away what a power cut has left of the last steps: the first name of a log whose file has been replaced, and
    /// what there was of a new store.
    func finishSettingAside() {
        removeDraft()
        guard let last = asides.last, !Self.isSame(path, last) else { return }
        for suffix in ["-wal", "-journal"] where Self.isSame(path + suffix, last + suffix) {
            unlink(path + suffix)
            synchronise()
        }
    }

    func removeDraft() {
        for suffix in ["", "-wal", "-journal", "-shm"] where Self.kind(draft + suffix) != .missing {
            // Its blocks would be free with the counts that it had.
            try? Self.overwrite(draft + suffix)
            unlink(draft + suffix)
        }
    }

    /// Puts zeros in the place of every byte, on the disk on return.
    ///
    /// - Throws: ``StoreError`` `folder`.
    static func overwrite(_ path: String) throws(StoreError) {
        // Another name may lead to the file as well, and it may be the store's own.
        guard let status = status(path), status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 else {
            throw StoreError(.folder, "\(path) is no file of its own, so that nothing in it was overwritten.")
        }
        let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw accessError(path) }
        defer { close(descriptor) }
        let zeros = [UInt8](repeating: 0, count: 65_536)
        let size = size(path)
        for offset in stride(from: 0, to: size, by: zeros.count) {
            let count = min(zeros.count, Int(size - offset))
            let written = unsafe zeros.withUnsafeBytes {
                unsafe pwrite(descriptor, $0.baseAddress, count, off_t(offset))
            }
            guard written == count else { throw accessError(path) }
        }
        guard fdatasync(descriptor) == 0 else { throw accessError(path) }
    }

    func synchronise() {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// - Parameter path: of a file that had no log before it was looked at.
    static func removeEmptyLog(of path: String) { unsafe _ = Glibc.unlink(path + "-wal") }

    private func unlink(_ path: String) { unsafe _ = Glibc.unlink(path) }
}

import Glibc

/// A private copy of a store's file and its log, to look at: gone with its owner.
///
/// The service keeps its file locked, and looking at a file through SQLite may write to it or make a log beside it. The
/// copy is in memory (`/dev/shm`), because exact counts in deleted blocks of a card would outlive their release.
final class StoreCopy {
    private let folder: String
    var path: String { folder + "/store.sqlite" }

    /// How often a copy is made anew because the service wrote meanwhile. It commits at most once a second.
    private static let attempts = 20

    /// - Throws: ``StoreError`` `folder` if the file can't be read or does not come to rest.
    init(of original: String) throws(StoreError) {
        // Not `TMPDIR`: the folder has to be in memory, and mkdtemp(3) makes it for its owner only.
        var template = Array("/dev/shm/tunet-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else {
            throw StoreError(
                .folder, "No private folder can be made in /dev/shm: \(Self.reason()). The system has to offer it.")
        }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        for _ in 0..<Self.attempts {
            let before = Self.state(original)
            // The log first: what is written back meanwhile then stands in both.
            for suffix in ["-wal", ""] where StoreFiles.size(original + suffix) > 0 {
                try Self.copy(original + suffix, to: path + suffix)
            }
            if Self.state(original) == before { return }
            remove()
        }
        throw StoreError(.folder, "\(original) is written all the time. Stop the service and try again.")
    }

    deinit {
        remove()
        unsafe _ = rmdir(folder)
    }

    private func remove() {
        for name in StoreFiles.names(in: folder) where name != "." && name != ".." {
            unsafe _ = unlink(folder + "/" + name)
        }
    }

    /// Sizes and times of change to the nanosecond.
    private static func state(_ path: String) -> [Int64] {
        ["", "-wal"].flatMap { suffix -> [Int64] in
            var status = stat()
            guard unsafe stat(path + suffix, &status) == 0 else { return [-1] }
            return [
                Int64(status.st_size), Int64(status.st_ino), Int64(status.st_mtim.tv_sec),
                Int64(status.st_mtim.tv_nsec),
            ]
        }
    }

    private static func copy(_ original: String, to path: String) throws(StoreError) {
        // O_NOATIME leaves no trace of the look; only the owner and root may ask for it.
        var source = unsafe open(original, O_RDONLY | O_CLOEXEC | noAccessTime)
        if source < 0 { source = unsafe open(original, O_RDONLY | O_CLOEXEC) }
        guard source >= 0 else {
            throw StoreError(
                .folder, "\(original) can't be read: \(reason()). Run this as the service's user or as root.")
        }
        defer { close(source) }
        let target = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard target >= 0 else { throw StoreError(.folder, "\(path) can't be made: \(reason())") }
        defer { close(target) }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(source, $0.baseAddress, $0.count) }
            guard count > 0 else {
                if count == 0 { return }
                // A place that the card can't read any more becomes zeros, so that what lies behind it is still read.
                let block = 4096
                let zeros = [UInt8](repeating: 0, count: block)
                guard errno == EIO, lseek(source, off_t(block), SEEK_CUR) >= 0,
                    unsafe write(target, zeros, block) == block
                else { throw StoreError(.folder, "\(original) can't be read: \(reason())") }
                continue
            }
            guard unsafe write(target, buffer, count) == count else {
                throw StoreError(.folder, "\(path) can't be written: \(reason()). There is too little memory.")
            }
        }
    }

    private static var noAccessTime: Int32 { 0o1000000 }

    private static func reason() -> String { unsafe String(cString: strerror(errno)) }
}

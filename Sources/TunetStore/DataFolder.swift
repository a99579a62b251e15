import Glibc
package import TunetWire

/// The folder that holds everything a device keeps: the store, its lock and the device's key.
///
/// Holds the lock as long as it lives, so that two services never write one store.
package final class DataFolder: Sendable {
    package let path: String
    private let lock: Int32

    package var storePath: String { Self.storePath(in: path) }

    static func storePath(in folder: String) -> String { folder + "/store.sqlite" }

    private var keyPath: String { path + "/device.key" }

    /// Makes the folder if it is not there, for its owner only, and locks it.
    ///
    /// - Throws: ``StoreError`` `folder` or `inUse`.
    package init(path: String) throws(StoreError) {
        self.path = path
        if unsafe mkdir(path, 0o700) != 0, errno != EEXIST {
            throw StoreError(
                .folder, "The data folder \(path) can't be made: \(Self.reason()). Make it, or name another one.")
        }
        lock = unsafe open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else {
            guard errno != ENOSPC else {
                throw StoreError(.full, "The disk is full; free some space on it, then start again.")
            }
            throw StoreFiles.accessError(path + "/lock")
        }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            // deinit closes the file also now, because every property has its value.
            throw StoreError(
                .inUse, "Another Tunet uses the data folder \(path). Stop it, or give this one a folder of its own.")
        }
    }

    deinit {
        if lock >= 0 { close(lock) }
    }

    /// Lets another Tunet in. Nothing in the folder may be used any more.
    func unlock() {
        flock(lock, LOCK_UN)
    }

    /// The device's own key, made at the first call.
    ///
    /// - Throws: ``StoreError`` `folder` or `full`.
    package func deviceKey() throws(StoreError) -> SigningKey {
        if let raw = try Self.read(keyPath) {
            do {
                return try SigningKey(raw: raw)
            } catch {
                throw StoreError(
                    .folder,
                    "\(keyPath) does not hold a device key. Put the right file back, or delete it and register the "
                        + "device's new key at the collector.", cause: error)
            }
        }
        let key = SigningKey()
        try write(key.raw, to: keyPath)
        return key
    }

    /// The public half of the device's key. Makes the key if there is none, which needs the lock; reads it also while
    /// the service runs.
    package static func publicKey(inFolder path: String) throws(StoreError) -> VerifyingKey {
        if let raw = try read(path + "/device.key"), let key = try? SigningKey(raw: raw) { return key.verifyingKey }
        return try DataFolder(path: path).deviceKey().verifyingKey
    }

    /// The public half of the device's key, also while the service runs; nil if there is none yet or it can't be used.
    ///
    /// - Throws: ``StoreError`` `folder` if it can't be read.
    static func existingKey(inFolder path: String) throws(StoreError) -> VerifyingKey? {
        guard let raw = try read(path + "/device.key") else { return nil }
        return (try? SigningKey(raw: raw))?.verifyingKey
    }

    private static func read(_ file: String) throws(StoreError) -> [UInt8]? {
        let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw StoreError(.folder, "\(file) can't be read: \(reason())")
        }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
        }
        guard count >= 0 else { throw StoreError(.folder, "\(file) can't be read: \(reason())") }
        return Array(buffer.prefix(count))
    }

    /// Writes whole or not at all: to a new file that then takes the name, both made durable.
    private func write(_ bytes: [UInt8], to file: String) throws(StoreError) {
        let temporary = file + ".new"
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.writeError(file) }
        let written = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let isDurable = written == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isDurable, unsafe rename(temporary, file) == 0 else { throw Self.writeError(file) }
        let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    private static func writeError(_ file: String) -> StoreError {
        errno == ENOSPC
            ? StoreError(.full, "The disk is full; free some space on it, then start again. (\(file) can't be written)")
            : StoreError(.folder, "\(file) can't be written: \(reason())")
    }

    private static func reason() -> String {
        unsafe String(cString: strerror(errno))
    }
}

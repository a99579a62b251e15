import Foundation
import Synchronization

/// A real file system of a few kilobytes, seen only by the thread that works on it, so that a full disk is a full disk.
///
/// Needs the right to mount (root, as a rule); nothing is mounted for the rest of the machine.
package enum TinyDisk {
    /// Why a test was skipped.
    package static let need = "a full disk needs a mount of its own, and so root; run the tests as root"

    /// Whether this process may make one.
    package static let isAvailable: Bool = (try? onThread(kibibytes: 64, { _ in })) ?? false

    /// Runs `body` with the folder of a new file system of that size. All its files have to be opened on its thread.
    package static func with<T: Sendable>(kibibytes: Int, _ body: @escaping @Sendable (String) throws -> T) throws -> T
    {
        let result = Mutex<T?>(nil)
        guard
            try onThread(
                kibibytes: kibibytes,
                { folder in
                    let value = try body(folder)
                    result.withLock { $0 = value }
                }), let value = result.withLock({ $0 })
        else { throw Failure() }
        return value
    }

    /// Fills what is left with a file called `fill`.
    package static func fill(_ folder: String) {
        let descriptor = open(folder + "/fill", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(descriptor) }
        let page = [UInt8](repeating: 0, count: 4096)
        while write(descriptor, page, page.count) > 0 {}
    }

    /// Mounts the disk read-only, as Linux does with one that fails. Call it in the body of ``with(kibibytes:_:)``.
    package static func makeReadOnly(_ folder: String) -> Bool {
        guard let symbol = dlsym(nil, "mount") else { return false }
        let remountReadOnly: UInt = 0x20 | 0x1
        return unsafeBitCast(symbol, to: Mount.self)("tmpfs", folder, "tmpfs", remountReadOnly, nil) == 0
    }

    /// Runs `body` on a thread whose file accesses are those of another user, setfsuid(2). Needs to be root.
    package static func asUser<T: Sendable>(_ user: UInt32, _ body: @escaping @Sendable () throws -> T) throws -> T {
        guard let symbol = dlsym(nil, "setfsuid") else { throw Failure() }
        let setUser = unsafeBitCast(symbol, to: (@convention(c) (UInt32) -> Int32).self)
        let done = DispatchSemaphore(value: 0)
        let outcome = Mutex<Result<T, any Error>>(.failure(Failure()))
        let thread = Thread {
            _ = setUser(user)
            let result = Result { try body() }
            _ = setUser(0)
            outcome.withLock { $0 = result }
            done.signal()
        }
        thread.stackSize = 4 << 20
        thread.start()
        done.wait()
        return try outcome.withLock { $0 }.get()
    }

    private struct Failure: Error {}

    private typealias Unshare = @convention(c) (Int32) -> Int32
    private typealias Mount =
        @convention(c) (
            UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<CChar>?, UInt, UnsafePointer<CChar>?
        ) -> Int32

    /// - Returns: false if the system does not allow it.
    private static func onThread(
        kibibytes: Int, _ body: @escaping @Sendable (String) throws -> Void
    ) throws -> Bool {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let done = DispatchSemaphore(value: 0)
        let outcome = Mutex<Result<Bool, any Error>>(.success(false))
        let thread = Thread {
            let result = Result {
                guard mount(at: folder.path, kibibytes: kibibytes) else { return false }
                try body(folder.path)
                return true
            }
            outcome.withLock { $0 = result }
            done.signal()
        }
        thread.stackSize = 4 << 20
        thread.start()
        done.wait()
        return try outcome.withLock { $0 }.get()
    }

    /// Gives this thread a view of the file systems of its own, unshare(2), and mounts a tmpfs in it.
    private static func mount(at path: String, kibibytes: Int) -> Bool {
        guard let unshareSymbol = dlsym(nil, "unshare"), let mountSymbol = dlsym(nil, "mount") else { return false }
        let unshare = unsafeBitCast(unshareSymbol, to: Unshare.self)
        let mount = unsafeBitCast(mountSymbol, to: Mount.self)
        let newNamespace: Int32 = 0x0002_0000
        let recursivePrivate: UInt = 0x4000 | 0x4_0000
        return unshare(newNamespace) == 0 && mount("none", "/", nil, recursivePrivate, nil) == 0
            && mount("tmpfs", path, "tmpfs", 0, "size=\(kibibytes)k") == 0
    }
}

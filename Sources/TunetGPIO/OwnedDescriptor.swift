import CTunetGPIO
import Glibc

/// A file descriptor that is closed when its owner ends.
struct OwnedDescriptor: ~Copyable, Sendable {
    let number: CInt

    private init(_ number: CInt) { self.number = number }

    deinit { close(number) }

    /// A counter that ends a poll: see eventfd(2).
    static func event() throws(SystemFailure) -> OwnedDescriptor {
        OwnedDescriptor(CInt(try SystemFailure.check(tunet_gpio_event_descriptor())))
    }

    /// Tells of files made and removed in a folder: see inotify(7).
    static func folderWatch(_ path: String) throws(SystemFailure) -> OwnedDescriptor {
        let number = inotify_init1(CInt(IN_CLOEXEC | IN_NONBLOCK))
        guard number >= 0 else { throw SystemFailure(Glibc.errno) }
        let descriptor = OwnedDescriptor(number)
        guard unsafe inotify_add_watch(number, path, UInt32(IN_CREATE | IN_DELETE)) >= 0 else {
            throw SystemFailure(Glibc.errno)
        }
        return descriptor
    }

    /// Makes an event descriptor readable. It can only fail when it is readable already.
    func signal() { tunet_gpio_signal_event(number) }

    /// Reads away what a folder watch has to tell.
    func discard() {
        var bytes = [UInt8](repeating: 0, count: 4096)
        while unsafe read(number, &bytes, bytes.count) > 0 {}
    }

    /// Makes an event descriptor unreadable again.
    func clear() { tunet_gpio_clear_event(number) }
}

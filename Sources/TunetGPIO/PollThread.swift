import CTunetGPIO
import Glibc
import Synchronization

/// A thread of its own for a body that blocks: the cooperative pool has few threads, and none to spare.
final class PollThread: Sendable {
    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private let handle: pthread_t
    private let isJoined = Atomic(false)

    /// Starts running the body.
    init(_ run: @escaping @Sendable () -> Void) throws(SystemFailure) {
        let body = unsafe Unmanaged.passRetained(Body(run))
        var handle = pthread_t()
        let result = unsafe pthread_create(
            &handle, nil,
            { context in
                guard let context = unsafe context else { return nil }
                let body = unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue()
                PollThread.prepare()
                body.run()
                return nil
            }, body.toOpaque())
        guard result == 0 else {
            unsafe body.release()
            throw SystemFailure(result)
        }
        self.handle = handle
    }

    /// Waits for the body's end, once.
    func join() {
        guard !isJoined.exchange(true, ordering: .acquiringAndReleasing) else { return }
        pthread_join(handle, nil)
    }

    /// Signals are for the main thread; the name is what `ps -L` and a debugger show.
    private static func prepare() {
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, nil)
        unsafe tunet_gpio_name_thread("tunet-gpio")
    }
}

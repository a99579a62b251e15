import Dispatch

/// Runs an actor's jobs one after the other on a queue of its own, so that a slow disk never blocks the cooperative
/// pool, and a connection is never used by two threads at once.
package final class DatabaseExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// - Parameter label: for the person with a debugger.
    package init(label: String) {
        queue = DispatchQueue(label: label)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async {
            unsafe job.runSynchronously(on: self.asUnownedSerialExecutor())
        }
    }

    package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        unsafe UnownedSerialExecutor(ordinary: self)
    }
}

internal import Dispatch

/// Runs an actor on a queue of its own, so that a call into SQLite, which may wait for a disk, blocks neither a thread
/// of the cooperative pool nor one of the network's.
final class DatabaseThread: SerialExecutor {
    private let queue = DispatchQueue(label: "tunet.collector.database")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async {
            unsafe job.runSynchronously(on: self.asUnownedSerialExecutor())
        }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        unsafe UnownedSerialExecutor(ordinary: self)
    }
}

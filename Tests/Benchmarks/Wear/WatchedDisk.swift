import Glibc
import TunetCore

/// Counts the bytes that reach a block device, and makes the kernel write what it would have written by itself in the
/// virtual time that has passed.
///
/// Virtual time passes in no time, so that the kernel's own timers never come: the file system is to be mounted with a
/// `commit` interval longer than the measurement. `sync(2)` then writes what they would have: data that nobody synced,
/// the journal of the file system, and its blocks in their places.
final class WatchedDisk {
    /// What bytes were written for.
    enum Purpose: CaseIterable {
        /// While an event happens, up to its commit.
        case event
        /// Ends of bins and of days, releases, batches.
        case betweenEvents
        /// By the kernel, later.
        case kernel
        case startAndEnd
    }

    private let device: String?
    private let interval: Duration
    private var last: Int64 = 0
    private var due: MonotonicInstant?
    private(set) var bytes: [Purpose: Int64] = [:]

    /// - Parameters:
    ///   - device: such as `ubda`; nil counts nothing.
    ///   - interval: how long the kernel waits with what nobody has synced.
    init(device: String?, interval: Duration) throws(WearError) {
        self.device = device
        self.interval = interval
        guard device != nil else { return }
        last = try written()
    }

    var total: Int64 { bytes.values.reduce(0, +) }

    func reset() {
        bytes = [:]
    }

    /// Books what was written since the last time.
    func note(_ purpose: Purpose, at now: MonotonicInstant? = nil) {
        guard device != nil, let written = try? written(), written > last else { return }
        bytes[purpose, default: 0] += written - last
        last = written
        if due == nil, let now { due = now.advanced(by: interval) }
        // The kernel's coarse clock has to move on, or the next write does not change the time of the file.
        usleep(20_000)
    }

    /// The kernel's timers, if they come by `now`.
    func writeBack(by now: MonotonicInstant) {
        if let due, due <= now { settle() }
    }

    /// Everything that the kernel still has to write.
    func settle() {
        guard device != nil else { return }
        sync()
        note(.kernel)
        due = nil
    }

    /// https://docs.kernel.org/block/stat.html
    private func written() throws(WearError) -> Int64 {
        guard let device else { return 0 }
        var buffer = [UInt8](repeating: 0, count: 1024)
        let descriptor = open("/sys/block/\(device)/stat", O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        let count = read(descriptor, &buffer, buffer.count)
        let fields = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard fields.count > 6, let sectors = Int64(fields[6]) else {
            throw WearError("the counters of the block device \(device) can't be read")
        }
        return 512 * sectors
    }
}

struct WearError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

func complain(_ text: String) {
    let line = Array((text + "\n").utf8)
    _ = write(STDERR_FILENO, line, line.count)
}

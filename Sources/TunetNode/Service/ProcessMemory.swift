import CTunetProcess
import Glibc

/// The memory of this program, which may hold exact counts: of the service, and of every command that reads a store.
package enum ProcessMemory {
    /// Keeps it out of core dumps, also where no unit says so: a dump would hold exact counts after their release.
    ///
    /// - Returns: why that was not possible; nil if it was.
    package static func forbidDumps() -> String? {
        let status = tunet_process_forbid_dumps()
        return status == 0 ? nil : unsafe String(cString: strerror(-status))
    }
}

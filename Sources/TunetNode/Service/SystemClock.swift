import Dispatch
import Glibc
package import TunetCore
internal import TunetLocal

/// The machine's clocks.
package enum SystemClock {
    /// CLOCK_MONOTONIC, in which the kernel stamps GPIO events.
    package static func monotonic() -> MonotonicInstant {
        // Dispatch reads CLOCK_MONOTONIC for this on Linux.
        MonotonicInstant(nanoseconds: Int64(clamping: DispatchTime.now().uptimeNanoseconds))
    }

    /// CLOCK_REALTIME, which may be anything on a board without a network.
    package static func wall() -> UTCInstant {
        UTCInstant(seconds: Int64(time(nil)))
    }

    /// Whether the clock is synchronised with a time server, as systemd-timesyncd says with this file:
    /// systemd-timesyncd.service(8).
    package static func isSynchronised() -> Bool {
        access("/run/systemd/timesync/synchronized", F_OK) == 0
    }

    /// The anchor that the machine's clock gives just now; nil while nobody vouches for it. Whether it can be right is for
    /// the engine to say.
    package static func anchor(trust: ClockTrust) -> Anchor? {
        let isSynchronised = isSynchronised()
        guard isSynchronised || trust == .always else { return nil }
        return Anchor(monotonic: monotonic(), utc: wall(), quality: isSynchronised ? .synchronised : .machine)
    }

    /// The kernel's id of this boot.
    package static func bootID() -> String {
        guard let bytes = try? BoundedFile.read("/proc/sys/kernel/random/boot_id", limit: 64) else { return "unknown" }
        return String(decoding: bytes.filter { $0 > 32 }, as: UTF8.self)
    }
}

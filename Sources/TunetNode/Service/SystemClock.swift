import Dispatch
import Glibc
package import TunetCore

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

    /// 2026-01-01 00:00 UTC.
    private static let earliest = UTCInstant(seconds: 1_767_225_600)

    /// The anchor that the machine's clock gives just now; nil while it is not to be believed.
    package static func anchor(trust: ClockTrust) -> Anchor? {
        let isSynchronised = isSynchronised()
        // A board without a battery starts in 1970, or at the build of its image. No place counted before this.
        guard wall() >= earliest, isSynchronised || trust == .always else { return nil }
        return Anchor(monotonic: monotonic(), utc: wall(), quality: isSynchronised ? .synchronised : .machine)
    }

    /// The kernel's id of this boot.
    package static func bootID() -> String {
        guard let bytes = try? BoundedFile.read("/proc/sys/kernel/random/boot_id", limit: 64) else { return "unknown" }
        return String(decoding: bytes.filter { $0 > 32 }, as: UTF8.self)
    }
}

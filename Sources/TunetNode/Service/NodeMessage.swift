package import Logging
package import TunetCore

/// A line for the log, which holds nothing that would date a passage or a press.
package struct NodeMessage: Sendable, Equatable {
    package var level: Logger.Level
    package var text: String

    package init(_ level: Logger.Level, _ text: String) {
        self.level = level
        self.text = text
    }

    package init(health kind: HealthKind, source: String?, began: Bool) {
        let who = source ?? "the device"
        self.init(began ? .warning : .notice, "\(who): \(kind.rawValue) \(began ? "began" : "ended")")
    }
}

extension NodeMessage {
    /// A scheduled reset of the occupancy has come: the calendar's time, and not one at which somebody came or went.
    init(reset occurrence: OccupancySchedule.Occurrence) {
        let time = ClockTime.write(occurrence.minute)
        self.init(.info, "Occupancy was reset to \(occurrence.value), as scheduled for \(occurrence.day) at \(time).")
    }
}

/// The version that this build calls itself.
package enum TunetVersion {
    package static let current = "0.1.0"
}

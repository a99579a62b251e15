import Logging
import TunetCore
import TunetStore

/// What the quota did to batches that nobody fetched.
extension NodeEngine {
    /// Says that batches were dropped, for as long as others wait that may follow them.
    func lookAtDrops(at now: MonotonicInstant) async {
        // A store that can't be read is shown already.
        guard let found = try? await store.dropped() else { return }
        dropped = found
        machine.setDeviceHealth(.numbersDropped, began: found.batches > 0 && waiting > 0, at: now)
    }
}

/// What the yearly ceiling keeps back.
extension NodeEngine {
    /// Says which kinds of numbers are not released this year, for as long as the ceiling is as low.
    func lookAtCeiling(at now: MonotonicInstant) async {
        guard let day = machine.timeline.day(at: now), let found = try? await store.stopped() else { return }
        stoppedKinds = found.filter {
            $0.year == day.components.year && $0.ceiling >= configuration.release.yearlyCeiling
        }
        machine.setDeviceHealth(.releaseStopped, began: !stoppedKinds.isEmpty, at: now)
    }
}

extension NodeEngine {
    /// Writes what is left when the service ends.
    ///
    /// - Throws: what the store said if it refused, after the log has said what is lost with the memory. Its numbers are sums
    ///   of unknown times; the journal's stamp is that of the end, and of nobody's passage.
    func writeLast(_ increments: Increments) async throws {
        do {
            try await store.commit(increments)
        } catch {
            let hasPassages = increments.rows.contains { row in if case .count = row.counter { true } else { false } }
            // One passage of the last second would be dated to it by the log's own stamp.
            let what = hasPassages || !increments.presses.isEmpty ? "Counts" : "Observed time"
            surroundings.log(
                NodeMessage(
                    .critical,
                    "\(what) of the latest time could not be written and are lost. \(error)"))
            throw error
        }
    }
}

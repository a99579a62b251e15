/// A status in lines of text for whoever installs or mends the device.
package enum StatusText {
    package static func text(_ status: NodeStatus) -> String {
        var lines = ["\(status.name) (\(status.place)), Tunet \(status.software)"]
        lines.append("day: \(status.day ?? "unknown, the clock is not trusted yet")")
        lines.append("visits today: \(status.visits) (\(status.visitsLow) to \(status.visitsHigh))")
        if let present = OccupancyText.line(status) { lines.append(present) }
        lines += status.doors.map(door)
        lines += countChecks(status.countCheck)
        lines += status.panels.map(panel)
        lines.append(uplink(status.uplink))
        if !status.health.isEmpty { lines.append("device: \(health(status.health))") }
        let loss = status.lossDetectable ? "\(status.lostEdges) edges lost" : "loss undetectable"
        lines.append("libgpiod \(status.libgpiod): \(loss)")
        return lines.joined(separator: "\n")
    }

    private static func door(_ door: NodeStatus.DoorStatus) -> String {
        var text = "door \(door.id): "
        if door.isDirected {
            text += "in \(door.in) (\(door.inLow) to \(door.inHigh)), "
            text += "out \(door.out) (\(door.outLow) to \(door.outHigh)), "
        } else if door.countsPassages {
            text += "\(door.unknown) passages, "
        }
        if let presence = door.presence { text += "presence \(presence.times) times, \(presence.minutes) min, " }
        if let swings = door.swings { text += "opened \(swings) times, " }
        text += door.observing ? "observing" : "not observing"
        let rejected = door.rejected.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        if !rejected.isEmpty { text += "; \(rejected.joined(separator: ", "))" }
        return door.health.isEmpty ? text : "\(text); \(health(door.health))"
    }

    /// Nothing for doors that have never been checked.
    private static func countChecks(_ status: CountCheckStatus?) -> [String] {
        let text = CountCheckText(languages: ["en"])
        return (status?.doors ?? []).flatMap { door in
            [text.state(door)].compactMap { $0 } + (door.accuracy.checks > 0 ? text.accuracy(door) : [])
        }.map { "count check: \($0)" }
    }

    private static func panel(_ panel: NodeStatus.PanelStatus) -> String {
        let text = "panel \(panel.id): \(panel.presses) presses, \(panel.misuse) misuse, "
        let state = panel.observing ? "observing" : "not observing"
        return text + state + (panel.health.isEmpty ? "" : "; \(health(panel.health))")
    }

    private static func uplink(_ uplink: NodeStatus.UplinkStatus) -> String {
        guard uplink.configured else { return "uplink: none configured" }
        var text =
            "uplink: \(uplink.waiting) batches wait, last delivery \(uplink.lastDelivery ?? "none since the start")"
        if let error = uplink.lastError { text += "; \(uplink.failures) failures, the last: \(error)" }
        return text
    }

    private static func health(_ entries: [NodeStatus.HealthStatus]) -> String {
        entries.map { entry in "\(entry.kind)\(entry.since.map { " since \($0)" } ?? "")" }.joined(separator: ", ")
    }
}

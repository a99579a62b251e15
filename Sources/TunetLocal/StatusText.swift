/// A status in lines of text for whoever installs or mends the device.
package enum StatusText {
    package static func text(_ status: NodeStatus) -> String {
        var lines = ["\(status.name) (\(status.place)), Tunet \(status.software)"]
        lines += status.panels.flatMap(calls)
        lines.append("day: \(status.day ?? "unknown, the clock is not trusted yet")")
        if let clock = status.clock { lines.append("clock source: \(clock.quality ?? "none yet")") }
        lines.append("visits today: \(status.visits) (\(status.visitsLow) to \(status.visitsHigh))")
        if let counted = status.visitsCounted { lines.append("  corrected; the sensors counted \(counted)") }
        if let present = OccupancyText.line(status) { lines.append(present) }
        if let sessions = status.sessionsToday { lines.append("sessions today: \(self.sessions(sessions))") }
        for door in status.doors { lines += [self.door(door)] + words(door.health, status) }
        lines += countChecks(status.countCheck)
        for panel in status.panels {
            lines += [self.panel(panel)] + quietButtons(panel) + words(panel.health, status)
        }
        lines.append(uplink(status.uplink))
        if status.uplink.configured { lines.append("last contact: \(status.lastContact ?? "none since the start")") }
        lines += machine(status)
        if !status.health.isEmpty { lines += ["device: \(health(status.health))"] + words(status.health, status) }
        lines += status.pastHealth.map(past)
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

    /// Whoever waits for somebody.
    private static func calls(_ panel: NodeStatus.PanelStatus) -> [String] {
        (panel.calls ?? []).map { call in
            "call at panel \(panel.id): button \(call.button) “\(call.text)”, \(call.minutes) min ago"
        }
    }

    private static func quietButtons(_ panel: NodeStatus.PanelStatus) -> [String] {
        guard let buttons = panel.quietButtons, !buttons.isEmpty else { return [] }
        return ["  quiet buttons, which may not work: \(buttons.map { "\($0)" }.joined(separator: ", "))"]
    }

    private static func sessions(_ sessions: [NodeStatus.SessionToday]) -> String {
        guard !sessions.isEmpty else { return "none" }
        return sessions.map { "\($0.name) \($0.from)–\($0.to)\($0.isNow ? " (now)" : "")" }.joined(separator: ", ")
    }

    private static func machine(_ status: NodeStatus) -> [String] {
        var lines: [String] = []
        if let power = status.power { lines.append("power: \(power.underVoltage ? "voltage too low" : "in order")") }
        if let disk = status.disk {
            let free = "disk: \(disk.freeMegabytes) of \(disk.totalMegabytes) MB free"
            lines.append("\(free), \(disk.quotaPercent) % of the quota used")
        }
        return lines
    }

    private static func uplink(_ uplink: NodeStatus.UplinkStatus) -> String {
        let stopped = uplink.stopped.map {
            "; not released this year, for want of room under yearly_ceiling: \($0.joined(separator: ", "))"
        }
        guard uplink.configured else { return "uplink: none configured" + (stopped ?? "") }
        var text =
            "uplink: \(uplink.waiting) batches wait, last delivery \(uplink.lastDelivery ?? "none since the start")"
        if let batches = uplink.droppedBatches {
            text += "; \(batches) batches with \(uplink.droppedReleases ?? 0) released values were dropped"
        }
        text += stopped ?? ""
        if let error = uplink.lastError { text += "; \(uplink.failures) failures, the last: \(error)" }
        return text
    }

    /// What to do, for people.
    private static func words(_ health: [NodeStatus.HealthStatus], _ status: NodeStatus) -> [String] {
        HealthText.problems(health, on: status.day, in: status.languages).map { "  \($0)" }
    }

    private static func past(_ past: NodeStatus.PastHealth) -> String {
        let times = time(past.since, on: past.sinceDay, isOlder: past.isOlder).map { " from \($0)" } ?? ""
        return "earlier today: \(past.source ?? "device") \(past.kind)\(times)\(past.until.map { " to \($0)" } ?? "")"
    }

    private static func health(_ entries: [NodeStatus.HealthStatus]) -> String {
        entries.map { entry in
            let since = time(entry.since, on: entry.sinceDay, isOlder: entry.isOlder)
            return "\(entry.kind)\(since.map { " since \($0)" } ?? "")"
        }.joined(separator: ", ")
    }

    private static func time(_ time: String?, on day: String?, isOlder: Bool?) -> String? {
        time.map { "\(isOlder == true ? "before " : "")\(day.map { "\($0) " } ?? "")\($0)" }
    }
}

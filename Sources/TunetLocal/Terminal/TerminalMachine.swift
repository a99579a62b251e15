import TunetCore

/// The machine itself: power, card, clock, delivery and contact, and what is wrong with it.
struct TerminalMachine {
    let model: TerminalModel
    let status: TerminalStatus

    private var say: Catalogue { model.say }

    func lines(width: Int) -> [TerminalLine] {
        let rows = [power, disk, clock, delivery, contact].compactMap { $0 }
        let labels = rows.map { TerminalWidth.of($0.label) }.max() ?? 0
        var lines = [TerminalOverview.heading(say("terminal.machine"), width)]
        for row in rows {
            let pad = String(repeating: " ", count: labels - TerminalWidth.of(row.label) + 2)
            lines += TerminalLine.wrapped(
                (row.isProblem ? "! " : "") + row.text, width, row.isProblem ? .warning : [], mark: row.label + pad)
        }
        for problem in status.problems(of: nil, name: status.node.name, status.node.health) {
            lines += TerminalLine.wrapped(
                model.words.problem(problem.health), width, problem.isAcknowledged ? [] : .warning, mark: "! ")
        }
        return lines
    }

    private struct Row {
        var label: String
        var text: String
        var isProblem = false
    }

    private var power: Row? {
        status.more.power.map { power in
            Row(
                label: say("terminal.power"),
                text: power.underVoltage ? say("terminal.under_voltage") : say("terminal.well"),
                isProblem: power.underVoltage)
        }
    }

    private var disk: Row? {
        guard let disk = status.more.disk else { return nil }
        var parts: [String] = []
        if let free = disk.freeMegabytes { parts.append(say("terminal.disk_free", ["megabytes": .number(free)])) }
        if let used = disk.quotaPercent { parts.append(say("terminal.disk_used", ["percent": .number(used)])) }
        guard !parts.isEmpty else { return nil }
        return Row(
            label: say("terminal.disk"), text: parts.joined(separator: ", "), isProblem: (disk.quotaPercent ?? 0) >= 90)
    }

    private var clock: Row? {
        let label = say("terminal.clock")
        guard status.node.day != nil else {
            return Row(label: label, text: say("terminal.clock_unknown"), isProblem: true)
        }
        guard let quality = status.more.clock?.quality else { return Row(label: label, text: say("terminal.well")) }
        let known = ["volunteer", "collector", "machine", "synchronised"]
        guard known.contains(quality) else { return Row(label: label, text: say("terminal.well")) }
        return Row(label: label, text: say("terminal.clock_from.\(quality)"))
    }

    private var delivery: Row? {
        let label = say("terminal.delivery")
        let uplink = status.node.uplink
        guard uplink.configured else { return Row(label: label, text: say("terminal.no_collector")) }
        var parts = [
            uplink.lastDelivery.map { say("terminal.delivered", ["day": .text(day($0))]) }
                ?? say("terminal.never_delivered")
        ]
        if uplink.waiting > 0 { parts.append(say("terminal.batches_wait", ["count": .number(uplink.waiting)])) }
        if uplink.failures > 0 { parts.append(say("terminal.delivery_fails")) }
        if let dropped = uplink.droppedBatches, dropped > 0 {
            parts.append(say("terminal.batches_dropped", ["count": .number(Int(dropped))]))
        }
        if uplink.stopped != nil { parts.append(say("terminal.stopped")) }
        return Row(
            label: label, text: parts.joined(separator: " "),
            isProblem: uplink.failures > 0 || uplink.droppedBatches != nil || uplink.stopped != nil)
    }

    private var contact: Row? {
        status.more.lastContact.map { Row(label: say("terminal.contact"), text: day($0)) }
    }

    private func day(_ iso: String) -> String {
        CivilDate(iso).map { say.day($0, seenOn: model.today) } ?? iso
    }
}

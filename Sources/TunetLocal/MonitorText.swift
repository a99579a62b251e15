/// The lines of a place for the person with the screwdriver.
package enum MonitorText {
    /// A whole screen, drawn over the last one. Lines that have changed since are marked.
    ///
    /// - Parameters:
    ///   - present: how many people are there, in words.
    ///   - problems: what is wrong, in words.
    package static func screen(
        _ lines: [NodeStatus.LineStatus], changedFrom last: [NodeStatus.LineStatus], isFirst: Bool,
        present: String? = nil, problems: [String] = []
    ) -> String {
        // ECMA-48: erase the display and go home at first, then only go home and erase what is left of each line.
        var text = isFirst ? "\u{1B}[2J\u{1B}[H" : "\u{1B}[H"
        text += "\(heading)\u{1B}[K\n"
        for (index, line) in lines.enumerated() {
            let isChanged = !isFirst && (index >= last.count || last[index] != line)
            text += "\(isChanged ? "*" : " ") \(row(line))\u{1B}[K\n"
        }
        if let present { text += "\(present)\u{1B}[K\n" }
        for problem in problems { text += "\(problem)\u{1B}[K\n" }
        return text + "Ctrl-C ends.\u{1B}[K\u{1B}[J\n"
    }

    /// One row for each line that has changed.
    package static func changes(_ lines: [NodeStatus.LineStatus], from last: [NodeStatus.LineStatus]) -> String {
        let isFirst = last.isEmpty
        let changed = lines.enumerated().filter { $0.offset >= last.count || last[$0.offset] != $0.element }
        return ((isFirst ? ["\(heading)"] : []) + changed.map { "  \(row($0.element))" }).joined(separator: "\n")
    }

    /// What is wrong with doors, panels and the device, each with its name.
    package static func problems(_ status: NodeStatus) -> [String] {
        let doors = status.doors.map { ($0.name, $0.health) }
        let panels = status.panels.map { ($0.name, $0.health) }
        return (doors + panels + [(status.name, status.health)]).flatMap { name, health in
            HealthText.problems(health, on: status.day, in: status.languages).map { "\(name): \($0)" }
        }
    }

    private static let heading =
        "  \(pad("line", 5))\(pad("is for", 24))\(pad("found at", 28))\(pad("level", 10))edges"

    private static func row(_ line: NodeStatus.LineStatus) -> String {
        let level = line.level.map { $0 ? "ACTIVE" : "-" } ?? "unplugged"
        return pad("\(line.line)", 5) + pad(line.title, 24) + pad(line.address, 28) + pad(level, 10) + "\(line.edges)"
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}

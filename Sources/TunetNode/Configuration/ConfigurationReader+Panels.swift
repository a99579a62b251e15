internal import TunetCore
internal import TunetLocal

extension ConfigurationReader {
    static func readPanels(_ root: ConfigurationTable) -> [Panel] {
        let panels = root.tables("panel").map(readPanel)
        reportOtherUses(root, panels)
        return panels
    }

    private static func readPanel(_ table: ConfigurationTable) -> Panel {
        table.allow(["id", "name", "button", "buzzer", "debounce", "lockout", "light_time", "stuck_time"])
        var parameters = PanelParameters()
        read("debounce", in: .zero ... .milliseconds(100), of: table, into: &parameters.debounce)
        read("lockout", in: .milliseconds(500) ... .seconds(60), of: table, into: &parameters.lockout)
        // Shorter lights of one answer after the other would flash more than three times a second.
        read("light_time", in: .milliseconds(500) ... .seconds(10), of: table, into: &parameters.lightTime)
        read("stuck_time", in: .seconds(2) ... .seconds(600), of: table, into: &parameters.stuckTime)
        return Panel(
            id: table.identifier(), name: table.words("name"), buttons: readButtons(table), parameters: parameters,
            buzzer: outputLine(of: "buzzer", in: table))
    }

    private static func readButtons(_ panel: ConfigurationTable) -> [Button] {
        let tables = panel.tables("button")
        let buttons = tables.map { table in
            table.allow(["line", "led", "use"])
            return Button(
                line: inputLine(of: "line", in: table), led: outputLine(of: "led", in: table),
                use: table.table("use").map(readUse))
        }
        let isList = if case .array = panel.values["button"] { true } else { panel.values["button"] == nil }
        let answers = buttons.count { $0.use == nil }
        if isList && (buttons.isEmpty || buttons.count > 8 || answers == 1 || answers > 6) {
            let found = tables.count == 1 ? "1 button" : "\(tables.count) buttons"
            panel.report(
                "button",
                "found \(found), \(answers) of them for answers; allowed are 2 to 6 [[panel.button]] for the answers to a "
                    + "question, or none, and 8 buttons in all with those that have a use of their own")
        }
        return buttons
    }

    private static func readUse(_ table: ConfigurationTable) -> FixedUse {
        table.allow(["id", "text", "symbol", "calls"])
        return FixedUse(
            id: table.identifier(), text: readText(of: table), symbol: readSymbol(table),
            calls: table.flag("calls", default: false))
    }

    /// The name of a face, or a sign of up to 4 characters.
    static func readSymbol(_ table: ConfigurationTable) -> String? {
        let faces = Option.faces.joined(separator: ", ")
        return table.parsed("symbol", allowed: "a sign of 1 to 4 characters, or one of the faces \(faces)") { text in
            let isSign =
                (1...4).contains(text.count) && !text.contains(where: \.isWhitespace) && text.utf8.count <= 64
                && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            return Option.faces.contains(text) || isSign ? text : nil
        }
    }

    /// Buttons of the same use are added up; then it must be the same in everything.
    private static func reportOtherUses(_ root: ConfigurationTable, _ panels: [Panel]) {
        var seen: [String: (use: FixedUse, path: ConfigurationPath)] = [:]
        for (number, panel) in panels.enumerated() {
            for (index, button) in panel.buttons.enumerated() {
                guard let use = button.use, !use.id.isEmpty else { continue }
                let path = ConfigurationPath.root.appending("panel").appending(number).appending("button")
                    .appending(index).appending("use")
                if let earlier = seen[use.id] {
                    guard earlier.use != use else { continue }
                    root.context.report(
                        path.appending("id"),
                        "found \"\(use.id)\", the use of \(earlier.path), with other words; allowed is another id, or the "
                            + "very same use")
                } else {
                    seen[use.id] = (use, path)
                }
            }
        }
    }

    /// A text for people: one for each language of the place, others allowed.
    static func readText(_ key: String = "text", of owner: ConfigurationTable) -> LocalizedText {
        let languages = owner.context.languages
        let example = "a text in each language, \(key) = { \(languages.first ?? "nb") = \"…\" }"
        guard let table = owner.table(key, needed: example) else { return LocalizedText([:]) }
        table.allow(LanguageFiles.codes)
        for language in languages where table.values[language] == nil {
            table.report(language, "found nothing; needed is a text in each language of the place")
        }
        let given = LanguageFiles.codes.filter { table.values[$0] != nil }
        return LocalizedText(Dictionary(uniqueKeysWithValues: given.map { ($0, table.words($0)) }))
    }
}

internal import TunetCore

extension ConfigurationReader {
    static func readPanels(_ root: ConfigurationTable) -> [Panel] {
        var panels: [Panel] = []
        for table in root.tables("panel") {
            let panel = readPanel(table)
            reportOtherQuestion(table, panel, earlier: panels)
            panels.append(panel)
        }
        return panels
    }

    private static func readPanel(_ table: ConfigurationTable) -> Panel {
        table.allow([
            "id", "name", "question", "button", "buzzer", "debounce", "lockout", "light_time", "stuck_time",
        ])
        var parameters = PanelParameters()
        read("debounce", in: .zero ... .milliseconds(100), of: table, into: &parameters.debounce)
        read("lockout", in: .milliseconds(500) ... .seconds(60), of: table, into: &parameters.lockout)
        read("light_time", in: .milliseconds(200) ... .seconds(10), of: table, into: &parameters.lightTime)
        read("stuck_time", in: .seconds(2) ... .seconds(600), of: table, into: &parameters.stuckTime)
        return Panel(
            id: table.identifier(), name: table.words("name"), question: readQuestion(table),
            buttons: readButtons(table), parameters: parameters, buzzer: outputLine(of: "buzzer", in: table))
    }

    private static func readQuestion(_ panel: ConfigurationTable) -> Question {
        guard let table = panel.table("question", needed: "the table question = { id = …, text = { … } }") else {
            return Question(id: "", text: LocalizedText([:]))
        }
        table.allow(["id", "text"])
        return Question(id: table.identifier(), text: readText(of: table))
    }

    private static func readButtons(_ panel: ConfigurationTable) -> [Button] {
        let tables = panel.tables("button")
        var options: [String: ConfigurationPath] = [:]
        var buttons: [Button] = []
        for table in tables {
            table.allow(["option", "text", "line", "led"])
            let option = table.identifier("option")
            if let earlier = options[option], !option.isEmpty {
                let line = table.context.lines.line(of: earlier)
                table.report(
                    "option",
                    "found \"\(option)\", the option of \(earlier) in line \(line); allowed is an "
                        + "option that no other button of the panel has")
            } else {
                options[option] = table.path
            }
            buttons.append(
                Button(
                    option: option, text: readText(of: table), line: inputLine(of: "line", in: table),
                    led: outputLine(of: "led", in: table)))
        }
        let isList = if case .array = panel.values["button"] { true } else { panel.values["button"] == nil }
        if isList && !(2...6).contains(tables.count) {
            let found = tables.count == 1 ? "1 button" : "\(tables.count) buttons"
            panel.report("button", "found \(found); allowed are 2 to 6, each a [[panel.button]]")
        }
        return buttons
    }

    /// A text for people: one for each language of the place, others allowed.
    static func readText(_ key: String = "text", of owner: ConfigurationTable) -> LocalizedText {
        let languages = owner.context.languages
        let example = "a text in each language, \(key) = { \(languages.first ?? "nb") = \"…\" }"
        guard let table = owner.table(key, needed: example) else { return LocalizedText([:]) }
        table.allow(Place.knownLanguages)
        for language in languages where table.values[language] == nil {
            table.report(language, "found nothing; needed is a text in each language of the place")
        }
        let given = Place.knownLanguages.filter { table.values[$0] != nil }
        return LocalizedText(Dictionary(uniqueKeysWithValues: given.map { ($0, table.words($0)) }))
    }

    /// Two panels may ask the same question, and their answers are added up; then it must be the same in everything.
    private static func reportOtherQuestion(_ table: ConfigurationTable, _ panel: Panel, earlier: [Panel]) {
        let options = { (panel: Panel) in
            Dictionary(panel.buttons.map { ($0.option, $0.text) }, uniquingKeysWith: { first, _ in first })
        }
        guard !panel.question.id.isEmpty,
            let index = earlier.firstIndex(where: { $0.question.id == panel.question.id }),
            earlier[index].question != panel.question || options(earlier[index]) != options(panel)
        else { return }
        table.context.report(
            table.path.appending("question").appending("id"),
            "found \"\(panel.question.id)\", the question of panel[\(index)], with other texts or options; allowed is "
                + "another id, or the very same question")
    }
}

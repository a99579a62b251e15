internal import TunetCore

extension ConfigurationReader {
    static func readQuestions(_ root: ConfigurationTable, panels: [Panel]) -> [Question] {
        let answering = panels.filter { !$0.answerButtons.isEmpty }.map(\.id)
        return root.tables("question").map { table in
            table.allow(["id", "panels", "text", "option", "from", "until"])
            let period = readPeriod(table)
            return Question(
                id: table.identifier(), panels: readPanelNames(table, known: answering), text: readText(of: table),
                options: readOptions(table), from: period.from, until: period.until)
        }
    }

    static func readMessages(_ root: ConfigurationTable) -> [Message] {
        root.tables("message").map { table in
            table.allow(["id", "text", "from", "until"])
            let period = readPeriod(table)
            return Message(
                id: table.identifier(), text: readText(of: table), from: period.from, until: period.until)
        }
    }

    static func readPromises(_ root: ConfigurationTable) -> [Promise] {
        root.tables("you_said").map { table in
            table.allow(["said", "did", "from", "until"])
            let period = readPeriod(table)
            return Promise(
                said: readText("said", of: table), did: readText("did", of: table), from: period.from,
                until: period.until)
        }
    }

    static func readKiosk(_ root: ConfigurationTable) -> Kiosk {
        var kiosk = Kiosk()
        guard let table = root.table("kiosk") else { return kiosk }
        table.allow(["shows_today", "touch", "language_time", "dim_from", "dim_to"])
        kiosk.showsToday = table.flag("shows_today", default: kiosk.showsToday)
        kiosk.isTouchable = table.flag("touch", default: kiosk.isTouchable)
        read("language_time", in: .seconds(5) ... .seconds(600), of: table, into: &kiosk.languageTime)
        guard table.values["dim_from"] != nil || table.values["dim_to"] != nil else { return kiosk }
        let times = ["dim_from", "dim_to"].map { key in
            table.parsed(key, allowed: "a time from \"00:00\" to \"24:00\"", isNeeded: true) { ClockTime.read($0) }
        }
        if let from = times[0], let to = times[1] { kiosk.dim = from == to ? nil : (from, to) }
        return kiosk
    }

    private static func readPeriod(_ table: ConfigurationTable) -> (from: CivilDate?, until: CivilDate?) {
        let days = ["from", "until"].map { key in
            table.parsed(key, allowed: "a day such as \"2026-11-02\"") { CivilDate($0) }
        }
        if let from = days[0], let until = days[1], until < from {
            table.report(
                "until", "found \"\(until)\", before the first day, \"\(from)\"; allowed is that day or a later one")
        }
        return (days[0], days[1])
    }

    private static func readPanelNames(_ table: ConfigurationTable, known: [String]) -> [String] {
        let allowed = "a list of panels that have buttons for answers: \(known.joined(separator: ", "))"
        var panels: [String] = []
        for (name, path) in table.texts("panels", allowed: allowed, default: known) {
            if !known.contains(name) {
                table.context.report(path, "found \"\(name)\"; allowed is \(allowed)")
            } else if panels.contains(name) {
                table.context.report(path, "found \"\(name)\" twice; allowed is each panel once")
            } else {
                panels.append(name)
            }
        }
        return panels
    }

    private static func readOptions(_ question: ConfigurationTable) -> [Option] {
        let tables = question.tables("option")
        var paths: [String: ConfigurationPath] = [:]
        let options = tables.map { table in
            table.allow(["id", "text", "symbol"])
            let id = table.identifier()
            if let earlier = paths[id], !id.isEmpty {
                let line = table.context.lines.line(of: earlier)
                table.report(
                    "id",
                    "found \"\(id)\", the id of \(earlier) in line \(line); allowed is an id that no other option of the "
                        + "question has")
            } else {
                paths[id] = table.path
            }
            return Option(id: id, text: readText(of: table), symbol: readSymbol(table))
        }
        let isList = if case .array = question.values["option"] { true } else { question.values["option"] == nil }
        if isList && !(2...6).contains(options.count) {
            let found = options.count == 1 ? "1 option" : "\(options.count) options"
            question.report("option", "found \(found); allowed are 2 to 6, each a [[question.option]]")
        }
        return options
    }

    /// What can be judged only with questions and panels both.
    static func checkQuestions(_ root: ConfigurationTable, _ configuration: PlaceConfiguration) {
        let tables = root.tables("question", isQuiet: true)
        let uses = Set(configuration.uses.map(\.id))
        for (number, (table, question)) in zip(tables, configuration.questions).enumerated() {
            if uses.contains(question.id) {
                table.report("id", "found \"\(question.id)\", the id of a button's use; allowed is another one")
            }
            if question.panels.isEmpty, table.values["panels"] == nil {
                table.report(
                    "panels", "found no panel with buttons for answers; needed is one that can ask the question")
            }
            for panel in configuration.panels where question.panels.contains(panel.id) {
                let buttons = panel.answerButtons.count
                if buttons > 1, question.options.count > buttons {
                    table.report(
                        "option",
                        "found \(question.options.count) options; allowed are at most \(buttons), as many as the panel "
                            + "\"\(panel.id)\" has buttons for answers")
                }
                let earlier = configuration.questions[..<number].firstIndex { other in
                    other.panels.contains(panel.id) && other.overlaps(question)
                }
                if let earlier {
                    let line = table.context.lines.line(of: tables[earlier].path)
                    table.report(
                        table.values["from"] == nil ? "until" : "from",
                        "the panel \"\(panel.id)\" asks question[\(earlier)] in line \(line) on some of the same days; "
                            + "allowed is one question a day, so give the first an until and this one a later from")
                }
            }
        }
    }
}

/// The keys that do something now, at the foot of the screen.
enum TerminalKeyLine {
    /// As many as fit, each whole, the first ones first.
    static func line(_ model: TerminalModel) -> TerminalLine {
        var line = TerminalLine()
        for (key, words) in keys(model) {
            let width = TerminalWidth.of(key) + TerminalWidth.of(words) + 5
            guard line.width + width <= model.size.columns else { continue }
            line.append(" ")
            line.append(" \(key) ", .reverse)
            line.append(" \(words) ")
        }
        return line.fitted(model.size.columns)
    }

    private static func keys(_ model: TerminalModel) -> [(String, String)] {
        let say = model.say
        let back = ("Esc", say("terminal.key.back"))
        let help = ("F1", say("terminal.key.help"))
        switch model.layers.last?.view {
        case nil:
            let commands: [TerminalCommand] = [.quit, .correct, .check, .language]
            let letters = commands.map { (say("terminal.letter.\($0.rawValue)"), say("terminal.short.\($0.rawValue)")) }
            return [help, ("Enter", say("terminal.key.menu"))] + letters + [("↑↓", say("terminal.key.scroll"))]
        case .help, .message: return [back, ("↑↓", say("terminal.key.scroll"))]
        case .list: return [back, ("↑↓", say("terminal.key.move")), ("Enter", say("terminal.key.choose")), help]
        case .form:
            return [back, ("↑↓", say("terminal.key.field")), ("Enter", say("terminal.key.next")), help]
        case .question:
            return [
                back, (say("terminal.letter_yes"), say("terminal.yes")),
                (say("terminal.letter_no"), say("terminal.no")),
                ("Enter", say("terminal.key.choose")),
            ]
        }
    }
}

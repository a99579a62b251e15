/// Comma-separated values as RFC 4180 has them: CRLF, quotes doubled inside quotes.
enum CSV {
    enum Cell {
        case text(String)
        case number(Int64)
    }

    /// The header row of the export of leaves.
    static let leafHeader = row(
        [
            "place", "municipality", "seq", "period", "session", "measure", "question", "option", "panel", "value",
            "epsilon", "observed_s", "scheduled_s",
        ].map(Cell.text))

    static func row(_ cells: [Cell]) -> String {
        cells.map(field).joined(separator: ",") + "\r\n"
    }

    /// A text that a spreadsheet would take for a formula gets an apostrophe in front
    /// (https://owasp.org/www-community/attacks/CSV_Injection). Numbers keep their sign.
    private static func field(_ cell: Cell) -> String {
        guard case .text(var text) = cell else {
            if case .number(let number) = cell { return String(number) }
            return ""
        }
        if let first = text.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first) { text = "'" + text }
        guard text.utf8.contains(where: { [0x22, 0x2c, 0x0a, 0x0d].contains($0) }) else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}

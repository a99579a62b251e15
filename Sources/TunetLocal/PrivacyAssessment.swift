import TunetCore

/// A note on data protection, filled in as far as the configuration and the program itself can say: one HTML file that can be
/// printed, and written in with a browser. What only the controller can decide is left open, and marked.
package struct PrivacyAssessment: Sendable {
    /// A piece of the note. All of it is text; it is escaped in one place.
    enum Block: Sendable {
        case paragraph(String)
        case list([String])
        case table(header: [String], rows: [[String]])
        /// A question to the controller, with room for the answer.
        case open(String)
    }

    struct Part: Sendable {
        var title: String
        var blocks: [Block]
    }

    let facts: PrivacyFacts
    let controller: Controller
    let software: String

    /// - Parameter software: the version of Tunet.
    /// - Returns: nil if nobody is named as responsible.
    package init?(_ facts: PrivacyFacts, software: String) {
        guard let controller = facts.controller else { return nil }
        self.facts = facts
        self.controller = controller
        self.software = software
    }

    package func html(_ language: String) -> String {
        let text = PrivacyText(facts, language: language)
        let title = HTMLText.escape(text.assessmentTitle)
        let parts = text.assessment(controller, software: software).enumerated().map { index, part in
            "<section><h2>\(index + 1). \(HTMLText.escape(part.title))</h2>"
                + part.blocks.map { Self.html($0, text) }.joined() + "</section>"
        }
        return """
            <!doctype html>
            <html lang="\(text.language)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            <main>
            <h1>\(title)</h1>
            \(text.assessmentIntroduction.map { "<p>\(HTMLText.escape($0))</p>" }.joined(separator: "\n"))
            \(parts.joined(separator: "\n"))
            </main>
            </body>
            </html>

            """
    }

    private static func html(_ block: Block, _ text: PrivacyText) -> String {
        switch block {
        case .paragraph(let words): return "<p>\(HTMLText.escape(words))</p>"
        case .list(let items): return "<ul>\(items.map { "<li>\(HTMLText.escape($0))</li>" }.joined())</ul>"
        case .table(let header, let rows):
            let head = header.map { "<th scope=\"col\">\(HTMLText.escape($0))</th>" }.joined()
            let body = rows.map { row in
                let first = row.first.map { "<th scope=\"row\">\(HTMLText.escape($0))</th>" } ?? ""
                return "<tr>\(first)\(row.dropFirst().map { "<td>\(HTMLText.escape($0))</td>" }.joined())</tr>"
            }
            return "<table><thead><tr>\(head)</tr></thead><tbody>\(body.joined())</tbody></table>"
        case .open(let question):
            let label = HTMLText.escape(question)
            return "<div class=\"open\"><p><b>\(HTMLText.escape(text.toBeFilledIn))</b> \(label)</p>"
                + "<div contenteditable=\"true\" role=\"textbox\" aria-multiline=\"true\" aria-label=\"\(label)\"></div></div>"
        }
    }

    private static let style = """
        @page { size: A4; margin: 18mm 16mm; }
        * { box-sizing: border-box; }
        body { margin: 0; background: #fff; color: #14201a; font: 11pt/1.45 "Noto Sans", "DejaVu Sans", system-ui, Arial, sans-serif; }
        main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem; overflow-wrap: break-word; }
        h1 { font-size: 1.7em; line-height: 1.2; } h2 { font-size: 1.2em; color: #1c4a31; margin: 1.6em 0 .4em; }
        p, ul { margin: .4em 0; } ul { padding-left: 1.3em; } li { margin: .25em 0; }
        table { border-collapse: collapse; width: 100%; margin: .5em 0; font-size: .94em; }
        th, td { border: 1px solid #5b6a62; padding: .35em .5em; text-align: left; vertical-align: top; }
        th, td { overflow-wrap: anywhere; hyphens: auto; }
        thead th { background: #e6eee9; } tbody th { font-weight: 600; width: 24%; }
        .open { border: 2px dashed #1c4a31; padding: .4em .7em .7em; margin: .7em 0; break-inside: avoid; }
        .open div:focus-visible { outline: 3px solid #1c4a31; outline-offset: 2px; }
        .open div { min-height: 3.2em; border-bottom: 1px solid #5b6a62; }
        @media print { main { max-width: none; padding: 0; } tr { break-inside: avoid; } h2 { break-after: avoid; } }
        """
}

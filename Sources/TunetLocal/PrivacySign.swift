import TunetCore

/// A sign for the wall: an A4 sheet for each language, one file without anything from elsewhere. In the terms of DTPR,
/// "Digital Trust for Places and Routines": purpose, technology, processing, storage, access, accountability.
package struct PrivacySign: Sendable {
    /// Ink on paper, and what stands on the dark band; each pair has a contrast of at least 7 (WCAG 2.2, 1.4.6).
    static let (ink, paper, accent) = ("#14201a", "#ffffff", "#1c4a31")

    let facts: PrivacyFacts
    let controller: Controller

    /// - Returns: nil if nobody is named as responsible.
    package init?(_ facts: PrivacyFacts) {
        guard let controller = facts.controller else { return nil }
        self.facts = facts
        self.controller = controller
    }

    /// The file, with a sheet for each of `languages`.
    package func html(_ languages: [String]) -> String {
        let texts = languages.map { PrivacyText(facts, language: $0) }
        let name = HTMLText.escape(facts.configuration.place.name)
        return """
            <!doctype html>
            <html lang="\(texts.first?.language ?? "nb")">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(name)</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            <main>
            \(texts.map(sheet).joined(separator: "\n"))
            </main>
            </body>
            </html>

            """
    }

    private func sheet(_ text: PrivacyText) -> String {
        let rows = text.signRows(controller)
        let length = rows.reduce(text.purpose.count) { $0 + $1.lines.reduce(0) { $0 + $1.count } }
        // A long list of doors or a long address gets smaller letters rather than a second sheet.
        let density = length < 900 ? "" : length < 1300 ? " dense" : " denser"
        let absent = text.signAbsent.map { icon, words in
            "<li>\(icon.svg)<span>\(HTMLText.escape(words))</span></li>"
        }
        return """
            <article class="sheet\(density)" lang="\(text.language)">
            <header>
            <p class="place">\(HTMLText.escape(facts.configuration.place.name))</p>
            <h1>\(HTMLText.escape(text.signTitle))</h1>
            <p class="lead">\(HTMLText.escape(text.signLead))</p>
            </header>
            <div class="rows">
            \(rows.map(Self.row).joined(separator: "\n"))
            </div>
            <section class="absent">
            <h2>\(HTMLText.escape(text.signAbsentTitle))</h2>
            <ul>\(absent.joined())</ul>
            </section>
            <footer>\(HTMLText.escape(text.signFooter))</footer>
            </article>
            """
    }

    private static func row(_ row: PrivacyText.SignRow) -> String {
        let lines = row.lines.map { "<p>\(HTMLText.escape($0))</p>" }.joined()
        return "<section>\(row.icon.svg)<div><h2>\(HTMLText.escape(row.title))</h2>\(lines)</div></section>"
    }

    private static let style = """
        @page { size: A4; margin: 0; }
        * { box-sizing: border-box; margin: 0; }
        body { background: #d9dedb; color: \(ink); font-family: "Noto Sans", "DejaVu Sans", system-ui, Arial, sans-serif; }
        .sheet { width: 210mm; height: 297mm; margin: 8mm auto; background: \(paper); display: flex; flex-direction: column;
          font-size: 14pt; line-height: 1.32; overflow-wrap: break-word; -webkit-print-color-adjust: exact;
          print-color-adjust: exact; }
        .dense { font-size: 12.5pt; } .denser { font-size: 10pt; }
        header { background: \(accent); color: \(paper); padding: 12mm 15mm 9mm; }
        .place { font-size: 1.25em; } h1 { font-size: 2.7em; line-height: 1.1; margin: 1mm 0 2mm; } .lead { font-size: 1.35em; }
        .rows { flex: 1; display: flex; flex-direction: column; justify-content: space-evenly; padding: 3mm 15mm; }
        .rows div { min-width: 0; } .rows section { display: flex; gap: 7mm; align-items: flex-start; }
        svg { width: 15mm; height: 15mm; flex: none; fill: none; stroke: currentColor; stroke-width: 2.6;
          stroke-linecap: round; stroke-linejoin: round; }
        svg .full { fill: currentColor; stroke: none; }
        .rows svg { color: \(accent); }
        h2 { font-size: 1.2em; line-height: 1.2; color: \(accent); }
        .absent { border-top: 1mm solid \(accent); margin: 0 15mm; padding: 3mm 0 2mm; }
        .absent ul { list-style: none; padding: 0; display: grid; grid-template-columns: 1fr 1fr 1.4fr 1.6fr; gap: 4mm; margin-top: 2mm; }
        .absent li { display: flex; gap: 3mm; align-items: center; font-weight: 600; line-height: 1.15; font-size: .95em; }
        .absent svg { width: 11mm; height: 11mm; }
        footer { padding: 1mm 15mm 8mm; font-size: .8em; }
        @media print { body { background: none; } .sheet { margin: 0; break-after: page; } .sheet:last-child { break-after: auto; } }
        @media screen and (max-width: 210mm) {
          .sheet { width: auto; height: auto; margin: 0; } header, .rows { padding: 5mm; } .absent { margin: 0 5mm; }
          .rows section { margin-bottom: 4mm; gap: 4mm; } .absent ul { grid-template-columns: 1fr 1fr; } footer { padding: 5mm; }
        }
        @media screen and (max-width: 24rem) { .absent ul { grid-template-columns: 1fr; } }
        @media (forced-colors: active) { svg, .rows svg { color: CanvasText; } }
        """
}

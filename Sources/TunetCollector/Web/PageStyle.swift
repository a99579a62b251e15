/// The page's style sheet: readable on a phone, printable on A4, contrast of at least 7 (WCAG 2.2, 1.4.6).
enum PageStyle {
    static let css: HTML = """
        :root { color-scheme: light; --ink: #1b1f1d; --soft: #4a544f; --line: #c9d1cc; --bar: #2f6f4f; --paper: #fff; }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1rem 1rem 3rem; max-width: 58rem; background: var(--paper); color: var(--ink);
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
        h1 { font-size: 1.6rem; line-height: 1.2; margin: 0.5rem 0; }
        h2 { font-size: 1.3rem; margin: 0 0 0.25rem; }
        h3 { font-size: 1.05rem; margin: 1.5rem 0 0.25rem; }
        p { margin: 0.25rem 0 0.75rem; max-width: 44rem; }
        a { color: #0b4f8a; }
        a:focus-visible, [tabindex]:focus-visible { outline: 3px solid #0b4f8a; outline-offset: 2px; }
        nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; }
        nav a { display: inline-block; padding: 0.35rem 0; }
        .place { border-top: 3px solid var(--bar); margin-top: 2rem; padding-top: 1rem; }
        .soft, small { color: var(--soft); font-size: 0.875rem; }
        .alarms { border: 2px solid #8a1c1c; border-radius: 6px; padding: 0.75rem 1rem; margin: 1rem 0; }
        .alarms h2 { color: #8a1c1c; font-size: 1.1rem; }
        .alarms ul { margin: 0; padding-left: 1.2rem; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 0.25rem 0 0.5rem; }
        caption { text-align: left; color: var(--soft); font-size: 0.875rem; padding: 0.25rem 0; }
        th, td { padding: 0.4rem 0.9rem 0.4rem 0; text-align: right; vertical-align: top;
          border-bottom: 1px solid var(--line); }
        th:first-child, td:first-child { text-align: left; }
        thead th { vertical-align: bottom; border-bottom: 2px solid var(--soft); font-size: 0.875rem; }
        tbody th { font-weight: 600; white-space: nowrap; }
        tbody th small { display: block; font-weight: 400; }
        td { white-space: nowrap; }
        td b { font-size: 1.05rem; }
        td.low { color: #8a1c1c; font-weight: 600; }
        td.left { text-align: left; white-space: normal; }
        .answers td, .answers th { vertical-align: middle; }
        .answers th { white-space: normal; font-weight: 400; }
        svg { display: block; max-width: 100%; height: auto; }
        svg.chart { width: 36rem; margin: 0.5rem 0; }
        svg text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; fill: var(--soft); }
        /* As large as the text around it, where the drawing gets smaller. */
        @media screen and (max-width: 30rem) { svg text { font-size: 15px; } }
        /* A drawing keeps its colours where the reader has chosen others; system colours are the reader's. */
        @media (forced-colors: active) {
          svg text, svg rect { fill: CanvasText; } svg path { stroke: Highlight; } svg line { stroke: GrayText; }
        }
        @media print {
          @page { size: A4; margin: 14mm; }
          body { font-size: 10pt; max-width: none; padding: 0; }
          nav { display: none; }
          .wide { overflow: visible; }
          tr, svg, .answers, .alarms { break-inside: avoid; }
          h2, h3, caption { break-after: avoid; }
          a { color: inherit; text-decoration: none; }
        }
        """
}

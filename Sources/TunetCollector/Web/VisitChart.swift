/// Visits by week or month as bars, with their intervals as whiskers. SVG without script or outside resource; the table
/// below it has the same numbers for those who can't see it.
enum VisitChart {
    /// How many of the latest periods are drawn; more would not be legible on a phone.
    static let periodLimit = 16

    private static let width = 460
    private static let left = 40
    private static let top = 10
    private static let height = 130

    /// - Returns: empty for fewer than two periods, which are no development.
    static func svg(_ periods: [PeriodReport], id: String) -> HTML {
        let shown = periods.suffix(periodLimit)
        guard shown.count >= 2, let first = shown.first, let last = shown.last else { return "" }
        let scale = Scale(highest: shown.map(\.visits.high).max() ?? 0)
        let title = "Besøk fra \(Norwegian.title(first.period)) til \(Norwegian.title(last.period)), med 95 %-intervall"
        let step = Double(width - left) / Double(shown.count)
        let bars = HTML(
            shown.enumerated().map { index, period in
                bar(period, x: Double(left) + step * Double(index), step: step, scale: scale)
            })
        let ticks = HTML(scale.ticks.map { tick($0, scale: scale) })
        return """
            <svg class="chart" viewBox="0 0 \(width) \(top + height + 24)" role="img" aria-labelledby="\(id)-c">
            <title id="\(id)-c">\(title)</title>
            \(ticks)\(bars)</svg>

            """
    }

    private static func tick(_ value: Int, scale: Scale) -> HTML {
        let y = position(Double(value), scale)
        return """
            <line x1="\(left)" x2="\(width)" y1="\(text(y))" y2="\(text(y))" stroke="#c9d1cc"/>\
            <text x="\(left - 6)" y="\(text(y + 4))" text-anchor="end">\(Norwegian.number(value))</text>

            """
    }

    private static func bar(_ period: PeriodReport, x: Double, step: Double, scale: Scale) -> HTML {
        let middle = x + step / 2
        let barWidth = min(28, step * 0.6)
        // What the table shows as “<5” has no bar either, only its interval.
        let top = position(period.visits.value < VisitSum.smallestShown ? 0 : period.visits.value, scale)
        let bottom = position(0, scale)
        let (low, high) = (position(period.visits.low, scale), position(period.visits.high, scale))
        let path =
            "M\(text(middle)) \(text(low))V\(text(high))M\(text(middle - 4)) \(text(high))h8"
            + "M\(text(middle - 4)) \(text(low))h8"
        return """
            <rect x="\(text(middle - barWidth / 2))" y="\(text(top))" width="\(text(barWidth))" \
            height="\(text(bottom - top))" fill="#5f9a80"/>\
            <path d="\(path)" stroke="#1b1f1d" stroke-width="1.5"/>\
            <text x="\(text(middle))" y="\(text(bottom + 17))" text-anchor="middle">\(label(period.period))</text>

            """
    }

    /// `45` for a week, `nov.` for a month.
    private static func label(_ period: String) -> String {
        guard let part = period.split(separator: "-").last else { return period }
        if part.first == "W" { return String(Int(part.dropFirst()) ?? 0) }
        guard let month = Int(part), (1...12).contains(month) else { return period }
        return Norwegian.short(month)
    }

    private static func position(_ value: Double, _ scale: Scale) -> Double {
        Double(top) + Double(height) * (1 - value / Double(scale.top))
    }

    /// With one decimal, in the form of SVG.
    private static func text(_ value: Double) -> String {
        String((value * 10).rounded() / 10)
    }

    /// From 0 to a round number, in at most five steps.
    private struct Scale {
        var top: Int
        var ticks: [Int]

        init(highest: Double) {
            let highest = max(5, Int(min(highest, 1e12).rounded(.up)))
            var step = 1
            while step * 5 < highest {
                // 1, 2, 5, 10, 20, 50, …
                step = String(step).first == "2" ? step / 2 * 5 : step * 2
            }
            top = (highest + step - 1) / step * step
            ticks = Array(stride(from: 0, through: top, by: step))
        }
    }
}

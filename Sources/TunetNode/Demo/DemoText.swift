import TunetLocal

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the demo prints at its end.
enum DemoText {
    /// Today as a volunteer sees it.
    static func today(_ status: NodeStatus) -> String {
        var lines = ["", "== I dag, slik de frivillige ser det =="]
        lines.append("\(status.name), \(status.day.map { Catalogue(firstOf: ["nb"]).date(iso: $0) } ?? "ukjent dato")")
        var numbers = "\(status.visits) besøk"
        if status.visitsLow < status.visitsHigh { numbers += " (mellom \(status.visitsLow) og \(status.visitsHigh))" }
        if let present = status.present { numbers += ", \(present) inne nå" }
        lines.append(numbers)
        let most = max(1, status.hours.max() ?? 1)
        for (hour, count) in status.hours.enumerated() where count > 0 {
            let bar = String(repeating: "█", count: max(1, 30 * count / most))
            lines.append("  kl. \(hour < 10 ? " " : "")\(hour)  \(bar) \(count)")
        }
        for panel in status.panels { lines.append("\(panel.question ?? panel.name) \(panel.presses) svar i dag") }
        let problems = HealthText.problems(
            status.health + status.doors.flatMap(\.health) + status.panels.flatMap(\.health), on: status.day,
            in: status.languages)
        lines += problems.isEmpty ? ["Alt er i orden."] : problems
        return lines.joined(separator: "\n")
    }

    /// The coordinator's table, from the collector's own report.
    static func report(json: [UInt8]) throws -> String {
        let report = try JSONDecoder().decode(CollectorReport.self, from: Data(json))
        var lines = ["", "== Koordinatorens tabell: frigitte tall, med støy for personvernet =="]
        for place in report.places {
            lines.append(place.name)
            lines.append("  \(pad("periode", 12))\(pad("besøk", 8))\(pad("95 %-intervall", 18))dekning")
            for period in place.periods {
                let visits = period.visits
                lines.append("  \(pad(period.period, 12))" + row(visits))
                for session in period.sessions { lines.append("    \(pad(session.name, 22))" + short(session.visits)) }
            }
            for question in place.questions {
                lines.append("  \(question.text)  n = \(question.n)")
                for option in question.options {
                    let share = option.share.map { "\(Int(($0 * 100).rounded())) %" } ?? "for få svar ennå"
                    lines.append("    \(pad(option.text, 28))\(share)")
                }
            }
        }
        return lines.joined(separator: "\n")
    }

    static func addresses(volunteers: String, pin: String, coordinators: String) -> String {
        """

        For de frivillige:     \(volunteers) (PIN \(pin))
        For koordinatoren:     \(coordinators)
        Ctrl-C avslutter.
        """
    }

    private static func row(_ visits: CollectorReport.Visits) -> String {
        let interval = "\(number(visits.low))–\(number(visits.high))"
        return pad(visits.shown, 8) + pad(interval, 18) + percent(visits.coverage)
    }

    private static func short(_ visits: CollectorReport.Visits) -> String {
        "\(visits.shown) (\(number(visits.low))–\(number(visits.high))), dekning \(percent(visits.coverage))"
    }

    private static func percent(_ share: Double?) -> String {
        share.map { "\(Int(($0 * 100).rounded())) %" } ?? "ukjent"
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(value))" : "\(value)".replacing(".", with: ",")
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}

/// The parts of the collector's `/report.json` that the demo prints.
private struct CollectorReport: Decodable {
    struct Visits: Decodable {
        var shown: String
        var low: Double
        var high: Double
        var coverage: Double?
    }

    struct Session: Decodable {
        var name: String
        var visits: Visits
    }

    struct Period: Decodable {
        var period: String
        var visits: Visits
        var sessions: [Session]
    }

    struct Option: Decodable {
        var text: String
        var share: Double?
    }

    struct Question: Decodable {
        var text: String
        var n: Int64
        var options: [Option]
    }

    struct Place: Decodable {
        var name: String
        var periods: [Period]
        var questions: [Question]
    }

    var places: [Place]
}

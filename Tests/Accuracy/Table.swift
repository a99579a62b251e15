import TunetTestSupport

/// Scores as tables that can be read as they are and as Markdown.
enum Table {
    static func accuracy(of rows: [FittedScores]) -> String {
        let header = [
            "door", "days", "true in / out", "Tunet in / out", "error", "plain machine's", "ratio", "interval's width",
            "truth inside, in / out",
        ]
        let lines = rows.map { row in
            let score = row[.standard]
            return [
                score.name, "\(score.days)", "\(score.trueIn) / \(score.trueOut)",
                "\(score.countedIn) / \(score.countedOut)", "\(score.error.brief) %", "\(score.plainError.brief) %",
                score.ratio.brief, "\(score.relativeWidth.brief) %",
                "\(score.coverageIn.brief) % / \(score.coverageOut.brief) %",
            ]
        }
        return layOut([header] + lines)
    }

    static let note = """
        swingingDoor has a contact on its leaf, which swings through the beams; dog has an upper beam. Beam gap known: at the
        school also the depth of a body, 16 cm.

        """

    /// Error, and the lesser of the two coverages, for each distance of the beams that Tunet was told.
    static func fittings(of rows: [FittedScores]) -> String {
        let header =
            ["error; truth inside"] + BeamFitting.allCases.map { "beam gap \($0.rawValue)" } + ["plain machine"]
        let lines = rows.map { row in
            let cells = BeamFitting.allCases.map { fitting in
                let score = row[fitting]
                return "\(score.error.brief) %; \(min(score.coverageIn, score.coverageOut).brief) %"
            }
            return [row.name] + cells + ["\(row[.standard].plainError.brief) %"]
        }
        return layOut([header] + lines)
    }

    private static func layOut(_ rows: [[String]]) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return "| " + padded.joined(separator: " | ") + " |\n"
        }
        let rule = line(widths.map { String(repeating: "-", count: $0) })
        return line(rows[0]) + rule + rows.dropFirst().map(line).joined()
    }
}

internal import TunetCore

/// Leaves of the same period, session, measure and ε of one place, added up.
struct LeafRow {
    var place: String
    var period: Period
    var session: String
    var measure: String
    var question = ""
    var option = ""
    var panel = ""
    var epsilon: Double
    var leaves = 1
    var value: Int64
    var observed: Int64 = 0
    var scheduled: Int64 = 0
}

/// A kind of measure that a place has not released in a year. No question, no panel: empty.
struct StoppedRow {
    var place: String
    var year: Int
    var measure: String
    var question: String
    var panel: String
    var ceiling: Int
    var leaves: Int
}

/// What a place calls its parts.
struct NameKey: Hashable {
    var place: String
    var kind: String
    var parent: String
    var id: String
}

/// What a place calls one of its parts.
struct Name {
    /// An option's place among its question's buttons, from 0.
    var position: Int
    var text = LocalizedText([:])
}

/// Adds released leaves up to a ``Report``. Pure: rows and names in, values out.
struct ReportBuilder {
    /// How many weeks or months of a place are reported at most: a year and one.
    static let periodLimit = 53
    /// How many released answers a question needs before shares are shown.
    static let answerLimit: Int64 = 10

    /// In any language; see ``text(_:_:of:in:)``.
    var names: [NameKey: Name] = [:]
    private var places: [String: Sums] = [:]
    private var intervals = IntervalTable()

    private struct Sums {
        var periods: [Period: VisitSum] = [:]
        var sessions: [Period: [String: VisitSum]] = [:]
        var years: [Int: VisitSum] = [:]
        var uncertain: [Period: VisitSum] = [:]
        var answers: [String: Answers] = [:]
        var uses: [String: CountSum] = [:]
        var misuse: [String: CountSum] = [:]
        var checks = CheckSum()
        var epsilon: [Int: (sum: Double, leaves: Int)] = [:]
        var stopped: [StoppedRow] = []
    }

    private struct Answers {
        var first: Period
        var last: Period
        var byOption: [String: CountSum] = [:]
    }

    mutating func add(_ row: LeafRow) {
        var sums = places.removeValue(forKey: row.place) ?? Sums()
        defer { places[row.place] = sums }
        let year = sums.epsilon[row.period.firstDay.components.year] ?? (0, 0)
        sums.epsilon[row.period.firstDay.components.year] =
            (year.sum + row.epsilon * Double(row.leaves), year.leaves + row.leaves)
        switch row.measure {
        case "presses":
            var answers = sums.answers[row.question] ?? Answers(first: row.period, last: row.period)
            if row.period.firstDay < answers.first.firstDay { answers.first = row.period }
            if row.period.firstDay > answers.last.firstDay { answers.last = row.period }
            answers.byOption[row.option, default: CountSum()].add(row)
            sums.answers[row.question] = answers
        case "uses":
            sums.uses[row.question, default: CountSum()].add(row)
        case "misuse":
            sums.misuse[row.panel, default: CountSum()].add(row)
        case "checked_by_hand", "checked_by_sensor":
            sums.checks.add(row)
        case "exits":
            // Whoever goes out came in: visits are counted at the entries. Exits are in the export.
            break
        case _ where row.session == Leaf.uncertain:
            sums.uncertain[row.period, default: VisitSum()].add(row)
        default:
            sums.years[row.period.firstDay.components.year, default: VisitSum()].add(row)
            // Days are shown by week.
            let period = row.period.kind == .day ? Period(.week, containing: row.period.firstDay) : row.period
            sums.periods[period, default: VisitSum()].add(row)
            sums.sessions[period, default: [:]][row.session, default: VisitSum()].add(row)
        }
    }

    mutating func add(_ row: StoppedRow) {
        places[row.place, default: Sums()].stopped.append(row)
    }

    /// The report on one place, with what has been added for it.
    mutating func place(id: String, name: String, municipality: String?, received: Int64?) -> PlaceReport {
        let sums = places[id] ?? Sums()
        let shown = sums.periods.keys.sorted { ($0.firstDay, $0.description) < ($1.firstDay, $1.description) }
        let periods = shown.suffix(Self.periodLimit).map { period in
            PeriodReport(
                period: period.description, visits: sums.periods[period, default: VisitSum()].visits(&intervals),
                sessions: (sums.sessions[period] ?? [:]).sorted { $0.key < $1.key }.map { session, sum in
                    SessionReport(id: session, name: sessionName(session, id), visits: sum.visits(&intervals))
                })
        }
        let uncertain = sums.uncertain.sorted {
            ($0.key.firstDay, $0.key.endDay) < ($1.key.firstDay, $1.key.endDay)
        }
        return PlaceReport(
            id: id, name: name, municipality: municipality, received: received, periods: Array(periods),
            years: sums.years.sorted { $0.key < $1.key }.map { year, sum in
                YearReport(year: year, visits: sum.visits(&intervals))
            },
            uncertain: uncertain.suffix(Self.periodLimit).map { period, sum in
                UncertainReport(
                    from: period.firstDay.description, through: period.endDay.adding(days: -1).description,
                    visits: sum.visits(&intervals))
            },
            questions: sums.answers.sorted { $0.key < $1.key }.map { question($0.key, $0.value, id, &intervals) },
            uses: sums.uses.sorted { $0.key < $1.key }.map { use, sum in
                let range = sum.range(&intervals)
                return UseReport(
                    id: use, text: text("question", use, of: "", in: id), value: sum.value, low: range.lowerBound,
                    high: range.upperBound)
            },
            misuse: sums.misuse.sorted { $0.key < $1.key }.map { panel, sum in
                let range = sum.range(&intervals)
                return MisuseReport(
                    panel: panel, name: text("panel", panel, of: "", in: id), value: sum.value, low: range.lowerBound,
                    high: range.upperBound)
            },
            check: sums.checks.report(&intervals),
            epsilon: sums.epsilon.sorted { $0.key < $1.key }.map { year, sum in
                YearEpsilon(year: year, epsilon: sum.sum, leaves: sum.leaves)
            },
            stopped: sums.stopped.map { stopped($0) }.sorted {
                ($0.year, $0.measure, $0.name ?? "") < ($1.year, $1.measure, $1.name ?? "")
            })
    }

    private func stopped(_ row: StoppedRow) -> StoppedReport {
        let name: String? =
            switch row.measure {
            case "presses", "uses": text("question", row.question, of: "", in: row.place)
            case "misuse": text("panel", row.panel, of: "", in: row.place)
            default: nil
            }
        return StoppedReport(
            year: row.year, measure: row.measure, name: name, ceiling: row.ceiling, leaves: row.leaves)
    }

    private func question(
        _ question: String, _ answers: Answers, _ place: String, _ intervals: inout IntervalTable
    ) -> QuestionReport {
        let all = answers.byOption.values.reduce(into: CountSum()) { $0.add($1) }
        let positive = answers.byOption.values.reduce(0) { $0 + max(0, $1.value) }
        let enough = all.value >= Self.answerLimit
        let range = all.range(&intervals)
        // As on the panel; options that have no name any more come last.
        func order(_ option: String) -> (Int, String) {
            (names[NameKey(place: place, kind: "option", parent: question, id: option)]?.position ?? .max, option)
        }
        return QuestionReport(
            id: question, text: text("question", question, of: "", in: place), from: answers.first.description,
            to: answers.last.description, n: all.value, low: range.lowerBound, high: range.upperBound,
            enough: enough,
            options: answers.byOption.sorted { order($0.key) < order($1.key) }.map { option, sum in
                let range = sum.range(&intervals)
                return OptionReport(
                    id: option, text: text("option", option, of: question, in: place), value: sum.value,
                    low: range.lowerBound, high: range.upperBound,
                    share: enough ? Double(max(0, sum.value)) / Double(positive) : nil)
            })
    }

    private func sessionName(_ session: String, _ place: String) -> String {
        switch session {
        case Leaf.outsideSessions: "Utenom faste tider"
        case Leaf.allDay: "Hele perioden"
        default: text("session", session, of: "", in: place)
        }
    }

    /// The name in Norwegian if there is one, else in another language, else the id.
    private func text(_ kind: String, _ id: String, of parent: String, in place: String) -> String {
        let name = names[NameKey(place: place, kind: kind, parent: parent, id: id)]
        let text = name?.text.text(in: ["nb", "nn", "en", ""]) ?? ""
        return text.isEmpty ? id : text
    }
}

/// The part of the page about one place.
enum PlaceSection {
    /// Coverage below this is set off.
    private static let goodCoverage = 0.9

    /// - Parameter id: of the section; other ids begin with it.
    static func html(_ place: PlaceReport, id: String) -> HTML {
        let content: HTML =
            place.received == nil
            ? "<p>Ingen tall er mottatt ennå.</p>\n"
            : """
            \(visits(place, id: id))\(years(place.years))\(uncertain(place.uncertain))\(missing(place.missing))\(check(place.check))\(HTML(place.questions.map(question)))\(uses(place.uses))\(misuse(place.misuse))\(epsilon(place.epsilon))\(stopped(place.stopped))
            """
        return """
            <section class="place" id="\(id)" aria-labelledby="\(id)-h">
            <h2 id="\(id)-h">\(place.name)</h2>
            <p class="soft">\(facts(place))</p>
            \(content)</section>

            """
    }

    private static func facts(_ place: PlaceReport) -> String {
        var facts = ["Sted \(place.id)"]
        if let municipality = place.municipality { facts.append("kommune \(municipality)") }
        if let received = place.received { facts.append("sist mottatt \(Norwegian.date(ofSeconds: received))") }
        return facts.joined(separator: " · ")
    }

    private static func visits(_ place: PlaceReport, id: String) -> HTML {
        guard !place.periods.isEmpty else { return "" }
        let sessions = sessions(of: place)
        let split = sessions.count > 1 ? sessions : []
        let rows = place.periods.reversed().map { row($0, sessions: split) }
        return """
            <h3 id="\(id)-v">Besøk</h3>
            \(VisitChart.svg(place.periods, id: id))<div class="wide" role="region" aria-labelledby="\(id)-v" tabindex="0">
            <table>
            <caption>Nyeste først.\(split.isEmpty ? "" : " I parentes: 95 %-intervall.")</caption>
            <thead><tr><th scope="col">Periode</th><th scope="col">Besøk</th><th scope="col">95 %-intervall</th>\
            <th scope="col">Dekning</th>\(HTML(split.map { "<th scope=\"col\">\($0.name)</th>" }))</tr></thead>
            <tbody>
            \(HTML(rows))</tbody>
            </table>
            </div>

            """
    }

    private static func years(_ years: [YearReport]) -> HTML {
        guard !years.isEmpty else { return "" }
        let items = years.reversed().map { year -> HTML in
            """
            <tr><th scope="row">\("\(year.year)")</th><td><b>\(Norwegian.shown(year.visits))</b></td>\
            <td>\(Norwegian.interval(year.visits))</td>\(coverage(year.visits.coverage))</tr>

            """
        }
        return """
            <table>
            <caption>Hele år, så langt tallene er frigitt.</caption>
            <thead><tr><th scope="col">År</th><th scope="col">Besøk</th><th scope="col">95 %-intervall</th>\
            <th scope="col">Dekning</th></tr></thead>
            <tbody>
            \(HTML(items))</tbody>
            </table>

            """
    }

    private static func uncertain(_ uncertain: [UncertainReport]) -> HTML {
        guard !uncertain.isEmpty else { return "" }
        let items = uncertain.reversed().map { part -> HTML in
            let days =
                part.from == part.through
                ? Norwegian.title(part.from)
                : "mellom \(Norwegian.title(part.from)) og \(Norwegian.title(part.through))"
            return "<li>\(days): <b>\(Norwegian.shown(part.visits))</b> (\(Norwegian.interval(part.visits)))</li>\n"
        }
        return """
            <h3>Besøk med usikker dato</h3>
            <p class="soft">Talt mens enheten ikke visste hvilken dag det var. De kommer i tillegg til besøkene i tabellen. I \
            parentes: 95 %-intervall.</p>
            <ul>
            \(HTML(items))</ul>

            """
    }

    private static func missing(_ missing: Int64?) -> HTML {
        guard let missing else { return "" }
        return """
            <p><b>Tall mangler.</b> Enheten fikk ikke levert på så lenge at den ikke hadde plass til mer, og har \
            forkastet \("\(missing)") eldre tall. De kommer ikke senere.</p>

            """
    }

    /// Those that occur in any period, by name, what lies outside of them last.
    private static func sessions(of place: PlaceReport) -> [(id: String, name: String)] {
        var names: [String: String] = [:]
        for session in place.periods.flatMap(\.sessions) { names[session.id] = session.name }
        return names.map { (id: $0.key, name: $0.value) }
            .sorted { ($0.id == "outside" ? 1 : 0, $0.name, $0.id) < ($1.id == "outside" ? 1 : 0, $1.name, $1.id) }
    }

    private static func row(_ period: PeriodReport, sessions: [(id: String, name: String)]) -> HTML {
        let days = Norwegian.days(period.period)
        let small: HTML = days.isEmpty ? "" : "<small>\(days)</small>"
        let cells = sessions.map { session -> HTML in
            guard let part = period.sessions.first(where: { $0.id == session.id }) else { return "<td>–</td>" }
            return "<td>\(Norwegian.shown(part.visits)) <small>(\(Norwegian.interval(part.visits)))</small></td>"
        }
        return """
            <tr><th scope="row">\(Norwegian.title(period.period))\(small)</th><td><b>\(Norwegian.shown(period.visits))</b></td>\
            <td>\(Norwegian.interval(period.visits))</td>\(coverage(period.visits.coverage))\(HTML(cells))</tr>

            """
    }

    private static func coverage(_ coverage: Double?) -> HTML {
        guard let coverage else { return "<td>–</td>" }
        return coverage < goodCoverage
            ? "<td class=\"low\">\(Norwegian.percent(coverage)) (lav)</td>" : "<td>\(Norwegian.percent(coverage))</td>"
    }

    private static func check(_ check: CheckReport?) -> HTML {
        guard let check else { return "" }
        let (from, to) = (Norwegian.title(check.from).lowercased(), Norwegian.title(check.to).lowercased())
        let months = from == to ? "i \(from)" : "fra \(from) til \(to)"
        guard let factor = check.factor else {
            return """
                <h3>Kontrolltelling</h3>
                <p>Ingen kontrolltelling \(months), eller for få til at de sier noe om sensorene.</p>

                """
        }
        return """
            <h3>Kontrolltelling</h3>
            <p>Frivillige talte omtrent \(Norwegian.number(Int(check.byHand))) passeringer for hånd \(months). Sensorene \
            talte omtrent \(Norwegian.number(Int(check.bySensor))) i samme tidsrom. Faktor: \
            <b>\(Norwegian.factor(factor.value))</b> (95 %-intervall \(Norwegian.factor(factor.low, .down))–\
            \(Norwegian.factor(factor.high, .up))).</p>
            <p class="soft">Faktoren er ikke brukt på besøkstallene. Intervallet tar høyde for det tilfeldige tillegget, men \
            ikke for at en kontrolltelling er en stikkprøve.</p>

            """
    }

    private static func question(_ question: QuestionReport) -> HTML {
        let heading: HTML = "<h3>\(question.text)</h3>\n"
        guard question.enough else { return "\(heading)<p>For få svar ennå (n\u{A0}&lt;\u{A0}10).</p>\n" }
        let rows = question.options.map { option -> HTML in
            let share = option.share ?? 0
            return """
                <tr><th scope="row">\(option.text)</th><td>\(Norwegian.percent(share))</td>\
                <td>\(Norwegian.range(option.low, option.high))</td><td class="left">\
                <svg width="160" height="14" aria-hidden="true"><rect width="\(Int((share * 160).rounded()))" height="14" \
                fill="#2f6f4f"/></svg></td></tr>

                """
        }
        return """
            \(heading)<table class="answers">
            <caption>n = \(Norwegian.number(Int(question.n))) svar (95 %-intervall \
            \(Norwegian.range(question.low, question.high))), \(range(question))</caption>
            <thead><tr><th scope="col">Svar</th><th scope="col">Andel</th>\
            <th scope="col">Svar, 95 %-intervall</th><td></td></tr></thead>
            <tbody>
            \(HTML(rows))</tbody>
            </table>

            """
    }

    private static func range(_ question: QuestionReport) -> String {
        let (from, to) = (Norwegian.title(question.from), Norwegian.title(question.to))
        return from == to ? from.lowercased() : "\(from.lowercased()) – \(to.lowercased())"
    }

    private static func uses(_ uses: [UseReport]) -> HTML {
        guard !uses.isEmpty else { return "" }
        let items = uses.map { use -> HTML in
            let value = use.value < 5 ? "<5" : Norwegian.number(Int(use.value))
            return "<li>\(use.text): \(value) (\(Norwegian.range(use.low, use.high)))</li>\n"
        }
        return """
            <h3>Knapper med fast bruk</h3>
            <p class="soft">Så mange ganger er de trykket på. I parentes: 95 %-intervall.</p>
            <ul>
            \(HTML(items))</ul>

            """
    }

    private static func misuse(_ misuse: [MisuseReport]) -> HTML {
        guard !misuse.isEmpty else { return "" }
        let items = misuse.map { panel -> HTML in
            let value = panel.value < 5 ? "<5" : Norwegian.number(Int(panel.value))
            return "<li>\(panel.name): \(value) (\(Norwegian.range(panel.low, panel.high)))</li>\n"
        }
        return """
            <h3>Trykk som ikke ble regnet som svar</h3>
            <p class="soft">Gjentatte trykk, flere knapper samtidig, en knapp som satt fast, eller et panel uten spørsmål. I \
            parentes: 95 %-intervall.</p>
            <ul>
            \(HTML(items))</ul>

            """
    }

    /// The two latest years in which anything was stopped.
    private static func stopped(_ stopped: [StoppedReport]) -> HTML {
        let years = Set(stopped.map(\.year)).sorted().suffix(2)
        return HTML(
            years.map { year -> HTML in
                let kinds = stopped.filter { $0.year == year }
                let items = kinds.map { kind -> HTML in
                    "<li>\(stoppedName(kind)): \(Norwegian.number(kind.leaves)) tall</li>\n"
                }
                return """
                    <p><b>Ikke frigitt i \("\(year)"):</b> Stedet har et tak for summen av ε i ett år \
                    (\(Norwegian.number(kinds.map(\.ceiling).max() ?? 0))), og det var ikke plass til alt. Det som mangler, \
                    følger av oppsettet, og ikke av hvor mange som kom.</p>
                    <ul>
                    \(HTML(items))</ul>

                    """
            })
    }

    private static func stoppedName(_ kind: StoppedReport) -> String {
        switch kind.measure {
        case "entries": "Passeringer inn"
        case "exits": "Passeringer ut"
        case "passages": "Passeringer uten retning"
        case "presses": "Svar på «\(kind.name ?? "")»"
        case "uses": "Trykk på «\(kind.name ?? "")»"
        case "misuse": "Trykk som ikke ble regnet som svar, på \(kind.name ?? "")"
        case "checks": "Kontrolltelling"
        default: kind.measure
        }
    }

    private static func epsilon(_ years: [YearEpsilon]) -> HTML {
        let items = years.map { year in
            "\(year.year): Σε = \(Norwegian.decimal(year.epsilon)) i \(Norwegian.number(year.leaves)) frigitte tall"
        }
        return """
            <h3>Personvernregnskap</h3>
            <p>\(items.joined(separator: ". ")). Hver passering og hvert trykk inngår i ett av tallene, en \
            passering under en kontrolltelling i inntil tre.</p>

            """
    }
}

import TunetCore

/// ``PrivacyPlan`` in words and a table.
package struct PrivacyPlanText: Sendable {
    let plan: PrivacyPlan
    let language: SpokenLanguage

    package init(_ plan: PrivacyPlan, language: SpokenLanguage) {
        self.plan = plan
        self.language = language
    }

    private func pick(_ nb: String, _ nn: String, _ en: String) -> String { language.pick(nb, nn, en) }

    package func text() -> String {
        ([heading, ""] + table() + ["", legend, "", recommendation, rule, advice, doubt].compactMap { $0 })
            .joined(separator: "\n")
    }

    private var heading: String {
        let place = plan.place
        let epsilon = place.denominator == 1 ? "\(place.numerator)" : "\(place.numerator)/\(place.denominator)"
        let (visits, days, sessions) = (place.visitsPerDay, place.daysPerWeek, place.sessions)
        let parts =
            switch sessions {
            case 0: pick("uten økter", "utan økter", "no sessions")
            case 1: pick("1 økt om dagen", "1 økt om dagen", "1 session a day")
            default: pick("\(sessions) økter om dagen", "\(sessions) økter om dagen", "\(sessions) sessions a day")
            }
        return pick(
            "\(visits) besøk om dagen, \(days) \(days == 1 ? "dag" : "dager") i uka, \(parts), ε = \(epsilon)",
            "\(visits) besøk om dagen, \(days) \(days == 1 ? "dag" : "dagar") i veka, \(parts), ε = \(epsilon)",
            "\(visits) visits a day, \(days) \(days == 1 ? "day" : "days") a week, \(parts), ε = \(epsilon)"
        )
    }

    // MARK: - Table

    private func table() -> [String] {
        let header = [
            pick("Frigitt for", "Frigjeve for", "Released by"), pick("Sum for", "Sum for", "Sum over"),
            pick("Tall", "Tal", "Numbers"), pick("Besøk", "Besøk", "Visits"),
            pick("Typisk feil", "Typisk feil", "Typical error"),
            pick("95 %-intervall", "95 %-intervall", "95 % interval"),
        ]
        let rows = plan.sums.map { sum in
            [
                name(leaf: sum.leaf), name(sum), "\(sum.leaves)", "\(sum.visits)",
                "\(tenths(sum.deviation)) (\(percent(sum.deviation / Double(sum.visits))))",
                "± \(sum.halfWidth) (\(percent(sum.relative)))",
            ]
        }
        let all = [header] + rows
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            let cells = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column < 2 ? cell + space : space + cell
            }
            return cells.joined(separator: "  ")
        }
    }

    private func name(leaf: String) -> String {
        switch leaf {
        case "day": pick("dag", "dag", "day")
        case "week": pick("uke", "veke", "week")
        default: pick("måned", "månad", "month")
        }
    }

    private func name(_ sum: PrivacyPlan.Sum) -> String {
        switch sum.span {
        case .session: pick("én økt", "éi økt", "one session")
        case .day, .week: name(leaf: sum.span.rawValue)
        case .month:
            sum.leaf == "week" ? pick("4 uker", "4 veker", "4 weeks") : pick("måned", "månad", "month")
        case .year: sum.leaf == "week" ? pick("52 uker", "52 veker", "52 weeks") : pick("år", "år", "year")
        }
    }

    private var legend: String {
        pick(
            """
            Typisk feil er standardavviket til støyen. I 95 av 100 tilfeller er summen høyst så langt fra den riktige som \
            intervallet sier. Også dager da stedet er stengt, blir frigitt og er med i summene. Tabellen gjelder dører som skiller \
            inn fra ut.
            """,
            """
            Typisk feil er standardavviket til støyen. I 95 av 100 tilfelle er summen høgst så langt frå den rette som intervallet \
            seier. Også dagar då staden er stengd, blir frigjevne og er med i summane. Tabellen gjeld dører som skil inn frå ut.
            """,
            """
            The typical error is the standard deviation of the noise. In 95 of 100 cases the sum is off by no more than the \
            interval says. Days on which the place is closed are released too, and are in the sums. The table is for doors that \
            tell in from out.
            """)
    }

    // MARK: - Recommendation

    private var recommendation: String {
        let leaf = plan.recommended
        return pick(
            "Anbefaling: frigi tallene for hver \(name(leaf: leaf)) (leaf = \"\(leaf)\").",
            "Tilråding: frigje tala for kvar \(name(leaf: leaf)) (leaf = \"\(leaf)\").",
            "Recommendation: release the numbers for each \(name(leaf: leaf)) (leaf = \"\(leaf)\").")
    }

    private var rule: String {
        let limit = percent(PrivacyPlan.acceptable)
        let sessions =
            plan.place.sessions == 0
            ? ""
            : pick(
                " Det samme skal gjelde hver økt, når besøkene er jevnt fordelt på øktene.",
                " Det same skal gjelde kvar økt, når besøka er jamt fordelte på øktene.",
                " The same has to hold for each session, with the visits spread evenly over the sessions.")
        return pick(
            """
            Regelen: den korteste perioden der 95 %-intervallet for én periode er høyst ± \(limit) av besøkene.\(sessions)
            """,
            """
            Regelen: den kortaste perioden der 95 %-intervallet for éin periode er høgst ± \(limit) av besøka.\(sessions)
            """,
            """
            The rule: the shortest period for which the 95 % interval of one period is at most ± \(limit) of the visits.\(sessions)
            """)
    }

    /// Why it is that one and no other.
    private var advice: String? {
        guard plan.isGoodEnough else {
            return pick(
                "Ingen periode oppfyller regelen. Bruk færre eller ingen økter, og les summer for flere måneder.",
                "Ingen periode oppfyller regelen. Bruk færre eller ingen økter, og les summar for fleire månader.",
                "No period fulfils the rule. Use fewer sessions or none, and read sums over several months.")
        }
        guard let finest = LeafPeriod(rawValue: plan.recommended), let year = plan.sum(finest, over: .year) else {
            return nil
        }
        let coarser = LeafPeriod.allCases.drop { $0 != finest }.dropFirst().first
        guard let coarser, let other = plan.sum(coarser, over: .year) else {
            return pick(
                "Kortere perioder gir for mye støy i hvert tall.", "Kortare periodar gir for mykje støy i kvart tal.",
                "Shorter periods have too much noise in each number.")
        }
        return pick(
            """
            Lengre perioder gir mindre støy i summene: for et år ± \(other.halfWidth) i stedet for ± \(year.halfWidth) hvis tallene blir \
            frigitt for hver \(name(leaf: coarser.rawValue)). Vernet av hver passering er det samme.
            """,
            """
            Lengre periodar gir mindre støy i summane: for eit år ± \(other.halfWidth) i staden for ± \(year.halfWidth) dersom tala blir \
            frigjevne for kvar \(name(leaf: coarser.rawValue)). Vernet av kvar passering er det same.
            """,
            """
            Longer periods have less noise in their sums: ± \(other.halfWidth) a year instead of ± \(year.halfWidth) if numbers are \
            released for each \(name(leaf: coarser.rawValue)). Each passage is protected as well.
            """)
    }

    /// What the noise says nothing of.
    private var doubt: String {
        pick(
            "Dette er støyen alene. Hvor godt sensoren teller, sier «tunet count-check».",
            "Dette er støyen åleine. Kor godt sensoren tel, seier «tunet count-check».",
            "This is the noise alone. How well the sensor counts, “tunet count-check” says.")
    }

    // MARK: - Numbers

    private func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10)\(pick(",", ",", "."))\(tenths % 10)"
    }

    /// Rounded up.
    private func percent(_ share: Double) -> String {
        "\(Int((min(share, 1e6) * 100 - 1e-9).rounded(.up))) %"
    }
}

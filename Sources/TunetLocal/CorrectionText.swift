package import TunetCore

/// Corrections in words for volunteers, in bokmål, nynorsk or English.
package struct CorrectionText: Sendable {
    private let language: SpokenLanguage
    private let sessions: [String: String]

    /// - Parameters:
    ///   - languages: the first that is known is used, else bokmål.
    ///   - sessions: names by id, for problems.
    package init(languages: [String], sessions: [String: String] = [:]) {
        language = SpokenLanguage(firstOf: languages)
        self.sessions = sessions
    }

    private func pick(_ nb: String, _ nn: String, _ en: String) -> String { language.pick(nb, nn, en) }

    // MARK: - Status

    /// What can be corrected, in lines.
    package func status(_ status: CorrectionStatus) -> String {
        guard !status.days.isEmpty else {
            return pick(
                "Ingen dag kan rettes nå: det som er talt, er frigitt, eller ingenting er talt ennå.",
                "Ingen dag kan rettast no: det som er talt, er frigjeve, eller ingenting er talt enno.",
                "No day can be corrected now: what was counted has been released, or nothing has been counted yet.")
        }
        var lines = [
            pick(
                "Disse dagene kan rettes til de er frigitt:", "Desse dagane kan rettast til dei er frigjevne:",
                "These days can be corrected until they are released:")
        ]
        for day in status.days {
            lines.append(capitalised(language.day(day.day)))
            lines += day.parts.map { "  " + part($0) }
        }
        return lines.joined(separator: "\n")
    }

    /// What a person is told after a correction.
    package func done(_ day: CorrectionStatus.Day) -> String {
        let parts = day.parts.map(part).joined(separator: "\n")
        return "\(capitalised(language.day(day.day))), \(parts)"
    }

    private func part(_ part: CorrectionStatus.Part) -> String {
        let counts = part.counts.map { count in
            let word = direction(count.direction)
            guard count.corrected != 0 else { return "\(word) \(count.counted)" }
            let change = count.corrected > 0 ? "+\(count.corrected)" : "−\(-count.corrected)"
            let counted = pick("talt", "talt", "counted")
            return "\(word) \(count.counted + count.corrected) (\(counted) \(count.counted), \(change))"
        }
        return "\(part.name ?? outside): \(counts.joined(separator: ", "))"
    }

    private var outside: String {
        pick("utenom faste tider (outside)", "utanom faste tider (outside)", "outside sessions (outside)")
    }

    private func direction(_ direction: CorrectionStatus.Count.Direction) -> String {
        switch direction {
        case .in: pick("inn", "inn", "in")
        case .out: pick("ut", "ut", "out")
        case .unknown: pick("passeringer", "passeringar", "passages")
        }
    }

    // MARK: - Problems

    /// Why nothing was corrected, and what to do.
    package func problem(_ problem: CorrectionProblem) -> String {
        switch problem {
        case .notReady:
            return language.notReady
        case .undated:
            return pick(
                "Maskinen vet ikke hvilken dag det er. Still klokka først, for eksempel med «tunet clock set tirsdag 14:30».",
                "Maskina veit ikkje kva dag det er. Still klokka først, til dømes med «tunet clock set tysdag 14:30».",
                "The machine does not know what day it is. Set the clock first, such as “tunet clock set Tuesday 14:30”."
            )
        case .noDay(let text):
            return pick(
                "«\(text)» er ingen dag. Skriv den som 2026-11-24, today eller yesterday.",
                "«\(text)» er ingen dag. Skriv han som 2026-11-24, today eller yesterday.",
                "“\(text)” is no day. Write it as 2026-11-24, today or yesterday.")
        case .notYet(let day):
            return pick(
                "\(capitalised(name(day))) har ikke vært ennå.", "\(capitalised(name(day))) har ikkje vore enno.",
                "\(name(day)) is still to come.")
        case .closed(let day, let first):
            return pick(
                """
                \(capitalised(name(day))) kan ikke rettes: det som ble talt da, er frigitt, eller ingenting ble talt. Fra \
                \(name(first)) kan det rettes.
                """,
                """
                \(capitalised(name(day))) kan ikkje rettast: det som vart talt då, er frigjeve, eller ingenting vart talt. Frå \
                \(name(first)) kan det rettast.
                """,
                """
                \(name(day)) can't be corrected: what was counted then has been released, or nothing was. Corrections are \
                possible from \(name(first)) on.
                """)
        case .sessionNeeded(let ids):
            return pick(
                "Dagen har flere deler. Velg en med --session: \(list(ids)).",
                "Dagen har fleire delar. Vel ein med --session: \(list(ids)).",
                "The day has several parts. Choose one with --session: \(list(ids)).")
        case .noSession(let id, let known):
            return pick(
                "Dagen har ikke «\(id)». Den har: \(list(known)).", "Dagen har ikkje «\(id)». Han har: \(list(known)).",
                "The day has no “\(id)”. It has: \(list(known)).")
        case .notMeasured(_, let known):
            let words = known.compactMap { CorrectionStatus.Count.Direction(rawValue: $0.rawValue) }.map(direction)
            return pick(
                "Den retningen blir ikke frigitt her. Det som kan rettes, er: \(words.joined(separator: ", ")).",
                "Den retninga blir ikkje frigjeven her. Det som kan rettast, er: \(words.joined(separator: ", ")).",
                "That direction is not released here. What can be corrected is: \(words.joined(separator: ", ")).")
        case .absurd:
            return pick(
                "En rettelse er på 1 til \(Correction.most) passeringer.",
                "Ei retting er på 1 til \(Correction.most) passeringar.",
                "A correction is of 1 to \(Correction.most) passages.")
        case .tooMany(let counted):
            return pick(
                "Så mange kan ikke trekkes fra: det er bare \(counted).",
                "Så mange kan ikkje trekkjast frå: det er berre \(counted).",
                "So many can't be taken away: there are only \(counted).")
        case .storeFailed:
            return pick(
                "Ingenting er rettet: lageret kan ikke skrives. Se «tunet status».",
                "Ingenting er retta: lageret kan ikkje skrivast. Sjå «tunet status».",
                "Nothing was corrected: the store can't be written. See “tunet status”.")
        }
    }

    private func list(_ ids: [String]) -> String {
        ids.map { id in sessions[id].map { "\(id) (\($0))" } ?? id }.joined(separator: ", ")
    }

    private func name(_ day: CivilDate) -> String { language.day(day.description) }

    private func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}

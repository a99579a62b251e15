import TunetCore

/// A part of a text: a title, and sentences that stand for themselves.
package struct PrivacySection: Codable, Sendable, Equatable {
    package var title: String
    package var lines: [String]

    init(_ title: String, _ lines: [String?]) {
        self.title = title
        self.lines = lines.compactMap { $0 }
    }
}

extension PrivacyText {
    package var explanationTitle: String {
        let name = facts.configuration.place.name
        return pick("Personvern: \(name)", "Personvern: \(name)", "Privacy: \(name)")
    }

    /// Everything that `tunet privacy explain` says.
    package var explanation: [PrivacySection] {
        [
            PrivacySection(
                pick("Hva som blir talt", "Kva som blir talt", "What is counted"), sensors + [without]),
            kept, leaving, staying, charge, unprotected,
        ]
    }

    package func explained() -> String {
        ([explanationTitle]
            + explanation.map { section in
                ([section.title.uppercased()] + section.lines.map { "- \($0)" }).joined(separator: "\n")
            }).joined(separator: "\n\n")
    }

    // MARK: - On the device

    /// What is kept on the device, and for how long. As the article "Store" says.
    var kept: PrivacySection {
        PrivacySection(
            pick(
                "Hva som ligger på maskinen, og hvor lenge", "Kva som ligg på maskina, og kor lenge",
                "What is kept on the machine, and for how long"),
            [
                facts.countsPeople ? keptPassages : nil, facts.configuration.panels.isEmpty ? nil : keptPresses,
                hasActivity ? keptActivity : nil, facts.countsPeople ? keptCorrections : nil,
                facts.countsPeople ? keptChecks : nil, keptReleases,
                pick(
                    """
                    Regnskapet over hvor mange tall som er frigitt hvert år, og grove tegn på om sensorene virker. De sier ikke \
                    hvem som kom, og blir liggende.
                    """,
                    """
                    Rekneskapen over kor mange tal som er frigjevne kvart år, og grove teikn på om sensorane verkar. Dei seier \
                    ikkje kven som kom, og blir liggjande.
                    """,
                    """
                    The account of how many numbers were released each year, and rough signs of whether the sensors work. They \
                    do not say who came, and stay.
                    """),
                facts.countsPeople
                    ? pick(
                        "Hvor mange som er til stede nå, finnes bare i minnet, og blir aldri lagret.",
                        "Kor mange som er til stades no, finst berre i minnet, og blir aldri lagra.",
                        "How many are there now exists in memory only, and is never stored.") : nil,
                pick(
                    """
                    Hvis maskinen er uten strøm eller ikke vet hvilken dag det er, venter frigivingen. De nøyaktige tallene blir \
                    liggende så lenge.
                    """,
                    """
                    Dersom maskina er utan straum eller ikkje veit kva dag det er, ventar frigjevinga. Dei nøyaktige tala blir \
                    liggjande så lenge.
                    """,
                    """
                    While the machine has no power or does not know what day it is, the release waits. The exact numbers stay for \
                    as long.
                    """),
            ])
    }

    private var keptPassages: String {
        let delay = delay(after: facts.release.leaf)
        return pick(
            """
            Passeringer: antall for hvert kvarter og hver dør. Ingen passering blir lagret for seg. Tallene blir slettet når \
            \(thePeriod) blir frigitt: \(delay).
            """,
            """
            Passeringar: talet for kvart kvarter og kvar dør. Inga passering blir lagra for seg. Tala blir sletta når \
            \(thePeriod) blir frigjeven: \(delay).
            """,
            """
            Passages: their number for each quarter of an hour and each door. No passage is stored by itself. The numbers are \
            deleted when \(thePeriod) is released: \(delay).
            """)
    }

    private var keptPresses: String {
        let delay = delay(after: .week)
        return pick(
            "Trykk på knappene: antall for hver dag og hvert svar, uten klokkeslett. Slettes når uka blir frigitt: \(delay).",
            "Trykk på knappane: talet for kvar dag og kvart svar, utan klokkeslett. Blir sletta når veka blir frigjeven: \(delay).",
            "Presses: their number for each day and each answer, without a time of day. Deleted when the week is released: \(delay)."
        )
    }

    var hasActivity: Bool {
        facts.apparatus(in: []).contains { $0.kind == .motion || $0.kind == .leafContact }
    }

    private var keptActivity: String {
        pick(
            "Bevegelser og åpninger av dører: hvor ofte og hvor lenge, for hvert kvarter. De blir slettet sammen med passeringene.",
            "Rørsler og opningar av dører: kor ofte og kor lenge, for kvart kvarter. Dei blir sletta saman med passeringane.",
            "Motion and openings of doors: how often and how long, for each quarter of an hour. Deleted together with the passages."
        )
    }

    private var keptCorrections: String {
        let isDivided = !facts.configuration.sessions.isEmpty
        let part = isDivided ? pick(" og økt", " og økt", " and session") : ""
        return pick(
            "Rettelser: hva frivillige har lagt til eller trukket fra for hver dag\(part), uten klokkeslett. De blir slettet sammen med passeringene.",
            "Rettingar: kva frivillige har lagt til eller trekt frå for kvar dag\(part), utan klokkeslett. Dei blir sletta saman med passeringane.",
            "Corrections: what volunteers have added or taken away for each day\(part), without a time of day. Deleted together with the passages."
        )
    }

    private var keptChecks: String {
        pick(
            """
            Kontrolltellinger: hva en frivillig og sensoren talte samtidig, med måned, men uten dag og klokkeslett. De nyeste \
            1000 blir liggende, også etter at måneden er frigitt.
            """,
            """
            Kontrollteljingar: kva ein frivillig og sensoren talde samtidig, med månad, men utan dag og klokkeslett. Dei nyaste \
            1000 blir liggjande, også etter at månaden er frigjeven.
            """,
            """
            Count checks: what a volunteer and the sensor counted at the same time, with the month, but no day and no time of \
            day. The newest 1000 stay, also after the month is released.
            """)
    }

    private var keptReleases: String {
        facts.configuration.uplink == nil
            ? pick(
                "Frigitte tall: de blir liggende, for ingen mottaker er satt opp.",
                "Frigjevne tal: dei blir liggjande, for ingen mottakar er sett opp.",
                "Released numbers: they stay, because no receiver is set up.")
            : pick(
                "Frigitte tall: til mottakeren har kvittert for dem.",
                "Frigjevne tal: til mottakaren har kvittert for dei.",
                "Released numbers: until the receiver has confirmed them.")
    }

    // MARK: - What leaves

    /// What leaves the device, and when. As the article "Release" and the format of batches say.
    var leaving: PrivacySection {
        let title = pick(
            "Hva som forlater stedet, og når", "Kva som forlèt staden, og når", "What leaves the place, and when")
        guard !facts.yearlyLeaves.isEmpty else { return PrivacySection(title, [nothing]) }
        return PrivacySection(
            title,
            [
                leavingAttendance,
                facts.configuration.panels.isEmpty
                    ? nil
                    : pick(
                        "For hver uke: antall trykk på hvert svar, og trykk som ikke var svar, som flere trykk på rad.",
                        "For kvar veke: talet på trykk på kvart svar, og trykk som ikkje var svar, som fleire trykk på rad.",
                        "For each week: the number of presses for each answer, and presses that were none, such as repeated ones."
                    ),
                facts.countsPeople
                    ? pick(
                        "For hver måned: hvor mange som ble talt for hånd og av sensorene i kontrolltellinger, alle dører samlet.",
                        "For kvar månad: kor mange som vart talde for hand og av sensorane i kontrollteljingar, alle dører samla.",
                        "For each month: how many were counted by hand and by the sensors in count checks, all doors together."
                    )
                    : nil,
                noise,
                pick(
                    """
                    Alle planlagte tall blir frigitt, også når ingen kom. At et tall finnes, sier derfor ikke at noen var der.
                    """,
                    """
                    Alle planlagde tal blir frigjevne, også når ingen kom. At eit tal finst, seier derfor ikkje at nokon var der.
                    """,
                    """
                    Every scheduled number is released, also if nobody came. That a number exists therefore does not say that \
                    somebody was there.
                    """),
                plain,
                sending,
            ])
    }

    /// Of a place with motion sensors and door contacts only.
    var nothing: String {
        pick(
            "Ingenting blir frigitt: ingen sensor her teller folk.",
            "Ingenting blir frigjeve: ingen sensor her tel folk.",
            "Nothing is released: no sensor here counts people.")
    }

    private var leavingAttendance: String? {
        var what: [String] = []
        if facts.releasesEntries { what.append(pick("går inn", "går inn", "go in")) }
        if facts.releasesExits { what.append(pick("går ut", "går ut", "go out")) }
        if facts.releasesPassages { what.append(pick("passerer", "passerer", "pass")) }
        guard !what.isEmpty else { return nil }
        let sessions = facts.configuration.sessions.map { quoted($0.name) }
        let parts =
            sessions.isEmpty
            ? ""
            : pick(
                ", for seg i øktene \(joined(sessions)) og i tiden utenom",
                ", for seg i øktene \(joined(sessions)) og i tida utanom",
                ", separately in the sessions \(joined(sessions)) and in the time outside of them")
        return pick(
            "For \(eachPeriod)\(parts): hvor mange som \(joined(what)).",
            "For \(eachPeriod)\(parts): kor mange som \(joined(what)).",
            "For \(eachPeriod)\(parts): how many \(joined(what)).")
    }

    /// What is released as it is.
    private var plain: String {
        var names: [String] = []
        if !facts.configuration.sessions.isEmpty { names.append(pick("økter", "økter", "sessions")) }
        if !facts.configuration.panels.isEmpty {
            names += [
                pick("spørsmål", "spørsmål", "questions"), pick("svar", "svar", "answers"),
                pick("knappepaneler", "knappepanel", "panels"),
            ]
        }
        let named =
            names.isEmpty
            ? "" : pick("navn på \(joined(names))", "namn på \(joined(names))", "names of \(joined(names))") + "; "
        let code = facts.configuration.place.id
        return pick(
            """
            Uten støy: hvor mye av tiden sensorene fulgte med, i trinn på 15 minutter, uten avbrudd på under en time; \(named)hva \
            årets tak har stoppet; stedets kode (\(code)) og versjonen \
            av programmet.
            """,
            """
            Utan støy: kor mykje av tida sensorane følgde med, i trinn på 15 minutt, utan avbrot på under ein time; \(named)kva \
            taket for året har stoppa; koden til staden (\(code)) og versjonen \
            av programmet.
            """,
            """
            Without noise: how much of the time the sensors were watching, in steps of 15 minutes, without breaks of less than an \
            hour; \(named)what the year's ceiling has stopped; the place's code (\(code)) \
            and the program's version.
            """)
    }

    private var noise: String {
        let (epsilon, width) = (facts.epsilonText, facts.halfWidth)
        return pick(
            """
            Hvert av disse tallene får én gang et tilfeldig tillegg, pluss eller minus (støy), med ε = \(epsilon). I 95 av 100 \
            tilfeller er tillegget høyst \(width). I samme operasjon blir det nøyaktige tallet slettet.
            """,
            """
            Kvart av desse tala får éin gong eit tilfeldig tillegg, pluss eller minus (støy), med ε = \(epsilon). I 95 av 100 \
            tilfelle er tillegget høgst \(width). I same operasjon blir det nøyaktige talet sletta.
            """,
            """
            A random number, positive or negative (noise), is added once to each of these numbers, with ε = \(epsilon). In 95 of \
            100 cases it is at most \(width). The exact number is deleted in the same operation.
            """)
    }

    private var sending: String {
        guard let uplink = facts.configuration.uplink else {
            return pick(
                """
                Ingenting blir sendt: ingen mottaker er satt opp. Tallene blir frigitt kl. \(uploadTime), og ligger på maskinen til \
                noen henter dem med «tunet store export».
                """,
                """
                Ingenting blir sendt: ingen mottakar er sett opp. Tala blir frigjevne kl. \(uploadTime), og ligg på maskina til \
                nokon hentar dei med «tunet store export».
                """,
                """
                Nothing is sent: no receiver is set up. The numbers are released at \(uploadTime), and stay on the machine until \
                somebody fetches them with “tunet store export”.
                """)
        }
        let collector = uplink.collectorURL
        return pick(
            """
            Tallene blir frigitt og sendt kl. \(uploadTime) til \(collector). Var maskinen av da, skjer det på samme minutt i en \
            senere time. Tidspunktet følger klokka, aldri det som skjer på stedet. Mottakeren ser maskinens nettadresse.
            """,
            """
            Tala blir frigjevne og sende kl. \(uploadTime) til \(collector). Var maskina av då, skjer det på same minutt i ein \
            seinare time. Tidspunktet følgjer klokka, aldri det som skjer på staden. Mottakaren ser nettadressa til maskina.
            """,
            """
            The numbers are released and sent at \(uploadTime) to \(collector). If the machine was off then, it is at the same \
            minute of a later hour. The time follows the clock, never what happens at the place. The receiver sees the machine's \
            network address.
            """)
    }

    /// What never leaves the device.
    var staying: PrivacySection {
        PrivacySection(
            pick("Hva som aldri forlater stedet", "Kva som aldri forlèt staden", "What never leaves the place"),
            [
                pick(
                    "De nøyaktige tallene, hvor mange som er til stede, og tall for timer eller kvarter.",
                    "Dei nøyaktige tala, kor mange som er til stades, og tal for timar eller kvarter.",
                    "The exact numbers, how many are there, and numbers by hour or quarter of an hour."),
                hasActivity
                    ? pick(
                        "Bevegelser og åpninger av dører.", "Rørsler og opningar av dører.",
                        "Motion and openings of doors.") : nil,
                pick(
                    "Når en enkelt person gikk eller trykket. Det blir heller ikke lagret.",
                    "Når ein enkelt person gjekk eller trykte. Det blir heller ikkje lagra.",
                    "When a single person walked or pressed. It is not stored either."),
            ])
    }
}

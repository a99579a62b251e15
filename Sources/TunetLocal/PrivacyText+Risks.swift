import TunetCore

/// The risks that remain, said as they are.
extension PrivacyText {
    var risksTitle: String {
        pick("Risikoer og tiltak", "Risikoar og tiltak", "Risks and measures")
    }

    var risks: PrivacyAssessment.Block {
        .table(
            header: [
                pick("Risiko", "Risiko", "Risk"), pick("Tiltak", "Tiltak", "Measure"),
                pick("Det som er igjen", "Det som er att", "What remains"),
            ],
            rows: [single, habit, facts.countsPeople ? small : nil, insider, theft, session, misread].compactMap { $0 })
    }

    /// What all released numbers of a year add up to.
    var charged: String {
        let sum = Self.decimal(facts.yearlyCharge, in: language)
        return pick(
            """
            Alle tallene i et vanlig år har til sammen ε omtrent \(sum); taket er \(facts.release.yearlyCeiling). Hva som faktisk er \
            frigitt, sier «tunet privacy ledger».
            """,
            """
            Alle tala i eit vanleg år har til saman ε om lag \(sum); taket er \(facts.release.yearlyCeiling). Kva som faktisk er \
            frigjeve, seier «tunet privacy ledger».
            """,
            """
            All numbers of an ordinary year together have an ε of about \(sum); the ceiling is \(facts.release.yearlyCeiling). What \
            was in fact released, “tunet privacy ledger” says.
            """)
    }

    private var low: String { pick("Lav.", "Låg.", "Low.") }
    private var medium: String { pick("Middels.", "Middels.", "Medium.") }

    private var single: [String] {
        let factor = facts.epsilonText
        return [
            pick(
                "Noen finner ut av frigitte tall at en bestemt person var der én gang",
                "Nokon finn ut av frigjevne tal at ein bestemt person var der éin gong",
                "Somebody finds out from released numbers that a certain person was there once"),
            pick(
                "Støy på hvert tall, trukket én gang, med ε = \(factor). Det nøyaktige tallet er slettet.",
                "Støy på kvart tal, trekt éin gong, med ε = \(factor). Det nøyaktige talet er sletta.",
                "Noise on each number, drawn once, with ε = \(factor). The exact number is deleted."),
            low
                + pick(
                    " Tallet endrer oddsen for at personen var med, høyst med en faktor e^\(factor) for hver passering.",
                    " Talet endrar oddsen for at personen var med, høgst med ein faktor e^\(factor) for kvar passering.",
                    " The number changes the odds that the person was there at most by a factor of e^\(factor) for each passage."
                ),
        ]
    }

    private var habit: [String] {
        [
            pick(
                "En fast gjest: at noen kommer ofte, syns i tall over lang tid",
                "Ein fast gjest: at nokon kjem ofte, syner seg i tal over lang tid",
                "A regular: that somebody comes often shows in numbers over a long time"),
            pick(
                "Tak for året. Lengre perioder og bare inn gir færre tall om den samme.",
                "Tak for året. Lengre periodar og berre inn gir færre tal om den same.",
                "A ceiling for the year. Longer periods, and entries only, give fewer numbers about the same person."),
            medium
                + pick(
                    """
                     Den som er med m ganger, er vernet med m·ε. Støyen verner ikke vanen mot en som kjenner nesten alle andres besøk.
                    """,
                    """
                     Den som er med m gonger, er verna med m·ε. Støyen vernar ikkje vanen mot ein som kjenner besøka til nesten alle andre.
                    """,
                    """
                     Whoever is there m times is protected with m·ε. The noise does not protect the habit from somebody who knows \
                    almost everybody else's visits.
                    """),
        ]
    }

    private var small: [String] {
        [
            pick(
                "Et lite sted: få kommer, og alle kjenner alle", "Ein liten stad: få kjem, og alle kjenner alle",
                "A small place: few come, and everybody knows everybody"),
            pick(
                "Støyen er like stor som på et stort sted. Lengre perioder (uke, måned).",
                "Støyen er like stor som på ein stor stad. Lengre periodar (veke, månad).",
                "The noise is as large as at a large place. Longer periods (week, month)."),
            low
                + pick(
                    " De frigitte tallene verner likt. De som er der, ser hverandre uansett.",
                    " Dei frigjevne tala vernar likt. Dei som er der, ser kvarandre uansett.",
                    " The released numbers protect as well. Those who are there see each other anyway."),
        ]
    }

    private var insider: [String] {
        [
            pick(
                "Noen med tilgang til maskinen leser de nøyaktige tallene før de blir frigitt",
                "Nokon med tilgang til maskina les dei nøyaktige tala før dei blir frigjevne",
                "Somebody with access to the machine reads the exact numbers before their release"),
            pick(
                """
                Datamappa er bare for tjenestens bruker. Siden for frivillige er bare på maskinen selv. Ingen hendelse er lagret for \
                seg: kvarter er det fineste for passeringer, dag for trykk.
                """,
                """
                Datamappa er berre for brukaren til tenesta. Sida for frivillige er berre på maskina sjølv. Inga hending er lagra for \
                seg: kvarter er det finaste for passeringar, dag for trykk.
                """,
                """
                The data folder is for the service's user only. The page for volunteers is on the machine itself only. No event is \
                stored by itself: a quarter of an hour is the finest for passages, a day for presses.
                """),
            medium
                + pick(
                    " Den som styrer maskinen, kan lese kvarterene, og følge med mens noen går gjennom døra.",
                    " Den som styrer maskina, kan lese kvartera, og følgje med mens nokon går gjennom døra.",
                    " Whoever controls the machine can read the quarters of an hour, and watch while somebody walks through the door."
                ),
        ]
    }

    private var theft: [String] {
        let days = facts.release.correctionDays
        return [
            pick(
                "Minnekortet eller maskinen blir stjålet", "Minnekortet eller maskina blir stolen",
                "The memory card or the machine is stolen"),
            pick(
                """
                Nøyaktige tall ligger der bare til perioden er frigitt (perioden og \(days) \(days == 1 ? "dag" : "dager") for retting). \
                Det som er slettet, er overskrevet i fila.
                """,
                """
                Nøyaktige tal ligg der berre til perioden er frigjeven (perioden og \(days) \(days == 1 ? "dag" : "dagar") for retting). \
                Det som er sletta, er skrive over i fila.
                """,
                """
                Exact numbers are there only until the period is released (the period and \(days) \(days == 1 ? "day" : "days") for \
                corrections). What was deleted is overwritten in the file.
                """),
            medium
                + pick(
                    """
                     Kortet er ikke kryptert. Tyven kan lese kvarterene i perioder som ikke er frigitt, og kontrolltellinger. Eldre spor \
                    kan finnes i kortets egne reserver, som ingen programmer når. Lås maskinen inne.
                    """,
                    """
                     Kortet er ikkje kryptert. Tjuven kan lese kvartera i periodar som ikkje er frigjevne, og kontrollteljingar. Eldre \
                    spor kan finnast i reservane til kortet, som ingen program når. Lås maskina inne.
                    """,
                    """
                     The card is not encrypted. The thief can read the quarters of an hour of periods that are not released, and count \
                    checks. Older traces may be in the card's own spare blocks, which no program reaches. Lock the machine in.
                    """),
        ]
    }

    private var session: [String]? {
        guard !facts.configuration.sessions.isEmpty else { return nil }
        let names = joined(facts.configuration.sessions.map { quoted($0.name) })
        return [
            pick(
                "En økt som bare få eller én bruker, så tallet handler om dem",
                "Ei økt som berre få eller éin bruker, så talet handlar om dei",
                "A session that few or only one person use, so that its number is about them"),
            pick(
                "Øktene er \(names). De er faste, står i kalenderen og blir frigitt også når ingen kom, alle med støy.",
                "Øktene er \(names). Dei er faste, står i kalenderen og blir frigjevne også når ingen kom, alle med støy.",
                "The sessions are \(names). They are fixed, stand in the calendar and are released also if nobody came, all with noise."
            ),
            pick(
                "Lav for hvert tall. ", "Låg for kvart tal. ", "Low for each number. ")
                + pick(
                    "En økt med én fast deltaker viser over tid en vane. Bruk ikke navn på personer.",
                    "Ei økt med éin fast deltakar viser over tid ein vane. Bruk ikkje namn på personar.",
                    "A session with one regular shows a habit in time. Use no names of people."),
        ]
    }

    private var misread: [String] {
        [
            pick(
                "Tallene blir lest som nøyaktige", "Tala blir lesne som nøyaktige", "The numbers are read as exact"),
            pick(
                "ε følger med hvert tall, og mottakeren viser et 95 %-intervall.",
                "ε følgjer med kvart tal, og mottakaren viser eit 95 %-intervall.",
                "ε goes with each number, and the receiver shows a 95 % interval."),
            low,
        ]
    }
}

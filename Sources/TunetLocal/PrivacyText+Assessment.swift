import TunetCore

/// The parts of the assessment, in the order of the General Data Protection Regulation, article 35 (7).
extension PrivacyText {
    typealias Part = PrivacyAssessment.Part

    var assessmentTitle: String {
        let name = facts.configuration.place.name
        return pick(
            "Vurdering av personvernkonsekvenser (DPIA): \(name)",
            "Vurdering av personvernkonsekvensar (DPIA): \(name)",
            "Data protection impact assessment (DPIA): \(name)")
    }

    var toBeFilledIn: String { pick("Fylles ut:", "Skal fyllast ut:", "To be filled in:") }

    var assessmentIntroduction: [String] {
        [
            pick(
                """
                Dette er et utkast. Programmet har fylt ut det som følger av innstillingene på stedet og av hvordan det virker. \
                Rammene merket «Fylles ut» er for den behandlingsansvarlige; det går an å skrive i dem i nettleseren før utskrift.
                """,
                """
                Dette er eit utkast. Programmet har fylt ut det som følgjer av innstillingane på staden og av korleis det verkar. \
                Rammene merkte «Skal fyllast ut» er for den behandlingsansvarlege; det går an å skrive i dei i nettlesaren før utskrift.
                """,
                """
                This is a draft. The program has filled in what follows from the settings of the place and from how it works. The \
                frames marked “To be filled in” are for the controller; they can be written in with the browser before printing.
                """),
            pick(
                """
                Den behandlingsansvarlige avgjør om personvernforordningen artikkel 35 krever en slik vurdering her, og om tallene \
                på maskinen er personopplysninger. Utkastet behandler dem som om de kan være det.
                """,
                """
                Den behandlingsansvarlege avgjer om personvernforordninga artikkel 35 krev ei slik vurdering her, og om tala på \
                maskina er personopplysningar. Utkastet handsamar dei som om dei kan vere det.
                """,
                """
                The controller decides whether article 35 of the General Data Protection Regulation requires such an assessment \
                here, and whether the numbers on the machine are personal data. The draft treats them as if they might be.
                """),
        ]
    }

    func assessment(_ controller: Controller, software: String) -> [Part] {
        [
            responsible(controller, software: software),
            Part(
                title: pick("Formål", "Formål", "Purpose"),
                blocks: [
                    .paragraph(purpose),
                    .open(
                        pick(
                            "Hva skal tallene brukes til, og av hvem?", "Kva skal tala brukast til, og av kven?",
                            "What will the numbers be used for, and by whom?")),
                ]),
            Part(
                title: pick("Hva som blir samlet inn", "Kva som blir samla inn", "What is collected"),
                blocks: [
                    .list(sensors + [without]),
                    .paragraph(
                        pick(
                            """
                            Sensorene ser at en lysstråle blir brutt, en matte tråkket på eller en knapp trykket. De kan ikke skille en \
                            person fra en annen. Det som blir lagret, er tellere.
                            """,
                            """
                            Sensorane ser at ein lysstråle blir broten, ei matte trakka på eller ein knapp trykt. Dei kan ikkje skilje \
                            ein person frå ein annan. Det som blir lagra, er teljarar.
                            """,
                            """
                            The sensors see that a beam is broken, a mat trodden on or a button pressed. They cannot tell one person from \
                            another. What is stored are counters.
                            """)),
                ]),
            part(kept),
            part(leaving),
            part(staying),
            recipients,
            legalBasis,
            necessity,
            PrivacyAssessment.Part(
                title: risksTitle,
                blocks: [
                    risks, .paragraph(charged),
                    .open(
                        pick(
                            "Er det andre risikoer ved dette stedet? Er den risikoen som er igjen, akseptabel?",
                            "Er det andre risikoar ved denne staden? Er den risikoen som er att, akseptabel?",
                            "Are there other risks at this place? Is the risk that remains acceptable?")),
                ]),
            rights(controller),
            decision,
        ]
    }

    private func part(_ section: PrivacySection) -> Part {
        Part(title: section.title, blocks: [.list(section.lines)])
    }

    // MARK: - Who

    private func responsible(_ controller: Controller, software: String) -> Part {
        var rows = [
            [pick("Behandlingsansvarlig", "Behandlingsansvarleg", "Controller"), controller.name],
            [pick("Kontakt", "Kontakt", "Contact"), controller.contact],
        ]
        if let officer = controller.dataProtectionOfficer {
            rows.append([pick("Personvernombud", "Personvernombod", "Data protection officer"), officer])
        }
        rows.append([pick("System", "System", "System"), "Tunet \(software)"])
        rows.append([
            pick("Sted", "Stad", "Place"), "\(facts.configuration.place.name) (\(facts.configuration.place.id))",
        ])
        var blocks: [PrivacyAssessment.Block] = [
            .table(header: [pick("Hva", "Kva", "What"), pick("Hvem", "Kven", "Who")], rows: rows)
        ]
        if controller.dataProtectionOfficer == nil {
            blocks.append(
                .open(
                    pick(
                        "Personvernombud, hvis virksomheten har eller må ha et.",
                        "Personvernombod, dersom verksemda har eller må ha eit.",
                        "Data protection officer, if the organisation has or must have one.")))
        }
        return Part(title: pick("Ansvar", "Ansvar", "Responsibility"), blocks: blocks)
    }

    private var recipients: Part {
        let collector = facts.configuration.uplink?.collectorURL
        let access =
            collector.map { collector in
                pick(
                    "Mottakeren \(collector): bare de frigitte tallene, signert av maskinen.",
                    "Mottakaren \(collector): berre dei frigjevne tala, signerte av maskina.",
                    "The receiver \(collector): the released numbers only, signed by the machine.")
            }
            ?? pick(
                "Ingen mottaker over nett.", "Ingen mottakar over nett.", "No receiver over the network.")
        return Part(
            title: pick("Hvem som får se tallene", "Kven som får sjå tala", "Who sees the numbers"),
            blocks: [
                .list([
                    pick(
                        """
                        De som har tilgang til maskinen på stedet: dagens nøyaktige tall, time for time, på siden for frivillige og \
                        med «tunet status», og for dagene som ikke er frigitt, økt for økt, med «tunet correct».
                        """,
                        """
                        Dei som har tilgang til maskina på staden: dei nøyaktige tala for dagen, time for time, på sida for \
                        frivillige og med «tunet status», og for dagane som ikkje er frigjevne, økt for økt, med «tunet correct».
                        """,
                        """
                        Those who have access to the machine at the place: today's exact numbers, hour by hour, on the page for \
                        volunteers and with “tunet status”, and those of the days that are not released, session by session, \
                        with “tunet correct”.
                        """),
                    access,
                ]),
                .open(
                    pick(
                        "Hvem er databehandler for mottakeren? Hvem får de frigitte tallene videre, og blir de offentlige?",
                        "Kven er databehandlar for mottakaren? Kven får dei frigjevne tala vidare, og blir dei offentlege?",
                        "Who runs the receiver as a processor? Who gets the released numbers then, and will they be public?"
                    )),
            ])
    }

    // MARK: - Law

    private var legalBasis: Part {
        Part(
            title: pick("Behandlingsgrunnlag", "Behandlingsgrunnlag", "Legal basis"),
            blocks: [
                .paragraph(
                    pick(
                        """
                        Programmet kan ikke avgjøre dette. Aktuelle grunnlag er gjerne artikkel 6 nr. 1 bokstav e (oppgave i allmennhetens \
                        interesse, med supplerende rettsgrunnlag) for en kommune, og bokstav f (berettiget interesse) for en privat \
                        virksomhet. Samtykke passer dårlig, fordi ingen blir gjenkjent.
                        """,
                        """
                        Programmet kan ikkje avgjere dette. Aktuelle grunnlag er gjerne artikkel 6 nr. 1 bokstav e (oppgåve i allmenta si \
                        interesse, med supplerande rettsgrunnlag) for ein kommune, og bokstav f (rettkomen interesse) for ei privat \
                        verksemd. Samtykke høver dårleg, fordi ingen blir kjende att.
                        """,
                        """
                        The program cannot decide this. Likely bases are article 6 (1) (e), a task in the public interest with a \
                        supplementary basis in law, for a municipality, and (f), legitimate interests, for a private body. Consent \
                        fits badly, because nobody is recognised.
                        """)),
                .open(
                    pick(
                        "Behandlingsgrunnlag, og supplerende rettsgrunnlag hvis det trengs.",
                        "Behandlingsgrunnlag, og supplerande rettsgrunnlag dersom det trengst.",
                        "Legal basis, and a supplementary one if it is needed.")),
                .open(
                    pick(
                        """
                        Kan det at noen er på dette stedet, si noe om helse, tro eller andre særlige kategorier (artikkel 9)? Hva betyr det \
                        for de nøyaktige tallene på maskinen?
                        """,
                        """
                        Kan det at nokon er på denne staden, seie noko om helse, tru eller andre særlege kategoriar (artikkel 9)? Kva har \
                        det å seie for dei nøyaktige tala på maskina?
                        """,
                        """
                        Can being at this place say something about health, belief or other special categories (article 9)? What does \
                        that mean for the exact numbers on the machine?
                        """)),
            ])
    }

    private var necessity: Part {
        Part(
            title: pick(
                "Nødvendighet og forholdsmessighet", "Kor nødvendig og forholdsmessig det er",
                "Necessity and proportionality"),
            blocks: [
                .list([
                    pick(
                        """
                        Formålet er å vite hvor mange, ikke hvem. Sensorene sier bare hvor mange. Kamera, lister eller sporing av telefoner \
                        ville gitt mer enn formålet trenger.
                        """,
                        """
                        Formålet er å vite kor mange, ikkje kven. Sensorane seier berre kor mange. Kamera, lister eller sporing av telefonar \
                        ville gjeve meir enn formålet treng.
                        """,
                        """
                        The purpose is to know how many, not who. The sensors say how many and nothing else. Cameras, lists or tracking of telephones \
                        would give more than the purpose needs.
                        """),
                    pick(
                        """
                        Tallene blir frigitt for \(eachPeriod), ikke finere. De nøyaktige tallene blir slettet i samme transaksjon som \
                        de frigitte tallene blir skrevet i.
                        """,
                        """
                        Tala blir frigjevne for \(eachPeriod), ikkje finare. Dei nøyaktige tala blir sletta i same transaksjon som dei \
                        frigjevne tala blir skrivne i.
                        """,
                        """
                        The numbers are released for \(eachPeriod), no finer. The exact numbers are deleted in the transaction that \
                        writes the released ones.
                        """),
                    pick(
                        "Små steder blir ikke utelatt, og ingen små tall blir skjult: støyen er lik for alle.",
                        "Små stader blir ikkje utelatne, og ingen små tal blir skjulte: støyen er lik for alle.",
                        "No place is left out for being small, and no small number is hidden: the noise is the same for all."
                    ),
                ]),
                .open(
                    pick(
                        "Hvorfor trengs tallene her, og kunne en telling for hånd i en kort periode vært nok?",
                        "Kvifor trengst tala her, og kunne ei teljing for hand i ein kort periode vore nok?",
                        "Why are the numbers needed here, and would a count by hand for a short time be enough?")),
            ])
    }

    // MARK: - Rights

    private func rights(_ controller: Controller) -> Part {
        Part(
            title: pick("De registrertes rettigheter", "Rettane til dei registrerte", "Rights of the data subjects"),
            blocks: [
                .list([
                    pick(
                        """
                        Artikkel 11: ingenting i tallene peker på en person, og den behandlingsansvarlige trenger ikke å samle inn mer \
                        for å kunne finne noen. Innsyn, retting, sletting, begrensning og dataportabilitet (artikkel 15–20) gjelder da \
                        ikke, med mindre noen selv gir opplysninger som gjør dem mulige å finne. Det er vanskelig å se hvordan det \
                        kan skje her.
                        """,
                        """
                        Artikkel 11: ingenting i tala peikar på ein person, og den behandlingsansvarlege treng ikkje å samle inn meir \
                        for å kunne finne nokon. Innsyn, retting, sletting, avgrensing og dataportabilitet (artikkel 15–20) gjeld då \
                        ikkje, med mindre nokon sjølv gir opplysningar som gjer dei moglege å finne. Det er vanskeleg å sjå korleis \
                        det kan skje her.
                        """,
                        """
                        Article 11: nothing in the numbers points to a person, and the controller does not need to collect more to be \
                        able to find one. Access, rectification, erasure, restriction and portability (articles 15 to 20) do not \
                        apply then, unless somebody gives information by which they can be found. It is hard to see how that could \
                        happen here.
                        """),
                    pick(
                        "Informasjon (artikkel 12–14): skiltet på veggen, laget med «tunet privacy sign».",
                        "Informasjon (artikkel 12–14): skiltet på veggen, laga med «tunet privacy sign».",
                        "Information (articles 12 to 14): the sign on the wall, made with “tunet privacy sign”."),
                    pick(
                        "Spørsmål og innvendinger går til \(controller.name): \(controller.contact). Klager går til Datatilsynet.",
                        "Spørsmål og innvendingar går til \(controller.name): \(controller.contact). Klager går til Datatilsynet.",
                        "Questions and objections go to \(controller.name): \(controller.contact). Complaints go to the supervisory authority, Datatilsynet."
                    ),
                ]),
                .open(
                    pick(
                        "Hvor henger skiltet, og hvordan får de vite det som ikke leser?",
                        "Kvar heng skiltet, og korleis får dei vite det som ikkje les?",
                        "Where does the sign hang, and how do those learn of it who do not read?")),
            ])
    }

    private var decision: Part {
        Part(
            title: pick("Råd og avgjørelse", "Råd og avgjerd", "Advice and decision"),
            blocks: [
                .open(
                    pick(
                        "Råd fra personvernombudet, og synspunkter fra dem som bruker stedet.",
                        "Råd frå personvernombodet, og synspunkt frå dei som bruker staden.",
                        "Advice of the data protection officer, and views of those who use the place.")),
                .open(
                    pick(
                        "Avgjørelse, dato, navn og neste gjennomgang.", "Avgjerd, dato, namn og neste gjennomgang.",
                        "Decision, date, name and next review.")),
            ])
    }
}

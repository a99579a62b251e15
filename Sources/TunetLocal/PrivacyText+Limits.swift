import TunetCore

/// What the protection costs in a year, and where it ends.
extension PrivacyText {
    /// The account of a year, and which directions it holds.
    var charge: PrivacySection {
        let title = pick("Regnskapet for et år", "Rekneskapen for eit år", "The account of a year")
        guard !facts.yearlyLeaves.isEmpty else { return PrivacySection(title, [nothing]) }
        let (sum, ceiling) = (Self.decimal(facts.yearlyCharge, in: language), facts.release.yearlyCeiling)
        let kinds = facts.yearlyLeaves.map { kind in
            let charge = Self.decimal(Double(kind.leaves) * facts.epsilon, in: language)
            let name = Self.measure("\(kind.measure)", in: language)
            return pick(
                "\(name): \(kind.leaves) tall i året × ε \(facts.epsilonText) = \(charge)",
                "\(name): \(kind.leaves) tal i året × ε \(facts.epsilonText) = \(charge)",
                "\(name): \(kind.leaves) numbers a year × ε \(facts.epsilonText) = \(charge)")
        }
        let total = pick(
            "Til sammen omtrent \(sum) i et vanlig år. Taket er \(ceiling).",
            "Til saman om lag \(sum) i eit vanleg år. Taket er \(ceiling).",
            "Together about \(sum) in an ordinary year. The ceiling is \(ceiling).")
        let stopped = joined(facts.stoppedKinds.map { Self.measure("\($0)", in: language) })
        let exceeded = pick(
            """
            Det er over taket, og dette blir ikke frigitt: \(stopped). Hev taket (yearly_ceiling), \
            eller velg lengre perioder eller færre økter.
            """,
            """
            Det er over taket, og dette blir ikkje frigjeve: \(stopped). Hev taket \
            (yearly_ceiling), eller vel lengre periodar eller færre økter.
            """,
            """
            That is above the ceiling, and this is not released: \(stopped). Raise the ceiling (yearly_ceiling), or choose longer periods or fewer sessions.
            """)
        return PrivacySection(
            title,
            kinds + [total, facts.stoppedKinds.isEmpty ? nil : exceeded, directions, undirected])
    }

    private var directions: String? {
        if facts.releasesExits {
            return pick(
                """
                Retninger: både inn og ut blir frigitt. Den som kommer og går, er med i to tall. Det dobler regnskapet, og et \
                besøk er vernet med 2·ε. Med directions = "in" er det ε.
                """,
                """
                Retningar: både inn og ut blir frigjevne. Den som kjem og går, er med i to tal. Det doblar rekneskapen, og eit \
                besøk er verna med 2·ε. Med directions = "in" er det ε.
                """,
                """
                Directions: both in and out are released. Whoever comes and goes is in two numbers. That doubles the account, and \
                a visit is protected with 2·ε. With directions = "in" it is ε.
                """)
        }
        guard facts.releasesEntries else { return nil }
        return pick(
            "Retninger: bare inn blir frigitt. Et besøk er med i ett tall.",
            "Retningar: berre inn blir frigjeve. Eit besøk er med i eitt tal.",
            "Directions: only those who come in are released. A visit is in one number.")
    }

    /// A mat counts whoever comes and goes twice, whatever is released.
    private var undirected: String? {
        guard !facts.undirectedDoors.isEmpty else { return nil }
        let doors = joined(facts.undirectedDoors)
        return pick(
            "\(doors): sensoren skiller ikke inn fra ut. Et besøk er to passeringer der, og er vernet med 2·ε.",
            "\(doors): sensoren skil ikkje inn frå ut. Eit besøk er to passeringar der, og er verna med 2·ε.",
            "\(doors): the sensor does not tell in from out. A visit is two passages there, and is protected with 2·ε.")
    }

    /// What the noise does not cover. As the article "Release" says.
    var unprotected: PrivacySection {
        PrivacySection(
            pick("Hva dette ikke verner mot", "Kva dette ikkje vernar mot", "What this does not protect against"),
            [
                facts.yearlyLeaves.isEmpty ? nil : habit, facts.countsPeople ? groups : nil, exactOnDevice,
                pick(
                    """
                    Den som står ved døra eller knappene, ser hvem som kommer og hva de trykker. Det gjelder med og uten sensorer.
                    """,
                    """
                    Den som står ved døra eller knappane, ser kven som kjem og kva dei trykkjer. Det gjeld med og utan sensorar.
                    """,
                    """
                    Whoever stands by the door or the buttons sees who comes and what they press. So it is with and without sensors.
                    """),
                facts.countsPeople
                    ? pick(
                        "En passering under en kontrolltelling er med i tre tall, og er vernet med 3·ε.",
                        "Ei passering under ei kontrollteljing er med i tre tal, og er verna med 3·ε.",
                        "A passage during a count check is in three numbers, and is protected with 3·ε.") : nil,
                facts.configuration.sessions.isEmpty
                    ? nil
                    : pick(
                        "At en økt finnes, og hva den heter, er åpent. La ikke navnet peke på en person.",
                        "At ei økt finst, og kva ho heiter, er ope. La ikkje namnet peike på ein person.",
                        "That a session exists, and its name, are public. Do not let the name point to a person."),
            ])
    }

    private var habit: String {
        let (epsilon, ten) = (facts.epsilonText, Self.decimal(10 * facts.epsilon, in: language))
        return pick(
            """
            En vane: hver passering og hvert trykk er vernet med ε = \(epsilon). Den som er med m ganger, er vernet med m·ε, 10 \
            ganger altså med \(ten). Jo større tall, jo svakere vern. At noen kommer hver dag, kan over tid bli synlig for den \
            som vet nesten alt om alle andre.
            """,
            """
            Ein vane: kvar passering og kvart trykk er verna med ε = \(epsilon). Den som er med m gonger, er verna med m·ε, 10 \
            gonger altså med \(ten). Di større tal, di svakare vern. At nokon kjem kvar dag, kan over tid bli synleg for den som \
            veit nesten alt om alle andre.
            """,
            """
            A habit: each passage and each press is protected with ε = \(epsilon). Whoever is in the data m times is protected \
            with m·ε, 10 times therefore with \(ten). The larger the number, the weaker the protection. That somebody comes every \
            day may in time be seen by whoever knows almost everything about all others.
            """)
    }

    private var groups: String {
        pick(
            """
            En gruppe: kommer ti sammen, er det ti passeringer. At gruppa kom, er vernet med 10·ε, og er som regel synlig i tallet.
            """,
            """
            Ei gruppe: kjem ti saman, er det ti passeringar. At gruppa kom, er verna med 10·ε, og er som regel synleg i talet.
            """,
            """
            A group: if ten come together, there are ten passages. That the group came is protected with 10·ε, and as a rule \
            shows in the number.
            """)
    }

    private var exactOnDevice: String {
        pick(
            """
            De nøyaktige tallene ligger på maskinen til de blir frigitt. De er ikke kryptert. Den som styrer maskinen eller tar \
            minnekortet, kan lese dem. Frivillige ser dagens nøyaktige tall, time for time, og tallene \
            for hver dag som ikke er frigitt.
            """,
            """
            Dei nøyaktige tala ligg på maskina til dei blir frigjevne. Dei er ikkje krypterte. Den som styrer maskina eller tek \
            minnekortet, kan lese dei. Frivillige ser dei nøyaktige tala for dagen, time for time, og \
            tala for kvar dag som ikkje er frigjeven.
            """,
            """
            The exact numbers lie on the machine until their release. They are not encrypted. Whoever controls the machine or \
            takes the memory card can read them. Volunteers see the exact numbers of the day, hour by hour, and those \
            of every day that is not released.
            """)
    }
}

import TunetCore

/// What stands on the sign: short, because people read it in passing.
extension PrivacyText {
    struct SignRow: Sendable {
        var icon: PrivacyIcon
        var title: String
        var lines: [String]
    }

    var signTitle: String {
        if facts.countsPeople { return pick("Her teller vi besøk", "Her tel vi besøk", "We count visits here") }
        if !facts.configuration.panels.isEmpty {
            return pick("Her kan du svare", "Her kan du svare", "Give your answer here")
        }
        return pick("Her er det sensorer", "Her er det sensorar", "There are sensors here")
    }

    var signLead: String {
        facts.countsPeople
            ? pick(
                "Vi teller hvor mange som kommer. Vi vet ikke hvem.", "Vi tel kor mange som kjem. Vi veit ikkje kven.",
                "We count how many come. We do not know who.")
            : pick(
                "Vi vet ikke hvem du er.", "Vi veit ikkje kven du er.", "We do not know who you are.")
    }

    func signRows(_ controller: Controller) -> [SignRow] {
        [
            SignRow(icon: .purpose, title: pick("Formål", "Formål", "Purpose"), lines: [purpose]),
            SignRow(icon: .technology, title: pick("Teknologi", "Teknologi", "Technology"), lines: signSensors),
            SignRow(icon: .processing, title: pick("Behandling", "Behandling", "Processing"), lines: [signProcessing]),
            SignRow(icon: .storage, title: pick("Lagring", "Lagring", "Storage"), lines: [signStorage]),
            SignRow(icon: .access, title: pick("Tilgang", "Tilgang", "Access"), lines: [signAccess]),
            SignRow(
                icon: .accountability, title: pick("Ansvarlig", "Ansvarleg", "Accountability"),
                lines: signController(controller)),
        ]
    }

    /// As ``sensors``, but with how many there are where their names would be long.
    private var signSensors: [String] {
        facts.apparatus(in: [language.rawValue]).map { apparatus in
            let words = words(apparatus.kind)
            let names = joined(apparatus.kind == .panel ? apparatus.names.map(quoted) : apparatus.names)
            let count = apparatus.names.count
            if names.count <= 70 { return "\(words.name) (\(names)) \(words.does)." }
            return count == 1
                ? "\(words.name) \(words.does)."
                : "\(words.name) (\(count) \(pick("steder", "stader", "places"))) \(words.does)."
        }
    }

    private var signProcessing: String {
        guard facts.countsPeople || !facts.configuration.panels.isEmpty else {
            return pick("Tallene blir på stedet.", "Tala blir verande på staden.", "The numbers stay at the place.")
        }
        let each = facts.countsPeople ? eachPeriod : pick("hver uke", "kvar veke", "each week")
        let grain =
            facts.countsPeople
            ? pick("i hvert kvarter", "i kvart kvarter", "in each quarter of an hour")
            : pick("hver dag", "kvar dag", "on each day")
        return pick(
            """
            Maskinen lagrer bare hvor mange det var \(grain). Før et tall for \(each) blir frigitt, legger den til litt tilfeldig støy. Da \
            kan ingen vite sikkert av tallet om akkurat du var der.
            """,
            """
            Maskina lagrar berre kor mange det var \(grain). Før eit tal for \(each) blir frigjeve, legg ho til litt tilfeldig støy. Då \
            kan ingen vite sikkert av talet om akkurat du var der.
            """,
            """
            The machine stores only how many there were \(grain). Before a number for \(each) is released, it adds a little random noise. \
            Then nobody can be sure from it whether you of all people were there.
            """)
    }

    private var signStorage: String {
        let (what, period) =
            facts.countsPeople
            ? (thePeriod, facts.release.leaf) : (pick("uka", "veka", "the week"), LeafPeriod.week)
        let delay = delay(after: period)
        let deletion = pick(
            """
            De nøyaktige tallene ligger bare på en liten maskin her. De blir slettet når \(what) blir frigitt: \(delay). De frigitte \
            tallene blir tatt vare på.
            """,
            """
            Dei nøyaktige tala ligg berre på ei lita maskin her. Dei blir sletta når \(what) blir frigjeven: \(delay). Dei frigjevne \
            tala blir tekne vare på.
            """,
            """
            The exact numbers are only on a small machine here. They are deleted when \(what) is released: \(delay). The released \
            numbers are kept.
            """)
        return deletion
    }

    private var signAccess: String {
        facts.configuration.uplink == nil
            ? pick(
                "Frivillige ser tallene her på stedet til de er frigitt. Ingenting blir sendt herfra over nettet.",
                "Frivillige ser tala her på staden til dei er frigjevne. Ingenting blir sendt herifrå over nettet.",
                "Volunteers see the numbers here until their release. Nothing is sent from here over the network.")
            : pick(
                "Frivillige ser tallene her på stedet til de er frigitt. Bare de frigitte tallene blir sendt herfra. Andre kan få se dem.",
                "Frivillige ser tala her på staden til dei er frigjevne. Berre dei frigjevne tala blir sende herifrå. Andre kan få sjå dei.",
                "Volunteers see the numbers here until their release. Only the released numbers are sent from here. Others may see them."
            )
    }

    private func signController(_ controller: Controller) -> [String] {
        let responsible = pick("Behandlingsansvarlig", "Behandlingsansvarleg", "Controller")
        var lines = [
            "\(responsible): \(controller.name). \(pick("Kontakt", "Kontakt", "Contact")): \(controller.contact)"
        ]
        if let officer = controller.dataProtectionOfficer {
            lines.append("\(pick("Personvernombud", "Personvernombod", "Data protection officer")): \(officer)")
        }
        return lines
    }

    var signAbsentTitle: String { pick("Det finnes ikke her", "Det finst ikkje her", "What is not here") }

    var signAbsent: [(PrivacyIcon, String)] {
        [
            (.camera, pick("Kamera", "Kamera", "Cameras")),
            (.microphone, pick("Mikrofon", "Mikrofon", "Microphones")),
            (.radio, pick("Sporing av telefoner", "Sporing av telefonar", "Tracking of telephones")),
            (.identity, pick("Navn eller kjennetegn", "Namn eller kjenneteikn", "Names or identifiers")),
        ]
    }

    var signFooter: String {
        pick(
            "Tellingen gjøres av Tunet. Skiltet bruker ordene i DTPR, Digital Trust for Places and Routines.",
            "Teljinga blir gjord av Tunet. Skiltet bruker orda i DTPR, Digital Trust for Places and Routines.",
            "The counting is done by Tunet. The sign uses the terms of DTPR, Digital Trust for Places and Routines.")
    }
}

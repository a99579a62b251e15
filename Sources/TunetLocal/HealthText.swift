package import TunetCore

/// What is wrong, and what to do about it, in words for a volunteer who has never opened the box: the one place where
/// ``HealthKind`` becomes words.
package enum HealthText {
    /// What is wrong, and what to do.
    package struct Words: Sendable, Equatable {
        package var what: String
        package var remedy: String
    }

    /// - Parameter languages: of the place, first one preferred.
    package static func problems(_ health: [NodeStatus.HealthStatus], in languages: [String]) -> [String] {
        let language = language(languages)
        return health.map { entry in
            guard let kind = HealthKind(rawValue: entry.kind) else { return entry.kind }
            let words = words(kind, beam: entry.beam.flatMap { Beam(rawValue: $0) }, in: language)
            let since = entry.since.map { " (\(sinceWord[language] ?? "") \($0))" } ?? ""
            return "\(words.what)\(since) \(words.remedy)"
        }
    }

    /// The language in which these words are said: the first one of the place that they exist in.
    package static func language(_ languages: [String]) -> String {
        languages.first(where: Place.knownLanguages.contains) ?? "nb"
    }

    /// - Parameters:
    ///   - beam: the beam of a pair that it is about; nil for both, or for another sensor.
    ///   - language: one of ``Place/knownLanguages``.
    package static func words(_ kind: HealthKind, beam: Beam?, in language: String) -> Words {
        let words = (texts[kind] ?? [:])[language] ?? Words(kind.rawValue, "")
        let names = (names[language] ?? [:])[beam] ?? ("", "", "")
        let what = words.what.replacing("{it}", with: names.it).replacing("{It}", with: capitalised(names.it))
            .replacing("{signal}", with: names.signal).replacing("{other}", with: names.other)
        return Words(what, words.remedy)
    }

    private static func capitalised(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    private static let sinceWord = ["nb": "siden kl.", "nn": "sidan kl.", "en": "since"]

    /// What `{it}`, `{signal}` (in front of a sentence) and `{other}` stand for.
    private static let names: [String: [Beam?: (it: String, signal: String, other: String)]] = [
        "nb": [
            .outer: ("den ytre lysstrålen", "Den ytre lysstrålen", "den indre"),
            .inner: ("den indre lysstrålen", "Den indre lysstrålen", "den ytre"),
            nil: ("sensoren", "Signalet hit", "den andre"),
        ],
        "nn": [
            .outer: ("den ytre lysstrålen", "Den ytre lysstrålen", "den indre"),
            .inner: ("den indre lysstrålen", "Den indre lysstrålen", "den ytre"),
            nil: ("sensoren", "Signalet hit", "den andre"),
        ],
        "en": [
            .outer: ("the outer light beam", "The outer light beam", "the inner one"),
            .inner: ("the inner light beam", "The inner light beam", "the outer one"),
            nil: ("the sensor", "The signal here", "the other one"),
        ],
    ]

    private static let texts: [HealthKind: [String: Words]] = [
        .blocked: [
            "nb": Words(
                "Noe er i veien for {it} hele tiden.",
                "Se om noe står i døra, og flytt det. Hjelper ikke det, tørk av sensorene på begge sider. "
                    + "Døra teller ikke så lenge."),
            "nn": Words(
                "Noko er i vegen for {it} heile tida.",
                "Sjå om noko står i døra, og flytt det. Hjelper ikkje det, tørk av sensorane på begge sider. "
                    + "Døra tel ikkje så lenge."),
            "en": Words(
                "Something is in the way of {it} all the time.",
                "See whether something stands in the door, and move it. If that does not help, wipe the sensors on both "
                    + "sides. The door does not count meanwhile."),
        ],
        .stuck: [
            "nb": Words(
                "En knapp sitter fast.",
                "Trykk den løs. Hjelper ikke det, be den som drifter anlegget, om en ny knapp. "
                    + "Panelet regnes ikke som i bruk så lenge."),
            "nn": Words(
                "Ein knapp sit fast.",
                "Trykk han laus. Hjelper ikkje det, be den som driftar anlegget, om ein ny knapp. "
                    + "Panelet blir ikkje rekna som i bruk så lenge."),
            "en": Words(
                "A button is stuck.",
                "Press it loose. If that does not help, ask whoever looks after the equipment for a new one. "
                    + "The panel does not count as in use meanwhile."),
        ],
        .unplugged: [
            "nb": Words(
                "Maskinen har mistet kontakten med utstyret her.",
                "Se om pluggen sitter i. Hjelper ikke det, slå maskinen av og på. Ingenting telles her så lenge."),
            "nn": Words(
                "Maskina har mista kontakten med utstyret her.",
                "Sjå om pluggen sit i. Hjelper ikkje det, slå maskina av og på. Ingenting blir talt her så lenge."),
            "en": Words(
                "The machine has lost contact with the equipment here.",
                "See whether the plug sits. If that does not help, switch the machine off and on. "
                    + "Nothing is counted here meanwhile."),
        ],
        .unsynchronised: [
            "nb": Words(
                "Noe sto i døra da maskinen begynte å se.",
                "La døra være fri et øyeblikk, så teller den. Det går over av seg selv når den som står der, har gått."),
            "nn": Words(
                "Noko stod i døra då maskina byrja å sjå.",
                "Lat døra vere fri ein augneblink, så tel ho. Det går over av seg sjølv når den som står der, har gått."
            ),
            "en": Words(
                "Something stood in the door when the machine began to look.",
                "Leave the door free for a moment, and it counts. It passes by itself when whoever stands there has gone."
            ),
        ],
        .lostEdges: [
            "nb": Words(
                "Maskinen rakk ikke å følge med.",
                "Det går over av seg selv innen et kvarter. Skjer det ofte, si fra til den som drifter anlegget."),
            "nn": Words(
                "Maskina rakk ikkje å følgje med.",
                "Det går over av seg sjølv innan eit kvarter. Hender det ofte, sei frå til den som driftar anlegget."),
            "en": Words(
                "The machine did not keep up.",
                "It passes by itself within a quarter of an hour. If it happens often, tell whoever looks after the "
                    + "equipment."),
        ],
        .heldOpen: [
            "nb": Words(
                "Døra har stått åpen lenge.",
                "Lukk den. Er den lukket, sjekk ledningen til dørkontakten. Åpninger telles ikke så lenge."),
            "nn": Words(
                "Døra har stått open lenge.",
                "Lukk ho. Er ho lukka, sjekk leidningen til dørkontakten. Opningar blir ikkje talde så lenge."),
            "en": Words(
                "The door has stood open for long.",
                "Close it. If it is closed, check the wire of the door's contact. Openings are not counted meanwhile."),
        ],
        .upperBeamFailed: [
            "nb": Words(
                "Den øverste lysstrålen virker ikke, så dyr kan bli talt som folk.",
                "Se til at ingenting dekker den, tørk av den, og se etter en løs ledning. Folk telles likevel."),
            "nn": Words(
                "Den øvste lysstrålen verkar ikkje, så dyr kan bli talde som folk.",
                "Sjå til at ingenting dekkjer han, tørk av han, og sjå etter ein laus leidning. Folk blir talde likevel."
            ),
            "en": Words(
                "The topmost light beam does not work, so that animals may be counted as people.",
                "Make sure that nothing covers it, wipe it, and look for a loose wire. People are counted all the same."
            ),
        ],
        .reedFailed: [
            "nb": Words(
                "Dørkontakten sier at døra alltid er lukket.",
                "Se om magneten sitter der den skal, og sjekk ledningen. Folk telles likevel, men litt mindre sikkert."),
            "nn": Words(
                "Dørkontakten seier at døra alltid er lukka.",
                "Sjå om magneten sit der han skal, og sjekk leidningen. Folk blir talde likevel, men litt mindre sikkert."
            ),
            "en": Words(
                "The contact of the door says that it is always closed.",
                "See whether its magnet is in its place, and check the wire. People are counted all the same, a little "
                    + "less surely."),
        ],
        .chattering: [
            "nb": Words(
                "{signal} slår av og på raskere enn noe menneske kan.",
                "Se etter en løs ledning eller plugg, og om sola skinner rett på sensoren. "
                    + "Ingenting telles her før det har vært rolig i et halvt minutt."),
            "nn": Words(
                "{signal} slår av og på raskare enn noko menneske kan.",
                "Sjå etter ein laus leidning eller plugg, og om sola skin rett på sensoren. "
                    + "Ingenting blir talt her før det har vore roleg i eit halvt minutt."),
            "en": Words(
                "{signal} switches on and off faster than anybody could.",
                "Look for a loose wire or plug, and whether the sun shines straight at the sensor. "
                    + "Nothing is counted here until it has been quiet for half a minute."),
        ],
        .beamDead: [
            "nb": Words(
                "{It} merker ikke at folk går gjennom, men {other} gjør det.",
                "Tørk av den, se til at de to delene peker rett mot hverandre, og se etter en løs ledning. "
                    + "Gå så gjennom døra og se om tallet øker. Døra teller ikke så lenge."),
            "nn": Words(
                "{It} merkar ikkje at folk går gjennom, men {other} gjer det.",
                "Tørk av han, sjå til at dei to delane peikar rett mot kvarandre, og sjå etter ein laus leidning. "
                    + "Gå så gjennom døra og sjå om talet aukar. Døra tel ikkje så lenge."),
            "en": Words(
                "{It} does not notice people who pass, although {other} does.",
                "Wipe it, make sure that its two parts point straight at each other, and look for a loose wire. "
                    + "Then walk through the door and see whether the number grows. The door does not count meanwhile."),
        ],
        .silent: [
            "nb": Words(
                "Ingen har gått gjennom denne døra på uvanlig lenge i åpningstiden.",
                "Gå gjennom den selv. Øker tallet, er alt i orden. Øker det ikke, tørk av sensorene og sjekk ledningene. "
                    + "Har det vært stengt, trenger du ikke gjøre noe."),
            "nn": Words(
                "Ingen har gått gjennom denne døra på uvanleg lenge i opningstida.",
                "Gå gjennom døra sjølv. Aukar talet, er alt i orden. Aukar det ikkje, tørk av sensorane og sjekk "
                    + "leidningane. Har det vore stengt, treng du ikkje gjere noko."),
            "en": Words(
                "Nobody has come through this door for unusually long while you were open.",
                "Walk through it yourself. If the number grows, all is well. If not, wipe the sensors and check the "
                    + "wires. If the place was closed, there is nothing to do."),
        ],
        .imbalance: [
            "nb": Words(
                "Det telles ikke like mange ut som inn.",
                "Gjør en kontrolltelling ved døra, og se om det finnes en annen vei inn eller ut. Folk telles likevel."),
            "nn": Words(
                "Det blir ikkje talt like mange ut som inn.",
                "Gjer ei kontrollteljing ved døra, og sjå om det finst ein annan veg inn eller ut. Folk blir talde likevel."
            ),
            "en": Words(
                "Not as many are counted out as in.",
                "Make a count check at the door, and see whether there is another way in or out. "
                    + "People are counted all the same."),
        ],
        .storeFailed: [
            "nb": Words(
                "Minnekortet tar ikke imot tallene.",
                "De huskes bare så lenge maskinen er på, og svar på knappene blir ikke tatt imot. "
                    + "Ikke slå av maskinen, men ring den som drifter anlegget."),
            "nn": Words(
                "Minnekortet tek ikkje imot tala.",
                "Dei blir hugsa berre så lenge maskina er på, og svar på knappane blir ikkje tekne imot. "
                    + "Ikkje slå av maskina, men ring den som driftar anlegget."),
            "en": Words(
                "The memory card does not take the numbers.",
                "They are remembered only as long as the machine is on, and answers on the buttons are not taken. "
                    + "Do not switch it off, but call whoever looks after the equipment."),
        ],
        .uplinkFailed: [
            "nb": Words(
                "Tallene kommer ikke fram til kommunen.",
                "De blir liggende her og sendes senere; ingenting går tapt. Varer det i flere dager, sjekk nettet eller "
                    + "si fra til den som drifter anlegget."),
            "nn": Words(
                "Tala kjem ikkje fram til kommunen.",
                "Dei blir liggjande her og blir sende seinare; ingenting går tapt. Varer det i fleire dagar, sjekk nettet "
                    + "eller sei frå til den som driftar anlegget."),
            "en": Words(
                "The numbers do not reach the municipality.",
                "They stay here and are sent later; nothing is lost. If it lasts for days, check the network or tell "
                    + "whoever looks after the equipment."),
        ],
        .undated: [
            "nb": Words(
                "Maskinen vet ikke hvilken dag det er, for klokka er ikke stilt etter nettet.",
                "Den teller likevel, og setter dato på tallene når klokka er stilt. "
                    + "Sjekk nettet hvis dette står her i mer enn en time."),
            "nn": Words(
                "Maskina veit ikkje kva dag det er, for klokka er ikkje stilt etter nettet.",
                "Ho tel likevel, og set dato på tala når klokka er stilt. "
                    + "Sjekk nettet om dette står her i meir enn ein time."),
            "en": Words(
                "The machine does not know which day it is: its clock has not been set by the network.",
                "It counts all the same, and dates the numbers once the clock is set. "
                    + "Check the network if this stays for more than an hour."),
        ],
    ]
}

extension HealthText.Words {
    fileprivate init(_ what: String, _ remedy: String) {
        self.init(what: what, remedy: remedy)
    }
}

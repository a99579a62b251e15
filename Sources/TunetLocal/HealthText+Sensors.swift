import TunetCore

/// What is said in other words where the sensor is no light beam.
extension HealthText {
    static let bySubject: [Subject: [HealthKind: [String: Words]]] = [
        .mat: matTexts,
        .turnstile: turnstileTexts,
        .pir: pirTexts,
        .reed: reedTexts,
        .panel: panelTexts,
    ]

    /// Of every line that is no beam: the sun does not shine into it.
    private static let looseCable: [String: Words] = [
        "nb": Words(
            "{signal} slår seg av og på raskere enn noe menneske kan.",
            "Se etter en løs ledning eller plugg. Ingenting telles her før det har vært rolig i et halvt "
                + "minutt."),
        "nn": Words(
            "{signal} slår seg av og på raskare enn noko menneske kan.",
            "Sjå etter ein laus leidning eller plugg. Ingenting blir talt her før det har vore roleg i eit "
                + "halvt minutt."),
        "en": Words(
            "{signal} switches on and off faster than anybody could.",
            "Look for a loose wire or plug. Nothing is counted here until it has been quiet for half a "
                + "minute."),
    ]

    private static let matTexts: [HealthKind: [String: Words]] = [
        .blocked: [
            "nb": Words(
                "Matta melder at noen står på den hele tiden.",
                "Ta bort det som ligger på matta, og se om den ligger flatt. Hjelper ikke det, si fra til den "
                    + "som drifter anlegget. Ingen telles her imens."),
            "nn": Words(
                "Matta melder at nokon står der heile tida.",
                "Ta bort det som ligg på matta, og sjå om ho ligg flatt. Hjelper ikkje det, sei frå til den "
                    + "som driftar anlegget. Ingen blir talde her imens."),
            "en": Words(
                "The mat says that somebody stands on it all the time.",
                "Take away what lies on the mat, and see whether it lies flat. If that does not help, tell "
                    + "whoever looks after the equipment. Nobody is counted here meanwhile."),
        ],
        .unsynchronised: [
            "nb": Words(
                "Noe sto på matta da maskinen startet.",
                "La matta være fri et øyeblikk, så begynner tellingen. Det går over av seg selv når det som "
                    + "står der, er borte."),
            "nn": Words(
                "Noko stod på matta då maskina starta.",
                "Lat matta vere fri ein augneblink, så byrjar teljinga. Det går over av seg sjølv når det som "
                    + "står der, er borte."),
            "en": Words(
                "Something stood on the mat when the machine started.",
                "Leave the mat free for a moment, and counting begins. It passes by itself when whatever "
                    + "stands there is gone."),
        ],
        .silent: [
            "nb": Words(
                "Ingen har gått over matta på uvanlig lenge i åpningstiden.",
                "Gå over den selv. Øker tallet, er alt i orden. Øker det ikke, se om matta ligger riktig, og "
                    + "sjekk ledningen. Har det vært stengt, trenger du ikke gjøre noe."),
            "nn": Words(
                "Ingen har gått over matta på uvanleg lenge i opningstida.",
                "Gå over matta sjølv. Aukar talet, er alt i orden. Aukar det ikkje, sjå om matta ligg rett, og "
                    + "sjekk leidningen. Har det vore stengt, treng du ikkje gjere noko."),
            "en": Words(
                "Nobody has walked over the mat for unusually long while you were open.",
                "Walk over it yourself. If the number grows, all is well. If not, see whether the mat lies as "
                    + "it should, and check the wire. If the place was closed, there is nothing to do."),
        ],
        .chattering: looseCable,
    ]

    private static let turnstileTexts: [HealthKind: [String: Words]] = [
        .blocked: [
            "nb": Words(
                "Dreiekorset melder hele tiden at noen står i det.",
                "Se om det står fast halvveis, og drei det helt rundt. Hjelper ikke det, si fra til den som "
                    + "drifter anlegget. Ingen telles her imens."),
            "nn": Words(
                "Dreiekorset melder heile tida at nokon står i det.",
                "Sjå om det står fast halvvegs, og drei det heilt rundt. Hjelper ikkje det, sei frå til den "
                    + "som driftar anlegget. Ingen blir talde her imens."),
            "en": Words(
                "The turnstile says all the time that somebody stands in it.",
                "See whether it is stuck half way, and turn it all the way round. If that does not help, tell "
                    + "whoever looks after the equipment. Nobody is counted here meanwhile."),
        ],
        .unsynchronised: [
            "nb": Words(
                "Dreiekorset sto halvveis da maskinen startet.",
                "Drei det helt rundt, så begynner tellingen. Hjelper ikke det, si fra til den som drifter "
                    + "anlegget."),
            "nn": Words(
                "Dreiekorset stod halvvegs då maskina starta.",
                "Drei det heilt rundt, så byrjar teljinga. Hjelper ikkje det, sei frå til den som driftar "
                    + "anlegget."),
            "en": Words(
                "The turnstile stood half way when the machine started.",
                "Turn it all the way round, and counting begins. If that does not help, tell whoever looks "
                    + "after the equipment."),
        ],
        .silent: [
            "nb": Words(
                "Ingen har gått gjennom dreiekorset på uvanlig lenge i åpningstiden.",
                "Gå gjennom det selv. Øker tallet, er alt i orden. Øker det ikke, sjekk ledningen. Har det "
                    + "vært stengt, trenger du ikke gjøre noe."),
            "nn": Words(
                "Ingen har gått gjennom dreiekorset på uvanleg lenge i opningstida.",
                "Gå gjennom det sjølv. Aukar talet, er alt i orden. Aukar det ikkje, sjekk leidningen. Har det "
                    + "vore stengt, treng du ikkje gjere noko."),
            "en": Words(
                "Nobody has come through the turnstile for unusually long while you were open.",
                "Walk through it yourself. If the number grows, all is well. If not, check the wire. If the "
                    + "place was closed, there is nothing to do."),
        ],
        .chattering: looseCable,
    ]

    private static let pirTexts: [HealthKind: [String: Words]] = [
        .blocked: [
            "nb": Words(
                "Bevegelsessensoren har meldt om bevegelse uten stans svært lenge.",
                "Se om noe rører seg eller varmer foran den: en gardin, en vifte, en ovn eller sola. Finner du "
                    + "ikke noe, si fra til den som drifter anlegget. Bevegelse telles ikke imens."),
            "nn": Words(
                "Rørslesensoren har meldt om rørsle utan stans svært lenge.",
                "Sjå om noko rører seg eller varmar framfor han: ei gardin, ei vifte, ein omn eller sola. Finn "
                    + "du ikkje noko, sei frå til den som driftar anlegget. Rørsle blir ikkje talt imens."),
            "en": Words(
                "The motion sensor has seen motion without a pause for very long.",
                "See whether something moves or warms in front of it: a curtain, a fan, a stove or the sun. If "
                    + "you find nothing, tell whoever looks after the equipment. Motion is not counted meanwhile."),
        ],
        .unsynchronised: [
            "nb": Words(
                "Noen var foran bevegelsessensoren da maskinen startet.",
                "Det går over av seg selv når det har vært rolig foran den en liten stund. Bevegelse telles "
                    + "ikke imens."),
            "nn": Words(
                "Nokon var framfor rørslesensoren då maskina starta.",
                "Det går over av seg sjølv når det har vore roleg framfor han ei lita stund. Rørsle blir ikkje "
                    + "tald imens."),
            "en": Words(
                "Somebody was in front of the motion sensor when the machine started.",
                "It passes by itself when it has been quiet in front of it for a little while. Motion is not "
                    + "counted meanwhile."),
        ],
        .silent: [
            "nb": Words(
                "Bevegelsessensoren har ikke merket noen på uvanlig lenge i åpningstiden.",
                "Gå forbi den selv. Øker tallet, er alt i orden. Øker det ikke, tørk av den og sjekk "
                    + "ledningen. Har det vært stengt, trenger du ikke gjøre noe."),
            "nn": Words(
                "Rørslesensoren har ikkje merka nokon på uvanleg lenge i opningstida.",
                "Gå forbi han sjølv. Aukar talet, er alt i orden. Aukar det ikkje, tørk av han og sjekk "
                    + "leidningen. Har det vore stengt, treng du ikkje gjere noko."),
            "en": Words(
                "The motion sensor has noticed nobody for unusually long while you were open.",
                "Walk past it yourself. If the number grows, all is well. If not, wipe it and check the wire. "
                    + "If the place was closed, there is nothing to do."),
        ],
        .chattering: looseCable,
    ]

    private static let reedTexts: [HealthKind: [String: Words]] = [
        .unsynchronised: [
            "nb": Words(
                "Døra sto åpen da maskinen startet.",
                "Lukk den, så begynner tellingen. Er den alt lukket, sjekk ledningen til dørkontakten."),
            "nn": Words(
                "Døra stod open då maskina starta.",
                "Lat ho att, så byrjar teljinga. Er ho alt lukka, sjekk leidningen til dørkontakten."),
            "en": Words(
                "The door was open when the machine started.",
                "Close it, and counting begins. If it is closed already, check the wire of the door's contact."),
        ],
        .silent: [
            "nb": Words(
                "Ingen har åpnet denne døra på uvanlig lenge i åpningstiden.",
                "Åpne den selv. Øker tallet, er alt i orden. Øker det ikke, sjekk dørkontakten og ledningen. "
                    + "Har det vært stengt, trenger du ikke gjøre noe."),
            "nn": Words(
                "Ingen har opna denne døra på uvanleg lenge i opningstida.",
                "Opne døra sjølv. Aukar talet, er alt i orden. Aukar det ikkje, sjekk dørkontakten og "
                    + "leidningen. Har det vore stengt, treng du ikkje gjere noko."),
            "en": Words(
                "Nobody has opened this door for unusually long while you were open.",
                "Open it yourself. If the number grows, all is well. If not, check the door's contact and its "
                    + "wire. If the place was closed, there is nothing to do."),
        ],
        .chattering: looseCable,
    ]

    private static let panelTexts: [HealthKind: [String: Words]] = [
        .chattering: [
            "nb": Words(
                "{signal} slår seg av og på raskere enn noe menneske kan.",
                "Se etter en løs ledning eller plugg. Svar på den knappen telles ikke før det har vært rolig i "
                    + "et halvt minutt."),
            "nn": Words(
                "{signal} slår seg av og på raskare enn noko menneske kan.",
                "Sjå etter ein laus leidning eller plugg. Svar på den knappen blir ikkje talde før det har "
                    + "vore roleg i eit halvt minutt."),
            "en": Words(
                "{signal} switches on and off faster than anybody could.",
                "Look for a loose wire or plug. Answers on that button are not counted until it has been quiet "
                    + "for half a minute."),
        ]
    ]
}

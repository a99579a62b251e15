import TunetCore

/// What there is to say, whatever the sensor is, for a pair and a single beam, and for the device.
extension HealthText {
    static let texts: [HealthKind: [String: Words]] = [
        .blocked: [
            "nb": Words(
                "Noe er i veien for {it} hele tiden.",
                "Se om noe står i døra, og flytt det. Hjelper ikke det, tørk av sensorene på begge sider. "
                    + "Ingen telles her imens."),
            "nn": Words(
                "Noko er i vegen for {it} heile tida.",
                "Sjå om noko står i døra, og flytt det. Hjelper ikkje det, tørk av sensorane på begge sider. "
                    + "Ingen blir talde her imens."),
            "en": Words(
                "Something is in the way of {it} all the time.",
                "See whether something stands in the door, and move it. If that does not help, wipe the sensors on both "
                    + "sides. Nobody is counted here meanwhile."),
        ],
        .stuck: [
            "nb": Words(
                "En knapp sitter fast.",
                "Prøv å trykke den løs. Hjelper ikke det, be den som drifter anlegget, om en ny knapp. "
                    + "Svar på panelet telles ikke imens."),
            "nn": Words(
                "Ein knapp sit fast.",
                "Prøv å trykkje han laus. Hjelper ikkje det, be den som driftar anlegget, om ein ny knapp. "
                    + "Svar på panelet blir ikkje talde imens."),
            "en": Words(
                "A button is stuck.",
                "Try to press it loose. If that does not help, ask whoever looks after the equipment for a new one. "
                    + "Answers on the panel are not counted meanwhile."),
        ],
        .unplugged: [
            "nb": Words(
                "Maskinen har mistet kontakten med utstyret her.",
                "Se etter om pluggen sitter godt i. Hjelper ikke det, slå maskinen av og på. Ingenting telles her imens."
            ),
            "nn": Words(
                "Maskina har mista kontakten med utstyret her.",
                "Sjå etter om pluggen sit godt i. Hjelper ikkje det, slå maskina av og på. Ingenting blir talt her imens."
            ),
            "en": Words(
                "The machine has lost contact with the equipment here.",
                "See whether the plug sits firmly. If that does not help, switch the machine off and on. "
                    + "Nothing is counted here meanwhile."),
        ],
        .unsynchronised: [
            "nb": Words(
                "Noe sto i døra da maskinen startet.",
                "La døra være fri et øyeblikk, så begynner tellingen. Det går over av seg selv når det som står der, er "
                    + "borte."),
            "nn": Words(
                "Noko stod i døra då maskina starta.",
                "Lat døra vere fri ein augneblink, så byrjar teljinga. Det går over av seg sjølv når det som står der, er "
                    + "borte."),
            "en": Words(
                "Something stood in the door when the machine started.",
                "Leave the door free for a moment, and counting begins. It passes by itself when whatever stands there is "
                    + "gone."),
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
                "Lukk den. Er den alt lukket, sjekk ledningen til dørkontakten. Åpninger telles ikke imens."),
            "nn": Words(
                "Døra har stått open lenge.",
                "Lat ho att. Er ho alt lukka, sjekk leidningen til dørkontakten. Opningar blir ikkje talde imens."),
            "en": Words(
                "The door has stood open for long.",
                "Close it. If it is closed already, check the wire of the door's contact. Openings are not counted meanwhile."
            ),
        ],
        .upperBeamFailed: [
            "nb": Words(
                "Den øverste lysstrålen virker ikke, så dyr kan bli talt som folk.",
                "Se til at ingenting er i veien for den, tørk av sensoren, og se etter en løs ledning. Folk telles likevel."
            ),
            "nn": Words(
                "Den øvste lysstrålen verkar ikkje, så dyr kan bli talde som folk.",
                "Sjå til at ingenting er i vegen for han, tørk av sensoren, og sjå etter ein laus leidning. "
                    + "Folk blir talde likevel."),
            "en": Words(
                "The topmost light beam does not work, so that animals may be counted as people.",
                "Make sure that nothing is in its way, wipe the sensor, and look for a loose wire. "
                    + "People are counted all the same."),
        ],
        .reedFailed: [
            "nb": Words(
                "Det dørkontakten melder om døra, stemmer ikke.",
                "Se om magneten sitter der den skal, og sjekk ledningen. Folk telles likevel, men litt mindre sikkert."),
            "nn": Words(
                "Det dørkontakten melder om døra, stemmer ikkje.",
                "Sjå om magneten sit der han skal, og sjekk leidningen. Folk blir talde likevel, men litt mindre sikkert."
            ),
            "en": Words(
                "What the door's contact says of the door is not so.",
                "See whether its magnet is in its place, and check the wire. People are counted all the same, a little "
                    + "less surely."),
        ],
        .chattering: [
            "nb": Words(
                "{signal} slår seg av og på raskere enn noe menneske kan.",
                "Se etter en løs ledning eller plugg, og om sola skinner rett på sensoren. "
                    + "Ingenting telles her før det har vært rolig i et halvt minutt."),
            "nn": Words(
                "{signal} slår seg av og på raskare enn noko menneske kan.",
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
                "Tørk av sensoren, se til at de to delene peker rett mot hverandre, og se etter en løs ledning. "
                    + "Gå så gjennom døra og se om tallet øker. Ingen telles her imens."),
            "nn": Words(
                "{It} merkar ikkje at folk går gjennom, men {other} gjer det.",
                "Tørk av sensoren, sjå til at dei to delane peikar rett mot kvarandre, og sjå etter ein laus leidning. "
                    + "Gå så gjennom døra og sjå om talet aukar. Ingen blir talde her imens."),
            "en": Words(
                "{It} does not notice people who pass, although {other} does.",
                "Wipe the sensor, make sure that its two parts point straight at each other, and look for a loose wire. "
                    + "Then walk through the door and see whether the number grows. Nobody is counted here meanwhile."),
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
                "Ta en kontrolltelling ved {door}, og se om det finnes en annen vei inn eller ut. Folk telles likevel."),
            "nn": Words(
                "Det blir ikkje talt like mange ut som inn.",
                "Ta ei kontrollteljing ved {door}, og sjå om det finst ein annan veg inn eller ut. "
                    + "Folk blir talde likevel."),
            "en": Words(
                "Not as many are counted out as in.",
                "Make a count check at {door}, and see whether there is another way in or out. "
                    + "People are counted all the same."),
        ],
        .storeFailed: [
            "nb": Words(
                "Minnekortet tar ikke imot tallene.",
                "De huskes bare så lenge maskinen er på, og svar på knappene blir ikke tatt imot. "
                    + "Ikke slå av maskinen, men ring den som drifter anlegget."),
            "nn": Words(
                "Minnekortet tek ikkje imot tala.",
                "Dei blir berre hugsa så lenge maskina er på, og svar på knappane blir ikkje tekne imot. "
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
        .numbersDropped: [
            "nb": Words(
                "De eldste tallene er forkastet, for det ble ikke plass til flere.",
                "Tallene har ikke nådd kommunen på svært lenge. Sjekk nettet, eller si fra til den som drifter anlegget. "
                    + "Folk telles likevel."),
            "nn": Words(
                "Dei eldste tala er forkasta, for det vart ikkje plass til fleire.",
                "Tala har ikkje nådd kommunen på svært lenge. Sjekk nettet, eller sei frå til den som driftar anlegget. "
                    + "Folk blir talde likevel."),
            "en": Words(
                "The oldest numbers were thrown away, because there was no room for more.",
                "The numbers have not reached the municipality for a very long time. Check the network, or tell whoever "
                    + "looks after the equipment. People are counted all the same."),
        ],
        .releaseStopped: [
            "nb": Words(
                "Noen tall blir ikke frigitt i år, for taket for året gir ikke plass til dem.",
                "Si fra til den som har satt opp anlegget: «tunet privacy ledger» viser hvilke, og taket kan heves. "
                    + "Folk telles likevel."),
            "nn": Words(
                "Nokre tal blir ikkje frigjevne i år, for taket for året gir ikkje plass til dei.",
                "Sei frå til den som har sett opp anlegget: «tunet privacy ledger» viser kva for nokre, og taket kan "
                    + "hevast. Folk blir talde likevel."),
            "en": Words(
                "Some numbers are not released this year, because the year's ceiling has no room for them.",
                "Tell whoever has set up the equipment: “tunet privacy ledger” shows which, and the ceiling can be "
                    + "raised. People are counted all the same."),
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

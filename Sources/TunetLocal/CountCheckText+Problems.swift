package import TunetCore

extension CountCheckText {
    /// Why something was not done, and what to do.
    package func problem(_ problem: CountCheckProblem) -> String {
        func name(_ door: String) -> String { names[door] ?? door }
        switch problem {
        case .noDoor:
            return pick(
                "Stedet har ingen dør som teller folk, så det er ingenting å kontrollere.",
                "Staden har inga dør som tel folk, så det er ingenting å kontrollere.",
                "The place has no door that counts people: there is nothing to check.")
        case .doorNeeded(let doors):
            let list = doors.joined(separator: ", ")
            return pick(
                "Hvilken dør? Velg en av disse med --door: \(list).", "Kva dør? Vel ei av desse med --door: \(list).",
                "Which door? Choose one of these with --door: \(list).")
        case .unknownDoor(let door, let known):
            let list = known.joined(separator: ", ")
            return pick(
                "Ingen dør heter «\(door)». Dørene er: \(list).", "Inga dør heiter «\(door)». Dørene er: \(list).",
                "No door is called “\(door)”. The doors are: \(list).")
        case .uncounted(let door):
            return pick(
                "Sensoren ved \(name(door)) teller ikke folk, så det er ingenting å kontrollere.",
                "Sensoren ved \(name(door)) tel ikkje folk, så det er ingenting å kontrollere.",
                "The sensor of \(name(door)) does not count people: there is nothing to check.")
        case .notObserving(let door):
            return pick(
                "Sensoren ved \(name(door)) ser ikke døra nå. Se «tunet status», rett feilen og prøv igjen.",
                "Sensoren ved \(name(door)) ser ikkje døra no. Sjå «tunet status», rett feilen og prøv igjen.",
                "The sensor of \(name(door)) does not see its door now. See “tunet status”, mend it, and try again.")
        case .alreadyRunning(let door):
            return pick(
                """
                En kontrolltelling er allerede i gang ved \(name(door)). Avslutt med «tunet count-check stop» eller avbryt med \
                «tunet count-check cancel».
                """,
                """
                Ei kontrollteljing er allereie i gang ved \(name(door)). Avslutt med «tunet count-check stop» eller avbryt med \
                «tunet count-check cancel».
                """,
                """
                A count check is under way at \(name(door)) already. End it with “tunet count-check stop” or cancel it \
                with “tunet count-check cancel”.
                """)
        case .noneRunning:
            return pick(
                "Ingen kontrolltelling er i gang. Start en med «tunet count-check start».",
                "Inga kontrollteljing er i gang. Start ei med «tunet count-check start».",
                "No count check is under way. Start one with “tunet count-check start”.")
        case .interrupted(let door):
            return pick(
                """
                Maskinen startet på nytt under kontrolltellingen ved \(name(door)), og sensorens tall for den tiden er \
                borte. Tellingen kan ikke sammenlignes. Start en ny med «tunet count-check start».
                """,
                """
                Maskina starta på nytt under kontrollteljinga ved \(name(door)), og tala frå sensoren for den tida er \
                borte. Teljinga kan ikkje samanliknast. Start ei ny med «tunet count-check start».
                """,
                """
                The machine started anew during the count check at \(name(door)), and what the sensor counted until then \
                is gone. The check can't be compared. Start another one with “tunet count-check start”.
                """)
        case .expired(let door):
            return pick(
                "Kontrolltellingen ved \(name(door)) varte i mer enn 8 timer og er avsluttet uten resultat.",
                "Kontrollteljinga ved \(name(door)) varte i meir enn 8 timar og er avslutta utan resultat.",
                "The count check at \(name(door)) went on for more than 8 hours and has ended without a result.")
        case .numbersNeeded(let directions):
            let numbers = numbers(DoorChecks.Directions(directions))
            return pick(
                "Kontrolltellingen er stoppet og venter på tallene dine: \(numbers). Skriv 0 der det ikke kom noen.",
                "Kontrollteljinga er stoppa og ventar på tala dine: \(numbers). Skriv 0 der det ikkje kom nokon.",
                "The count check is stopped and waits for your numbers: \(numbers). Write 0 where nobody came.")
        case .absurdNumber:
            return pick(
                "Tallene må være fra 0 til \(HandCount.most). Kontrolltellingen er stoppet og venter på dem.",
                "Tala må vere frå 0 til \(HandCount.most). Kontrollteljinga er stoppa og ventar på dei.",
                "The numbers must be from 0 to \(HandCount.most). The count check is stopped and waits for them.")
        case .implausible:
            return pick(
                """
                Tallene dine er langt fra sensorens. Se over dem. Stemmer de, så gi dem på nytt med --sure. \
                Kontrolltellingen er stoppet og venter.
                """,
                """
                Tala dine er langt frå dei sensoren har. Sjå over dei. Stemmer dei, så gje dei på nytt med --sure. \
                Kontrollteljinga er stoppa og ventar.
                """,
                """
                Your numbers are far from the sensor's. Look at them again. If they are right, give them once more with \
                --sure. The count check is stopped and waits.
                """)
        case .storeFailed:
            return pick(
                "Det går ikke å skrive til minnekortet, så ingenting er lagret. Ring den som drifter anlegget.",
                "Det går ikkje å skrive til minnekortet, så ingenting er lagra. Ring den som driftar anlegget.",
                "The card can't be written, so nothing is kept. Call whoever looks after the machine.")
        case .notReady:
            return pick(
                "Tunet starter eller stopper akkurat nå. Prøv igjen om litt.",
                "Tunet startar eller stoppar akkurat no. Prøv igjen om litt.",
                "Tunet is just starting or stopping. Try again in a moment.")
        }
    }
}

import TunetCore

/// Count checks in words for volunteers, in bokmål, nynorsk or English.
package struct CountCheckText: Sendable {
    let language: SpokenLanguage
    /// The doors' names by id.
    let names: [String: String]

    /// - Parameter languages: the first that is known is used, else bokmål.
    package init(languages: [String], names: [String: String] = [:]) {
        language = SpokenLanguage(firstOf: languages)
        self.names = names
    }

    private init(language: SpokenLanguage, names: [String: String]) {
        self.language = language
        self.names = names
    }

    func pick(_ nb: String, _ nn: String, _ en: String) -> String {
        language.pick(nb, nn, en)
    }

    package var title: String { pick("Kontrolltelling", "Kontrollteljing", "Count check") }

    // MARK: - Answers

    /// What came of `start`, `stop` or `cancel`.
    package func answer(_ answer: CountCheckAnswer) -> String {
        let door = answer.door
        switch answer.event {
        case .started: return started(door)
        case .cancelled:
            return pick(
                "Kontrolltellingen ved \(door.name) er avbrutt. Ingenting er lagret.",
                "Kontrollteljinga ved \(door.name) er avbroten. Ingenting er lagra.",
                "The count check at \(door.name) is cancelled. Nothing is kept.")
        case .kept, .void:
            var lines = [pick("Kontrolltelling ved ", "Kontrollteljing ved ", "Count check at ") + door.name]
            lines += (answer.result.map(pairs) ?? []).map { "  " + $0 }
            if answer.isStraddled == true { lines.append(straddled) }
            if answer.event == .void { lines.append(void(answer.flaws ?? [])) }
            return (lines + accuracy(door)).joined(separator: "\n")
        }
    }

    private func started(_ door: DoorChecks) -> String {
        let whom =
            switch door.directions {
            case .inAndOut:
                pick(
                    "alle som går inn, og alle som går ut", "alle som går inn, og alle som går ut",
                    "everybody who goes in, and everybody who goes out")
            case .in: pick("alle som går inn", "alle som går inn", "everybody who goes in")
            case .out: pick("alle som går ut", "alle som går ut", "everybody who goes out")
            case .undirected:
                pick("alle som går gjennom døra", "alle som går gjennom døra", "everybody who goes through the door")
            }
        let text = pick(
            """
            Kontrolltellingen ved \(door.name) har begynt. Tell \(whom), helst 20–30 personer i alt. Stopp når ingen står \
            i døra:
            """,
            """
            Kontrollteljinga ved \(door.name) har byrja. Tel \(whom), helst 20–30 personar i alt. Stopp når ingen står i \
            døra:
            """,
            """
            The count check at \(door.name) has begun. Count \(whom), 20 to 30 people in all if you can. Stop while nobody \
            is in the door:
            """)
        return "\(text)\n  tunet count-check stop \(numbers(door.directions))"
    }

    func numbers(_ directions: DoorChecks.Directions) -> String {
        let number = pick("ANTALL", "TAL", "NUMBER")
        return switch directions {
        case .inAndOut: "--counted-in \(number) --counted-out \(number)"
        case .in: "--counted-in \(number)"
        case .out: "--counted-out \(number)"
        case .undirected: "--counted \(number)"
        }
    }

    private func pairs(_ record: CheckRecord) -> [String] {
        [
            record.in.map { (pick("inn", "inn", "in"), $0) }, record.out.map { (pick("ut", "ut", "out"), $0) },
            record.undirected.map { (pick("gjennom døra", "gjennom døra", "through the door"), $0) },
        ].compactMap { $0 }.map { direction, count in
            pick(
                "\(direction): \(count.byHand) talt for hånd, \(count.bySensor) av sensoren",
                "\(direction): \(count.byHand) talde for hand, \(count.bySensor) av sensoren",
                "\(direction): \(count.byHand) by hand, \(count.bySensor) by the sensor")
        }
    }

    // MARK: - What all checks say

    /// The state of every door's checks, with their history if it is there.
    package func status(_ status: CountCheckStatus) -> String {
        guard !status.doors.isEmpty else { return problem(.noDoor) }
        return status.doors.flatMap { door -> [String] in
            var lines = accuracy(door)
            if let state = state(door) { lines.insert(state, at: 0) }
            let history = door.history ?? []
            if !history.isEmpty {
                lines.append(pick("Kontrolltellinger:", "Kontrollteljingar:", "Count checks:"))
                lines += history.map { "  " + record($0) }
            }
            return lines
        }.joined(separator: "\n")
    }

    /// What is under way at a door; nil if nothing is.
    package func state(_ door: DoorChecks) -> String? {
        switch door.state {
        case .idle: nil
        case .counting:
            pick(
                "En kontrolltelling er i gang ved \(door.name).", "Ei kontrollteljing er i gang ved \(door.name).",
                "A count check is under way at \(door.name).")
        case .stopped:
            pick(
                "Kontrolltellingen ved \(door.name) venter på tallene dine.",
                "Kontrollteljinga ved \(door.name) ventar på tala dine.",
                "The count check at \(door.name) waits for your numbers.")
        case .interrupted:
            CountCheckText(language: language, names: [door.id: door.name]).problem(.interrupted(door: door.id))
        }
    }

    /// What the checks of a door say, one sentence to a line.
    package func accuracy(_ door: DoorChecks) -> [String] {
        let value = door.accuracy
        guard let estimate = value.accuracy else {
            return [
                pick(
                    "\(door.name): ingen er talt for hånd ennå. \(more(value.missing))",
                    "\(door.name): ingen er talde for hand enno. \(more(value.missing))",
                    "\(door.name): nobody has been counted by hand yet. \(more(value.missing))")
            ]
        }
        let (share, low, high) = (percent(estimate.value), percent(estimate.low, .down), percent(estimate.high, .up))
        var lines = [
            pick(
                """
                \(door.name): \(share) % er talt riktig (95 %-intervall \(low)–\(high) %), etter \(people(value.byHand)) i \
                \(checks(value.checks)).
                """,
                """
                \(door.name): \(share) % er talde rett (95 %-intervall \(low)–\(high) %), etter \(people(value.byHand)) i \
                \(checks(value.checks)).
                """,
                """
                \(door.name): \(share) % are counted right (95 % interval \(low) to \(high) %), from \(people(value.byHand)) in \
                \(checks(value.checks)).
                """)
        ]
        if let factor = value.factor {
            let (middle, low, high) = (ratio(factor.value), ratio(factor.low, .down), ratio(factor.high, .up))
            lines.append(
                pick(
                    "Faktor: \(middle) (95 %-intervall \(low)–\(high)). Den er ikke brukt på tallene.",
                    "Faktor: \(middle) (95 %-intervall \(low)–\(high)). Han er ikkje brukt på tala.",
                    "Factor: \(middle) (95 % interval \(low) to \(high)). It is not applied to the counts."))
        }
        if value.missing > 0 {
            lines.append(pick("Ikke nok ennå. ", "Ikkje nok enno. ", "Not enough yet. ") + more(value.missing))
        }
        return lines
    }

    private func more(_ missing: Int) -> String {
        // In steps of five: it is an estimate.
        let number = (missing + 4) / 5 * 5
        return pick(
            "Tell omtrent \(number) personer til, gjerne 20–30 om gangen.",
            "Tel om lag \(number) personar til, gjerne 20–30 om gongen.",
            "Count about \(number) more people, best 20 to 30 at a time.")
    }

    private func people(_ count: Int) -> String {
        count == 1
            ? pick("1 person", "1 person", "1 person")
            : pick("\(count) personer", "\(count) personar", "\(count) people")
    }

    private func checks(_ count: Int) -> String {
        count == 1
            ? pick("1 kontrolltelling", "1 kontrollteljing", "1 count check")
            : pick("\(count) kontrolltellinger", "\(count) kontrollteljingar", "\(count) count checks")
    }

    private func record(_ record: CheckRecord) -> String {
        var text = month(record.month) + ": " + pairs(record).joined(separator: "; ")
        if record.times > 1 { text += " (× \(record.times))" }
        if !record.counts {
            text += pick(
                " – før sensoren ble endret", " – før sensoren vart endra", " – before the sensor was changed")
        }
        return text
    }

    private func month(_ iso: String?) -> String {
        guard let iso, let period = Period(iso), case .month(let year, let month) = period else {
            return pick("ukjent måned", "ukjend månad", "unknown month")
        }
        let names =
            language == .en
            ? [
                "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December",
            ]
            : [
                "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober",
                "november", "desember",
            ]
        return "\(names[month - 1]) \(year)"
    }

    // MARK: - Numbers

    /// `97,6`; only what is whole is written as 100.
    private func percent(
        _ share: Double, _ rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero
    ) -> String {
        let tenths = Int((share * 1000).rounded(rule))
        return decimal(share < 1 && rule != .up ? min(999, tenths) : tenths, 1)
    }

    /// `1,02`.
    private func ratio(_ value: Double, _ rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero) -> String {
        decimal(Int((min(value, 1e9) * 100).rounded(rule)), 2)
    }

    private func decimal(_ number: Int, _ digits: Int) -> String {
        let scale = digits == 1 ? 10 : 100
        let (whole, rest) = number.quotientAndRemainder(dividingBy: scale)
        let tail = String(rest)
        let zeros = String(repeating: "0", count: digits - tail.count)
        return "\(whole)\(pick(",", ",", "."))\(zeros)\(tail)"
    }
}

import TunetCore

/// What a place does for the protection of those who come there, in words for people: in bokmål, nynorsk or English.
package struct PrivacyText: Sendable {
    let facts: PrivacyFacts
    let language: SpokenLanguage

    /// - Parameter language: nil for the place's first.
    package init(_ facts: PrivacyFacts, language: SpokenLanguage? = nil) {
        self.facts = facts
        self.language = language ?? SpokenLanguage(firstOf: facts.configuration.place.languages)
    }

    func pick(_ nb: String, _ nn: String, _ en: String) -> String {
        language.pick(nb, nn, en)
    }

    // MARK: - What is there

    /// What a kind of sensor is called, and what it does.
    func words(_ kind: PrivacyFacts.Apparatus.Kind) -> (name: String, does: String) {
        switch kind {
        case .beamPair:
            (
                pick("To lysstråler i døra", "To lysstrålar i døra", "Two light beams in the door"),
                pick(
                    "teller hvor mange som går inn og ut", "tel kor mange som går inn og ut",
                    "count how many go in and out")
            )
        case .upperBeam:
            (
                pick("En lysstråle høyere oppe", "Ein lysstråle høgare oppe", "A light beam higher up"),
                pick("skiller folk fra dyr", "skil folk frå dyr", "tells people from animals")
            )
        case .beam:
            (pick("En lysstråle i døra", "Ein lysstråle i døra", "A light beam in the door"), passing)
        case .mat: (pick("En trykkmatte", "Ei trykkmatte", "A pressure mat"), passing)
        case .turnstile: (pick("Et tellekors", "Eit teljekors", "A turnstile"), passing)
        case .motion:
            (
                pick("En bevegelsessensor", "Ein rørslesensor", "A motion sensor"),
                pick(
                    "merker at noen er der, men ikke hvem eller hvor mange",
                    "merkar at nokon er der, men ikkje kven eller kor mange",
                    "notices that somebody is there, not who or how many")
            )
        case .leafContact:
            (
                pick("En kontakt på døra", "Ein kontakt på døra", "A contact on the door"),
                pick("merker at døra blir åpnet", "merkar at døra blir opna", "notices that the door is opened")
            )
        case .panel:
            (
                pick("Knapper for svar", "Knappar for svar", "Buttons for answers"),
                pick("teller trykk på hvert svar", "tel trykk på kvart svar", "count the presses for each answer")
            )
        }
    }

    private var passing: String {
        pick(
            "teller hvor mange som går forbi", "tel kor mange som går forbi", "counts how many pass")
    }

    /// A sentence for each kind of sensor, with the names of its doors.
    var sensors: [String] {
        facts.apparatus(in: [language.rawValue]).map { apparatus in
            let words = words(apparatus.kind)
            let names = apparatus.kind == .panel ? apparatus.names.map(quoted) : apparatus.names
            return "\(words.name) (\(joined(names))): \(words.does)."
        }
    }

    /// What Tunet never has.
    var without: String {
        pick(
            """
            Ingen kameraer, ingen mikrofoner, ingen sporing av telefoner med Wi-Fi eller Bluetooth, og ingen navn, nummer \
            eller andre kjennetegn på folk.
            """,
            """
            Ingen kamera, ingen mikrofonar, inga sporing av telefonar med Wi-Fi eller Bluetooth, og ingen namn, nummer \
            eller andre kjenneteikn på folk.
            """,
            """
            No cameras, no microphones, no tracking of telephones by Wi-Fi or Bluetooth, and no names, numbers or other \
            marks of people.
            """)
    }

    var purpose: String {
        facts.controller?.purpose?.text(in: [language.rawValue])
            ?? pick(
                "Vi vil vite hvor mye stedet blir brukt, for å kunne ta vare på det og gjøre det bedre.",
                "Vi vil vite kor mykje staden blir brukt, for å kunne ta vare på han og gjere han betre.",
                "We want to know how much the place is used, to be able to keep it and improve it.")
    }

    // MARK: - Periods

    /// `hver dag`.
    var eachPeriod: String {
        switch facts.release.leaf {
        case .day: pick("hver dag", "kvar dag", "each day")
        case .week: pick("hver uke", "kvar veke", "each week")
        case .month: pick("hver måned", "kvar månad", "each month")
        }
    }

    /// `dagen`.
    var thePeriod: String {
        switch facts.release.leaf {
        case .day: pick("dagen", "dagen", "the day")
        case .week: pick("uka", "veka", "the week")
        case .month: pick("måneden", "månaden", "the month")
        }
    }

    /// When a period is released: `kl. 03:15, 3 dager senere`.
    func delay(after period: LeafPeriod) -> String {
        let count = facts.release.correctionDays + 1
        let days =
            count == 1 ? pick("1 dag", "1 dag", "1 day") : pick("\(count) dager", "\(count) dagar", "\(count) days")
        let end =
            switch period {
            case .day: pick("senere", "seinare", "later")
            case .week: pick("etter søndagen", "etter sundagen", "after the Sunday")
            case .month:
                pick(
                    "etter den siste dagen i måneden", "etter den siste dagen i månaden",
                    "after the last day of the month")
            }
        return pick(
            "kl. \(uploadTime), \(days) \(end)", "kl. \(uploadTime), \(days) \(end)", "\(days) \(end), at \(uploadTime)"
        )
    }

    /// `03:15`.
    var uploadTime: String {
        let (hour, minute) = (facts.uploadMinute / 60, facts.uploadMinute % 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }

    // MARK: - Words

    /// What a measure is called, as batches and the ledger name it.
    static func measure(_ name: String, in language: SpokenLanguage) -> String {
        let parts = name.split(separator: " ", maxSplits: 1).map(String.init)
        if parts.count == 2 { return measure(parts[0], in: language) + " (\(parts[1]))" }
        return switch name {
        case "checks": language.pick("tellekontroller", "teljekontrollar", "count checks")
        case "entries": language.pick("inn", "inn", "in")
        case "exits": language.pick("ut", "ut", "out")
        case "passages": language.pick("passeringer", "passeringar", "passages")
        case "presses": language.pick("svar", "svar", "answers")
        case "misuse":
            language.pick("trykk som ikke var svar", "trykk som ikkje var svar", "presses that were no answers")
        default: name
        }
    }

    /// `a, b og c`.
    func joined(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + pick(" og ", " og ", " and ") + last
    }

    func quoted(_ text: String) -> String {
        pick("«\(text)»", "«\(text)»", "“\(text)”")
    }

    /// With at most three decimals, rounded up, so that a charge is never said to be smaller than it is.
    static func decimal(_ value: Double, in language: SpokenLanguage) -> String {
        let thousandths = Int((min(value, 1e12) * 1000 - 1e-6).rounded(.up))
        let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: 1000)
        var digits = String(String(rest + 1000).dropFirst())
        while digits.last == "0" { digits.removeLast() }
        return digits.isEmpty ? "\(whole)" : "\(whole)\(language.pick(",", ",", "."))\(digits)"
    }
}

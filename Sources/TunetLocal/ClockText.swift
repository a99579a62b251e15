import TunetCore

/// What the service knows of the time, in words for volunteers, in bokmål, nynorsk or English.
package struct ClockText: Sendable {
    private let language: SpokenLanguage

    /// - Parameter languages: the first that is known is used, else bokmål.
    package init(languages: [String]) {
        language = SpokenLanguage(firstOf: languages)
    }

    private func pick(_ nb: String, _ nn: String, _ en: String) -> String {
        language.pick(nb, nn, en)
    }

    // MARK: - Status

    /// In lines.
    package func status(_ status: ClockStatus) -> String {
        var lines = [now(status)]
        if let refused = status.refused { lines.append(self.refused(refused)) }
        lines += status.undated.map(undated)
        if !status.earlier.isEmpty {
            lines.append(pick("Tidligere oppstarter:", "Tidlegare oppstartar:", "Earlier starts:"))
            lines += status.earlier.map { "  \(language.day($0.day)): \(source($0.source))" }
        }
        return lines.joined(separator: "\n")
    }

    /// What a volunteer is told after having set the clock.
    package func set(_ status: ClockStatus) -> String {
        guard let time = status.time, let day = status.day else { return now(status) }
        return pick(
            "Klokka er stilt: \(language.day(day)) kl. \(time). Det som er talt siden maskinen startet, har fått dato.",
            "Klokka er stilt: \(language.day(day)) kl. \(time). Det som er talt sidan maskina starta, har fått dato.",
            "The clock is set: \(language.day(day)), \(time). What was counted since the machine started is dated.")
    }

    private func now(_ status: ClockStatus) -> String {
        guard let time = status.time, let day = status.day, let source = status.source else {
            let length = length(status.uptimeMinutes)
            return pick(
                """
                Maskinen vet ikke hvilken dag det er. Den har vært på i \(length), og teller. Tallene får dato når klokka \
                blir stilt, av nettet eller med «tunet clock set tirsdag 14:30».
                """,
                """
                Maskina veit ikkje kva dag det er. Ho har vore på i \(length), og tel. Tala får dato når klokka blir stilt, \
                av nettet eller med «tunet clock set tysdag 14:30».
                """,
                """
                The machine does not know what day it is. It has been on for \(length), and counts. The numbers get their \
                date when the clock is set, by the network or with “tunet clock set Tuesday 14:30”.
                """)
        }
        return pick("Klokka er ", "Klokka er ", "It is ") + time + ", " + language.day(day) + " (\(status.zone)). "
            + pick("Tiden kommer fra: ", "Tida kjem frå: ", "The time comes from: ") + self.source(source) + "."
    }

    private func refused(_ day: String) -> String {
        pick(
            "Maskinens egen klokke sier \(language.day(day)). Det kan ikke stemme, og den blir ikke brukt.",
            "Klokka i maskina seier \(language.day(day)). Det kan ikkje stemme, og ho blir ikkje brukt.",
            "The machine's own clock says \(language.day(day)). That can't be right, and it is not used.")
    }

    private func undated(_ undated: ClockStatus.Undated) -> String {
        let boots =
            undated.boots == 1
            ? pick("1 tidligere oppstart", "1 tidlegare oppstart", "1 earlier start")
            : pick(
                "\(undated.boots) tidligere oppstarter", "\(undated.boots) tidlegare oppstartar",
                "\(undated.boots) earlier starts")
        guard let through = undated.through else {
            return pick(
                "\(boots) har ingen dato. Det var tidligst \(language.day(undated.from)). Tallene er tatt vare på.",
                "\(boots) har ingen dato. Det var tidlegast \(language.day(undated.from)). Tala er tekne vare på.",
                "\(boots) without a date, \(language.day(undated.from)) at the earliest. The numbers are kept.")
        }
        return pick(
            """
            \(boots) har ingen dato. Det var mellom \(language.day(undated.from)) og \(language.day(through)). Tallene blir frigitt med dette \
            tidsrommet, merket «dato usikker».
            """,
            """
            \(boots) har ingen dato. Det var mellom \(language.day(undated.from)) og \(language.day(through)). Tala blir frigjevne med dette \
            tidsrommet, merkte «dato usikker».
            """,
            """
            \(boots) without a date, between \(language.day(undated.from)) and \(language.day(through)). The numbers will be released with \
            these days, marked “date uncertain”.
            """)
    }

    private func source(_ source: ClockStatus.Source) -> String {
        switch source {
        case .volunteer:
            pick("stilt for hånd av en frivillig", "stilt for hand av ein frivillig", "set by hand by a volunteer")
        case .collector:
            pick(
                "signert kvittering fra mottakeren", "signert kvittering frå mottakaren",
                "the collector's signed receipt")
        case .machine: pick("maskinens egen klokke", "klokka i maskina", "the machine's own clock")
        case .synchronised: pick("tidsserver", "tidstenar", "a time server")
        }
    }

    // MARK: - Problems

    /// Why the clock was not set, and what to do.
    package func problem(_ problem: ClockProblem) -> String {
        switch problem {
        case .notReady:
            return language.notReady
        case .trusted(let source):
            return pick(
                "Klokka kan ikke stilles for hånd nå, for den går etter noe sikrere: \(self.source(source)).",
                "Klokka kan ikkje stillast for hand no, for ho går etter noko sikrare: \(self.source(source)).",
                "The clock can't be set by hand now, because its time comes from something surer: \(self.source(source))."
            )
        case .dayNeeded:
            return pick(
                "Hvilken dag er det? Skriv datoen også, for eksempel «tunet clock set 2026-11-24 14:30».",
                "Kva dag er det? Skriv datoen òg, til dømes «tunet clock set 2026-11-24 14:30».",
                "Which day is it? Give the date as well, such as “tunet clock set 2026-11-24 14:30”.")
        case .impossible:
            return pick(
                "Det finnes ingen slik dag eller tid mellom 2026 og 2055.",
                "Det finst ingen slik dag eller tid mellom 2026 og 2055.",
                "There is no such day or time between 2026 and 2055.")
        case .beforeLatest(let day, let latest):
            return pick(
                "\(capitalised(language.day(day))) er før \(language.day(latest)), som det alt er talt på. ",
                "\(capitalised(language.day(day))) er før \(language.day(latest)), som det alt er talt på. ",
                "\(language.day(day)) is before \(language.day(latest)), on which counts were made already. ") + sure
        case .farAhead(let day, let latest):
            return pick(
                "\(capitalised(language.day(day))) er mer enn et år etter \(language.day(latest)), da det sist ble talt. ",
                "\(capitalised(language.day(day))) er meir enn eit år etter \(language.day(latest)), då det sist vart talt. ",
                "\(language.day(day)) is more than a year after \(language.day(latest)), the latest day with counts. ")
                + sure
        case .storeFailed:
            return pick(
                "Klokka er ikke stilt: lageret kan ikke skrives. Se «tunet status».",
                "Klokka er ikkje stilt: lageret kan ikkje skrivast. Sjå «tunet status».",
                "The clock is not set: the store can't be written. See “tunet status”.")
        }
    }

    private var sure: String {
        pick(
            "Stemmer det likevel, gi --sure.", "Stemmer det likevel, gi --sure.",
            "If it is right all the same, give --sure.")
    }

    // MARK: - Words

    private func capitalised(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    private func length(_ minutes: Int) -> String {
        let (hours, rest) = (minutes / 60, minutes % 60)
        if hours == 0 { return pick("\(rest) minutter", "\(rest) minutt", "\(rest) minutes") }
        if hours < 48 { return pick("\(hours) t \(rest) min", "\(hours) t \(rest) min", "\(hours) h \(rest) min") }
        return pick("\(hours / 24) døgn", "\(hours / 24) døgn", "\(hours / 24) days")
    }
}

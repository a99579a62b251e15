import TunetCore

extension CountCheckText {
    var straddled: String {
        pick(
            "Noen var i døra da du startet eller stoppet, så én person kan mangle i den ene tellingen.",
            "Nokon var i døra då du starta eller stoppa, så éin person kan mangle i den eine teljinga.",
            "Somebody was in the door when you started or stopped: one person may be missing in one of the counts.")
    }

    /// Why a check is not kept, and what to do.
    ///
    /// - Parameter flaws: as ``CountCheckAnswer/flaws`` names them.
    func void(_ flaws: [String]) -> String {
        let words = flaws.map(words)
        let reasons = words.map(\.reason).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let text = joined(reasons)
        let kept = pick(
            "Dette er ikke lagret, for \(text).", "Dette er ikkje lagra, for \(text).",
            "This is not kept, because \(text).")
        // What has to be mended comes before what passes by itself.
        return kept + " " + again(words.map(\.remedy).max { $0.rawValue < $1.rawValue } ?? .clear)
    }

    /// What has to happen before another check.
    private enum Remedy: Int {
        case none, clear, more, mend
    }

    private func words(_ flaw: String) -> (reason: String, remedy: Remedy) {
        switch flaw {
        case "not_clear":
            (
                pick(
                    "noen sto i døra da du stoppet", "nokon stod i døra då du stoppa",
                    "somebody stood in the door when you stopped"), .clear
            )
        case "too_few":
            (
                pick(
                    "en telling av så få kunne fortelle om den enkelte",
                    "ei teljing av så få kunne fortelje om den enkelte",
                    "a count of so few could tell about a single person"), .more
            )
        case HealthKind.blocked.rawValue:
            (
                pick(
                    "noe sto i veien for sensoren", "noko stod i vegen for sensoren", "something blocked the sensor"),
                .clear
            )
        case HealthKind.unsynchronised.rawValue:
            (
                pick(
                    "noe sto i døra da sensoren begynte å se", "noko stod i døra då sensoren byrja å sjå",
                    "something stood in the door when the sensor began to look"), .clear
            )
        case HealthKind.unplugged.rawValue:
            (pick("sensoren var koblet fra", "sensoren var kopla frå", "the sensor was unplugged"), .mend)
        case HealthKind.chattering.rawValue:
            (
                pick(
                    "signalet fra sensoren slo av og på hele tiden", "signalet frå sensoren slo av og på heile tida",
                    "the sensor's signal switched on and off all the time"), .mend
            )
        case HealthKind.beamDead.rawValue:
            (
                pick(
                    "en av lysstrålene merket ikke at folk gikk gjennom",
                    "ein av lysstrålane merka ikkje at folk gjekk gjennom",
                    "one of the light beams did not notice people who passed"), .mend
            )
        case HealthKind.lostEdges.rawValue:
            (
                pick(
                    "sensoren fikk ikke med seg alt", "sensoren fekk ikkje med seg alt",
                    "the sensor missed something"), .none
            )
        default:
            (
                pick(
                    "sensoren så ikke døra hele tiden", "sensoren såg ikkje døra heile tida",
                    "the sensor did not see the door all the time"), .clear
            )
        }
    }

    private func again(_ remedy: Remedy) -> String {
        switch remedy {
        case .none:
            pick("Ta en ny kontrolltelling.", "Ta ei ny kontrollteljing.", "Make another count check.")
        case .clear:
            pick(
                "Ta en ny kontrolltelling når døra er fri.", "Ta ei ny kontrollteljing når døra er fri.",
                "Make another count check when the door is clear.")
        case .more:
            pick(
                "Ta en ny kontrolltelling når det kommer flere, helst 20–30 personer.",
                "Ta ei ny kontrollteljing når det kjem fleire, helst 20–30 personar.",
                "Make another count check when more people come, 20 to 30 if you can.")
        case .mend:
            pick(
                "Se «tunet status», rett feilen og ta en ny kontrolltelling.",
                "Sjå «tunet status», rett feilen og ta ei ny kontrollteljing.",
                "See “tunet status”, mend it, and make another count check.")
        }
    }

    /// `a, b og c`.
    private func joined(_ parts: [String]) -> String {
        guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
        return parts.dropLast().joined(separator: ", ") + pick(" og ", " og ", " and ") + last
    }
}

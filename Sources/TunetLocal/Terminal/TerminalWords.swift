import TunetCore

/// What other texts of Tunet say, in the language of the terminal.
struct TerminalWords {
    let say: Catalogue
    let status: NodeStatus?

    /// The chosen language first, then those of the place.
    private var languages: [String] { [say.code] + (status?.languages ?? []) }

    /// The status as if the place spoke the language of the terminal.
    private var spoken: NodeStatus? {
        var status = status
        status?.languages = languages
        return status
    }

    /// What is wrong, and what to do.
    func problem(_ health: NodeStatus.HealthStatus) -> String {
        HealthText.problems([health], on: status?.day, in: languages).joined(separator: " ")
    }

    /// `mellom 10 og 14, nullstilt kl. 04:00`.
    var presentSince: String { spoken.map { OccupancyText.since($0) } ?? "" }

    /// What makes the number of people doubtful, or why there is none.
    var presentRemark: String? { spoken.flatMap { OccupancyText.remark($0) } }

    func clock(_ status: ClockStatus) -> String { ClockText(languages: languages).set(status) }

    var checkTitle: String { CountCheckText(languages: languages).title }

    func check(_ answer: CountCheckAnswer) -> String { CountCheckText(languages: languages).answer(answer) }

    /// What the checks of a door say, one sentence to a line.
    func accuracy(_ door: DoorChecks) -> [String] { CountCheckText(languages: languages).accuracy(door) }

    /// `I dag, Seniorkafé: inn 28 (talt 4, +24)`.
    func correction(
        _ day: String, _ part: CorrectionStatus.Part, _ count: CorrectionStatus.Count, _ today: CivilDate?
    ) -> String {
        let name = CivilDate(day).map { say.day($0, seenOn: today) } ?? day
        let words: [String: Catalogue.Word] = [
            "day": .text(say.capitalised(name)), "part": .text(part.name ?? say("terminal.outside")),
            "direction": .text(say("terminal.direction.\(count.direction.rawValue)")),
            "number": .number(Int(count.counted + count.corrected)), "counted": .number(Int(count.counted)),
            "change": .text((count.corrected > 0 ? "+" : "") + say.number(Int(count.corrected))),
        ]
        return count.corrected == 0 ? say("terminal.part", words) : say("terminal.part_corrected", words)
    }
}

extension TerminalModel {
    var words: TerminalWords { TerminalWords(say: say, status: status?.node) }
}

import TunetCore

/// The risks that remain, said as they are.
extension PrivacyText {
    var risksTitle: String {
        say("privacy.risk.title")
    }

    var risks: PrivacyAssessment.Block {
        .table(
            header: [
                say("privacy.risk.risk"), say("privacy.risk.measure"),
                say("privacy.risk.remains"),
            ],
            rows: [single, habit, facts.countsPeople ? small : nil, insider, theft, session, misread].compactMap { $0 })
    }

    /// What all released numbers of a year add up to.
    var charged: String {
        let sum = Self.decimal(facts.yearlyCharge, say)
        return say("privacy.risk.year", ["sum": .text(sum), "ceiling": .text("\(facts.release.yearlyCeiling)")])
    }

    private var single: [String] {
        let factor = facts.epsilonText
        return [
            say("privacy.risk.single"),
            say("privacy.risk.single_measure", ["factor": .text(factor)]),
            say("privacy.risk.single_remains", ["factor": .text(factor)]),
        ]
    }

    private var habit: [String] {
        [
            say("privacy.risk.habit"),
            say("privacy.risk.habit_measure"),
            say("privacy.risk.habit_remains"),
        ]
    }

    private var small: [String] {
        [
            say("privacy.risk.small"),
            say("privacy.risk.small_measure"),
            say("privacy.risk.small_remains"),
        ]
    }

    private var insider: [String] {
        [
            say("privacy.risk.insider"),
            facts.configuration.volunteers.network == .local
                ? say("privacy.risk.insider_measure_network") : say("privacy.risk.insider_measure"),
            say("privacy.risk.insider_remains"),
        ]
    }

    private var theft: [String] {
        [
            say("privacy.risk.theft"),
            say("privacy.risk.theft_measure", ["count": .number(facts.release.correctionDays)]),
            say("privacy.risk.theft_remains"),
        ]
    }

    private var session: [String]? {
        guard !facts.configuration.sessions.isEmpty else { return nil }
        let names = say.list(facts.configuration.sessions.map { quoted($0.name) })
        return [
            say("privacy.risk.session"),
            say("privacy.risk.session_measure", ["names": .text(names)]),
            say("privacy.risk.session_remains"),
        ]
    }

    private var misread: [String] {
        [
            say("privacy.risk.misread"),
            say("privacy.risk.misread_measure"),
            say("privacy.risk.low"),
        ]
    }
}

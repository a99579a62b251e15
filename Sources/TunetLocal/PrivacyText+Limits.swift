import TunetCore

/// What the protection costs in a year, and where it ends.
extension PrivacyText {
    /// The account of a year, and which directions it holds.
    var charge: PrivacySection {
        let title = say("privacy.limits.account")
        guard !facts.yearlyLeaves.isEmpty else { return PrivacySection(title, [nothing]) }
        let (sum, ceiling) = (Self.decimal(facts.yearlyCharge, say), facts.release.yearlyCeiling)
        let kinds = facts.yearlyLeaves.map { kind in
            let charge = Self.decimal(Double(kind.leaves) * facts.epsilon, say)
            let name = Self.measure("\(kind.measure)", say)
            return say(
                "privacy.limits.kind",
                [
                    "name": .text(name), "count": .number(kind.leaves), "epsilon": .text(facts.epsilonText),
                    "charge": .text(charge),
                ])
        }
        let total = say("privacy.limits.total", ["sum": .text(sum), "ceiling": .text("\(ceiling)")])
        let stopped = say.list(facts.stoppedKinds.map { Self.measure("\($0)", say) })
        let exceeded = say("privacy.limits.exceeded", ["stopped": .text(stopped)])
        return PrivacySection(
            title,
            kinds + [total, facts.stoppedKinds.isEmpty ? nil : exceeded, directions, undirected])
    }

    private var directions: String? {
        if facts.releasesExits {
            return say("privacy.limits.both_directions")
        }
        guard facts.releasesEntries else { return nil }
        return say("privacy.limits.in_only")
    }

    /// A mat counts whoever comes and goes twice, whatever is released.
    private var undirected: String? {
        guard !facts.undirectedDoors.isEmpty else { return nil }
        let doors = say.list(facts.undirectedDoors)
        return say("privacy.limits.undirected", ["doors": .text(doors)])
    }

    /// What the noise does not cover. As the article "Release" says.
    var unprotected: PrivacySection {
        PrivacySection(
            say("privacy.limits.unprotected"),
            [
                facts.yearlyLeaves.isEmpty ? nil : habit, facts.countsPeople ? groups : nil, exactOnDevice,
                say("privacy.limits.watcher"),
                facts.countsPeople
                    ? say("privacy.limits.count_check") : nil,
                facts.configuration.sessions.isEmpty
                    ? nil
                    : say("privacy.limits.sessions"),
            ])
    }

    private var habit: String {
        let (epsilon, ten) = (facts.epsilonText, Self.decimal(10 * facts.epsilon, say))
        return say("privacy.limits.habit", ["epsilon": .text(epsilon), "ten": .text(ten)])
    }

    private var groups: String {
        say("privacy.limits.groups")
    }

    private var exactOnDevice: String {
        say("privacy.limits.exact")
    }
}

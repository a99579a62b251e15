import TunetCore

/// A part of a text: a title, and sentences that stand for themselves.
package struct PrivacySection: Codable, Sendable, Equatable {
    package var title: String
    package var lines: [String]

    init(_ title: String, _ lines: [String?]) {
        self.title = title
        self.lines = lines.compactMap { $0 }
    }
}

extension PrivacyText {
    package var explanationTitle: String {
        let name = facts.configuration.place.name
        return say("privacy.explanation.title", ["name": .text(name)])
    }

    /// Everything that `tunet privacy explain` says.
    package var explanation: [PrivacySection] {
        [
            PrivacySection(
                say("privacy.explanation.counted"), sensors + [without]),
            kept, leaving, staying, charge, unprotected,
        ]
    }

    package func explained() -> String {
        ([explanationTitle]
            + explanation.map { section in
                ([section.title.uppercased()] + section.lines.map { "- \($0)" }).joined(separator: "\n")
            }).joined(separator: "\n\n")
    }

    // MARK: - On the device

    /// What is kept on the device, and for how long. As the article "Store" says.
    var kept: PrivacySection {
        PrivacySection(
            say("privacy.explanation.kept"),
            [
                facts.countsPeople ? keptPassages : nil, facts.configuration.panels.isEmpty ? nil : keptPresses,
                hasActivity ? keptActivity : nil, facts.countsPeople ? keptCorrections : nil,
                facts.countsPeople ? keptChecks : nil, say("privacy.explanation.kept_actions"),
                say("privacy.explanation.kept_sessions"), keptReleases,
                say("privacy.explanation.kept_account"),
                facts.countsPeople
                    ? say("privacy.explanation.kept_present") : nil,
                facts.configuration.uses.contains { $0.calls } ? say("privacy.explanation.kept_calls") : nil,
                say("privacy.explanation.kept_waiting"),
            ])
    }

    private var keptPassages: String {
        let leaf = facts.release.leaf
        return say("privacy.explanation.kept_passages", ["period": the(leaf), "delay": delay(after: leaf)])
    }

    private var keptPresses: String {
        say("privacy.explanation.kept_presses", ["delay": delay(after: .week)])
    }

    var hasActivity: Bool {
        facts.apparatus(in: []).contains { $0.kind == .motion || $0.kind == .leafContact }
    }

    private var keptActivity: String {
        say("privacy.explanation.kept_activity")
    }

    private var keptCorrections: String {
        facts.configuration.sessions.isEmpty
            ? say("privacy.explanation.kept_corrections") : say("privacy.explanation.kept_corrections_sessions")
    }

    private var keptChecks: String {
        say("privacy.explanation.kept_checks")
    }

    private var keptReleases: String {
        facts.configuration.uplink == nil
            ? say("privacy.explanation.kept_releases")
            : say("privacy.explanation.kept_releases_sent")
    }

    // MARK: - What leaves

    /// What leaves the device, and when. As the article "Release" and the format of batches say.
    var leaving: PrivacySection {
        let title = say("privacy.explanation.leaving")
        guard !facts.yearlyLeaves.isEmpty else { return PrivacySection(title, [nothing]) }
        return PrivacySection(
            title,
            [
                leavingAttendance,
                facts.configuration.panels.isEmpty ? nil : say("privacy.explanation.leaving_presses"),
                facts.configuration.uses.isEmpty ? nil : say("privacy.explanation.leaving_uses"),
                facts.countsPeople ? say("privacy.explanation.leaving_checks") : nil,
                noise,
                say("privacy.explanation.leaving_always"),
                plain,
                sending,
            ])
    }

    /// Of a place with motion sensors and door contacts only.
    var nothing: String {
        say("privacy.explanation.nothing")
    }

    private var leavingAttendance: String? {
        var what: [String] = []
        if facts.releasesEntries { what.append(say("privacy.explanation.go_in")) }
        if facts.releasesExits { what.append(say("privacy.explanation.go_out")) }
        if facts.releasesPassages { what.append(say("privacy.explanation.pass")) }
        guard !what.isEmpty else { return nil }
        var words = ["each": each(facts.release.leaf), "what": .text(say.list(what))]
        let sessions = facts.configuration.sessions.map { quoted($0.name) }
        guard !sessions.isEmpty else { return say("privacy.explanation.leaving_attendance", words) }
        words["sessions"] = .text(say.list(sessions))
        return say("privacy.explanation.leaving_attendance_sessions", words)
    }

    /// What is released as it is.
    private var plain: String {
        var names: [String] = []
        if !facts.configuration.sessions.isEmpty { names.append(say("privacy.explanation.sessions")) }
        if !facts.configuration.panels.isEmpty {
            names += [
                say("privacy.explanation.questions"), say("privacy.explanation.answers"),
                say("privacy.explanation.panels"),
            ]
        }
        var words = ["code": Catalogue.Word.text(facts.configuration.place.id)]
        guard !names.isEmpty else { return say("privacy.explanation.plain", words) }
        words["names"] = .text(say.list(names))
        return say("privacy.explanation.plain_names", words)
    }

    private var noise: String {
        let (epsilon, width) = (facts.epsilonText, facts.halfWidth)
        return say("privacy.explanation.noise", ["epsilon": .text(epsilon), "width": .text("\(width)")])
    }

    private var sending: String {
        guard let uplink = facts.configuration.uplink else {
            return say("privacy.explanation.sent_nothing", ["time": .text(uploadTime)])
        }
        let collector = uplink.collectorURL
        return say("privacy.explanation.sent", ["time": .text(uploadTime), "collector": .text(collector)])
    }

    /// What never leaves the device.
    var staying: PrivacySection {
        PrivacySection(
            say("privacy.explanation.staying"),
            [
                say("privacy.explanation.staying_numbers"),
                hasActivity
                    ? say("privacy.explanation.staying_activity") : nil,
                say("privacy.explanation.staying_moments"),
            ])
    }
}

import TunetCore

/// What stands on the sign: short, because people read it in passing.
extension PrivacyText {
    struct SignRow: Sendable {
        var icon: PrivacyIcon
        var title: String
        var lines: [String]
    }

    var signTitle: String {
        if facts.countsPeople { return say("privacy.sign.title_visits") }
        if !facts.configuration.panels.isEmpty {
            return say("privacy.sign.title_answers")
        }
        return say("privacy.sign.title_sensors")
    }

    var signLead: String {
        facts.countsPeople
            ? say("privacy.sign.lead_visits")
            : say("privacy.sign.lead")
    }

    func signRows(_ controller: Controller) -> [SignRow] {
        [
            SignRow(icon: .purpose, title: say("privacy.sign.purpose"), lines: [purpose]),
            SignRow(icon: .technology, title: say("privacy.sign.technology"), lines: signSensors),
            SignRow(icon: .processing, title: say("privacy.sign.processing"), lines: [signProcessing]),
            SignRow(icon: .storage, title: say("privacy.sign.storage"), lines: [signStorage]),
            SignRow(icon: .access, title: say("privacy.sign.access"), lines: [signAccess]),
            SignRow(
                icon: .accountability, title: say("privacy.sign.accountability"),
                lines: signController(controller)),
        ]
    }

    /// As ``sensors``, but with how many there are where their names would be long.
    private var signSensors: [String] {
        facts.apparatus(in: [language]).map { apparatus in
            let words = words(apparatus.kind)
            let names = say.list(apparatus.kind == .panel ? apparatus.names.map(quoted) : apparatus.names)
            let count = apparatus.names.count
            if names.count <= 70 { return "\(words.name) (\(names)) \(words.does)." }
            guard count > 1 else { return "\(words.name) \(words.does)." }
            let howMany =
                apparatus.kind == .panel
                ? say("privacy.sign.questions", ["count": .number(count)])
                : say("privacy.sign.places", ["count": .number(count)])
            return "\(words.name) (\(howMany)) \(words.does)."
        }
    }

    /// Answers are released by the week.
    private var signPeriod: LeafPeriod { facts.countsPeople ? facts.release.leaf : .week }

    private var signProcessing: String {
        guard facts.countsPeople || !facts.configuration.panels.isEmpty else {
            return say("privacy.sign.processing_none")
        }
        let words = ["each": each(signPeriod)]
        return facts.countsPeople
            ? say("privacy.sign.processing_visits", words) : say("privacy.sign.processing_answers", words)
    }

    private var signStorage: String {
        say("privacy.sign.deletion", ["period": the(signPeriod), "delay": delay(after: signPeriod)])
    }

    private var signAccess: String {
        facts.configuration.uplink == nil
            ? say("privacy.sign.access_here")
            : say("privacy.sign.access_sent")
    }

    private func signController(_ controller: Controller) -> [String] {
        let (responsible, contact) = (say("privacy.controller"), say("privacy.contact"))
        var lines = [
            "\(responsible): \(controller.name). \(contact): \(controller.contact)"
        ]
        if let officer = controller.dataProtectionOfficer {
            let title = say("privacy.officer")
            lines.append("\(title): \(officer)")
        }
        return lines
    }

    var signAbsentTitle: String { say("privacy.sign.absent") }

    var signAbsent: [(PrivacyIcon, String)] {
        [
            (.camera, say("privacy.sign.camera")),
            (.microphone, say("privacy.sign.microphone")),
            (.radio, say("privacy.sign.radio")),
            (.identity, say("privacy.sign.identity")),
        ]
    }

    var signFooter: String {
        say("privacy.sign.footer")
    }
}

import TunetCore

/// The parts of the assessment, in the order of the General Data Protection Regulation, article 35 (7).
extension PrivacyText {
    typealias Part = PrivacyAssessment.Part

    var assessmentTitle: String {
        let name = facts.configuration.place.name
        return say("privacy.assessment.title", ["name": .text(name)])
    }

    var toBeFilledIn: String { say("privacy.assessment.to_be_filled_in") }

    var assessmentIntroduction: [String] {
        [
            say("privacy.assessment.draft"),
            say("privacy.assessment.decides"),
        ]
    }

    func assessment(_ controller: Controller, software: String) -> [Part] {
        [
            responsible(controller, software: software),
            Part(
                title: say("privacy.purpose"),
                blocks: [
                    .paragraph(purpose),
                    .open(
                        say("privacy.assessment.purpose_question")),
                ]),
            Part(
                title: say("privacy.assessment.collected"),
                blocks: [
                    .list(sensors + [without]),
                    .paragraph(
                        say("privacy.assessment.collected_how")),
                ]),
            part(kept),
            part(leaving),
            part(staying),
            recipients,
            legalBasis,
            necessity,
            PrivacyAssessment.Part(
                title: risksTitle,
                blocks: [
                    risks, .paragraph(charged),
                    .open(
                        say("privacy.assessment.risk_question")),
                ]),
            rights(controller),
            decision,
        ]
    }

    private func part(_ section: PrivacySection) -> Part {
        Part(title: section.title, blocks: [.list(section.lines)])
    }

    // MARK: - Who

    private func responsible(_ controller: Controller, software: String) -> Part {
        var rows = [
            [say("privacy.controller"), controller.name],
            [say("privacy.contact"), controller.contact],
        ]
        if let officer = controller.dataProtectionOfficer {
            rows.append([say("privacy.officer"), officer])
        }
        rows.append([say("privacy.assessment.system"), "Tunet \(software)"])
        rows.append([
            say("privacy.assessment.place"), "\(facts.configuration.place.name) (\(facts.configuration.place.id))",
        ])
        var blocks: [PrivacyAssessment.Block] = [
            .table(header: [say("privacy.assessment.what"), say("privacy.assessment.who")], rows: rows)
        ]
        if controller.dataProtectionOfficer == nil {
            blocks.append(
                .open(
                    say("privacy.assessment.officer_question")))
        }
        return Part(title: say("privacy.assessment.responsibility"), blocks: blocks)
    }

    private var recipients: Part {
        let collector = facts.configuration.uplink?.collectorURL
        let access =
            collector.map { collector in
                say("privacy.assessment.receiver", ["collector": .text(collector)])
            }
            ?? say("privacy.assessment.no_receiver")
        return Part(
            title: say("privacy.assessment.recipients"),
            blocks: [
                .list([
                    say("privacy.assessment.at_the_place"),
                    access,
                ]),
                .open(
                    say("privacy.assessment.processor_question")),
            ])
    }

    // MARK: - Law

    private var legalBasis: Part {
        Part(
            title: say("privacy.assessment.legal_basis"),
            blocks: [
                .paragraph(
                    say("privacy.assessment.legal_basis_likely")),
                .open(
                    say("privacy.assessment.legal_basis_question")),
                .open(
                    say("privacy.assessment.special_question")),
            ])
    }

    private var necessity: Part {
        Part(
            title: say("privacy.assessment.necessity"),
            blocks: [
                .list([
                    say("privacy.assessment.necessity_purpose"),
                    say("privacy.assessment.necessity_period", ["period": each(facts.release.leaf)]),
                    say("privacy.assessment.necessity_small"),
                ]),
                .open(
                    say("privacy.assessment.necessity_question")),
            ])
    }

    // MARK: - Rights

    private func rights(_ controller: Controller) -> Part {
        Part(
            title: say("privacy.assessment.rights"),
            blocks: [
                .list([
                    say("privacy.assessment.rights_article_11"),
                    say("privacy.assessment.rights_information"),
                    say(
                        "privacy.assessment.rights_questions",
                        ["controller": .text(controller.name), "contact": .text(controller.contact)]),
                ]),
                .open(
                    say("privacy.assessment.sign_question")),
            ])
    }

    private var decision: Part {
        Part(
            title: say("privacy.assessment.decision"),
            blocks: [
                .open(
                    say("privacy.assessment.advice_question")),
                .open(
                    say("privacy.assessment.decision_question")),
            ])
    }
}

import TunetCore

/// ``PrivacyPlan`` in words and a table.
package struct PrivacyPlanText: Sendable {
    let plan: PrivacyPlan
    private let say: Catalogue

    /// - Parameter language: bokmål is taken if it is not known.
    package init(_ plan: PrivacyPlan, language: String) {
        self.plan = plan
        say = Catalogue(firstOf: [language])
    }

    package func text() -> String {
        ([heading, ""] + table() + ["", legend, "", recommendation, rule, advice, doubt].compactMap { $0 })
            .joined(separator: "\n")
    }

    private var heading: String {
        let place = plan.place
        let epsilon = place.denominator == 1 ? "\(place.numerator)" : "\(place.numerator)/\(place.denominator)"
        let sessions =
            place.sessions == 0
            ? say("privacy.plan.no_sessions") : say("privacy.plan.sessions", ["count": .number(place.sessions)])
        return say(
            "privacy.plan.heading",
            [
                "visits": .number(place.visitsPerDay), "sessions": .text(sessions), "epsilon": .text(epsilon),
                "days": .text(say("privacy.plan.days", ["count": .number(place.daysPerWeek)])),
            ])
    }

    // MARK: - Table

    private func table() -> [String] {
        let header = [
            say("privacy.plan.released_for"), say("privacy.plan.sum_for"),
            say("privacy.plan.numbers"), say("privacy.plan.visits"),
            say("privacy.plan.error"),
            say("privacy.plan.interval"),
        ]
        let rows = plan.sums.map { sum in
            [
                name(leaf: sum.leaf), name(sum), "\(sum.leaves)", "\(sum.visits)",
                "\(tenths(sum.deviation)) (\(percent(sum.deviation / Double(sum.visits))))",
                "± \(sum.halfWidth) (\(percent(sum.relative)))",
            ]
        }
        let all = [header] + rows
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            let cells = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column < 2 ? cell + space : space + cell
            }
            return cells.joined(separator: "  ")
        }
    }

    private func name(leaf: String) -> String {
        switch leaf {
        case "day": say("privacy.plan.day")
        case "week": say("privacy.plan.week")
        default: say("privacy.plan.month")
        }
    }

    private func name(_ sum: PrivacyPlan.Sum) -> String {
        switch sum.span {
        case .session: say("privacy.plan.one_session")
        case .day, .week: name(leaf: sum.span.rawValue)
        case .month:
            sum.leaf == "week" ? say("privacy.plan.four_weeks") : say("privacy.plan.month")
        case .year: sum.leaf == "week" ? say("privacy.plan.year_of_weeks") : say("privacy.plan.year")
        }
    }

    private var legend: String {
        say("privacy.plan.legend")
    }

    // MARK: - Recommendation

    private var recommendation: String {
        let leaf = plan.recommended
        return say("privacy.plan.recommendation", ["period": .text(name(leaf: leaf)), "leaf": .text(leaf)])
    }

    private var rule: String {
        let words = ["limit": Catalogue.Word.text(percent(PrivacyPlan.acceptable))]
        return plan.place.sessions == 0
            ? say("privacy.plan.rule", words) : say("privacy.plan.rule_sessions", words)
    }

    /// Why it is that one and no other.
    private var advice: String? {
        guard plan.isGoodEnough else {
            return say("privacy.plan.no_period")
        }
        guard let finest = LeafPeriod(rawValue: plan.recommended), let year = plan.sum(finest, over: .year) else {
            return nil
        }
        let coarser = LeafPeriod.allCases.drop { $0 != finest }.dropFirst().first
        guard let coarser, let other = plan.sum(coarser, over: .year) else {
            return say("privacy.plan.shorter")
        }
        return say(
            "privacy.plan.longer",
            [
                "other_width": .text("\(other.halfWidth)"), "width": .text("\(year.halfWidth)"),
                "period": .text(name(leaf: coarser.rawValue)),
            ])
    }

    /// What the noise says nothing of.
    private var doubt: String {
        say("privacy.plan.doubt")
    }

    // MARK: - Numbers

    private func tenths(_ value: Double) -> String {
        say.decimal(Int((value * 10).rounded()), digits: 1)
    }

    /// Rounded up.
    private func percent(_ share: Double) -> String {
        "\(Int((min(share, 1e6) * 100 - 1e-9).rounded(.up))) %"
    }
}

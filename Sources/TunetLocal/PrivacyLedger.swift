import TunetCore

/// How often noise was drawn, and what that adds up to: the account that the device keeps for ever.
package struct PrivacyLedger: Codable, Sendable, Equatable {
    /// Draws of one year and kind with the same ε.
    package struct Entry: Codable, Sendable, Equatable {
        package var year: Int
        /// As ``MeasureKind`` writes it.
        package var kind: String
        /// As a fraction `p/q`; empty if nothing was drawn.
        package var epsilon: String
        package var leaves: Int
        /// Leaves that were due and not released, because there was no room under the ceiling.
        package var refused: Int

        package init(year: Int, kind: String, epsilon: String = "", leaves: Int = 0, refused: Int = 0) {
            self.year = year
            self.kind = kind
            self.epsilon = epsilon
            self.leaves = leaves
            self.refused = refused
        }

        /// ε of all leaves together; 0 for a fraction that is none.
        package var sum: Double { Double(leaves) * (Epsilon(epsilon)?.value ?? 0) }
    }

    /// By year and kind.
    package var entries: [Entry]
    /// What the ε of a year may add up to; nil if no configuration was named.
    package var ceiling: Int?

    package init(entries: [Entry], ceiling: Int?) {
        self.entries = entries.sorted { ($0.year, $0.kind, $0.epsilon) < ($1.year, $1.kind, $1.epsilon) }
        self.ceiling = ceiling
    }

    package var years: [Int] { Set(entries.map(\.year)).sorted() }

    package func sum(of year: Int) -> Double {
        entries.reduce(0) { $0 + ($1.year == year ? $1.sum : 0) }
    }
}

/// ``PrivacyLedger`` in words.
package struct PrivacyLedgerText: Sendable {
    let language: SpokenLanguage

    package init(language: SpokenLanguage) {
        self.language = language
    }

    private func pick(_ nb: String, _ nn: String, _ en: String) -> String { language.pick(nb, nn, en) }

    package func text(_ ledger: PrivacyLedger) -> String {
        guard !ledger.entries.isEmpty else {
            return pick(
                "Ingenting er frigitt ennå.", "Ingenting er frigjeve enno.", "Nothing has been released yet.")
        }
        return ledger.years.map { year in
            let entries = ledger.entries.filter { $0.year == year }
            return (["\(year)"] + entries.flatMap(lines) + [total(ledger, year)]).joined(separator: "\n")
        }.joined(separator: "\n\n") + "\n\n" + meaning
    }

    private func lines(_ entry: PrivacyLedger.Entry) -> [String] {
        let name = PrivacyText.measure(entry.kind, in: language)
        let epsilon = entry.epsilon.hasSuffix("/1") ? String(entry.epsilon.dropLast(2)) : entry.epsilon
        let sum = PrivacyText.decimal(entry.sum, in: language)
        let numbers = pick("tall", "tal", entry.leaves == 1 ? "number" : "numbers")
        var lines =
            entry.leaves > 0 ? ["  \(name): \(entry.leaves) \(numbers) × ε \(epsilon) = \(sum)"] : ["  \(name):"]
        if entry.refused > 0 {
            lines.append(
                pick(
                    "    \(entry.refused) tall ble ikke frigitt, fordi taket var nådd.",
                    "    \(entry.refused) tal vart ikkje frigjevne, fordi taket var nådd.",
                    "    \(entry.refused) \(entry.refused == 1 ? "number was" : "numbers were") not released, because the ceiling was reached."
                ))
        }
        return lines
    }

    private func total(_ ledger: PrivacyLedger, _ year: Int) -> String {
        let sum = PrivacyText.decimal(ledger.sum(of: year), in: language)
        let total = pick("  Til sammen \(sum)", "  Til saman \(sum)", "  Together \(sum)")
        guard let ceiling = ledger.ceiling else { return total + "." }
        return total
            + pick(
                ". Taket for et år er \(ceiling).", ". Taket for eit år er \(ceiling).",
                ". The ceiling of a year is \(ceiling).")
    }

    private var meaning: String {
        pick(
            "Summen er vernet for den som er med én gang i hvert eneste tall. En enkelt passering er med i ett av dem, under en kontrolltelling i tre.",
            "Summen er vernet for den som er med éin gong i kvart einaste tal. Ei enkelt passering er med i eitt av dei, under ei kontrollteljing i tre.",
            "The sum is the protection of somebody who is once in every number. A single passage is in one of them, during a count check in three."
        )
    }
}

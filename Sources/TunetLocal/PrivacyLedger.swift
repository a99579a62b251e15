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
    private let say: Catalogue

    /// - Parameter languages: the first that is known is used, else bokmål.
    package init(languages: [String]) {
        say = Catalogue(firstOf: languages)
    }

    package func text(_ ledger: PrivacyLedger) -> String {
        guard !ledger.entries.isEmpty else { return say("privacy.ledger.nothing") }
        return ledger.years.map { year in
            let entries = ledger.entries.filter { $0.year == year }
            let lines = entries.flatMap(lines) + [total(ledger, year)]
            return (["\(year)"] + lines.map { "  " + $0 }).joined(separator: "\n")
        }.joined(separator: "\n\n") + "\n\n" + say("privacy.ledger.meaning")
    }

    private func lines(_ entry: PrivacyLedger.Entry) -> [String] {
        let name = PrivacyText.measure(entry.kind, say)
        let epsilon = entry.epsilon.hasSuffix("/1") ? String(entry.epsilon.dropLast(2)) : entry.epsilon
        var lines = ["\(name):"]
        if entry.leaves > 0 {
            lines = [
                say(
                    "privacy.ledger.entry",
                    [
                        "name": .text(name), "count": .number(entry.leaves), "epsilon": .text(epsilon),
                        "sum": .text(PrivacyText.decimal(entry.sum, say)),
                    ])
            ]
        }
        if entry.refused > 0 {
            lines.append("  " + say("privacy.ledger.refused", ["count": .number(entry.refused)]))
        }
        return lines
    }

    private func total(_ ledger: PrivacyLedger, _ year: Int) -> String {
        let sum = Catalogue.Word.text(PrivacyText.decimal(ledger.sum(of: year), say))
        guard let ceiling = ledger.ceiling else { return say("privacy.ledger.total", ["sum": sum]) }
        return say("privacy.ledger.total_ceiling", ["sum": sum, "ceiling": .text("\(ceiling)")])
    }
}

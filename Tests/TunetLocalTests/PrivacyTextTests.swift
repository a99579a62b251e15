import Foundation
import Testing
import TunetCore
import TunetTestSupport

@testable import TunetLocal

@Suite("Privacy in words")
struct PrivacyTextTests {
    /// Words of each language that the other two do not have.
    private static let marks: [String: [String]] = [
        "nb": [
            "ikke", "hva", "hvor", "hvem", "fra", "bare", "noen", "tallene", "frigitt", "uke", "måned", "stedet",
            "sier",
        ],
        "nn": [
            "ikkje", "kva", "kor", "kven", "frå", "berre", "nokon", "tala", "frigjevne", "veke", "månad", "staden",
            "seier",
        ],
        "en": [
            "not", "what", "how", "who", "from", "only", "somebody", "numbers", "released", "week", "month", "place",
            "says",
        ],
    ]

    private static func words(_ text: String) -> Set<String> {
        Set(text.lowercased().split { !$0.isLetter }.map(String.init))
    }

    /// Every sentence that is said of a place, in one language.
    static func lines(_ configuration: PlaceConfiguration, _ language: String) throws -> [String] {
        let facts = try PrivacyPlaces.facts(configuration)
        let text = PrivacyText(facts, language: language)
        let controller = try #require(configuration.controller)
        var lines = text.explanation.flatMap { [$0.title] + $0.lines } + [text.explanationTitle]
        lines += [text.signTitle, text.signLead, text.signAbsentTitle, text.signFooter] + text.signAbsent.map(\.1)
        lines += text.signRows(controller).flatMap { [$0.title] + $0.lines }
        lines += [text.assessmentTitle, text.toBeFilledIn] + text.assessmentIntroduction
        for part in text.assessment(controller, software: "1") {
            lines.append(part.title)
            for block in part.blocks {
                switch block {
                case .paragraph(let words), .open(let words): lines.append(words)
                case .list(let items): lines += items
                case .table(let header, let rows): lines += header + rows.flatMap { $0 }
                }
            }
        }
        return lines
    }

    @Test(arguments: PrivacyPlaces.all.map(\.configuration), LanguageFiles.builtInCodes)
    func everySentenceIsThereAndInItsLanguage(_ configuration: PlaceConfiguration, _ language: String) throws {
        let lines = try Self.lines(configuration, language)
        #expect(lines.count > 60)
        for line in lines {
            #expect(!line.isEmpty)
            #expect(!line.contains("  ") && !line.contains("\n") && line.first != " " && line.last != " ", "\(line)")
            #expect(!line.contains("()") && !line.contains(" ,") && !line.contains(" ."), "\(line)")
        }
        let words = Self.words(lines.joined(separator: " "))
        for (other, marks) in Self.marks where other != language {
            #expect(words.isDisjoint(with: marks), "\(words.intersection(marks))")
        }
        #expect(words.intersection(Self.marks[language] ?? []).count > 8)
    }

    @Test(arguments: LanguageFiles.builtInCodes)
    func plansAndLedgersSpeakOneLanguage(_ language: String) throws {
        var texts: [String] = []
        for visits in [1, 12] {
            for sessions in [0, 1, 2] {
                let place = PrivacyPlan.Place(
                    visitsPerDay: visits, daysPerWeek: 1 + sessions, sessions: sessions, numerator: 1, denominator: 1)
                texts.append(PrivacyPlanText(PrivacyPlan(place), language: language).text())
            }
        }
        let kinds = ["entries", "exits", "passages", "presses", "uses hjelp", "misuse panel", "checks"]
        for ceiling in [nil, 10] {
            let entries = kinds.enumerated().map { index, kind in
                PrivacyLedger.Entry(
                    year: 2026 + index % 2, kind: kind, epsilon: "1/2", leaves: 1 + index, refused: index % 3)
            }
            let text = PrivacyLedgerText(languages: [language])
            texts.append(text.text(PrivacyLedger(entries: entries, ceiling: ceiling)))
            texts.append(text.text(PrivacyLedger(entries: [], ceiling: ceiling)))
        }
        for kind in kinds where language != "en" {
            #expect(PrivacyText.measure(kind, Catalogue(firstOf: [language])) != kind)
        }
        let words = Self.words(texts.joined(separator: " "))
        for (other, marks) in Self.marks where other != language {
            // The columns and the key `leaf = "week"` are as the configuration has them.
            #expect(words.subtracting(["week", "month"]).isDisjoint(with: marks), "\(words.intersection(marks))")
        }
    }

    @Test func theFirstLanguageOfThePlaceIsTaken() throws {
        let text = PrivacyText(try PrivacyPlaces.facts(PrivacyPlaces.weekly))
        #expect(text.language == "nn")
        #expect(
            text.explained().hasPrefix(
                "Personvern: Tunet\n\nKVA SOM BLIR TALT\n- To lysstrålar i døra (Hoveddøra): tel"))
    }

    private func explained(_ configuration: PlaceConfiguration) throws -> String {
        PrivacyText(try PrivacyPlaces.facts(configuration), language: "nb").explained()
    }

    @Test func parametersOfThePlaceAreSaid() throws {
        let text = try explained(PrivacyPlaces.everything)
        for words in [
            "når dagen blir frigitt: kl. 02:05, 3 dager senere.",
            "når uka blir frigitt: kl. 02:05, 3 dager etter søndagen.",
            "frigitt og sendt kl. 02:05 til https://collector.example.", "øktene «Seniorkafé» og «Sittedans»",
            "med ε = 1. I 95 av 100 tilfeller er tillegget høyst 3.", "Taket er 5000.", "bare inn blir frigitt",
            "Hagedøra og Kjøkkenet: sensoren skiller ikke inn fra ut",
            "En lysstråle høyere oppe (Fjøset): skiller folk fra dyr.",
            "Et tellekors (Porten): teller", "En bevegelsessensor (Gangen): merker",
            "En kontakt på døra (Redskapsboden): merker",
            "m·ε, 10 ganger altså med 10", "10·ε", "3·ε", "Bevegelser og åpninger av dører.",
        ] { #expect(text.contains(words), "\(words)") }
        let weekly = try explained(PrivacyPlaces.weekly)
        #expect(weekly.contains("når uka blir frigitt: kl. 03:15, 3 dager etter søndagen."))
        #expect(weekly.contains("Ingenting blir sendt: ingen mottaker er satt opp."))
        for absent in ["Knapper", "svar", "Bevegelser", "økt", "skiller ikke inn fra ut", "kvittert"] {
            #expect(!weekly.contains(absent), "\(absent)")
        }
    }

    @Test func bothDirectionsDoubleTheAccount() throws {
        let both = try PrivacyPlaces.facts(PrivacyPlaces.bothWays)
        let text = PrivacyText(both, language: "nb").explained()
        #expect(text.contains("Det dobler regnskapet, og et besøk er vernet med 2·ε."))
        #expect(text.contains("kl. 02:05, 1 dag etter den siste dagen i måneden"))
        #expect(text.contains("hvor mange som går inn og går ut."))
        // 12 months in and out, 52 weeks of two answers and of misuse, and at most 12 months of checks by hand and sensor.
        #expect(both.yearlyCharge == 0.5 * Double(2 * 12 + 3 * 52 + 2 * 12))
        #expect(text.contains("Til sammen omtrent 102 i et vanlig år. Taket er 20.\n- Det er over taket"))
        var single = PrivacyPlaces.bothWays
        single.release.directions = .entries
        #expect(try PrivacyPlaces.facts(single).yearlyCharge == both.yearlyCharge - 6)
        #expect(try !explained(single).contains("dobler"))
    }

    @Test func aPlaceThatReleasesNothingSaysSo() throws {
        let facts = try PrivacyPlaces.facts(PrivacyPlaces.motion)
        #expect(facts.yearlyLeaves.isEmpty)
        let text = PrivacyText(facts, language: "nb").explained()
        #expect(text.components(separatedBy: "Ingenting blir frigitt: ingen sensor her teller folk.").count == 3)
        #expect(!text.contains("ε ="))
    }

    @Test func leavesOfAYearFollowTheCalendar() throws {
        // 365 days; 52 Tuesdays with the café, 52 and 52 + 1 with dances: 2027 begins on a Friday.
        let facts = try PrivacyPlaces.facts(PrivacyPlaces.everything)
        #expect(
            facts.yearlyLeaves == [
                .init(measure: .entries, leaves: 365 + 52 + 104), .init(measure: .passages, leaves: 365 + 52 + 104),
                .init(measure: .presses(question: "trivsel"), leaves: 104),
                .init(measure: .misuse(panel: "panel"), leaves: 52), .init(measure: .checks, leaves: 24),
            ])
        #expect(
            try PrivacyPlaces.facts(PrivacyPlaces.panel).yearlyLeaves == [
                .init(measure: .presses(question: "trivsel"), leaves: 104),
                .init(measure: .misuse(panel: "panel"), leaves: 52),
            ])
    }

    @Test(arguments: [(0.0, "0"), (1014.0, "1014"), (0.5, "0,5"), (0.0011, "0,002"), (2.1, "2,1"), (1.0 / 3, "0,334")])
    func chargesAreNeverSaidToBeSmallerThanTheyAre(_ value: Double, _ text: String) {
        #expect(PrivacyText.decimal(value, Catalogue(firstOf: ["nb"])) == text)
        #expect(PrivacyText.decimal(value, Catalogue(firstOf: ["en"])) == text.replacingOccurrences(of: ",", with: "."))
    }
}

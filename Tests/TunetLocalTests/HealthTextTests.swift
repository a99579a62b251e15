import Testing
import TunetCore
import TunetLocal

@Suite("Words for what is wrong")
struct HealthTextTests {
    private static let beams: [Beam?] = [nil, .outer, .inner]
    private static let subjects: [HealthText.Subject?] = [nil] + HealthText.Subject.allCases

    /// Whatever can be said of a kind, with the beam and the sensor that it is about.
    private static func all(_ kind: HealthKind, in language: String) -> [HealthText.Words] {
        subjects.flatMap { subject in
            beams.filter { $0 == nil || subject == .pair }
                .map { HealthText.words(kind, beam: $0, of: subject, in: language) }
        }
    }

    @Test(arguments: HealthKind.allCases)
    func everyKindHasWordsInEveryLanguage(_ kind: HealthKind) {
        for (number, _) in Self.all(kind, in: "nb").enumerated() {
            let all = LanguageFiles.builtInCodes.map { Self.all(kind, in: $0)[number] }
            for words in all {
                for text in [words.what, words.remedy] {
                    #expect(text.hasSuffix(".") && text.first?.isUppercase == true, "\(text)")
                    #expect(!text.contains("{") && !text.contains("}") && !text.contains("  "), "\(text)")
                    #expect(!text.contains("_"), "\(text)")
                }
                // A short sentence says what it is; what to do is read in ten seconds.
                #expect((15...90).contains(words.what.count), "\(words.what.count): \(words.what)")
                #expect((60...210).contains(words.remedy.count), "\(words.remedy.count): \(words.remedy)")
            }
            #expect(Set(all.map(\.what)).count == all.count, "\(kind) says the same in two languages")
            #expect(Set(all.map(\.remedy)).count == all.count, "\(kind) says the same in two languages")
        }
    }

    @Test func everyKindSaysSomethingElse() {
        for language in LanguageFiles.builtInCodes {
            for subject in Self.subjects {
                let all = HealthKind.allCases.map { HealthText.words($0, beam: nil, of: subject, in: language) }
                #expect(Set(all.map(\.what)).count == all.count)
                #expect(Set(all.map(\.remedy)).count == all.count)
            }
        }
    }

    /// Letters that only the other Norwegian has, or none.
    @Test(arguments: HealthKind.allCases)
    func noLanguageHasWordsOfAnother(_ kind: HealthKind) {
        let foreign = [
            "nb": ["ikkje", "ein ", "frå", "sjå", "maskina ", "leidning", "dei "],
            "nn": ["ikke", "en ", "fra ", "se ", "maskinen", "ledning", "hele"],
            "en": ["ikke", "ikkje", "æ", "ø", "å"],
        ]
        for (language, words) in foreign {
            for text in Self.all(kind, in: language) {
                // "en " ends many words; it is foreign only as a word.
                let sentence = " \(text.what) \(text.remedy) ".lowercased()
                for word in words { #expect(!sentence.contains(" \(word)"), "\(language): \(sentence)") }
            }
        }
    }

    @Test(arguments: [HealthKind.blocked, .chattering, .beamDead])
    func theBeamIsNamed(_ kind: HealthKind) {
        let names: [String: [Beam: String]] = [
            "nb": [.outer: "en ytre lysstrålen", .inner: "en indre lysstrålen"],
            "nn": [.outer: "en ytre lysstrålen", .inner: "en indre lysstrålen"],
            "en": [.outer: "he outer light beam", .inner: "he inner light beam"],
        ]
        for (language, beams) in names {
            for (beam, name) in beams {
                #expect(HealthText.words(kind, beam: beam, of: .pair, in: language).what.contains(name))
            }
            let both = HealthText.words(kind, beam: nil, of: .pair, in: language).what
            #expect(!beams.values.contains { both.contains($0) })
        }
    }

    /// Nobody can wipe a mat clear, or find what stands in the door of a motion sensor.
    @Test func nothingIsAskedForThatTheSensorDoesNotHave() {
        for subject in [HealthText.Subject.mat, .turnstile, .pir, .reed, .panel] {
            let kinds: [HealthKind] =
                switch subject {
                case .panel: [.chattering, .stuck, .unplugged, .lostEdges]
                case .reed: [.heldOpen, .unsynchronised, .chattering, .silent, .unplugged, .lostEdges]
                default: [.blocked, .unsynchronised, .chattering, .silent, .unplugged, .lostEdges]
                }
            for kind in kinds {
                let words = HealthText.words(kind, beam: nil, of: subject, in: "nb")
                let text = words.what + words.remedy
                #expect(!text.contains("lysstråle") && !text.contains("sensorene") && !text.contains("sola skinner"))
                if subject != .reed { #expect(!text.contains("døra"), "\(text)") }
            }
        }
        #expect(HealthText.words(.blocked, beam: nil, of: .pair, in: "nb").what.contains("begge lysstrålene"))
        #expect(HealthText.words(.blocked, beam: nil, of: .beam, in: "nb").what.contains("for lysstrålen "))
        #expect(
            HealthText.words(.chattering, beam: nil, of: .mat, in: "nn").what.hasPrefix("Signalet frå matta slår seg"))
    }

    /// Of several doors nobody can tell which is to blame.
    @Test func anImbalanceOfThePlaceIsAboutAllItsDoors() {
        let remedies = [nil, .pair].map { HealthText.words(.imbalance, beam: nil, of: $0, in: "nb").remedy }
        #expect(remedies[0].hasPrefix("Ta en kontrolltelling ved dørene,"))
        #expect(remedies[1].hasPrefix("Ta en kontrolltelling ved døra,"))
    }

    @Test func theBeginningStandsBeforeTheFullStop() {
        let health = [NodeStatus.HealthStatus(kind: "chattering", since: "10:15", beam: "inner", sensor: "beam-pair")]
        #expect(
            HealthText.problems(health, on: "2026-11-05", in: ["en"]) == [
                "The inner light beam switches on and off faster than anybody could (since 10:15). Look for a loose wire "
                    + "or plug, and whether the sun shines straight at the sensor. Nothing is counted here until it has "
                    + "been quiet for half a minute."
            ])
        let undated = HealthText.problems([Fixtures.health("undated", since: nil)], on: nil, in: ["nb"])
        #expect(undated.first?.contains("(") == false)
    }

    @Test(
        arguments: [
            (nil, nil, ["siden kl. 08:15", "sidan kl. 08:15", "since 08:15"]),
            ("2026-11-04", nil, ["siden kl. 08:15", "sidan kl. 08:15", "since 08:15"]),
            ("2026-11-02", nil, ["siden mandag kl. 08:15", "sidan måndag kl. 08:15", "since Monday 08:15"]),
            ("2026-10-29", nil, ["siden torsdag kl. 08:15", "sidan torsdag kl. 08:15", "since Thursday 08:15"]),
            (
                "2026-10-28", nil,
                ["siden 28. oktober kl. 08:15", "sidan 28. oktober kl. 08:15", "since 28 October 08:15"]
            ),
            (nil, true, ["siden før kl. 08:15", "sidan før kl. 08:15", "since before 08:15"]),
            (
                "2026-11-02", true,
                ["siden før mandag kl. 08:15", "sidan før måndag kl. 08:15", "since before Monday 08:15"]
            ),
        ] as [(String?, Bool?, [String])])
    func theBeginningSaysTheDayUnlessItIsToday(day: String?, isOlder: Bool?, wanted: [String]) {
        let health = NodeStatus.HealthStatus(kind: "silent", since: "08:15", sinceDay: day, isOlder: isOlder)
        let said = LanguageFiles.builtInCodes.map { HealthText.problems([health], on: "2026-11-04", in: [$0])[0] }
        for (text, wanted) in zip(said, wanted) { #expect(text.contains(" (\(wanted)). "), "\(text)") }
    }

    @Test func theFirstLanguageOfThePlaceThatIsKnownIsTaken() {
        #expect(HealthText.language(["nn", "nb"]) == "nn")
        #expect(HealthText.language(["se", "en"]) == "en")
        #expect(HealthText.language([]) == "nb")
    }

    @Test func anUnknownProblemIsShownAsItIs() {
        #expect(HealthText.problems([Fixtures.health("gremlins")], on: nil, in: ["nb"]) == ["gremlins"])
    }

    @Test func theMonitorSaysWhatIsWrongUnderItsLines() {
        let status = Fixtures.status { status in
            status.doors[0].health = [Fixtures.health("unplugged")]
            status.panels[0].health = [Fixtures.health("stuck")]
            status.health = [Fixtures.health("undated", since: nil)]
        }
        let problems = MonitorText.problems(status)
        #expect(
            problems.map { String($0.prefix(18)) } == [
                "Hoveddøra: Maskine", "Panelet: En knapp ", "Tunet: Maskinen ve",
            ])
        let screen = MonitorText.screen(status.lines, changedFrom: [], isFirst: true, problems: problems)
        #expect(screen.contains("60\u{1B}[K\nHoveddøra: Maskinen"))
        #expect(screen.hasSuffix("en time.\u{1B}[K\nCtrl-C ends.\u{1B}[K\u{1B}[J\n"))
    }
}

import Testing
import TunetCore
import TunetLocal

@Suite("Words for what is wrong")
struct HealthTextTests {
    private static let beams: [Beam?] = [nil, .outer, .inner]

    @Test(arguments: HealthKind.allCases)
    func everyKindHasWordsInEveryLanguage(_ kind: HealthKind) {
        for beam in Self.beams {
            let all = Place.knownLanguages.map { HealthText.words(kind, beam: beam, in: $0) }
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
        for language in Place.knownLanguages {
            let all = HealthKind.allCases.map { HealthText.words($0, beam: nil, in: language) }
            #expect(Set(all.map(\.what)).count == all.count)
            #expect(Set(all.map(\.remedy)).count == all.count)
        }
    }

    /// Letters that only the other Norwegian has, or none.
    @Test(arguments: HealthKind.allCases)
    func noLanguageHasWordsOfAnother(_ kind: HealthKind) {
        let foreign = [
            "nb": ["ikkje", "ein ", "frå", "sjå", "maskina ", "leidning", "dei "],
            "nn": ["ikke", "en ", "fra ", " se ", "maskinen", "ledning", "hele"],
            "en": ["ikke", "ikkje", "æ", "ø", "å"],
        ]
        for (language, words) in foreign {
            let text = HealthText.words(kind, beam: nil, in: language)
            // "en " ends many words; it is foreign only as a word.
            let sentence = " \(text.what) \(text.remedy) ".lowercased()
            for word in words { #expect(!sentence.contains(" \(word)") || word.isEmpty, "\(language): \(sentence)") }
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
                #expect(HealthText.words(kind, beam: beam, in: language).what.contains(name))
            }
            #expect(!beams.values.contains { HealthText.words(kind, beam: nil, in: language).what.contains($0) })
        }
    }

    @Test func theBeginningStandsBetweenWhatItIsAndWhatToDo() {
        let health = [NodeStatus.HealthStatus(kind: "chattering", since: "10:15", beam: "inner")]
        #expect(
            HealthText.problems(health, in: ["en"]) == [
                "The inner light beam switches on and off faster than anybody could. (since 10:15) Look for a loose wire "
                    + "or plug, and whether the sun shines straight at the sensor. Nothing is counted here until it has "
                    + "been quiet for half a minute."
            ])
        let undated = HealthText.problems([Fixtures.health("undated", since: nil)], in: ["nb"])
        #expect(undated.first?.contains("(") == false)
    }

    @Test func theFirstLanguageOfThePlaceThatIsKnownIsTaken() {
        #expect(HealthText.language(["nn", "nb"]) == "nn")
        #expect(HealthText.language(["se", "en"]) == "en")
        #expect(HealthText.language([]) == "nb")
    }

    @Test func anUnknownProblemIsShownAsItIs() {
        #expect(HealthText.problems([Fixtures.health("gremlins", since: nil)], in: ["nb"]) == ["gremlins"])
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

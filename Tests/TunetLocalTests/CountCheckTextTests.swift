import Foundation
import Testing
import TunetCore
import TunetLocal

@Suite("Count checks in words and as JSON")
struct CountCheckTextTests {
    private let bokmål = CountCheckText(languages: ["nb"])
    private let nynorsk = CountCheckText(languages: ["nn", "nb"])
    private let english = CountCheckText(languages: ["en"])
    private let checked = Fixtures.doorChecks(Fixtures.checkedCounts)

    private func answer(
        _ event: CountCheckAnswer.Event, flaws: [String]? = nil, isStraddled: Bool? = nil
    ) -> CountCheckAnswer {
        let compared = CheckedCount(in: .init(byHand: 25, bySensor: 24), out: .init(byHand: 3, bySensor: 3))
        return CountCheckAnswer(
            event: event, language: "nb", door: checked,
            result: CheckRecord(month: "2026-11", counts: true, compared: compared, directions: .inAndOut),
            isStraddled: isStraddled, flaws: flaws)
    }

    @Test func whatAllChecksSay() {
        let more = "personer til, gjerne 20–30 om gangen."
        let lines = bokmål.accuracy(checked)
        #expect(
            lines[0]
                == "Hoveddøra: 97,8 % er talt riktig (95 %-intervall 94,4–99,4 %), etter 180 personer i 3 kontrolltellinger."
        )
        #expect(lines[1] == "Faktor: 1,01 (95 %-intervall 0,95–1,09). Den er ikke brukt på tallene.")
        #expect(lines.count == 2, "the interval is five points wide already")
        let few = Fixtures.doorChecks([CheckedCount(in: .init(byHand: 1, bySensor: 1))])
        #expect(bokmål.accuracy(few)[0].hasSuffix("etter 1 person i 1 kontrolltelling."))
        #expect(bokmål.accuracy(few).last == "Ikke nok ennå. Tell omtrent 75 \(more)")
        #expect(
            bokmål.accuracy(Fixtures.doorChecks())
                == ["Hoveddøra: ingen er talt for hånd ennå. Tell omtrent 75 \(more)"])
        #expect(
            nynorsk.accuracy(checked)[0]
                == "Hoveddøra: 97,8 % er talde rett (95 %-intervall 94,4–99,4 %), etter 180 personar i 3 kontrollteljingar."
        )
        #expect(
            english.accuracy(checked)[0]
                == "Hoveddøra: 97.8 % are counted right (95 % interval 94.4 to 99.4 %), from 180 people in 3 count checks."
        )
    }

    @Test func aFlawlessSensorIsOneHundredPerCentAndNoOtherIs() {
        let flawless = Fixtures.doorChecks([CheckedCount(in: .init(byHand: 90, bySensor: 90))])
        #expect(bokmål.accuracy(flawless)[0].contains("100,0 % er talt riktig (95 %-intervall 95,9–100,0 %)"))
        let almost = Fixtures.doorChecks([CheckedCount(in: .init(byHand: 9999, bySensor: 9998))])
        #expect(bokmål.accuracy(almost)[0].contains("99,9 % er talt riktig"))
    }

    @Test func theEndOfACheck() {
        #expect(
            bokmål.answer(answer(.kept)).hasPrefix(
                """
                Kontrolltelling ved Hoveddøra
                  inn: 25 talt for hånd, 24 av sensoren
                  ut: 3 talt for hånd, 3 av sensoren
                Hoveddøra: 97,8 %
                """))
        #expect(bokmål.answer(answer(.kept, isStraddled: true)).contains("Noen var i døra da du startet"))
        let void = bokmål.answer(answer(.void, flaws: ["blocked", "not_clear"]))
        #expect(void.contains("ikke lagret, for noe sto i veien for sensoren og noen sto i døra da du stoppet."))
        for flaw in HealthKind.allCases.map(\.rawValue) + ["not_clear", "not_observed", "gremlins"] {
            #expect(!bokmål.answer(answer(.void, flaws: [flaw])).contains(flaw))
        }
    }

    @Test(arguments: [
        (["chattering"], "slo av og på hele tiden. Se «tunet status», rett feilen og ta en ny kontrolltelling."),
        (["beam_dead", "blocked"], "gikk gjennom og noe sto i veien for sensoren. Se «tunet status»"),
        (["unsynchronised", "not_clear", "blocked"], "å se, noen sto i døra da du stoppet og noe sto i veien"),
        (["not_observed", "gremlins"], "for sensoren så ikke døra hele tiden. Ta en ny kontrolltelling når"),
        (["lost_edges"], "for sensoren fikk ikke med seg alt. Ta en ny kontrolltelling."),
        (["too_few"], "Ta en ny kontrolltelling når det kommer flere, helst 20–30 personer."),
    ])
    func whyACheckIsNotKept(_ flaws: [String], _ words: String) {
        #expect(bokmål.answer(answer(.void, flaws: flaws)).contains(words))
        for other in [nynorsk, english] { #expect(other.answer(answer(.void, flaws: flaws)) != words) }
    }

    @Test func aLostCheckIsToldOfByTheDoorsName() {
        let door = Fixtures.doorChecks { $0.state = .interrupted }
        #expect(bokmål.state(door)?.contains("kontrolltellingen ved Hoveddøra,") == true)
    }

    @Test(arguments: [
        (DoorChecks.Directions.inAndOut, "--counted-in ANTALL --counted-out ANTALL"), (.in, "--counted-in ANTALL"),
        (.out, "--counted-out ANTALL"), (.undirected, "--counted ANTALL"),
    ])
    func theStartSaysHowToStop(_ directions: DoorChecks.Directions, _ numbers: String) {
        let door = Fixtures.doorChecks { $0.directions = directions }
        let text = bokmål.answer(CountCheckAnswer(event: .started, language: "nb", door: door))
        #expect(text.hasPrefix("Kontrolltellingen ved Hoveddøra har begynt. Tell alle som går "))
        #expect(text.hasSuffix("\n  tunet count-check stop \(numbers)"))
    }

    @Test func theHistoryIsShownByMonth() {
        let compared = CheckedCount(in: .init(byHand: 25, bySensor: 24), out: .init(byHand: 3, bySensor: 3))
        let status = CountCheckStatus(
            language: "nb",
            doors: [
                Fixtures.doorChecks(Fixtures.checkedCounts) { door in
                    door.state = .interrupted
                    door.history = [
                        CheckRecord(
                            month: "2026-11", counts: true, compared: compared, directions: .inAndOut, times: 2),
                        CheckRecord(month: nil, counts: false, compared: compared, directions: .in),
                    ]
                }
            ])
        let lines = bokmål.status(status).split(separator: "\n")
        #expect(lines[0].hasPrefix("Maskinen startet på nytt under kontrolltellingen"))
        #expect(
            lines.suffix(3) == [
                "Kontrolltellinger:",
                "  november 2026: inn: 25 talt for hånd, 24 av sensoren; ut: 3 talt for hånd, 3 av sensoren (× 2)",
                "  ukjent måned: inn: 25 talt for hånd, 24 av sensoren – før sensoren ble endret",
            ])
        #expect(bokmål.status(CountCheckStatus(language: "nb", doors: [])).hasPrefix("Stedet har ingen dør"))
    }

    static let problems: [CountCheckProblem] = [
        .noDoor, .doorNeeded(["front", "garden"]), .unknownDoor("x", known: ["front"]), .uncounted(door: "front"),
        .notObserving(door: "front"),
        .alreadyRunning(door: "front"), .noneRunning, .interrupted(door: "front"), .expired(door: "front"),
        .numbersNeeded(.inAndOut), .numbersNeeded(.only(.unknown)), .absurdNumber, .implausible(door: "front"),
        .storeFailed, .notReady,
    ]

    @Test(arguments: problems)
    func everyProblemHasWordsInEachLanguage(_ problem: CountCheckProblem) {
        let texts = ["nb", "nn", "en"].map {
            CountCheckText(languages: [$0], names: ["front": "Hoveddøra"]).problem(problem)
        }
        #expect(Set(texts).count == 3)
        #expect(texts.allSatisfy { $0.hasSuffix(".") && $0.first?.isUppercase == true })
        #expect(CountCheckText(languages: ["sv", "nn"]).problem(problem) == nynorsk.problem(problem))
        #expect(CountCheckText(languages: []).problem(problem) == bokmål.problem(problem))
    }

    // MARK: - JSON

    @Test func jsonComesBackWhole() throws {
        var status = CountCheckStatus(language: "nn", doors: [checked, Fixtures.doorChecks { $0.state = .counting }])
        status.doors[0].history = [
            CheckRecord(month: "2026-11", counts: true, compared: Fixtures.checkedCounts[0], directions: .inAndOut)
        ]
        #expect(try CountCheckStatus(json: status.json()) == status)
        #expect(try CountCheckStatus(json: status.json(pretty: true)) == status)
        let node = Fixtures.status { $0.countCheck = status }
        #expect(try NodeStatus(json: node.json()) == node)
        let answer = answer(.void, flaws: ["blocked"])
        #expect(try LocalJSON.decode(CountCheckAnswer.self, from: LocalJSON.encode(answer)) == answer)
    }

    @Test func jsonHasTheKeysThatProgramsRead() throws {
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(CountCheckStatus(language: "nb", doors: [checked]).json()))
                as? [String: Any])
        let door = try #require((object["doors"] as? [[String: Any]])?.first)
        #expect(Set(door.keys) == ["id", "name", "directions", "state", "accuracy"])
        #expect(door["directions"] as? String == "in_and_out")
        let accuracy = try #require(door["accuracy"] as? [String: Any])
        #expect(
            Set(accuracy.keys) == ["checks", "by_hand", "by_sensor", "errors", "accuracy", "factor", "missing"])
        #expect(accuracy["by_hand"] as? Int == 180)
        #expect(Set((accuracy["factor"] as? [String: Any] ?? [:]).keys) == ["value", "low", "high"])
    }

    // MARK: - Beside the counts

    @Test func thePageAndTheStatusTellOfChecks() {
        let status = Fixtures.status { status in
            status.languages = ["nn"]
            status.countCheck = CountCheckStatus(language: "nn", doors: [checked])
        }
        let page = VolunteerPage.html(status)
        #expect(page.contains("<h2>Kontrollteljing</h2><p>Hoveddøra: 97,8 % er talde rett"))
        #expect(page.contains("<b>15</b> besøk i dag"), "the factor changes no count")
        #expect(!VolunteerPage.html(Fixtures.status()).contains("Kontrolltelling"))
        let text = StatusText.text(status)
        #expect(text.contains("\ncount check: Hoveddøra: 97.8 % are counted right"))
        #expect(text.contains("\ncount check: Factor: 1.01 (95 % interval 0.95 to 1.09)."))
        #expect(!StatusText.text(Fixtures.status()).contains("count check"))
        let evil = Fixtures.status { status in
            status.countCheck?.doors = [Fixtures.doorChecks(Fixtures.checkedCounts) { $0.name = "<script>" }]
        }
        #expect(!VolunteerPage.html(evil).contains("<script>"))
    }
}

import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing
import TunetWire

@testable import TunetCollector

@Suite("Page and exports")
struct PageTests {
    private static let evil = #"<script>alert("x")</script>&'"#

    /// A collector that has a place with a nasty name and a batch with nasty names.
    private func withPage(_ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        var device = try TestDevice()
        device.names = PlaceNames(
            sessions: ["kafe": Self.evil],
            questions: [
                "trivsel": QuestionNames(
                    text: ["nb": Self.evil], options: [OptionNames(id: "bra", text: ["nb": Self.evil])])
            ],
            panels: ["panel": Self.evil])
        let filled = device
        try await Fixture.withFolder { folder in
            let store = try await Fixture.store(folder + "/c.sqlite", [])
            try await Fixture.add(filled, to: store, name: Self.evil)
            try await Fixture.add(try TestDevice(place: "p-2"), to: store, name: "Tom")
            var leaves = [TestDevice.leaf(1), TestDevice.leaf(2), TestDevice.leaf(3), TestDevice.leaf(4)]
            leaves[0].session = "kafe"
            leaves[1].value = -3
            leaves[1].period = "2026-11-10"
            (leaves[2].measure, leaves[2].question, leaves[2].option, leaves[2].value) = (
                "presses", "trivsel", "bra", 12
            )
            (leaves[3].measure, leaves[3].panel) = ("misuse", "panel")
            _ = try await Fixture.ingest(try filled.batch(of: leaves), filled, store)
            try await Fixture.server(store).application().test(.router) { client in try await body(client) }
        }
    }

    @Test func everythingFromOutsideIsEscaped() async throws {
        try await withPage { client in
            let response = try await client.execute(uri: "/", method: .get)
            let page = String(buffer: response.body)
            #expect(!page.contains("<script"))
            let escaped = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;"
            // Place in the heading and the navigation; session, question, option and panel.
            #expect(page.components(separatedBy: escaped).count - 1 == 6)
        }
    }

    @Test func thePageSaysWhatTheReportHolds() async throws {
        try await withPage { client in
            let page = String(buffer: try await client.execute(uri: "/", method: .get).body)
            for text in [
                "<html lang=\"nb\">", "Uke 45, 2026", "<small>2.–8. nov.</small>", "<b>10</b></td><td>7–13</td>",
                "<b>&lt;5</b></td><td>0–0</td>", "100\u{A0}%", "n = 12 svar", "Ingen tall er mottatt ennå",
                "2026: Σε = 4 i 4 frigitte tall", "<svg class=\"chart\"", "kommune 3907",
            ] {
                #expect(page.contains(text), "\(text)")
            }
        }
    }

    @Test func thePageTellsOfCountChecks() async throws {
        let device = try TestDevice()
        try await Fixture.withFolder { folder in
            let store = try await Fixture.store(folder + "/c.sqlite", [device])
            let leaves = [("checked_by_hand", Int64(1210)), ("checked_by_sensor", 1200)].map { measure, value in
                var leaf = TestDevice.leaf(1)
                (leaf.period, leaf.session, leaf.measure, leaf.value) = ("2026-11", "all", measure, value)
                return leaf
            }
            _ = try await Fixture.ingest(try device.batch(of: leaves), device, store)
            try await Fixture.server(store).application().test(.router) { client in
                let page = String(buffer: try await client.execute(uri: "/", method: .get).body)
                for text in [
                    "<h3>Kontrolltelling</h3>", "omtrent 1\u{A0}210 passeringer for hånd i november 2026",
                    "omtrent 1\u{A0}200 i samme tidsrom", "<b>1,01</b> (95 %-intervall 1,00–1,02)",
                    "Faktoren er ikke brukt på besøkstallene.",
                ] {
                    #expect(page.contains(text), "\(text)")
                }
                #expect(!page.contains("<h3 id=\"s1-v\">Besøk</h3>"), "checks are not visits")
                let csv = String(buffer: try await client.execute(uri: "/leaves.csv", method: .get).body)
                #expect(csv.contains("2026-11,all,checked_by_hand,,,,1210,1/1,"))
                let json = try JSONDecoder().decode(
                    Report.self,
                    from: Data(try await client.execute(uri: "/report.json", method: .get).body.readableBytesView))
                #expect(json.places.first?.check?.bySensor == 1200)
            }
        }
    }

    @Test func thePageTellsOfWhatTheCeilingStopped() async throws {
        var device = try TestDevice()
        device.names = PlaceNames(questions: ["q": QuestionNames(text: ["nb": "Vafler?"], options: [])])
        let told = device
        try await Fixture.withFolder { folder in
            let store = try await Fixture.store(folder + "/c.sqlite", [told])
            // The later batch comes first; its numbers stay.
            for (seq, leaves) in [(Int64(2), 62), (1, 60)] {
                let batch = try told.batch(
                    seq...seq,
                    payload: {
                        $0.v = 4
                        $0.stopped = [
                            StoppedMeasure(
                                year: 2026, measure: "presses", question: "q", ceiling: 1400, leaves: leaves),
                            StoppedMeasure(year: 2025, measure: "misuse", panel: "p", ceiling: 400, leaves: 5),
                            StoppedMeasure(year: 2026, measure: "exits", ceiling: 1400, leaves: 300),
                        ]
                    })
                _ = try await Fixture.ingest(batch, told, store)
            }
            let report = try #require(try await store.report().places.first)
            #expect(
                report.stopped == [
                    StoppedReport(year: 2025, measure: "misuse", name: "p", ceiling: 400, leaves: 5),
                    StoppedReport(year: 2026, measure: "exits", name: nil, ceiling: 1400, leaves: 300),
                    StoppedReport(year: 2026, measure: "presses", name: "Vafler?", ceiling: 1400, leaves: 62),
                ])
            try await Fixture.server(store).application().test(.router) { client in
                let page = String(buffer: try await client.execute(uri: "/", method: .get).body)
                for text in [
                    "<b>Ikke frigitt i 2025:</b>", "<b>Ikke frigitt i 2026:</b>", "(1\u{A0}400)",
                    "<li>Passeringer ut: 300 tall</li>", "<li>Svar på «Vafler?»: 62 tall</li>",
                    "<li>Trykk som ikke ble regnet som svar, på p: 5 tall</li>",
                ] {
                    #expect(page.contains(text), "\(text)")
                }
            }
        }
    }

    @Test func thePageNeedsNothingFromElsewhere() async throws {
        try await withPage { client in
            let response = try await client.execute(uri: "/", method: .get)
            #expect(response.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
            #expect(response.headers[.xContentTypeOptions] == "nosniff")
            #expect(response.headers[.cacheControl] == "no-cache")
            #expect(response.headers[.contentType] == "text/html; charset=utf-8")
            let page = String(buffer: response.body)
            for word in ["http:", "https:", "src=", "@import", "url(", "javascript", "<link"] {
                #expect(!page.contains(word), "\(word)")
            }
            #expect(try await client.execute(uri: "/", method: .head).status == .ok)
        }
    }

    @Test func theReportIsGivenAsJSON() async throws {
        try await withPage { client in
            let response = try await client.execute(uri: "/report.json", method: .get)
            #expect(response.headers[.contentType] == "application/json")
            let report = try JSONDecoder().decode(Report.self, from: Data(response.body.readableBytesView))
            #expect(report.places.map(\.id) == ["p-1", "p-2"])
            #expect(report.places.first?.periods.map(\.visits.value) == [10, -3])
            #expect(report.places.first?.questions.first?.options.first?.share == 1)
        }
    }

    @Test func theLeavesAreGivenAsCSV() async throws {
        try await withPage { client in
            let response = try await client.execute(uri: "/leaves.csv", method: .get)
            let lines = String(buffer: response.body).components(separatedBy: "\r\n")
            #expect(
                lines == [
                    "place,municipality,seq,period,session,measure,question,option,panel,value,epsilon,observed_s,scheduled_s",
                    "p-1,3907,1,2026-11-02,kafe,entries,,,,10,1/1,3600,3600",
                    "p-1,3907,2,2026-11-10,outside,entries,,,,-3,1/1,3600,3600",
                    "p-1,3907,3,2026-11-02,outside,presses,trivsel,bra,,12,1/1,3600,3600",
                    "p-1,3907,4,2026-11-02,outside,misuse,,,panel,10,1/1,3600,3600", "",
                ])
        }
    }

    @Test func aLongExportComesInPartsWithoutLossOrDoubling() async throws {
        let device = try TestDevice()
        try await Fixture.withFolder { folder in
            let store = try await Fixture.store(folder + "/c.sqlite", [device])
            let count = 2 * CollectorStore.exportPartSize
            _ = try await Fixture.ingest(try device.batch(1...count), device, store)
            try await Fixture.server(store).application().test(.router) { client in
                let body = String(buffer: try await client.execute(uri: "/leaves.csv", method: .get).body)
                let numbers = body.split(separator: "\r\n").dropFirst().compactMap {
                    Int64($0.split(separator: ",")[2])
                }
                #expect(numbers == Array(1...count))
            }
        }
    }

    @Test(arguments: [
        ("a", "a"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), ("a\r\nb", "\"a\r\nb\""),
        ("=1+1", "'=1+1"), ("-x", "'-x"), ("+x", "'+x"), ("@x", "'@x"), ("=a,\"b\"", "\"'=a,\"\"b\"\"\""), ("", ""),
    ])
    func textCellsAreQuotedAndDisarmed(_ text: String, _ expected: String) {
        #expect(CSV.row([.text(text), .number(-5)]) == expected + ",-5\r\n")
    }

    @Test func numbersAndDatesAreNorwegian() {
        #expect(Norwegian.number(1_234_567) == "1\u{A0}234\u{A0}567")
        #expect(Norwegian.number(-12) == "−12")
        #expect(Norwegian.percent(0.996) == "99\u{A0}%")
        #expect(Norwegian.decimal(2.55) == "2,6")
        #expect(Norwegian.decimal(3) == "3")
        #expect(Norwegian.factor(1.024) == "1,02" && Norwegian.factor(0.091, .up) == "0,10")
        #expect(Norwegian.factor(1.029, .down) == "1,02" && Norwegian.factor(1234) == "1\u{A0}234,00")
        #expect(Norwegian.title("2026-11") == "November 2026")
        #expect(Norwegian.days("2026-W49") == "30. nov.–6. des.")
        #expect(Norwegian.date(ofSeconds: 1_795_000_000) == "18. november 2026")
        #expect(HTML.escape("a\u{0}b\u{1b}\n") == "a\u{FFFD}b\u{FFFD}\n")
    }
}

import Foundation
import Testing
import TunetTestSupport

@testable import TunetLocal

/// The overview of the page for volunteers, as whoever is logged in sees it, in the place's first language.
enum VolunteerPage {
    static func html(
        _ status: NodeStatus, log: [ActionList.Entry] = [], duties: VolunteerDuties = VolunteerDuties()
    ) -> String {
        let language = Catalogue(firstOf: status.languages)
        let asked = VolunteerRequest(
            path: VolunteerPath.start, visit: .init(session: "s", formToken: "f"), status: status, language: language,
            query: FormFields())
        let overview = VolunteerOverview(asked: asked, duties: duties, log: log)
        return asked.frame(language("volunteers.today_title"), duties).html(overview.html)
    }
}

@Suite("Page for volunteers")
struct VolunteerPageTests {
    @Test func showsTheDay() {
        let html = VolunteerPage.html(Fixtures.status())
        #expect(html.hasPrefix("<!doctype html>\n<html lang=\"nb\">"))
        #expect(html.contains("<title>I dag – Tunet</title>"))
        #expect(html.contains("Torsdag 5. november 2026"))
        #expect(html.contains("<b>15</b> besøk i dag <small>mellom 14 og 17</small>"))
        #expect(html.contains("<b>4</b> inne nå <small>mellom 3 og 6, nullstilt kl. 04:00</small>"))
        #expect(html.contains("<th scope=\"row\">Hoveddøra</th><td>15</td><td>11</td><td>I orden</td>"))
        #expect(html.contains("<th scope=\"row\">Panelet: Trives du?</th><td>6</td><td>I orden</td>"))
        #expect(html.contains("Sist levert onsdag 4. november 2026. 1 pakke venter."))
        #expect(!html.contains("class=\"warning\""))
    }

    /// Without anything from elsewhere it works offline and tells nobody who looks at it.
    @Test func takesNothingFromElsewhere() {
        let html = VolunteerPage.html(Fixtures.status())
        for word in ["<img", "<iframe", "url(", "@import", "http:", "https:", "//", "style="] {
            #expect(!html.contains(word), "\(word)")
            #expect(!VolunteerStyle.sheet.contains(word) || word == "style=", "\(word)")
        }
        for name in ["src", "href", "action"] {
            for part in html.components(separatedBy: "\(name)=\"").dropFirst() {
                #expect(part.hasPrefix("/frivillig") || part.hasPrefix("#"), "\(part.prefix(40))")
            }
        }
        #expect(html.utf8.count + VolunteerStyle.sheet.utf8.count + VolunteerStyle.script.utf8.count < 60_000)
    }

    @Test func namesAreText() {
        let name = "<b>Tom & \"Jerry's\"</b><script>"
        let escaped = "&lt;b&gt;Tom &amp; &quot;Jerry&#39;s&quot;&lt;/b&gt;&lt;script&gt;"
        let html = VolunteerPage.html(
            Fixtures.status { status in
                status.name = name
                status.doors[0].name = name
                status.panels[0].question = name
                status.day = "<i>"
            })
        #expect(html.contains("<p class=\"place\">\(escaped)</p>"))
        #expect(html.contains("<title>I dag – \(escaped)</title>"))
        #expect(html.contains("<th scope=\"row\">\(escaped)</th><td>15"))
        #expect(html.contains("<th scope=\"row\">Panelet: \(escaped)</th><td>6"))
        #expect(html.components(separatedBy: "<script").count == 2)
        #expect(!html.contains("<i>"))
        let marked = VolunteerPage.html(Fixtures.status { $0.name = "<\u{0301}b" })
        #expect(marked.unicodeScalars.split(separator: "<").allSatisfy { $0.first != "\u{0301}" })
    }

    @Test func longNamesStayWhole() {
        let name = String(repeating: "Æresmedlemmenes ", count: 60)
        #expect(VolunteerPage.html(Fixtures.status { $0.name = name }).contains("<p class=\"place\">\(name)</p>"))
    }

    @Test func problemsAreSaidWhereTheyAre() {
        let html = VolunteerPage.html(
            Fixtures.status { status in
                status.health = [Fixtures.health("store_failed"), Fixtures.health("undated", since: nil)]
                status.doors[0].health = [Fixtures.health("blocked", of: "mat")]
                status.panels[0].health = [Fixtures.health("<gremlins>")]
                status.day = nil
                status.occupancy = nil
            })
        #expect(html.contains("⚠ </span>Minnekortet tar ikke imot tallene (siden kl. 10:15). De"))
        #expect(html.contains("⚠ </span>Maskinen vet ikke hvilken dag det er,"))
        #expect(
            html.contains(
                "<td>11</td><td><div class=\"warning\"><p><span aria-hidden=\"true\">⚠ </span>Matta melder at noen står på den hele tiden"
            ))
        #expect(html.contains("hele tiden (siden kl. 10:15). Ta bort"))
        #expect(html.contains("⚠ </span>&lt;gremlins&gt;"))
        #expect(html.contains("Datoen er ukjent"))
        #expect(!html.contains("inne nå"))
    }

    @Test func panelsThatAskTheSameAreToldApart() {
        let html = VolunteerPage.html(
            Fixtures.status { status in
                status.panels.append(status.panels[0])
                (status.panels[1].id, status.panels[1].name) = ("hall", "Gangen")
                status.panels.append(status.panels[0])
                (status.panels[2].id, status.panels[2].name, status.panels[2].question) = ("door", "Døra", nil)
            })
        #expect(html.contains("<th scope=\"col\">Panel</th>"))
        for name in ["Panelet: Trives du?", "Gangen: Trives du?", "Døra"] {
            #expect(html.contains("<th scope=\"row\">\(name)</th><td>6</td><td>I orden</td>"), "\(name)")
        }
    }

    @Test func buttonsThatMayNotWorkAreNamed() {
        let words = "⚠ </span>Disse knappene virker kanskje ikke: 1 og 4. Prøv dem.</p></div>"
        let quiet = VolunteerPage.html(Fixtures.status { $0.panels[0].quietButtons = [1, 4] })
        #expect(
            quiet.contains("<td>6</td><td><div class=\"warning\"><p><span aria-hidden=\"true\">\(words)</td></tr>"))
        let stuck = VolunteerPage.html(
            Fixtures.status { status in
                status.panels[0].quietButtons = [1, 4]
                status.panels[0].health = [Fixtures.health("stuck", of: "panel")]
            })
        #expect(stuck.contains("\(words)<div class=\"warning\">") && stuck.contains("En knapp sitter fast"))
    }

    @Test func saysSinceWhenAndHowSurely() {
        func html(_ occupancy: NodeStatus.OccupancyStatus) -> String {
            VolunteerPage.html(Fixtures.status { $0.occupancy = occupancy })
        }
        #expect(html(Fixtures.occupancy(4, 4, 4)).contains("<b>4</b> inne nå <small>nullstilt kl. 04:00</small>"))
        #expect(
            html(Fixtures.occupancy(9, 8, 9, reset: .init(day: "2026-11-04", time: "22:00", value: 8)))
                .contains("<small>mellom 8 og 9, satt til 8 i går kl. 22:00</small>"))
        #expect(
            html(Fixtures.occupancy(reset: .init(day: "2026-11-02", time: "04:00", value: 0)))
                .contains("nullstilt mandag kl. 04:00"))
        #expect(html(Fixtures.occupancy(reset: nil)).contains("telt siden maskinen startet"))
        #expect(
            html(Fixtures.occupancy(unobserved: 45)).contains(
                "<p>I omtrent 45 minutter fulgte telleren ikke med på døra, så tallet på hvor mange som er inne, kan være "
                    + "feil.</p>"))
        #expect(html(Fixtures.occupancy(unobserved: 315)).contains("<p>I omtrent 5 timer"))
        #expect(!html(Fixtures.occupancy()).contains("fulgte telleren"))
    }

    @Test func saysWhyItIsNotKnown() {
        let texts = NodeStatus.OccupancyStatus.Obstacle.allCases.map { obstacle in
            VolunteerPage.html(
                Fixtures.status {
                    $0.occupancy = .init(count: nil, obstacle: obstacle, doors: ["<i>", "Hagedøra"], reset: nil)
                })
        }
        #expect(texts.allSatisfy { $0.contains("<p>Hvor mange som er inne nå, kan ikke vises: ") })
        #expect(texts.allSatisfy { !$0.contains("</b> inne nå") })
        #expect(texts[0].contains("vises: &lt;i&gt; og Hagedøra skiller ikke mellom inn og ut.</p>"))
        #expect(Set(texts).count == 4)
    }

    @Test(arguments: [
        (
            "nn", "<p><b>4</b> inne no <small>mellom 3 og 6, sett til 8 måndag kl. 04:00</small>",
            "<p>I om lag 45 minutt følgde teljaren ikkje med på døra,", "Talet blir vist igjen etter neste"
        ),
        (
            "en", "<p><b>4</b> here now <small>from 3 to 6, set to 8 on Monday at 04:00</small>",
            "<p>For about 45 minutes the counter did not watch the door,", "is shown again after the next"
        ),
        (
            "nb", "<p><b>4</b> inne nå <small>mellom 3 og 6, satt til 8 mandag kl. 04:00</small>",
            "<p>I omtrent 45 minutter fulgte telleren ikke med på døra,",
            "Antallet vises igjen etter neste nullstilling."
        ),
    ])
    func saysItInThePlacesFirstLanguage(_ language: String, _ number: String, _ remark: String, _ gone: String) {
        func html(_ occupancy: NodeStatus.OccupancyStatus) -> String {
            VolunteerPage.html(
                Fixtures.status { status in
                    status.languages = [language, "nb"]
                    status.occupancy = occupancy
                })
        }
        let reset = NodeStatus.OccupancyStatus.Reset(day: "2026-11-02", time: "04:00", value: 8)
        let shown = html(Fixtures.occupancy(unobserved: 45, reset: reset))
        #expect(shown.contains(number))
        #expect(shown.contains(remark))
        #expect(html(.init(count: nil, obstacle: .countsDestroyed, reset: nil)).contains(gone))
    }

    @Test func problemsAreSaidInThePlacesFirstLanguage() {
        let html = VolunteerPage.html(
            Fixtures.status { status in
                status.languages = ["nn", "nb"]
                status.doors[0].health = [
                    NodeStatus.HealthStatus(kind: "beam_dead", since: "10:15", beam: "outer", sensor: "beam-pair")
                ]
            })
        #expect(
            html.contains(
                "⚠ </span>Den ytre lysstrålen merkar ikkje at folk går gjennom, men den indre "
                    + "gjer det (sidan kl. 10:15). "))
    }

    @Test func aDoorWithoutDirectionsShowsPassages() {
        let html = VolunteerPage.html(
            Fixtures.status { status in
                status.doors = [
                    Fixtures.door { door in
                        door.isDirected = false
                        door.unknown = 9
                        door.in = 0
                    }
                ]
            })
        #expect(html.contains("<td colspan=\"2\">9 passeringer</td>"))
    }

    @Test func aSureNumberHasNoInterval() {
        let html = VolunteerPage.html(
            Fixtures.status { status in
                status.visitsLow = 15
                status.visitsHigh = 15
                status.occupancy = Fixtures.occupancy(4, 4, 4)
            })
        #expect(!html.contains("mellom 1") && !html.contains("mellom 4"))
    }

    @Test func anEmptyDay() {
        let html = VolunteerPage.html(
            Fixtures.status { status in
                status.visits = 0
                status.hours = [Int](repeating: 0, count: 24)
                status.doors = []
                status.panels = []
                status.uplink.lastDelivery = nil
            })
        #expect(html.contains("Ingen har kommet ennå i dag."))
        #expect(html.contains("Ingenting er levert siden maskinen startet."))
        #expect(!html.contains("id=\"doors-title\"") && !html.contains("class=\"hours\""))
        #expect(!VolunteerPage.html(Fixtures.status { $0.uplink.configured = false }).contains("kommunen"))
    }

    @Test func hoursAroundMidnightAreShown() {
        let day = VolunteerPage.html(Fixtures.status())
        #expect(day.contains("kl. 8–9<") && day.contains("kl. 17–18<"))
        #expect(!day.contains("kl. 7–8<") && !day.contains("kl. 18–19<"))
        #expect(day.contains("kl. 11–12</th><td class=\"number\">10</td>") && day.contains("<rect width=\"100\""))
        #expect(day.contains("kl. 12–13</th><td class=\"number\">5</td>") && day.contains("<rect width=\"50\""))
        let night = VolunteerPage.html(
            Fixtures.status { status in
                status.hours = [Int](repeating: 0, count: 24)
                status.hours[0] = 1
                status.hours[23] = 2
            })
        #expect(
            night.contains("kl. 0–1</th><td class=\"number\">1<")
                && night.contains("kl. 23–24</th><td class=\"number\">2<"))
    }
}

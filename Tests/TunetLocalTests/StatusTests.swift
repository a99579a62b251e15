import Foundation
import Testing
import TunetCore
import TunetLocal

@Suite("Status as JSON and as text")
struct StatusTests {
    @Test func jsonComesBackWhole() throws {
        let status = Fixtures.status { status in
            status.doors[0].health = [Fixtures.health("blocked"), Fixtures.health("lost_edges", since: nil)]
            status.uplink.lastError = "the collector is away"
            status.name = "Tunet æøå \"<&\n"
        }
        #expect(try NodeStatus(json: status.json()) == status)
        #expect(try NodeStatus(json: status.json(pretty: true)) == status)
        let undated = Fixtures.status { status in
            status.day = nil
            status.occupancy = nil
            status.uplink.lastDelivery = nil
        }
        #expect(try NodeStatus(json: undated.json()) == undated)
    }

    @Test func jsonHasTheKeysThatProgramsReadIt() throws {
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(Fixtures.status().json())) as? [String: Any])
        #expect(
            Set(object.keys) == [
                "place", "name", "software", "libgpiod", "loss_detectable", "lost_edges", "day", "visits", "visits_low",
                "visits_high",
                "occupancy", "hours", "doors", "panels", "health", "past_health", "languages", "uplink", "lines",
                "count_check",
            ])
        let door = try #require((object["doors"] as? [[String: Any]])?.first)
        #expect(
            Set(door.keys) == [
                "id", "name", "in", "out", "unknown", "in_low", "in_high", "out_low", "out_high", "rejected",
                "observing", "is_directed", "counts_passages", "health",
            ])
        #expect(door["in_low"] as? Int == 14)
        #expect(door["out_high"] as? Int == 12)
        #expect((door["rejected"] as? [String: Int]) == ["turn_back": 2, "half_crossing": 3])
        let uplink = try #require(object["uplink"] as? [String: Any])
        #expect(Set(uplink.keys) == ["configured", "waiting", "failures", "last_delivery"])
        let line = try #require((object["lines"] as? [[String: Any]])?.first)
        #expect(Set(line.keys) == ["line", "title", "address", "level", "edges"])
    }

    @Test(arguments: ["", "{}", "[]", "{\"place\": 3}"])
    func whatIsNoStatusIsAnError(_ text: String) {
        #expect(throws: (any Error).self) { try NodeStatus(json: Array(text.utf8)) }
    }

    /// Reasons are keys of a dictionary, which a key strategy must leave as they are.
    @Test(arguments: Reason.allCases)
    func everyReasonKeepsItsName(_ reason: Reason) throws {
        let status = Fixtures.status { $0.doors[0].rejected = [reason.rawValue: 7] }
        #expect(try NodeStatus(json: status.json()).doors[0].rejected == [reason.rawValue: 7])
        #expect(String(decoding: try status.json(), as: UTF8.self).contains("\"\(reason.rawValue)\":7"))
    }

    @Test func textOfAnOrdinaryDay() {
        #expect(
            StatusText.text(Fixtures.status()) == """
                Tunet (p-7), Tunet 0.1.0
                day: 2026-11-05
                visits today: 15 (14 to 17)
                present now: 4 (3 to 6), reset to 0 at 04:00
                door front: in 15 (14 to 17), out 11 (11 to 12), observing; half_crossing 3, turn_back 2
                panel panel: 6 presses, 2 misuse, observing
                uplink: 1 batches wait, last delivery 2026-11-04
                last contact: none since the start
                libgpiod 2.2.1: 0 edges lost
                """)
    }

    @Test func textOfABadDay() {
        let status = Fixtures.status { status in
            status.day = nil
            status.occupancy = nil
            status.lossDetectable = false
            status.libgpiod = "1.6.3"
            status.doors = [
                Fixtures.door { door in
                    door.isDirected = false
                    door.unknown = 9
                    door.in = 0
                    door.inLow = 0
                    door.inHigh = 0
                    door.rejected = [:]
                    door.observing = false
                    door.health = [
                        Fixtures.health("blocked", of: "beam"), Fixtures.health("unplugged", since: nil, of: "beam"),
                    ]
                }
            ]
            status.panels[0].observing = false
            status.panels[0].health = [Fixtures.health("stuck", of: "panel")]
            status.health = [Fixtures.health("store_failed", since: "09:00")]
            status.pastHealth = [
                NodeStatus.PastHealth(source: "front", kind: "blocked", since: "08:45", until: "09:00"),
                NodeStatus.PastHealth(source: nil, kind: "undated", since: nil, until: "08:00"),
            ]
            status.uplink = NodeStatus.UplinkStatus(
                configured: true, waiting: 3, failures: 8, lastError: "no answer", lastDelivery: nil)
        }
        #expect(
            StatusText.text(status) == """
                Tunet (p-7), Tunet 0.1.0
                day: unknown, the clock is not trusted yet
                visits today: 15 (14 to 17)
                door front: 9 passages, not observing; blocked since 10:15, unplugged
                  Noe er i veien for lysstrålen hele tiden (siden kl. 10:15). Se om noe står i døra, og flytt det. \
                Hjelper ikke det, tørk av sensorene på begge sider. Ingen telles her imens.
                  Maskinen har mistet kontakten med utstyret her. Se etter om pluggen sitter godt i. \
                Hjelper ikke det, slå maskinen av og på. Ingenting telles her imens.
                panel panel: 6 presses, 2 misuse, not observing; stuck since 10:15
                  En knapp sitter fast (siden kl. 10:15). Prøv å trykke den løs. Hjelper ikke det, be den som \
                drifter anlegget, om en ny knapp. Svar på panelet telles ikke imens.
                uplink: 3 batches wait, last delivery none since the start; 8 failures, the last: no answer
                last contact: none since the start
                device: store_failed since 09:00
                  Minnekortet tar ikke imot tallene (siden kl. 09:00). De huskes bare så lenge maskinen er på, og \
                svar på knappene blir ikke tatt imot. Ikke slå av maskinen, men ring den som drifter anlegget.
                earlier today: front blocked from 08:45 to 09:00
                earlier today: device undated to 08:00
                libgpiod 1.6.3: loss undetectable
                """)
        #expect(StatusText.text(Fixtures.status { $0.uplink.configured = false }).contains("uplink: none configured"))
    }

    private static let machine = Fixtures.status { status in
        status.panels[0].calls = [
            NodeStatus.CallStatus(button: 2, text: "Jeg trenger hjelp", minutes: 3),
            NodeStatus.CallStatus(button: 4, text: "Jeg vil vite mer", minutes: 0),
        ]
        status.panels[0].quietButtons = [1, 4]
        status.clock = NodeStatus.TimeStatus(quality: "synchronised", day: "2026-11-05")
        status.sessionsToday = [
            NodeStatus.SessionToday(id: "kafe", name: "Seniorkafé", from: "11:00", to: "14:00", isNow: true),
            NodeStatus.SessionToday(id: "kor", name: "Kor", from: "18:00", to: "20:00", isNow: false),
        ]
        status.power = NodeStatus.PowerStatus(underVoltage: false)
        status.disk = NodeStatus.DiskStatus(freeMegabytes: 812, totalMegabytes: 31_000, quotaPercent: 12)
        status.lastContact = "2026-11-04"
    }

    @Test func textOfCallsAndOfTheMachine() {
        #expect(
            StatusText.text(Self.machine) == """
                Tunet (p-7), Tunet 0.1.0
                call at panel panel: button 2 “Jeg trenger hjelp”, 3 min ago
                call at panel panel: button 4 “Jeg vil vite mer”, 0 min ago
                day: 2026-11-05
                clock source: synchronised
                visits today: 15 (14 to 17)
                present now: 4 (3 to 6), reset to 0 at 04:00
                sessions today: Seniorkafé 11:00–14:00 (now), Kor 18:00–20:00
                door front: in 15 (14 to 17), out 11 (11 to 12), observing; half_crossing 3, turn_back 2
                panel panel: 6 presses, 2 misuse, observing
                  quiet buttons, which may not work: 1, 4
                uplink: 1 batches wait, last delivery 2026-11-04
                last contact: 2026-11-04
                power: in order
                disk: 812 of 31000 MB free, 12 % of the quota used
                libgpiod 2.2.1: 0 edges lost
                """)
        let other = StatusText.text(
            Fixtures.status { status in
                status.clock = NodeStatus.TimeStatus(quality: nil, day: nil)
                status.sessionsToday = []
                status.power = NodeStatus.PowerStatus(underVoltage: true)
                status.uplink.configured = false
            })
        for line in ["clock source: none yet", "sessions today: none", "power: voltage too low"] {
            #expect(other.contains("\n\(line)\n"))
        }
        #expect(!other.contains("last contact") && !other.contains("disk"))
    }

    @Test(
        "Whoever calls for help comes first among what is wrong, with the command that ends it",
        arguments: [
            (
                "nb", "Panelet: «Jeg trenger hjelp» – for 3 min siden", "Panelet: «Jeg vil vite mer» – nå nettopp",
                "Når noen har vært der:", "Ingenting er galt nå."
            ),
            (
                "en", "Panelet: “Jeg trenger hjelp” – 3 min ago", "Panelet: “Jeg vil vite mer” – just now",
                "When somebody has been there:", "Nothing is wrong now."
            ),
        ])
    func faults(_ language: String, _ call: String, _ other: String, _ end: String, _ none: String) {
        let text = ActionText(languages: [language], names: ActionText.Names(sources: ["front": "Hoveddøra"]))
        let calls = [call, other, "  \(end) tunet fault acknowledge call --source panel"]
        #expect(text.faults(Self.machine).split(separator: "\n").map { String($0) } == calls)
        var status = Self.machine
        status.doors[0].health = [Fixtures.health("blocked")]
        let lines = text.faults(status).split(separator: "\n").map { String($0) }
        #expect(lines.dropLast() == calls[...])
        #expect(lines.last?.hasPrefix("--source front blocked  Hoveddøra: ") == true)
        #expect(text.faults(Fixtures.status()) == none)
    }

    @Test func whatBeganOnAnotherDayOrBeforeTheStartSaysSo() throws {
        let status = Fixtures.status { status in
            status.doors[0].health = [
                NodeStatus.HealthStatus(kind: "silent", since: "08:15", sinceDay: "2026-11-02", sensor: "mat"),
                NodeStatus.HealthStatus(kind: "imbalance", since: "09:00", isOlder: true, sensor: "mat"),
            ]
            status.pastHealth = [
                NodeStatus.PastHealth(
                    source: "front", kind: "silent", since: "08:45", until: "09:00", sinceDay: "2026-11-03",
                    isOlder: true)
            ]
        }
        #expect(try NodeStatus(json: status.json()) == status)
        let text = StatusText.text(status)
        #expect(text.contains("; silent since 2026-11-02 08:15, imbalance since before 09:00\n"))
        #expect(
            text.contains("  Ingen har gått over matta på uvanlig lenge i åpningstiden (siden mandag kl. 08:15). Gå"))
        #expect(text.contains("  Det telles ikke like mange ut som inn (siden før kl. 09:00). Ta"))
        #expect(text.contains("\nearlier today: front silent from before 2026-11-03 08:45 to 09:00\n"))
    }

    /// Motion and openings have words of their own, and stay out of the visits.
    @Test func motionAndOpeningsAreNoPassages() throws {
        let status = Fixtures.status { status in
            status.doors = [Fixtures.motionSensor, Fixtures.leafContact]
        }
        #expect(try NodeStatus(json: status.json()) == status)
        #expect(
            StatusText.text(status).split(separator: "\n").filter { $0.hasPrefix("door") } == [
                "door hall: presence 3 times, 75 min, observing",
                "door shed: opened 1 times, not observing; held_open since 10:15",
            ])
        let hall = try #require(JSONSerialization.jsonObject(with: Data(status.json())) as? [String: Any])
        let doors = try #require(hall["doors"] as? [[String: Any]])
        #expect(doors[0]["presence"] as? [String: Int] == ["times": 3, "minutes": 75])
        #expect(doors[1]["swings"] as? Int == 1 && doors[1]["presence"] == nil && doors[0]["swings"] == nil)
        #expect(
            DoorText(say: Catalogue(firstOf: ["nb"])).undirected(Fixtures.motionSensor)
                == "Bevegelse 3 ganger, 1 t 15 min i alt")
        #expect(DoorText(say: Catalogue(firstOf: ["nb"])).undirected(Fixtures.leafContact) == "Åpnet 1 gang")
        let html = VolunteerPage.html(status)
        #expect(html.contains("<td colspan=\"2\">Åpnet 1 gang</td>"))
        #expect(!html.contains("passering"))
    }

    // MARK: - Occupancy

    @Test func occupancyInWords() {
        func line(_ occupancy: NodeStatus.OccupancyStatus?) -> String? {
            OccupancyText.line(Fixtures.status { $0.occupancy = occupancy })
        }
        #expect(line(nil) == nil)
        #expect(line(Fixtures.occupancy(12, 10, 14)) == "present now: 12 (10 to 14), reset to 0 at 04:00")
        #expect(
            line(Fixtures.occupancy(0, 0, 1, raw: -3, unobserved: 45, reset: nil))
                == "present now: 0 (0 to 1), counted -3, since the boot, from 0; not observed for 45 min of that")
        #expect(
            line(Fixtures.occupancy(reset: .init(day: "2026-11-01", time: "22:30", value: 8)))
                == "present now: 4 (3 to 6), reset to 8 on 2026-11-01 at 22:30")
        let unknown = NodeStatus.OccupancyStatus.Obstacle.allCases.map { obstacle in
            line(.init(count: nil, obstacle: obstacle, doors: ["Hagedøra", "Porten"], reset: nil)) ?? ""
        }
        #expect(Set(unknown).count == 4 && unknown.allSatisfy { $0.hasPrefix("present now: not known, ") })
        #expect(unknown[0].hasSuffix("Hagedøra, Porten can't tell in from out"))
    }

    @Test func jsonOfAnOccupancyThatIsNotKnown() throws {
        let status = Fixtures.status {
            $0.occupancy = .init(count: nil, obstacle: .countsDestroyed, reset: .init(day: "a", time: "b", value: 3))
        }
        #expect(try NodeStatus(json: status.json()) == status)
        #expect(status.present == nil)
        let text = String(decoding: try status.json(), as: UTF8.self)
        #expect(text.contains("\"obstacle\":\"counts_destroyed\""))
        #expect(String(decoding: try Fixtures.status().json(), as: UTF8.self).contains("\"unobserved_minutes\":0"))
    }

    // MARK: - Monitor

    private let lines = Fixtures.status().lines

    @Test func theMonitorShowsAScreenOfLines() {
        #expect(
            MonitorText.screen(lines, changedFrom: [], isFirst: true) == """
                \u{1B}[2J\u{1B}[H  line is for                  found at                    level     edges\u{1B}[K
                  0    front outer             OUTER                       ACTIVE    61\u{1B}[K
                  1    front inner             gpio-sim 17                 unplugged 60\u{1B}[K
                Ctrl-C ends.\u{1B}[K\u{1B}[J

                """)
    }

    @Test func theMonitorSaysHowManyAreThere() {
        let screen = MonitorText.screen(lines, changedFrom: lines, isFirst: false, present: "present now: 3 (2 to 4)")
        #expect(screen.hasSuffix("\npresent now: 3 (2 to 4)\u{1B}[K\nCtrl-C ends.\u{1B}[K\u{1B}[J\n"))
    }

    @Test func theMonitorMarksWhatHasChanged() {
        var later = lines
        later[1].level = false
        later[1].edges = 62
        let screen = MonitorText.screen(later, changedFrom: lines, isFirst: false)
        #expect(screen.hasPrefix("\u{1B}[H  line"))
        #expect(screen.contains("\n  0    front outer"))
        #expect(screen.contains("\n* 1    front inner             gpio-sim 17                 -         62\u{1B}[K\n"))
        #expect(
            MonitorText.changes(later, from: lines)
                == "  1    front inner             gpio-sim 17                 -         62")
        #expect(MonitorText.changes(lines, from: []).split(separator: "\n").count == 3)
    }

    @Test func aLongNameDoesNotRunIntoTheNextColumn() {
        var long = lines
        long[0].title = String(repeating: "x", count: 40)
        #expect(MonitorText.changes(long, from: lines).contains("\(long[0].title) OUTER"))
    }

    // MARK: - In every language

    @Test(
        "Motion and openings have the plural form of their number",
        arguments: [
            ("nb", "Bevegelse 3 ganger, 1 t 15 min i alt", "Åpnet 1 gang", "1 passering"),
            ("nn", "Rørsle 3 gonger, 1 t 15 min i alt", "Opna 1 gong", "1 passering"),
            ("en", "Motion 3 times, 1 h 15 min in all", "Opened once", "1 passage"),
        ])
    func undirectedDoors(_ language: String, _ motion: String, _ opened: String, _ passage: String) {
        let text = DoorText(say: Catalogue(firstOf: [language]))
        #expect(text.undirected(Fixtures.motionSensor) == motion)
        #expect(text.undirected(Fixtures.leafContact) == opened)
        var door = Fixtures.motionSensor
        (door.presence, door.swings, door.countsPassages, door.unknown) = (nil, nil, true, 1)
        #expect(text.undirected(door) == passage)
    }

    // MARK: - Norwegian

    @Test(arguments: [
        ("2026-11-05", "torsdag 5. november 2026"), ("2026-01-01", "torsdag 1. januar 2026"),
        ("2024-02-29", "torsdag 29. februar 2024"), ("2026-08-30", "søndag 30. august 2026"),
        ("2027-05-17", "mandag 17. mai 2027"), ("2026-12-26", "lørdag 26. desember 2026"),
        ("2026-02-30", "2026-02-30"), ("i går", "i går"), ("", ""),
    ]) func daysInNorwegian(_ iso: String, _ wanted: String) {
        #expect(Catalogue(firstOf: ["nb"]).date(iso: iso) == wanted)
    }
}

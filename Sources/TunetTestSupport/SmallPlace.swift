import Foundation
package import TunetCore

/// A place for tests: a front door with a beam pair, and what else a test asks for.
package enum SmallPlace {
    /// 2026-11-02, a Monday.
    package static let monday = CivilDate(dayNumber: 20_759)

    /// The rules of Europe/Oslo, from the system's files.
    package static func oslo() throws -> TimeZoneRules {
        try TimeZoneRules(tzif: ScratchFolder.bytes("/usr/share/zoneinfo/Europe/Oslo"))
    }

    package static func configuration(
        dataFolder: String = "/nonexistent", doors: [Door] = [frontDoor], panels: [Panel] = [panel()],
        sessions: [Session] = [], release: ReleasePolicy = ReleasePolicy(), uplink: UplinkPolicy? = nil,
        questions: [Question]? = nil
    ) -> PlaceConfiguration {
        PlaceConfiguration(
            place: Place(id: "p-7", name: "Tunet på prøve", timeZone: "Europe/Oslo"), doors: doors, panels: panels,
            sessions: sessions, release: release, uplink: uplink,
            device: Device(
                dataFolder: dataFolder, controlSocket: dataFolder + "/control.sock", pagePort: nil,
                clockTrust: .always), questions: questions ?? (panels.isEmpty ? [] : [question(on: panels)]))
    }

    /// Lines 0 (outer) and 1 (inner) if it is the first.
    package static let frontDoor = Door(
        id: "front", name: "Hoveddøra",
        sensor: .beamPair(outer: line("OUTER"), inner: line("INNER"), BeamPairParameters()))

    /// A door that does not tell directions.
    package static let gardenDoor = Door(
        id: "garden", name: "Hagedøra", sensor: .contact(line("MAT"), ContactParameters(kind: .mat)))

    /// A motion sensor.
    package static let hall = Door(id: "hall", name: "Gangen", sensor: .activity(line("PIR"), .pir()))

    /// A contact on a door leaf.
    package static let shed = Door(id: "shed", name: "Redskapsboden", sensor: .activity(line("REED"), .reed))

    /// A panel with two buttons, each with a light, for `ja` and `nei`.
    package static func panel(_ id: String = "panel") -> Panel {
        Panel(
            id: id, name: "Panelet",
            buttons: ["ja", "nei"].map { option in
                Button(line: line("\(id)-\(option)"), led: OutputLine(.name("LED-\(id)-\(option)")))
            }, parameters: PanelParameters())
    }

    /// A question with the options `ja` and `nei`, by default always and on all panels.
    package static func question(
        _ id: String = "trivsel", on panels: [Panel] = [panel()], from: CivilDate? = nil, until: CivilDate? = nil
    ) -> Question {
        Question(
            id: id, panels: panels.map(\.id), text: LocalizedText(["nb": "Trives du?"]),
            options: ["ja", "nei"].map { Option(id: $0, text: LocalizedText(["nb": $0])) }, from: from, until: until)
    }

    /// 11:00 to 14:00 on Tuesdays.
    package static let cafe = Session(id: "kafe", name: "Seniorkafé", weekdays: [2], startMinute: 660, endMinute: 840)

    private static func line(_ name: String) -> InputLine {
        InputLine(.name(name))
    }
}

/// Edges of people at a beam pair, and of fingers on buttons.
package enum Footsteps {
    /// A walk in: outer, inner, outer clear, inner clear, 200 ms apart.
    package static func walkIn(at start: MonotonicInstant, outer: Int = 0, inner: Int = 1) -> [Edge] {
        walk(at: start, first: outer, second: inner)
    }

    package static func walkOut(at start: MonotonicInstant, outer: Int = 0, inner: Int = 1) -> [Edge] {
        walk(at: start, first: inner, second: outer)
    }

    /// A press of 250 ms.
    package static func press(_ line: Int, at start: MonotonicInstant) -> [Edge] {
        [
            Edge(time: start, line: line, level: true),
            Edge(time: start.advanced(by: .milliseconds(250)), line: line, level: false),
        ]
    }

    private static func walk(at start: MonotonicInstant, first: Int, second: Int) -> [Edge] {
        [(first, true), (second, true), (first, false), (second, false)].enumerated().map { index, step in
            Edge(time: start.advanced(by: .milliseconds(200 * index)), line: step.0, level: step.1)
        }
    }
}

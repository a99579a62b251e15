package import TunetCore

/// A small place for tests. Its lines: 0 and 1 the outer and inner beam of the door `front`, 2 the mat of the door
/// `garden`, 3 and 4 the buttons of the panel `panel`. Its outputs: 0 and 1 the buttons' lights, 2 the buzzer.
package enum SamplePlace {
    package static let configuration = PlaceConfiguration(
        place: Place(id: "sample", name: "Sample", timeZone: "Europe/Oslo"),
        doors: [
            Door(id: "front", name: "Front", sensor: .beamPair(outer: line("OUTER"), inner: line("INNER"), .init())),
            Door(
                id: "garden", name: "Garden", sensor: .contact(line("MAT"), ContactParameters(kind: .mat))),
        ],
        panels: [
            Panel(
                id: "panel", name: "Panel", buttons: [button("yes"), button("no")], parameters: PanelParameters(),
                buzzer: OutputLine(.name("BUZZER")))
        ],
        sessions: [], release: ReleasePolicy(), uplink: nil, device: Device(),
        questions: [
            Question(
                id: "again", panels: ["panel"], text: LocalizedText(["nb": "Igjen?"]),
                options: ["yes", "no"].map { Option(id: $0, text: LocalizedText(["nb": $0])) })
        ])

    /// All lines at rest.
    package static let restingLevels = [0: false, 1: false, 2: false, 3: false, 4: false]

    private static func line(_ name: String) -> InputLine { InputLine(.name(name)) }

    private static func button(_ option: String) -> Button {
        Button(line: line(option.uppercased()), led: OutputLine(.name("\(option.uppercased())_LED")))
    }
}

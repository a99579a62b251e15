import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Series of count checks")
struct CountSeriesTests {
    private static let line = InputLine(.name("A"))
    private static let pair = BeamPairParameters()

    /// Sensors that differ from each other in one thing at least.
    static let sensors: [Sensor] = [
        .beamPair(outer: line, inner: InputLine(.name("B")), pair),
        .beamPair(outer: InputLine(.name("B")), inner: line, pair),
        .beamPair(outer: line, inner: InputLine(.name("C")), pair),
        .beamPair(outer: line, inner: InputLine(.chip(label: "B", offset: 1)), pair),
        .beamPair(outer: line, inner: InputLine(.chip(label: "B", offset: 2)), pair),
        .beamPair(outer: line, inner: InputLine(.name("B"), activeLow: true), pair),
        .beamPair(outer: line, inner: InputLine(.name("B"), bias: .pullUp), pair),
        .beamPair(outer: line, inner: InputLine(.name("B"), kernelDebounce: .milliseconds(1)), pair),
        .beamPair(outer: line, inner: InputLine(.name("B")), BeamPairParameters(debounce: .milliseconds(6))),
        .beamPair(outer: line, inner: InputLine(.name("B")), BeamPairParameters(debounce: .microseconds(5001))),
        .beamPair(outer: line, inner: InputLine(.name("B")), BeamPairParameters(blockTime: .seconds(40))),
        .contact(line, ContactParameters(kind: .mat)),
        .contact(line, ContactParameters(kind: .beam)),
        .contact(line, ContactParameters(kind: .mat, direction: .in)),
        .contact(line, ContactParameters(kind: .mat, holdOff: .milliseconds(301))),
    ]

    static let doors =
        sensors.map { Door(id: "a", name: "A", sensor: $0) } + [
            Door(id: "a", name: "A", sensor: sensors[0], upper: line),
            Door(id: "a", name: "A", sensor: sensors[0], reed: line),
            Door(id: "a", name: "A", sensor: sensors[0], upper: line, reed: line),
            Door(id: "a", name: "A", sensor: sensors[0], upper: InputLine(.name("U"))),
        ]

    @Test("A sensor that is changed in anything begins a new series")
    func distinct() {
        let names = Self.doors.map(CountSeries.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.count == 16 })
        #expect(Self.doors.map(CountSeries.name) == names)
    }

    @Test("Every parameter is part of the name")
    func complete() {
        let text = CountSeries.canonicalText(of: Self.sensors[0])
        for child in Mirror(reflecting: BeamPairParameters()).children {
            #expect(text.contains("\(child.label ?? "?")="))
        }
        #expect(text.contains("debounce=5000000ns"))
    }

    @Test("What is not the sensor's does not matter")
    func others() {
        var door = SamplePlace.configuration.doors[0]
        let name = CountSeries.name(of: door)
        door.name = "Another name"
        door.id = "another"
        #expect(CountSeries.name(of: door) == name)
    }
}

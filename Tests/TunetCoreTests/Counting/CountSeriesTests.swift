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

    @Test("Every parameter that is not as by default is part of the name, and no other")
    func complete() {
        let set = BeamPairParameters(
            debounce: .milliseconds(6), gapTime: .seconds(1), blockTime: .seconds(60), beamGap: .centimetres(12),
            bodyDepth: .centimetres(16))
        func text(_ parameters: BeamPairParameters) -> String {
            CountSeries.canonicalText(
                of: Door(id: "a", name: "A", sensor: .beamPair(outer: Self.line, inner: Self.line, parameters)))
        }
        for child in Mirror(reflecting: BeamPairParameters()).children {
            #expect(text(set).contains("\(child.label ?? "?")="))
            #expect(!text(Self.pair).contains("\(child.label ?? "?")="))
        }
        #expect(text(set).contains("debounce=6000000ns"))
    }

    @Test("A parameter that a later version adds begins no new series where nobody sets it")
    func stable() {
        let door = SamplePlace.configuration.doors[0]
        // To be changed with the sensing's revision only: a device in use would forget its checks.
        #expect(CountSeries.name(of: door) == "96806b39f9693a17")
        #expect(
            CountSeries.canonicalText(of: door)
                == #"revision=1;beam-pair;outer=((name="OUTER"));inner=((name="INNER"))"#)
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

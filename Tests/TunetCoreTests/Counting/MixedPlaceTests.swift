import Testing
import TunetTestSupport

@testable import TunetCore

/// A place with a door for every sensor that there is.
enum MixedPlace {
    static let doors: [Door] = {
        func line(_ name: String) -> InputLine { InputLine(.name(name)) }
        func contact(_ kind: ContactParameters.Kind, _ direction: ContactParameters.Direction = .unknown) -> Sensor {
            .contact(line(kind.rawValue), ContactParameters(kind: kind, direction: direction))
        }
        let pair = Sensor.beamPair(outer: line("O"), inner: line("I"), BeamPairParameters())
        return [
            Door(id: "pair", name: "1", sensor: pair),
            Door(id: "upper", name: "2", sensor: pair, upper: line("U")),
            Door(id: "both", name: "3", sensor: pair, upper: line("U2"), reed: line("R")),
            Door(id: "beam", name: "4", sensor: contact(.beam)),
            Door(id: "mat", name: "5", sensor: contact(.mat), reed: line("R2")),
            Door(id: "turnstile", name: "6", sensor: contact(.turnstile, .in)),
            SmallPlace.hall, SmallPlace.shed,
        ]
    }()

    static func configuration(_ doors: [Door] = doors) -> PlaceConfiguration {
        SmallPlace.configuration(doors: doors, panels: [])
    }

    /// The line numbers of each door.
    static var lines: [[Int]] {
        let inputs = Wiring(configuration()).inputs
        return doors.map { door in inputs.indices.filter { inputs[$0].title.hasPrefix("\(door.id) ") } }
    }
}

@Suite("Doors of all kinds")
struct MixedPlaceTests {
    @Test("Lines are numbered door by door, the sensor's first, then the upper beam, then the contact on the leaf")
    func wiring() {
        let titles = Wiring(MixedPlace.configuration()).inputs.map(\.title)
        #expect(
            titles == [
                "pair outer", "pair inner", "upper outer", "upper inner", "upper upper", "both outer", "both inner",
                "both upper", "both reed", "beam beam", "mat mat", "mat reed", "turnstile turnstile", "hall pir",
                "shed reed",
            ])
        #expect(MixedPlace.lines == [[0, 1], [2, 3, 4], [5, 6, 7, 8], [9], [10, 11], [12], [13], [14]])
    }

    /// Random edges, unplugged chips and lost edges on all lines: each door counts what it would count alone.
    @Test("What a door counts does not depend on the others", arguments: 0..<16 as Range<UInt64>)
    func independent(seed: UInt64) {
        var random = SeededGenerator(seed: 500 + seed)
        let lines = MixedPlace.lines
        let all = lines.flatMap { $0 }
        let steps = [Edge].noise(count: 900, using: &random).map { edge in
            Step(edge, line: Int.random(in: 0..<all.count, using: &random), using: &random)
        }
        let together = Self.play(steps, on: MixedPlace.doors, lines: all)
        for (door, own) in zip(MixedPlace.doors, lines) {
            let alone = Self.play(steps, on: [door], lines: own)
            #expect(together.rows(of: door.id) == alone.rows(of: door.id), "seed \(seed), \(door.id)")
            let index = MixedPlace.doors.firstIndex { $0.id == door.id } ?? 0
            #expect(together.machine.today.doors[index] == alone.machine.today.doors[0], "seed \(seed), \(door.id)")
        }
        #expect(MixedPlace.doors.count { !together.rows(of: $0.id).isEmpty } >= 6, "seed \(seed)")
        let visits = together.machine.today.doors[6...].map { [$0.in, $0.out, $0.unknown] }
        #expect(visits.joined().allSatisfy { $0 == DoorTally.Counted() }, "a motion sensor or a reed counts nobody")
    }

    /// What happens to one line.
    private struct Step {
        enum Kind { case edge, unplug, plug, lose }
        var kind: Kind
        var edge: Edge

        init(_ edge: Edge, line: Int, using random: inout SeededGenerator) {
            self.edge = Edge(time: edge.time, line: line, level: edge.level)
            switch Int.random(in: 0..<60, using: &random) {
            case 0: kind = .unplug
            case 1...3: kind = .plug
            case 4: kind = .lose
            default: kind = .edge
            }
        }
    }

    /// - Parameter lines: the number in the steps of each line of these doors.
    private static func play(_ steps: [Step], on doors: [Door], lines: [Int]) -> PlaceRun {
        var run = PlaceRun(utc: PlaceMachineTests.noon, configuration: MixedPlace.configuration(doors))
        for step in steps {
            guard let line = lines.firstIndex(of: step.edge.line) else { continue }
            let now = step.edge.time
            run.machine.advance(to: now)
            switch step.kind {
            case .edge: run.machine.receive(Edge(time: now, line: line, level: step.edge.level))
            case .unplug: run.machine.unplug(lines: [line], at: now)
            case .plug: run.machine.synchronise(levels: [line: step.edge.level], at: now, because: .unsynchronised)
            case .lose: run.machine.synchronise(levels: [line: step.edge.level], at: now, because: .lostEdges)
            }
        }
        let end = (steps.last?.edge.time ?? .zero).advanced(by: .seconds(20_000))
        run.machine.advance(to: end)
        run.commit(at: end)
        return run
    }

    @Test("A pair goes on without its upper beam and its leaf's contact, and says what is missing")
    func witnessesGone() {
        var run = PlaceRun(utc: PlaceMachineTests.noon, configuration: MixedPlace.configuration([MixedPlace.doors[2]]))
        run.walk("10 11 01 00", at: 10)
        run.advance(to: PlaceRun.at(19))
        #expect(run.machine.today.doors[0].noted[.animal] == 1)
        run.machine.unplug(lines: [2, 3], at: PlaceRun.at(20))
        #expect(run.machine.isObserving(door: 0))
        #expect(run.machine.health.entries.map(\.kind) == [.upperBeamFailed])
        run.walk("10 11 01 00", at: 30)
        run.advance(to: PlaceRun.at(39))
        #expect(run.machine.today.doors[0].in.count == 1)
        run.machine.synchronise(levels: [2: false, 3: false], at: PlaceRun.at(40), because: .unsynchronised)
        #expect(run.machine.health.entries.isEmpty)
        run.walk("10 11 01 00", at: 50)
        run.advance(to: PlaceRun.at(59))
        #expect(run.machine.today.doors[0].in.count == 1 && run.machine.today.doors[0].noted[.animal] == 2)
    }

    @Test("A pair without one of its own beams sees nothing, whatever its upper beam says")
    func beamGone() {
        var run = PlaceRun(utc: PlaceMachineTests.noon, configuration: MixedPlace.configuration([MixedPlace.doors[1]]))
        run.machine.unplug(lines: [0, 1, 2], at: PlaceRun.at(20))
        run.machine.synchronise(levels: [1: false, 2: false], at: PlaceRun.at(30), because: .unsynchronised)
        #expect(!run.machine.isObserving(door: 0))
        #expect(run.machine.health.entries.map(\.kind) == [.unplugged])
        run.machine.synchronise(levels: [0: false], at: PlaceRun.at(40), because: .unsynchronised)
        #expect(run.machine.isObserving(door: 0) && run.machine.health.entries.isEmpty)
    }

    @Test("Openings and doubts of a witnessed door reach its bin")
    func bins() {
        var run = PlaceRun(utc: PlaceMachineTests.noon, configuration: MixedPlace.configuration([MixedPlace.doors[2]]))
        run.change(3, true, at: 10)
        run.change(3, false, at: 14)
        run.advance(to: PlaceRun.at(50))
        run.change(2, true, at: 60)
        run.change(2, false, at: 60.4)
        run.walk("10 11 01 00", at: 60.5)
        run.advance(to: PlaceRun.at(100))
        run.commit(at: PlaceRun.at(100))
        let bin = PlaceMachineTests.noon / 900
        #expect(run.disk["\(bin) both swings"] == 1)
        #expect(run.disk["\(bin) both count:in"] == 1)
        #expect(run.disk["\(bin) both noted:through_closed_door"] == 1)
        #expect((run.disk["\(bin) both over:in"] ?? 0) >= 900)
    }
}

extension PlaceRun {
    /// The counters of one door or panel.
    func rows(of source: String) -> [String: Int64] {
        disk.filter { $0.key.split(separator: " ")[1] == source }
    }
}

package import TunetCore

/// How many went through a door in each direction: the truth, or what a machine made of it.
package struct DoorCount: Sendable, Equatable {
    package struct Counted: Sendable, Equatable {
        package var count: Int
        /// Between what it may be; the count itself where nothing else was said.
        package var bounds: ClosedRange<Int>

        package init(_ count: Int, _ bounds: ClosedRange<Int>? = nil) {
            self.count = count
            self.bounds = bounds ?? count...count
        }
    }

    package var `in`: Counted
    package var out: Counted

    package init(in entered: Counted, out: Counted) {
        `in` = entered
        self.out = out
    }

    /// What really happened.
    package init(_ walks: Walks) {
        self.init(in: Counted(walks.count(.in)), out: Counted(walks.count(.out)))
    }

    package init(_ truth: TraceTruth) {
        self.init(in: Counted(truth.in), out: Counted(truth.out))
    }

    /// What the plain machine counts.
    package init(plain edges: [Edge]) {
        var machine = PlainMachine()
        for edge in edges where edge.line < 2 { machine.receive(edge) }
        if let last = edges.last { machine.advance(to: last.time.advanced(by: .seconds(60))) }
        self.init(in: Counted(machine.in), out: Counted(machine.out))
    }

    /// What Tunet counts. Line 2 is the upper beam and line 3 the contact on the leaf, where there are such.
    package init(tunet edges: [Edge], _ parameters: BeamPairParameters, listen: (SensorEvent) -> Void = { _ in }) {
        let line = InputLine(.name("BEAM"))
        let hasUpper = edges.contains { $0.line == 2 }
        let hasLeaf = edges.contains { $0.line == 3 }
        var sensor = DoorSensor(
            Door(
                id: "door", name: "Door", sensor: .beamPair(outer: line, inner: line, parameters),
                upper: hasUpper ? line : nil, reed: hasLeaf ? line : nil))
        var tally = DoorTally()
        let hear: (SensorEvent) -> Void = {
            tally.add($0)
            listen($0)
        }
        for edge in edges {
            switch edge.line {
            case 2: sensor.receive(upper: edge, hear)
            case 3: sensor.receive(leaf: edge, hear)
            default: sensor.receive(edge, isOuter: edge.line == 0, hear)
            }
        }
        if let last = edges.last {
            // Long enough for every debounce, gap and block time to run out.
            sensor.advance(to: last.time.advanced(by: .seconds(7200)), hear)
        }
        self.init(tally)
    }

    package init(_ tally: DoorTally) {
        self.init(
            in: Counted(tally.in.count, tally.in.bounds), out: Counted(tally.out.count, tally.out.bounds))
    }

    package var all: Int { `in`.count + out.count }

    /// By how many passages this is wrong: too many in one direction do not make up for too few in the other.
    package func error(against truth: DoorCount) -> Int {
        abs(`in`.count - truth.in.count) + abs(out.count - truth.out.count)
    }
}

extension DoorTally {
    /// Adds what the sensor of a pair of beams says.
    package mutating func add(_ event: SensorEvent) {
        switch event {
        case .passage(let passage): add(passage)
        case .noted(let reason, _, let doubt): add(reason, doubt: doubt, directions: .inAndOut)
        case .doubted(let direction, let doubt, _): add(doubt, to: direction)
        case .presence, .swing, .health: break
        }
    }
}

package import TunetCore

/// Leads edges through a sensor and keeps what it says.
package struct SensorRun {
    /// When the sensor is told the time besides its edges.
    package enum Pace: Sendable {
        /// Never before the end.
        case late
        /// At each of its deadlines.
        case onTime
        /// At its deadlines and at many other times, by this seed.
        case restless(UInt64)
    }

    package var sensor: DoorSensor
    package private(set) var events: [SensorEvent] = []
    private let pace: Pace
    private var random: SeededGenerator
    package private(set) var now = MonotonicInstant.zero

    package init(_ sensor: DoorSensor, pace: Pace = .late) {
        self.sensor = sensor
        self.pace = pace
        var seed: UInt64 = 0
        if case .restless(let own) = pace { seed = own }
        random = SeededGenerator(seed: seed)
    }

    package init(pair parameters: BeamPairParameters = BeamPairParameters(), pace: Pace = .late) {
        self.init(DoorSensor(BeamPair(parameters), debounce: parameters.debounce), pace: pace)
    }

    /// Lines 0 and 1 are those of the sensor, 2 is the upper beam, 3 the contact on the leaf.
    package mutating func receive(_ edges: [Edge]) {
        for edge in edges {
            idle(until: edge.time)
            switch edge.line {
            case 2: withSensor { $0.receive(upper: edge, $1) }
            case 3: withSensor { $0.receive(leaf: edge, $1) }
            default: withSensor { $0.receive(edge, isOuter: edge.line == 0, $1) }
            }
            now = edge.time
        }
    }

    package mutating func advance(to time: MonotonicInstant) {
        withSensor { $0.advance(to: time, $1) }
        now = time
    }

    /// Lets a debounce, the gap time and the block time run out.
    package mutating func finish(after duration: Duration = .seconds(3700)) {
        idle(until: now.advanced(by: duration))
        advance(to: now.advanced(by: duration))
    }

    package mutating func synchronise(
        _ outer: Bool, _ inner: Bool, at time: MonotonicInstant, because reason: Reason = .unsynchronised
    ) {
        withSensor { $0.synchronise((outer, inner), at: time, because: reason, $1) }
        now = time
    }

    package mutating func conclude(at time: MonotonicInstant) {
        withSensor { $0.conclude(at: time, $1) }
        now = time
    }

    package mutating func unplug(at time: MonotonicInstant) {
        withSensor { $0.unplug(at: time, $1) }
        now = time
    }

    package mutating func synchronise(upper isBroken: Bool, at time: MonotonicInstant) {
        withSensor { $0.synchronise(upper: isBroken, at: time, $1) }
        now = time
    }

    package mutating func synchronise(leaf isOpen: Bool, at time: MonotonicInstant) {
        withSensor { $0.synchronise(leaf: isOpen, at: time, $1) }
        now = time
    }

    package mutating func unplugUpper(at time: MonotonicInstant) {
        withSensor { $0.unplugUpper(at: time, $1) }
        now = time
    }

    package mutating func unplugLeaf(at time: MonotonicInstant) {
        withSensor { $0.unplugLeaf(at: time, $1) }
        now = time
    }

    /// When something is due, once everything that is due until the last edge and its debounce is done.
    package var due: MonotonicInstant? {
        var later = self
        later.advance(to: now.advanced(by: .milliseconds(5)))
        return later.sensor.deadline
    }

    /// What was said, in short: see ``SensorEvent/brief``.
    package var briefs: [String] { events.map(\.brief) }

    package var tally: DoorTally {
        events.reduce(into: DoorTally()) { tally, event in
            switch event {
            case .passage(let passage): tally.add(passage)
            case .noted(let reason, _, let doubt): tally.add(reason, doubt: doubt, directions: .inAndOut)
            case .doubted(let direction, let doubt, _): tally.add(doubt, to: direction)
            case .presence, .swing, .health: break
            }
        }
    }

    private mutating func idle(until time: MonotonicInstant) {
        switch pace {
        case .late: break
        case .onTime:
            while let due = sensor.deadline, due < time { withSensor { $0.advance(to: due, $1) } }
        case .restless:
            guard now < time else { return }
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                now = MonotonicInstant(
                    nanoseconds: Int64.random(in: now.nanoseconds...time.nanoseconds, using: &random))
                let moment = now
                withSensor { $0.advance(to: moment, $1) }
            }
        }
    }

    private mutating func withSensor(_ body: (inout DoorSensor, (SensorEvent) -> Void) -> Void) {
        var said: [SensorEvent] = []
        body(&sensor) { said.append($0) }
        events += said
    }
}

extension SensorEvent {
    /// `in 3/0` for a passage with its doubt, over and under; `~turn_back 0` for edges that were noted, with their doubt,
    /// under; `?in 0/50` for doubt about passages of before; `+blocked` and `-blocked` for what begins and ends.
    package var brief: String {
        switch self {
        case .passage(let passage):
            "\(passage.direction) \(passage.doubt.over)/\(passage.doubt.under)"
        case .noted(let reason, _, let doubt): "~\(reason.rawValue) \(doubt.under)"
        case .doubted(let direction, let doubt, _): "?\(direction) \(doubt.over)/\(doubt.under)"
        case .presence(.began(let isNew), _): isNew ? "presence" : "presence again"
        case .presence(.ended, _): "presence ended"
        case .presence(.lost, _): "presence lost"
        case .swing: "swing"
        case .health(let kind, let began, _): "\(began ? "+" : "-")\(kind.rawValue)"
        }
    }

    package var time: MonotonicInstant {
        switch self {
        case .passage(let passage): passage.time
        case .noted(_, let time, _), .doubted(_, _, let time), .presence(_, let time), .swing(let time),
            .health(_, _, let time):
            time
        }
    }

    /// The same with in and out changed for each other.
    package var mirrored: SensorEvent {
        guard case .passage(var passage) = self, passage.direction != .unknown else { return self }
        passage.direction = passage.direction == .in ? .out : .in
        return .passage(passage)
    }
}

import TunetCore

/// One beam pair and its totals: what a device does with an edge, without the store.
struct DoorCounter {
    private var sensor = DoorSensor(BeamPair(BeamPairParameters()))
    private var counts = Counts()
    private var edges = 0
    private var lastTime = MonotonicInstant.zero

    /// Apart from the sensor, so that its events can change the totals while it is worked on.
    private struct Counts {
        var tally = DoorTally()

        mutating func add(_ event: SensorEvent) {
            switch event {
            case .passage(let passage): tally.add(passage)
            case .noted(let reason, _, let doubt): tally.add(reason, doubt: doubt, directions: .inAndOut)
            case .doubted(let direction, let doubt, _): tally.add(doubt, to: direction)
            case .presence, .swing, .health: break
            }
        }
    }

    mutating func receive(_ edge: Edge) {
        edges += 1
        lastTime = edge.time
        Self.withSensor(&sensor, &counts) { $0.receive(edge, isOuter: edge.line == 0, $1) }
    }

    /// Lets the last debounce and gap times run out, as a replay does.
    mutating func finish() {
        let end = lastTime.advanced(by: .seconds(10))
        Self.withSensor(&sensor, &counts) { $0.advance(to: end, $1) }
    }

    @inline(__always)
    private static func withSensor(
        _ sensor: inout DoorSensor, _ counts: inout Counts, _ body: (inout DoorSensor, (SensorEvent) -> Void) -> Void
    ) {
        body(&sensor) { counts.add($0) }
    }

    /// The members of a JSON object, named as `tunet replay` names them.
    var json: String {
        let tally = counts.tally
        let rejected = tally.noted.nonzero.map { "\"\($0.reason.rawValue)\": \($0.count)" }.joined(separator: ", ")
        return """
            "edges": \(edges), "in": \(tally.in.count), "in_low": \(tally.in.bounds.lowerBound), "in_high": \(tally.in.bounds.upperBound), \
            "out": \(tally.out.count), "out_low": \(tally.out.bounds.lowerBound), "out_high": \(tally.out.bounds.upperBound), \
            "rejected": {\(rejected)}
            """
    }
}

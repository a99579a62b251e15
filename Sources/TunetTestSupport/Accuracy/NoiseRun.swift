package import TunetCore

/// Leads nonsense through a beam pair and looks whether what it counts could have been people: through the pair alone, and
/// through a door's sensor, which stops to count while a line chatters.
///
/// The limits do not depend on how a machine works:
/// - A body breaks both beams and clears them again: there are no more bodies than a fourth of the edges, once these are
///   debounced. (Bodies that overlap in the beams make fewer edges, but in noise few groups look like several bodies, and
///   many look like none.)
/// - A body of 10 cm at 1 m/s takes a tenth of a second, even if the next one touches it: no second has more than ten.
package struct NoiseRun: Sendable {
    /// Passages that a second may have.
    package static let mostInSecond = 10

    package private(set) var edges = 0
    /// Of the pair alone.
    package var tally: DoorTally { seen.tally }
    /// Of the door's sensor.
    package private(set) var doorTally = DoorTally()
    /// What was impossible, in words; only the first time.
    package private(set) var failure: String?

    private var seen: NoisePassages
    private var noise: EdgeNoise
    private var pair: BeamPair
    private var sensor: DoorSensor
    private var debouncers = [Debouncer(hold: .milliseconds(5)), Debouncer(hold: .milliseconds(5))]
    private var debounced = 0
    private var now = MonotonicInstant.zero

    /// - Parameter goesBack: whether some stamps are earlier than the ones before; the passages of a second are not
    ///   counted then.
    package init(seed: UInt64, goesBack: Bool = true, _ parameters: BeamPairParameters = BeamPairParameters()) {
        seen = NoisePassages(areOrdered: !goesBack)
        noise = EdgeNoise(seed: seed, goesBack: goesBack)
        pair = BeamPair(parameters)
        sensor = DoorSensor(pair)
    }

    /// The greatest number of bodies that could have been in the edges so far.
    package var limit: Int { debounced / 4 }

    /// All that were counted, in any direction.
    package var counted: Int { tally.in.count + tally.out.count + tally.unknown.count }

    /// Takes further edges, and checks the counts at every thousandth and at the end.
    package mutating func run(_ count: Int) {
        for _ in 0..<count {
            let edge = noise.next()
            // A stamp that goes back is taken for the latest that was seen.
            now = max(now, edge.time)
            for line in 0...1 where debouncers[line].settle(upTo: now.nanoseconds) != nil { debounced += 1 }
            debouncers[edge.line].receive(level: edge.level, at: now)
            pair.receive(edge, isOuter: edge.line == 0) { seen.add($0) }
            sensor.receive(edge, isOuter: edge.line == 0) { doorTally.add($0) }
            edges += 1
            if edges % 1000 == 0 { check() }
        }
        check()
    }

    private mutating func check() {
        guard failure == nil else { return }
        if let time = seen.crowded {
            failure = "more than \(Self.mostInSecond) passages in the second before \(time) ns"
        }
        for (name, count) in [("in", tally.in.count), ("out", tally.out.count), ("unknown", tally.unknown.count)] {
            if count < 0 { failure = "\(count) passages \(name)" }
        }
        for (name, alone, door) in [("in", tally.in, doorTally.in), ("out", tally.out, doorTally.out)]
        where door.count < 0 || door.count > alone.count {
            failure = "the door counts \(door.count) passages \(name), the pair alone \(alone.count)"
        }
        // A machine may decide while the last beam is not yet clear.
        if counted > limit + 1 {
            failure = "after \(edges) edges \(counted) passages, but there can't have been more than \(limit) bodies"
        }
        guard edges % 100_000 == 0 else { return }
        for (name, counted) in [
            ("in", tally.in), ("out", tally.out), ("in by the door", doorTally.in), ("out by the door", doorTally.out),
        ] {
            let bounds = counted.bounds
            if bounds.lowerBound < 0 || !bounds.contains(counted.count) {
                failure = "\(counted.count) passages \(name), which is not in \(bounds)"
            }
        }
    }
}

/// Passages as they are counted.
private struct NoisePassages: Sendable {
    var tally = DoorTally()
    /// When a second with too many of them ended, the first time; in nanoseconds.
    private(set) var crowded: Int64?

    private let areOrdered: Bool
    /// When the last ones were, in a circle.
    private var times = [Int64](repeating: .min / 2, count: NoiseRun.mostInSecond)
    private var next = 0

    init(areOrdered: Bool) {
        self.areOrdered = areOrdered
    }

    mutating func add(_ event: SensorEvent) {
        tally.add(event)
        guard areOrdered, case .passage(let passage) = event else { return }
        let time = passage.time.nanoseconds
        if crowded == nil, time - times[next] < 1_000_000_000 { crowded = time }
        times[next] = time
        next = (next + 1) % NoiseRun.mostInSecond
    }
}

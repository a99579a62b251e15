import TunetCore
import TunetTestSupport

/// The time of an edge in Tunet's sensing and in the plain machine's, on the same edges in the same run.
struct PlainComparison {
    private static let rounds = 41

    private let edges: [Edge]
    /// The shortest of several times for all edges.
    private(set) var tunet = Duration.seconds(1_000_000)
    /// The shortest of several times for all edges.
    private(set) var plain = Duration.seconds(1_000_000)
    private var counter = DoorCounter()
    private var machine = PlainMachine()

    /// Both take turns, so that whatever else the machine does meets both.
    init(_ edges: [Edge]) throws(BenchmarkError) {
        guard let end = edges.last?.time.advanced(by: .seconds(10)) else { throw BenchmarkError("there are no edges") }
        self.edges = edges
        for _ in 0..<Self.rounds {
            tunet = min(tunet, decode())
            plain = min(plain, decodePlainly(until: end))
        }
    }

    /// - Parameter name: of a trace's file, or of the kind of door whose generated days are taken.
    init(named name: String) throws(BenchmarkError) {
        if let scenario = WalkScenario.allCases.first(where: { "\($0)" == name }) {
            try self.init(Self.days(of: scenario))
        } else {
            try self.init(TraceFile.edges(named: name))
        }
    }

    private mutating func decode() -> Duration {
        counter = DoorCounter()
        return ContinuousClock().measure {
            for edge in edges { counter.receive(edge) }
            counter.finish()
        }
    }

    private mutating func decodePlainly(until end: MonotonicInstant) -> Duration {
        machine = PlainMachine()
        return ContinuousClock().measure {
            for edge in edges { machine.receive(edge) }
            machine.advance(to: end)
        }
    }

    /// As many days, one after the other, as make 200,000 edges.
    private static func days(of scenario: WalkScenario) -> [Edge] {
        var generator = WalkGenerator(scenario, seed: 5)
        var edges: [Edge] = []
        var start = Duration.zero
        while edges.count < 200_000 {
            let day = generator.day()
            for edge in day.edges where edge.line < 2 {
                edges.append(Edge(time: edge.time.advanced(by: start), line: edge.line, level: edge.level))
            }
            start += day.end.duration(since: .zero) + .seconds(10)
        }
        return edges
    }

    /// The plain machine's counts, and what an edge takes in both.
    var json: String {
        let nanoseconds = [tunet, plain].map { Double($0.wholeNanoseconds) / Double(edges.count) }
        return """
            {"edges": \(edges.count), "in": \(machine.in), "out": \(machine.out), "tunet_ns": \(nanoseconds[0]), \
            "plain_ns": \(nanoseconds[1])}
            """
    }
}

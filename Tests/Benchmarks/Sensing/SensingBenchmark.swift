import TunetCore

/// Measures the sensing of TunetCore on a recorded trace, for `Tests/Benchmarks/run`. Answers with one line of JSON.
@main
enum SensingBenchmark {
    static func main() {
        do {
            switch CommandLine.arguments.dropFirst().first {
            case "decode": print(try decode(TraceFile.edges(named: try argument(2)), rounds: 7))
            case "plain": print(try PlainComparison(named: argument(2)).json)
            case "allocations": print(try allocations(TraceFile.edges(named: try argument(2))))
            default:
                throw BenchmarkError(
                    "usage: tunet-sensing-benchmark decode|allocations TRACE.csv, or plain TRACE.csv|KIND-OF-DOOR")
            }
        } catch {
            TraceFile.complain("\(error)")
        }
    }

    private static func argument(_ index: Int) throws(BenchmarkError) -> String {
        guard CommandLine.arguments.indices.contains(index) else { throw BenchmarkError("name a trace") }
        return CommandLine.arguments[index]
    }

    /// The shortest of several times to decode all edges from memory, and what was counted.
    private static func decode(_ edges: [Edge], rounds: Int) -> String {
        var shortest = Duration.seconds(1_000_000)
        var counter = DoorCounter()
        for _ in 0..<rounds {
            counter = DoorCounter()
            let elapsed = ContinuousClock().measure {
                for edge in edges { counter.receive(edge) }
                counter.finish()
            }
            shortest = min(shortest, elapsed)
        }
        let (seconds, attoseconds) = shortest.components
        return "{\"seconds\": \(Double(seconds) + Double(attoseconds) * 1e-18), \(counter.json)}"
    }

    /// Calls of the allocator during the last million edges, after all others have been the warm-up.
    private static func allocations(_ edges: [Edge]) throws(BenchmarkError) -> String {
        guard edges.count > 1_100_000 else { throw BenchmarkError("the trace must have more than 1,100,000 edges") }
        let allocator = try AllocationCounter()
        let warmUp = edges.count - 1_000_000

        // A counter that does not count would pass everything.
        let sink = Sink()
        let seen = allocator.during {
            for number in 0..<1000 { sink.arrays.append([number]) }
        }
        guard seen >= 1000, sink.arrays.count == 1000 else {
            throw BenchmarkError("the allocation counter missed 1000 allocations: it counted \(seen)")
        }

        var counter = DoorCounter()
        for edge in edges[..<warmUp] { counter.receive(edge) }
        let sensing = allocator.during {
            for edge in edges[warmUp...] { counter.receive(edge) }
        }
        let text = TraceFile.text(of: edges[..<warmUp]), steadyText = TraceFile.text(of: edges[warmUp...])
        var parser = TraceParser(lineCount: 2)
        counter = DoorCounter()
        try TraceFile.feed(text, to: &parser) { counter.receive($0) }
        var failure: BenchmarkError?
        let parsing = allocator.during {
            do throws(BenchmarkError) {
                try TraceFile.feed(steadyText, to: &parser) { counter.receive($0) }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        let place = PlaceAllocations.count(edges, warmUp: warmUp, allocator)
        return """
            {"edges": 1000000, "sensing": \(sensing), "parsing": \(parsing), "place_within_bins": \(place.withinBins), \
            "place_bins": \(place.bins), "place_at_bin_ends": \(place.atBinEnds)}
            """
    }
}

/// What keeps the benchmark from measuring.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Keeps what it is given, so that the optimiser can't do without it.
private final class Sink {
    var arrays: [[Int]] = []
}

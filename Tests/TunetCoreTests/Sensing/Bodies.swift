import TunetCore
import TunetTestSupport

/// Bodies that go through two beams at an even speed, and the edges that they make.
struct Bodies {
    /// Millimetres between the beams.
    var gap: Int64 = 150
    /// For each beam, when it is broken, in microseconds; in no order, and with overlaps.
    private var breaks: [[ClosedRange<Int64>]] = [[], []]

    init(gap: Int64 = 150) {
        self.gap = gap
    }

    /// Somebody whose front is at the first beam `milliseconds` after the start.
    ///
    /// - Parameters:
    ///   - speed: millimetres per second.
    ///   - parts: from front to back, each with its distance from the front and its depth, in millimetres.
    mutating func add(
        _ direction: Direction, at milliseconds: Int64, speed: Int64 = 1000, _ parts: [(from: Int64, depth: Int64)]
    ) {
        for part in parts {
            let first = milliseconds * 1000 + part.from * 1_000_000 / speed
            let time = part.depth * 1_000_000 / speed
            let second = first + gap * 1_000_000 / speed
            breaks[direction == .in ? 0 : 1].append(first...(first + time))
            breaks[direction == .in ? 1 : 0].append(second...(second + time))
        }
    }

    /// A beam that is broken by something else.
    mutating func add(beam: Int, _ milliseconds: ClosedRange<Int64>) {
        breaks[beam].append((milliseconds.lowerBound * 1000)...(milliseconds.upperBound * 1000))
    }

    /// In order of time.
    var edges: [Edge] {
        var edges: [Edge] = []
        for line in 0...1 {
            var until = Int64.min
            for one in breaks[line].sorted(by: { $0.lowerBound < $1.lowerBound }) {
                if one.lowerBound > until {
                    if until > .min { edges.append(Self.edge(line, false, at: until)) }
                    edges.append(Self.edge(line, true, at: one.lowerBound))
                }
                until = max(until, one.upperBound)
            }
            if until > .min { edges.append(Self.edge(line, false, at: until)) }
        }
        return edges.sorted { $0.time < $1.time }
    }

    private static func edge(_ line: Int, _ level: Bool, at microseconds: Int64) -> Edge {
        Edge(time: MonotonicInstant(nanoseconds: 1_000_000_000 + microseconds * 1000), line: line, level: level)
    }

    /// Passages as they are counted, such as `in in`, and what was noted besides.
    func verdict(_ parameters: BeamPairParameters = BeamPairParameters()) -> (passages: String, noted: Set<String>) {
        let events = BeamPairPropertyTests.run(edges, parameters).events
        var passages: [String] = []
        var noted: Set<String> = []
        for event in events {
            switch event {
            case .passage(let passage): passages.append(passage.direction.rawValue)
            case .noted(let reason, _, _): noted.insert(reason.rawValue)
            case .doubted, .presence, .swing, .health: break
            }
        }
        return (passages.joined(separator: " "), noted)
    }
}

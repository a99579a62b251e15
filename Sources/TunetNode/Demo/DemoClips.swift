import TunetCore

/// A recorded door trace, cut where nobody was near the door, so that its walks can be played at other times of day.
struct DemoClips: Sendable {
    /// Edges with times from the first of them.
    struct Clip: Sendable {
        var edges: [Edge]
        var entries: Int
        var exits: Int
    }

    /// Clips in which people come.
    private(set) var arrivals: [Clip] = []
    /// Clips in which people leave.
    private(set) var departures: [Clip] = []
    /// Clips in which nobody passes: people who turn back, or only lean in.
    private(set) var hesitations: [Clip] = []

    /// Nobody was near the door for this long.
    private static let pause = Duration.seconds(3)

    init() throws {
        var edges: [Edge] = []
        var parser = TraceParser(lineCount: 2)
        let recording = PackageResources.door_a_csv
        try parser.feed(recording.span) { edges.append($0) }
        try parser.end { edges.append($0) }
        var clip: [Edge] = []
        for edge in edges {
            if let last = clip.last, edge.time.duration(since: last.time) > Self.pause {
                add(clip)
                clip = []
            }
            clip.append(edge)
        }
        add(clip)
    }

    private mutating func add(_ edges: [Edge]) {
        guard let start = edges.first?.time else { return }
        var pair = BeamPair(BeamPairParameters())
        var entries = 0
        var exits = 0
        let count: (SensorEvent) -> Void = { event in
            guard case .passage(let passage) = event else { return }
            if passage.direction == .in { entries += 1 } else { exits += 1 }
        }
        for edge in edges { pair.receive(edge, isOuter: edge.line == 0, count) }
        if let last = edges.last { pair.advance(to: last.time.advanced(by: .seconds(5)), count) }
        let shifted = edges.map { edge in
            var edge = edge
            edge.time = MonotonicInstant.zero.advanced(by: edge.time.duration(since: start))
            return edge
        }
        let clip = Clip(edges: shifted, entries: entries, exits: exits)
        switch (entries, exits) {
        case (0, 0): hesitations.append(clip)
        case (_, 0): arrivals.append(clip)
        case (0, _): departures.append(clip)
        default: break
        }
    }
}

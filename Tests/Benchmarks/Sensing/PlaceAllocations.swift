import TunetCore

/// The allocations of a whole place's state machine, which also keeps bins, today's numbers and the lines' levels.
///
/// It allocates when it hands a bin's counters over for their commit, and when a health state changes; an edge within a
/// bin has to do without.
struct PlaceAllocations {
    private(set) var withinBins: UInt64 = 0
    private(set) var atBinEnds: UInt64 = 0
    private(set) var bins = 0

    static func count(_ edges: [Edge], warmUp: Int, _ allocator: AllocationCounter) -> PlaceAllocations {
        var machine = PlaceMachine(configuration: configuration, timeline: timeline, at: edges[0].time)
        for edge in edges[..<warmUp] { machine.receive(edge) }
        var counts = PlaceAllocations()
        var bin = machine.timeline.bin(at: edges[warmUp].time)
        for edge in edges[warmUp...] {
            let edgeBin = machine.timeline.bin(at: edge.time)
            if edgeBin == bin {
                let seen = allocator.during { machine.receive(edge) }
                if machine.takeActions().isEmpty { counts.withinBins += seen }
            } else {
                counts.bins += 1
                bin = edgeBin
                counts.atBinEnds += allocator.during {
                    machine.receive(edge)
                    _ = machine.takeIncrements(at: edge.time)
                    _ = machine.takeActions()
                }
                // The first event after a hand-over may make a list anew.
                machine.advance(to: edge.time)
            }
        }
        return counts
    }

    private static var timeline: Timeline {
        let anchor = Anchor(monotonic: .zero, utc: UTCInstant(seconds: 1_767_225_600), quality: .synchronised)
        return Timeline(zone: .utc, boot: 1, anchor: anchor)
    }

    private static var configuration: PlaceConfiguration {
        let outer = InputLine(.name("OUTER")), inner = InputLine(.name("INNER"))
        return PlaceConfiguration(
            place: Place(id: "benchmark", name: "Benchmark", timeZone: "UTC"),
            doors: [
                Door(id: "door", name: "Door", sensor: .beamPair(outer: outer, inner: inner, BeamPairParameters()))
            ],
            panels: [], sessions: [], release: ReleasePolicy(), uplink: nil, device: Device())
    }
}

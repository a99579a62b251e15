import Testing
import TunetTestSupport

@testable import TunetCore

/// Lines that float, chips that come and go, edges that are lost, repeated or out of order.
@Suite("Bad input of every sensor besides the pair")
struct BadInputTests {
    static let doors: [Door] = MixedPlace.doors.filter { $0.id != "pair" }

    private static func play(_ door: Door, seed: UInt64, outOfOrder: Bool) -> (run: SensorRun, rises: [Int]) {
        var random = SeededGenerator(seed: seed)
        var run = SensorRun(DoorSensor(door))
        var rises = [0, 0, 0, 0]
        var now = MonotonicInstant.zero
        for edge in [Edge].noise(count: 800, using: &random) {
            let line = Int.random(in: 0...3, using: &random)
            var time = edge.time
            if outOfOrder, Int.random(in: 0..<10, using: &random) == 0 {
                time = MonotonicInstant(
                    nanoseconds: max(0, time.nanoseconds - Int64.random(in: 0...3_000_000_000, using: &random)))
            }
            now = max(now, time)
            let reason: Reason = Bool.random(using: &random) ? .lostEdges : .unsynchronised
            switch Int.random(in: 0..<40, using: &random) {
            case 0: run.unplug(at: now)
            case 1: run.unplugUpper(at: now)
            case 2: run.unplugLeaf(at: now)
            case 3: run.synchronise(edge.level, line == 0, at: now, because: reason)
            case 4: run.synchronise(upper: edge.level, at: now)
            case 5: run.synchronise(leaf: edge.level, at: now)
            default:
                run.receive([Edge(time: time, line: line, level: edge.level)])
                if edge.level { rises[line] += 1 }
            }
        }
        run.finish(after: .seconds(50_000))
        return (run, rises)
    }

    @Test("Nothing is made up, and what begins to be wrong ends in turn", arguments: 0..<40 as Range<UInt64>)
    func nothingMadeUp(seed: UInt64) {
        for door in Self.doors {
            let (run, rises) = Self.play(door, seed: seed, outOfOrder: seed.isMultiple(of: 2))
            let words = run.words
            let bodies = words.count { ["in", "out", "unknown", "~animal"].contains($0) }
            #expect(bodies <= (door.countsPassages ? rises[0] + rises[1] : 0), "seed \(seed), \(door.id)")
            // A sensor of one line takes the edges of lines 0 and 1 for its own.
            #expect(words.count { $0 == "presence" } <= (door.hasMotionSensor ? rises[0] + rises[1] : 0))
            let swings = door.reed == nil ? rises[0] + rises[1] : rises[3]
            #expect(words.count { $0 == "swing" } <= (door.hasLeafContact ? swings : 0), "seed \(seed), \(door.id)")
            let tally = run.tally
            for counted in [tally.in, tally.out, tally.unknown] {
                #expect(counted.doubt.over >= 0 && counted.doubt.under >= 0)
                // A passage can't be more wrong than not to have been.
                #expect(counted.doubt.over <= 1000 * counted.count, "seed \(seed), \(door.id)")
            }
            for kind in HealthKind.allCases {
                let changes = words.filter { $0 == "+\(kind.rawValue)" || $0 == "-\(kind.rawValue)" }
                #expect(
                    changes == changes.indices.map { ($0.isMultiple(of: 2) ? "+" : "-") + kind.rawValue },
                    "seed \(seed), \(door.id)")
            }
        }
    }

    @Test("Read anew and at rest, every sensor is well again", arguments: 0..<20 as Range<UInt64>)
    func wellAgain(seed: UInt64) {
        for door in Self.doors {
            var run = Self.play(door, seed: seed, outOfOrder: false).run
            let end = MonotonicInstant.zero.advanced(by: .seconds(1_000_000))
            run.advance(to: end)
            run.synchronise(false, false, at: end)
            run.synchronise(upper: false, at: end)
            run.synchronise(leaf: false, at: end)
            #expect(run.sensor.isObserving, "seed \(seed), \(door.id)")
            for kind in [HealthKind.blocked, .unplugged, .lostEdges, .heldOpen] {
                let (begun, ended) = (
                    run.words.count { $0 == "+\(kind.rawValue)" }, run.words.count { $0 == "-\(kind.rawValue)" }
                )
                #expect(begun == ended, "seed \(seed), \(door.id), \(kind)")
            }
        }
    }

    @Test("Repeated edges of the same level make no passage of a contact")
    func repeated() {
        for kind in ContactParameters.Kind.allCases {
            let once = ContactTests.run([1000, 1200, 3000, 3300], kind: kind)
            var run = SensorRun(DoorSensor(Contact(ContactParameters(kind: kind))))
            for (time, level) in [(1000, true), (1200, false), (3000, true), (3300, false)] as [(Int64, Bool)] {
                for later in [0, 10, 50] as [Int64] {
                    run.receive([Edge(time: ContactTests.at(time + later), line: 0, level: level)])
                }
            }
            run.finish()
            #expect(run.events == once.events)
        }
    }
}

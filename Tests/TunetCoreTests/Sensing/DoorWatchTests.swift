import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("A door whose lines cannot be believed")
struct DoorWatchTests {
    private func at(_ seconds: Double) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: Int64(seconds * 1_000_000) * 1000)
    }

    /// Edges of one line, every `milliseconds`, from `start` on.
    private func hum(_ line: Int, from start: Double, seconds: Double, every milliseconds: Double = 10) -> [Edge] {
        (0..<Int(seconds * 1000 / milliseconds)).map { number in
            Edge(
                time: at(start + Double(number) * milliseconds / 1000), line: line, level: number.isMultiple(of: 2))
        }
    }

    /// One beam broken for 300 ms.
    private func lone(_ line: Int, at seconds: Double, for length: Double = 0.3) -> [Edge] {
        [
            Edge(time: at(seconds), line: line, level: true),
            Edge(time: at(seconds + length), line: line, level: false),
        ]
    }

    private func healths(_ run: SensorRun) -> [String] {
        run.briefs.filter { $0.hasPrefix("+") || $0.hasPrefix("-") }
    }

    // MARK: - Chattering

    @Test("A line that hums is not observed and counts nobody, until it has been quiet", arguments: [0, 1])
    func humming(line: Int) {
        var run = SensorRun()
        run.receive(hum(line, from: 10, seconds: 5))
        #expect(healths(run) == ["+chattering"])
        #expect(!run.sensor.isObserving)
        #expect(run.sensor.chatteringBeam == (line == 0 ? .outer : .inner))
        // Somebody walks through while nothing can be believed.
        run.receive(EdgeScript("10 11 01 00", start: .seconds(20)).edges)
        run.advance(to: at(40))
        #expect(run.tally.in.count == 0 && run.tally.out.count == 0)
        #expect(run.briefs.contains("~chattering 0"), "the walk is noted")
        #expect(!run.sensor.isObserving)
        run.advance(to: at(60))
        #expect(healths(run) == ["+chattering", "-chattering"])
        #expect(run.sensor.isObserving && run.sensor.chatteringBeam == nil)
        run.receive(EdgeScript("10 11 01 00", start: .seconds(61)).edges)
        run.finish()
        #expect(run.tally.in.count == 1)
        // Its beginning makes a passage doubtful either way.
        #expect(run.tally.in.doubt.over >= 1000 && run.tally.out.doubt.under >= 1000)
    }

    /// So fast that no level ever holds for the debounce time: the machine of the pair never hears of it.
    @Test("Noise below the debounce time is noticed")
    func fastNoise() {
        var run = SensorRun()
        run.receive(hum(0, from: 10, seconds: 2, every: 1))
        #expect(run.briefs == ["~chattering 1000", "+chattering"])
        run.finish()
        #expect(run.briefs.suffix(1) == ["-chattering"])
    }

    @Test("Both lines float: one state, which ends when both are quiet")
    func bothLines() {
        var run = SensorRun()
        run.receive((hum(0, from: 10, seconds: 4) + hum(1, from: 10.003, seconds: 8)).sorted { $0.time < $1.time })
        #expect(run.sensor.chatteringBeam == nil && !run.sensor.isObserving)
        #expect(healths(run) == ["+chattering"])
        run.advance(to: at(18 + 34))
        #expect(!run.sensor.isObserving)
        run.advance(to: at(18 + 35))
        #expect(healths(run).suffix(1) == ["-chattering"] && run.sensor.isObserving)
    }

    /// Both lines on one loose cable: turn-backs and diagonals without end, which are noted and prove nothing.
    private func looseCable(until end: Double, seed: UInt64) -> [Edge] {
        var edges: [Edge] = []
        for line in 0...1 {
            var random = SeededGenerator(seed: 2 * seed + UInt64(line))
            var now = 10.0
            var level = false
            while now < end || level {
                level.toggle()
                edges.append(Edge(time: at(now), line: line, level: level))
                now += Double.random(in: 0.006...0.015, using: &random)
            }
        }
        return edges.inOrder
    }

    @Test(
        "The doubt of a line that chatters is that of its beginning, however long it goes on",
        arguments: 0..<6 as Range<UInt64>)
    func doubtOfChatter(seed: UInt64) {
        for door in [WitnessedDoor.door(), WitnessedDoor.door(upper: true), WitnessedDoor.door(reed: true)] {
            let runs = [20.0, 1800].map { end in
                var run = SensorRun(DoorSensor(door))
                run.synchronise(upper: false, at: .zero)
                run.synchronise(leaf: false, at: .zero)
                run.receive(looseCable(until: end, seed: seed))
                run.finish()
                return run
            }
            let (short, long) = (runs[0].tally, runs[1].tally)
            #expect(healths(runs[1]) == ["+chattering", "-chattering"], "seed \(seed)")
            #expect(long.in == short.in && long.out == short.out, "seed \(seed)")
            #expect(long.in.count + long.out.count <= 15, "the moments until it was certain; seed \(seed)")
            #expect(long.noted[.chattering] > short.noted[.chattering], "seed \(seed)")
        }
    }

    @Test("Half-crossings before a beam was found dead were people, half of them each way")
    func doubtOfDeadBeam() {
        var run = SensorRun()
        for number in 0..<20 { run.receive(lone(0, at: 100 + 600 * Double(number))) }
        #expect(healths(run) == ["+beam_dead"])
        let halves = run.briefs.prefix { $0 != "+beam_dead" }.count { $0.hasPrefix("~half_crossing") }
        #expect((17...18).contains(halves))
        let tally = run.tally
        #expect(tally.in.doubt.under == 500 * halves && tally.out.doubt.under == 500 * halves)
        #expect(tally.in.bounds.upperBound > halves / 2, "the bounds hold whoever came")
    }

    @Test("A mat that chatters counts nobody either")
    func mat() {
        var run = SensorRun(DoorSensor(Contact(ContactParameters(kind: .mat))))
        run.receive(hum(0, from: 10, seconds: 60, every: 15))
        #expect(healths(run) == ["+chattering"] && !run.sensor.isObserving)
        let before = run.tally.unknown.count
        #expect(before <= 8, "counted before it was certain: \(before)")
        run.receive(hum(0, from: 70, seconds: 60, every: 15))
        #expect(run.tally.unknown.count == before)
        run.finish()
        #expect(run.sensor.isObserving)
    }

    @Test("Unplugging ends it before the door is unplugged, and a new cable begins anew")
    func unplugged() {
        var run = SensorRun()
        run.receive(hum(0, from: 10, seconds: 3))
        run.unplug(at: at(13))
        #expect(healths(run) == ["+chattering", "-chattering", "+unplugged"])
        run.receive(hum(0, from: 14, seconds: 3))
        #expect(healths(run).count == 3, "a line that is gone says nothing")
        run.synchronise(false, false, at: at(20))
        #expect(run.sensor.isObserving)
    }

    // MARK: - A dead beam

    /// Breaks alone that make the other beam dead: those that make it suspect, and those that are then counted.
    private let enough = DoorWatch.lookEdges / 2 + BeamWatch.loneBreaks

    private func lones(_ line: Int, _ count: Int, from start: Double) -> [Edge] {
        (0..<count).flatMap { lone(line, at: start + 130 * Double($0)) }
    }

    @Test(
        "Eighteen breaks in a row of one beam alone make the other one dead; one break brings it back",
        arguments: [0, 1])
    func dead(line: Int) {
        var run = SensorRun()
        run.receive(lones(line, enough - 1, from: 100))
        run.advance(to: at(2390))
        #expect(healths(run).isEmpty && run.sensor.isObserving)
        run.receive(lone(line, at: 2400))
        #expect(healths(run) == ["+beam_dead"])
        #expect(run.sensor.deadBeam == (line == 0 ? .inner : .outer) && !run.sensor.isObserving)
        // A spark of two milliseconds is no beam.
        run.receive(lone(1 - line, at: 2500, for: 0.002))
        run.receive(lones(line, 30, from: 2600))
        #expect(healths(run) == ["+beam_dead"])
        run.receive(lone(1 - line, at: 7000))
        #expect(healths(run) == ["+beam_dead", "-beam_dead"])
        #expect(run.sensor.deadBeam == nil && run.sensor.isObserving)
    }

    @Test("A break of the other beam begins the count anew, and so do passages and lost edges", arguments: 0..<3)
    func notDead(interruption: Int) {
        var run = SensorRun()
        run.receive(lones(0, enough - 1, from: 100))
        switch interruption {
        case 0: run.receive(lone(1, at: 2500))
        case 1: run.receive(EdgeScript("01 11 10 00", start: .seconds(2500)).edges)
        default: run.synchronise(false, false, at: at(2500), because: .lostEdges)
        }
        run.receive(lones(0, BeamWatch.loneBreaks - 1, from: 2600))
        #expect(healths(run).isEmpty)
        // Eight at the most belong to a look that has seen both beams.
        run.receive(lones(0, enough, from: 4600))
        #expect(healths(run) == ["+beam_dead"])
    }

    @Test("Who waits before the door, or plays in it, breaks one beam often and makes none dead")
    func waiting() {
        var run = SensorRun()
        // For a quarter of an hour, every two seconds.
        for number in 0..<450 { run.receive(lone(0, at: 100 + 2 * Double(number))) }
        run.finish()
        #expect(healths(run).isEmpty)
    }

    @Test("A beam that is broken all the time is blocked and not dead")
    func blocked() {
        var run = SensorRun()
        run.receive([Edge(time: at(50), line: 1, level: true)])
        for number in 0..<40 { run.receive(lone(0, at: 100 + 70 * Double(number))) }
        #expect(healths(run) == ["+blocked"])
        run.receive([Edge(time: at(5000), line: 1, level: false)])
        run.advance(to: at(5001))
        #expect(healths(run) == ["+blocked", "-blocked"])
    }

    @Test("A pair of which people turn back half of the time has no dead beam", arguments: 0..<20 as Range<UInt64>)
    func turnBacks(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var run = SensorRun()
        for number in 0..<1000 {
            let start = 100 + 70 * Double(number)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<4: run.receive(lone(0, at: start))
            case 4: run.receive(lone(1, at: start))
            case 5..<8: run.receive(EdgeScript("10 11 01 00", start: .seconds(Int64(start))).edges)
            default: run.receive(EdgeScript("01 11 10 00", start: .seconds(Int64(start))).edges)
            }
        }
        run.finish()
        #expect(healths(run).isEmpty, "seed \(seed)")
    }

    // MARK: - Whatever comes

    @Test("States alternate, none hangs, and the pace of time does not matter", arguments: 0..<40 as Range<UInt64>)
    func anything(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var runs = [SensorRun(pace: .late), SensorRun(pace: .onTime), SensorRun(pace: .restless(seed))]
        var now = 1.0
        for _ in 0..<80 {
            let line = Int.random(in: 0...1, using: &random)
            let edges: [Edge]
            switch Int.random(in: 0..<8, using: &random) {
            case 0:
                edges = hum(
                    line, from: now, seconds: .random(in: 0.1...6, using: &random),
                    every: .random(in: 1...50, using: &random))
            case 1: edges = (0..<15).flatMap { lone(line, at: now + 121 * Double($0)) }
            case 2: edges = EdgeScript("10 11 01 00", start: .milliseconds(Int64(now * 1000))).edges
            case 3: edges = lone(line, at: now, for: .random(in: 0.001...50, using: &random))
            case 4: edges = lone(line, at: now + .random(in: 0...70, using: &random))
            default: edges = []
            }
            let trouble = Int.random(in: 0..<20, using: &random)
            let levels = (Bool.random(using: &random), Bool.random(using: &random))
            now = (edges.last.map { Double($0.time.nanoseconds) / 1e9 } ?? now) + .random(in: 0.1...20, using: &random)
            for index in runs.indices {
                runs[index].receive(edges)
                switch trouble {
                case 0: runs[index].unplug(at: at(now))
                case 1: runs[index].synchronise(levels.0, levels.1, at: at(now), because: .lostEdges)
                case 2: runs[index].synchronise(levels.0, levels.1, at: at(now))
                default: break
                }
            }
            now += 0.1
        }
        for index in runs.indices {
            runs[index].synchronise(false, false, at: at(now + 1))
            runs[index].receive(EdgeScript("10 11 01 00", start: .seconds(Int64(now) + 100)).edges)
            runs[index].finish()
            #expect(runs[index].events == runs[0].events, "seed \(seed)")
            #expect(runs[index].sensor.isObserving, "seed \(seed)")
            #expect(runs[index].sensor.deadline == nil, "seed \(seed)")
        }
        var open: Set<HealthKind> = []
        for case .health(let kind, let began, _) in runs[0].events {
            #expect(began ? open.insert(kind).inserted : open.remove(kind) != nil, "seed \(seed): \(kind)")
        }
        #expect(open.isEmpty, "seed \(seed): \(open)")
    }
}

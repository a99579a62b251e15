import Testing
import TunetTestSupport

@testable import TunetCore

/// A place through weeks of everything that can go wrong with its lines.
@Suite("Health of a place, whatever comes")
struct PlaceHealthPropertyTests {
    private struct Trial {
        var run: PlaceRun
        var random: SeededGenerator
        var now: Double = 0
        /// States as the actions tell them: by `source kind`.
        var open: Set<String> = []
        var alternates = true

        init(seed: UInt64) {
            random = SeededGenerator(seed: seed)
            run = PlaceRun(utc: PlaceHealthTests.nine, configuration: PlaceHealthTests.configuration)
        }

        /// Reaches `time`, bin by bin, and looks at each bin's end whether what counts as observed is what health allows.
        mutating func reach(_ time: Double) {
            while true {
                let end = run.machine.binEnd
                let target = min(end, PlaceRun.at(time))
                run.machine.advance(to: MonotonicInstant(nanoseconds: target.nanoseconds - 1))
                look()
                let allowed = observers()
                let bin = run.machine.bin
                run.machine.advance(to: target)
                let increments = run.machine.takeIncrements(at: target)
                look()
                if target == end {
                    let observed = increments.rows.filter { $0.counter == .observed && $0.bin == bin }.map(\.source)
                    #expect(Set(observed) == allowed, "at the end of bin \(bin.index)")
                }
                guard end <= PlaceRun.at(time) else { break }
            }
            now = time
        }

        /// The doors and panels without any trouble that cuts their coverage: exactly those are observed.
        private func observers() -> Set<String> {
            let machine = run.machine
            let blind = Set(machine.health.entries.filter(\.kind.cutsCoverage).compactMap(\.source))
            let all = [
                "front": machine.isObserving(door: 0), "garden": machine.isObserving(door: 1),
                "panel": machine.isObserving(panel: 0),
            ]
            for (id, isObserving) in all { #expect(isObserving == !blind.contains(id), "\(id)") }
            return Set(all.keys).subtracting(blind)
        }

        mutating func look() {
            for case .healthChanged(let kind, let source, let began) in run.machine.takeActions() {
                let name = "\(source ?? "") \(kind.rawValue)"
                alternates = alternates && (began ? open.insert(name).inserted : open.remove(name) != nil)
            }
            let entries = run.machine.health.entries.map { "\($0.source ?? "") \($0.kind.rawValue)" }
            #expect(Set(entries) == open && entries.count == open.count)
        }

        mutating func edge(_ line: Int, _ level: Bool, after seconds: Double) {
            reach(now + seconds)
            run.machine.receive(Edge(time: PlaceRun.at(now), line: line, level: level))
        }

        mutating func trouble() {
            let line = Int.random(in: 0...4, using: &random)
            switch Int.random(in: 0..<9, using: &random) {
            case 0:
                for number in 0..<Int.random(in: 50...800, using: &random) {
                    edge(line, number.isMultiple(of: 2), after: .random(in: 0.001...0.03, using: &random))
                }
            case 1:
                for _ in 0..<15 {
                    edge(line, true, after: 121)
                    edge(line, false, after: 0.3)
                }
            case 2:
                edge(line, true, after: 1)
                edge(line, false, after: .random(in: 1...3000, using: &random))
            case 3: run.machine.unplug(lines: [line], at: PlaceRun.at(now))
            case 4:
                let levels = (0...4).map { ($0, Int.random(in: 0..<8, using: &random) == 0) }
                reach(now + .random(in: 0...5000, using: &random))
                run.machine.synchronise(
                    levels: Dictionary(uniqueKeysWithValues: levels), at: PlaceRun.at(now),
                    because: Bool.random(using: &random) ? .lostEdges : .unsynchronised)
            case 5: reach(now + .random(in: 0...40_000, using: &random))
            case 6 where Bool.random(using: &random):
                // An edge that was mixed up on its way.
                let time = max(0, now - .random(in: 0.001...10, using: &random))
                run.machine.receive(Edge(time: PlaceRun.at(time), line: line, level: true))
                look()
            default:
                for (line, level) in [(0, true), (1, true), (0, false), (1, false), (2, true), (2, false)] {
                    edge(line, level, after: 0.2)
                }
            }
        }

        /// Everything is mended, and somebody walks through both doors.
        mutating func mend() {
            reach(now + 60)
            run.machine.synchronise(
                levels: SamplePlace.restingLevels, at: PlaceRun.at(now), because: .unsynchronised)
            reach(now + 100)
            for (line, level) in [(0, true), (1, true), (0, false), (1, false), (2, true), (2, false)] {
                edge(line, level, after: 0.2)
            }
            reach(now + 900)
        }
    }

    @Test(
        "Coverage never counts while a state says not observing; states alternate; none hangs",
        arguments: 0..<30 as Range<UInt64>)
    func anything(seed: UInt64) {
        var trial = Trial(seed: seed)
        for _ in 0..<60 { trial.trouble() }
        #expect(trial.alternates, "seed \(seed)")
        trial.mend()
        #expect(trial.open.isEmpty, "seed \(seed): \(trial.open)")
        #expect(trial.run.machine.isObserving(door: 0) && trial.run.machine.isObserving(door: 1), "seed \(seed)")
        #expect(trial.run.machine.isObserving(panel: 0), "seed \(seed)")
    }
}

import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Beam gauge")
struct BeamGaugeTests {
    private static func gauge(_ parameters: BeamPairParameters = BeamPairParameters()) -> BeamGauge {
        BeamGauge(parameters, BodyLimits(parameters))
    }

    /// Bodies that measure with their arms as much as is expected, plus or minus a quarter, at all speeds.
    private static func teach(_ gauge: inout BeamGauge, gap: Int64, bodies: Int, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<bodies {
            let speed = Int64.random(in: 400...1600, using: &random)
            let depth = 270 * Int64.random(in: 750...1250, using: &random) / 1000
            gauge.learn(lags: 2 * gap * 1_000_000_000 / speed, lengths: 2 * depth * 1_000_000_000 / speed)
        }
    }

    @Test(
        "Fifty bodies show the distance of the beams within a tenth", arguments: [50, 100, 200, 300] as [Int64],
        0..<20 as Range<UInt64>)
    func learns(gap: Int64, seed: UInt64) {
        var gauge = Self.gauge()
        #expect(gauge.beamGap == 150)
        Self.teach(&gauge, gap: gap, bodies: 50, seed: seed)
        #expect(10 * abs(gauge.beamGap - gap) <= gap, "seed \(seed): \(gauge.beamGap) instead of \(gap) mm")
    }

    @Test(
        "What is measured is believed, unless bodies show that it is off by more than 1.6",
        arguments: [100, 200, 300] as [Int64])
    func measured(gap: Int64) {
        for (told, isKept) in [
            (gap, true), (gap * 13 / 10, true), (gap * 10 / 13, true), (gap * 2, false), (gap / 2, false),
        ] {
            var gauge = Self.gauge(BeamPairParameters(beamGap: .millimetres(Int(told))))
            #expect(gauge.beamGap == told)
            Self.teach(&gauge, gap: gap, bodies: 300, seed: 1)
            if isKept {
                #expect(gauge.beamGap == told, "\(gap) mm, told \(told)")
            } else {
                #expect(10 * abs(gauge.beamGap - gap) <= gap, "\(gap) mm, told \(told): \(gauge.beamGap)")
            }
        }
    }

    @Test("What cannot be a body's teaches nothing, and what is learned stays between 2 and 50 cm")
    func limits() {
        var gauge = Self.gauge()
        for _ in 0..<100 {
            gauge.learn(lags: 20_000_000, lengths: 400_000_000)
            gauge.learn(lags: 100_000_000, lengths: 3_000_000_000)
        }
        #expect(gauge.beamGap == 150)
        for _ in 0..<1000 { gauge.learn(lags: 21_000_000, lengths: 2_999_000_000) }
        #expect(gauge.beamGap == 20)
        for _ in 0..<2000 { gauge.learn(lags: 2_999_000_000, lengths: 100_000_000) }
        #expect(gauge.beamGap == 500)
    }

    @Test("Both beams may be clear within one body for 30 cm of its way, 60 to 900 ms")
    func wait() {
        var wide = Self.gauge(BeamPairParameters(beamGap: .centimetres(30)))
        // From beam to beam are 30 cm too.
        #expect(abs(wide.wait(afterLag: 300_000_000) - 300_000_000) < 1_000_000)
        let narrow = Self.gauge(BeamPairParameters(beamGap: .centimetres(10)))
        #expect(abs(narrow.wait(afterLag: 100_000_000) - 300_000_000) < 1_000_000)
        for gauge in [wide, narrow] {
            #expect(gauge.wait(afterLag: 0) == 60_000_000)
            #expect(gauge.wait(afterLag: 30_000_000_000) == 900_000_000)
        }
        Self.teach(&wide, gap: 100, bodies: 300, seed: 2)
        #expect(wide.wait(afterLag: 100_000_000) > 250_000_000)
    }

    @Test("Whoever walks through teaches the pair, and a verdict comes sooner or later by it")
    func throughThePair() {
        for gap: Int64 in [50, 300] {
            var bodies = Bodies(gap: gap)
            for index in 0..<60 as Range<Int64> { bodies.add(.in, at: index * 4000, [(0, 270)]) }
            var run = SensorRun()
            run.receive(bodies.edges)
            guard let last = bodies.edges.last?.time else { return }
            run.advance(to: last.advanced(by: .milliseconds(10)))
            guard let due = run.sensor.deadline else { return }
            // 30 cm at 1 m/s, and the debounce.
            let wait = Double(due.nanoseconds - last.nanoseconds) / 1e6
            #expect((270...340).contains(wait), "\(gap) mm: \(wait) ms")
        }
    }
}

@Suite("Company")
struct CompanyTests {
    private static let length: Int64 = 250_000_000

    /// Bodies of `depth` hundredths, with `gaps` milliseconds between them.
    private static func add(
        _ company: inout Company, _ direction: Direction = .in, gaps: [Int64], depth: Int64 = 100,
        from start: Int64 = 1_000_000_000
    ) -> [Company.Hidden] {
        var now = start
        return gaps.map { gap in
            now += gap * 1_000_000
            let hidden = company.add(direction, Break(start: now, end: now + length), depth: depth, usual: 100)
            now += length
            return hidden
        }
    }

    @Test("Where nobody follows closely nobody is added, however deep bodies are", arguments: 0..<20 as Range<UInt64>)
    func nobody(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var company = Company()
        var now: Int64 = 0
        for _ in 0..<500 {
            now += Int64.random(in: 100_000_000...5_000_000_000, using: &random)
            let direction: Direction = Bool.random(using: &random) ? .in : .out
            let body = Break(start: now, end: now + Self.length)
            let hidden = company.add(direction, body, depth: 250, usual: 100)
            now += Self.length
            #expect(hidden.expected == 0 && hidden.counted == 0, "seed \(seed)")
        }
    }

    @Test("Who comes the other way follows nobody")
    func opposite() {
        var company = Company()
        var now: Int64 = 0
        for index in 0..<200 {
            let body = Break(start: now, end: now + Self.length)
            let hidden = company.add(index.isMultiple(of: 2) ? .in : .out, body, depth: 250, usual: 100)
            #expect(hidden.expected == 0 && !hidden.isTogether)
            now += Self.length + 50_000_000
        }
    }

    @Test("Together is within a second and a half of the last one in the same direction")
    func together() {
        for (gap, isTogether) in [(1499, true), (1500, false), (0, true)] as [(Int64, Bool)] {
            var company = Company()
            let hidden = Self.add(&company, gaps: [0, gap])
            #expect(hidden.map(\.isTogether) == [false, isTogether], "\(gap) ms")
        }
    }

    @Test("Close is less than a tenth of a second")
    func close() {
        for (gap, isClose) in [(99, true), (100, false)] as [(Int64, Bool)] {
            var company = Company()
            let hidden = Self.add(&company, gaps: [0, gap])
            #expect((hidden[1].expected > 0) == isClose, "\(gap) ms")
        }
    }

    @Test("Where all follow closely, the deep ones hide more than the others, and two at the most")
    func depths() {
        var last = 0
        for depth: Int64 in [80, 110, 140, 170, 200] {
            var company = Company()
            let hidden = Self.add(&company, gaps: Array(repeating: 50, count: 400), depth: depth)
            let expected = hidden.reduce(0) { $0 + $1.expected }
            let counted = hidden.reduce(0) { $0 + $1.counted }
            #expect(expected > last && expected < 400_000, "depth \(depth)")
            // What is counted is what is expected, as whole people.
            #expect(abs(1000 * counted - expected) <= 1000, "depth \(depth): \(counted), expected \(expected)")
            last = expected
        }
    }

    @Test("What is expected fades as people come alone again")
    func fades() {
        var company = Company()
        _ = Self.add(&company, gaps: Array(repeating: 50, count: 100), depth: 170)
        let alone = Self.add(
            &company, gaps: Array(repeating: 5000, count: 600), depth: 170, from: 1_000_000_000_000)
        #expect(alone.allSatisfy { $0.counted == 0 && !$0.isTogether })
        #expect((alone.first?.expected ?? 0) > 500 && (alone.last?.expected ?? 1000) < 250)
    }

    @Test("Six bodies a second are admitted in the long run, and some at once")
    func admits() {
        var company = Company()
        let atOnce = (0..<20).count { _ in company.admits(at: 0) }
        #expect(atOnce == 5)
        let admitted = (0..<10_000 as Range<Int64>).count { company.admits(at: 2_000_000_000 + $0 * 10_000_000) }
        // A hundred seconds.
        #expect((588...600).contains(admitted), "\(admitted)")
    }
}

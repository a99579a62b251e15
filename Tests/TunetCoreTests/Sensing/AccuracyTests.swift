import Testing
import TunetCore
import TunetTestSupport

/// What `Tests/Accuracy/run` measures at length, here on fewer days of fixed seeds.
@Suite("Accuracy")
struct AccuracyTests {
    /// A door is either told nothing about its beams, or the truth.
    static let fittings: [BeamFitting] = [.standard, .known]

    @Test(
        "Recorded walks: half of the plain machine's error, or 1 %", arguments: TraceTruth.names.map(\.name),
        Self.fittings)
    func traces(name: String, fitting: BeamFitting) throws {
        let truth = try #require(TraceTruth(json: try Repository.text("Tests/Traces/\(name).truth.json")))
        let edges = try TraceTests.edges(name)
        let counted = DoorCount(tunet: edges, fitting.parameters(gap: truth.gap))
        var score = AccuracyScore("\(name), beam gap \(fitting.rawValue)")
        score.add(counted, plain: DoorCount(plain: edges), truth: DoorCount(truth))
        #expect(AccuracyBounds.trace(name).broken(by: score) == [])
    }

    /// Days and people on each: as many as a few seconds allow.
    static let plans: [(scenario: WalkScenario, days: Int, people: Int?)] = [
        (.quietDoor, 40, nil), (.busyDoor, 10, 300), (.seniorCentre, 30, 60), (.school, 20, 100), (.stream, 20, 60),
        (.bottleneck, 20, 60),
    ]

    @Test(
        "Generated days: the truth is inside the interval, and the interval is narrow",
        arguments: Self.plans.map(\.scenario))
    func days(scenario: WalkScenario) throws {
        let plan = try #require(Self.plans.first { $0.scenario == scenario })
        var scores = Self.fittings.map { AccuracyScore("\(scenario.rawValue), beam gap \($0.rawValue)") }
        var generator = WalkGenerator(scenario, seed: 11)
        for _ in 0..<plan.days {
            let walks = generator.day(people: plan.people)
            let (plain, truth) = (DoorCount(plain: walks.edges), DoorCount(walks))
            for (index, fitting) in Self.fittings.enumerated() {
                let counted = DoorCount(tunet: walks.edges, fitting.parameters(gap: walks.door.gap, at: scenario))
                scores[index].add(counted, plain: plain, truth: truth)
            }
        }
        for (fitting, score) in zip(Self.fittings, scores) {
            var bounds = AccuracyBounds.days(of: scenario, fitting)
            // Of so few days a tenth may be outside by chance.
            bounds.coverage = min(bounds.coverage, 90)
            #expect(bounds.broken(by: score) == [])
        }
    }

    @Test("People one by one: not one is counted wrongly if the distance of the beams was told, hardly one if not")
    func spaced() {
        var generator = WalkGenerator(.spaced, seed: 1)
        var errors: [BeamFitting: Int] = [:]
        var first: [BeamFitting: String] = [:]
        var passages = 0
        for _ in 0..<5 {
            let walks = generator.day(people: 800)
            passages += walks.crossings.count
            for fitting in Self.fittings {
                let (count, what) = walks.errors(with: fitting.parameters(gap: walks.door.gap))
                errors[fitting, default: 0] += count
                if first[fitting] == nil { first[fitting] = what }
            }
        }
        for fitting in Self.fittings {
            let allowed = fitting.allowedErrors(of: passages) ?? 0
            #expect(errors[fitting, default: 0] <= allowed, "beam gap \(fitting.rawValue): \(first[fitting] ?? "")")
        }
    }

    @Test("A wrong beam gap makes no count worse than a plain machine's", arguments: [BeamFitting.halved, .doubled])
    func wrongGap(fitting: BeamFitting) {
        for scenario in [WalkScenario.quietDoor, .busyDoor, .school] {
            var score = AccuracyScore(scenario.rawValue)
            var generator = WalkGenerator(scenario, seed: 12)
            for _ in 0..<5 {
                let walks = generator.day(people: 100)
                let counted = DoorCount(tunet: walks.edges, fitting.parameters(gap: walks.door.gap))
                score.add(counted, plain: DoorCount(plain: walks.edges), truth: DoorCount(walks))
            }
            #expect(score.ratio <= 1, "\(scenario): \(score.error.brief) %, plain \(score.plainError.brief) %")
        }
    }

    @Test("Noise: never a negative count, nor more passages than bodies can make", arguments: [false, true])
    func noise(goesBack: Bool) {
        for seed: UInt64 in 0..<4 {
            var run = NoiseRun(seed: seed, goesBack: goesBack)
            run.run(25_000)
            #expect(run.failure == nil, "seed \(seed)")
            #expect(run.counted > 0 && run.limit >= run.counted, "seed \(seed)")
        }
    }
}

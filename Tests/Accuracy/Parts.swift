import TunetCore
import TunetTestSupport

/// The scores of one kind of door, for each distance of the beams that Tunet may have been told.
struct FittedScores {
    let name: String
    private var scores: [BeamFitting: AccuracyScore]

    init(_ name: String) {
        self.name = name
        scores = [:]
        for fitting in BeamFitting.allCases {
            scores[fitting] = AccuracyScore(fitting == .standard ? name : "\(name), beam gap \(fitting.rawValue)")
        }
    }

    subscript(fitting: BeamFitting) -> AccuracyScore {
        scores[fitting] ?? AccuracyScore(name)
    }

    mutating func add(_ edges: [Edge], gap: Double, at scenario: WalkScenario? = nil, truth: DoorCount) {
        let plain = DoorCount(plain: edges)
        for fitting in BeamFitting.allCases {
            let counted = DoorCount(tunet: edges, fitting.parameters(gap: gap, at: scenario))
            scores[fitting]?.add(counted, plain: plain, truth: truth)
        }
    }
}

enum TracePart {
    static func measure(root: String) throws(Complaint) -> [FittedScores] {
        var rows: [FittedScores] = []
        for (name, plainIn, plainOut) in TraceTruth.names {
            let file = "\(root)/Tests/Traces/\(name).truth.json"
            guard let truth = TraceTruth(json: String(decoding: try System.bytes(of: file), as: UTF8.self)) else {
                throw Complaint("\(file) is not as it should be")
            }
            let edges = try System.edges(of: "\(root)/\(TraceTruth.edgesPath(name))")
            let plain = DoorCount(plain: edges)
            // A plain machine that counts otherwise would move the bound.
            guard plain.in.count == plainIn, plain.out.count == plainOut, edges.count == truth.edges else {
                throw Complaint("\(name): the plain machine counts \(plain.in.count) in and \(plain.out.count) out")
            }
            var row = FittedScores("trace \(name)")
            row.add(edges, gap: truth.gap, truth: DoorCount(truth))
            rows.append(row)
        }
        return rows
    }

    static func broken(_ row: FittedScores) -> [String] {
        let bounds = AccuracyBounds.trace(String(row.name.dropFirst("trace ".count)))
        return [BeamFitting.standard, .known].flatMap { bounds.broken(by: row[$0]) }
    }
}

enum DayPart {
    static func measure(_ scenario: WalkScenario, _ options: Options) -> FittedScores {
        var row = FittedScores(scenario.rawValue)
        var progress = Progress("\(scenario.rawValue), days", of: options.days)
        var generator = WalkGenerator(scenario, seed: options.seed)
        for day in 0..<options.days {
            let walks = generator.day()
            row.add(walks.edges, gap: walks.door.gap, at: scenario, truth: DoorCount(walks))
            progress.reached(day + 1)
        }
        return row
    }
}

enum SpacedPart {
    /// Prints the errors, and returns what is broken.
    static func measure(_ options: Options) -> [String] {
        var wrong: [BeamFitting: Int] = [:]
        var first: [BeamFitting: String] = [:]
        var passages = 0
        var progress = Progress("spaced, passages", of: options.passages)
        var generator = WalkGenerator(.spaced, seed: options.seed)
        while passages < options.passages {
            // Each thousand at a door of its own.
            let walks = generator.day(people: min(1000, options.passages - passages))
            passages += walks.crossings.count
            for fitting in BeamFitting.allCases {
                let (count, what) = walks.errors(with: fitting.parameters(gap: walks.door.gap))
                wrong[fitting, default: 0] += count
                if first[fitting] == nil { first[fitting] = what }
            }
            progress.reached(passages)
        }
        print("People one by one, beams 5 to 30 cm apart: errors in \(passages) passages")
        for fitting in BeamFitting.allCases {
            print("  beam gap \(fitting.rawValue): \(wrong[fitting, default: 0])")
        }
        print("")
        return BeamFitting.allCases.compactMap { fitting in
            guard let what = first[fitting], let allowed = fitting.allowedErrors(of: passages),
                wrong[fitting, default: 0] > allowed
            else { return nil }
            return
                "spaced, beam gap \(fitting.rawValue): \(wrong[fitting, default: 0]) errors, allowed \(allowed); the first \(what)"
        }
    }
}

enum NoisePart {
    /// Memory that a run may take more at its end than after its first hundredth, in KiB: what the allocator keeps.
    private static let growth = 512

    /// Prints what was counted, and returns what is broken.
    static func measure(_ options: Options) throws(Complaint) -> [String] {
        var broken: [String] = []
        for goesBack in [false, true] {
            let name = "noise\(goesBack ? " that goes back in time" : "")"
            var run = NoiseRun(seed: options.seed, goesBack: goesBack)
            var progress = Progress("\(name), edges", of: options.edges)
            let part = max(1, options.edges / 100)
            run.run(part)
            let before = try System.residentMemory()
            while run.edges < options.edges, run.failure == nil {
                run.run(min(part, options.edges - run.edges))
                progress.reached(run.edges)
            }
            let after = try System.residentMemory()
            print(
                "\(name): \(run.edges) edges, \(run.counted) passages, limit \(run.limit); memory \(before) KiB, then \(after) KiB"
            )
            if let failure = run.failure { broken.append("\(name): \(failure)") }
            if after - before > growth { broken.append("\(name): memory grew by \(after - before) KiB") }
        }
        print("")
        return broken
    }
}

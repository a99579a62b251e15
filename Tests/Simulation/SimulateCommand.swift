import ArgumentParser
import TunetSimulation

/// Runs simulated worlds and says whether everything that is promised about counts was kept.
@main
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tunet-simulate",
        abstract: "Lets devices live through power cuts, bad disks, wrong clocks and bad networks.",
        discussion: """
            Each seed is a world of its own, and the same in every run: its people, its cuts and whatever else goes wrong. \
            What the device and the collector hold is compared with what really happened at each cut and in the end. \
            Exit code: 0 if every promise was kept, 1 if one was not.
            """)

    @Option(help: "The first seed; a random one if it is not given.")
    var seed: UInt64?

    @Option(help: "How many worlds, with the seeds that follow.")
    var count = 10

    @Option(help: "Days with people in each world.")
    var days = 14

    @Option(help: "Power cuts that are aimed at in each world.")
    var cuts = 60

    @Option(
        help: ArgumentHelp(
            "Which events there are besides people and cuts: \(Self.names(SimulationPlan.Event.allCases)).",
            valueName: "a,b"))
    var events = Self.names(SimulationPlan.Event.allCases.filter(SimulationPlan.standard.contains))

    @Flag(help: "Tell what happens in each world.")
    var verbose = false

    static func names(_ events: [SimulationPlan.Event]) -> String {
        events.map(\.rawValue).joined(separator: ",")
    }

    func validate() throws {
        guard (1...1_000_000).contains(count) else { throw ValidationError("--count is 1 to 1000000.") }
        guard (1...400).contains(days) else { throw ValidationError("--days is 1 to 400.") }
        guard (0...100_000).contains(cuts) else { throw ValidationError("--cuts is 0 to 100000.") }
        _ = try chosen()
    }

    private func chosen() throws -> Set<SimulationPlan.Event> {
        try Set(
            events.split(separator: ",").map { name in
                guard let event = SimulationPlan.Event(rawValue: String(name)) else {
                    throw ValidationError("There is no event \(name); see --help.")
                }
                return event
            })
    }

    func run() async throws {
        let first = seed ?? UInt64.random(in: 1...1_000_000_000)
        let plan = SimulationPlan(days: days, cuts: cuts, events: try chosen())
        print("Seeds \(first) to \(first &+ UInt64(count - 1)), \(days) days and \(cuts) cuts each.")
        let begin = ContinuousClock.now
        var all = SimulationResult(seed: first)
        for number in 0..<UInt64(count) {
            let seed = first &+ number
            let result = try await World(seed: seed, plan: plan).run(isVerbose: verbose)
            for violation in result.violations {
                print("BROKEN  \(violation)")
                print(
                    "        again: tunet-simulate --seed \(seed) --count 1 --days \(days) --cuts \(cuts) --events \(events)"
                )
            }
            all += result
        }
        let (seconds, _) = (ContinuousClock.now - begin).components
        print(all.summary + "\n\(seconds) s.")
        guard all.violations.isEmpty else { throw ExitCode(1) }
        print("Every promise was kept.")
    }
}

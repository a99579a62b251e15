import ArgumentParser
import TunetNode

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Show the whole path on recorded input; no hardware needed.",
        discussion: """
            Starts a collector and a device, plays recorded walks through a door and presses on a panel for several \
            weeks, and prints today's attendance and the coordinator's table. Both web pages stay up until Ctrl-C.
            """)

    @Option(help: "Everything that the demo makes goes into this folder.")
    var folder = "tunet-demo"

    @Option(help: "How many weeks are played, 1 to 52.")
    var weeks = 6

    @Option(help: "The collector's executable. (default: tunet-collector beside this executable)")
    var collector: String?

    @Option(help: "Port of the collector on 127.0.0.1; another one if it is taken.")
    var collectorPort = 8480

    @Option(help: "Port of the volunteers' page on 127.0.0.1; another one if it is taken.")
    var pagePort = 8481

    @Option(help: "The same seed plays the same days. The noise of released numbers is always new.")
    var seed: UInt64 = 1

    @Flag(help: "End after the report instead of keeping the pages up.")
    var exit = false

    func run() async throws {
        try await Demo(
            Demo.Options(
                folder: folder, weeks: weeks, collector: collector, collectorPort: collectorPort, pagePort: pagePort,
                seed: seed, endsAtOnce: exit)
        ).run()
    }
}

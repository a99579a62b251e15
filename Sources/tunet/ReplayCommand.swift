import ArgumentParser
import TunetNode

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Count a recorded trace with the sensing code of the device.",
        discussion: """
            A trace is a CSV file with the header t_ns,line,value. Without a configuration, line 0 is the outer and line \
            1 the inner beam of one door. With one, lines are numbered in the order of its doors and panels.
            """)

    @Option(help: ArgumentHelp("A configuration whose lines the trace has.", valueName: "file"))
    var config: String?

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @Flag(help: "List every passage.")
    var passages = false

    @Argument(help: ArgumentHelp("The trace.", valueName: "trace.csv"))
    var trace: String

    func run() throws {
        print(
            try NodeCommands.replay(
                trace: trace, configuration: config, asJSON: format == .json, withPassages: passages))
    }
}

import ArgumentParser
import TunetNode

@main
struct TunetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tunet",
        abstract: "Counts attendance and takes feedback at a meeting place.",
        discussion: """
            The service of a device is “tunet run”. Without any hardware, “tunet demo” shows the whole path from a door \
            to a coordinator's report.
            """,
        version: TunetVersion.current,
        subcommands: [
            RunCommand.self, CheckCommand.self, KeyCommand.self, StatusCommand.self, MonitorCommand.self,
            CountCheckCommand.self, ClockCommand.self, CorrectCommand.self, SessionCommand.self, FaultCommand.self,
            TestCommand.self, ActionsCommand.self, TerminalCommand.self, PinCommand.self, StoreCommand.self,
            PrivacyCommand.self, LanguageCommand.self,
            ReplayCommand.self, DemoCommand.self,
        ])

    static func main() async {
        // Whatever the command: stores, sockets and arguments hold exact counts. The service says in its log if it can't be done.
        _ = ProcessMemory.forbidDumps()
        await main(nil)
    }
}

/// Options that name the running service.
struct ServiceOptions: ParsableArguments {
    @Option(help: "The control socket of the service.")
    var socket: String?

    @Option(help: ArgumentHelp("The configuration that the service runs with.", valueName: "file"))
    var config: String?

    func socketPath() throws -> String {
        try NodeCommands.socket(named: socket, configuration: config)
    }
}

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

import ArgumentParser
import Glibc
import TunetNode

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the device's service until it is told to stop.",
        discussion: """
            Logs go to standard error. Exit status 78 says that somebody has to do something before another start can help: \
            mend the configuration, give the data folder to the service's user, or install the newer Tunet again. Exit \
            status 75 says that the card is full.
            """)

    @Option(help: ArgumentHelp("The place's configuration.", valueName: "file"))
    var config: String

    func run() async throws {
        do {
            try await NodeCommands.run(configuration: config)
        } catch {
            guard let status = NodeCommands.exitStatus(for: error) else { throw error }
            NodeCommands.complain("\(error)")
            await NodeCommands.waitBeforeRestart(after: status)
            throw ExitCode(status)
        }
    }
}

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a configuration and name all its mistakes.")

    @Argument(help: "The configuration.")
    var file: String

    func run() throws {
        print(try NodeCommands.check(configuration: file))
    }
}

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Print the device's public key, which the coordinator registers.",
        discussion: "The key is made if there is none yet. Its private half never leaves the data folder.")

    @Option(help: ArgumentHelp("The place's configuration.", valueName: "file"))
    var config: String

    func run() throws {
        print(try NodeCommands.key(configuration: config))
    }
}

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show what the running service has counted today, and what is wrong.")

    @OptionGroup var service: ServiceOptions

    @Option(help: "text or json.")
    var format = OutputFormat.text

    func run() async throws {
        print(try await NodeCommands.status(socket: service.socketPath(), asJSON: format == .json))
    }
}

struct MonitorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "monitor", abstract: "Show the lines of the running service live, with their levels and edges.",
        discussion: "On a terminal the table is drawn in place; otherwise each change is a line.")

    @OptionGroup var service: ServiceOptions

    @Flag(help: "Take one look and end.")
    var once = false

    func run() async throws {
        let isScreen = isatty(STDOUT_FILENO) == 1 && !once
        try await NodeCommands.monitor(
            socket: service.socketPath(), rounds: once ? 1 : nil, isScreen: isScreen
        ) { text in
            print(text)
            fflush(nil)
        }
    }
}

import ArgumentParser
import TunetNode

struct ClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock",
        abstract: "Show what the running service knows of the time, or tell it.",
        discussion: """
            A board without a clock counts all the same; its counts get their dates once the time is known. It comes from \
            time servers, from a clock in the board that the installer vouches for, from the collector, or from a person: \
            “tunet clock set” takes what is roughly right, and a better source corrects it later.
            """,
        subcommands: [ClockShow.self, ClockSet.self],
        defaultSubcommand: ClockShow.self)
}

struct ClockShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the time, where it comes from, and what has no date yet.")

    @OptionGroup var service: ServiceOptions

    @Option(help: "text or json.")
    var format = OutputFormat.text

    func run() async throws {
        print(try await ClockCommands.show(socket: service.socketPath(), asJSON: format == .json))
    }
}

struct ClockSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Tell the service what time it is, roughly.",
        discussion: """
            tunet clock set 14:30               today, if the day is known
            tunet clock set tirsdag 14:30       the nearest Tuesday, or the first that can be
            tunet clock set 2026-11-24 14:30
            """)

    @OptionGroup var service: ServiceOptions

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @Flag(help: "The day is right, although it lies before counts that the store has, or more than a year after them.")
    var sure = false

    @Argument(help: ArgumentHelp("The day, if it is not known, and the local time of day.", valueName: "day and time"))
    var time: [String]

    func run() async throws {
        print(
            try await ClockCommands.set(
                time, isSure: sure, socket: service.socketPath(), asJSON: format == .json))
    }
}

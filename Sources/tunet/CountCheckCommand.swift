import ArgumentParser
import TunetNode

struct CountCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count-check",
        abstract: "Compare the sensor of a door with what a person counts by hand.",
        discussion: """
            Start a check, count everybody who goes through the door, and stop it with your numbers. The checks of a door \
            together say how well its sensor counts, and how many more people should be counted until that is certain. \
            Counts are never changed by it. 20 to 30 people at a time are best: in a long check, errors one way and the \
            other hide each other. A check ends by itself after 8 hours, and is lost when the service is restarted.

            Exit status: 0 if it was done; 1 if not, with the reason; 3 if the check was compared but not kept, because \
            the sensor did not see the door all the time, or fewer than 5 people came; 64 for arguments that make no sense.
            """,
        subcommands: [
            CountCheckStart.self, CountCheckStop.self, CountCheckCancel.self, CountCheckShow.self,
        ],
        defaultSubcommand: CountCheckShow.self)
}

/// What all of them take.
struct CountCheckOptions: ParsableArguments {
    @OptionGroup var service: ServiceOptions

    @Option(help: ArgumentHelp("The door's id in the configuration; not needed if there is only one.", valueName: "id"))
    var door: String?

    @Option(help: "text or json.")
    var format = OutputFormat.text

    func carryOut(_ action: CountCheckCommands.Action) async throws {
        let result = try await CountCheckCommands.carryOut(
            action, door: door, socket: service.socketPath(), asJSON: format == .json)
        print(result.text)
        if result.isVoid { throw ExitCode(3) }
    }
}

struct CountCheckStart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "start", abstract: "Start a count check at a door.")

    @OptionGroup var options: CountCheckOptions

    func run() async throws {
        try await options.carryOut(.start)
    }
}

struct CountCheckStop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "End a count check with what was counted by hand.",
        discussion: """
            The check ends at the first “stop”, whatever the numbers; if they were not right, give them again. A door that \
            does not tell directions takes --counted, or both others, which are added up. A door that counts one direction \
            only compares that one.
            """)

    @OptionGroup var options: CountCheckOptions

    @Option(help: ArgumentHelp("How many people you counted on their way in.", valueName: "number"))
    var countedIn: Int?

    @Option(help: ArgumentHelp("How many people you counted on their way out.", valueName: "number"))
    var countedOut: Int?

    @Option(help: ArgumentHelp("How many people you counted, whichever way they went.", valueName: "number"))
    var counted: Int?

    @Flag(help: "The numbers are right, although they are far from the sensor's.")
    var sure = false

    func run() async throws {
        try await options.carryOut(.stop(in: countedIn, out: countedOut, all: counted, isSure: sure))
    }
}

struct CountCheckCancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Forget the count check that is under way.")

    @OptionGroup var options: CountCheckOptions

    func run() async throws {
        try await options.carryOut(.cancel)
    }
}

struct CountCheckShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what the count checks say of each door, and their history.")

    @OptionGroup var options: CountCheckOptions

    func run() async throws {
        print(
            try await CountCheckCommands.show(
                door: options.door, socket: options.service.socketPath(), asJSON: options.format == .json))
    }
}

import ArgumentParser
import TunetNode

struct CorrectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct",
        abstract: "Correct the counts of a day, until it is released.",
        discussion: """
            For what the sensors got wrong and a person knows: a class that came in through the garden, boxes that were \
            carried through the beams. A correction belongs to a session, or to the rest of the day, and to no time in it. \
            It can be undone as long as the day has not been released; afterwards the day can't be changed by anybody.

            tunet correct                                     what can be corrected, and what was
            tunet correct add 24 --day yesterday
            tunet correct remove 3 --day 2026-11-24 --session kafe
            tunet correct undo --day 2026-11-24 --session kafe
            """,
        subcommands: [CorrectShow.self, CorrectAdd.self, CorrectRemove.self, CorrectUndo.self],
        defaultSubcommand: CorrectShow.self)
}

struct CorrectShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what can be corrected, and what was.")

    @OptionGroup var service: ServiceOptions

    @Option(help: "text or json.")
    var format = OutputFormat.text

    func run() async throws {
        print(try await CorrectionCommands.show(socket: service.socketPath(), asJSON: format == .json))
    }
}

/// What all of them take.
struct CorrectOptions: ParsableArguments {
    @OptionGroup var service: ServiceOptions

    @Option(help: ArgumentHelp("2026-11-24, today or yesterday.", valueName: "day"))
    var day = "today"

    @Option(
        help: ArgumentHelp(
            "The session's id in the configuration, or “outside” for the rest of the day; not needed if the day has "
                + "only one part.", valueName: "id"))
    var session: String?

    @Option(
        help: ArgumentHelp(
            "in, out or unknown; not needed for people who came in, or for a door that can't tell.",
            valueName: "direction"))
    var direction: String?

    @Option(help: "text or json.")
    var format = OutputFormat.text

    func carryOut(_ action: CorrectionCommands.Action) async throws {
        print(
            try await CorrectionCommands.carryOut(
                action, day: day, session: session, direction: direction, socket: service.socketPath(),
                asJSON: format == .json))
    }
}

struct CorrectAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Add passages that were not counted.")

    @OptionGroup var options: CorrectOptions

    @Argument(help: "How many.")
    var number: Int

    func run() async throws { try await options.carryOut(.add(number)) }
}

struct CorrectRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take away passages that were none.")

    @OptionGroup var options: CorrectOptions

    @Argument(help: "How many.")
    var number: Int

    func run() async throws { try await options.carryOut(.remove(number)) }
}

struct CorrectUndo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take back everything that was corrected of a part of a day.")

    @OptionGroup var options: CorrectOptions

    func run() async throws { try await options.carryOut(.undo) }
}

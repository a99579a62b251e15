import ArgumentParser
import TunetNode

struct SessionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "Record what happened at the place without a schedule.",
        discussion: """
            For a use of the place that the configuration does not know: what it was, who organised it, to whose work it \
            belongs, and how many came if somebody counted. The records stay on this device for a year; how many came is \
            destroyed when the day is released. None of it changes what the sensors have counted.

            tunet session
            tunet session add Julegrøt --day yesterday --from 17:00 --to 19:00 --organiser "Bygdekvinnelaget" \\
                --sector volunteering --counted 40
            tunet session remove 3
            """,
        subcommands: [SessionList.self, SessionAdd.self, SessionRemove.self],
        defaultSubcommand: SessionList.self)
}

struct SessionList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show what was recorded in the last year.")

    @OptionGroup var answer: AnswerOptions

    func run() async throws {
        print(try await ActionCommands.sessions(socket: answer.service.socketPath(), asJSON: answer.isJSON))
    }
}

struct SessionAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Record a session.")

    @OptionGroup var answer: AnswerOptions

    @Argument(help: "What it was, in 1 to 60 characters.")
    var name: String

    @Option(help: ArgumentHelp("2026-11-24, today or yesterday; at most a year ago.", valueName: "day"))
    var day = "today"

    @Option(
        help: ArgumentHelp("When it began, in whole quarters of an hour; nothing if nobody knows.", valueName: "HH:MM"))
    var from: String?

    @Option(help: ArgumentHelp("When it ended; 24:00 is the end of the day.", valueName: "HH:MM"))
    var to: String?

    @Option(
        help: ArgumentHelp(
            "The organisation behind it, in 1 to 60 characters. Never the name of a person.", valueName: "organisation")
    )
    var organiser: String

    @Option(
        help: ArgumentHelp(
            "To whose work it belongs: \(ActionCommands.sectors.joined(separator: ", ")).", valueName: "sector"))
    var sector: String

    @Option(help: ArgumentHelp("How many came, if somebody counted: 0 to 10000.", valueName: "number"))
    var counted: Int?

    func run() async throws {
        print(
            try await ActionCommands.record(
                day: day, name: name, from: from, to: to, organiser: organiser, sector: sector, counted: counted,
                socket: answer.service.socketPath(), asJSON: answer.isJSON))
    }
}

struct SessionRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a record.",
        discussion: "“tunet actions undo” brings it back until the next night.")

    @OptionGroup var answer: AnswerOptions

    @Argument(help: "Its number in “tunet session list”.")
    var id: Int64

    func run() async throws {
        print(try await ActionCommands.removeSession(id, socket: answer.service.socketPath(), asJSON: answer.isJSON))
    }
}

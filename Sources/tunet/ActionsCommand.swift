import ArgumentParser
import TunetNode

/// What the commands that answer in words or JSON take.
struct AnswerOptions: ParsableArguments {
    @OptionGroup var service: ServiceOptions

    @Option(help: "text or json.")
    var format = OutputFormat.text

    var isJSON: Bool { format == .json }
}

struct ActionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "actions",
        abstract: "Show what people did at this place, or undo it.",
        discussion: """
            The log holds the latest 200 actions with their days, and no time of day. What a correction has changed leaves it \
            when the day is released, and so do count checks.

            tunet actions              the latest first, each with its number
            tunet actions undo 12
            """,
        subcommands: [ActionsShow.self, ActionsUndo.self],
        defaultSubcommand: ActionsShow.self)
}

struct ActionsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show the log.")

    @OptionGroup var answer: AnswerOptions

    func run() async throws {
        print(try await ActionCommands.actions(socket: answer.service.socketPath(), asJSON: answer.isJSON))
    }
}

struct ActionsUndo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Undo one action.",
        discussion: """
            A correction can be undone until its day is released, a session that was recorded or removed until it is gone, and \
            an acknowledged fault as long as it lasts. Of anything else the answer says what to do instead.
            """)

    @OptionGroup var answer: AnswerOptions

    @Argument(help: "Its number in “tunet actions”.")
    var id: Int64

    func run() async throws {
        print(try await ActionCommands.undo(id, socket: answer.service.socketPath(), asJSON: answer.isJSON))
    }
}

struct FaultCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fault",
        abstract: "Show who calls for help and what is wrong now, and say that it has been seen.",
        discussion: """
            Whoever has pressed a button that calls for help is shown first, until somebody says that they have been there. No \
            log keeps it.

            A fault that has been acknowledged is shown as known until it is over. Nothing else changes: time that can't be \
            observed stays out of the coverage. When the same fault begins again, it is new.

            tunet fault
            tunet fault acknowledge blocked --source front
            tunet fault undo blocked --source front
            tunet fault acknowledge call --source panel
            """,
        subcommands: [FaultList.self, FaultAcknowledge.self, FaultUndo.self],
        defaultSubcommand: FaultList.self)
}

struct FaultList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show who calls for help and what is wrong now.",
        discussion: "“tunet status” says what to do about it.")

    @OptionGroup var service: ServiceOptions

    func run() async throws {
        print(try await ActionCommands.faults(socket: service.socketPath()))
    }
}

struct FaultOptions: ParsableArguments {
    @OptionGroup var answer: AnswerOptions

    @Option(help: ArgumentHelp("The id of the door or panel; none for the device itself.", valueName: "id"))
    var source: String?

    @Argument(help: "What is wrong, as “tunet fault” names it; of somebody who calls for help: call.")
    var kind: String
}

struct FaultAcknowledge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "acknowledge", abstract: "Say that a fault has been seen, or that somebody has gone to a call.")

    @OptionGroup var options: FaultOptions

    func run() async throws {
        print(
            try await ActionCommands.acknowledge(
                options.kind, source: options.source, socket: options.answer.service.socketPath(),
                asJSON: options.answer.isJSON))
    }
}

struct FaultUndo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take back that a fault has been seen.")

    @OptionGroup var options: FaultOptions

    func run() async throws {
        print(
            try await ActionCommands.unacknowledge(
                options.kind, source: options.source, socket: options.answer.service.socketPath(),
                asJSON: options.answer.isJSON))
    }
}

struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Test what the device can show and sound.",
        subcommands: [TestLights.self])
}

struct TestLights: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lights", abstract: "Switch on each light of a panel in turn, and then its buzzer.",
        discussion: "It takes a second and a half for each light, and ends by itself. No press counts meanwhile.")

    @OptionGroup var answer: AnswerOptions

    @Option(help: ArgumentHelp("The panel's id; all panels, one after the other, without it.", valueName: "id"))
    var panel: String?

    func run() async throws {
        print(
            try await ActionCommands.testLights(
                panel: panel, socket: answer.service.socketPath(), asJSON: answer.isJSON))
    }
}

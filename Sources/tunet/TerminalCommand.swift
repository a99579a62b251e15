import ArgumentParser
import TunetNode

struct TerminalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "terminal", abstract: "Show today at the place full screen, for volunteers, with all they can do.",
        discussion: """
            Today's visits and who is there, hour by hour; doors, panels and the machine with what is wrong and what to do; \
            and by keyboard what a volunteer may do: correct a day, check the count, set the clock, record what was not on \
            the programme, test lights and sound, undo. F1 helps, Enter opens the menu, Esc goes back, Q ends.

            It works in any terminal and on the Linux console, needs libncursesw6, and waits for the service if that is not \
            running.
            """)

    @OptionGroup var service: ServiceOptions

    @Option(help: ArgumentHelp("nb, nn, en or another catalogue; else the place's first language.", valueName: "code"))
    var language: String?

    func run() async throws {
        try await TerminalCommands.run(socket: service.socketPath(), language: language)
    }
}

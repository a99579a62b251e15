import ArgumentParser
import TunetNode

struct PinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin", abstract: "Make the PIN of the page for volunteers.",
        discussion: """
            Asks for it twice, and prints the table [volunteers] for the configuration. The PIN itself is kept nowhere. Six \
            digits are better than four, above all with network = "local".
            """)

    @Flag(help: "Read the PIN from the first line of standard input instead of asking.")
    var stdin = false

    func run() async throws {
        let pin = stdin ? try PinCommands.readLineOfInput() : try PinCommands.ask()
        print(try await PinCommands.table(pin: pin))
    }
}

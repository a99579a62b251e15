import ArgumentParser
import TunetNode

struct LanguageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "language",
        abstract: "Languages in which Tunet speaks: list them, begin a new one, check its file.",
        discussion: """
            A further language is one file, named by its ISO 639 code, such as /etc/tunet/languages/se.toml. What it does not \
            have is said in English. A place uses it once its configuration names it in “languages”.

            tunet language template > se.toml
            tunet language check se.toml
            """,
        subcommands: [LanguageList.self, LanguageCheck.self, LanguageTemplate.self],
        defaultSubcommand: LanguageList.self)
}

struct LanguageList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the languages that are known.")

    func run() { print(LanguageCommands.list()) }
}

struct LanguageCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say what is missing in a language's file, and what is wrong in it.",
        discussion: """
            Every text that is missing, unknown or too long, every word in braces that is missing or never filled in, and \
            every plural form that the language needs. The status is 1 if there is anything to mend.
            """)

    @Argument(help: ArgumentHelp("The language's file.", valueName: "file"))
    var file: String

    func run() throws {
        let (isWhole, text) = try LanguageCommands.check(file: file)
        print(text)
        if !isWhole { throw ExitCode.failure }
    }
}

struct LanguageTemplate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "Print the file of English, to translate from.")

    func run() { print(LanguageCommands.template(), terminator: "") }
}

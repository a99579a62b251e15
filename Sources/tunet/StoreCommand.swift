import ArgumentParser
import TunetNode

struct StoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Check, save and repair what the device keeps.",
        discussion: """
            A store that is damaged is set aside by the service, which starts a new one and brings back what it can read. \
            Nothing that was set aside is ever deleted. Its counts are destroyed once they were brought back and have been \
            released.
            """,
        subcommands: [StoreCheckCommand.self, StoreExportCommand.self, StoreRepairCommand.self])
}

/// Options that name a store.
struct StoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration that the service runs with.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("The data folder, such as /var/lib/tunet.", valueName: "folder"))
    var folder: String?

    @Option(help: ArgumentHelp("One store, wherever it is, instead of those in the data folder.", valueName: "path"))
    var file: String?
}

extension ParsableCommand {
    /// Says what came of it, and ends with the right status: 2 if it could not be done.
    fileprivate func end(_ store: StoreOptions, _ body: (String) throws -> StoreCommands.Result) throws {
        let result: StoreCommands.Result
        do {
            result = try body(try StoreCommands.folder(named: store.folder, configuration: store.config))
        } catch {
            NodeCommands.complain("\(error)")
            throw ExitCode(StoreCommands.failed)
        }
        print(result.text)
        if result.status != 0 { throw ExitCode(result.status) }
    }
}

struct StoreCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Look at the store and at what was set aside, also while the service runs.",
        discussion: """
            Reads only, from a copy in memory. Says no counts and no times. Exit status 0: all is in order; 1: something \
            is not; 2: it could not be looked at.
            """)

    @OptionGroup var store: StoreOptions

    @Option(help: "text or json.")
    var format = OutputFormat.text

    func run() throws {
        try end(store) { try StoreCommands.check(folder: $0, file: store.file, asJSON: format == .json) }
    }
}

struct StoreExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Save what waits for its delivery, from a whole store or a damaged one.",
        discussion: """
            Writes every undelivered batch byte for byte, as a .tunet file that the collector takes, and the noised values \
            that no batch holds yet. Exact counts are not exported: they never leave the device. Overwrites nothing. Works \
            also while the service runs.
            """)

    @OptionGroup var store: StoreOptions

    @Option(help: ArgumentHelp("The folder to write to, new or without files of these names.", valueName: "folder"))
    var to: String

    func run() throws {
        try end(store) { try StoreCommands.export(folder: $0, file: store.file, to: to) }
    }
}

struct StoreRepairCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair", abstract: "Bring back what was set aside, as far as it can be read.",
        discussion: """
            Without --apply it only says what could be brought back, also while the service runs. With it, the service \
            has to be stopped. Each file is taken once, however often this runs. Counts of periods that have been released \
            meanwhile come with the next release.
            """)

    @OptionGroup var store: StoreOptions

    @Flag(help: "Write it into the present store.")
    var apply = false

    func run() throws {
        try end(store) { try StoreCommands.repair(folder: $0, file: store.file, applies: apply) }
    }
}

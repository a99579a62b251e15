import ArgumentParser
import TunetCollector

@main
struct CollectorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tunet-collector",
        abstract: "Gathers what meeting places release, and shows it to coordinators.",
        discussion: """
            First register each place with the public key of its device (“place add”), then start the service (“serve”) \
            and open the address that it prints in a browser.
            """,
        subcommands: [Serve.self, PlaceCommand.self])
}

/// The file, which all commands need.
struct DatabaseOption: ParsableArguments {
    @Option(help: "The SQLite file with places and batches. Made, readable by its owner only, if it does not exist.")
    var database: String
}

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take batches and show the report over HTTP.",
        discussion: """
            Prints “Listening on http://…” once it accepts connections, and logs to standard error. SIGTERM or Ctrl-C ends \
            it after the answers that have begun.
            """)

    @OptionGroup var file: DatabaseOption
    @Option(help: "Loopback address to listen on: 127.0.0.1, ::1 or localhost.")
    var host = "127.0.0.1"
    @Option(help: "Port to listen on; 0 for any that is free.")
    var port = 8480

    func run() async throws {
        try await CollectorCommands.serve(database: file.database, host: host, port: port)
    }
}

struct PlaceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "place", abstract: "Register places and list them.", subcommands: [Add.self, List.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Register a place with the public key of its device.",
            discussion:
                "Prints the [uplink] table for the device's configuration. May be used while “serve” is running.")

        @OptionGroup var file: DatabaseOption
        @Option(help: "Opaque id, as in the device's configuration: 1 to 40 of a-z, 0-9 and -.")
        var id: String
        @Option(help: "What people call the place.")
        var name: String
        @Option(help: "The device's Ed25519 public key: 44 characters of base64.")
        var key: String
        @Option(help: "Number of the municipality, four digits.")
        var municipality: String?
        @Flag(help: "If the place exists, give it this key and name.")
        var replaceKey = false

        func run() async throws {
            print(
                try await CollectorCommands.addPlace(
                    database: file.database, id: id, name: name, key: key, municipality: municipality,
                    replaceKey: replaceKey))
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the places: id, municipality, device key and name, with tabs between.")

        @OptionGroup var file: DatabaseOption

        func run() async throws {
            print(try await CollectorCommands.listPlaces(database: file.database))
        }
    }
}

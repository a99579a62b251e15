import ArgumentParser
import TunetNode

struct PrivacyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "privacy",
        abstract: "For whoever answers for the numbers: what is kept and released, and with how much noise.",
        discussion: """
            Each passage or press is protected with the ε of the configuration; a person with m passages in the data is \
            protected with m·ε; exact counts never leave the device. These commands say what that means at one place, and make \
            the sign for its wall and the note on data protection.
            """,
        subcommands: [
            PrivacyExplain.self, PrivacySign.self, PrivacyAssessment.self, PrivacyLedger.self, PrivacyPlan.self,
            PrivacySample.self,
        ])
}

/// A language of texts: one that is built in, or has a file.
struct TextLanguage: ExpressibleByArgument {
    let code: String

    init?(argument: String) {
        guard LanguageCommands.codes.contains(argument) else { return nil }
        code = argument
    }

    init(builtIn code: String) {
        self.code = code
    }

    var defaultValueDescription: String { code }
    static var allValueStrings: [String] { LanguageCommands.codes }
}

/// What the commands about one place take.
struct PrivacyPlaceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The place's configuration.", valueName: "file"))
    var config: String
}

struct PrivacyExplain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say what this place keeps and for how long, what leaves it and when, and what is not protected.")

    @OptionGroup var place: PrivacyPlaceOptions

    @Option(help: "nb, nn, en, or a language with a file of its own. (default: the place's first)")
    var language: TextLanguage?

    @Option(help: "text or json.")
    var format = OutputFormat.text

    func run() throws {
        print(
            try PrivacyCommands.explain(
                configuration: place.config, language: language?.code, asJSON: format == .json))
    }
}

struct PrivacySign: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Make a sign for the wall: an A4 sheet for each language, as one HTML file.",
        discussion: """
            Open the file in a browser and print it on A4. The sign uses the terms of DTPR (Digital Trust for Places and \
            Routines). It needs the table [controller] in the configuration.
            """)

    @OptionGroup var paper: PaperOptions

    func run() throws {
        try paper.finish(
            try PrivacyCommands.sign(configuration: paper.place.config, language: paper.language?.code))
    }
}

struct PrivacyAssessment: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assessment",
        abstract:
            "Make a data protection impact assessment, filled in as far as the configuration goes, as an HTML file.",
        discussion: """
            What only the controller can decide is left open and marked; it can be written into the page before printing. It \
            needs the table [controller] in the configuration.
            """)

    @OptionGroup var paper: PaperOptions

    func run() throws {
        try paper.finish(
            try PrivacyCommands.assessment(configuration: paper.place.config, language: paper.language?.code))
    }
}

/// What the commands that make a paper take.
struct PaperOptions: ParsableArguments {
    @OptionGroup var place: PrivacyPlaceOptions

    @Option(
        help: """
            nb, nn, en, or a language with a file of its own. (default: the sign in each language of the place, the assessment \
            in its first)
            """)
    var language: TextLanguage?

    @Option(help: ArgumentHelp("A new file. (default: standard output)", valueName: "file"))
    var output: String?

    func finish(_ text: String) throws {
        if let output {
            try PrivacyCommands.save(text, to: output)
        } else {
            print(text, terminator: "")
        }
    }
}

struct PrivacyLedger: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Show how often noise was drawn, by year and kind, and what ε that adds up to.",
        discussion: "Reads only, from a copy in memory, also while the service runs.")

    @Option(
        help: ArgumentHelp("The configuration that the service runs with; it gives the ceiling.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("The data folder, such as /var/lib/tunet.", valueName: "folder"))
    var folder: String?

    @Option(help: "nb, nn, en, or a language with a file of its own. (default: the place's first, or nb)")
    var language: TextLanguage?

    @Option(help: "text or json.")
    var format = OutputFormat.text

    func run() throws {
        print(
            try PrivacyCommands.ledger(
                folder: folder, configuration: config, language: language?.code, asJSON: format == .json))
    }
}

struct PrivacyPlan: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show how exact released numbers would be, and recommend for how long each should be.",
        discussion: """
            For numbers of each day, week or month: the error to expect and the 95 % interval of sums over a day, week, month \
            and year. Recommended is the shortest period whose interval is at most a quarter of the visits.
            """)

    @Option(help: ArgumentHelp("Visits on a day on which the place is open, 1 to 100000.", valueName: "number"))
    var visitsPerDay: Int

    @Option(help: ArgumentHelp("On how many days of a week it is open, 1 to 7.", valueName: "number"))
    var daysPerWeek = 5

    @Option(help: ArgumentHelp("Sessions on each of those days, 0 to 20.", valueName: "number"))
    var sessions = 0

    @Option(help: ArgumentHelp("ε of each number, as a fraction.", valueName: "p/q"))
    var epsilon = "1/1"

    @Option(help: "nb, nn, en, or a language with a file of its own.")
    var language = TextLanguage(builtIn: "nb")

    @Option(help: "text or json.")
    var format = OutputFormat.text

    func run() throws {
        print(
            try PrivacyCommands.plan(
                visitsPerDay: visitsPerDay, daysPerWeek: daysPerWeek, sessions: sessions, epsilon: epsilon,
                language: language.code, asJSON: format == .json))
    }
}

struct PrivacySample: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "Draw noised values as a release does, one per line.",
        discussion: "The noise comes from the device's own code and the system's random source. Nothing is stored.")

    @Option(help: ArgumentHelp("ε as a fraction, from 1/1000 to 10/1.", valueName: "p/q"))
    var epsilon: String

    @Option(help: ArgumentHelp("The exact value, 0 to 1000000000.", valueName: "number"))
    var value: Int

    @Option(help: ArgumentHelp("How many draws, 1 to 10000000.", valueName: "number"))
    var count: Int

    func run() throws {
        try PrivacyCommands.sample(epsilon: epsilon, value: value, count: count)
    }
}

import Glibc
import TunetCore
import TunetLocal
import TunetStore

/// What `tunet privacy` does, for whoever answers for a place's numbers.
package enum PrivacyCommands {
    /// Says what the place keeps, releases and does not protect.
    ///
    /// - Parameter language: nil for the place's first.
    package static func explain(configuration file: String, language: String?, asJSON: Bool) throws -> String {
        let configuration = try ConfigurationReader.read(contentsOf: file)
        let facts = try facts(configuration)
        let text = PrivacyText(facts, language: language)
        guard asJSON else { return text.explained() }
        return try json(
            PrivacyExplanation(configuration, facts: facts, language: text.language, sections: text.explanation))
    }

    /// The expected error of each size of leaf, and which one to choose.
    ///
    /// - Throws: ``NodeError`` that says what is allowed.
    package static func plan(
        visitsPerDay: Int, daysPerWeek: Int, sessions: Int, epsilon: String, language: String, asJSON: Bool
    ) throws -> String {
        try check("--visits-per-day", visitsPerDay, 1...100_000)
        try check("--days-per-week", daysPerWeek, 1...7)
        try check("--sessions", sessions, 0...20)
        let (numerator, denominator) = try fraction(epsilon)
        let plan = PrivacyPlan(
            PrivacyPlan.Place(
                visitsPerDay: visitsPerDay, daysPerWeek: daysPerWeek, sessions: sessions, numerator: numerator,
                denominator: denominator))
        return asJSON
            ? try json(plan) : PrivacyPlanText(plan, language: language).text()
    }

    /// What has been charged, also while the service runs.
    ///
    /// - Parameter folder: the data folder; nil for that of the configuration, which also gives the ceiling.
    package static func ledger(
        folder: String?, configuration file: String?, language: String?, asJSON: Bool
    ) throws -> String {
        let configuration = try file.map { try ConfigurationReader.read(contentsOf: $0) }
        guard let folder = folder ?? configuration?.device.dataFolder else {
            throw NodeError("Name the data folder with --folder, or a configuration with --config.")
        }
        let ledger = PrivacyLedger(
            entries: try charges(inFolder: folder), ceiling: configuration?.release.yearlyCeiling)
        let languages = (language.map { [$0] } ?? []) + (configuration?.place.languages ?? [])
        return asJSON
            ? try json(ledger) : PrivacyLedgerText(languages: languages).text(ledger)
    }

    /// The only place that knows how the store keeps its ledger.
    private static func charges(inFolder folder: String) throws -> [PrivacyLedger.Entry] {
        let (charged, stopped) = try StoreInspection.ledger(folder: folder)
        return charged.map {
            PrivacyLedger.Entry(year: $0.year, kind: $0.kind, epsilon: $0.epsilon, leaves: $0.leaves)
        } + stopped.map { PrivacyLedger.Entry(year: $0.year, kind: $0.kind, refused: $0.leaves) }
    }

    // MARK: - Papers

    /// A sign for the wall, as HTML: in each language of the place, or in one.
    ///
    /// - Throws: ``NodeError`` if nobody is named as responsible.
    package static func sign(configuration file: String, language: String?) throws -> String {
        let configuration = try ConfigurationReader.read(contentsOf: file)
        guard let sign = PrivacySign(try facts(configuration)) else { throw noController(file) }
        return sign.html(language.map { [$0] } ?? configuration.place.languages)
    }

    /// An assessment of the effects on privacy, as HTML, as far as it can be filled in.
    ///
    /// - Throws: ``NodeError`` if nobody is named as responsible.
    package static func assessment(configuration file: String, language: String?) throws -> String {
        let configuration = try ConfigurationReader.read(contentsOf: file)
        guard let assessment = PrivacyAssessment(try facts(configuration), software: TunetVersion.current) else {
            throw noController(file)
        }
        return assessment.html(language ?? configuration.place.languages.first ?? "nb")
    }

    /// Writes a paper to a new file.
    ///
    /// - Throws: ``NodeError`` if there is one already: somebody may have written in it.
    package static func save(_ text: String, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw NodeError("\(path) can't be written: \(systemReason()). Nothing is overwritten; name a new file.")
        }
        defer { close(descriptor) }
        guard try writeAll(Array(text.utf8), to: descriptor, named: path) else {
            throw NodeError("\(path) could not be written whole.")
        }
    }

    private static func noController(_ file: String) -> NodeError {
        NodeError(
            """
            This paper has to say who is responsible, and \(file) does not. Add the table

            [controller]
            name = "the organisation"
            contact = "an e-mail address, a telephone number or a postal address"
            """)
    }

    // MARK: - Draws

    /// Writes noised values, one per line: `value` with noise from where a release has it, each drawn anew. Ends when nobody
    /// reads any more.
    ///
    /// - Throws: ``NodeError`` that says what is allowed.
    package static func sample(
        epsilon: String, value: Int, count: Int, to descriptor: Int32 = STDOUT_FILENO
    ) throws {
        let (numerator, denominator) = try fraction(epsilon)
        try check("--value", value, 0...1_000_000_000)
        try check("--count", count, 1...10_000_000)
        let policy = ReleasePolicy(epsilonNumerator: numerator, epsilonDenominator: denominator)
        guard let noise = policy.noise else { throw NodeError("ε \(epsilon) can't be used.") }
        // A reader that has gone is told by the error of the next write, and not by a signal.
        signal(SIGPIPE, SIG_IGN)
        var random = RandomSource.system
        var lines: [UInt8] = []
        for _ in 0..<count {
            lines += "\(Int64(value) + noise.draw(using: &random))\n".utf8
            if lines.count >= 16_384 {
                guard try writeAll(lines, to: descriptor, named: "standard output") else { return }
                lines.removeAll(keepingCapacity: true)
            }
        }
        _ = try writeAll(lines, to: descriptor, named: "standard output")
    }

    /// - Returns: false if nobody reads it any more.
    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, named name: String) throws -> Bool {
        var written = 0
        while written < bytes.count {
            let count = write(descriptor, Array(bytes[written...]), bytes.count - written)
            if count >= 0 {
                written += count
            } else if errno == EPIPE {
                return false
            } else if errno != EINTR {
                throw NodeError("\(name) can't be written: \(systemReason())")
            }
        }
        return true
    }

    // MARK: - Arguments

    private static func facts(_ configuration: PlaceConfiguration) throws -> PrivacyFacts {
        PrivacyFacts(configuration)
    }

    private static func fraction(_ text: String) throws -> (numerator: UInt64, denominator: UInt64) {
        guard let fraction = EpsilonText.read(text) else {
            throw NodeError("--epsilon: found \"\(shown(text))\"; allowed is \(EpsilonText.allowed)")
        }
        return fraction
    }

    private static func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws {
        guard range.contains(value) else {
            throw NodeError(
                "\(name): found \(value); allowed is a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
    }

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try LocalJSON.encode(value, pretty: true), as: UTF8.self)
    }
}

/// What `tunet privacy explain --format json` says.
struct PrivacyExplanation: Encodable {
    struct Measure: Encodable {
        var measure: String
        var leaves: Int
    }

    var place: String
    var name: String
    var language: String
    var leaf: String
    var epsilon: String
    var correctionDays: Int
    var directions: String
    var yearlyCeiling: Int
    /// ε of all leaves of an ordinary year.
    var yearlyCharge: Double
    var yearlyLeaves: [Measure]
    var sessions: [String]
    /// Absent without an uplink.
    var collector: String?
    var uploadMinute: Int
    /// Absent if nobody is named.
    var controller: String?
    var sections: [PrivacySection]

    init(_ configuration: PlaceConfiguration, facts: PrivacyFacts, language: String, sections: [PrivacySection]) {
        let release = configuration.release
        place = configuration.place.id
        name = configuration.place.name
        self.language = language
        leaf = release.leaf.rawValue
        epsilon = "\(release.epsilonNumerator)/\(release.epsilonDenominator)"
        correctionDays = release.correctionDays
        directions = release.directions.rawValue
        yearlyCeiling = release.yearlyCeiling
        yearlyCharge = facts.yearlyCharge
        yearlyLeaves = facts.yearlyLeaves.map { Measure(measure: "\($0.measure)", leaves: $0.leaves) }
        sessions = configuration.sessions.map(\.name)
        collector = configuration.uplink?.collectorURL
        uploadMinute = configuration.uplink?.uploadMinute ?? UplinkPolicy.defaultUploadMinute
        controller = configuration.controller?.name
        self.sections = sections
    }
}

import Glibc
import Logging
import TunetCore
import TunetLocal
import TunetLog
import TunetStore
import TunetWire

/// What the executable's subcommands do.
package enum NodeCommands {
    /// Runs the device's service until SIGTERM or SIGINT.
    package static func run(configuration file: String) async throws {
        let configuration = try ConfigurationReader.read(contentsOf: file)
        let zone = try TimeZoneFile.rules(named: configuration.place.timeZone)
        let logger = Logger(label: "tunet") { _ in JournalLogHandler() }
        try await NodeRunner.run(configuration: configuration, zone: zone, logger: logger)
    }

    /// How the service ends after an error, with a status of sysexits(3) that the service manager knows; nil for an error
    /// that another start may mend.
    package static func exitStatus(for error: any Error) -> Int32? {
        if error is ConfigurationError { return configurationStatus }
        switch (error as? StoreError)?.code {
        case .newer, .folder: return configurationStatus
        case .full: return fullStatus
        default: return nil
        }
    }

    /// EX_CONFIG: somebody has to do something first.
    private static let configurationStatus: Int32 = 78
    /// EX_TEMPFAIL: room may be made by others.
    private static let fullStatus: Int32 = 75

    /// A full card is looked at again about once a minute: the service manager's own pause, which is short for the sake of
    /// whoever presses a button, would write to the log all the time and so fill the card further.
    package static func waitBeforeRestart(after status: Int32) async {
        guard status == fullStatus, getenv("NOTIFY_SOCKET") != nil else { return }
        try? await Task.sleep(for: .seconds(50))
    }

    /// Says something on standard error.
    package static func complain(_ text: String) {
        let bytes = Array("\(text)\n".utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }

    /// Checks a configuration.
    ///
    /// - Returns: one line that says what the place has.
    /// - Throws: ``ConfigurationError`` with all mistakes.
    package static func check(configuration file: String) throws -> String {
        let configuration = try ConfigurationReader.read(contentsOf: file)
        let isUncounted = !configuration.doors.isEmpty && !configuration.doors.contains(where: \.countsPassages)
        func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
        return """
            \(file) is in order: \(configuration.place.name) (\(configuration.place.id)), \
            \(count(configuration.doors.count, "door")), \(count(configuration.panels.count, "panel")), \
            \(count(configuration.sessions.count, "session")), \
            \(configuration.uplink.map { "uplink to \($0.collectorURL)" } ?? "no uplink")\
            \(isUncounted ? "; no sensor counts people, so that there will be no visits" : "")\(ceiling(configuration))
            """
    }

    /// What the yearly ceiling would keep from being released; empty if nothing.
    private static func ceiling(_ configuration: PlaceConfiguration) -> String {
        let facts = PrivacyFacts(configuration)
        guard !facts.stoppedKinds.isEmpty else { return "" }
        let stopped = facts.stoppedKinds.map { "\($0)" }.joined(separator: ", ")
        return """
            .
            A year would charge ε \(Int(facts.yearlyCharge.rounded(.up))), more than yearly_ceiling = \
            \(configuration.release.yearlyCeiling): not released would be \(stopped). Raise it, or choose a longer leaf.
            """
    }

    /// The device's public key, which the coordinator registers; made if there is none yet.
    package static func key(configuration file: String) throws -> String {
        let configuration = try ConfigurationReader.read(contentsOf: file)
        return try DataFolder.publicKey(inFolder: configuration.device.dataFolder).base64
    }

    /// Counts a recorded trace.
    package static func replay(
        trace: String, configuration file: String?, asJSON: Bool, withPassages: Bool
    ) throws -> String {
        let configuration = try file.map { try ConfigurationReader.read(contentsOf: $0) }
        if let configuration, configuration.doors.isEmpty {
            throw NodeError("\(configuration.place.name) has no door, so that there is nothing to count in a trace.")
        }
        var replay = TraceReplay(configuration: configuration, keepsPassages: withPassages)
        try replay.replay(file: trace)
        let report = ReplayReport(replay, withPassages: withPassages)
        return asJSON ? try report.json() : report.text()
    }

    /// Where the running service answers: as named, or as the configuration says, or in the usual place.
    package static func socket(named socket: String?, configuration file: String?) throws -> String {
        if let socket { return socket }
        return try file.map { try ConfigurationReader.read(contentsOf: $0) }?.device.controlSocket
            ?? Device.defaultControlSocket
    }

    /// What the running service says of itself.
    package static func status(socket: String, asJSON: Bool) async throws -> String {
        let status = try await ControlClient(socket: socket).status()
        return asJSON ? String(decoding: try status.json(pretty: true), as: UTF8.self) : StatusText.text(status)
    }

    /// Shows the lines and the number of people present live until it is cancelled, at most five times a second.
    ///
    /// - Parameters:
    ///   - rounds: how many looks to take; nil for no end.
    ///   - isScreen: whether to draw over the last look, or to print what has changed.
    package static func monitor(socket: String, rounds: Int?, isScreen: Bool, print: (String) -> Void) async throws {
        let client = ControlClient(socket: socket)
        var last: [NodeStatus.LineStatus] = []
        var lastPresent: String?
        var lastProblems: [String] = []
        var round = 0
        while rounds.map({ round < $0 }) ?? true {
            let status = try await client.status()
            let (lines, present) = (status.lines, OccupancyText.line(status))
            let problems = MonitorText.problems(status)
            if isScreen {
                print(
                    MonitorText.screen(
                        lines, changedFrom: last, isFirst: round == 0, present: present, problems: problems))
            } else {
                if lines != last { print(MonitorText.changes(lines, from: last)) }
                if let present, present != lastPresent { print("  \(present)") }
                for problem in problems where !lastProblems.contains(problem) { print(problem) }
            }
            (last, lastPresent, lastProblems) = (lines, present, problems)
            round += 1
            if rounds != round { try await Task.sleep(for: .milliseconds(200)) }
        }
    }
}

import Glibc
import Subprocess
import SystemPackage

/// The collector that the demo starts beside itself, a process of its own as in real life.
struct DemoCollector: Sendable {
    let executable: String
    let database: String
    private let logFile: String

    /// - Parameters:
    ///   - path: of the collector; nil for the one beside this executable.
    ///   - folder: for its database.
    init(path: String?, folder: String) throws(NodeError) {
        if let path { executable = path } else { executable = try Self.besideThisExecutable() }
        database = folder + "/collector.sqlite"
        logFile = folder + "/collector.log"
    }

    private static func besideThisExecutable() throws(NodeError) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &buffer, buffer.count)
        guard length > 0 else { throw NodeError("/proc is not mounted; name the collector with --collector.") }
        let own = FilePath(String(decoding: buffer.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self))
        return own.removingLastComponent().appending("tunet-collector").string
    }

    /// Registers the demo's place.
    ///
    /// - Returns: the collector's public key, for the device's configuration.
    func register(deviceKey: String) async throws -> String {
        let result: ExecutionResult<Void, StringOutput<UTF8>, StringOutput<UTF8>>
        do {
            result = try await run(
                .path(FilePath(executable)),
                arguments: [
                    "place", "add", "--database", database, "--id", DemoPlace.id, "--name", DemoPlace.name, "--key",
                    deviceKey, "--replace-key",
                ], output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
        } catch {
            throw NodeError(
                "The collector \(executable) can't be started (\(error)). Build it, or name it with --collector.")
        }
        let answer = result.standardOutput
        guard result.terminationStatus.isSuccess, let key = Self.quotedValue(of: "collector_key", in: answer) else {
            throw NodeError("The collector did not register the place: \(result.standardError)")
        }
        return key
    }

    /// Runs the collector as long as `body` does. Ends it with SIGTERM afterwards.
    ///
    /// - Parameter body: is given the collector's address.
    func serve(port: Int, _ body: @Sendable (String) async throws -> Void) async throws {
        let log = try FileDescriptor.open(
            logFile, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite, .groupRead, .otherRead])
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(5))]
        // A Ctrl-C in the terminal is for the demo, which then ends the collector in good order.
        options.processGroupID = 0
        _ = try await run(
            .path(FilePath(executable)), arguments: ["serve", "--database", database, "--port", "\(port)"],
            platformOptions: options, input: .none, output: .sequence,
            error: .fileDescriptor(log, closeAfterSpawningProcess: true)
        ) { execution in
            var isServing = false
            for try await line in execution.standardOutput.strings() {
                guard let address = line.split(separator: " ").last, line.hasPrefix("Listening on ") else { continue }
                isServing = true
                try await body(String(address.filter { !$0.isNewline }))
                break
            }
            guard isServing else { throw NodeError("The collector ended before it answered; its log is \(logFile).") }
            await execution.teardown(using: [.gracefulShutDown(allowedDurationToNextStep: .seconds(5))])
        }
    }

    private static func quotedValue(of key: String, in text: String) -> String? {
        for line in text.split(separator: "\n") where line.hasPrefix("\(key) = \"") {
            return String(line.dropFirst(key.count + 4).prefix { $0 != "\"" })
        }
        return nil
    }
}

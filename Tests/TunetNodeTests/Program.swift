import Foundation
import Testing
import TunetTestSupport

/// Runs the executables that were built with the tests.
enum Program {
    struct Result: Sendable {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Longest time for one run; beyond it the process is killed and the test fails.
    private static let limit = 120.0

    static func path(_ name: String) throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent(name).path
    }

    /// - Parameters:
    ///   - environment: what is other than in the environment of the tests.
    ///   - input: what stands on its standard input; nothing for none.
    static func run(
        _ name: String, _ arguments: [String], environment: [String: String] = [:], input: String = ""
    ) async throws -> Result {
        try await run(executable: path(name), arguments, environment: environment, input: input)
    }

    static func run(
        executable: String, _ arguments: [String], environment: [String: String] = [:], input: String = ""
    ) async throws -> Result {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        // Files instead of pipes: nobody has to read while the process writes.
        for name in ["out", "err"] { try ScratchFolder.write([], to: scratch.file(name)) }
        try ScratchFolder.write(Array(input.utf8), to: scratch.file("in"))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: scratch.file("in")))
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: scratch.file("out")))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: scratch.file("err")))
        let (ends, continuation) = AsyncStream<Void>.makeStream()
        process.terminationHandler = { _ in continuation.finish() }
        try process.run()
        let id = process.processIdentifier
        let watch = Task {
            try await Task.sleep(for: .seconds(limit))
            kill(id, SIGKILL)
        }
        for await _ in ends {}
        watch.cancel()
        return Result(
            status: process.terminationStatus,
            output: String(decoding: ScratchFolder.bytes(scratch.file("out")), as: UTF8.self),
            errors: String(decoding: ScratchFolder.bytes(scratch.file("err")), as: UTF8.self))
    }
}

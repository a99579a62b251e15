import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import TunetSQLite
import TunetWire

@testable import TunetCollector

/// The built program, as a person or a service manager runs it.
@Suite("Program")
struct ProcessTests {
    /// A running `tunet-collector serve`.
    private final class Service {
        let process = Process()
        private let output = Pipe()
        private(set) var port = 0
        private(set) var firstLine = ""

        init(database: String, port: Int = 0) throws {
            process.executableURL = URL(fileURLWithPath: try ProcessTests.program())
            process.arguments = ["serve", "--database", database, "--port", String(port)]
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            try process.run()
            // One line and then silence, or the end of the program.
            firstLine = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            self.port = Int(firstLine.dropLast().split(separator: ":").last ?? "") ?? 0
        }

        func end(_ signal: Int32) -> (status: Int32, furtherOutput: Int) {
            if process.isRunning { kill(process.processIdentifier, signal) }
            let rest = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return (process.terminationStatus, rest.count)
        }
    }

    private static func program() throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("tunet-collector").path
    }

    private func send(_ bytes: [UInt8], port: Int) async throws -> PatientClient.Response {
        try await PatientClient(port: port)
            .execute(uri: "/v1/batches", method: .post, body: ByteBuffer(bytes: bytes))
    }

    @Test func printsOneLineAndEndsCleanlyOnASignal() async throws {
        try await Fixture.withFolder { folder in
            for signal in [SIGTERM, SIGINT] {
                let service = try Service(database: folder + "/c.sqlite")
                #expect(service.firstLine == "Listening on http://127.0.0.1:\(service.port)\n")
                let answer = try await send([], port: service.port)
                #expect(answer.status == .badRequest)
                #expect(service.end(signal) == (0, 0))
            }
        }
    }

    @Test func aTakenPortIsAnError() async throws {
        try await Fixture.withFolder { folder in
            let first = try Service(database: folder + "/c.sqlite")
            let second = try Service(database: folder + "/c.sqlite", port: first.port)
            #expect(second.firstLine.isEmpty)
            #expect(second.end(SIGTERM) == (1, 0))
            #expect(first.end(SIGTERM) == (0, 0))
        }
    }

    /// Batches are sent, each twice at once, until the program is killed in the middle. What it had answered is there
    /// after a new start, and after everything has been sent again each release is there exactly once.
    @Test(arguments: [3, 17, 41])
    func aKilledProgramHasWhatItAnsweredAndNothingTwice(_ answersBeforeKill: Int) async throws {
        let device = try TestDevice()
        let batches = try (0..<30).map { (index: Int64) -> [UInt8] in
            let first = index * 4 + 1
            return try device.batch(first...(first + 3)).bytes
        }
        try await Fixture.withFolder { folder in
            let path = folder + "/c.sqlite"
            _ = try await Fixture.store(path, [device])
            let service = try Service(database: path)
            let (identifier, port) = (service.process.processIdentifier, service.port)
            let answered = Counter()
            let acknowledged = await withTaskGroup(of: Int?.self) { group in
                for (index, bytes) in (batches + batches).enumerated() {
                    group.addTask {
                        guard let answer = try? await send(bytes, port: port), answer.status == .ok else {
                            return nil
                        }
                        if await answered.increment() == answersBeforeKill {
                            kill(identifier, SIGKILL)
                        }
                        return index % batches.count
                    }
                }
                return await group.reduce(into: Set<Int>()) { set, index in if let index { set.insert(index) } }
            }
            #expect(service.end(SIGKILL).status == SIGKILL)
            let again = try Service(database: path)
            let stored = try SQLiteConnection(path: path, mode: .readOnly)
                .query("SELECT first FROM batch") { row in (try row.int(0) - 1) / 4 }
            #expect(acknowledged.isSubset(of: stored))
            #expect(acknowledged.count >= 1 && stored.count == Set(stored).count)
            for bytes in batches.reversed() {
                let answer = try await send(bytes, port: again.port)
                #expect(answer.status == .ok)
            }
            #expect(again.end(SIGTERM) == (0, 0))
            #expect(try Fixture.count("leaf", path) == 120)
            #expect(try Fixture.count("alarm", path) == 0)
        }
    }
}

private actor Counter {
    private var count = 0

    func increment() -> Int {
        count += 1
        return count
    }
}

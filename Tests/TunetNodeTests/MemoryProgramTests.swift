import Foundation
import Testing
import TunetTestSupport

/// The memory of the running service holds exact counts. It must not get out.
@Suite("The service's memory")
struct MemoryProgramTests {
    /// Runs the built program until `body` has looked at it. It stops in the midst of its start, at a key that a pipe
    /// withholds, so that it needs no lines.
    private func whileRunning<T>(_ body: (pid_t) throws -> T) async throws -> T {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let folder = scratch.file("data")
        let file = scratch.file("tunet.toml")
        let text = """
            [place]
            id = "p-7"
            name = "Tunet"
            time_zone = "Europe/Oslo"
            [device]
            data_folder = "\(folder)"
            control_socket = "\(scratch.file("s"))"
            [[door]]
            id = "front"
            name = "Hoveddøra"
            sensor = { kind = "beam-pair", outer = { line = "TUNET_NO_SUCH_A" }, inner = { line = "TUNET_NO_SUCH_B" } }
            """
        try ScratchFolder.write(Array(text.utf8), to: file)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        try #require(mkfifo(folder + "/device.key", 0o600) == 0)
        let process = Process()
        let program = try Program.path("tunet")
        if geteuid() == 0 {
            // What root owns belongs to root whether it can be dumped or not.
            for path in [scratch.path, file] { #expect(chmod(path, 0o755) == 0) }
            for path in [folder, folder + "/device.key"] { #expect(chown(path, 65_534, 65_534) == 0) }
            process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
            process.arguments = ["--reuid=65534", "--regid=65534", "--clear-groups", program, "run", "--config", file]
        } else {
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = ["run", "--config", file]
        }
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let (ends, continuation) = AsyncStream<Void>.makeStream()
        process.terminationHandler = { _ in continuation.finish() }
        try process.run()
        let id = process.processIdentifier
        let watch = Task {
            try await Task.sleep(for: .seconds(120))
            kill(id, SIGKILL)
        }
        // It has come to the key once its lock is there, and waits for the key's writer.
        while process.isRunning, access(folder + "/lock", F_OK) != 0 { try await Task.sleep(for: .milliseconds(5)) }
        let result = Result { try body(id) }
        kill(id, SIGKILL)
        for await _ in ends {}
        watch.cancel()
        return try result.get()
    }

    @Test(.enabled(if: geteuid() != 0 || access("/usr/bin/setpriv", X_OK) == 0, "another user needs setpriv"))
    func canNotBeDumped() async throws {
        let (limits, owner, user) = try await whileRunning { id in
            let file = try FileManager.default.attributesOfItem(atPath: "/proc/\(id)/mem")
            let limits = String(decoding: ScratchFolder.bytes("/proc/\(id)/limits"), as: UTF8.self)
            let about = String(decoding: ScratchFolder.bytes("/proc/\(id)/status"), as: UTF8.self)
            // Resident memory is still there for everybody to read, as the benchmarks do.
            #expect(about.contains("VmRSS:"))
            let user = about.split(separator: "\n").first { $0.hasPrefix("Uid:") }?.split(separator: "\t")
            return (
                limits, (file[.ownerAccountID] as? NSNumber)?.uint32Value, user?.dropFirst().first.flatMap { uid_t($0) }
            )
        }
        let core = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
        #expect(core?.split(separator: " ").filter { $0 == "0" }.count == 2, "\(core ?? "no limit")")
        // proc(5): the files of what is not dumpable belong to root, whoever runs it.
        #expect(user != 0 && user != nil)
        #expect(owner == 0, "its memory belongs to user \(owner.map(String.init) ?? "?")")
    }

    @Test(arguments: ["tunet", "tunet-collector"])
    func unitsKeepItFromTheCard(_ name: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let unit = String(decoding: ScratchFolder.bytes(root.path + "/systemd/\(name).service"), as: UTF8.self)
        for line in ["LimitCORE=0", "MemorySwapMax=0"] { #expect(unit.split(separator: "\n").contains { $0 == line }) }
    }
}

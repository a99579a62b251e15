import Foundation
import Testing
import TunetTestSupport

/// The built program, as a person or a service manager runs it.
@Suite("Program")
struct ProgramTests {
    @Test func demoShowsTheWholePathAndCanBePlayedAgain() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let folder = scratch.file("demo")
        for round in 1...2 {
            let result = try await Program.run(
                "tunet",
                ["demo", "--exit", "--weeks", "2", "--folder", folder, "--collector-port", "0", "--page-port", "0"])
            #expect(result.status == 0, "round \(round): \(result.errors)")
            for part in [
                "Everything that this demo makes is in \(folder)", "== I dag, slik de frivillige ser det ==", "besøk",
                "== Koordinatorens tabell", "95 %-intervall", "dekning", "Tunet (demo)", "Seniorkafé",
                "Hva kan vi gjøre sammen?", "Gå på tur", "n = ", "Alt er i orden.",
            ] {
                #expect(result.output.contains(part), "round \(round): \(part)")
            }
            #expect(result.errors.contains("played 18 of 18 days"))
            for file in ["demo.toml", "collector.sqlite", "collector.log", "device/store.sqlite", "device/device.key"] {
                #expect(!ScratchFolder.bytes("\(folder)/\(file)").isEmpty || file == "collector.log", "\(file)")
                #expect(FileManager.default.fileExists(atPath: "\(folder)/\(file)"), "\(file)")
            }
        }
        let check = try await Program.run("tunet", ["check", folder + "/demo.toml"])
        #expect(check.status == 0)
        #expect(check.output.contains("1 door, 1 panel, 1 session, uplink to http://127.0.0.1:"))
    }

    @Test func demoDoesNotTouchAFolderThatIsNotItsOwn() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        try ScratchFolder.write([1], to: scratch.file("collector.sqlite"))
        let result = try await Program.run("tunet", ["demo", "--exit", "--folder", scratch.path])
        #expect(result.status == 1)
        #expect(result.errors.contains("\(scratch.path) is there already and was not made by a demo"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["collector.sqlite"])
        #expect(ScratchFolder.bytes(scratch.file("collector.sqlite")) == [1])
    }

    @Test(arguments: [(["--weeks", "0"], "1 to 52 weeks"), (["--page-port", "70000"], "from 0 to 65535")])
    func demoRefusesWhatItCannotPlay(_ arguments: [String], _ message: String) async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let result = try await Program.run("tunet", ["demo", "--exit", "--folder", scratch.file("d")] + arguments)
        #expect(result.status == 1)
        #expect(result.errors.contains(message))
        #expect(!FileManager.default.fileExists(atPath: scratch.file("d")))
    }

    @Test func demoWithoutACollectorSaysHowToMendIt() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let result = try await Program.run(
            "tunet", ["demo", "--exit", "--folder", scratch.file("d"), "--collector", scratch.file("missing")])
        #expect(result.status == 1)
        #expect(result.errors.contains("name it with --collector"))
    }

    // MARK: - run

    private func configuration(_ scratch: ScratchFolder, _ extra: String = "") throws -> String {
        let text = """
            [place]
            id = "p-7"
            name = "Tunet"
            time_zone = "Europe/Oslo"
            [device]
            data_folder = "\(scratch.file("data"))"
            control_socket = "\(scratch.file("control.sock"))"
            page_port = 0
            [[door]]
            id = "front"
            name = "Hoveddøra"
            sensor = { kind = "beam-pair", outer = { line = "TUNET_NO_SUCH_A" }, inner = { line = "TUNET_NO_SUCH_B" } }
            \(extra)
            """
        let path = scratch.file("tunet.toml")
        try ScratchFolder.write(Array(text.utf8), to: path)
        return path
    }

    @Test func runWithoutItsLinesNamesThemAndEnds() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let result = try await Program.run("tunet", ["run", "--config", try configuration(scratch)])
        #expect(result.status == 1)
        #expect(result.errors.contains("TUNET_NO_SUCH_A"))
        #expect(result.output.isEmpty)
    }

    @Test func runWithABadConfigurationNamesAllMistakesAndSays78() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let path = try configuration(
            scratch,
            """
            colour = "red"
            [release]
            leaf = "decade"
            correction_days = -1
            """)
        let result = try await Program.run("tunet", ["run", "--config", path])
        #expect(result.status == 78)
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.hasPrefix("\(path):") })
        for word in ["colour", "decade", "correction_days"] { #expect(result.errors.contains(word), "\(word)") }
        let missing = try await Program.run("tunet", ["run", "--config", scratch.file("none.toml")])
        #expect(missing.status == 78)
        #expect(missing.errors.contains(scratch.file("none.toml")))
    }

    @Test func runOnAFolderInUseIsRefused() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let path = try configuration(scratch)
        try FileManager.default.createDirectory(atPath: scratch.file("data"), withIntermediateDirectories: false)
        let lock = open(scratch.file("data/lock"), O_RDWR | O_CREAT, 0o600)
        defer { close(lock) }
        try #require(flock(lock, LOCK_EX | LOCK_NB) == 0)
        let result = try await Program.run("tunet", ["run", "--config", path])
        #expect(result.status == 1)
        #expect(result.errors.contains("Another Tunet uses the data folder \(scratch.file("data"))"))
    }

    @Test(.enabled(if: TinyDisk.isAvailable, Comment(rawValue: TinyDisk.need)))
    func runOnAFullDiskIsAClearError() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let path = try configuration(scratch)
        try FileManager.default.createDirectory(atPath: scratch.file("data"), withIntermediateDirectories: false)
        // The mount is seen by the shell and what it becomes, and by nobody else.
        let script = """
            mount -t tmpfs -o size=32k tmpfs "$0" && { head -c 100000 /dev/zero > "$0/fill"; exec "$1" run --config "$2"; }
            """
        let result = try await Program.run(
            executable: "/usr/bin/unshare",
            ["-m", "sh", "-c", script, scratch.file("data"), Program.path("tunet"), path])
        // EX_TEMPFAIL: another start may find room.
        #expect(result.status == 75)
        #expect(result.errors.contains("The disk is full"))
    }

    @Test func statusWithoutAServiceSaysWhatToLookFor() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let result = try await Program.run("tunet", ["status", "--socket", scratch.file("none.sock")])
        #expect(result.status == 1)
        #expect(result.errors.contains("No Tunet answers at \(scratch.file("none.sock"))"))
    }

    @Test func keyPrintsTheSameKeyEachTime() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let path = try configuration(scratch)
        let first = try await Program.run("tunet", ["key", "--config", path])
        #expect(first.status == 0)
        #expect(first.output.count == 45)
        #expect(try await Program.run("tunet", ["key", "--config", path]).output == first.output)
    }
}

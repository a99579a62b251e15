import Foundation
import Testing
import TunetCore
import TunetTestSupport
import TunetWire

@testable import TunetNode
@testable import TunetStore

/// `tunet store`, as a person runs it.
@Suite("The store's tool")
struct StoreProgramTests {
    /// A device with three batches that wait and a count that is not released.
    private func lived() async throws -> (World, parcels: Int) {
        let world = try World()
        let node = try await world.device()
        for day in 0..<5 { await node.play(Footsteps.walkIn(at: world.time(10, days: day))) }
        await node.run(to: world.time(12, days: 4))
        let parcels = try await node.store.prepareUpload(on: nil, software: "test").parcels.count
        try await node.engine.end(at: world.time(12, days: 4))
        return (world, parcels)
    }

    private func tool(_ world: World, _ arguments: String...) async throws -> Program.Result {
        try await Program.run(
            "tunet", ["store"] + arguments + ["--folder", world.configuration.device.dataFolder])
    }

    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    /// Sizes, inodes and times of everything in the folder.
    private func traces(_ folder: String) throws -> [String] {
        try names(folder).map { name in
            var status = stat()
            #expect(lstat(folder + "/" + name, &status) == 0)
            return "\(name) \(status.st_size) \(status.st_ino) \(status.st_mtim) \(status.st_ctim) \(status.st_atim)"
        }
    }

    @Test func checkLeavesNoTraceAndSaysNoCount() async throws {
        let (world, parcels) = try await lived()
        defer { world.scratch.remove() }
        let folder = world.configuration.device.dataFolder
        // While a service holds the lock and the file.
        let store = try Store(configuration: world.configuration, zone: world.zone)
        let before = try traces(folder)
        let result = try await tool(world, "check")
        #expect(result.status == 0, "\(result.output) \(result.errors)")
        #expect(result.output.contains("\(parcels) batches waiting"))
        #expect(result.output.contains("of the quota of 64 MB"))
        #expect(result.output.hasSuffix("All is in order.\n"))
        let json = try await tool(world, "check", "--format", "json")
        #expect(json.output.contains("\"droppedBatches\":0"))
        #expect(try traces(folder) == before)
        withExtendedLifetime(store) {}
    }

    @Test func aDamagedStoreIsFoundSavedAndRepaired() async throws {
        let (world, parcels) = try await lived()
        defer { world.scratch.remove() }
        // Everything from the sixth page of 4 KB on is gone, and a file was set aside by hand.
        let path = world.storePath
        let bytes = ScratchFolder.bytes(path)
        try ScratchFolder.write(bytes, to: path + ".damaged-1")
        try FileManager.default.removeItem(atPath: path)

        let check = try await tool(world, "check")
        #expect(check.status == 1)
        #expect(check.output.contains("There is no store yet.") && check.output.contains("damaged-1"))

        let target = world.scratch.file("saved")
        let export = try await tool(world, "export", "--to", target)
        #expect(export.status == 0, "\(export.errors)")
        let saved = try names(target).filter { $0.hasSuffix(".tunet") }
        #expect(saved.count == parcels)
        for name in saved {
            let batch = try SealedBatch(parsing: ScratchFolder.bytes(target + "/" + name))
            #expect(name == "p-7-\(batch.header.epoch)-\(batch.header.first)-\(batch.header.last).tunet")
        }
        let again = try await tool(world, "export", "--to", target)
        #expect(again.status == 2 && again.errors.contains("Nothing is overwritten"))

        let dry = try await tool(world, "repair")
        #expect(dry.status == 0 && dry.output.contains("Can be brought back"), "\(dry.output) \(dry.errors)")
        #expect(!FileManager.default.fileExists(atPath: path))
        let repair = try await tool(world, "repair", "--apply")
        #expect(repair.status == 0 && repair.output.contains("Brought back"), "\(repair.output) \(repair.errors)")
        #expect(repair.output.contains("\(parcels) batches"))
        #expect(try world.entriesOnDisk() > 0)
        let twice = try await tool(world, "repair", "--apply")
        #expect(twice.output.contains("in the present store already"))
        #expect(ScratchFolder.bytes(path + ".damaged-1") == bytes)
        #expect(try await tool(world, "check").status == 0)
    }

    @Test func whatCanNotBeLookedAtEndsWithTwo() async throws {
        for arguments in [
            ["check", "--folder", "/nonexistent"], ["repair", "--folder", "/nonexistent/x", "--apply"], ["check"],
            ["check", "--folder", "/tmp", "--file", "/nonexistent"],
        ] {
            let result = try await Program.run("tunet", ["store"] + arguments)
            #expect(result.status == 2, "\(arguments): \(result.output) \(result.errors)")
            #expect(!result.errors.isEmpty)
        }
    }

    /// The service manager does not start it again and again: somebody has to give the folder to the right user.
    @Test(.enabled(if: geteuid() == 0, "another user's files need root"))
    func aFolderOfAnotherUserEndsTheServiceForGood() async throws {
        let (world, _) = try await lived()
        defer { world.scratch.remove() }
        let folder = world.configuration.device.dataFolder
        let file = world.scratch.file("place.toml")
        let text = """
            [place]
            id = "p-7"
            name = "Tunet"
            time_zone = "Europe/Oslo"
            [device]
            data_folder = "\(folder)"
            control_socket = "\(world.scratch.file("s"))"
            [[panel]]
            id = "p"
            name = "P"
            button = [{ line = { line = "NONE" } }, { line = { line = "NEITHER" } }]
            """
        try ScratchFolder.write(Array(text.utf8), to: file)
        for path in [world.scratch.path, file] { #expect(chmod(path, 0o755) == 0) }
        // The folder is the other user's, and the store in it is not.
        for path in [folder, folder + "/lock", folder + "/device.key"] { #expect(chown(path, 65_534, 65_534) == 0) }
        let result = try await Program.run(
            executable: "/usr/bin/setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", try Program.path("tunet"), "run", "--config", file])
        #expect(result.status == 78, "\(result.errors)")
        #expect(result.errors.contains("chown -R tunet:tunet"), "\(result.errors)")
    }
}

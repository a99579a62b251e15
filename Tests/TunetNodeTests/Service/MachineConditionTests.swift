import Foundation
import Testing
import TunetCore
import TunetLocal
import TunetTestSupport

@testable import TunetNode

@Suite("Power, disk and the rest of the machine")
struct MachineConditionTests {
    private func sensor(_ scratch: ScratchFolder, _ number: Int, name: String, alarm: String?) throws {
        let folder = scratch.file("hwmon\(number)")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try ScratchFolder.write(Array("\(name)\n".utf8), to: folder + "/name")
        if let alarm { try ScratchFolder.write(Array(alarm.utf8), to: folder + "/in0_lcrit_alarm") }
    }

    @Test(arguments: [("0\n", false), ("1\n", true), ("1", true), ("", nil), ("2\n", nil), ("x\n", nil), (nil, nil)])
    func theSupplyOfARaspberryPi(_ alarm: String?, _ expected: Bool?) throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        #expect(MachineCondition.power(in: scratch.path) == nil)
        try sensor(scratch, 0, name: "cpu_thermal", alarm: "1\n")
        #expect(MachineCondition.power(in: scratch.path) == nil, "another sensor")
        try sensor(scratch, 3, name: "rpi_volt", alarm: alarm)
        #expect(MachineCondition.power(in: scratch.path)?.underVoltage == expected)
    }

    /// A file that never ends, a pipe and a folder in the place of the file are passed over.
    @Test func whatIsNoSensorIsPassedOver() throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        try sensor(scratch, 0, name: String(repeating: "rpi_volt\n", count: 1000), alarm: "1\n")
        try sensor(scratch, 1, name: "rpi_volt", alarm: nil)
        #expect(mkfifo(scratch.file("hwmon1/in0_lcrit_alarm"), 0o600) == 0)
        try sensor(scratch, 2, name: "rpi_volt", alarm: nil)
        try FileManager.default.createDirectory(
            atPath: scratch.file("hwmon2/in0_lcrit_alarm"), withIntermediateDirectories: true)
        #expect(MachineCondition.power(in: scratch.path) == nil)
        try sensor(scratch, 31, name: "rpi_volt", alarm: "0\n")
        try sensor(scratch, 32, name: "rpi_volt", alarm: "1\n")
        #expect(MachineCondition.power(in: scratch.path)?.underVoltage == false)
    }

    @Test func theDiskOfTheDataFolder() throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let disk = try #require(MachineCondition.disk(of: scratch.path))
        #expect(disk.totalMegabytes >= disk.freeMegabytes && disk.totalMegabytes > 0 && disk.quotaPercent == 0)
        // A quarter of 64 MiB.
        try ScratchFolder.write([UInt8](repeating: 0, count: 16 << 20), to: scratch.file("store.sqlite"))
        #expect(MachineCondition.disk(of: scratch.path)?.quotaPercent == 25)
        #expect(MachineCondition.disk(of: scratch.file("nowhere")) == nil)
    }

    @Test func theStatusTellsOfIt() async throws {
        let world = try World { $0.sessions = [SmallPlace.cafe] }
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world, isDated: false) { service in
            let undated = await service.node.status()
            #expect(undated.clock == .init(quality: nil, day: nil) && undated.sessionsToday == nil)
            await service.node.engine.offer(world.anchor, at: service.now)
            var status = await service.node.status()
            #expect(status.clock == .init(quality: "synchronised", day: "2026-11-02"))
            #expect(status.sessionsToday == [] && status.lastContact == nil)
            await service.run(to: world.time(10, 59, 59, days: 1))
            let cafe = NodeStatus.SessionToday(id: "kafe", name: "Seniorkafé", from: "11:00", to: "14:00", isNow: false)
            #expect(await service.node.status().sessionsToday == [cafe])
            await service.run(to: world.time(11, days: 1))
            #expect(await service.node.status().sessionsToday?.map(\.isNow) == [true])
            await service.run(to: world.time(14, days: 1))
            #expect(await service.node.status().sessionsToday == [cafe])
            let shown = try await service.tunet(["status", "--format", "json"])
            status = try NodeStatus(json: Array(shown.output.utf8))
            #expect(status.disk != nil && shown.output.contains("\"free_megabytes\""))
        }
    }
}

import Testing
import TunetCore
import TunetLocal
import TunetTestSupport
import TunetWire

@testable import TunetNode

@Suite("What the yearly ceiling does to a device")
struct CeilingNodeTests {
    /// From Monday, 2 November, the year has 60 days.
    @Test func whatIsNotReleasedIsSaid() async throws {
        let world = try World {
            $0.panels = []
            $0.sessions = []
            $0.release = ReleasePolicy(directions: .both, yearlyCeiling: 60 + 59)
        }
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.play(Footsteps.walkIn(at: world.time(10)))
        await node.run(to: world.time(3, 14, days: 3))
        #expect(await node.status().health.isEmpty, "nothing was due yet")
        await node.run(to: world.time(12, days: 3))
        let status = await node.status()
        #expect(status.health.map(\.kind) == ["release_stopped"])
        #expect(status.uplink.stopped == ["exits"])
        #expect(StatusText.text(status).contains("for want of room under yearly_ceiling: exits"))
        #expect(world.messages.contains("the device: release_stopped began"))
        #expect(try await node.frozen().map(\.measure) == ["entries"])
    }

    @Test(arguments: [(858, false), (857, true)])
    func theCheckForetellsIt(_ ceiling: Int, _ says: Bool) throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let file = scratch.file("sted.toml")
        // 365 days and 52 Mondays, in and out, and 24 of count checks.
        let toml = """
            place = { id = "p", name = "P", time_zone = "UTC" }
            release = { yearly_ceiling = \(ceiling), directions = "both" }
            session = [{ id = "s", name = "S", weekdays = ["mon"], from = "10:00", to = "11:00" }]
            [[door]]
            id = "d"
            name = "D"
            sensor = { kind = "beam-pair", outer = { line = "A" }, inner = { line = "B" } }
            """
        try ScratchFolder.write(Array(toml.utf8), to: file)
        let answer = try NodeCommands.check(configuration: file)
        #expect(answer.contains("is in order"))
        #expect(
            answer.contains("A year would charge ε 858, more than yearly_ceiling = 857: not released would be checks.")
                == says)
    }
}

import Testing
import TunetCore
import TunetLocal
import TunetTestSupport

@testable import TunetNode

@Suite("Motion sensors, door contacts and upper beams on a device")
struct OtherSensorsTests {
    private func pulse(_ line: Int, from start: MonotonicInstant, for duration: Duration) -> [Edge] {
        [
            Edge(time: start, line: line, level: true),
            Edge(time: start.advanced(by: duration), line: line, level: false),
        ]
    }

    /// Lines: 0 and 1 the front door, 2 its upper beam, 3 the motion sensor, 4 the shed.
    private func world() throws -> World {
        try World { configuration in
            var front = SmallPlace.frontDoor
            front.upper = InputLine(.name("UPPER"))
            configuration.doors = [front, SmallPlace.hall, SmallPlace.shed]
            configuration.panels = []
        }
    }

    @Test func theyAreShownAndKeptAndNobodyIsAVisitorForIt() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        try await playADay(in: world)
        let again = try await world.device(at: world.time(11, 21))
        #expect(await again.status().doors[1].presence == .init(times: 1, minutes: 45))
        #expect(await again.status().doors[2].swings == 2)
    }

    private func playADay(in world: World) async throws {
        let node = try await world.device()
        await node.play(pulse(3, from: world.time(10, 5), for: .seconds(45 * 60)))
        await node.play(pulse(4, from: world.time(11), for: .seconds(20)))
        await node.play(pulse(4, from: world.time(11, 10), for: .seconds(20)))
        await node.run(to: world.time(11, 20))
        let status = await node.status()
        #expect(status.doors.map(\.presence) == [nil, .init(times: 1, minutes: 45), nil])
        #expect(status.doors.map(\.swings) == [nil, nil, 2])
        #expect(status.doors.map(\.countsPassages) == [true, false, false])
        #expect(status.doors.map(\.isDirected) == [true, false, false])
        #expect(status.visits == 0 && status.present == 0 && status.hours.allSatisfy { $0 == 0 })
        #expect(try world.onDisk("SELECT count(*) FROM tally WHERE counter LIKE 'count:%'") == 0)
        #expect(try world.onDisk("SELECT sum(amount) FROM tally WHERE counter = 'presence'") == 1)
        #expect(try world.onDisk("SELECT count(*) FROM measured WHERE measure <> 'entries'") == 0)
        try await node.engine.end(at: world.time(11, 20))
    }

    /// The card says in which bins somebody was there, and not when in them it began.
    @Test func aPresenceIsNotDatedByItsTime() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        for minute in [1, 7, 14] {
            let node = try await world.device(kernelID: "boot \(minute)")
            await node.play(pulse(3, from: world.time(10, minute), for: .seconds(3000)))
            await node.run(to: world.time(12))
            try await node.engine.end(at: world.time(12))
            #expect(
                try world.onDisk("SELECT count(*) FROM tally WHERE counter = 'presence_ms' AND amount % 900000 <> 0")
                    == 0)
        }
    }

    @Test(arguments: [("pir", true), ("reed", true), ("mat", false)])
    func theCheckSaysWhereNobodyIsCounted(_ kind: String, _ says: Bool) throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let file = scratch.file("sted.toml")
        let toml = """
            place = { id = "p", name = "P", time_zone = "UTC" }
            door = [{ id = "d", name = "D", sensor = { kind = "\(kind)", line = "L" } }]
            """
        try ScratchFolder.write(Array(toml.utf8), to: file)
        let answer = try NodeCommands.check(configuration: file)
        #expect(answer.contains("is in order") && answer.contains("1 door"))
        #expect(answer.hasSuffix("; no sensor counts people, so that there will be no visits") == says)
    }

    /// Who stood in the door, or walked through it twenty times, is not to be read from the log's times.
    @Test func whatFailsIsSaidWhenTheBinIsOver() async throws {
        let world = try world()
        defer { world.scratch.remove() }
        let node = try await world.device()
        for number in 0..<UpperBeam.vetoLimit {
            await node.play(Footsteps.walkIn(at: world.time(10, 1, 2 * number)))
        }
        await node.run(to: world.time(10, 14))
        #expect(await node.status().doors[0].health.map(\.kind) == ["upper_beam_failed"])
        #expect(await node.status().doors[0].observing)
        #expect(!world.messages.contains { $0.contains("upper_beam_failed") })
        await node.run(to: world.time(10, 16))
        #expect(world.messages.contains("front: upper_beam_failed began"))
    }
}

import Testing
import TunetCore
import TunetLocal
import TunetTestSupport

@testable import TunetNode

/// `tunet clock` as a process, against a real control socket.
@Suite("tunet clock")
struct ClockProgramTests {
    @Test func aVolunteerDatesABoardWithoutAClock() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world, isDated: false) { service in
            await service.play(Footsteps.walkIn(at: world.time(8, 30)))
            await service.run(to: world.time(10))
            let before = try await service.tunet(["clock"])
            #expect(before.status == 0, "\(before.errors)")
            #expect(
                before.output.hasPrefix("Maskinen vet ikke hvilken dag det er. Den har vært på i 2 t 0 min, og teller.")
            )

            let needed = try await service.tunet(["clock", "set", "10:02"])
            #expect(needed.status == 1 && needed.errors.contains("Hvilken dag er det?"))
            let weekday = try await service.tunet(["clock", "set", "mandag", "10:02"])
            #expect(weekday.status == 1 && weekday.errors.contains("Hvilken dag er det?"))
            let set = try await service.tunet(["clock", "set", "2026-11-02", "10.02"])
            #expect(set.status == 0, "\(set.errors)")
            #expect(set.output.hasPrefix("Klokka er stilt: mandag 2. november 2026 kl. 10:0"))

            let after = try await service.tunet(["clock", "show"])
            #expect(after.output.contains("mandag 2. november 2026 (Europe/Oslo). Tiden kommer fra: stilt for hånd"))
            let status = await service.node.status()
            #expect(status.day == "2026-11-02" && status.doors[0].in == 1 && status.hours[8] == 1)

            // Tomorrow is the nearest Tuesday.
            let corrected = try await service.tunet(["clock", "set", "Tuesday", "10:05", "--format", "json"])
            let clock = try LocalJSON.decode(ClockStatus.self, from: Array(corrected.output.utf8))
            #expect(clock.day == "2026-11-03" && clock.source == .volunteer)
            #expect(await service.node.status().hours[8] == 1, "the whole boot moves")
            #expect(try world.onDisk("SELECT count(DISTINCT bin) FROM tally WHERE counter = 'count:in'") == 1)
        }
    }

    @Test func whatCannotBeIsRefused() async throws {
        let world = try World { $0.place.languages = ["en"] }
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world, isDated: false) { service in
            let refusals: [([String], String)] = [
                (["25:00"], "Give the time of day"), (["10:5"], "Give the time of day"),
                (["noon"], "Give the time of day"),
                (["2026-11-02", "10:00", "x"], "Give the time of day"), (["someday", "10:00"], "“someday” is no day"),
                (["2099-01-01", "10:00"], "between 2026 and 2055"), (["1970-01-01", "10:00"], "between 2026 and 2055"),
            ]
            for (words, message) in refusals {
                let refused = try await service.tunet(["clock", "set"] + words)
                #expect(refused.status == 1 && refused.output.isEmpty, "\(words)")
                #expect(refused.errors.contains(message), "\(words): \(refused.errors)")
            }
            #expect(await service.node.status().day == nil)
        }
        try await ServedDevice.serving(world) { service in
            let refused = try await service.tunet(["clock", "set", "2026-11-02", "10:00"])
            #expect(refused.status == 1 && refused.errors.contains("something surer: a time server"))
        }
    }

    /// Which day a weekday is, and what is asked about.
    @Test func aDayIsComparedWithWhatTheStoreKnows() async throws {
        let world = try World { $0.place.languages = ["nn"] }
        defer { world.scratch.remove() }
        do {
            let node = try await world.device()
            await node.run(to: world.time(12))
            try await node.engine.end(at: world.time(12))
        }
        let node = try await world.device(kernelID: "next", isDated: false)
        func set(_ day: String?, _ weekday: Int? = nil, isSure: Bool = false) async -> ClockProblem? {
            do {
                try await node.engine.setClock(
                    ClockRequest(day: day, weekday: weekday, minute: 600, isSure: isSure), at: world.time(9))
                await node.engine.advance(to: world.time(9))
                try await node.engine.clockOutcome()
                return nil
            } catch {
                return error
            }
        }
        #expect(await set(nil) == .dayNeeded)
        #expect(await set("2026-11-01") == .beforeLatest(day: "2026-11-01", latest: "2026-11-02"))
        #expect(await set("2027-12-08") == .farAhead(day: "2027-12-08", latest: "2026-11-02"))
        #expect(await set("2026-11-31") == .impossible)
        #expect(await set(nil, 8) == .impossible)
        #expect(await set(nil, 7) == nil, "the first Sunday since Monday")
        #expect(await node.status().day == "2026-11-08")
        #expect(await set("2027-12-08", isSure: true) == nil)
        #expect(await node.status().day == "2027-12-08")
        #expect(await set("2026-11-04") == nil)
        #expect(await node.status().day == "2026-11-04")
        #expect(try world.onDisk("SELECT max(last_day) FROM measured") == SmallPlace.monday.dayNumber + 2)
    }
}

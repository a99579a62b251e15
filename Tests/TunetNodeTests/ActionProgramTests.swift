import Foundation
import Testing
import TunetCore
import TunetLocal
import TunetTestSupport

@testable import TunetNode
@testable import TunetStore

/// `tunet actions`, `session`, `fault` and `test` as processes, against a real control socket; behind it a real engine and store
/// on virtual time.
@Suite("tunet actions, session, fault and test")
struct ActionProgramTests {
    private func list(_ service: ServedDevice) async throws -> [ActionList.Entry] {
        let result = try await service.tunet(["actions", "--format", "json"])
        return try LocalJSON.decode(ActionList.self, from: Array(result.output.utf8)).actions
    }

    @Test func whatWasDoneIsListedAndUndone() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world) { service in
            await service.run(to: world.time(10))
            #expect(try await service.tunet(["actions"]).output == "Ingenting er gjort her ennå.\n")
            _ = try await service.tunet(["correct", "add", "24"])
            let undone = try await service.tunet(["actions", "undo", "1"])
            #expect(undone.status == 0 && undone.output == "Angret nr. 1 (rettelse).\n", "\(undone.errors)")
            #expect(await service.node.status().visitsCounted == nil, "the page shows it at once")
            _ = try await service.tunet(["correct", "remove", "0"])
            _ = try await service.countCheck("start")
            _ = try await service.countCheck("cancel")
            let shown = try await service.tunet(["actions"])
            #expect(
                shown.output == """
                    Dette er gjort her, det siste først:
                    4  2026-11-02  Avbrøt en kontrolltelling ved Hoveddøra.
                    3  2026-11-02  Begynte en kontrolltelling ved Hoveddøra.
                    2  2026-11-02  Angret nr. 1 (rettelse).
                    1  2026-11-02  Rettet mandag 2. november 2026, utenom faste tider: inn +24. (angret)

                    """)
            #expect(try await list(service).map(\.canUndo) == [false, false, false, false])
            let refusals = [
                ("1", "Det er allerede angret."), ("2", "kan gjøres om igjen på vanlig måte"),
                ("3", "kan avbrytes"), ("4", "ble ikke brukt"), ("99", "Det finnes ikke i loggen"),
            ]
            for (id, words) in refusals {
                let refused = try await service.tunet(["actions", "undo", id])
                #expect(refused.status == 1 && refused.output.isEmpty && refused.errors.contains(words), "\(id)")
            }
            let malformed = try await service.tunet(["actions", "undo", "x"])
            #expect(malformed.status == 64)
        }
    }

    /// Two days after its own, a day can't be changed by anybody, and the log no longer says by how much it was.
    @Test func aCorrectionOutlivesItsDayWithoutItsAmount() async throws {
        let world = try World { $0.place.languages = ["en"] }
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world) { service in
            await service.run(to: world.time(10))
            _ = try await service.tunet(["correct", "add", "24"])
            await service.run(to: world.time(10, days: 3))
            let shown = try await service.tunet(["actions"])
            #expect(shown.output.contains("1  2026-11-02  Corrected Monday 2 November 2026, outside sessions.\n"))
            let refused = try await service.tunet(["actions", "undo", "1"])
            #expect(refused.status == 1 && refused.errors.contains("Monday 2 November 2026 has been released"))
        }
    }

    @Test func theClockIsLoggedByItsDay() async throws {
        let world = try World { $0.place.languages = ["nn"] }
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world, isDated: false) { service in
            await service.run(to: world.time(10))
            _ = try await service.tunet(["test", "lights"])
            let early = try await service.tunet(["session", "list"])
            #expect(early.status == 1 && early.errors.contains("Still klokka først"))
            _ = try await service.tunet(["clock", "set", "2026-11-02", "10:02"])
            let shown = try await service.tunet(["actions"])
            #expect(
                shown.output.hasSuffix(
                    """
                    2  2026-11-02  Stilte klokka til måndag 2. november 2026.
                    1  utan dato  Prøvde lys og lyd på alle panel.

                    """), "\(shown.output)")
            let refused = try await service.tunet(["actions", "undo", "2"])
            #expect(refused.errors.contains("Still ho på nytt"))
        }
    }

    @Test func aSessionWithoutAScheduleIsRecorded() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world) { service in
            await service.run(to: world.time(10, days: 1))
            let basics = ["--organiser", "Bygdekvinnelaget", "--sector", "volunteering"]
            let added = try await service.tunet(
                ["session", "add", "Julegrøt", "--day", "yesterday", "--from", "17:00", "--to", "19:00", "--counted"]
                    + ["40"] + basics)
            #expect(added.status == 0, "\(added.errors)")
            #expect(added.output == "«Julegrøt» er ført opp mandag 2. november 2026. (1)\n")
            _ = try await service.tunet(["session", "add", "Dugnad", "--day", "2026-06-01", "--counted", "9"] + basics)
            let shown = try await service.tunet(["session"])
            #expect(
                shown.output == """
                    1  2026-11-02 17:00–19:00  Julegrøt, Bygdekvinnelaget, frivillighet, 40 kom
                    2  2026-06-01  Dugnad, Bygdekvinnelaget, frivillighet

                    """)
            let removed = try await service.tunet(["session", "remove", "1"])
            #expect(removed.output.contains("er strøket. Det kan angres til i natt."))
            #expect(try await list(service).map(\.words)[0] == "Strøk noe som var ført opp, mandag 2. november 2026.")
            let entry = try #require(try await list(service).first)
            #expect(entry.kind == "session" && entry.canUndo)
            #expect(try await service.tunet(["actions", "undo", "\(entry.id)"]).status == 0)
            #expect(try await service.tunet(["session"]).output == shown.output)
            let refusals: [([String], String)] = [
                (["add", "x", "--day", "2026-11-04"], "onsdag 4. november 2026 kan ikke føres opp"),
                (["add", "x", "--day", "2025-11-02"], "kan ikke føres opp. Velg en dag fra"),
                (["add", "x", "--day", "i går"], "«i går» er ingen dag"),
                (["add", "x", "--from", "17:00"], "Skriv begge eller ingen"),
                (["add", "x", "--from", "17:10", "--to", "18:00"], "hele kvarter"),
                (["add", "x", "--from", "19:00", "--to", "18:00"], "hele kvarter"),
                (["add", "x", "--from", "19", "--to", "20"], "hele kvarter"),
                (["add", "x", "--counted", "10001"], "et tall fra 0 til"),
                (["add", String(repeating: "x", count: 61)], "Navnet har 1 til 60 tegn"),
            ]
            for (arguments, words) in refusals {
                let refused = try await service.tunet(["session"] + arguments + basics)
                #expect(refused.status == 1 && refused.errors.contains(words), "\(arguments): \(refused.errors)")
            }
            let sector = try await service.tunet(["session", "add", "x", "--organiser", "y", "--sector", "sirkus"])
            #expect(sector.errors.contains("farming (landbruk), business (næringsliv), other (annet)"))
            let person = try await service.tunet(["session", "add", "x", "--organiser", "", "--sector", "other"])
            #expect(person.errors.contains("Skriv en organisasjon, ikke en person."))
            let unknown = try await service.tunet(["session", "remove", "77"])
            #expect(unknown.status == 1 && unknown.errors.contains("nr. 77"))
        }
    }

    /// Until it is over, and not the next one.
    @Test func aFaultIsAcknowledgedAsLongAsItLasts() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world) { service in
            await service.run(to: world.time(10))
            #expect(try await service.tunet(["fault"]).output == "Ingenting er galt nå.\n")
            let none = try await service.tunet(["fault", "acknowledge", "blocked"])
            #expect(none.status == 1 && none.errors.contains("Ingenting er galt nå."))
            await service.node.engine.receive([.unplugged(lines: [0, 1], at: service.now)], at: service.now)
            let fault = ["unplugged", "--source", "front"]
            #expect(
                try await service.tunet(["fault"]).output
                    == "--source front unplugged  Hoveddøra: kontakten er borte\n")
            let other = try await service.tunet(["fault", "acknowledge", "unplugged"])
            #expect(other.errors.contains("Det som er galt nå, er: front unplugged."))
            let seen = try await service.tunet(["fault", "acknowledge"] + fault)
            #expect(seen.status == 0 && seen.output.contains("Hoveddøra: kontakten er borte"), "\(seen.errors)")
            var door = await service.node.status().doors[0]
            #expect(door.health.map(\.acknowledged) == [true] && !door.observing)
            #expect(try await service.tunet(["fault"]).output.hasSuffix("kontakten er borte (sett)\n"))
            #expect(
                try await service.tunet(["fault", "acknowledge"] + fault).errors.contains("allerede notert som sett"))
            // Taken back, and seen again.
            #expect(try await service.tunet(["fault", "undo"] + fault).status == 0)
            #expect(await service.node.status().doors[0].health.map(\.acknowledged) == [nil])
            #expect(try await service.tunet(["fault", "undo"] + fault).status == 1)
            _ = try await service.tunet(["fault", "acknowledge"] + fault)
            let entry = try #require(try await list(service).first)
            #expect(entry.kind == "acknowledged" && entry.canUndo)
            let levels = [0: false, 1: false]
            await service.node.engine.receive([.plugged(levels: levels, at: service.now)], at: service.now)
            let over = try await service.tunet(["actions", "undo", "\(entry.id)"])
            #expect(over.errors.contains("Feilen er over"))
            await service.node.engine.receive([.unplugged(lines: [0, 1], at: service.now)], at: service.now)
            door = await service.node.status().doors[0]
            #expect(door.health.map(\.kind) == ["unplugged"] && door.health.map(\.acknowledged) == [nil])
        }
    }

    @Test func theLightsAreTestedInTurn() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world) { service in
            await service.run(to: world.time(10))
            let started = try await service.tunet(["test", "lights"])
            #expect(started.status == 0, "\(started.errors)")
            #expect(started.output == "Prøver lys og lyd nå. Det tar 4 sekunder. Trykk teller ikke så lenge.\n")
            let unknown = try await service.tunet(["test", "lights", "--panel", "tredje"])
            #expect(unknown.status == 1 && unknown.errors.contains("Her er: panel."))
            await service.run(to: service.now.advanced(by: .seconds(20)))
            #expect(world.outputs == ["0 on", "0 off", "1 on", "1 off"])
            #expect(try await list(service).map(\.words) == ["Prøvde lys og lyd på alle paneler."])
        }
    }

    @Test func aTestThatRunsIsNotBegunAgain() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.run(to: world.time(10))
        _ = try await node.engine.testLights(LightTestRequest(), at: world.time(10))
        await #expect(throws: ActionProblem.testRuns) {
            _ = try await node.engine.testLights(LightTestRequest(), at: world.time(10, 0, 3))
        }
        await node.run(to: world.time(10, 0, 1))
        for edge in Footsteps.press(2, at: world.time(10, 0, 2)) { await node.play([edge]) }
        await node.run(to: world.time(10, 1))
        let panel = await node.status().panels[0]
        #expect(panel.presses == 0 && panel.misuse == 0)
        #expect(try world.pressesOnDisk() == 0)
        await node.play(Footsteps.press(2, at: world.time(10, 1)))
        await node.run(to: world.time(10, 2))
        #expect(try world.pressesOnDisk() == 1)
    }

    @Test func aStoreThatRefusesIsSaid() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.run(to: world.time(10))
        try await node.store.inject(
            "CREATE TEMP TRIGGER x BEFORE INSERT ON action BEGIN SELECT raise(FAIL, 'no room'); END")
        let session = SessionRequest(day: "today", name: "a", organiser: "b", sector: "other")
        await #expect(throws: ActionProblem.storeFailed) { try await node.engine.record(session, at: world.time(10)) }
        #expect(await node.status().health.map(\.kind) == ["store_failed"])
        await #expect(throws: ActionProblem.storeFailed) {
            try await node.engine.acknowledge(FaultRequest(kind: "store_failed"), at: world.time(10))
        }
        #expect(await node.status().health.map(\.acknowledged) == [nil])
        try await node.store.inject(Store.accept)
        _ = try await node.engine.acknowledge(FaultRequest(kind: "store_failed"), at: world.time(10))
        #expect(await node.status().health.map(\.acknowledged) == [true])
    }

    /// A service that is gone answers nobody, and says so.
    @Test func withoutAServiceItIsSaidWhatToDo() async throws {
        let commands = [
            ["actions"], ["actions", "undo", "1"], ["session"], ["fault"], ["fault", "acknowledge", "x"],
            ["test", "lights"],
        ]
        for command in commands {
            let result = try await Program.run("tunet", command + ["--socket", "/nonexistent/socket"])
            #expect(result.status == 1 && result.errors.contains("Is the service running"), "\(command)")
        }
    }
}

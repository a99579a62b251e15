import Foundation
import Testing
import TunetCore
import TunetLocal
import TunetTestSupport

@testable import TunetNode

/// `tunet count-check` as a process, against a real control socket; behind it a real engine and store on virtual time.
@Suite("tunet count-check")
struct CountCheckProgramTests {
    private func serving(
        _ world: World, _ body: @escaping @Sendable (ServedDevice) async throws -> Void
    ) async throws {
        try await ServedDevice.serving(world, body)
    }

    @Test func aCheckFromStartToFinish() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        try await serving(world) { service in
            await service.run(to: world.time(10))
            let started = try await service.countCheck("start")
            #expect(started.status == 0)
            #expect(started.output.hasPrefix("Kontrolltellingen ved Hoveddøra har begynt."))
            #expect(started.output.contains("tunet count-check stop --counted-in ANTALL --counted-out ANTALL"))
            let again = try await service.countCheck("start", "--door", "front")
            #expect(again.status == 1 && again.output.isEmpty)
            #expect(again.errors.contains("En kontrolltelling er allerede i gang ved Hoveddøra."))
            for number in 0..<12 {
                await service.play(Footsteps.walkIn(at: world.time(10, 1, 10 * number)))
            }
            await service.play(Footsteps.walkOut(at: world.time(10, 5)))
            let during = try await service.countCheck()
            #expect(during.status == 0)
            #expect(during.output.hasPrefix("En kontrolltelling er i gang ved Hoveddøra.\n"))
            let stopped = try await service.countCheck("stop", "--counted-in", "13", "--counted-out", "1")
            #expect(stopped.status == 0, "\(stopped.errors)")
            for line in [
                "  inn: 13 talt for hånd, 12 av sensoren\n", "  ut: 1 talt for hånd, 1 av sensoren\n",
                "Hoveddøra: 92,9 % er talt riktig (95 %-intervall ", "etter 14 personer i 1 kontrolltelling.",
                "Ikke nok ennå. Tell omtrent ",
            ] {
                #expect(stopped.output.contains(line), "\(line)")
            }
            let shown = try await service.countCheck("show", "--format", "json")
            let status = try CountCheckStatus(json: Array(shown.output.utf8))
            #expect(status.doors.map(\.id) == ["front"])
            #expect(status.doors[0].history?.map(\.month) == ["2026-11"])
            #expect(status.doors[0].accuracy.errors == 1)
            let text = try await Program.run("tunet", ["status", "--socket", service.socket])
            #expect(text.output.contains("count check: Hoveddøra: 92.9 % are counted right"))
        }
    }

    @Test func whatCannotBeDoneIsSaidAndChangesNothing() async throws {
        let world = try World {
            $0.doors.append(SmallPlace.gardenDoor)
            $0.place.languages = ["nn", "nb"]
        }
        defer { world.scratch.remove() }
        try await serving(world) { service in
            let refusals: [([String], String)] = [
                (["stop", "--counted-in", "1", "--counted-out", "1"], "Inga kontrollteljing er i gang."),
                (["cancel"], "Inga kontrollteljing er i gang."),
                (["start"], "Kva dør? Vel ei av desse med --door: front, garden."),
                (["start", "--door", "back"], "Inga dør heiter «back»."),
                (["show", "--door", "back"], "Inga dør heiter «back»."),
            ]
            for (arguments, words) in refusals {
                let result = try await Program.run("tunet", ["count-check"] + arguments + ["--socket", service.socket])
                #expect(result.status == 1 && result.output.isEmpty, "\(arguments)")
                #expect(result.errors.contains(words), "\(arguments): \(result.errors)")
            }
            #expect(try await service.countCheck("start", "--door", "front").status == 0)
            for (arguments, words) in [
                (["--counted-in=-1", "--counted-out", "0"], "Tala må vere frå 0 til 9999."),
                (["--counted-in", "10000", "--counted-out", "0"], "Tala må vere frå 0 til 9999."),
                (["--counted-in", "3"], "ventar på tala dine: --counted-in TAL --counted-out TAL."),
                (["--counted-in", "300", "--counted-out", "0"], "Tala dine er langt frå dei sensoren har."),
            ] {
                let result = try await Program.run(
                    "tunet", ["count-check", "stop"] + arguments + ["--socket", service.socket])
                #expect(result.status == 1, "\(arguments)")
                #expect(result.errors.contains(words), "\(arguments): \(result.errors)")
            }
            #expect(
                try await service.countCheck("cancel").output.hasPrefix("Kontrollteljinga ved Hoveddøra er avbroten."))
            #expect(try world.onDisk("SELECT count(*) FROM count_check") == 0)
        }
    }

    @Test func aCheckThatIsVoidHasAStatusOfItsOwn() async throws {
        let world = try World { $0.place.languages = ["en"] }
        defer { world.scratch.remove() }
        try await serving(world) { service in
            await service.run(to: world.time(10))
            #expect(try await service.countCheck("start").status == 0)
            await service.node.engine.receive([.unplugged(lines: [0], at: world.time(10, 1))], at: world.time(10, 1))
            let result = try await service.countCheck("stop", "--counted-in", "1", "--counted-out", "0")
            #expect(result.status == 3)
            #expect(result.output.contains("This is not kept, because the sensor was unplugged."))
            let refused = try await service.countCheck("start")
            #expect(refused.status == 1)
            #expect(refused.errors.contains("The sensor of Hoveddøra does not see its door now."))
        }
    }

    @Test(arguments: [["start"], ["stop", "--counted-in", "1", "--counted-out", "1"], ["cancel"], ["show"], []])
    func withoutAServiceItSaysWhatToLookFor(_ arguments: [String]) async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let result = try await Program.run(
            "tunet", ["count-check"] + arguments + ["--socket", scratch.file("none.sock")])
        #expect(result.status == 1)
        #expect(result.errors.contains("No Tunet answers at \(scratch.file("none.sock"))"))
    }

    @Test(arguments: [
        ["stop", "--counted-in", "many"], ["stop", "--counted-in", "-3"], ["stop", "--counted-in", "1e3"], ["pause"],
        ["start", "--counted-in", "3"], ["stop", "--counted-in", "99999999999999999999"],
    ])
    func argumentsThatMakeNoSenseAreRefused(_ arguments: [String]) async throws {
        #expect(try await Program.run("tunet", ["count-check"] + arguments).status == 64)
    }

    @Test func theHelpSaysWhatVolunteersNeed() async throws {
        let help = try await Program.run("tunet", ["count-check", "--help"])
        #expect(help.status == 0)
        for words in ["start", "stop", "cancel", "show", "20 to 30 people", "Exit status", "Counts are never changed"] {
            #expect(
                help.output.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(words), "\(words)")
        }
        let stop = try await Program.run("tunet", ["count-check", "stop", "--help"])
        for option in ["--counted-in", "--counted-out", "--counted ", "--door", "--sure", "--format", "--socket"] {
            #expect(stop.output.contains(option), "\(option)")
        }
    }
}

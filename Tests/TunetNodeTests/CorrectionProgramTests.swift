import Foundation
import Testing
import TunetCore
import TunetLocal
import TunetTestSupport

@testable import TunetNode
@testable import TunetStore

/// `tunet correct` as a process, against a real control socket; behind it a real engine and store on virtual time.
@Suite("tunet correct")
struct CorrectionProgramTests {
    private func correct(_ service: ServedDevice, _ arguments: String...) async throws -> Program.Result {
        try await Program.run("tunet", ["correct"] + arguments + ["--socket", service.socket])
    }

    /// World's first day is a Monday, without the café.
    @Test func aDayIsCorrectedAndTakenBack() async throws {
        let world = try World { $0.sessions = [SmallPlace.cafe] }
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world) { service in
            await service.run(to: world.time(10))
            for number in 0..<4 { await service.play(Footsteps.walkIn(at: world.time(10, 1, 10 * number))) }
            await service.run(to: world.time(10, 20))
            let added = try await correct(service, "add", "24")
            #expect(added.status == 0, "\(added.errors)")
            #expect(added.output == "Mandag 2. november 2026, utenom faste tider (outside): inn 28 (talt 4, +24)\n")
            var status = try await Program.run("tunet", ["status", "--socket", service.socket])
            #expect(status.output.contains("visits today: 28 ("))
            #expect(status.output.contains("corrected; the sensors counted 4"))
            await service.play(Footsteps.walkIn(at: world.time(10, 30)))
            await service.run(to: world.time(10, 31))
            status = try await Program.run("tunet", ["status", "--socket", service.socket])
            #expect(status.output.contains("visits today: 29 ("), "a count is added to what was corrected")
            let removed = try await correct(service, "remove", "26", "--day", "2026-11-02", "--session", "outside")
            #expect(removed.output == "Mandag 2. november 2026, utenom faste tider (outside): inn 3 (talt 5, −2)\n")
            // The café's day.
            await service.run(to: world.time(9, days: 1))
            let shown = try await correct(service)
            #expect(
                shown.output == """
                    Disse dagene kan rettes til de er frigitt:
                    Tirsdag 3. november 2026
                      Seniorkafé: inn 0
                      utenom faste tider (outside): inn 0
                    Mandag 2. november 2026
                      utenom faste tider (outside): inn 3 (talt 5, −2)

                    """)
            let undone = try await correct(service, "undo", "--day", "yesterday")
            #expect(undone.output == "Mandag 2. november 2026, utenom faste tider (outside): inn 5\n")
            let json = try await correct(service, "show", "--format", "json")
            let read = try LocalJSON.decode(CorrectionStatus.self, from: Array(json.output.utf8))
            #expect(read.days.last?.parts.first?.counts == [.init(direction: .in, counted: 5, corrected: 0)])
        }
    }

    @Test func whatCanNotBeDoneIsSaid() async throws {
        let world = try World {
            $0.sessions = [SmallPlace.cafe]
            $0.place.languages = ["nn", "nb"]
        }
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world) { service in
            await service.run(to: world.time(10, days: 1))
            let refusals: [([String], String)] = [
                (["add", "1"], "Dagen har fleire delar. Vel ein med --session: kafe (Seniorkafé), outside."),
                (["add", "1", "--session", "dans"], "Dagen har ikkje «dans». Han har: kafe (Seniorkafé), outside."),
                (["add", "1", "--day", "2026-11-04"], "Onsdag 4. november 2026 har ikkje vore enno."),
                (["add", "1", "--day", "2026-10-04"], "kan ikkje rettast: det som vart talt då, er frigjeve"),
                (
                    ["add", "1", "--day", "i går"],
                    "«i går» er ingen dag. Skriv han som 2026-11-24, today eller yesterday."
                ),
                (["remove", "1", "--session", "kafe"], "Så mange kan ikkje trekkjast frå: det er berre 0."),
                (["add", "1", "--session", "kafe", "--direction", "out"], "Det som kan rettast, er: inn."),
                (["add", "1001"], "A correction is of 1 to 1000 passages, found 1001."),
                (["add", "0"], "A correction is of 1 to 1000 passages, found 0."),
                (["add", "1", "--direction", "up"], "“up” is no direction; give in, out or unknown."),
            ]
            for (arguments, words) in refusals {
                let result = try await Program.run("tunet", ["correct"] + arguments + ["--socket", service.socket])
                #expect(result.status == 1 && result.output.isEmpty, "\(arguments)")
                #expect(result.errors.contains(words), "\(arguments): \(result.errors)")
            }
        }
    }

    @Test func withoutADateNothingCanBeCorrected() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device(isDated: false)
        await #expect(throws: CorrectionProblem.undated) {
            _ = try await node.engine.correct(CorrectionRequest(day: "today", amount: 1), at: world.time(10))
        }
        await #expect(throws: CorrectionProblem.undated) { _ = try await node.engine.corrections(at: world.time(10)) }
    }

    @Test func aStoreThatRefusesKeepsWhatWasThere() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.run(to: world.time(10))
        try await node.store.inject(Store.refuseCounts)
        await #expect(throws: CorrectionProblem.storeFailed) {
            _ = try await node.engine.correct(CorrectionRequest(day: "today", amount: 1), at: world.time(10))
        }
        #expect(await node.status().health.map(\.kind) == ["store_failed"])
        #expect(await node.status().visitsCounted == nil)
    }
}

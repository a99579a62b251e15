import Testing
import TunetCore
import TunetLocal
import TunetTestSupport

@testable import TunetNode

/// Questions, screens and calls for help through a real engine and store.
@Suite("Panels of a device")
struct KioskNodeTests {
    private static let first = SmallPlace.question("trivsel", until: SmallPlace.monday)
    private static let second = SmallPlace.question("mat", from: SmallPlace.monday.adding(days: 1))

    private static func world(_ change: (inout PlaceConfiguration) -> Void = { _ in }) throws -> World {
        try World { configuration in
            configuration.questions = [first, second]
            configuration.kiosk.isTouchable = true
            change(&configuration)
        }
    }

    @Test func aQuestionChangesOverAtMidnight() async throws {
        let world = try Self.world()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.play(Footsteps.press(2, at: world.time(23, 59)))
        await node.play(Footsteps.press(2, at: world.time(0, 1, days: 1)))
        await node.run(to: world.time(0, 2, days: 1))
        #expect(try world.onDisk("SELECT amount FROM press WHERE question = 'trivsel' AND option = 'ja'") == 1)
        #expect(try world.onDisk("SELECT amount FROM press WHERE question = 'mat' AND option = 'ja'") == 1)
        #expect(try world.onDisk("SELECT count(*) FROM press") == 2)
        let kiosk = await node.engine.kiosk(at: world.time(0, 2, days: 1))
        #expect(kiosk.panels[0].buttons.map(\.number) == [0, 1] && kiosk.isDim)
    }

    @Test func aPanelWithoutAQuestionIsClosedAndSaysSo() async throws {
        let world = try Self.world { $0.questions = [Self.first] }
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.play(Footsteps.press(2, at: world.time(9, days: 1)))
        await node.run(to: world.time(9, 0, 1, days: 1))
        let kiosk = await node.engine.kiosk(at: world.time(9, days: 1))
        #expect(kiosk.panels[0].question == nil && kiosk.panels[0].buttons.isEmpty)
        #expect(kiosk.panels[0].answer == PanelAnswer(button: 0, refusal: .closed))
        #expect(await node.status().panels[0].misuse == 1)
    }

    @Test func aFingerOnTheScreenIsAPressOnTheCard() async throws {
        let world = try Self.world()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.run(to: world.time(10))
        await node.engine.touch(panel: "panel", button: 1)
        await node.engine.touch(panel: "panel", button: 9)
        await node.engine.touch(panel: "none", button: 0)
        #expect(try world.pressesOnDisk() == 0, "edges from before may be on their way")
        async let answered: Void = node.engine.touchesAnswered()
        await node.engine.advance(to: world.time(10))
        await answered
        await node.engine.touchesAnswered()
        #expect(try world.pressesOnDisk() == 1)
        #expect(await node.engine.kiosk(at: world.time(10)).panels[0].answer == PanelAnswer(button: 1))
        await node.engine.touch(panel: "panel", button: 0)
        await node.engine.advance(to: world.time(10, 0, 1))
        #expect(
            await node.engine.kiosk(at: world.time(10, 0, 1)).panels[0].answer
                == PanelAnswer(button: 0, refusal: .justPressed))
        #expect(try world.pressesOnDisk() == 1)
    }

    @Test func whoeverCallsIsShownUntilSomebodyHasBeenThereAndNoLogKeepsIt() async throws {
        let world = try Self.world { configuration in
            configuration.panels[0].buttons[1].use = FixedUse(
                id: "hjelp", text: LocalizedText(["nb": "Jeg trenger hjelp"]), calls: true)
            configuration.questions = []
        }
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.play(Footsteps.press(3, at: world.time(10)))
        await node.run(to: world.time(10, 3))
        let call = try #require(await node.status().panels[0].calls?.first)
        #expect(call.text == "Jeg trenger hjelp" && call.minutes >= 2)
        #expect(try world.onDisk("SELECT amount FROM press WHERE question = '' AND option = 'hjelp'") == 1)
        #expect(await node.status().panels[0].presses == 0, "it is no answer")
        let asked = FaultRequest(source: "panel", kind: FaultRequest.call)
        let answer = try await node.engine.acknowledge(asked, at: world.time(10, 3))
        #expect(answer.message.contains("Panelet"))
        #expect(await node.status().panels[0].calls == nil)
        #expect(try world.onDisk("SELECT count(*) FROM action") == 0)
        await #expect(throws: ActionProblem.self) {
            _ = try await node.engine.acknowledge(asked, at: world.time(10, 4))
        }
    }

    @Test func theScreenShowsWhatWasReleased() async throws {
        let world = try Self.world { configuration in
            configuration.release.epsilonNumerator = 1000
            configuration.release.yearlyCeiling = 1_000_000_000
            configuration.release.correctionDays = 0
        }
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.play(Footsteps.walkIn(at: world.time(10)))
        await node.run(to: world.time(12))
        #expect(await node.engine.kiosk(at: world.time(12)).visits == nil, "today's are not shown")
        await node.run(to: world.time(12, days: 8))
        let week = Period(.week, containing: SmallPlace.monday)
        #expect(await node.engine.kiosk(at: world.time(12)).visits == .released(week, sum: 1, low: 1, high: 1))
    }
}

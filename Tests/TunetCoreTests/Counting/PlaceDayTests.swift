import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Place through days, boots and troubles")
struct PlaceDayTests {
    @Test(
        "Today begins anew at local midnight, also on days of 23 and 25 hours",
        arguments: ["2026-03-29", "2026-10-25", "2026-11-02"])
    func midnight(date: String) throws {
        let day = try #require(CivilDate(date))
        let start = TimeZoneRulesTests.oslo.start(of: day).seconds
        let length = Double(TimeZoneRulesTests.oslo.start(of: day.adding(days: 1)).seconds - start)
        var run = PlaceRun(utc: start - 60)
        run.walk("10 11 01 00", at: 10)
        run.advance(to: PlaceRun.at(59))
        #expect(run.machine.today.visits == 1 && run.machine.day == day.adding(days: -1))
        run.advance(to: PlaceRun.at(60))
        #expect(run.machine.today.visits == 0 && run.machine.day == day)
        run.walk("10 11 01 00", at: 61)
        run.walk("01 11 10 00", at: 60 + length - 20)
        run.advance(to: PlaceRun.at(60 + length - 1))
        #expect(run.machine.today.visits == 1)
        #expect(run.machine.today.hours[0] == 1 && run.machine.today.hours.reduce(0, +) == 1)
        run.advance(to: PlaceRun.at(60 + length))
        #expect(run.machine.today == Today(doors: 2, panels: 1))
        #expect(run.machine.day == day.adding(days: 1))
    }

    @Test("An undated boot counts in bins of its own, and dated ones follow its anchor")
    func undated() {
        var run = PlaceRun(utc: nil)
        #expect(run.machine.health.entries.map(\.kind) == [.undated])
        #expect(run.machine.day == nil)
        run.walk("10 11 01 00", at: 10)
        run.walk("10 11 01 00", at: 1000)
        run.change(3, true, at: 1010)
        run.change(4, true, at: 1011)
        run.change(3, false, at: 1012)
        run.change(4, false, at: 1012)
        run.advance(to: PlaceRun.at(1050))
        #expect(run.machine.today.visits == 2)
        run.commit(at: PlaceRun.at(1050))
        let noon = PlaceMachineTests.noon
        let anchor = Anchor(
            monotonic: PlaceRun.at(1100), utc: UTCInstant(seconds: noon + 10), quality: .volunteer)
        let isTaken = run.offer(anchor, at: 1100)
        #expect(isTaken)
        #expect(run.machine.health.entries.isEmpty)
        #expect(run.machine.day == CivilDate("2026-11-02"))
        run.walk("10 11 01 00", at: 1200)
        run.advance(to: PlaceRun.at(1300))
        run.commit(at: PlaceRun.at(1300))
        #expect(run.disk["7/0 front count:in"] == 1 && run.disk["7/1 front count:in"] == 1)
        #expect(run.disk["\(PlaceMachineTests.bin) front count:in"] == 1)
        #expect(run.disk["7/0 front observed"] == 900_000)
        // What was handed over at 1050 s; the rest of a bin that an anchor cuts waits for the new bin's end.
        #expect(run.disk["7/1 front observed"] == 150_000)
        #expect(run.disk["\(PlaceMachineTests.bin - 1) front observed"] == 40_000)
        #expect(run.disk["\(PlaceMachineTests.bin) front observed"] == 210_000)
        #expect(run.presses == ["7/0 panel misuse": 1])
    }

    @Test("A better anchor moves the bins, a worse one does not")
    func betterAnchor() {
        var run = PlaceRun(utc: nil)
        let noon = PlaceMachineTests.noon
        func offer(_ utc: Int64, _ quality: Anchor.Quality, at seconds: Double) -> Bool {
            run.offer(
                Anchor(monotonic: PlaceRun.at(seconds), utc: UTCInstant(seconds: utc), quality: quality), at: seconds)
        }
        #expect(offer(noon - 3600, .collector, at: 10))
        #expect(offer(noon, .synchronised, at: 20))
        #expect(!offer(noon - 7200, .volunteer, at: 30))
        run.walk("10 11 01 00", at: 40)
        run.advance(to: PlaceRun.at(50))
        run.commit(at: PlaceRun.at(50))
        #expect(run.disk["\(PlaceMachineTests.bin) front count:in"] == 1)
        #expect(run.disk["7/0 front observed"] == nil)
        #expect(run.disk["\(PlaceMachineTests.bin - 1) front observed"] == 20_000)
        #expect(run.disk["\(PlaceMachineTests.bin) front observed"] == 30_000)
    }

    @Test("A press is an answer only when it is on the disk, and then gives light and sound")
    func press() throws {
        var run = PlaceRun(utc: PlaceMachineTests.noon)
        _ = run.machine.takeActions()
        run.change(4, true, at: 1)
        run.machine.advance(to: PlaceRun.at(1.02))
        let press = PlaceMachine.Press(
            panel: 0, button: 1, time: PlaceRun.at(1), question: "again", option: "no")
        #expect(run.machine.takeActions() == [.takePress(press)])
        #expect(run.machine.today.presses == [0])
        let row = run.machine.row(for: press)
        let day = try #require(CivilDate("2026-11-02")).dayNumber
        #expect(
            row
                == .init(
                    day: TallyDay(boot: 0, index: day), panel: "panel", question: "again", option: "no", amount: 1))
        run.machine.pressTaken(press, at: PlaceRun.at(1.05))
        #expect(run.machine.today.presses == [1])
        #expect(run.machine.takeActions() == [.setOutput(1, on: true), .setOutput(2, on: true), .panelsChanged])
        #expect(run.machine.answer(panel: 0) == PanelAnswer(button: 1))
        run.advance(to: PlaceRun.at(3))
        #expect(run.machine.takeActions() == [.setOutput(2, on: false), .setOutput(1, on: false)])
        run.advance(to: PlaceRun.at(6.05))
        #expect(run.machine.takeActions() == [.panelsChanged])
        #expect(run.machine.answer(panel: 0) == nil)
    }

    @Test("A press that was not taken may be tried again at once, and is not counted")
    func pressNotTaken() {
        var run = PlaceRun(utc: PlaceMachineTests.noon)
        run.change(3, true, at: 1)
        run.change(3, false, at: 1.1)
        run.machine.advance(to: PlaceRun.at(1.2))
        let first = PlaceMachine.Press(
            panel: 0, button: 0, time: PlaceRun.at(1), question: "again", option: "yes")
        #expect(run.machine.takeActions().contains(.takePress(first)))
        run.machine.pressNotTaken(first, at: PlaceRun.at(1.2))
        #expect(run.machine.answer(panel: 0) == PanelAnswer(button: 0, refusal: .notSaved))
        run.change(3, true, at: 1.5)
        run.machine.advance(to: PlaceRun.at(1.6))
        var second = first
        second.time = PlaceRun.at(1.5)
        #expect(run.machine.takeActions().contains(.takePress(second)))
        #expect(run.machine.today.presses == [0] && run.machine.today.misuse == [0])
    }

    @Test("A press of an undated boot has the day of that boot")
    func undatedPress() {
        let run = PlaceRun(utc: nil)
        let row = run.machine.row(
            for:
                .init(panel: 0, button: 0, time: PlaceRun.at(2 * 86_400 + 5), question: "again", option: "yes"))
        #expect(row.day == TallyDay(boot: 7, index: 2))
        #expect(row.option == "yes")
    }

    @Test("Misuse before midnight belongs to the day that ends")
    func misuseDay() throws {
        let day = try #require(CivilDate("2026-11-02"))
        var run = PlaceRun(utc: TimeZoneRulesTests.oslo.start(of: day).seconds - 10)
        for (line, second) in [(3, 1.0), (4, 1.5), (3, 20.0), (4, 20.5)] {
            run.advance(to: PlaceRun.at(second))
            run.change(line, true, at: second)
            run.change(line, false, at: second + 0.2)
        }
        run.advance(to: PlaceRun.at(30))
        run.commit(at: PlaceRun.at(30))
        #expect(run.presses == ["0/\(day.dayNumber - 1) panel misuse": 1, "0/\(day.dayNumber) panel misuse": 1])
    }

    @Test("Health begins and ends once, for the door or panel it belongs to")
    func health() {
        var run = PlaceRun(utc: PlaceMachineTests.noon)
        _ = run.machine.takeActions()
        run.machine.unplug(lines: [0, 1, 99, -1], at: PlaceRun.at(10))
        run.machine.unplug(lines: [1, 3], at: PlaceRun.at(11))
        #expect(
            run.machine.takeActions() == [
                .healthChanged(.unplugged, source: "front", began: true),
                .healthChanged(.unplugged, source: "panel", began: true),
            ])
        #expect(run.machine.lines.map(\.isPlugged) == [false, false, true, false, true])
        #expect(!run.machine.isObserving(door: 0) && run.machine.isObserving(door: 1))
        #expect(!run.machine.isObserving(panel: 0))
        run.walk("10 11 01 00", at: 20)
        run.machine.synchronise(levels: [0: false, 1: false], at: PlaceRun.at(40), because: .unsynchronised)
        #expect(run.machine.takeActions() == [.healthChanged(.unplugged, source: "front", began: false)])
        run.machine.setDeviceHealth(.storeFailed, began: true, at: PlaceRun.at(41))
        run.machine.setDeviceHealth(.storeFailed, began: true, at: PlaceRun.at(42))
        #expect(run.machine.takeActions() == [.healthChanged(.storeFailed, source: nil, began: true)])
        #expect(run.machine.health.entries.map(\.since) == [PlaceRun.at(11), PlaceRun.at(41)])
        run.machine.setDeviceHealth(.storeFailed, began: false, at: PlaceRun.at(43))
        run.machine.setDeviceHealth(.uplinkFailed, began: false, at: PlaceRun.at(43))
        #expect(run.machine.takeActions() == [.healthChanged(.storeFailed, source: nil, began: false)])
        run.advance(to: PlaceRun.at(100))
        run.commit(at: PlaceRun.at(100))
        #expect(run.total("front", "observed") == 100_000 && run.total("panel", "observed") == 0)
        #expect(run.total("front", "count:in") == 0)
    }

    @Test("Lines that the wiring does not know are ignored")
    func unknownLines() {
        var run = PlaceRun(utc: PlaceMachineTests.noon)
        for line in [-1, 5, 1000] { run.change(line, true, at: 1) }
        run.machine.synchronise(levels: [17: true, -3: true], at: PlaceRun.at(2), because: .lostEdges)
        run.advance(to: PlaceRun.at(60))
        run.commit(at: PlaceRun.at(60))
        #expect(run.machine.lines.allSatisfy { $0.edges == 0 && !$0.level })
        #expect(
            Set(run.disk.keys) == Set(["front", "garden", "panel"].map { "\(PlaceMachineTests.bin) \($0) observed" }))
    }
}

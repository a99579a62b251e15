import Testing
import TunetTestSupport

@testable import TunetCore

/// Buttons that don't work.
extension ButtonPanelTests {
    @Test("A button that nobody presses while the others are pressed may be dead")
    func quietButton() {
        var run = Run()
        for number in 0..<(QuietButton.limit - 1) { run.taken(number % 2, at: Int64(number) * 3000) }
        #expect(run.take().isEmpty && run.panel.quietButtons.isEmpty)
        run.taken(3, at: 900_000)
        #expect(run.take().isEmpty, "a fixed use is no answer")
        run.taken(0, at: 903_000)
        #expect(run.take() == ["+button_quiet"])
        #expect(run.panel.quietButtons == [2])
        #expect(run.panel.isObserving)
        run.taken(2, at: 906_000)
        #expect(run.take() == ["-button_quiet"])
        #expect(run.panel.quietButtons.isEmpty)
    }

    @Test("Who tries a quiet button in a test of the lights gives no answer for it")
    func quietButtonTried() {
        var run = Run()
        for number in 0..<QuietButton.limit { run.taken(number % 2, at: Int64(number) * 3000) }
        #expect(run.take() == ["+button_quiet"])
        run.panel.isTesting = true
        run.press(0, at: 900_000)
        run.advance(to: 901_000)
        #expect(run.take().isEmpty && run.panel.quietButtons == [2])
        run.press(2, at: 902_000)
        run.advance(to: 903_000)
        #expect(run.take() == ["-button_quiet"])
        #expect(run.panel.quietButtons.isEmpty)
    }

    @Test("A line that flutters is no second finger, and no answers are taken while one can't be given")
    func flutteringButton() {
        for (fluttering, others) in [(0, ["misuse", "press 3"]), (3, ["press 1"])] {
            var run = Run()
            for edge in 0..<500 { run.change(fluttering, edge % 2 == 0, at: 1000 + Int64(edge) * 10) }
            #expect(run.take().contains("+chattering"))
            run.refusals = []
            for edge in 0..<40 {
                run.change(fluttering, edge % 2 == 0, at: 6000 + Int64(edge) * 10)
                if edge == 10 { run.change(1, true, at: 6105) }
                if edge == 20 { run.change(1, false, at: 6205) }
                if edge == 25, fluttering != 3 { run.change(3, true, at: 6255) }
                if edge == 35, fluttering != 3 { run.change(3, false, at: 6355) }
            }
            #expect(run.take() == others, "button \(fluttering) flutters")
            #expect(run.refusals == (fluttering == 0 ? ["1 stuck"] : []))
        }
    }

    @Test("A button that stands for no option of the question keeps nobody from answering")
    func stuckWithoutOption() {
        var run = Run(options: 2)
        run.change(2, true, at: 1000)
        run.advance(to: 30_000)
        _ = run.take()
        run.press(0, at: 31_000)
        run.advance(to: 32_000)
        #expect(run.take() == ["press 0"])
    }
}

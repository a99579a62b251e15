import Testing
import TunetWire

@testable import TunetCollector

@Suite("Content of batches")
struct BatchCheckTests {
    struct Change: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var leaf: @Sendable (inout ReleasedLeaf) -> Void = { _ in }
        var payload: @Sendable (inout BatchPayload) -> Void = { _ in }
        var header: @Sendable (inout BatchHeader) -> Void = { _ in }
    }

    private static func stopped(_ measure: String, _ question: String? = nil, panel: String? = nil, leaves: Int = 9)
        -> StoppedMeasure
    {
        StoppedMeasure(
            year: 2026, measure: measure, question: question, panel: panel, ceiling: 400, leaves: leaves)
    }

    private func error(_ change: Change) throws -> IngestError? {
        let device = try TestDevice()
        let batch = try device.batch(1...3, change: change.leaf, payload: change.payload, header: change.header)
        do {
            _ = try VerifiedBatch(batch, key: device.key.verifyingKey)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        Change(testDescription: "none"),
        Change(testDescription: "negative", leaf: { $0.value = -7 }),
        Change(testDescription: "week", leaf: { $0.period = "2026-W53" }),
        Change(testDescription: "month", leaf: { $0.period = "2026-11" }),
        Change(testDescription: "presses", leaf: { ($0.measure, $0.question, $0.option) = ("presses", "q", "o") }),
        Change(testDescription: "misuse", leaf: { ($0.measure, $0.panel) = ("misuse", "p") }),
        Change(testDescription: "count check", leaf: { $0.measure = "checked_by_hand" }, payload: { $0.v = 2 }),
        Change(testDescription: "nothing new in version 2", payload: { $0.v = 2 }),
        Change(testDescription: "exits", leaf: { $0.measure = "exits" }, payload: { $0.v = 4 }),
        Change(
            testDescription: "no date in version 3",
            leaf: {
                ($0.session, $0.period) = ("uncertain", "2026-01-01/2026-11-05")
                ($0.observed, $0.scheduled) = (9_000_000, 9_000_000)
            }, payload: { $0.v = 3 }),
        Change(
            testDescription: "stopped",
            payload: {
                ($0.v, $0.stopped) = (4, [stopped("checks"), stopped("presses", "q"), stopped("misuse", panel: "p")])
            }),
        Change(testDescription: "epsilon", leaf: { $0.epsilon = "1/2" }),
        Change(testDescription: "nothing scheduled", leaf: { ($0.observed, $0.scheduled) = (0, 0) }),
    ])
    func whatIsWellFormedIsTaken(_ change: Change) throws {
        #expect(try error(change) == nil)
    }

    @Test func whatIsToldFitsInALineOfTheLog() {
        let error = IngestError(.malformed, "a\n\u{1b}[31mæ" + String(repeating: "x", count: 1000))
        #expect(error.message.hasPrefix("a  [31mæxxx"))
        #expect(error.message.count == 500)
    }

    @Test(arguments: [
        Change(testDescription: "version", payload: { $0.v = 6 }),
        Change(testDescription: "stopped in version 3", payload: { ($0.v, $0.stopped) = (3, [stopped("exits")]) }),
        Change(testDescription: "nothing stopped", payload: { ($0.v, $0.stopped) = (4, []) }),
        Change(
            testDescription: "too much stopped",
            payload: { ($0.v, $0.stopped) = (4, [StoppedMeasure](repeating: stopped("exits"), count: 1001)) }),
        Change(
            testDescription: "stopped: no measure", payload: { ($0.v, $0.stopped) = (4, [stopped("checked_by_hand")]) }),
        Change(testDescription: "stopped: no question", payload: { ($0.v, $0.stopped) = (4, [stopped("presses")]) }),
        Change(
            testDescription: "stopped: bad id", payload: { ($0.v, $0.stopped) = (4, [stopped("misuse", panel: "P 1")]) }
        ),
        Change(
            testDescription: "stopped: no leaves", payload: { ($0.v, $0.stopped) = (4, [stopped("exits", leaves: 0)]) }),
        Change(
            testDescription: "stopped and dropped",
            payload: { ($0.v, $0.dropped, $0.releases, $0.stopped) = (4, true, [], [stopped("exits")]) }),
        Change(
            testDescription: "no date in version 2",
            leaf: { ($0.session, $0.period) = ("uncertain", "2026-11-02/2026-11-05") },
            payload: { $0.v = 2 }),
        Change(testDescription: "a session on any days", leaf: { $0.period = "2026-11-02/2026-11-05" }),
        Change(testDescription: "days in the wrong order", leaf: { $0.period = "2026-11-05/2026-11-02" }),
        Change(testDescription: "version 0", payload: { $0.v = 0 }),
        Change(
            testDescription: "uses in version 4", leaf: { ($0.measure, $0.question) = ("uses", "hjelp") },
            payload: { $0.v = 4 }),
        Change(
            testDescription: "uses without a use", leaf: { $0.measure = "uses" }, payload: { $0.v = 5 }),
        Change(testDescription: "exits in version 3", leaf: { $0.measure = "exits" }, payload: { $0.v = 3 }),
        Change(
            testDescription: "count check in version 1", leaf: { $0.measure = "checked_by_sensor" },
            payload: { $0.v = 1 }),
        Change(
            testDescription: "count check of a panel", leaf: { ($0.measure, $0.panel) = ("checked_by_hand", "p") },
            payload: { $0.v = 2 }),
        Change(testDescription: "place", payload: { $0.place = "p-9" }),
        Change(testDescription: "epoch", payload: { $0.epoch = "0" }),
        Change(testDescription: "both epochs", payload: { $0.epoch = "x" }, header: { $0.epoch = "x" }),
        Change(
            testDescription: "upper case epoch", payload: { $0.epoch = $0.epoch.uppercased() },
            header: { $0.epoch = $0.epoch.uppercased() }),
        Change(testDescription: "no releases", payload: { $0.releases = [] }),
        Change(testDescription: "one too few", payload: { $0.releases.removeLast() }),
        Change(testDescription: "one too many", payload: { $0.releases.append(TestDevice.leaf(4)) }),
        Change(testDescription: "not in order", payload: { $0.releases.swapAt(0, 1) }),
        Change(testDescription: "gap", payload: { $0.releases[2].seq = 4 }),
        Change(testDescription: "from 0", header: { ($0.first, $0.last) = (0, 2) }),
        Change(testDescription: "backwards", header: { ($0.first, $0.last) = (3, 1) }),
        Change(testDescription: "without end", header: { ($0.first, $0.last) = (1, .max) }),
        Change(testDescription: "whole range", header: { ($0.first, $0.last) = (.min, .max) }),
        Change(testDescription: "no day", leaf: { $0.period = "2026-02-30" }),
        Change(testDescription: "no week", leaf: { $0.period = "2025-W53" }),
        Change(testDescription: "signed year", leaf: { $0.period = "+026-02-03" }),
        Change(testDescription: "session", leaf: { $0.session = "<b>" }),
        Change(testDescription: "empty session", leaf: { $0.session = "" }),
        Change(testDescription: "measure", leaf: { $0.measure = "occupancy" }),
        Change(testDescription: "question missing", leaf: { ($0.measure, $0.option) = ("presses", "o") }),
        Change(testDescription: "question too much", leaf: { $0.question = "q" }),
        Change(testDescription: "panel", leaf: { ($0.measure, $0.panel) = ("misuse", "P") }),
        Change(testDescription: "value", leaf: { $0.value = .max }),
        Change(testDescription: "epsilon 0", leaf: { $0.epsilon = "0/1" }),
        Change(testDescription: "epsilon 1/0", leaf: { $0.epsilon = "1/0" }),
        Change(testDescription: "epsilon decimal", leaf: { $0.epsilon = "1.0" }),
        Change(testDescription: "epsilon tiny", leaf: { $0.epsilon = "1/1000000" }),
        Change(testDescription: "epsilon form", leaf: { $0.epsilon = "01/1" }),
        Change(testDescription: "observed more", leaf: { $0.observed = 3601 }),
        Change(testDescription: "negative time", leaf: { ($0.observed, $0.scheduled) = (-1, 0) }),
        Change(testDescription: "endless time", leaf: { $0.scheduled = .max }),
        Change(testDescription: "name's id", payload: { $0.names.sessions = ["Ærlig": "x"] }),
    ])
    func whatIsNotIs422(_ change: Change) throws {
        let error = try #require(try error(change))
        #expect(error.code == .unprocessable)
    }
}

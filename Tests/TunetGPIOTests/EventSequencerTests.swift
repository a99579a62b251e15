import Testing
import TunetGPIO

/// A sequencer over the lines 1 (offset 10) and 2 (offset 20) of source 0, fed with (ns, offset, sequence, level).
private func events(
    _ edges: [(Int64, UInt32, UInt32, Bool)], levelsNow: [Int: Bool] = [:], startingAfter last: UInt32 = 0
) -> [GPIOEvent] {
    var sequencer = EventSequencer()
    sequencer.add(source: 0, lines: [10: 1, 20: 2])
    if last > 0 {
        // The first number shows how many are missing before it, so one edge sets the scene.
        sequencer.take(RawEdge(nanoseconds: 0, offset: 10, sequence: last, level: false), from: 0)
        sequencer.flush(levels: { [:] }, { _ in })
    }
    for (nanoseconds, offset, sequence, level) in edges {
        sequencer.take(RawEdge(nanoseconds: nanoseconds, offset: offset, sequence: sequence, level: level), from: 0)
    }
    var result: [GPIOEvent] = []
    sequencer.flush(levels: { levelsNow }, { result.append($0) })
    return result
}

private func edge(_ nanoseconds: Int64, _ line: Int, _ level: Bool) -> GPIOEvent {
    .edge(GPIOEdge(nanoseconds: nanoseconds, line: line, level: level))
}

@Suite struct EventSequencerTests {
    @Test func givesIdsForOffsets() {
        #expect(events([(5, 10, 1, true), (6, 20, 2, true)]) == [edge(5, 1, true), edge(6, 2, true)])
    }

    @Test func ignoresLinesItWasNotTold() {
        #expect(events([(5, 11, 1, true), (6, 20, 1, true)]) == [edge(6, 2, true)])
    }

    @Test func ordersABatchByTimeAndKeepsEqualTimesInOrder() {
        let result = events([
            (7, 10, 0, true), (3, 20, 0, true), (7, 20, 0, false), (9, 10, 0, false), (4, 10, 0, true),
        ])
        #expect(
            result == [edge(3, 2, true), edge(4, 1, true), edge(7, 1, true), edge(7, 2, false), edge(9, 1, false)])
    }

    @Test func mergesSourcesByTime() {
        var sequencer = EventSequencer()
        sequencer.add(source: 0, lines: [0: 1])
        sequencer.add(source: 1, lines: [0: 2])
        sequencer.take(RawEdge(nanoseconds: 20, offset: 0, sequence: 1, level: true), from: 0)
        sequencer.take(RawEdge(nanoseconds: 10, offset: 0, sequence: 1, level: true), from: 1)
        var result: [GPIOEvent] = []
        sequencer.flush(levels: { [:] }, { result.append($0) })
        #expect(result == [edge(10, 2, true), edge(20, 1, true)])
    }

    @Test func neverGoesBackInTimeFromOneBatchToTheNext() {
        var sequencer = EventSequencer()
        sequencer.add(source: 0, lines: [10: 1, 20: 2])
        var result: [GPIOEvent] = []
        sequencer.take(RawEdge(nanoseconds: 100, offset: 10, sequence: 1, level: true), from: 0)
        sequencer.flush(levels: { [:] }, { result.append($0) })
        sequencer.take(RawEdge(nanoseconds: 99, offset: 20, sequence: 2, level: true), from: 0)
        sequencer.flush(levels: { [:] }, { result.append($0) })
        #expect(result == [edge(100, 1, true), edge(100, 2, true)])
    }

    @Test func reportsAGapBeforeTheEdgeThatRevealsIt() {
        let result = events([(5, 10, 1, true), (6, 20, 5, true)], levelsNow: [1: true, 2: true])
        #expect(
            result == [edge(5, 1, true), .lost(count: 3, at: 6, levels: [1: true, 2: false]), edge(6, 2, true)])
    }

    @Test func reportsAGapBeforeTheFirstEdge() {
        let result = events([(5, 10, 3, true)], levelsNow: [1: true, 2: true])
        #expect(result == [.lost(count: 2, at: 5, levels: [1: false, 2: true]), edge(5, 1, true)])
    }

    /// Applying the edges after a gap to the levels in it must lead to the levels of now.
    @Test func levelsInAGapLeadToThePresentOnes() {
        let batch: [(Int64, UInt32, UInt32, Bool)] = [
            (1, 10, 4, true), (2, 10, 5, false), (3, 20, 6, false), (4, 10, 9, true), (5, 20, 10, true),
        ]
        let now = [1: true, 2: true]
        var levels: [Int: Bool] = [:]
        var gaps = 0
        for event in events(batch, levelsNow: now) {
            switch event {
            case .edge(let edge):
                #expect(levels[edge.line] == !edge.level)
                levels[edge.line] = edge.level
            case .lost(let count, _, let told):
                gaps += count
                levels = told
            case .plugged, .unplugged: Issue.record("no chip was unplugged")
            }
        }
        #expect(gaps == 3 + 2)
        #expect(levels == now)
    }

    @Test func doesNotAskForLevelsWithoutAGap() {
        var sequencer = EventSequencer()
        sequencer.add(source: 0, lines: [10: 1])
        sequencer.take(RawEdge(nanoseconds: 5, offset: 10, sequence: 1, level: true), from: 0)
        sequencer.flush(
            levels: {
                Issue.record("asked for the levels")
                return [:]
            }, { _ in })
    }

    /// (last number, next number, lost edges)
    @Test(arguments: [
        (UInt32.max - 1, UInt32.max, 0), (UInt32.max, 0, 0), (UInt32.max, 1, 1), (UInt32.max - 1, 2, 3),
        (7, 8, 0), (7, 7, 0), (7, 6, 0),
    ])
    func wrapsAround(last: UInt32, next: UInt32, lost: Int) {
        let found = events([(5, 10, next, true)], startingAfter: last).reduce(0) { sum, event in
            if case .lost(let count, _, _) = event { sum + count } else { sum }
        }
        #expect(found == lost)
    }

    @Test func aNewRequestCountsFromOneAgain() {
        var sequencer = EventSequencer()
        var result: [GPIOEvent] = []
        for time in [5, 6] as [Int64] {
            sequencer.add(source: 0, lines: [10: 1])
            sequencer.take(RawEdge(nanoseconds: time, offset: 10, sequence: 1, level: true), from: 0)
            sequencer.remove(source: 0)
        }
        sequencer.flush(levels: { [:] }, { result.append($0) })
        #expect(result == [edge(5, 1, true), edge(6, 1, true)])
    }

    @Test func seesNoGapsWithoutNumbers() {
        #expect(events([(5, 10, 0, true), (6, 10, 0, false)]) == [edge(5, 1, true), edge(6, 1, false)])
    }
}

import Testing
import TunetGPIO

@Suite struct EventQueueTests {
    private func edge(_ nanoseconds: Int64) -> GPIOEvent {
        .edge(GPIOEdge(nanoseconds: nanoseconds, line: 1, level: nanoseconds % 2 == 0))
    }

    @Test func givesWhatCameInOrder() {
        var queue = EventQueue(capacity: 3)
        for time in 1...3 as ClosedRange<Int64> { queue.push(edge(time)) }
        var taken: [GPIOEvent] = []
        #expect(queue.take(into: &taken) == nil)
        #expect(taken == [edge(1), edge(2), edge(3)])
        #expect(queue.isEmpty)
    }

    @Test func countsWhatDoesNotFit() {
        var queue = EventQueue(capacity: 2)
        for time in 1...5 as ClosedRange<Int64> { queue.push(edge(time)) }
        queue.push(.lost(count: 10, at: 6, levels: [1: true]))
        var taken: [GPIOEvent] = []
        #expect(queue.take(into: &taken) == EventQueue.Overflow(edges: 13, nanoseconds: 6, plugging: false))
        #expect(taken == [edge(1), edge(2)])
    }

    @Test(arguments: [GPIOEvent.unplugged(lines: [1], at: 9), .plugged(levels: [1: true], at: 9)])
    func remembersThatPluggingDidNotFit(event: GPIOEvent) {
        var queue = EventQueue(capacity: 1)
        queue.push(edge(1))
        queue.push(event)
        var taken: [GPIOEvent] = []
        #expect(queue.take(into: &taken) == EventQueue.Overflow(edges: 0, nanoseconds: 9, plugging: true))
    }

    @Test func startsAfreshWhenTaken() {
        var queue = EventQueue(capacity: 1)
        queue.push(edge(1))
        queue.push(edge(2))
        var taken = [edge(77)]
        _ = queue.take(into: &taken)
        #expect(taken == [edge(1)])
        queue.push(edge(3))
        #expect(queue.take(into: &taken) == nil)
        #expect(taken == [edge(3)])
        #expect(queue.take(into: &taken) == nil)
        #expect(taken.isEmpty)
    }

    /// No allocation for each batch: both arrays keep room for all that may come, however little did.
    @Test func keepsItsMemory() {
        var queue = EventQueue(capacity: 100)
        var taken: [GPIOEvent] = []
        for time in 1...10 as ClosedRange<Int64> {
            queue.push(edge(time))
            _ = queue.take(into: &taken)
            #expect(taken.capacity >= 100)
        }
    }
}

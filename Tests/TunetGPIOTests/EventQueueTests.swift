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

    @Test func keepsItsMemory() {
        var queue = EventQueue(capacity: 8)
        var taken: [GPIOEvent] = []
        _ = queue.take(into: &taken)
        let room = taken.capacity
        for round in 0..<100 as Range<Int64> {
            for time in 0..<8 as Range<Int64> { queue.push(edge(round * 8 + time)) }
            _ = queue.take(into: &taken)
            #expect(taken.capacity == room)
        }
    }
}

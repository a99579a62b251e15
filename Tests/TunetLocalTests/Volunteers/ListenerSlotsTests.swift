import Testing

@testable import TunetLocal

@Suite("Who follows the status")
struct ListenerSlotsTests {
    /// As with a browser that has gone before the answer is begun.
    @Test func whatIsNeverUsedIsGivenBack() {
        let slots = ListenerSlots(most: 2)
        var held = [slots.take(), slots.take()]
        #expect(held.allSatisfy { $0 != nil } && slots.take() == nil && slots.count == 2)
        held[0] = nil
        #expect(slots.count == 1)
        #expect(slots.take() != nil)
        #expect(slots.count == 1, "nobody has kept it")
        held = []
        #expect(slots.count == 0)
    }
}

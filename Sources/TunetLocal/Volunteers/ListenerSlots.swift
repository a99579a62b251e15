internal import Synchronization

/// How many pages may follow the status at a time.
final class ListenerSlots: Sendable {
    /// The right to follow, for as long as it is held: also an answer that is never sent gives it back.
    final class Slot: Sendable {
        private let slots: ListenerSlots

        fileprivate init(_ slots: ListenerSlots) { self.slots = slots }

        deinit { slots.taken.withLock { $0 -= 1 } }
    }

    private let most: Int
    private let taken = Mutex(0)

    init(most: Int) { self.most = most }

    var count: Int { taken.withLock { $0 } }

    /// Nil if there are enough already.
    func take() -> Slot? {
        let isFree = taken.withLock { taken -> Bool in
            guard taken < most else { return false }
            taken += 1
            return true
        }
        return isFree ? Slot(self) : nil
    }
}

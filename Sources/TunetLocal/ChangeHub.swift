internal import Synchronization

/// Tells a bounded number of listeners that something has changed. A listener that is slow misses how often, not that.
package final class ChangeHub: Sendable {
    private struct State {
        var next = 0
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let most: Int
    private let state = Mutex(State())

    /// - Parameter most: how many may listen at a time.
    package init(most: Int = 8) {
        self.most = most
    }

    package func changed() {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.yield() }
    }

    /// Nil if too many listen already. A stream ends with its iteration.
    package func listen() -> AsyncStream<Void>? {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state -> Int? in
            guard state.listeners.count < most else { return nil }
            state.next += 1
            state.listeners[state.next] = continuation
            return state.next
        }
        guard let number else { return nil }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.listeners.removeValue(forKey: number) }
        }
        return stream
    }

    /// How many listen.
    package var count: Int { state.withLock { $0.listeners.count } }
}

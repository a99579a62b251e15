import Hummingbird

extension RequestBody {
    /// Waits until whoever asked closes the connection, or the task is cancelled: a listener that has gone makes room for
    /// another one at once.
    func waitForClose(then stop: @escaping @Sendable () -> Void) async {
        try? await consumeWithInboundCloseHandler { _ in
            try await Task.sleep(for: .seconds(365 * 86_400))
        } onInboundClosed: {
            stop()
        }
    }
}

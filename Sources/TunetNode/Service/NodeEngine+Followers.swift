/// Pages that follow the numbers.
extension NodeEngine {
    /// Tells of every moment at which the status may have changed, until whoever listens stops; for a slow one, of the latest.
    package func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        guard isOpen else {
            continuation.finish()
            return stream
        }
        let number = (followers.keys.max() ?? 0) + 1
        followers[number] = continuation
        continuation.onTermination = { [weak self] _ in
            guard let self else { return }
            Task { await self.forget(follower: number) }
        }
        return stream
    }

    func tellFollowers() {
        for follower in followers.values { follower.yield() }
    }

    private func forget(follower number: Int) { followers[number] = nil }
}

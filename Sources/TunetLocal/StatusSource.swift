/// Whoever knows the state of the running service.
package protocol StatusSource: Sendable {
    func status() async -> NodeStatus

    /// Says that the status may have changed, as often as that happens; at the latest one is enough for whoever is slow.
    func changes() async -> AsyncStream<Void>
}

extension StatusSource {
    /// A source that never says so.
    package func changes() async -> AsyncStream<Void> { AsyncStream { $0.finish() } }
}

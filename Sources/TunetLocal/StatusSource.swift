/// Whoever knows the state of the running service.
package protocol StatusSource: Sendable {
    func status() async -> NodeStatus
}

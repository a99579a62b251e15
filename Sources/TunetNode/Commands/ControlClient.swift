import NIOPosix
package import TunetLocal
import TunetUplink

/// Asks the running service over its control socket.
package struct ControlClient: Sendable {
    private let socket: String

    /// - Parameter socket: path of the control socket.
    package init(socket: String) {
        self.socket = socket
    }

    /// - Throws: ``NodeError`` if nobody answers, or not with a status.
    package func status() async throws(NodeError) -> NodeStatus {
        do {
            let url = HTTPGet.url(socket: socket, path: "/v1/status")
            return try NodeStatus(
                json: try await HTTPGet.bytes(
                    url, timeout: .seconds(5), group: MultiThreadedEventLoopGroup.singleton))
        } catch {
            throw NodeError(
                "No Tunet answers at \(socket) (\(error)). Is the service running, and may you use its socket? "
                    + "Another socket is named with --socket or --config.")
        }
    }
}

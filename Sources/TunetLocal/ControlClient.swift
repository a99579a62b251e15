import AsyncHTTPClient
import NIOCore

/// Asks the running service over its control socket.
package struct ControlClient: Sendable {
    private let socket: String

    /// - Parameter socket: path of the control socket.
    package init(socket: String) {
        self.socket = socket
    }

    /// - Throws: ``ControlError`` if nobody answers, or not with a status.
    package func status() async throws -> NodeStatus {
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            guard let url = URLText.httpUnix(socket: socket, path: "/v1/status") else {
                throw ControlError(message: "“\(socket)” is no path of a socket")
            }
            let response = try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(5))
            let body = try await response.body.collect(upTo: 1 << 20)
            let status = try NodeStatus(json: Array(body.readableBytesView))
            try await client.shutdown()
            return status
        } catch {
            try? await client.shutdown()
            if let error = error as? ControlError { throw error }
            throw ControlError(
                message: "No Tunet answers at \(socket): \(error). Is the service running, and may you use its socket?")
        }
    }
}

/// Why the running service could not be asked.
package struct ControlError: Error, Sendable, CustomStringConvertible {
    package var message: String

    package var description: String { message }
}

private enum URLText {
    /// `http+unix://` with the socket's path percent-encoded as the host.
    static func httpUnix(socket: String, path: String) -> String? {
        guard !socket.isEmpty, !socket.utf8.contains(0) else { return nil }
        let encoded = socket.utf8.map { byte -> String in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                return String(UnicodeScalar(byte))
            default: return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return "http+unix://\(encoded.joined())\(path)"
    }
}

import AsyncHTTPClient
package import NIOCore
import NIOHTTP1

/// Fetches one small answer over HTTP, from a collector or from a service on the same machine.
package enum HTTPGet {
    /// - Parameters:
    ///   - url: `http://…`, `https://…` or `http+unix://` with the socket's path percent-encoded as the host.
    ///   - limit: largest answer in bytes.
    /// - Throws: what the client says, or ``HTTPGetError`` for another status than 200.
    package static func bytes(
        _ url: String, limit: Int = 1 << 20, timeout: Duration = .seconds(10), group: any EventLoopGroup
    ) async throws -> [UInt8] {
        let answer = try await answer(url, limit: limit, timeout: timeout, group: group)
        guard answer.status == 200 else { throw HTTPGetError(status: answer.status) }
        return answer.body
    }

    /// - Returns: also answers with other statuses than 200.
    /// - Throws: what the client says.
    package static func answer(
        _ url: String, limit: Int = 1 << 20, timeout: Duration = .seconds(10), group: any EventLoopGroup
    ) async throws -> (status: Int, body: [UInt8]) {
        let client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: .oneAttempt)
        do {
            let response = try await client.execute(
                HTTPClientRequest(url: url), timeout: TimeAmount(timeout))
            let body = try await response.body.collect(upTo: limit)
            try await client.shutdown()
            return (Int(response.status.code), Array(body.readableBytesView))
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    /// The URL of `path` at a Unix socket.
    package static func url(socket: String, path: String) -> String {
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

/// An answer with another status than 200.
package struct HTTPGetError: Error, Sendable, Equatable, CustomStringConvertible {
    package var status: Int

    package init(status: Int) {
        self.status = status
    }

    package var description: String { "the answer had status \(status)" }
}

extension HTTPClient.Configuration {
    /// A refused connection is an answer: it is told at once, and whoever asked decides when to try again.
    static var oneAttempt: Self {
        var configuration = Self()
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}

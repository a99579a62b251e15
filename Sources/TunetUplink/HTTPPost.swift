import AsyncHTTPClient
package import NIOCore
import NIOHTTP1

/// Sends one small request over HTTP to a service on the same machine.
package enum HTTPPost {
    /// - Parameters:
    ///   - url: as in ``HTTPGet/bytes(_:limit:timeout:group:)``.
    ///   - type: the body's media type.
    ///   - limit: largest answer in bytes.
    /// - Returns: also answers with other statuses than 200.
    /// - Throws: what the client says.
    package static func bytes(
        _ url: String, type: String, body: [UInt8], limit: Int = 1 << 20, timeout: Duration = .seconds(10),
        group: any EventLoopGroup
    ) async throws -> (status: Int, body: [UInt8]) {
        let client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: .oneAttempt)
        do {
            var request = HTTPClientRequest(url: url)
            request.method = .POST
            request.headers.add(name: "Content-Type", value: type)
            request.body = .bytes(ByteBuffer(bytes: body))
            let response = try await client.execute(request, timeout: TimeAmount(timeout))
            let answer = try await response.body.collect(upTo: limit)
            try await client.shutdown()
            return (Int(response.status.code), Array(answer.readableBytesView))
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}

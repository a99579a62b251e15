import HTTPTypes
import HummingbirdTesting
import NIOCore

/// An HTTP client with a connection of its own for each request, that tries again when nobody answered.
///
/// All tests share a few threads with simulations of months, so that minutes can pass between two lines of a test or of
/// the server that it has started. The server then rightly ends the idle connection, which is no failure of either.
/// What is sent in these tests may be sent twice: that is the collector's promise.
struct PatientClient: Sendable {
    let port: Int

    struct Response {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let body: ByteBuffer
    }

    private static let attempts = 5
    private static let patience = Duration.seconds(120)

    func execute(uri: String, method: HTTPRequest.Method, body: ByteBuffer? = nil) async throws -> Response {
        var attempt = 1
        while true {
            do {
                return try await once(.init(uri, method: method, authority: "localhost", headers: [:], body: body))
            } catch  where attempt < Self.attempts {
                attempt += 1
            }
        }
    }

    private func once(_ request: TestClient.Request) async throws -> Response {
        let client = TestClient(host: "127.0.0.1", port: port, configuration: .init(timeout: Self.patience))
        client.connect()
        let answer: Result<TestClient.Response, any Error>
        do {
            answer = .success(try await client.execute(request))
        } catch {
            answer = .failure(error)
        }
        // The server may have closed the connection already, which is nothing to complain of.
        try? await client.shutdown()
        let response = try answer.get()
        return Response(status: response.status, headers: response.headers, body: response.body ?? ByteBuffer())
    }
}

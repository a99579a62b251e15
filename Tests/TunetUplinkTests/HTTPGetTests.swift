import Foundation
import Hummingbird
import NIOPosix
import Testing
import TunetTestSupport

@testable import TunetUplink

@Suite("Small answers over HTTP")
struct HTTPGetTests {
    private let group = MultiThreadedEventLoopGroup.singleton

    @Test func fetchesOverAUnixSocket() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let socket = scratch.file("a b%ø.sock")
        let bytes = try await LoopbackServer.with("/v1/status", at: .unixDomainSocket(path: socket)) { _ in
            LoopbackServer.answer(.ok, Array("hei".utf8))
        } _: { _ in
            try await HTTPGet.bytes(HTTPGet.url(socket: socket, path: "/v1/status"), group: group)
        }
        #expect(String(decoding: bytes, as: UTF8.self) == "hei")
    }

    @Test func encodesEveryByteOfASocketsPath() {
        #expect(
            HTTPGet.url(socket: "/run/tu net/ø.sock", path: "/x") == "http+unix://%2Frun%2Ftu%20net%2F%C3%B8.sock/x")
        #expect(HTTPGet.url(socket: "\n", path: "/") == "http+unix://%0A/")
    }

    @Test func anotherStatusIsAnError() async throws {
        let error = await #expect(throws: HTTPGetError.self) {
            try await LoopbackServer.with("/x") { _ in
                LoopbackServer.answer(.notFound)
            } _: { url in
                try await HTTPGet.bytes(url + "/x", group: group)
            }
        }
        #expect(error?.status == 404)
        #expect(error?.description == "the answer had status 404")
    }

    @Test func aTooLongAnswerIsAnError() async throws {
        await #expect(throws: (any Error).self) {
            try await LoopbackServer.with("/x") { _ in
                LoopbackServer.answer(.ok, [1, 2, 3, 4, 5])
            } _: { url in
                try await HTTPGet.bytes(url + "/x", limit: 4, group: group)
            }
        }
    }

    @Test func aServerThatHangsIsGivenUp() async throws {
        await #expect(throws: (any Error).self) {
            try await LoopbackServer.with("/x") { _ in
                try await Task.sleep(for: .seconds(3600))
                return LoopbackServer.answer(.ok)
            } _: { url in
                try await HTTPGet.bytes(url + "/x", timeout: .milliseconds(300), group: group)
            }
        }
    }
}

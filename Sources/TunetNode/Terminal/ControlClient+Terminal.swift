import NIOPosix
import TunetLocal
import TunetUplink

/// What the terminal asks of the service. Nothing is thrown: whatever happens is an answer that the terminal shows.
extension ControlClient {
    /// The status as it came; nil if nobody answers.
    func statusBytes() async -> [UInt8]? {
        try? await HTTPGet.bytes(
            HTTPGet.url(socket: socket, path: "/v1/status"), timeout: .seconds(5),
            group: MultiThreadedEventLoopGroup.singleton)
    }

    func answer(to request: TerminalRequest) async -> TerminalAnswer {
        switch request {
        case .corrections: await read("/v1/corrections") { .corrections($0) }
        case .correct(let correction): await send(correction, "/v1/corrections") { .corrected($0) }
        case .countCheck(let action, let check): await send(check, "/v1/count-check/\(action)") { .countCheck($0) }
        case .setClock(let clock): await send(clock, "/v1/clock") { .clock($0) }
        case .actions: await read("/v1/actions") { (answer: ActionList) in .actions(answer.actions) }
        case .undo(let undo): await send(undo, "/v1/actions/undo", done)
        case .recordSession(let session): await send(session, "/v1/sessions", done)
        case .acknowledge(let fault): await send(fault, "/v1/faults/acknowledge", done)
        case .test(let test): await send(test, "/v1/test", done)
        }
    }

    private func done(_ message: TerminalAnswer.Message) -> TerminalAnswer { .done(message.message) }

    private func read<Value: Decodable>(
        _ path: String, _ understand: (Value) -> TerminalAnswer
    ) async -> TerminalAnswer {
        guard
            let answer = try? await HTTPGet.answer(
                HTTPGet.url(socket: socket, path: path), timeout: .seconds(30),
                group: MultiThreadedEventLoopGroup.singleton)
        else { return .unreachable }
        return understood(answer, understand)
    }

    private func send<Value: Decodable>(
        _ body: some Encodable, _ path: String, _ understand: (Value) -> TerminalAnswer
    ) async -> TerminalAnswer {
        guard let bytes = try? LocalJSON.encode(body),
            let answer = try? await HTTPPost.bytes(
                HTTPGet.url(socket: socket, path: path), type: "application/json", body: bytes, timeout: .seconds(60),
                group: MultiThreadedEventLoopGroup.singleton)
        else { return .unreachable }
        return understood(answer, understand)
    }

    private func understood<Value: Decodable>(
        _ answer: (status: Int, body: [UInt8]), _ understand: (Value) -> TerminalAnswer
    ) -> TerminalAnswer {
        if (200..<300).contains(answer.status), let value = try? LocalJSON.decode(Value.self, from: answer.body) {
            return understand(value)
        }
        if let words = try? LocalJSON.decode(TerminalAnswer.Message.self, from: answer.body).message {
            return .refused(words)
        }
        // 404: no such path, 405: not with this method (RFC 9110). The service is older than this program.
        return answer.status == 404 || answer.status == 405 ? .unknown : .unreachable
    }
}

import Glibc
import TunetCore
import TunetLocal

/// What `tunet count-check` does.
package enum CountCheckCommands {
    /// What a person wants of the running service.
    package enum Action: Sendable {
        case start
        /// With what was counted in, out, or in all.
        case stop(in: Int?, out: Int?, all: Int?, isSure: Bool)
        case cancel
    }

    /// What to say, and whether a comparison that was wanted has come about.
    package struct Result: Sendable {
        package var text: String
        package var isVoid: Bool
    }

    /// - Throws: ``NodeError`` with what the service answered, in the place's language, or with why nobody answered.
    package static func carryOut(
        _ action: Action, door: String?, socket: String, asJSON: Bool
    ) async throws -> Result {
        var request = CountCheckRequest(door: door)
        let path: String
        switch action {
        case .start: path = "start"
        case .stop(let entries, let exits, let all, let isSure):
            path = "stop"
            (request.in, request.out, request.all) = (entries, exits, all)
            request.isSure = isSure
        case .cancel: path = "cancel"
        }
        let answer = try await ControlClient(socket: socket).countCheck(path, request)
        let text =
            asJSON
            ? String(decoding: try LocalJSON.encode(answer, pretty: true), as: UTF8.self)
            : CountCheckText(languages: [answer.language]).answer(answer)
        return Result(text: text, isVoid: answer.event == .void)
    }

    /// What all checks say.
    package static func show(door: String?, socket: String, asJSON: Bool) async throws -> String {
        var status = try await ControlClient(socket: socket).countChecks()
        if let door {
            let known = status.doors.map(\.id)
            status.doors.removeAll { $0.id != door }
            guard !status.doors.isEmpty else {
                throw NodeError(
                    CountCheckText(languages: [status.language]).problem(.unknownDoor(door, known: known)))
            }
        }
        return asJSON
            ? String(decoding: try status.json(pretty: true), as: UTF8.self)
            : CountCheckText(languages: [status.language]).status(status)
    }
}

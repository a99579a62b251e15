import TunetCore
import TunetLocal

/// What `tunet actions`, `tunet session`, `tunet fault` and `tunet test` do. All of it throws ``NodeError`` with what the service
/// says, in the place's language, or with why nobody answered.
package enum ActionCommands {
    /// The log.
    package static func actions(socket: String, asJSON: Bool) async throws -> String {
        let list = try await ControlClient(socket: socket).actions()
        return try asJSON ? json(list) : ActionText(languages: [list.language]).list(list)
    }

    package static func undo(_ id: Int64, socket: String, asJSON: Bool) async throws -> String {
        try text(try await ControlClient(socket: socket).undo(id), asJSON: asJSON)
    }

    // MARK: - Sessions

    /// Those that may be chosen, as the control socket names them.
    package static let sectors = RecordedSession.Sector.allCases.map(\.rawValue)

    package static func sessions(socket: String, asJSON: Bool) async throws -> String {
        let list = try await ControlClient(socket: socket).sessions()
        return try asJSON ? json(list) : ActionText(languages: [list.language]).sessions(list)
    }

    package static func record(
        day: String, name: String, from: String?, to: String?, organiser: String, sector: String, counted: Int?,
        socket: String, asJSON: Bool
    ) async throws -> String {
        let request = SessionRequest(
            day: day, name: name, from: from, to: to, organiser: organiser, sector: sector, counted: counted)
        let answer = try await ControlClient(socket: socket).record(request)
        guard !asJSON, let id = answer.id else { return try text(answer, asJSON: asJSON) }
        return "\(answer.message) (\(id))"
    }

    package static func removeSession(_ id: Int64, socket: String, asJSON: Bool) async throws -> String {
        try text(try await ControlClient(socket: socket).removeSession(id), asJSON: asJSON)
    }

    // MARK: - Faults

    package static func faults(socket: String) async throws -> String {
        let status = try await ControlClient(socket: socket).status()
        let named = status.doors.map { ($0.id, $0.name) } + status.panels.map { ($0.id, $0.name) }
        return ActionText(
            languages: status.languages,
            names: ActionText.Names(sources: Dictionary(named) { first, _ in first })
        ).faults(status)
    }

    package static func acknowledge(
        _ kind: String, source: String?, socket: String, asJSON: Bool
    ) async throws -> String {
        try text(
            try await ControlClient(socket: socket).acknowledge(FaultRequest(source: source, kind: kind)),
            asJSON: asJSON)
    }

    package static func unacknowledge(
        _ kind: String, source: String?, socket: String, asJSON: Bool
    ) async throws -> String {
        try text(
            try await ControlClient(socket: socket).unacknowledge(FaultRequest(source: source, kind: kind)),
            asJSON: asJSON)
    }

    // MARK: - Light and sound

    package static func testLights(panel: String?, socket: String, asJSON: Bool) async throws -> String {
        try text(
            try await ControlClient(socket: socket).testLights(LightTestRequest(panel: panel)), asJSON: asJSON)
    }

    private static func text(_ answer: ActionAnswer, asJSON: Bool) throws -> String {
        try asJSON ? json(answer) : answer.message
    }

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try LocalJSON.encode(value, pretty: true), as: UTF8.self)
    }
}

import TunetCore
import TunetLocal

/// What `tunet correct` does.
package enum CorrectionCommands {
    /// What a person wants of a part of a day.
    package enum Action: Sendable {
        case add(Int)
        case remove(Int)
        case undo
    }

    /// What can be corrected.
    ///
    /// - Throws: ``NodeError`` with what the service says, or with why nobody answered.
    package static func show(socket: String, asJSON: Bool) async throws -> String {
        let status = try await ControlClient(socket: socket).corrections()
        return asJSON
            ? String(decoding: try LocalJSON.encode(status, pretty: true), as: UTF8.self)
            : CorrectionText(languages: [status.language]).status(status)
    }

    /// - Parameter direction: `in`, `out`, `unknown`, or nil for the first that the place releases.
    /// - Throws: ``NodeError`` with what the service says, in the place's language, or with why nobody answered.
    package static func carryOut(
        _ action: Action, day: String, session: String?, direction: String?, socket: String, asJSON: Bool
    ) async throws -> String {
        var request = CorrectionRequest(day: day, session: session, amount: nil)
        if let direction {
            guard let known = CorrectionStatus.Count.Direction(rawValue: direction) else {
                throw NodeError("“\(direction)” is no direction; give in, out or unknown.")
            }
            request.direction = known
        }
        switch action {
        case .add(let number): request.amount = try amount(number)
        case .remove(let number): request.amount = -(try amount(number))
        case .undo: break
        }
        let status = try await ControlClient(socket: socket).correct(request)
        return asJSON
            ? String(decoding: try LocalJSON.encode(status, pretty: true), as: UTF8.self)
            : status.days.map(CorrectionText(languages: [status.language]).done).joined(separator: "\n")
    }

    private static func amount(_ number: Int) throws(NodeError) -> Int {
        guard (1...Correction.most).contains(number) else {
            throw NodeError("A correction is of 1 to \(Correction.most) passages, found \(number).")
        }
        return number
    }
}

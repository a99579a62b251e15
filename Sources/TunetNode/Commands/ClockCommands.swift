import TunetCore
import TunetLocal

/// What `tunet clock` does.
package enum ClockCommands {
    /// What the service knows of the time.
    package static func show(socket: String, asJSON: Bool) async throws -> String {
        let status = try await ControlClient(socket: socket).clock()
        return asJSON
            ? String(decoding: try LocalJSON.encode(status, pretty: true), as: UTF8.self)
            : ClockText(languages: [status.language]).status(status)
    }

    /// Says what time it is.
    ///
    /// - Parameter words: perhaps a day – `2026-11-24`, or a weekday in Norwegian or English – and a time, `14:30`.
    /// - Throws: ``NodeError`` with what the service says, in the place's language, or with what the words lack.
    package static func set(_ words: [String], isSure: Bool, socket: String, asJSON: Bool) async throws -> String {
        let status = try await ControlClient(socket: socket).setClock(try request(words, isSure: isSure))
        return asJSON
            ? String(decoding: try LocalJSON.encode(status, pretty: true), as: UTF8.self)
            : ClockText(languages: [status.language]).set(status)
    }

    static func request(_ words: [String], isSure: Bool) throws(NodeError) -> ClockRequest {
        guard let time = words.last, words.count <= 2, let minute = minute(time) else {
            throw NodeError(
                "Give the time of day, and the day if it is not known yet: 14:30, tirsdag 14:30, or 2026-11-24 14:30.")
        }
        var request = ClockRequest(minute: minute, isSure: isSure)
        guard words.count == 2 else { return request }
        let word = words[0].lowercased()
        if CivilDate(word) != nil {
            request.day = word
        } else if let weekday = weekdays.firstIndex(where: { $0.contains(word) }) {
            request.weekday = weekday + 1
        } else {
            throw NodeError(
                "“\(words[0])” is no day. Write it as 2026-11-24, or as a weekday such as tirsdag or Tuesday.")
        }
        return request
    }

    /// `14:30` or `14.30`, as Norwegians write it.
    private static func minute(_ text: String) -> Int? {
        let parts = text.split(whereSeparator: { $0 == ":" || $0 == "." })
        guard parts.count == 2, parts[1].count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return 60 * hour + minute
    }

    /// In every language, ISO order; nynorsk has two words for Sunday.
    private static var weekdays: [[String]] {
        let languages = LanguageFiles.codes.compactMap { Catalogue($0)?.weekdays }
        return (0..<7).map { day in languages.map { $0[day].lowercased() } + (day == 6 ? ["sundag"] : []) }
    }
}

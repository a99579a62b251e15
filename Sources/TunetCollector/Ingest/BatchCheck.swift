internal import TunetCore
internal import TunetWire

/// Whether what a batch says is well-formed and agrees with its header. Its signature is checked before.
enum BatchCheck {
    /// Largest value of a leaf either way; more than the noise of any leaf, and small enough to be added up.
    static let valueLimit: Int64 = 1_000_000_000
    /// Largest number of seconds in a leaf: a month with 25 hours more.
    static let secondsLimit: Int64 = 32 * 86_400
    /// ε of a leaf.
    static let epsilonLimits = 0.001...1000
    /// Largest number of kinds of numbers that a batch may say were not released.
    static let stoppedLimit = 1000
    /// Largest number of names of sessions, panels, questions and options together.
    static let nameLimit = 2000

    /// - Returns: what is wrong, for a person who reads a device's log; nil if nothing is.
    static func problem(in payload: BatchPayload, header: BatchHeader) -> String? {
        guard BatchPayload.knownVersions.contains(payload.v) else {
            let known = BatchPayload.knownVersions
            return "version \(payload.v) of the payload is unknown; this collector knows \(known.lowerBound) to "
                + "\(known.upperBound) and may have to be updated"
        }
        guard payload.place == header.place, payload.epoch == header.epoch else {
            return "place and epoch of the payload are not those of the header"
        }
        guard isIdentifier(payload.place) else { return "the place's id has other than 1 to 40 of a-z, 0-9 and -" }
        guard payload.epoch.utf8.count == 32, payload.epoch.utf8.allSatisfy(isHexadecimal) else {
            return "the epoch is not 32 hexadecimal digits"
        }
        guard header.first >= 1, header.last >= header.first, header.last < Int64.max else {
            return "the header's first and last sequence numbers are no range from 1 up"
        }
        if let dropped = payload.dropped {
            guard dropped, payload.v >= 3, payload.releases.isEmpty, payload.stopped == nil else {
                return "a batch that was dropped has version 3 or more and no releases"
            }
            return problem(in: payload.names)
        }
        guard Int64(payload.releases.count) == header.last - header.first + 1 else {
            return
                "the header announces \(header.first) to \(header.last), but there are \(payload.releases.count) releases"
        }
        for (leaf, expected) in zip(payload.releases, header.first...header.last) {
            guard leaf.seq == expected else { return "release \(expected) is missing: \(leaf.seq) stands in its place" }
            guard leaf.version <= payload.v else {
                return "release \(leaf.seq): version \(payload.v) has no measure \(leaf.measure)"
            }
            if let problem = problem(in: leaf) { return "release \(leaf.seq): \(problem)" }
        }
        if let problem = problem(in: payload.stopped, version: payload.v) { return problem }
        return problem(in: payload.names)
    }

    private static func problem(in leaf: ReleasedLeaf) -> String? {
        guard let period = Period(leaf.period), period.description == leaf.period else {
            return "the period is not a date, week or month such as 2026-11-02, 2026-W45 or 2026-11"
        }
        if case .days = period, leaf.session != Leaf.uncertain {
            return "only what has no certain date may have any two days for its period"
        }
        guard isIdentifier(leaf.session) else { return "the session's id is not well-formed" }
        let parts = [leaf.question, leaf.option, leaf.panel]
        guard parts.allSatisfy({ $0.map(isIdentifier) ?? true }) else {
            return "the id of the question, option or panel is not well-formed"
        }
        let expected: [Bool]
        switch leaf.measure {
        case "entries", "exits", "passages", "checked_by_hand", "checked_by_sensor": expected = [false, false, false]
        case "presses": expected = [true, true, false]
        case "uses": expected = [true, false, false]
        case "misuse": expected = [false, false, true]
        default:
            return
                "the measure is not entries, exits, passages, presses, uses, misuse, checked_by_hand or checked_by_sensor"
        }
        guard parts.map({ $0 != nil }) == expected else {
            return
                "\(leaf.measure) comes with other ids than it should (presses: question and option; uses: question; misuse: panel)"
        }
        guard (-valueLimit...valueLimit).contains(leaf.value) else { return "the value is out of all proportion" }
        guard let epsilon = Epsilon(leaf.epsilon), epsilonLimits.contains(epsilon.value) else {
            return "epsilon is not a fraction such as 1/1 between 1/1000 and 1000/1"
        }
        let secondsLimit = max(secondsLimit, (period.endDay.dayNumber - period.firstDay.dayNumber) * 90_000)
        guard (0...secondsLimit).contains(leaf.scheduled), (0...leaf.scheduled).contains(leaf.observed) else {
            return "observed and scheduled are not 0 <= observed <= scheduled <= \(secondsLimit) seconds"
        }
        return nil
    }

    private static func problem(in stopped: [StoppedMeasure]?, version: Int) -> String? {
        guard let stopped else { return nil }
        guard version >= BatchPayload.stoppedVersion, (1...stoppedLimit).contains(stopped.count) else {
            return
                "what was stopped comes with version \(BatchPayload.stoppedVersion) or more, 1 to \(stoppedLimit) kinds"
        }
        for kind in stopped {
            let expected: [Bool]
            switch kind.measure {
            case "entries", "exits", "passages", "checks": expected = [false, false]
            case "presses", "uses": expected = [true, false]
            case "misuse": expected = [false, true]
            default: return "what was stopped is not entries, exits, passages, presses, uses, misuse or checks"
            }
            let ids = [kind.question, kind.panel]
            guard ids.map({ $0 != nil }) == expected, ids.allSatisfy({ $0.map(isIdentifier) ?? true }) else {
                return "what was stopped comes with other ids than it should (presses, uses: question; misuse: panel)"
            }
            guard (1970...9999).contains(kind.year), (1...1_000_000_000).contains(kind.ceiling),
                (1...1_000_000_000).contains(kind.leaves)
            else { return "year, ceiling or leaves of what was stopped are out of all proportion" }
        }
        return nil
    }

    private static func problem(in names: PlaceNames) -> String? {
        let options = names.questions.values.flatMap(\.options)
        let texts = Array(names.questions.values.map(\.text)) + options.map(\.text)
        guard names.sessions.count + names.panels.count + texts.count <= nameLimit else {
            return "there are more than \(nameLimit) names"
        }
        let ids = Array(names.sessions.keys) + names.panels.keys + names.questions.keys + options.map(\.id)
        guard ids.allSatisfy(isIdentifier) else { return "an id among the names is not well-formed" }
        guard texts.allSatisfy({ $0.count <= 50 && $0.keys.allSatisfy(isIdentifier) }) else {
            return "a name has more than 50 languages, or a language without a code such as nb"
        }
        return nil
    }

    /// 1 to 40 of `a-z`, `0-9`, `-`.
    static func isIdentifier(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}

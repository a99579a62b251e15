package import TunetCore

extension BeamFitting {
    /// How many of `passages` people who come one by one may be counted wrongly: nobody if the distance of the beams was
    /// told, fewer than 1 in 2000 if it has to be learned; nil if what was told is wrong.
    package func allowedErrors(of passages: Int) -> Int? {
        switch self {
        case .known: 0
        case .standard: max(0, (passages - 1) / 2000)
        case .halved, .doubled: nil
        }
    }
}

extension Walks {
    /// What ``errors(of:rest:)`` finds in Tunet's counts.
    package func errors(with parameters: BeamPairParameters) -> (count: Int, first: String?) {
        var passages: [Passage] = []
        _ = DoorCount(tunet: edges, parameters) {
            if case .passage(let passage) = $0 { passages.append(passage) }
        }
        return errors(of: passages.sorted { $0.time < $1.time })
    }

    /// How many passages are wrong if the people come one by one, with both beams clear for at least `rest` between them:
    /// each person is judged alone, so that one too many does not make up for one too few.
    ///
    /// - Parameter passages: what was counted, in order of time.
    /// - Returns: the number of errors, and what the first of them was.
    package func errors(
        of passages: [Passage], rest: Duration = .milliseconds(1490)
    ) -> (count: Int, first: String?) {
        var errors = 0
        var first: String?
        var crossings = crossings[...]
        var counted = passages[...]
        for ended in ends(rest: rest) {
            // A passage may be stamped a debounce after the last edge.
            let limit = ended.advanced(by: rest)
            var balance = (in: 0, out: 0)
            let truth = crossings.prefix { $0.time <= limit }
            let found = counted.prefix { $0.time <= limit }
            crossings = crossings.dropFirst(truth.count)
            counted = counted.dropFirst(found.count)
            for crossing in truth { if crossing.direction == .in { balance.in -= 1 } else { balance.out -= 1 } }
            for passage in found { if passage.direction == .in { balance.in += 1 } else { balance.out += 1 } }
            let wrong = abs(balance.in) + abs(balance.out)
            guard wrong > 0 else { continue }
            errors += wrong
            guard first == nil else { continue }
            let (expected, got) = (truth.map(\.direction.rawValue), found.map(\.direction.rawValue))
            first = "until \(ended.nanoseconds) ns, beams \(door.gap) m apart: true \(expected), counted \(got)"
        }
        return (errors + crossings.count + counted.count, first)
    }

    /// When both beams were clear for at least `rest` afterwards.
    private func ends(rest: Duration) -> [MonotonicInstant] {
        var ends: [MonotonicInstant] = []
        var broken = [false, false]
        var last: Edge?
        for edge in edges where edge.line < 2 {
            if let last, !broken[0], !broken[1], edge.time.duration(since: last.time) >= rest { ends.append(last.time) }
            broken[edge.line] = edge.level
            last = edge
        }
        if let last { ends.append(last.time) }
        return ends
    }
}

/// What really happened, and what must therefore be found.
///
/// Whatever the device and the collector hold is compared with it each time that the device goes down; from then on what
/// was found is what must be found again. Nothing may be lost later, and nothing counted twice.
struct Ledger {
    /// A passage, or a press.
    struct Note {
        var measure: String
        /// When it was complete: the person had left the beams, or the finger had pressed. Nanoseconds of UTC.
        var end: Int64
        /// False while a person is in the beams, or while no light has answered a press.
        var isComplete: Bool
        var isPress = false
        /// Number of the local day.
        var day: Int64
    }

    /// How the device went down.
    struct End {
        /// Nanoseconds of UTC.
        var time: Int64
        /// The service was told to stop and wrote what it had.
        var isClean: Bool
        /// Since when the disk has failed; nil if it has not.
        var troubleSince: Int64?
    }

    /// The promise: what was complete this long before a cut is there after it. In nanoseconds.
    static let promise: Int64 = 1_000_000_000

    /// What was found last, by measure. A range once the card has been put back to an earlier state.
    private(set) var found: [String: ClosedRange<Int64>] = [:]
    /// Since a card was put back, the device may have counts that the collector has already, and does not know it yet: then
    /// only the end tells.
    private(set) var isRestored = false
    private(set) var notes: [Note] = []
    /// By measure and local day: what must have been counted, and what may have been.
    private(set) var days: [String: [Int64: ClosedRange<Int64>]] = [:]

    mutating func add(_ note: Note) -> Int {
        notes.append(note)
        return notes.count - 1
    }

    mutating func complete(_ index: Int, at time: Int64) {
        notes[index].isComplete = true
        notes[index].end = time
    }

    /// The note with this index belongs to the life that is over.
    func has(_ index: Int) -> Bool { notes.indices.contains(index) }

    struct Judgement {
        var violations: [String] = []
        var lost = 0
        /// Nanoseconds.
        var oldestLoss: Int64 = 0
    }

    /// Compares what is found with what happened.
    mutating func settle(_ end: End, found now: [String: Int64]) -> Judgement {
        var judgement = Judgement()
        for measure in Set(notes.map(\.measure)).union(found.keys).union(now.keys).sorted() {
            let own = notes.filter { $0.measure == measure }
            let base = found[measure] ?? 0...0
            let sure = own.filter { isSure($0, end) }.count
            let range = base.lowerBound + Int64(sure)...base.upperBound + Int64(own.count)
            let actual = now[measure] ?? 0
            if isRestored {
                found[measure] = range
                continue
            }
            found[measure] = actual...actual
            let complete = own.filter(\.isComplete).map(\.end).sorted()
            let lost = Int(base.lowerBound) + complete.count - Int(actual)
            if lost > 0, end.troubleSince == nil, lost <= complete.count {
                judgement.lost += lost
                judgement.oldestLoss = max(judgement.oldestLoss, end.time - complete[complete.count - lost])
            }
            if !range.contains(actual) {
                let age = lost > 0 && lost <= complete.count ? end.time - complete[complete.count - lost] : 0
                judgement.violations.append(
                    "\(measure): \(actual) found, \(range.lowerBound) to \(range.upperBound) expected"
                        + (age > 0 ? "; the oldest that is missing was complete \(age / 1_000_000) ms before" : ""))
            }
            for note in own {
                let known = days[measure]?[note.day] ?? 0...0
                let least = isSure(note, end) ? 1 : 0
                days[measure, default: [:]][note.day] = known.lowerBound + Int64(least)...known.upperBound + 1
            }
        }
        notes = []
        return judgement
    }

    /// The card is put back to an earlier state, between two lives. What was there then has to come to the collector, and so
    /// does what that holds by now; what was counted in between may be missing.
    ///
    /// - Parameters:
    ///   - then: what was found when the copy was made.
    ///   - held: what the collector holds.
    mutating func restore(then: [String: Int64], held: [String: Int64]) {
        isRestored = true
        for (measure, range) in found {
            found[measure] = min(range.upperBound, max(then[measure] ?? 0, held[measure] ?? 0))...range.upperBound
        }
    }

    /// What is not as it must be when everything is with the collector.
    func problems(held: [String: Int64]) -> [String] {
        found.keys.sorted().compactMap { measure in
            guard let range = found[measure], !range.contains(held[measure] ?? 0) else { return nil }
            return "\(measure): the collector holds \(held[measure] ?? 0), \(range.lowerBound) to \(range.upperBound) "
                + "were to come"
        }
    }

    /// What must have been counted on these days, and what may have been.
    func range(of measure: String, on numbers: [Int64]) -> ClosedRange<Int64> {
        numbers.reduce(0...0) { sum, number in
            let day = days[measure]?[number] ?? 0...0
            return sum.lowerBound + day.lowerBound...sum.upperBound + day.upperBound
        }
    }

    private func isSure(_ note: Note, _ end: End) -> Bool {
        guard note.isComplete else { return false }
        // A light that answered is a promise, whatever the disk does later.
        if note.isPress || (end.isClean && end.troubleSince == nil) { return true }
        return note.end <= min(end.time, end.troubleSince ?? end.time) - Self.promise
    }
}

package import TunetCore
import TunetSQLite

/// Corrections are counters in a bin in the middle of the part of a day that they belong to, of no door. They go with the counts.
extension StoreDatabase {
    /// In the place of a door's id, which is never empty.
    private static let anyDoor = ""

    /// The days that can still be corrected, the latest first, each with its parts in the order of the schedule.
    ///
    /// - Parameter days: how many at most.
    package func openParts(
        through today: CivilDate, days: Int, configuration: PlaceConfiguration, zone: TimeZoneRules
    ) throws -> [OpenPart] {
        try reporting {
            guard let first = try firstOpenDay() else { return [] }
            let schedule = try schedule(otherwise: configuration.sessions)
            let last = max(first, today.adding(days: 1 - days))
            var open: [CivilDate] = []
            var day = today
            while day >= last {
                open.append(day)
                day = day.adding(days: -1)
            }
            return try parts(of: open, schedule, zone)
        }
    }

    /// Makes a correction, durable on return, or takes all of a part back.
    ///
    /// - Returns: the part as it is then.
    /// - Throws: ``CorrectionProblem``; ``StoreError``.
    package func correct(
        _ correction: Correction, on today: CivilDate, configuration: PlaceConfiguration, zone: TimeZoneRules
    ) throws -> OpenPart {
        try reporting {
            try roomyTransaction {
                let day = correction.day
                guard day <= today else { throw CorrectionProblem.notYet(day) }
                let first = try firstOpenDay() ?? today
                guard day >= first else { throw CorrectionProblem.closed(day, first: first) }
                let schedule = try schedule(otherwise: configuration.sessions)
                let parts = try parts(of: [day], schedule, zone)
                guard !parts.isEmpty else { throw CorrectionProblem.closed(day, first: first) }
                var part = try Self.part(correction.session, of: parts)
                guard let index = try Self.count(correction.direction, of: part) else {
                    throw CorrectionProblem.notMeasured(.unknown, known: [])
                }
                let before = part.counts[index].corrected
                part.counts[index].corrected = try Self.corrected(part.counts[index], by: correction.amount)
                try write(part, index, schedule, zone)
                let change = part.counts[index].corrected - before
                // Nothing to take back is nothing done.
                guard change != 0 else { return part }
                try append(
                    .corrected(
                        day: day, session: part.session, direction: part.counts[index].direction, change: change,
                        isWhole: correction.amount == nil), on: today)
                return part
            }
        }
    }

    /// Changes what was corrected of a part by `change`. Part of a transaction.
    ///
    /// - Returns: false if the part would have fewer passages than none, or is not there any more.
    func change(
        _ day: CivilDate, session: String, _ direction: Direction, by change: Int64, configuration: PlaceConfiguration,
        zone: TimeZoneRules
    ) throws -> Bool {
        let schedule = try schedule(otherwise: configuration.sessions)
        guard var part = try parts(of: [day], schedule, zone).first(where: { $0.session == session }),
            let index = part.counts.firstIndex(where: { $0.direction == direction })
        else { return false }
        part.counts[index].corrected += change
        let (counted, corrected) = (part.counts[index].counted, part.counts[index].corrected)
        guard counted + corrected >= 0, BinCounter.added(direction).amounts.contains(abs(corrected)) else {
            return false
        }
        try write(part, index, schedule, zone)
        return true
    }

    /// What was corrected of a day, in the sum of its parts.
    func corrected(on day: CivilDate, zone: TimeZoneRules) throws -> Today.Corrected {
        var corrected = Today.Corrected()
        let bins = Bin.dated(zone.start(of: day)).index..<Bin.dated(zone.start(of: day.adding(days: 1))).index
        try forEachTally(bins: bins) { _, source, counter, amount in
            guard source == Self.anyDoor else { return }
            switch counter {
            case .added(let direction): corrected[direction] += Int(amount)
            case .removed(let direction): corrected[direction] -= Int(amount)
            default: break
            }
        }
        return corrected
    }

    // MARK: - Steps

    /// The first day that has not been released; nil before the place has measured.
    func firstOpenDay() throws -> CivilDate? {
        (try number(of: ReleaseStream.attendance.key) ?? firstMeasuredDay()).map(CivilDate.init(dayNumber:))
    }

    private func plan(of day: CivilDate, _ schedule: Schedule, _ zone: TimeZoneRules) -> ReleasePlan {
        ReleasePlan(period: .day(day), zone: zone) { schedule.sessions(on: $0) }
    }

    /// In one look at the counters: their key begins with the boot, so that any look passes all that are dated.
    private func parts(of days: [CivilDate], _ schedule: Schedule, _ zone: TimeZoneRules) throws -> [OpenPart] {
        var parts: [OpenPart] = []
        var partOfBin: [Int64: Int] = [:]
        for day in days {
            let directions = try measures(in: .day(day)).compactMap(\.direction)
            guard !directions.isEmpty else { continue }
            for part in plan(of: day, schedule, zone).parts {
                for bin in part.bins.joined() { partOfBin[bin] = parts.count }
                parts.append(
                    OpenPart(
                        day: day, session: part.session,
                        counts: directions.map { OpenPart.Count(direction: $0, counted: 0, corrected: 0) }))
            }
        }
        guard let first = partOfBin.keys.min(), let last = partOfBin.keys.max() else { return [] }
        try forEachTally(bins: first..<last + 1) { bin, _, counter, amount in
            guard let part = partOfBin[bin] else { return }
            for index in parts[part].counts.indices {
                let direction = parts[part].counts[index].direction
                switch counter {
                case .count(direction): parts[part].counts[index].counted += amount
                case .added(direction): parts[part].counts[index].corrected += amount
                case .removed(direction): parts[part].counts[index].corrected -= amount
                default: break
                }
            }
        }
        return parts
    }

    private static func part(_ session: String?, of parts: [OpenPart]) throws(CorrectionProblem) -> OpenPart {
        guard let session else {
            guard parts.count == 1 else { throw .sessionNeeded(parts.map(\.session)) }
            return parts[0]
        }
        guard let part = parts.first(where: { $0.session == session }) else {
            throw .noSession(session, known: parts.map(\.session))
        }
        return part
    }

    private static func count(_ direction: Direction?, of part: OpenPart) throws(CorrectionProblem) -> Int? {
        guard let direction else { return part.counts.indices.first }
        guard let index = part.counts.firstIndex(where: { $0.direction == direction }) else {
            throw .notMeasured(direction, known: part.counts.map(\.direction))
        }
        return index
    }

    private static func corrected(_ count: OpenPart.Count, by amount: Int?) throws(CorrectionProblem) -> Int64 {
        guard let amount else { return 0 }
        guard (1...Correction.most.magnitude).contains(amount.magnitude) else { throw .absurd }
        let corrected = count.corrected + Int64(amount)
        guard count.counted + corrected >= 0 else { throw .tooMany(counted: Int(count.counted + count.corrected)) }
        guard BinCounter.added(.in).amounts.contains(abs(corrected)) else { throw .absurd }
        return corrected
    }

    /// Leaves one row, or none where nothing is corrected any more.
    private func write(_ part: OpenPart, _ index: Int, _ schedule: Schedule, _ zone: TimeZoneRules) throws {
        let count = part.counts[index]
        guard let planned = plan(of: part.day, schedule, zone).parts.first(where: { $0.session == part.session }),
            let (boot, bin) = try place(of: planned.bins)
        else { return }
        for bins in planned.bins {
            for counter in [BinCounter.added(count.direction), .removed(count.direction)] {
                try database.run(
                    "DELETE FROM tally WHERE boot <= 0 AND bin >= ? AND bin < ? AND source = ? AND counter = ?",
                    .integer(bins.lowerBound), .integer(bins.upperBound), .text(Self.anyDoor), .text(counter.rawValue))
            }
        }
        guard count.corrected != 0 else { return }
        let counter = count.corrected > 0 ? BinCounter.added(count.direction) : .removed(count.direction)
        try database.run(
            "INSERT INTO tally VALUES (?, ?, ?, ?, ?)", .integer(boot), .integer(bin), .text(Self.anyDoor),
            .text(counter.rawValue), .integer(abs(count.corrected)))
    }

    /// Where the row of a correction lies: in the middle of the longest stretch of its part. If a stretch of that is in the present
    /// boot, it lies there, with the counts that it corrects: a better anchor moves it with them, and as long as the clock
    /// was wrong by less than half of the stretch it stays within the part.
    private func place(of bins: [Range<Int64>]) throws -> (boot: Int64, bin: Int64)? {
        func middle(_ bins: [Range<Int64>]) -> Int64? {
            bins.max { $0.count < $1.count }.map { $0.lowerBound + Int64($0.count) / 2 }
        }
        let anchor = try boots().first { $0.number == presentBoot.number }?.anchor
        if let anchor, presentBoot.datedKey != 0 {
            let start = Bin.dated(anchor.utc(at: .zero)).index
            let present = bins.map { $0.clamped(to: start..<Int64.max) }.filter { !$0.isEmpty }
            if let bin = middle(present) { return (presentBoot.datedKey, bin) }
        }
        return middle(bins).map { (0, $0) }
    }
}

extension Measure {
    static func attendance(_ direction: Direction) -> Measure {
        switch direction {
        case .in: .entries
        case .out: .exits
        case .unknown: .passages
        }
    }

    /// Nil for what is not attendance.
    var direction: Direction? {
        switch self {
        case .entries: .in
        case .exits: .out
        case .passages: .unknown
        case .presses, .uses, .misuse, .checkedByHand, .checkedBySensor: nil
        }
    }
}

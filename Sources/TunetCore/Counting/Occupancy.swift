/// How many people are at the place, as its doors tell: what the last reset said, and everybody who came and went since.
///
/// Live and local only. It is never written to the disk: after a restart it is made anew from the bins since the reset,
/// as long as those have not been destroyed.
package struct Occupancy: Sendable, Equatable {
    /// Since when it is counted.
    package enum Start: Sendable, Equatable {
        case reset(OccupancySchedule.Occurrence)
        /// Since the boot, from 0: without a date there is no local time at which to reset.
        case boot
    }

    package let start: Start
    /// Everything that all doors have counted since.
    package internal(set) var tally = DoorTally()
    /// False if the store has destroyed what was counted since the start, so that nobody can tell.
    package var isWhole = true
    /// Milliseconds in which each door was observed while the place was open, in the bins that have ended since the start;
    /// nil for one that does not count passages.
    private var observed: [Int64?]
    /// The same for the bin that has not ended.
    private var observedInBin: [Int64]

    /// - Parameter doors: as configured.
    package init(start: Start, doors: [Door]) {
        self.start = start
        observed = doors.map { $0.countsPassages ? 0 : nil }
        observedInBin = Array(repeating: 0, count: doors.count)
    }

    /// What the last reset said.
    package var base: Int {
        switch start {
        case .reset(let occurrence): occurrence.value
        case .boot: 0
        }
    }

    /// As counted; below 0 where somebody who came was missed.
    package var raw: Int {
        base + tally.in.count - tally.out.count
    }

    /// What people see: ``raw``, at least 0.
    package var present: Int {
        max(0, raw)
    }

    /// Between what the truth lies, for people: at least 0, and ``present`` among it.
    package var bounds: ClosedRange<Int> {
        let balance = Balance(tally)
        return max(0, raw - balance.over)...max(0, raw + balance.under)
    }

    /// How long the door that was observed least was not observed since the reset while the place was open, in quarters of an
    /// hour: who passed it then is missing. 0 while it is counted since the boot.
    ///
    /// - Parameters:
    ///   - bin: the present one.
    ///   - hours: a board that is switched off at night misses nobody.
    package func unobservedQuarters(at bin: Bin, hours: OpeningHours, zone: TimeZoneRules) -> Int {
        guard case .reset(let occurrence) = start, bin.boot == 0 else { return 0 }
        let bins = occurrence.bin..<max(occurrence.bin, bin.index)
        return Self.unobservedQuarters(
            of: hours.openBins(in: bins, zone: zone), observed: observed.compactMap(\.self))
    }

    /// - Parameters:
    ///   - bins: how many bins the place was open in.
    ///   - observed: milliseconds of each door in them.
    static func unobservedQuarters(of bins: Int, observed: [Int64]) -> Int {
        let scheduled = Int64(bins) * Bin.seconds
        return observed.reduce(0) { most, observed in
            max(most, Int((max(0, scheduled - observed / 1000) + Bin.seconds / 2) / Bin.seconds))
        }
    }

    // MARK: - Counting

    /// Time in a bin in which the place is open.
    mutating func addObserved(_ milliseconds: Int64, door: Int) {
        observedInBin[door] += milliseconds
    }

    mutating func binEnded() {
        for door in observed.indices {
            observed[door]? += observedInBin[door]
            observedInBin[door] = 0
        }
    }

    /// Adds what the store says of a bin since the start.
    ///
    /// - Parameters:
    ///   - door: its number in the configuration; nil for one that is no longer there. Whoever passed it is.
    ///   - index: that of the bin.
    ///   - bin: the present one.
    ///   - isOpen: whether the place is open in the bin with that index. Of another one the time of observation is left out.
    package mutating func add(
        _ amount: Int64, to counter: BinCounter, of door: Int?, at index: Int64, now bin: Bin, isOpen: Bool
    ) {
        switch counter {
        case .count, .over, .under, .noted: tally.add(amount, to: counter)
        case .observed:
            guard let door, isOpen, index <= bin.index else { return }
            if index < bin.index { observed[door]? += amount } else { observedInBin[door] += amount }
        // A correction has no time: who is there now is not changed by it.
        case .presences, .presenceTime, .swings, .added, .removed: break
        }
    }
}

extension OccupancySchedule {
    /// Since when people are counted in `bin`: since the boot if it is not dated.
    package func start(at bin: Bin) -> Occupancy.Start {
        guard bin.boot == 0, let occurrence = latest(at: bin.index) else { return .boot }
        return .reset(occurrence)
    }
}

/// Entries less exits, and how far the truth may be from them.
package struct Balance: Sendable, Equatable {
    package var entries: Int
    package var exits: Int
    /// How much too large entries less exits may be; at least 0. Outside of it lies the truth in less than 1 of 100 cases.
    package var over: Int
    /// How much too small it may be; at least 0.
    package var under: Int

    /// An entry that was not there and an exit that was missed both make it too large. A passage of unknown direction may
    /// have been either.
    package init(_ tally: DoorTally) {
        entries = tally.in.count
        exits = tally.out.count
        let unknown = tally.unknown.bounds.upperBound
        over = Quantile.poisson(thousandths: tally.in.doubt.over + tally.out.doubt.under) + unknown
        under = Quantile.poisson(thousandths: tally.in.doubt.under + tally.out.doubt.over) + unknown
    }
}

/// Why the doors of a place can't tell how many people are there.
package enum OccupancyObstacle: Sendable, Equatable {
    /// These doors, by their number in the configuration, don't tell in from out: every passage is one more or one fewer.
    case undirected(doors: [Int])
    /// No door counts those who come.
    case noWayIn
    /// No door counts those who leave.
    case noWayOut
}

extension PlaceConfiguration {
    /// Whether any door counts people, so that there is an occupancy to tell.
    package var countsPeople: Bool { doors.contains(where: \.countsPassages) }

    /// Why occupancy can't be told here; nil if it can, and for a place that does not count people.
    ///
    /// Motion sensors, and doors of which only the leaf is watched, are left out: whoever installs them there does not
    /// take them for a way in.
    package var occupancyObstacle: OccupancyObstacle? {
        guard countsPeople else { return nil }
        let directions = doors.map { DoorDirections($0.sensor) }
        let undirected = directions.indices.filter { directions[$0] == .only(.unknown) }
        guard undirected.isEmpty else { return .undirected(doors: undirected) }
        func isWay(_ direction: Direction) -> Bool {
            directions.contains { $0 == .inAndOut || $0 == .only(direction) }
        }
        if !isWay(.in) { return .noWayIn }
        return isWay(.out) ? nil : .noWayOut
    }
}

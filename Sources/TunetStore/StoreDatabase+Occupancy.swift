package import TunetCore
import TunetSQLite

extension StoreDatabase {
    /// The occupancy since `start`, from the bins up to the next reset.
    ///
    /// - Parameter bin: the present one.
    package func occupancy(
        since start: Occupancy.Start, in bin: Bin, configuration: PlaceConfiguration, zone: TimeZoneRules
    ) throws -> Occupancy {
        var occupancy = Occupancy(start: start, doors: configuration.doors)
        let bins: Range<Int64>
        switch start {
        case .boot: bins = 0..<Int64.max
        case .reset(let occurrence):
            let schedule = OccupancySchedule(configuration.occupancyResets, zone: zone)
            // A bin that a wrong clock put ahead of the present one belongs to the same people.
            bins = occurrence.bin..<(schedule.next(after: occurrence.bin)?.bin ?? Int64.max)
            occupancy.isWhole = try reporting { try keptFrom(zone: zone) } <= occurrence.bin
        }
        let hours = OpeningHours(configuration)
        try reporting {
            try forEachTally(boot: bin.boot, bins: bins) { index, source, counter, amount in
                let door = configuration.doors.firstIndex { $0.id == source }
                let isOpen = counter == .observed && hours.isOpen(Bin(boot: bin.boot, index: index), in: zone)
                occupancy.add(amount, to: counter, of: door, at: index, now: bin, isOpen: isOpen)
            }
        }
        return occupancy
    }

    /// Enters the resets of the occupancy that have come up to `bin`, and judges whether as many went out as came in.
    ///
    /// - Parameter bin: a dated one.
    /// - Returns: the resets that are new, and what the watch says now.
    package func enterResets(
        upTo bin: Bin, configuration: PlaceConfiguration, zone: TimeZoneRules
    ) throws -> (passed: [OccupancySchedule.Occurrence], watch: ImbalanceWatch) {
        try reporting {
            let known = try resetBook()
            var book = known
            let doors = configuration.doors.filter(\.countsPassages)
            let hours = OpeningHours(configuration)
            let passed = try book.advance(
                to: bin.index, schedule: OccupancySchedule(configuration.occupancyResets, zone: zone),
                keptFrom: try keptFrom(zone: zone),
                canTell: !doors.isEmpty && configuration.occupancyObstacle == nil
            ) { bins in
                var sum = ResetBook.Sum(doors: doors.count, open: hours.openBins(in: bins, zone: zone))
                try forEachTally(bins: bins) { bin, source, counter, amount in
                    sum.tally.add(amount, to: counter)
                    guard counter == .observed, let door = doors.firstIndex(where: { $0.id == source }),
                        hours.isOpen(Bin(boot: 0, index: bin), in: zone)
                    else { return }
                    sum.observed[door] += amount
                }
                return sum
            }
            // Written with a reset and not between: an idle device writes nothing.
            if book != known { try roomyTransaction { try keep(book) } }
            return (passed, book.watch)
        }
    }

    private func resetBook() throws -> ResetBook {
        ResetBook(
            latest: try number(of: "reset_latest"), unjudged: try number(of: "reset_unjudged") ?? 0,
            watch: ImbalanceWatch(
                score: Int(try number(of: "imbalance_score") ?? 0), isOn: try number(of: "imbalance_on") == 1))
    }

    private func keep(_ book: ResetBook) throws {
        guard let latest = book.latest else { return }
        try set("reset_latest", latest)
        try set("reset_unjudged", book.unjudged)
        try set("imbalance_score", Int64(book.watch.score))
        try set("imbalance_on", book.watch.isOn ? 1 : 0)
    }

    /// The first bin whose counts have not been destroyed by a release.
    private func keptFrom(zone: TimeZoneRules) throws -> Int64 {
        guard let day = try number(of: ReleaseStream.attendance.key) else { return 0 }
        return Bin.dated(zone.start(of: CivilDate(dayNumber: day))).index
    }
}

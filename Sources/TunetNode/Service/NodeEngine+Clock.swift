import Logging
package import TunetCore
package import TunetLocal
import TunetStore

/// What a person has said of the time, and what came of it.
struct ClockSetting {
    /// Nil once the event loop has taken it.
    var anchor: Anchor?
    /// Nil until then.
    var isTaken: Bool?
    var waiters: [CheckedContinuation<Bool, Never>] = []

    mutating func end(_ isTaken: Bool) {
        anchor = nil
        self.isTaken = isTaken
        for waiter in waiters { waiter.resume(returning: isTaken) }
        waiters = []
    }
}

extension NodeEngine {
    // MARK: - Anchors

    /// Takes an anchor unless there is a better one, or it can't be right, and dates what was counted before.
    ///
    /// - Returns: whether it was taken.
    @discardableResult
    package func offer(_ anchor: Anchor, at now: MonotonicInstant) async -> Bool {
        guard isBelievable(anchor, at: now) else { return false }
        guard machine.judge(anchor) == .taken else { return false }
        let isFirst = machine.timeline.anchor == nil
        let isCommitted = await commit(nil, at: now, withUndecided: false) == nil
        if !isFirst {
            // Counts that bear the bins of the former anchor, and those of the new one, can be told apart only as long as
            // the store has moved the former before the latter come.
            guard isCommitted else { return false }
            do {
                try await store.date(boot: machine.timeline.boot, by: anchor, at: now)
            } catch {
                storeFailed(error, at: now)
                return false
            }
        }
        machine.take(anchor, at: now)
        refusedClock = nil
        restartBin(at: now)
        if isFirst {
            surroundings.log(
                NodeMessage(.notice, "The clock is trusted now; what was counted since the start is dated."))
        }
        await settle(at: now)
        return true
    }

    /// The machine's own clock has nobody who vouches for it at this moment: one that is far from everything the store knows
    /// is not believed.
    private func isBelievable(_ anchor: Anchor, at now: MonotonicInstant) -> Bool {
        var isBelievable = anchor.isPlausible
        let day = machine.timeline.zone.day(at: anchor.utc)
        // What goes on as it was believed before is believed, however long the boot lasts.
        let goesOn = machine.timeline.utc(at: anchor.monotonic).map { abs($0.seconds - anchor.utc.seconds) < 86_400 }
        if isBelievable, anchor.quality == .machine, goesOn != true, let known = knownDay {
            isBelievable = day >= known.adding(days: -1) && day <= known.adding(days: ClockProblem.farAhead)
        }
        guard !isBelievable else { return true }
        if refusedClock == nil {
            surroundings.log(
                NodeMessage(
                    .warning,
                    "The clock says \(day), which can't be right. It is not used; set it, or say the time with “tunet clock "
                        + "set”."))
        }
        refusedClock = day
        return false
    }

    // MARK: - What a person says

    /// Says what time it is. Other tasks than the one that feeds the engine may call this; ``advance(to:)`` carries it out,
    /// and ``clockOutcome()`` tells what came of it.
    package func setClock(_ request: ClockRequest, at now: MonotonicInstant) throws(ClockProblem) {
        guard isOpen, clockSetting.anchor == nil else { throw .notReady }
        if let quality = machine.timeline.anchor?.quality, quality > .volunteer { throw .trusted(Self.source(quality)) }
        let day = try day(of: request, at: now)
        guard (0..<1440).contains(request.minute) else { throw .impossible }
        let utc = machine.timeline.zone.instant(of: day, minute: request.minute)
        let anchor = Anchor(monotonic: now, utc: utc, quality: .volunteer)
        guard anchor.isPlausible else { throw .impossible }
        if request.isSure != true, let known = knownDay {
            if day < known { throw .beforeLatest(day: day.description, latest: known.description) }
            if day > known.adding(days: ClockProblem.askedAhead) {
                throw .farAhead(day: day.description, latest: known.description)
            }
        }
        clockSetting = ClockSetting(anchor: anchor)
    }

    /// Returns once the clock is set.
    package func clockOutcome() async throws(ClockProblem) {
        let isTaken: Bool
        if let known = clockSetting.isTaken {
            isTaken = known
        } else {
            guard isOpen else { throw .notReady }
            isTaken = await withCheckedContinuation { clockSetting.waiters.append($0) }
        }
        if !isTaken { throw .storeFailed }
    }

    private func day(of request: ClockRequest, at now: MonotonicInstant) throws(ClockProblem) -> CivilDate {
        let today = machine.timeline.day(at: now)
        if let text = request.day {
            guard let day = CivilDate(text) else { throw .impossible }
            return day
        }
        guard let weekday = request.weekday else {
            guard let today else { throw .dayNeeded }
            return today
        }
        guard (1...7).contains(weekday) else { throw .impossible }
        // The nearest one to what is known, or the first one since the latest day with counts.
        guard let first = today?.adding(days: -3) ?? knownDay else { throw .dayNeeded }
        return first.adding(days: (weekday - first.weekday + 7) % 7)
    }

    func takeClockSetting(at now: MonotonicInstant) async {
        guard let anchor = clockSetting.anchor else { return }
        let isTaken = await offer(anchor, at: now)
        if isTaken, let day = machine.timeline.day(at: now) { await log(.clockSet(day), at: now) }
        clockSetting.end(isTaken)
    }

    // MARK: - Status

    package var isDated: Bool { machine.timeline.anchor != nil }

    package func clock(at now: MonotonicInstant) async throws -> ClockStatus {
        let zone = machine.timeline.zone
        let utc = machine.timeline.utc(at: now)
        let undated = try await store.undatedBoots()
        return ClockStatus(
            language: configuration.place.languages.first ?? "nb", zone: configuration.place.timeZone,
            day: utc.map { zone.day(at: $0).description }, time: utc.map { ClockTime.write(zone.minuteOfDay(at: $0)) },
            source: machine.timeline.anchor.map { Self.source($0.quality) },
            uptimeMinutes: Int(now.nanoseconds / 60_000_000_000), refused: refusedClock?.description,
            latestDay: knownDay?.description,
            earlier: try await store.datedBoots().map {
                ClockStatus.Boot(day: $0.day.description, source: Self.source($0.quality))
            },
            undated: undated.map {
                ClockStatus.Undated(
                    boots: $0.numbers.count, from: $0.from.description, through: $0.through?.description)
            })
    }

    static func source(_ quality: Anchor.Quality) -> ClockStatus.Source {
        switch quality {
        case .volunteer: .volunteer
        case .collector: .collector
        case .machine: .machine
        case .synchronised: .synchronised
        }
    }
}

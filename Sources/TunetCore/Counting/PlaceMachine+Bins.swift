extension PlaceMachine {
    /// Hands over everything counted and not yet committed.
    ///
    /// Observed time is handed over when its bin is over, or at the end: in the midst of a bin it would tell to the
    /// millisecond when somebody passed or pressed.
    ///
    /// - Parameters:
    ///   - step: for the end of the service: the observed time of a bin that is not over is handed over as well, in whole
    ///     steps.
    ///   - withUndecided: whether passages that are not decided are handed over as well. Not where what is on the disk is to
    ///     be read or moved: the machine itself counts them only when they are decided.
    package mutating func takeIncrements(
        at now: MonotonicInstant, observedInStepsOf step: Duration? = nil, withUndecided: Bool = true
    ) -> Increments {
        roll(to: now)
        let hadTold = doors.contains { $0.told != Undecided() }
        takeTallies(at: now, withUndecided: withUndecided)
        if let step {
            takeObserved(at: now, step: max(1, step.wholeNanoseconds / 1_000_000))
            takePresence(at: now)
        }
        // Whoever has just become clear, and not yet for as long as a debounce takes, is looked after again; and what the
        // disk had been told, and is not told now, at once.
        let next = latestClearing.advanced(by: Self.commitDelay)
        if withUndecided {
            commitWanted = next > now ? next : nil
        } else {
            commitWanted = hadTold ? now : next > now ? next : nil
        }
        defer { finished = Increments() }
        return finished
    }

    /// The commit failed: the increments wait for the next one, at `retry`.
    package mutating func giveBack(_ increments: Increments, retryAt retry: MonotonicInstant) {
        var all = increments
        all += finished
        // A store that fails for weeks must not make the memory grow.
        finished = all.merged()
        commitWanted = retry
    }

    /// Judges an anchor: see ``Timeline/judge(_:)``.
    package mutating func judge(_ anchor: Anchor) -> Timeline.Reception {
        timeline.judge(anchor)
    }

    /// Takes an anchor. Increments have to be taken and committed before, so that they bear the bins that the store then
    /// dates, or moves.
    package mutating func take(_ anchor: Anchor, at now: MonotonicInstant) {
        roll(to: now)
        // Observed time stays until the end of the new bin: handed over now, in the midst of it, it would tell on which
        // side of the anchor somebody began or ceased to stand in a door.
        takeTallies(at: now, withUndecided: false)
        takePresence(at: now)
        timeline.take(anchor)
        bin = timeline.bin(at: now)
        binEnd = timeline.binEnd(after: now)
        nextReset = resetAfterPresentBin
        setHealth(.undated, of: nil, began: false, at: now)
        changeDay(at: now)
    }

    /// What the store knows of today, after a start or once the boot is dated.
    package mutating func loadToday(_ loaded: Today) {
        today = loaded
    }

    /// What people have corrected of today, as the store has it.
    package mutating func loadCorrected(_ corrected: Today.Corrected) {
        today.corrected = corrected
    }

    /// Since when the store has to add up the occupancy.
    package var occupancyStart: Occupancy.Start { occupancySchedule.start(at: bin) }

    /// How long a door was not observed since the last reset: see ``Occupancy/unobservedQuarters(at:hours:zone:)``.
    package var unobservedQuarters: Int {
        occupancy.unobservedQuarters(at: bin, hours: hours, zone: timeline.zone)
    }

    /// What the store knows since ``occupancyStart``, after a start, once the boot is dated, and with each reset.
    /// Everything counted must be on the disk.
    package mutating func loadOccupancy(_ loaded: Occupancy) {
        occupancy = loaded
    }

    /// Reaches every deadline up to `now` one after the other, so that each passage and each change of what is observed
    /// falls in the bin in which it was decided, however late the next input comes.
    mutating func catchUp(to now: MonotonicInstant) {
        while true {
            var due = binEnd
            for index in doors.indices { due = min(due, doors[index].deadline ?? due) }
            for index in panels.indices { due = min(due, panels[index].deadline ?? due) }
            due = min(due, lightTest?.deadline ?? due)
            guard due <= now else { return }
            for index in doors.indices where (doors[index].sensor.deadline ?? .distantFuture) <= due {
                withDoor(index, at: due) { $0.advance(to: due, $1) }
            }
            for index in panels.indices where (panels[index].panel.deadline ?? .distantFuture) <= due {
                withPanel(index) { $0.advance(to: due, $1) }
            }
            endAnswers(at: due)
            advanceChecks(to: due)
            advanceLightTest(to: due)
            roll(to: due)
        }
    }

    /// Closes every bin that ended by `now`, and the day with it.
    mutating func roll(to now: MonotonicInstant) {
        while binEnd <= now {
            closeBin(at: binEnd)
            endBinOfHealth(at: binEnd)
            bin = timeline.bin(at: binEnd)
            occupancy.binEnded()
            resetOccupancy()
            changeDay(at: binEnd)
            binEnd = timeline.binEnd(after: binEnd)
        }
    }

    /// Nil while the boot is not dated, and at a place that does not count people: there is nothing to reset.
    private var resetAfterPresentBin: Int64? {
        configuration.countsPeople ? occupancySchedule.next(after: bin) : nil
    }

    /// Begins anew with the bin that begins with a reset.
    mutating func resetOccupancy() {
        guard let nextReset, bin.index >= nextReset else { return }
        self.nextReset = resetAfterPresentBin
        occupancy = Occupancy(start: occupancyStart, doors: configuration.doors)
        actions.append(.occupancyReset)
    }

    mutating func changeDay(at now: MonotonicInstant) {
        let day = timeline.day(at: now)
        defer { keepSilences(at: now) }
        guard day != currentDay else { return }
        if let ended = currentDay { endDayOfHealth(ended) }
        currentDay = day
        changeQuestions()
        today = Today(doors: doors.count, panels: panels.count)
        // The counts of the day that has ended, and its observed time, should not wait for the next visitor.
        commitSoon(after: now)
    }

    mutating func closeBin(at end: MonotonicInstant) {
        takeTallies(at: end, withUndecided: false)
        takeObserved(at: end, step: 1)
        takePresence(at: end)
    }

    mutating func takePresence(at end: MonotonicInstant) {
        for index in doors.indices {
            let (exact, stored) = doors[index].presence.take(at: end)
            today.doors[index].presenceMilliseconds += exact
            guard stored > 0 else { continue }
            let source = configuration.doors[index].id
            finished.rows.append(Increments.Row(bin: bin, source: source, counter: .presenceTime, amount: stored))
        }
    }

    /// Hands over the time since the last time for each door and panel that is observed at its end; for one that is not,
    /// none of it.
    ///
    /// That is right on average, and rounds the beginning and the end of every trouble to the ends of bins: the time to
    /// the millisecond would tell when somebody stood in a door, or came after a silence.
    ///
    /// - Parameter step: what is handed over is a multiple of it, in milliseconds.
    mutating func takeObserved(at end: MonotonicInstant, step: Int64) {
        let milliseconds = max(0, end.nanoseconds - observedFrom.nanoseconds) / 1_000_000
        let from = observedFrom
        observedFrom = MonotonicInstant(nanoseconds: from.nanoseconds + milliseconds * 1_000_000)
        // After a new anchor it reaches back into the bin before.
        let before = max(0, min(end, binStart).nanoseconds - from.nanoseconds) / 1_000_000
        let pieces = [(timeline.bin(at: from), before), (bin, milliseconds - before)]
        let open = pieces.reduce(0) { $0 + (hours.isOpen($1.0, in: timeline.zone) ? $1.1 : 0) }
        func add(source: String) {
            for (bin, milliseconds) in pieces where milliseconds / step > 0 {
                finished.rows.append(
                    Increments.Row(
                        bin: bin, source: source, counter: .observed, amount: milliseconds / step * step))
            }
        }
        for index in doors.indices where doors[index].isObserving {
            occupancy.addObserved(open, door: index)
            add(source: configuration.doors[index].id)
        }
        for index in panels.indices where panels[index].isObserving { add(source: configuration.panels[index].id) }
    }

    mutating func takeTallies(at end: MonotonicInstant, withUndecided: Bool) {
        for index in doors.indices {
            let undecided = withUndecided ? Undecided(doors[index].sensor, at: end) : Undecided()
            undecided.add(to: &doors[index].tally, toldBefore: doors[index].told)
            doors[index].told = undecided
            finished.rows += doors[index].tally.rows(bin: bin, source: configuration.doors[index].id)
            doors[index].tally = DoorTally()
        }
        let day = timeline.tallyDay(at: MonotonicInstant(nanoseconds: end.nanoseconds - 1))
        for index in panels.indices {
            let panel = configuration.panels[index]
            guard panels[index].misuse > 0 else { continue }
            finished.presses.append(
                Increments.PressRow(day: day, panel: panel.id, question: "", option: nil, amount: panels[index].misuse))
            panels[index].misuse = 0
        }
    }
}

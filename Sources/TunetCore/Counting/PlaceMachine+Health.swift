extension PlaceMachine {
    /// What the shell has seen of a door's or panel's edges, besides what its sensor makes of them.
    struct Sight: Sendable {
        /// Edges were lost in this bin. Nobody knows when in it, so that the rest of it is not observed either.
        var hasLostInBin = false
        /// The sensor itself has lost its thread.
        var sensorLost = false
        /// The shell was not looking; only while it catches up.
        var isBlind = false
        /// Whether a passage could have been missed at any time in this bin.
        var wasLost = false
        /// The sensor waits to be clear, and no other trouble says why.
        var isWaiting = false

        var isClear: Bool { !hasLostInBin && !isBlind }
        var hasLostEdges: Bool { hasLostInBin || sensorLost }
    }

    /// - Parameter isOlder: it began before `now`, and when is not known.
    mutating func setHealth(
        _ kind: HealthKind, of source: String?, began: Bool, at now: MonotonicInstant, isOlder: Bool = false
    ) {
        guard health.set(kind, of: source, began: began, at: now, isOlder: isOlder) else { return }
        actions.append(.healthChanged(kind, source: source, began: began))
    }

    /// Says why a door is not observed, if nothing else does: it was not clear at the start, or when its chip came back.
    mutating func explain(_ index: Int, isObserving: Bool, at now: MonotonicInstant) {
        if !isObserving { doors[index].sight.wasLost = true }
        guard !isObserving || doors[index].sight.isWaiting else { return }
        let id = configuration.doors[index].id
        let isExplained = health.entries.contains { entry in
            entry.source == id && entry.kind.cutsCoverage && entry.kind != .unsynchronised
        }
        let isWaiting = !isObserving && !isExplained
        guard isWaiting != doors[index].sight.isWaiting else { return }
        doors[index].sight.isWaiting = isWaiting
        setHealth(.unsynchronised, of: id, began: isWaiting, at: now)
    }

    /// Which beam of a pair the trouble is about; nil if it is about both, or the sensor is no pair.
    package func beam(of entry: HealthBook.Entry) -> Beam? {
        guard let index = configuration.doors.firstIndex(where: { $0.id == entry.source }),
            case .beamPair = configuration.doors[index].sensor
        else { return nil }
        switch entry.kind {
        case .beamDead: return doors[index].sensor.deadBeam
        case .chattering: return doors[index].sensor.chatteringBeam
        case .blocked:
            let levels = doorLevels(index)
            guard levels.outer != levels.inner else { return nil }
            return levels.outer ? .outer : .inner
        default: return nil
        }
    }

    // MARK: - Lost edges

    /// An edge that is older than the latest one of its line was mixed up on its way. The level that it brings is no
    /// longer true, and what was seen of the line may have holes.
    mutating func receiveLate(on line: Int) {
        guard lines[line].isPlugged else { return }
        synchronise(levels: [line: lines[line].level], at: lines[line].latest, because: .lostEdges)
    }

    mutating func setBlind(_ isBlind: Bool, _ owners: Set<Owner>) {
        for owner in owners {
            switch owner {
            case .door(let index):
                doors[index].sight.isBlind = isBlind
                doors[index].sight.wasLost = true
            case .panel(let index): panels[index].sight.isBlind = isBlind
            case .upper, .leaf: break
            }
        }
    }

    mutating func loseEdges(_ owners: Set<Owner>, at now: MonotonicInstant) {
        for index in doors.indices where owners.contains(.door(index)) { setLost(true, .door(index), at: now) }
        for index in panels.indices where owners.contains(.panel(index)) { setLost(true, .panel(index), at: now) }
    }

    mutating func setLost(_ isLost: Bool, _ owner: Owner, at now: MonotonicInstant) {
        switch owner {
        case .door(let index):
            doors[index].sight.hasLostInBin = isLost
            let began = doors[index].sight.hasLostEdges
            setHealth(.lostEdges, of: configuration.doors[index].id, began: began, at: now)
        case .panel(let index):
            panels[index].sight.hasLostInBin = isLost
            setHealth(.lostEdges, of: configuration.panels[index].id, began: isLost, at: now)
        // What only witnesses a door does not make it blind.
        case .upper, .leaf: break
        }
    }

    // MARK: - Bins and days

    /// The bin has been closed: what is counted in whole bins begins or ends here.
    mutating func endBinOfHealth(at end: MonotonicInstant) {
        let isOpen = hours.isOpen(bin, in: timeline.zone)
        for index in doors.indices {
            let wasObserved = !doors[index].sight.wasLost
            if doors[index].silence.endBin(isOpen: isOpen, wasObserved: wasObserved) {
                setHealth(.silent, of: configuration.doors[index].id, began: true, at: end)
            }
            if doors[index].sight.hasLostInBin { setLost(false, .door(index), at: end) }
            doors[index].sight.wasLost = !doors[index].sensor.isObserving || doors[index].sight.isBlind
        }
        for index in panels.indices where panels[index].sight.hasLostInBin { setLost(false, .panel(index), at: end) }
    }

    /// The local day `day` is over.
    mutating func endDayOfHealth(_ day: CivilDate) {
        for index in doors.indices { doors[index].silence.endDay(day) }
        health.forgetPast()
    }

    /// Somebody came through the door; or moved before its motion sensor, or opened it, where that is all that it counts.
    mutating func endSilence(of index: Int, at time: MonotonicInstant) {
        guard doors[index].silence.passed() else { return }
        setHealth(.silent, of: configuration.doors[index].id, began: false, at: time)
    }

    /// Hands over what is to be remembered of silences: at the end of a day, of the bin in which a silence began or ended,
    /// and of the first one after a start that has made up for days.
    mutating func keepSilences(at now: MonotonicInstant) {
        // What was learned before must not be overwritten by who does not know it yet.
        guard hasLoadedSilences else { return }
        for index in doors.indices where doors[index].silence.memory != keptSilences[index] {
            let memory = doors[index].silence.memory
            keptSilences[index] = memory
            finished.silences.append(Increments.SilenceRow(door: configuration.doors[index].id, memory: memory))
            commitSoon(after: now)
        }
    }

    /// Takes what the store knows of silences, once in the life of the service: at its start, or when the boot is dated.
    ///
    /// - Parameter histories: of the doors in the order of the configuration.
    package mutating func loadSilences(_ histories: [SilenceHistory], at now: MonotonicInstant) {
        guard !hasLoadedSilences, let today = timeline.day(at: now) else { return }
        hasLoadedSilences = true
        for (index, history) in histories.enumerated() where index < doors.count {
            keptSilences[index] = history.memory
            let isSilent = doors[index].silence.load(history, today: today)
            setHealth(.silent, of: configuration.doors[index].id, began: isSilent, at: now, isOlder: true)
        }
    }
}

extension Sensor {
    /// Whether it counts presence or openings, and no passages.
    package var isActivity: Bool {
        if case .activity = self { true } else { false }
    }
}

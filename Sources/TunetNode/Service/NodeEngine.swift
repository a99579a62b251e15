import Logging
package import TunetCore
package import TunetStore

/// What the GPIO adapter, or a recorded trace, tells the engine.
package enum LineInput: Sendable, Equatable {
    case edge(Edge)
    /// Edges were lost; these are the levels of all lines now.
    case lost(count: Int, at: MonotonicInstant, levels: [Int: Bool])
    case unplugged(lines: [Int], at: MonotonicInstant)
    case plugged(levels: [Int: Bool], at: MonotonicInstant)
}

/// The heart of a device: the place's state machine joined to the store and the uplink. It has no clock of its own, so
/// that the service and the demo run the same code, the one in real time and the other as fast as it goes.
///
/// One caller feeds it; others may ask for its status at any time.
package actor NodeEngine {
    /// What the engine can't do by itself.
    package struct Surroundings: Sendable {
        /// Switches the output with this number in the wiring. Failures are reported by the lines' own health.
        package var setOutput: @Sendable (_ output: Int, _ on: Bool) -> Void
        /// Says something that a log may hold. Never called with what would date a passage.
        package var log: @Sendable (NodeMessage) -> Void
        /// What a screen shows of the panels has changed.
        package var panelsChanged: @Sendable () -> Void

        package init(
            setOutput: @escaping @Sendable (Int, Bool) -> Void, log: @escaping @Sendable (NodeMessage) -> Void,
            panelsChanged: @escaping @Sendable () -> Void = {}
        ) {
            self.setOutput = setOutput
            self.log = log
            self.panelsChanged = panelsChanged
        }
    }

    /// A batch on its way to the collector.
    package struct Dispatch: Sendable {
        package var parcel: UplinkMachine.Parcel
        package var bytes: [UInt8]
    }

    /// How long the engine waits before it writes again to a store that refused.
    private static let storeRetry = Duration.seconds(5)

    let store: Store
    let surroundings: Surroundings
    let configuration: PlaceConfiguration
    var machine: PlaceMachine
    var uplink = UplinkMachine()
    var uplinkError: String?
    var lastDelivery: CivilDate?
    var waiting = 0
    /// Batches that the quota had no room for, since the store began.
    var dropped = Dropped()
    /// Kinds of numbers that the yearly ceiling keeps from being released this year.
    var stoppedKinds: [StoppedKind] = []
    /// Batches to which the collector holds others of the same identity, and does not say what.
    var conflicts: Set<UplinkMachine.Parcel> = []
    /// Batches that the collector has taken and that may still wait for its watermark.
    var taken: Set<UplinkMachine.Parcel> = []
    var missedWindow = true
    var nextDispatch: Dispatch?
    /// Edges that were lost on their way since the service started, as far as that can be noticed.
    private(set) var lostEdges = 0
    private let schedule: UplinkSchedule
    private(set) var now: MonotonicInstant
    private var notedDay: CivilDate?
    /// Set while the store has not yet dated what was counted before the anchor came.
    private var isDating = false
    /// Set while the store has not yet entered a reset of the occupancy, or may have one to enter.
    private var isResetting = false
    /// When a store that refused is tried again with what is not a count.
    private var storeRetryDue: MonotonicInstant?
    /// What health has to say to the log once the bin is over, so that no line dates a passage.
    private var heldMessages: [NodeMessage] = []
    private var holdUntil: MonotonicInstant
    /// Whether anything has been committed in this bin.
    var hasCommitted = false
    /// Whether the store's log has no room for the rest of the bin.
    private var isLogFull = false
    /// Edges of each line at the latest look at its status.
    var seenEdges: [Int] = []
    /// What is known of each door's count checks, in the order of the configuration.
    var checkBook: [DoorCheckBook]
    /// The latest day of earlier boots; nil before the first.
    let knownDay: CivilDate?
    /// What the machine's clock says, if it can't be right.
    var refusedClock: CivilDate?
    var clockSetting = ClockSetting()
    var touches = Touches()
    /// Faults that people have said they have seen, with the entries of the log. In memory only, and as long as they last.
    var acknowledged: [ActionProblem.Fault: Int64] = [:]
    /// The day on which the collector has answered the last time.
    var lastContact: CivilDate?
    /// The store was found damaged while it was in use. Only a new start sets it aside.
    package private(set) var isStoreDamaged = false
    /// False once the engine has ended.
    var isOpen = true
    /// Who is told that the status may have changed.
    var followers: [Int: AsyncStream<Void>.Continuation] = [:]

    package init(
        configuration: PlaceConfiguration, zone: TimeZoneRules, store: Store, kernelID: String,
        at now: MonotonicInstant, surroundings: Surroundings
    ) async throws {
        self.configuration = configuration
        self.store = store
        self.surroundings = surroundings
        self.now = now
        checkBook = try await Self.checkBook(of: configuration, in: store)
        let boot = try await store.boot(kernelID: kernelID, at: now)
        knownDay = boot.afterDay
        let timeline = Timeline(zone: zone, boot: boot.number, anchor: boot.anchor)
        machine = PlaceMachine(
            configuration: configuration, timeline: timeline, at: now, knownDay: boot.afterDay)
        schedule = UplinkSchedule(uploadMinute: configuration.uplink?.uploadMinute ?? UplinkPolicy.defaultUploadMinute)
        holdUntil = timeline.binEnd(after: now)
        // Dating may have been cut off in an earlier run of the service.
        isDating = boot.anchor != nil
        isResetting = isDating
        try await dateAndLoadToday(at: now)
        try await loadOccupancy()
    }

    // MARK: - Input

    /// The levels of all lines, at the start.
    package func begin(levels: [Int: Bool], at now: MonotonicInstant) async {
        machine.synchronise(levels: levels, at: now, because: .unsynchronised)
        await settle(at: now)
    }

    /// What the lines did, in order of time.
    package func receive(_ inputs: [LineInput], at now: MonotonicInstant) async {
        for input in inputs {
            switch input {
            case .edge(let edge): machine.receive(edge)
            case .lost(let count, let time, let levels):
                lostEdges += count
                machine.synchronise(levels: levels, at: time, because: .lostEdges)
            case .unplugged(let lines, let time): machine.unplug(lines: lines, at: time)
            case .plugged(let levels, let time):
                machine.synchronise(levels: levels, at: time, because: .unsynchronised)
            }
        }
        await settle(at: now)
    }

    /// Carries out what is due at `now`.
    package func advance(to now: MonotonicInstant) async {
        await takeClockSetting(at: now)
        takeTouches(at: now)
        machine.advance(to: now)
        await settle(at: now)
        endTouches()
    }

    /// When ``advance(to:)`` has something to do, if nothing else happens before.
    package var deadline: MonotonicInstant {
        min(machine.deadline, uplink.deadline ?? machine.deadline, storeRetryDue ?? machine.deadline)
    }

    /// A new anchor is to be kept by the store, and moves the bins, the resets and the next upload.
    func restartBin(at now: MonotonicInstant) {
        holdUntil = machine.timeline.binEnd(after: now)
        isDating = true
        isResetting = true
        uplink.setWindow(nil)
    }

    /// Writes what is left and closes the store.
    package func end(at now: MonotonicInstant) async throws {
        machine.conclude(at: now)
        await settle(at: now)
        endChecks()
        clockSetting.end(false)
        touches.resume()
        for output in machine.wiring.outputs.indices { surroundings.setOutput(output, false) }
        await flushMessages(first: heldMessages.count)
        try await writeLast(machine.takeIncrements(at: now, observedInStepsOf: .seconds(60)))
        try await store.close()
    }

    // MARK: - Settling

    /// Carries out the machine's actions, commits what is due, and looks at the calendar.
    func settle(at time: MonotonicInstant) async {
        now = max(now, time)
        // What comes to be said only now may be from the new bin, and waits for its end.
        let heldBefore = heldMessages.count
        var actions = machine.takeActions()
        while !actions.isEmpty {
            for action in actions { await perform(action, at: now) }
            actions = machine.takeActions()
        }
        if let due = machine.commitDue, due <= now { await commit(nil, at: now) }
        await lookAfterStore()
        await emptyFullLog()
        if uplink.needsWindow {
            uplink.setWindow(schedule.nextWindow(after: now, missed: missedWindow, timeline: machine.timeline))
        }
        await perform(uplink.advance(to: now), at: now)
        if holdUntil <= now { await flushMessages(first: heldBefore) }
        tellFollowers()
    }

    private func perform(_ action: PlaceMachine.Action, at now: MonotonicInstant) async {
        switch action {
        case .takePress(let press): await commit(press, at: now)
        case .occupancyReset: isResetting = true
        case .panelsChanged: surroundings.panelsChanged()
        case .setOutput(let output, let isOn): surroundings.setOutput(output, isOn)
        case .checkEnded(let door, let outcome): await finishCheck(door, outcome, at: now)
        case .healthChanged(let kind, let source, let began):
            acknowledged[ActionProblem.Fault(source: source, kind: kind.rawValue)] = nil
            let message = NodeMessage(health: kind, source: source, began: began)
            // Whoever stands in a door makes `blocked` begin; who comes after a silence ends it; who presses makes a full
            // disk show. Their times stay out of the log: they are said at the end of the bin, which is then all that the
            // journal's own stamp tells. A pulled plug and a silent collector are nobody's passage.
            switch kind {
            case .unplugged, .uplinkFailed, .undated, .imbalance, .numbersDropped, .releaseStopped:
                surroundings.log(message)
            // That nobody gives an answer is for those at the place, and not for a journal that outlives the release.
            case .buttonQuiet: break
            case .blocked, .stuck, .unsynchronised, .lostEdges, .heldOpen, .chattering, .beamDead, .silent,
                .upperBeamFailed, .reedFailed, .storeFailed:
                if heldMessages.count < 100 { heldMessages.append(message) }
            }
        }
    }

    /// Commits everything counted, and `press` with it, which is answered only then.
    ///
    /// - Returns: what the store said if it refused.
    @discardableResult
    func commit(
        _ press: PlaceMachine.Press?, at now: MonotonicInstant, withUndecided: Bool = true
    ) async -> (any Error)? {
        let increments = machine.takeIncrements(at: now, withUndecided: withUndecided)
        var all = increments
        if let press { all.presses.append(machine.row(for: press)) }
        guard !all.isEmpty else { return nil }
        do {
            isLogFull = try await store.commit(all)
            hasCommitted = true
            machine.setDeviceHealth(.storeFailed, began: false, at: now)
            if let press { machine.pressTaken(press, at: now) }
            return nil
        } catch {
            machine.giveBack(increments, retryAt: now.advanced(by: Self.storeRetry))
            if let press { machine.pressNotTaken(press, at: now) }
            storeFailed(error, at: now)
            return error
        }
    }

    func storeFailed(_ error: any Error, at now: MonotonicInstant) {
        if (error as? StoreError)?.code == .damaged { isStoreDamaged = true }
        machine.setDeviceHealth(.storeFailed, began: true, at: now)
        if heldMessages.count < 100 { heldMessages.append(NodeMessage(.error, "\(error)")) }
    }

    /// Dates what was counted before the anchor came, and notes what the place measures today. Tried until the store
    /// takes it: a count that is never dated, or that no leaf waits for, would be lost.
    private func lookAfterStore() async {
        let day = machine.timeline.day(at: now)
        guard isDating || isResetting || day != notedDay else {
            storeRetryDue = nil
            return
        }
        if let due = storeRetryDue, due > now { return }
        storeRetryDue = nil
        do {
            // Counts that the store has refused bear undated bins, which it has to have before it dates them; and those
            // before a reset are judged with it.
            if isDating || isResetting, let failure = await commit(nil, at: now, withUndecided: false) { throw failure }
            try await dateAndLoadToday(at: now)
            try await enterResets(at: now)
            if let day, day != notedDay {
                try await store.noteMeasures(on: day)
                notedDay = day
            }
            if machine.commitDue == nil { machine.setDeviceHealth(.storeFailed, began: false, at: now) }
        } catch {
            storeFailed(error, at: now)
            storeRetryDue = now.advanced(by: Self.storeRetry)
        }
    }

    private func dateAndLoadToday(at now: MonotonicInstant) async throws {
        guard isDating, let anchor = machine.timeline.anchor else { return }
        try await store.date(boot: machine.timeline.boot, by: anchor, at: now)
        try await noteShownQuestions(at: now)
        if let day = machine.timeline.day(at: now) { machine.loadToday(try await store.today(day)) }
        if !machine.hasLoadedSilences {
            machine.loadSilences(try await store.silences(in: machine.bin), at: now)
        }
        isDating = false
    }

    /// The panels have asked what they took for the questions of the day; now that their presses have a date, their leaves
    /// have to be there as well.
    private func noteShownQuestions(at now: MonotonicInstant) async throws {
        guard let last = machine.timeline.day(at: now), let first = machine.timeline.day(at: .zero) else { return }
        let unplanned = machine.shownQuestions.filter { !($0.holds(on: first) && $0.holds(on: last)) }
        if !unplanned.isEmpty { try await store.noteQuestions(unplanned, from: first, to: last) }
    }

    /// Enters the resets of the occupancy that have come, and begins with what the store knows since the latest one.
    private func enterResets(at now: MonotonicInstant) async throws {
        guard isResetting else { return }
        if machine.bin.boot == 0, configuration.countsPeople {
            let (passed, watch) = try await store.enterResets(upTo: machine.bin)
            for occurrence in passed { surroundings.log(NodeMessage(reset: occurrence)) }
            machine.setImbalance(watch.isOn, at: now)
        }
        try await loadOccupancy()
        isResetting = false
    }

    /// After counts have been destroyed.
    func loadCounts(at now: MonotonicInstant) async throws {
        if let failure = await commit(nil, at: now, withUndecided: false) { throw failure }
        if let day = machine.timeline.day(at: now) { machine.loadToday(try await store.today(day)) }
        try await loadOccupancy()
    }

    private func loadOccupancy() async throws {
        machine.loadOccupancy(try await store.occupancy(since: machine.occupancyStart, in: machine.bin))
    }

    /// Only here, when whoever has pressed has the light: their panel is locked for a while, and nobody waits.
    private func emptyFullLog() async {
        guard isLogFull else { return }
        isLogFull = false
        do { try await store.scrub() } catch { storeFailed(error, at: now) }
    }

    /// The bin is over: what was held for the log is said, and the order of its commits leaves the store's own log.
    private func flushMessages(first count: Int) async {
        if hasCommitted {
            hasCommitted = false
            do { try await store.scrub() } catch { storeFailed(error, at: now) }
            await lookAtDrops(at: now)
        }
        for message in heldMessages.prefix(count) { surroundings.log(message) }
        heldMessages.removeFirst(min(count, heldMessages.count))
        holdUntil = machine.timeline.binEnd(after: now)
    }
}

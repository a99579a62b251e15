/// Everything between an edge and the counters, for one place: sensors, panels, bins, health and today's numbers.
///
/// Pure: the shell gives it edges, levels and the time, carries out the actions it asks for, and commits the increments
/// that it hands over.
package struct PlaceMachine: Sendable {
    package enum Action: Sendable, Equatable {
        /// Commit now, together with everything pending; then call ``pressTaken(_:at:)`` or ``pressNotTaken(_:)``.
        case takePress(Press)
        /// Switch the output with this number in the wiring.
        case setOutput(Int, on: Bool)
        /// `source` is the id of a door or panel, nil for the device.
        case healthChanged(HealthKind, source: String?, began: Bool)
    }

    /// A press that is an answer but not yet on the disk.
    package struct Press: Sendable, Equatable {
        package var panel: Int
        package var button: Int
        package var time: MonotonicInstant
    }

    private struct DoorState: Sendable {
        var sensor: DoorSensor
        let directions: DoorDirections
        var tally = DoorTally()
        var observation = Observation()
    }

    private struct PanelState: Sendable {
        var panel: ButtonPanel
        var misuse: Int64 = 0
        var observation = Observation()
    }

    /// How long increments may wait for others before they are committed. With the debounce this stays below the
    /// promised second.
    package static let commitDelay = Duration.milliseconds(500)

    package let configuration: PlaceConfiguration
    package let wiring: Wiring
    package private(set) var timeline: Timeline
    package private(set) var today: Today
    package private(set) var health = HealthBook()
    package private(set) var lines: [LineState]
    /// Nil until something counted waits for its commit.
    package private(set) var commitDue: MonotonicInstant?

    private var doors: [DoorState]
    private var panels: [PanelState]
    private var bin: Bin
    private var binEnd: MonotonicInstant
    private var currentDay: CivilDate?
    private var finished = Increments()
    private var actions: [Action] = []

    package init(configuration: PlaceConfiguration, timeline: Timeline, at now: MonotonicInstant) {
        self.configuration = configuration
        self.timeline = timeline
        let wiring = Wiring(configuration)
        self.wiring = wiring
        lines = wiring.inputs.map { _ in LineState() }
        doors = configuration.doors.map {
            DoorState(sensor: DoorSensor($0.sensor), directions: DoorDirections($0.sensor))
        }
        panels = configuration.panels.map {
            PanelState(panel: ButtonPanel(buttons: $0.buttons.count, $0.parameters))
        }
        today = Today(doors: configuration.doors.count, panels: configuration.panels.count)
        bin = timeline.bin(at: now)
        binEnd = timeline.binEnd(after: now)
        currentDay = timeline.day(at: now)
        observe(at: now)
        setHealth(.undated, of: nil, began: timeline.anchor == nil, at: now)
    }

    /// When ``advance(to:)`` has something to do, if nothing else happens before.
    package var deadline: MonotonicInstant {
        var earliest = min(binEnd, commitDue ?? binEnd)
        for door in doors { earliest = min(earliest, door.sensor.deadline ?? earliest) }
        for panel in panels { earliest = min(earliest, panel.panel.deadline ?? earliest) }
        return earliest
    }

    /// The local day at the latest input; nil while the boot is not dated.
    package var day: CivilDate? { currentDay }

    /// Whether a passage through this door would be counted now.
    package func isObserving(door index: Int) -> Bool { doors[index].sensor.isObserving }

    /// Whether a press on this panel would be taken now, but for its lock-out.
    package func isObserving(panel index: Int) -> Bool { panels[index].panel.isObserving }

    package mutating func takeActions() -> [Action] {
        defer { actions.removeAll(keepingCapacity: true) }
        return actions
    }

    // MARK: - Input

    /// One edge, in order of time. Lines that the wiring does not know are ignored.
    package mutating func receive(_ edge: Edge) {
        guard wiring.inputs.indices.contains(edge.line) else { return }
        catchUp(to: edge.time)
        lines[edge.line].edges += 1
        lines[edge.line].level = edge.level
        switch wiring.inputs[edge.line].role {
        case .outerBeam(let door), .contact(let door):
            withDoor(door, at: edge.time) { $0.receive(edge, isOuter: true, $1) }
        case .innerBeam(let door):
            withDoor(door, at: edge.time) { $0.receive(edge, isOuter: false, $1) }
        case .button(let panel, let button):
            withPanel(panel, at: edge.time) { $0.receive(edge, button: button, $1) }
        }
    }

    /// Everything that is due at `now` without a further edge.
    package mutating func advance(to now: MonotonicInstant) {
        catchUp(to: now)
    }

    /// All levels, read anew: at the start (`unsynchronised`), when a chip is back, or after lost edges.
    ///
    /// - Parameter levels: by line number; lines that are missing keep the level that they had.
    package mutating func synchronise(levels: [Int: Bool], at now: MonotonicInstant, because reason: Reason) {
        catchUp(to: now)
        for (line, level) in levels where lines.indices.contains(line) {
            lines[line].level = level
            lines[line].isPlugged = true
        }
        // A door of which one beam is still missing can't be observed: it waits for the other.
        let missing = Set(lines.indices.filter { !lines[$0].isPlugged }.map { owner(of: $0) })
        let touched = Set(levels.keys.filter(lines.indices.contains).map { owner(of: $0) }).subtracting(missing)
        for index in doors.indices where touched.contains(.door(index)) {
            let beams = doorLevels(index)
            withDoor(index, at: now) { $0.synchronise(beams, at: now, because: reason, $1) }
        }
        for index in panels.indices where touched.contains(.panel(index)) {
            let pressed = panelLevels(index)
            withPanel(index, at: now) { $0.synchronise(pressed: pressed, at: now, $1) }
        }
    }

    /// The chip of these lines is gone.
    package mutating func unplug(lines gone: [Int], at now: MonotonicInstant) {
        catchUp(to: now)
        for line in gone where lines.indices.contains(line) { lines[line].isPlugged = false }
        for owner in Set(gone.filter(lines.indices.contains).map({ owner(of: $0) })) {
            switch owner {
            case .door(let index): withDoor(index, at: now) { $0.unplug(at: now, $1) }
            case .panel(let index): withPanel(index, at: now) { $0.unplug(at: now, $1) }
            }
        }
    }

    /// Something about the device itself began or ended.
    package mutating func setDeviceHealth(_ kind: HealthKind, began: Bool, at now: MonotonicInstant) {
        setHealth(kind, of: nil, began: began, at: now)
    }

    // MARK: - Presses

    /// The press is on the disk.
    package mutating func pressTaken(_ press: Press, at now: MonotonicInstant) {
        today.presses[press.panel] += 1
        withPanel(press.panel, at: now) { $0.pressTaken(button: press.button, at: now, $1) }
    }

    /// The press could not be written and is not counted.
    package mutating func pressNotTaken(_ press: Press) {
        panels[press.panel].panel.pressNotTaken()
    }

    /// The row that takes `press` to the disk.
    package func row(for press: Press) -> Increments.PressRow {
        let panel = configuration.panels[press.panel]
        return Increments.PressRow(
            day: timeline.tallyDay(at: press.time), panel: panel.id, question: panel.question.id,
            option: panel.buttons[press.button].option, amount: 1)
    }

    // MARK: - Increments

    /// Hands over everything counted and not yet committed.
    ///
    /// Observed time is handed over when its bin is over, or at the end: in the midst of a bin it would tell to the
    /// millisecond when somebody passed or pressed.
    ///
    /// - Parameter step: for the end of the service: the observed time of a bin that is not over is handed over as well,
    ///   in whole steps.
    package mutating func takeIncrements(
        at now: MonotonicInstant, observedInStepsOf step: Duration? = nil
    ) -> Increments {
        roll(to: now)
        takeTallies(at: now)
        if let step { takeObserved(at: now, step: max(1, step.wholeNanoseconds / 1_000_000)) }
        commitDue = nil
        defer { finished = Increments() }
        return finished
    }

    /// The commit failed: the increments wait for the next one, at `retry`.
    package mutating func giveBack(_ increments: Increments, retryAt retry: MonotonicInstant) {
        var all = increments
        all += finished
        // A store that fails for weeks must not make the memory grow.
        finished = all.merged()
        commitDue = retry
    }

    // MARK: - Time

    /// Takes an anchor unless there is a better one. Increments have to be taken and committed before, so that they
    /// bear the undated bins that the store then dates.
    ///
    /// - Returns: whether the boot was undated and is dated now.
    package mutating func offer(_ anchor: Anchor, at now: MonotonicInstant) -> Bool {
        roll(to: now)
        closeBin(at: now)
        let wasUndated = timeline.anchor == nil
        guard timeline.offer(anchor) else { return false }
        bin = timeline.bin(at: now)
        binEnd = timeline.binEnd(after: now)
        setHealth(.undated, of: nil, began: false, at: now)
        changeDay(at: now)
        return wasUndated
    }

    /// What the store knows of today, after a start or once the boot is dated.
    package mutating func loadToday(_ loaded: Today) {
        today = loaded
    }

    // MARK: - Inside

    private enum Owner: Hashable {
        case door(Int)
        case panel(Int)
    }

    private func owner(of line: Int) -> Owner {
        switch wiring.inputs[line].role {
        case .outerBeam(let door), .innerBeam(let door), .contact(let door): .door(door)
        case .button(let panel, _): .panel(panel)
        }
    }

    private func doorLevels(_ door: Int) -> (outer: Bool, inner: Bool) {
        var levels = (outer: false, inner: false)
        for (line, input) in wiring.inputs.enumerated() {
            switch input.role {
            case .outerBeam(door), .contact(door): levels.outer = lines[line].level
            case .innerBeam(door): levels.inner = lines[line].level
            default: break
            }
        }
        return levels
    }

    private func panelLevels(_ panel: Int) -> [Bool] {
        wiring.inputs.indices.compactMap { line in
            guard case .button(panel, _) = wiring.inputs[line].role else { return nil }
            return lines[line].level
        }
    }

    private mutating func withDoor(
        _ index: Int, at now: MonotonicInstant, _ body: (inout DoorSensor, (SensorEvent) -> Void) -> Void
    ) {
        // The sensor is worked on outside of `self`, so that its events can change the rest of it.
        var sensor = doors[index].sensor
        body(&sensor) { event in handle(event, door: index) }
        doors[index].sensor = sensor
        doors[index].observation.set(sensor.isObserving, at: now)
    }

    private mutating func withPanel(
        _ index: Int, at now: MonotonicInstant, _ body: (inout ButtonPanel, (PanelEvent) -> Void) -> Void
    ) {
        var panel = panels[index].panel
        body(&panel) { event in handle(event, panel: index) }
        panels[index].panel = panel
        panels[index].observation.set(panel.isObserving, at: now)
    }

    private mutating func handle(_ event: SensorEvent, door index: Int) {
        switch event {
        case .passage(let passage):
            doors[index].tally.add(passage)
            today.doors[index].add(passage)
            if passage.direction != .out, let utc = timeline.utc(at: passage.time) {
                today.hours[timeline.zone.minuteOfDay(at: utc) / 60] += 1
            }
            commitSoon(after: passage.time)
        case .noted(let reason, let time, let hidden):
            doors[index].tally.add(reason, hidden: hidden, directions: doors[index].directions)
            today.doors[index].add(reason, hidden: hidden, directions: doors[index].directions)
            commitSoon(after: time)
        case .health(let kind, let began, let time):
            setHealth(kind, of: configuration.doors[index].id, began: began, at: time)
        }
    }

    private mutating func handle(_ event: PanelEvent, panel index: Int) {
        switch event {
        case .press(let button, let time):
            actions.append(.takePress(Press(panel: index, button: button, time: time)))
        case .misuse(let time):
            panels[index].misuse += 1
            today.misuse[index] += 1
            commitSoon(after: time)
        case .light(let button, let isOn):
            setOutput(.light(panel: index, button: button), on: isOn)
        case .buzzer(let isOn):
            setOutput(.buzzer(panel: index), on: isOn)
        case .health(let kind, let began, let time):
            setHealth(kind, of: configuration.panels[index].id, began: began, at: time)
        }
    }

    private mutating func setOutput(_ role: Wiring.OutputRole, on isOn: Bool) {
        guard let output = wiring.output(role) else { return }
        actions.append(.setOutput(output, on: isOn))
    }

    private mutating func setHealth(
        _ kind: HealthKind, of source: String?, began: Bool, at now: MonotonicInstant
    ) {
        guard health.set(kind, of: source, began: began, at: now) else { return }
        actions.append(.healthChanged(kind, source: source, began: began))
    }

    private mutating func commitSoon(after time: MonotonicInstant) {
        guard commitDue == nil else { return }
        commitDue = time.advanced(by: Self.commitDelay)
    }

    private mutating func observe(at now: MonotonicInstant) {
        for index in doors.indices { doors[index].observation.set(doors[index].sensor.isObserving, at: now) }
        for index in panels.indices { panels[index].observation.set(panels[index].panel.isObserving, at: now) }
    }

    /// Reaches every deadline up to `now` one after the other, so that each passage and each change of what is observed
    /// falls in the bin in which it was decided, however late the next input comes.
    private mutating func catchUp(to now: MonotonicInstant) {
        while true {
            var due = binEnd
            for index in doors.indices { due = min(due, doors[index].sensor.deadline ?? due) }
            for index in panels.indices { due = min(due, panels[index].panel.deadline ?? due) }
            guard due <= now else { return }
            for index in doors.indices where (doors[index].sensor.deadline ?? .distantFuture) <= due {
                withDoor(index, at: due) { $0.advance(to: due, $1) }
            }
            for index in panels.indices where (panels[index].panel.deadline ?? .distantFuture) <= due {
                withPanel(index, at: due) { $0.advance(to: due, $1) }
            }
            roll(to: due)
        }
    }

    /// Closes every bin that ended by `now`, and the day with it.
    private mutating func roll(to now: MonotonicInstant) {
        while binEnd <= now {
            closeBin(at: binEnd)
            bin = timeline.bin(at: binEnd)
            changeDay(at: binEnd)
            binEnd = timeline.binEnd(after: binEnd)
        }
    }

    private mutating func changeDay(at now: MonotonicInstant) {
        let day = timeline.day(at: now)
        guard day != currentDay else { return }
        currentDay = day
        today = Today(doors: doors.count, panels: panels.count)
        // The counts of the day that has ended, and its observed time, should not wait for the next visitor.
        commitSoon(after: now)
    }

    private mutating func closeBin(at end: MonotonicInstant) {
        takeTallies(at: end)
        takeObserved(at: end, step: 1)
    }

    /// - Parameter step: what is handed over is a multiple of it, in milliseconds.
    private mutating func takeObserved(at end: MonotonicInstant, step: Int64) {
        for index in doors.indices {
            let observed = doors[index].observation.takeMilliseconds(at: end)
            addObserved(observed / step * step, source: configuration.doors[index].id)
        }
        for index in panels.indices {
            let observed = panels[index].observation.takeMilliseconds(at: end)
            addObserved(observed / step * step, source: configuration.panels[index].id)
        }
    }

    private mutating func takeTallies(at end: MonotonicInstant) {
        for index in doors.indices {
            finished.rows += doors[index].tally.rows(bin: bin, source: configuration.doors[index].id)
            doors[index].tally = DoorTally()
        }
        let day = timeline.tallyDay(at: MonotonicInstant(nanoseconds: end.nanoseconds - 1))
        for index in panels.indices {
            let panel = configuration.panels[index]
            guard panels[index].misuse > 0 else { continue }
            finished.presses.append(
                Increments.PressRow(
                    day: day, panel: panel.id, question: panel.question.id, option: nil, amount: panels[index].misuse))
            panels[index].misuse = 0
        }
    }

    private mutating func addObserved(_ milliseconds: Int64, source: String) {
        guard milliseconds > 0 else { return }
        finished.rows.append(
            Increments.Row(bin: bin, source: source, counter: .observed, amount: milliseconds))
    }
}

/// One line, as the person with the screwdriver sees it.
package struct LineState: Sendable, Equatable {
    /// True: beam broken, mat trodden, button pressed.
    package var level = false
    /// Edges since the service started.
    package var edges = 0
    /// Whether its chip is there.
    package var isPlugged = true

    package init() {}
}

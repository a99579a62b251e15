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
        /// The occupancy has been reset. Once everything counted is on the disk, enter it in the store's book, and then
        /// call ``loadOccupancy(_:)``.
        case occupancyReset
        /// How the count check at the door with this number ended, or that it needs other numbers.
        case checkEnded(door: Int, CountCheck.Outcome)
        /// What people see of the panels has changed: a question, an answer, a call.
        case panelsChanged
    }

    /// A press that is to be taken but not yet on the disk.
    package struct Press: Sendable, Equatable {
        package var panel: Int
        package var button: Int
        package var time: MonotonicInstant
        /// Empty for a fixed use.
        package var question: String
        /// The option of the question, or the fixed use.
        package var option: String
    }

    struct DoorState: Sendable {
        var sensor: DoorSensor
        let directions: DoorDirections
        var tally = DoorTally()
        /// What the disk has been told of in this bin before it was decided.
        var told = Undecided()
        var presence = PresenceTime()
        var silence: SilenceWatch
        var sight = Sight()
        /// Nil while nobody counts by hand.
        var check: CountCheck?

        /// Whether this time counts as observed. That nobody has come for long is no reason against it: coverage is
        /// published without noise, and would tell when the last one came.
        var isObserving: Bool { sensor.isObserving && sight.isClear }

        /// When something is due at the door without a further edge.
        var deadline: MonotonicInstant? {
            let sensorDue = sensor.deadline
            guard let check else { return sensorDue }
            let checkDue = check.deadline(sensorDue: sensor.decisionDeadline)
            return min(checkDue, sensorDue ?? checkDue)
        }
    }

    struct PanelState: Sendable {
        var panel: ButtonPanel
        var misuse: Int64 = 0
        var sight = Sight()
        /// What is asked now; nil while nothing is.
        var question: Question?
        /// The latest answer of the panel, and until when a screen shows it.
        var answer: (PanelAnswer, until: MonotonicInstant)?
        /// Fixed uses that call for somebody, and since when; by button.
        var calls: [Int: MonotonicInstant] = [:]

        var deadline: MonotonicInstant? {
            [panel.deadline, answer?.until].compactMap { $0 }.min()
        }

        /// Whether this time counts as observed.
        var isObserving: Bool { panel.isObserving && sight.isClear }
    }

    /// How long increments may wait for others before they are committed, from the moment at which somebody was clear of a
    /// beam, whether or not the sensor has decided yet. With the debounce this stays below the promised second.
    package static let commitDelay = Duration.milliseconds(500)

    package let configuration: PlaceConfiguration
    package let wiring: Wiring
    package internal(set) var timeline: Timeline
    package internal(set) var today: Today
    package internal(set) var occupancy: Occupancy
    /// The bin that counts now.
    package internal(set) var bin: Bin
    package internal(set) var health = HealthBook()
    package internal(set) var lines: [LineState]
    /// When somebody was clear of a beam the last time, before any debounce.
    var latestClearing = MonotonicInstant.zero
    /// When what was counted is to be committed; nil until there is something.
    var commitWanted: MonotonicInstant?

    /// The latest day that anybody knows of, for a boot that has none yet.
    let knownDay: CivilDate?
    /// All that the panels have asked since the service began.
    package internal(set) var shownQuestions: [Question] = []
    let hours: OpeningHours
    var doors: [DoorState]
    var panels: [PanelState]
    let occupancySchedule: OccupancySchedule
    /// The bin that begins with the next reset; nil while the boot is not dated, and where nobody is counted.
    var nextReset: Int64?
    var binEnd: MonotonicInstant
    /// From when on observed time has not been handed over.
    var observedFrom: MonotonicInstant
    var currentDay: CivilDate?
    /// What the store has of silences, by door.
    var keptSilences: [SilenceWatch.Memory]
    /// Whether the store's knowledge of silences has been taken.
    package internal(set) var hasLoadedSilences = false
    /// Whether it has been said if entries and exits don't agree, which the store knows from before the start.
    var hasLoadedImbalance = false
    var finished = Increments()
    var actions: [Action] = []
    /// The latest test of lights and sound.
    var lightTest: LightTest?
    /// Lights and buzzers that the panels want on.
    var litOutputs: Set<Int> = []

    /// - Parameter knownDay: the latest day of earlier boots; nil before the first.
    package init(
        configuration: PlaceConfiguration, timeline: Timeline, at now: MonotonicInstant, knownDay: CivilDate? = nil
    ) {
        self.configuration = configuration
        self.timeline = timeline
        self.knownDay = knownDay
        let wiring = Wiring(configuration)
        self.wiring = wiring
        lines = wiring.inputs.map { _ in LineState() }
        let hours = OpeningHours(configuration)
        self.hours = hours
        doors = configuration.doors.map {
            DoorState(
                sensor: DoorSensor($0), directions: DoorDirections($0.sensor),
                silence: SilenceWatch(longestDay: hours.longestDay))
        }
        keptSilences = configuration.doors.map { _ in SilenceWatch.Memory() }
        panels = configuration.panels.map {
            PanelState(panel: ButtonPanel(isFixed: $0.buttons.map { $0.use != nil }, $0.parameters))
        }
        today = Today(doors: configuration.doors.count, panels: configuration.panels.count)
        bin = timeline.bin(at: now)
        occupancySchedule = OccupancySchedule(configuration.occupancyResets, zone: timeline.zone)
        occupancy = Occupancy(start: occupancySchedule.start(at: bin), doors: configuration.doors)
        nextReset = configuration.countsPeople ? occupancySchedule.next(after: bin) : nil
        binEnd = timeline.binEnd(after: now)
        currentDay = timeline.day(at: now)
        observedFrom = now
        // A bin that the service begins in the midst of is not seen as a whole.
        for index in doors.indices { doors[index].sight.wasLost = binStart < now }
        setHealth(.undated, of: nil, began: timeline.anchor == nil, at: now)
        changeQuestions()
    }

    /// When the present bin began, as its anchor tells now.
    var binStart: MonotonicInstant {
        MonotonicInstant(nanoseconds: binEnd.nanoseconds - Bin.seconds * 1_000_000_000)
    }

    /// When to commit; nil while nothing counted waits for it. While a button is going down that is not before it is known
    /// whether somebody presses, so that the answer need not wait for the commit before, and has it with its own.
    package var commitDue: MonotonicInstant? {
        guard var due = commitWanted else { return nil }
        for panel in panels {
            if let decision = panel.panel.decisionDue { due = max(due, decision) }
        }
        return due
    }

    /// When ``advance(to:)`` has something to do, if nothing else happens before.
    package var deadline: MonotonicInstant {
        var earliest = min(binEnd, commitDue ?? binEnd)
        for door in doors { earliest = min(earliest, door.deadline ?? earliest) }
        for panel in panels { earliest = min(earliest, panel.deadline ?? earliest) }
        return min(earliest, lightTest?.deadline ?? earliest)
    }

    /// The local day at the latest input; nil while the boot is not dated.
    package var day: CivilDate? { currentDay }

    /// Whether the present time counts as observed at this door.
    package func isObserving(door index: Int) -> Bool { doors[index].isObserving }

    /// How long somebody was in front of this door's motion sensor today.
    package func presence(door index: Int, at now: MonotonicInstant) -> Duration {
        .milliseconds(today.doors[index].presenceMilliseconds + doors[index].presence.milliseconds(at: now))
    }

    /// Whether the present time counts as observed at this panel.
    package func isObserving(panel index: Int) -> Bool { panels[index].isObserving }

    package mutating func takeActions() -> [Action] {
        defer { actions.removeAll(keepingCapacity: true) }
        return actions
    }

    // MARK: - Input

    /// One edge, in order of time, at least of those of its own line. Lines that the wiring does not know are ignored.
    package mutating func receive(_ edge: Edge) {
        guard wiring.inputs.indices.contains(edge.line) else { return }
        guard edge.time >= lines[edge.line].latest else {
            receiveLate(on: edge.line)
            return
        }
        catchUp(to: edge.time)
        lines[edge.line].latest = edge.time
        lines[edge.line].edges += 1
        lines[edge.line].level = edge.level
        switch wiring.inputs[edge.line].role {
        case .outerBeam(let door), .contact(let door):
            withDoor(door, at: edge.time) { $0.receive(edge, isOuter: true, $1) }
            if !edge.level { clear(at: edge.time) }
        case .innerBeam(let door):
            withDoor(door, at: edge.time) { $0.receive(edge, isOuter: false, $1) }
            if !edge.level { clear(at: edge.time) }
        case .upperBeam(let door):
            withDoor(door, at: edge.time) { $0.receive(upper: edge, $1) }
        case .leaf(let door):
            withDoor(door, at: edge.time) { $0.receive(leaf: edge, $1) }
        case .button(let panel, let button):
            withPanel(panel) { $0.receive(edge, button: button, $1) }
        }
    }

    private mutating func clear(at time: MonotonicInstant) {
        latestClearing = time
        commitSoon(after: time)
    }

    /// Everything that is due at `now` without a further edge.
    package mutating func advance(to now: MonotonicInstant) {
        catchUp(to: now)
    }

    /// No more edges will come: the service ends. Whoever is through a door is counted, although the verdict would have
    /// waited for somebody close behind.
    package mutating func conclude(at now: MonotonicInstant) {
        catchUp(to: now)
        for index in doors.indices { withDoor(index, at: now) { $0.conclude(at: now, $1) } }
        advanceChecks(to: now)
    }

    /// All levels, read anew: at the start (`unsynchronised`), when a chip is back, or after lost edges.
    ///
    /// - Parameter levels: by line number; lines that are missing keep the level that they had.
    package mutating func synchronise(levels: [Int: Bool], at now: MonotonicInstant, because reason: Reason) {
        let read = Set(levels.keys.filter(lines.indices.contains).map { owner(of: $0) })
        // Nobody knows when since the last input the edges were lost.
        if reason == .lostEdges { setBlind(true, read) }
        catchUp(to: now)
        if reason == .lostEdges { setBlind(false, read) }
        for (line, level) in levels where lines.indices.contains(line) {
            lines[line].level = level
            lines[line].isPlugged = true
            lines[line].latest = max(lines[line].latest, now)
        }
        // A door of which one beam is still missing can't be observed: it waits for the other. It does without an upper
        // beam, or a contact on its leaf.
        let missing = Set(lines.indices.filter { !lines[$0].isPlugged }.map { owner(of: $0) })
        let touched = read.subtracting(missing)
        if reason == .lostEdges { loseEdges(touched, at: now) }
        for index in doors.indices where touched.contains(.door(index)) {
            let beams = doorLevels(index)
            withDoor(index, at: now) { $0.synchronise(beams, at: now, because: reason, $1) }
            if reason == .lostEdges { doors[index].check?.disturb(.health(.lostEdges)) }
        }
        for index in doors.indices {
            if touched.contains(.upper(index)), let isBroken = level(of: .upperBeam(door: index)) {
                withDoor(index, at: now) { $0.synchronise(upper: isBroken, at: now, $1) }
            }
            if touched.contains(.leaf(index)), let isOpen = level(of: .leaf(door: index)) {
                withDoor(index, at: now) { $0.synchronise(leaf: isOpen, at: now, $1) }
            }
        }
        for index in panels.indices where touched.contains(.panel(index)) {
            let pressed = panelLevels(index)
            withPanel(index) { $0.synchronise(pressed: pressed, at: now, $1) }
        }
    }

    /// The chip of these lines is gone.
    package mutating func unplug(lines gone: [Int], at now: MonotonicInstant) {
        catchUp(to: now)
        for line in gone where lines.indices.contains(line) { lines[line].isPlugged = false }
        for owner in Set(gone.filter(lines.indices.contains).map({ owner(of: $0) })) {
            switch owner {
            case .door(let index): withDoor(index, at: now) { $0.unplug(at: now, $1) }
            case .upper(let index): withDoor(index, at: now) { $0.unplugUpper(at: now, $1) }
            case .leaf(let index): withDoor(index, at: now) { $0.unplugLeaf(at: now, $1) }
            case .panel(let index): withPanel(index) { $0.unplug(at: now, $1) }
            }
            // What is gone can't lose edges.
            setLost(false, owner, at: now)
        }
    }

    /// Something about the device itself began or ended.
    package mutating func setDeviceHealth(_ kind: HealthKind, began: Bool, at now: MonotonicInstant) {
        setHealth(kind, of: nil, began: began, at: now)
    }

    /// Entries and exits don't agree, or agree again. It belongs to the door if there is only one: of several nobody can
    /// tell which is to blame.
    package mutating func setImbalance(_ began: Bool, at now: MonotonicInstant) {
        let counting = configuration.doors.filter(\.countsPassages)
        let source = counting.count == 1 ? counting[0].id : nil
        setHealth(.imbalance, of: source, began: began, at: now, isOlder: !hasLoadedImbalance)
        hasLoadedImbalance = true
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
    /// When it was last heard of.
    var latest = MonotonicInstant.zero

    package init() {}
}

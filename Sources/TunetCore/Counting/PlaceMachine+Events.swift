extension PlaceMachine {
    enum Owner: Hashable {
        case door(Int)
        /// A door's upper beam.
        case upper(Int)
        /// The contact on a door's leaf.
        case leaf(Int)
        case panel(Int)
    }

    func owner(of line: Int) -> Owner {
        switch wiring.inputs[line].role {
        case .outerBeam(let door), .innerBeam(let door), .contact(let door): .door(door)
        case .upperBeam(let door): .upper(door)
        case .leaf(let door): .leaf(door)
        case .button(let panel, _): .panel(panel)
        }
    }

    /// The level of the line with `role`; nil if there is none.
    func level(of role: Wiring.InputRole) -> Bool? {
        wiring.inputs.firstIndex { $0.role == role }.map { lines[$0].level }
    }

    func doorLevels(_ door: Int) -> (outer: Bool, inner: Bool) {
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

    func panelLevels(_ panel: Int) -> [Bool] {
        wiring.inputs.indices.compactMap { line in
            guard case .button(panel, _) = wiring.inputs[line].role else { return nil }
            return lines[line].level
        }
    }

    mutating func withDoor(
        _ index: Int, at now: MonotonicInstant, _ body: (inout DoorSensor, (SensorEvent) -> Void) -> Void
    ) {
        // The sensor is worked on outside of `self`, so that its events can change the rest of it.
        var sensor = doors[index].sensor
        body(&sensor) { event in handle(event, door: index, now: now) }
        doors[index].sensor = sensor
        explain(index, isObserving: sensor.isObserving, at: now)
        disturbCheck(door: index)
    }

    mutating func withPanel(_ index: Int, _ body: (inout ButtonPanel, (PanelEvent) -> Void) -> Void) {
        var panel = panels[index].panel
        body(&panel) { event in handle(event, panel: index) }
        panels[index].panel = panel
    }

    mutating func handle(_ event: SensorEvent, door index: Int, now: MonotonicInstant) {
        switch event {
        case .passage(let passage):
            doors[index].tally.add(passage)
            today.doors[index].add(passage)
            occupancy.tally.add(passage)
            doors[index].check?.add(passage)
            if passage.direction != .out, let utc = timeline.utc(at: passage.time) {
                today.hours[timeline.zone.minuteOfDay(at: utc) / 60] += 1
            }
            endSilence(of: index, at: passage.time)
            commitSoon(after: passage.time)
        case .noted(let reason, let time, let doubt):
            doors[index].tally.add(reason, doubt: doubt, directions: doors[index].directions)
            today.doors[index].add(reason, doubt: doubt, directions: doors[index].directions)
            occupancy.tally.add(reason, doubt: doubt, directions: doors[index].directions)
            commitSoon(after: time)
        case .doubted(let direction, let doubt, let time):
            doors[index].tally.add(doubt, to: direction)
            today.doors[index].add(doubt, to: direction)
            occupancy.tally.add(doubt, to: direction)
            commitSoon(after: time)
        case .presence(let change, let time):
            doors[index].presence.change(change, at: now)
            guard case .began(isNew: true) = change else { return }
            doors[index].tally.presences += 1
            today.doors[index].presences += 1
            endSilence(of: index, at: time)
            commitSoon(after: time)
        case .swing(let time):
            doors[index].tally.swings += 1
            today.doors[index].swings += 1
            if configuration.doors[index].sensor.isActivity { endSilence(of: index, at: time) }
            commitSoon(after: time)
        case .health(.lostEdges, let began, let time):
            doors[index].sight.sensorLost = began
            setHealth(
                .lostEdges, of: configuration.doors[index].id, began: doors[index].sight.hasLostEdges, at: time)
        case .health(let kind, let began, let time):
            setHealth(kind, of: configuration.doors[index].id, began: began, at: time)
        }
    }

    mutating func handle(_ event: PanelEvent, panel index: Int) {
        switch event {
        case .press(_, let time) where isTested(panel: index, at: time): break
        case .misuse(let time) where isTested(panel: index, at: time): break
        case .press(let button, let time):
            actions.append(.takePress(press(panel: index, button: button, at: time)))
        case .refused(let button, let refusal, let time):
            show(PanelAnswer(button: button, refusal: refusal), panel: index, at: time)
        case .misuse(let time):
            panels[index].misuse += 1
            today.misuse[index] += 1
            commitSoon(after: time)
        case .light(let button, let isOn):
            setOutput(.light(panel: index, button: button), of: index, on: isOn)
        case .buzzer(let isOn):
            setOutput(.buzzer(panel: index), of: index, on: isOn)
        case .health(let kind, let began, let time):
            setHealth(kind, of: configuration.panels[index].id, began: began, at: time)
        }
    }

    mutating func setOutput(_ role: Wiring.OutputRole, of panel: Int, on isOn: Bool) {
        guard let output = wiring.output(role) else { return }
        wantOutput(output, of: panel, on: isOn)
    }

    mutating func commitSoon(after time: MonotonicInstant) {
        guard commitWanted == nil else { return }
        commitWanted = time.advanced(by: Self.commitDelay)
    }
}

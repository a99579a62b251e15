package import TunetCore
package import TunetLocal
import TunetStore

extension NodeEngine {
    /// What the people at the place may see, as of the latest input.
    ///
    /// - Parameters:
    ///   - libgpiod: version of the library in use; "none" without GPIO.
    ///   - lossDetectable: whether that library notices dropped edges.
    package func status(libgpiod: String, lossDetectable: Bool) -> NodeStatus {
        let today = machine.today
        let bounds = today.visitBounds
        let now = now
        let lines = machine.wiring.inputs.indices.map(lineStatus)
        seenEdges = machine.lines.map(\.edges)
        var status = NodeStatus(
            place: configuration.place.id, name: configuration.place.name, software: TunetVersion.current,
            libgpiod: libgpiod, lossDetectable: lossDetectable, lostEdges: lostEdges, day: machine.day?.description,
            visits: today.visits, visitsLow: bounds.lowerBound, visitsHigh: bounds.upperBound,
            occupancy: occupancyStatus, hours: today.hours,
            doors: configuration.doors.indices.map(doorStatus),
            panels: configuration.panels.indices.map { panelStatus($0, at: now) },
            health: health(of: nil),
            uplink: NodeStatus.UplinkStatus(
                configured: configuration.uplink != nil, waiting: waiting, failures: uplink.failures,
                lastError: uplinkError, lastDelivery: lastDelivery?.description,
                droppedBatches: dropped.batches > 0 ? dropped.batches : nil,
                droppedReleases: dropped.batches > 0 ? dropped.releases : nil,
                stopped: stoppedKinds.isEmpty ? nil : stoppedKinds.map(\.kind)),
            lines: lines, pastHealth: pastHealth, languages: configuration.place.languages,
            countCheck: countChecks(withHistory: false),
            visitsCounted: today.corrected == Today.Corrected() ? nil : today.countedVisits, messages: messages)
        status.clock = NodeStatus.TimeStatus(
            quality: machine.timeline.anchor.map { Self.source($0.quality).rawValue }, day: machine.day?.description)
        status.lastContact = lastContact?.description
        status.sessionsToday = sessionsToday
        return status
    }

    private var sessionsToday: [NodeStatus.SessionToday]? {
        guard let day = machine.day, let utc = machine.timeline.utc(at: now) else { return nil }
        let minute = machine.timeline.zone.minuteOfDay(at: utc)
        return configuration.sessions.filter { $0.weekdays.contains(day.weekday) }.sorted {
            $0.startMinute < $1.startMinute
        }.map {
            NodeStatus.SessionToday(
                id: $0.id, name: $0.name, from: ClockTime.write($0.startMinute), to: ClockTime.write($0.endMinute),
                isNow: ($0.startMinute..<$0.endMinute).contains(minute))
        }
    }

    /// What a panel has just told somebody, while a screen would show it.
    package func answer(panel index: Int) -> PanelAnswer? { machine.answer(panel: index) }

    private var occupancyStatus: NodeStatus.OccupancyStatus? {
        guard configuration.countsPeople else { return nil }
        let occupancy = machine.occupancy
        var reset: NodeStatus.OccupancyStatus.Reset?
        if case .reset(let latest) = occupancy.start {
            reset = .init(day: latest.day.description, time: ClockTime.write(latest.minute), value: latest.value)
        }
        switch configuration.occupancyObstacle {
        case .undirected(let doors):
            let names = doors.map { configuration.doors[$0].name }
            return .init(count: nil, obstacle: .undirectedDoor, doors: names, reset: reset)
        case .noWayIn: return .init(count: nil, obstacle: .noWayIn, reset: reset)
        case .noWayOut: return .init(count: nil, obstacle: .noWayOut, reset: reset)
        case nil: break
        }
        guard occupancy.isWhole else { return .init(count: nil, obstacle: .countsDestroyed, reset: reset) }
        let bounds = occupancy.bounds
        return .init(
            count: .init(
                present: occupancy.present, low: bounds.lowerBound, high: bounds.upperBound, raw: occupancy.raw,
                unobservedMinutes: 15 * machine.unobservedQuarters), reset: reset)
    }

    private func doorStatus(_ index: Int) -> NodeStatus.DoorStatus {
        let door = configuration.doors[index]
        let tally = machine.today.doors[index]
        let rejected = tally.noted.nonzero.map { ($0.reason.rawValue, $0.count) }
        var presence: NodeStatus.PresenceStatus?
        if door.hasMotionSensor {
            let minutes = machine.presence(door: index, at: now).components.seconds / 60
            presence = NodeStatus.PresenceStatus(times: tally.presences, minutes: Int(minutes))
        }
        return NodeStatus.DoorStatus(
            id: door.id, name: door.name, in: tally.in.count, out: tally.out.count, unknown: tally.unknown.count,
            inLow: tally.in.bounds.lowerBound, inHigh: tally.in.bounds.upperBound, outLow: tally.out.bounds.lowerBound,
            outHigh: tally.out.bounds.upperBound,
            rejected: Dictionary(uniqueKeysWithValues: rejected), observing: machine.isObserving(door: index),
            isDirected: ![.only(.unknown), .uncounted].contains(DoorDirections(door.sensor)),
            health: health(of: door.id, sensor: door.sensor.name),
            countsPassages: door.countsPassages, presence: presence,
            swings: door.hasLeafContact ? tally.swings : nil)
    }

    private func panelStatus(_ index: Int, at now: MonotonicInstant) -> NodeStatus.PanelStatus {
        let panel = configuration.panels[index]
        let quiet = machine.quietButtons(panel: index)
        return NodeStatus.PanelStatus(
            id: panel.id, name: panel.name,
            question: machine.question(panel: index)?.text.text(in: configuration.place.languages),
            presses: machine.today.presses[index], misuse: machine.today.misuse[index],
            observing: machine.isObserving(panel: index),
            health: health(of: panel.id, sensor: HealthText.Subject.panel.rawValue),
            calls: calls(panel: index, at: now), quietButtons: quiet.isEmpty ? nil : quiet.map { $0 + 1 })
    }

    private func calls(panel index: Int, at now: MonotonicInstant) -> [NodeStatus.CallStatus]? {
        let calls = machine.calls(panel: index).map { button, since in
            NodeStatus.CallStatus(
                button: button + 1,
                text: configuration.panels[index].buttons[button].use?.text.text(in: configuration.place.languages)
                    ?? "",
                minutes: Int(max(.zero, now.duration(since: since)).components.seconds / 60))
        }
        return calls.isEmpty ? nil : calls
    }

    private var messages: [NodeStatus.MessageStatus]? {
        guard let day = machine.day ?? knownDay else { return nil }
        let messages = configuration.messages.filter { $0.holds(on: day) }.map {
            NodeStatus.MessageStatus(id: $0.id, text: $0.text.text(in: configuration.place.languages))
        }
        return messages.isEmpty ? nil : messages
    }

    private func lineStatus(_ index: Int) -> NodeStatus.LineStatus {
        let input = machine.wiring.inputs[index]
        let state = machine.lines[index]
        var edges = state.edges
        // How often each button was pressed today would be the answers before their release. Whether it works can be
        // seen all the same.
        if case .button = input.role { edges -= index < seenEdges.count ? seenEdges[index] : 0 }
        return NodeStatus.LineStatus(
            line: index, title: input.title, address: "\(input.line.address)",
            level: state.isPlugged ? state.level : nil, edges: edges)
    }

    private func health(of source: String?, sensor: String? = nil) -> [NodeStatus.HealthStatus] {
        machine.health.entries.filter { $0.source == source }.map { entry in
            NodeStatus.HealthStatus(
                kind: entry.kind.rawValue, since: machine.timeline.quarterHour(of: entry.since),
                sinceDay: otherDay(of: entry.since), isOlder: entry.isOlder ? true : nil,
                beam: machine.beam(of: entry)?.rawValue, sensor: sensor,
                acknowledged: acknowledged[ActionProblem.Fault(source: source, kind: entry.kind.rawValue)].map { _ in
                    true
                })
        }
    }

    /// The local day of an instant, unless it is today.
    private func otherDay(of instant: MonotonicInstant) -> String? {
        let day = machine.timeline.day(at: instant)
        return day == machine.day ? nil : day?.description
    }

    /// Several troubles of the same kind within the same bins are one.
    private var pastHealth: [NodeStatus.PastHealth] {
        machine.health.past.reduce(into: []) { past, entry in
            let ended = NodeStatus.PastHealth(
                source: entry.source, kind: entry.kind.rawValue,
                since: machine.timeline.quarterHour(of: entry.since),
                until: machine.timeline.quarterHour(of: entry.until), sinceDay: otherDay(of: entry.since),
                isOlder: entry.isOlder ? true : nil)
            if !past.contains(ended) { past.append(ended) }
        }
    }
}

extension Sensor {
    /// The kind, as the configuration names it.
    fileprivate var name: String {
        switch self {
        case .beamPair: HealthText.Subject.pair.rawValue
        case .contact(_, let parameters): parameters.kind.rawValue
        case .activity(_, let parameters): parameters.kind.rawValue
        }
    }
}

extension Timeline {
    /// The quarter of an hour that holds `instant`, as local `HH:MM`; nil while the boot is not dated.
    fileprivate func quarterHour(of instant: MonotonicInstant) -> String? {
        guard let utc = utc(at: instant) else { return nil }
        let minute = zone.minuteOfDay(at: Bin.dated(utc).start)
        return "\(zeroPadded(minute / 60, width: 2)):\(zeroPadded(minute % 60, width: 2))"
    }
}
